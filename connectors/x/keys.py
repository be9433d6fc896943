"""Every Redis key of the X connector, with its type and lifetime.

An account's keys share one hash tag, so that a script may touch them together; what belongs to a
conversation lies in its partition, beside what the core keeps of it.

| key (after the prefix) | type | lifetime | what |
|---|---|---|---|
| `{x:<account>}:budget:<kind>` | sorted set call -> ms | its longest window | calls made |
| `{x:<account>}:gate:<kind>` | hash remaining, reset | until reset | what X's headers said last |
| `{x:<account>}:day-gate:<kind>` | hash remaining, reset | until reset | the same of 24 hours |
| `{x:<account>}:post:<id>` | string, JSON | CONVERSATION | what a post is to us |
| `{x:<account>}:dm:<id>` | string, JSON | CONVERSATION | what a direct message is to us |
| `{x:<account>}:answered:<id>` | string, line id | CONVERSATION | its one automated reply |
| `{x:<account>}:media:<file>` | string | 20 h | X's id of a picture that was uploaded |
| `{x:<account>}:doubtful` | sorted set c and line -> ms | until settled | may have arrived |
| `{x:<account>}:token` | string, sealed JSON | none | the rotating token |
| `{x:<account>}:lock:<name>` | string, owner | seconds | only one does it at a time |
| `{x:<account>}:trouble` | hash topic -> reason | until it works again | reported already |
| `{x:<account>}:breaker` | string | while open | the usage cap was met |
| `{x:<account>}:seen` | hash what -> id or time | none | how far reading has come |
| `{p}:x-thread:<c>` | hash | CONVERSATION | what to reply to, and whether we may |
| `{p}:x-attempts:<c>` | hash | CONVERSATION | lines sent or being sent |
"""

from dataclasses import dataclass

from connectors.x.settings import BudgetKind
from conversation.identity import ConversationId
from conversation.keys import Keys


@dataclass(frozen=True, slots=True)
class XKeys:
    """Names the keys of one account."""

    keys: Keys
    account: str

    def of_account(self, *parts: str) -> str:
        """Return a key of the account's own."""
        return ":".join((self.keys.prefix, f"{{x:{self.account}}}", *parts))

    def budget(self, kind: BudgetKind) -> str:
        """Return the key of the calls made lately."""
        return self.of_account("budget", kind.value)

    def gate(self, kind: BudgetKind, *, day: bool = False) -> str:
        """Return the key of what X said about the calls left, of minutes or of the day."""
        return self.of_account("day-gate" if day else "gate", kind.value)

    def lock(self, name: str) -> str:
        """Return the key of a lock."""
        return self.of_account("lock", name)

    def thread(self, conversation: ConversationId) -> str:
        """Return the key of what we know of a conversation for the way out."""
        return self.keys.of("x-thread", str(conversation))

    def attempts(self, conversation: ConversationId) -> str:
        """Return the key of the lines sent into a conversation."""
        return self.keys.of("x-attempts", str(conversation))
