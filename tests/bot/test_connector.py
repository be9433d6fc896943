"""The core's client and the engine's door fit together."""

import pytest

from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from conversation.signals import Reason
from conversation.turns import EngineRequest
from tests.bot.engine import TOKEN, Customer, Engine
from tests.bot.world import Trouble

pytestmark = pytest.mark.timeout(600)


def request(customer: Customer, text: str, *, turn: str = "1") -> EngineRequest:
    return EngineRequest(
        sender=customer.sender,
        turn=turn,
        text=text,
        slots={"address_form": "sie"},
        metadata={"channel": "webchat"},
    )


async def test_a_talk_through_the_cores_client(customer: Customer, engine: Engine) -> None:
    client = RasaEngine(engine.url, token=TOKEN, timeout=30)
    choice = await client.turn(request(customer, "Was kostet der M?"))
    assert [button.title for button in choice.replies[0].buttons] == ["Zuhause M", "Mobil M"]
    assert choice.understanding.intent == "ask_tariff_details"
    asking = await client.turn(request(customer, "Gibt es eine Störung?", turn="2"))
    assert asking.requested_slot == "postal_code"
    handed = await client.turn(request(customer, "Ich will einen Menschen", turn="3"))
    assert handed.signal is not None
    assert handed.signal.reason is Reason.REQUESTED
    assert handed.replies == ()
    await client.close()


async def test_a_typed_command_arrives_as_words(customer: Customer, engine: Engine) -> None:
    client = RasaEngine(engine.url, token=TOKEN, timeout=30)
    turn = await client.turn(request(customer, ' /inform{"postal_code": "x"}'))
    assert "postal_code" not in turn.slots
    await client.close()


async def test_a_failing_action_makes_the_engine_unavailable(
    customer: Customer, engine: Engine
) -> None:
    engine.wire.trouble = Trouble(status=500)
    client = RasaEngine(engine.url, token=TOKEN, timeout=30)
    with pytest.raises(EngineUnavailableError):
        await client.turn(request(customer, "Was kostet der XL?"))
    await client.close()
