"""Who has proven to be which customer: learnt from the slots, kept by a keyed digest only."""

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet

from archive.contacts_memory import MemoryContacts
from conversation.identity import Channel, ConversationId
from conversation.people import person_of
from gateway.acquainting import Acquainting
from gateway.clock import FixedClock
from gateway.privacy.redactor import Redactor
from gateway.privacy.seals import Seals
from gateway.privacy.vault import MemoryVault

DIRECT = ConversationId(Channel.X_DM, thread="1", customer="222")
CHAT = ConversationId(Channel.WEBCHAT, thread="abc", customer="abc")
NUMBER, SPELLED = "FK-10483920", "Kundennummer 1048 3920"
KEY, OLDER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


class Office:
    """Everything that learning needs."""

    def __init__(self) -> None:
        self.vault = MemoryVault(seals=Seals([KEY, OLDER]))
        self.contacts = MemoryContacts(FixedClock(datetime(2026, 11, 24, tzinfo=UTC)))

    def acquainting(self, *keys: str) -> Acquainting:
        return Acquainting(self.contacts, vault=self.vault, seals=Seals(keys or [KEY]))

    async def told(self, conversation: ConversationId, text: str) -> str:
        """Return the placeholder of the number in a text."""
        kept = await self.vault.keep(conversation, Redactor().redact(text))
        return kept[kept.index("[") : kept.index("]") + 1]


@pytest.fixture
def office() -> Office:
    return Office()


async def test_the_same_confirmed_number_on_two_channels_is_one_contact(office: Office) -> None:
    learning = office.acquainting()
    for conversation, text in ((DIRECT, NUMBER), (CHAT, SPELLED)):
        name = await office.told(conversation, text)
        await learning.learn(conversation, {"verified": name, "customer_number": name})
    assert len((await office.contacts.of(person_of(CHAT))).people) == 2


async def test_a_number_that_nobody_confirmed_proves_nothing(office: Office) -> None:
    learning = office.acquainting()
    for conversation in (DIRECT, CHAT):
        name = await office.told(conversation, NUMBER)
        await learning.learn(conversation, {"customer_number": name})
        await learning.learn(conversation, {"verified": name, "customer_number": "[ANDERE_9]"})
        await learning.learn(conversation, {"verified": "[KUNDENNUMMER_7]"})
    assert (await office.contacts.of(person_of(CHAT))).people == (person_of(CHAT),)


async def test_a_change_of_keys_does_not_make_two_customers_of_one(office: Office) -> None:
    name = await office.told(DIRECT, NUMBER)
    await office.acquainting(OLDER).learn(DIRECT, {"verified": name, "customer_number": name})
    name = await office.told(CHAT, NUMBER)
    await office.acquainting(KEY, OLDER).learn(CHAT, {"verified": name, "customer_number": name})
    assert len((await office.contacts.of(person_of(CHAT))).people) == 2


async def test_the_number_itself_is_not_kept(office: Office) -> None:
    name = await office.told(DIRECT, NUMBER)
    await office.acquainting().learn(DIRECT, {"verified": name, "customer_number": name})
    assert "10483920" not in repr(vars(office.contacts))
    assert "1048" not in repr(office.contacts._verified)


async def test_what_failed_is_told_again_with_the_next_turn(office: Office) -> None:
    class Away(MemoryContacts):
        async def verified(self, *given: object, **more: object) -> None:  # type: ignore[override]
            raise ConnectionError("The archive is away.")

    name = await office.told(DIRECT, NUMBER)
    slots = {"verified": name, "customer_number": name}
    learning = office.acquainting()
    away = Acquainting(
        Away(FixedClock(datetime(2026, 11, 24, tzinfo=UTC))),
        vault=office.vault,
        seals=learning.seals,
        told=learning.told,
    )
    with pytest.raises(ConnectionError):
        await away.learn(DIRECT, slots)
    assert learning.told == set()
    await learning.learn(DIRECT, slots)
    assert len(learning.told) == 1
