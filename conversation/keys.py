"""Every Redis key, with its type and lifetime, named in one place.

All keys of a conversation, and the lists it stands in, carry the hash tag of its partition, so that
one Lua script may touch them together and Redis Cluster can spread the partitions.

| key (after the prefix) | type | lifetime | what |
|---|---|---|---|
| `{p}:hold:<c>` | hash owner, epoch, agent, deadline, since, packet | CONVERSATION | who holds it |
| `{p}:context:<c>` | string, JSON | CONVERSATION | what the core remembers |
| `{p}:transcript:<c>` | list of JSON lines | CONVERSATION | what was said |
| `{p}:delivery:<c>` | hash line id -> state | CONVERSATION | said before? how far? |
| `{p}:vault:<c>` | hash | its own | values of placeholders, encrypted |
| `{p}:webchat:<c>` | list of JSON lines | CONVERSATION | what the customer's window shows |
| `{p}:webchat-ids:<c>` | hash line id -> number | CONVERSATION | shown before? |
| `{p}:webchat-sent:<c>` | string | CONVERSATION | how far clients without memory were reached |
| `{p}:video:<c>:<epoch>` | string, JSON | hours | the video room of a stay with an agent |
| `{p}:seen:<c>:<message id>` | string | SEEN | message ids taken in |
| `{p}:late:<c>` | hash message id -> JSON | SEEN | changes that came before their message |
| `{p}:progress:<c>` | hash delivered, read -> ms | CONVERSATION | how far our lines have come |
| `{p}:arrived:<c>` | set of line ids | CONVERSATION | heard to have arrived while being sent |
| `{p}:<box>:items:<c>` | sorted set item -> order | while not settled | mail in order |
| `{p}:<box>:bodies:<c>` | hash item -> JSON | while not settled | mail itself |
| `{p}:<box>:dead:<c>` | list of JSON | none: until replayed | mail given up on |
| `{p}:<box>:ready` | sorted set c -> due, ms | live | conversations with mail |
| `{p}:<box>:first` | hash c -> ms | live | when the oldest unread line came |
| `{p}:<box>:leases` | hash c -> token | live | who works on it |
| `{p}:<box>:attempts` | hash c -> count | live | tries since the last success |
| `{p}:<box>:graves` | set of c | until replayed | conversations with dead letters |
| `{p}:waiting` | sorted set c -> deadline, ms | live | the queue |
| `{p}:held` | hash c -> agent | live | what agents hold |
| `{p}:place:<c>` | hash, see lua/offer.lua | CONVERSATION | where it stands with the desk |
| `{p}:passed:<c>` | hash agent -> ms | CONVERSATION | who was offered it and did not take it |
| `{p}:offers` | sorted set c -> until, ms | live | what is offered |
| `{p}:wrapping` | sorted set c -> until, ms | live | what agents are finishing |
| `{p}:laid` | sorted set c -> until, ms | live | what agents have laid away |
| `{p}:claims` | list of `ms agent`, newest first | the newest CLAIMS_KEPT | for estimates |
| `{p}:notes:<c>` | hash note id -> number, JSON | CONVERSATION | what colleagues say beside it |
| `{p}:asked` | sorted set question, c -> ms | until answered, CONVERSATION | asked of everybody |
| `{p}:marks` | hash agent, c -> ms | until looked at | who is mentioned in notes |
| `{p}:watching` | hash agent, c -> lines, epoch | until unwatched or forgotten | what they saw |
| `{p}:recent` | sorted set c -> ms | trimmed to RECENT | where something happened |
| `{p}:feed` | stream | trimmed once archived | all that happens |
| `{p}:feed-dead` | stream | the newest 10,000 | entries of the feed that cannot be read |
| `{agents}:seen` | sorted set agent -> ms | live | the last heartbeat of each |
| `{agents}:chosen` | hash agent -> presence | live | what each says about being there |
| `{agents}:given` | sorted set agent -> ms | live | when each was last given something |
| `{agents}:seats:<agent>` | hash c -> number:kind:weight | live | what takes room with an agent |
| `{agents}:router` | string | seconds | the process that routes |
| `{agents}:telling` | string | seconds | the process that tells of outages |
| `{agents}:webhooks` | string | seconds | the process that delivers webhooks |
| `{outages}:reports:<place>` | sorted set c -> ms | 2 days | who told of trouble there |
| `{outages}:where:<c>` | string | 2 days | the place a conversation counts for |
| `{outages}:places` | sorted set place -> ms | entries 2 days | where somebody told of trouble |
| `{outages}:bodies` | hash id -> JSON | the newest 100, and open ones | outages |
| `{outages}:known` | sorted set id -> ms | as the bodies | all outages |
| `{outages}:open` | sorted set id -> ms | live | outages that are not settled |
| `{outages}:running` | hash place -> id | live | the outage that runs there |
| `{outages}:heard:<id>` | hash c -> 0 or 1 | CONVERSATION | who heard of it; 1: of its end, too |
| `staff:session:<digest>` | string, JSON | 12 h at most | who is logged in |
| `staff:idempotency:<digest>` | string, JSON | 24 h | what a program's request was answered |
| `staff:sign-on:<digest>` | string, JSON | 10 min at most | single sign-ons under way |
| `staff:attempts:<digest>` | hash | 30 min at most | logins that failed |
| `limits:…` | as the library `limits` makes them | their window | lines and sessions counted |
| `{surveys}:<digest>` | string | days, by setting | this customer or case was asked lately |
| `accounts` | hash account and topic -> JSON | none | what is wrong with accounts of ours |
| `accounts:try:<account>` | string | minutes | somebody has just tried it again |
| `erasures` | hash code -> JSON, sealed | until carried out | people to be erased |
| `erasures:<code>` | string | 400 days | this order was carried out |
| `engines` | string, JSON | seconds, announced again and again | engine processes |
| `pin:<stay>` | string | a day after its last turn | the engine that has this stay |
| `clock` | string, ISO time | until the next `make run` | where a fixed clock was moved to |
| `clock:hands` | hash process -> JSON | seconds, written anew | what each fixed clock shows |
| `clock:moved` | channel | - | a fixed clock was moved |
| `video:<id>` | string, key | hours | the stay whose room a link leads to |
| `wake:<box>` | channel | - | there may be mail |
| `webchat:<c>` | channel | - | a window has something new |

Those of cases are in `handoff/case_keys.py`, the connectors' own in `connectors/x/keys.py` and
`connectors/facebook/names.py`.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

CONVERSATION_SECONDS = 60 * 24 * 3600
SEEN_SECONDS = 7 * 24 * 3600
RECENT_KEPT = 10_000
CLAIMS_KEPT = 500


class Box(StrEnum):
    """The two mailboxes: what came in, what goes out."""

    INBOX = "in"
    OUTBOX = "out"


@dataclass(frozen=True, slots=True)
class Keys:
    """Names keys under `prefix`, over a fixed number of partitions."""

    prefix: str = "lotse"
    partitions: int = 4

    def partition_of(self, conversation: str) -> int:
        """Return the partition a conversation always belongs to."""
        digest = blake2b(conversation.encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big") % self.partitions

    def base(self, partition: int) -> str:
        """Return what all keys of a partition begin with."""
        return f"{self.prefix}:{{{partition}}}"

    def of(self, kind: str, conversation: str) -> str:
        """Return a conversation's own key, such as `hold`, `context` or `transcript`."""
        return f"{self.base(self.partition_of(conversation))}:{kind}:{conversation}"

    def shared(self, kind: str, partition: int) -> str:
        """Return a partition's list, such as `waiting` or `feed`."""
        return f"{self.base(partition)}:{kind}"

    def agents(self, *parts: str) -> str:
        """Return a key of who is there and what they have; all of these share one hash tag."""
        return ":".join((f"{self.prefix}:{{agents}}", *parts))

    def outages(self, *parts: str) -> str:
        """Return a key of outage mode; all of these share one hash tag."""
        return ":".join((f"{self.prefix}:{{outages}}", *parts))

    def surveyed(self, name: str) -> str:
        """Return the key of a customer or case asked how satisfied they are; it names nobody."""
        digest = blake2b(name.encode(), digest_size=16).hexdigest()
        return f"{self.prefix}:{{surveys}}:{digest}"

    def accounts(self, *parts: str) -> str:
        """Return the key of what is wrong with our accounts, or one that begins with it."""
        return ":".join((self.prefix, "accounts", *parts))

    def erasures(self, *parts: str) -> str:
        """Return the key of people to be erased, or one that begins with it."""
        return ":".join((self.prefix, "erasures", *parts))

    def engines(self) -> str:
        """Return the key of the list of engine processes."""
        return f"{self.prefix}:engines"

    def pin(self, stay: str) -> str:
        """Return the key of the engine that has a stay."""
        return f"{self.prefix}:pin:{stay}"

    def room(self, id: str) -> str:
        """Return the key of the stay that a video link leads to."""
        return f"{self.prefix}:video:{id}"

    def clock(self) -> str:
        """Return the key of the moment to which a fixed clock was moved."""
        return f"{self.prefix}:clock"

    def clock_hands(self) -> str:
        """Return the key of what the fixed clock of each process shows."""
        return f"{self.prefix}:clock:hands"

    def clock_moved(self) -> str:
        """Return the channel on which processes hear that the clock was moved."""
        return f"{self.prefix}:clock:moved"

    def wake(self, box: Box) -> str:
        """Return the channel on which a mailbox calls its workers."""
        return f"{self.prefix}:wake:{box.value}"

    def webchat(self, conversation: str) -> str:
        """Return the channel on which a web-chat window hears of new lines."""
        return f"{self.prefix}:webchat:{conversation}"
