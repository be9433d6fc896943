"""The Redis keys of cases, with type and lifetime, named in one place.

All lie under one hash tag: a person's offer, the private conversation and the public one belong to
different partitions, and joining them is one step. They are few, for only those stand here who were
shown the way into private.

| key (after the prefix) | type | lifetime | what |
|---|---|---|---|
| `{cases}:offer:<person>` | hash public, at (ms) | OFFER | the newest way shown to them |
| `{cases}:continues:<c>` | hash public, since, seen, told (ms) | CONVERSATION | what c continues |
| `{cases}:continued:<c>` | set of private conversations | CONVERSATION | what continues c |
"""

from dataclasses import dataclass

from conversation.cases import CONTINUES_WITHIN
from conversation.identity import ConversationId
from conversation.keys import Keys
from conversation.people import Person

OFFER_SECONDS = int(CONTINUES_WITHIN.total_seconds())


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """Names the keys of cases, and the feed of a conversation's partition."""

    keys: Keys

    def offer(self, person: Person) -> str:
        """Return the key of the newest way into private shown to a person."""
        return f"{self._base}:offer:{person}"

    def continues(self, private: ConversationId) -> str:
        """Return the key of what a private conversation continues."""
        return f"{self._base}:continues:{private}"

    def continued(self, public: ConversationId | str) -> str:
        """Return the key of the private conversations that continue a public one."""
        return f"{self._base}:continued:{public}"

    def feed(self, conversation: ConversationId) -> str:
        """Return the feed in which a conversation's events stand."""
        return self.keys.shared("feed", self.keys.partition_of(str(conversation)))

    @property
    def _base(self) -> str:
        return f"{self.keys.prefix}:{{cases}}"
