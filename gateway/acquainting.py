"""Learns from the assistant's turns which customer somebody has proven to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversation.contacts import Contacts, CustomerKey
from conversation.identity import ConversationId
from conversation.people import person_of
from conversation.ports import Vault
from conversation.turns import SlotValue
from gateway.privacy.findings import PersonalKind
from gateway.privacy.normal_forms import normal_form
from gateway.privacy.seals import Seals

#: The actions write the number's placeholder here once the back office has confirmed it; see
#: actions/identity.py. While it equals `customer_number`, that number is proven.
PROVEN, NUMBER = "verified", "customer_number"
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Acquainting:
    """Tells the contacts, by a keyed digest; the number itself goes nowhere.

    What this process has told it does not tell again. Whoever is cut off before tells it with the
    next turn, because the slots stay as long as the proof does.
    """

    contacts: Contacts
    vault: Vault
    seals: Seals
    told: set[tuple[ConversationId, str]] = field(default_factory=set)

    async def learn(self, conversation: ConversationId, slots: Mapping[str, SlotValue]) -> None:
        """Note who it is if the slots of a conversation say that it is proven.

        Raises what the contacts and the vault raise.
        """
        proven = slots.get(PROVEN)
        if not isinstance(proven, str) or proven != slots.get(NUMBER):
            return
        if (conversation, proven) in self.told:
            return
        number = (await self.vault.resolve(conversation, [proven])).get(proven)
        if number is None:
            return
        value = normal_form(PersonalKind.CUSTOMER_NUMBER, number)
        # Under every key: somebody proven before a change of keys is still the same customer.
        for key in reversed(self.seals.fingerprints("customer", value)):
            await self.contacts.verified(person_of(conversation), CustomerKey(key))
        if len(self.told) >= REMEMBERED:
            self.told.clear()
        self.told.add((conversation, proven))
