"""How the connectors are put together: where everybody reads along, nothing personal leaves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from conversation.identity import Channel, ConversationId
from conversation.messages import Speaker
from conversation.ports import Sender
from conversation.public_words import PersonalInPublicError
from gateway.bootstrap import connect
from gateway.connecting import connectors_of
from gateway.ports import free_ports
from gateway.secrets import completed
from gateway.settings import read_settings
from gateway.world import world_environment
from tests.contract.samples import line

PUBLIC = {
    Channel.X_PUBLIC: ConversationId(Channel.X_PUBLIC, thread="900", customer="222"),
    Channel.FB_COMMENT: ConversationId(Channel.FB_COMMENT, thread="1_2/3_4", customer="77"),
}


@pytest.fixture
async def senders(redis_url: str, tmp_path: Path) -> AsyncIterator[dict[Channel, Sender]]:
    (nobody,) = free_ports(1)  # whoever is asked there is not reached
    told = {"REDIS_URL": redis_url, **world_environment(nobody)}
    settings = read_settings(completed(told, tmp_path))
    live = connect(settings, name="test")
    connected = connectors_of(settings, live, CollectorRegistry())
    yield connected.senders(settings, live)
    await connected.close()
    await live.redis.aclose()
    await live.redis.connection_pool.disconnect()


def test_every_channel_of_another_company_has_its_way_out(senders: dict[Channel, Sender]) -> None:
    assert set(senders) == set(Channel) - {Channel.WEBCHAT}


@pytest.mark.parametrize("channel", PUBLIC)
@pytest.mark.parametrize("speaker", [Speaker.ASSISTANT, Speaker.AGENT, Speaker.NOTICE])
async def test_nothing_personal_leaves_in_public_whoever_says_it(
    senders: dict[Channel, Sender], channel: Channel, speaker: Speaker
) -> None:
    said = line("1", "Ihre IBAN DE89 3704 0044 0532 0130 00 ist notiert.", speaker=speaker)
    with pytest.raises(PersonalInPublicError):
        await senders[channel].send(PUBLIC[channel], said)
