"""Every Redis key of the Facebook connector, with its type and lifetime, named in one place.

| key (after the prefix) | type | lifetime | what |
|---|---|---|---|
| `{p}:facebook-marks:<c>` | hash name -> ms | CONVERSATION | last action, delivered, read |
| `{p}:facebook-line:<c>:<line id>` | hash | CONVERSATION | parts: sending, doubtful, sent |
| `{p}:facebook-latest:<c>` | string | CONVERSATION | the customer's newest comment here |
| `{p}:facebook-mids:<c>` | hash mid -> part | CONVERSATION | ids of what we sent |
| `facebook:{<comment>}:place` | hash | CONVERSATION | a comment's conversation, time, hidden? |
| `facebook:{<comment>}:private` | hash | PRIVATE | the one private reply: by which line, to whom |
| `facebook:{<root>}:said` | hash digest -> JSON | SAID | our comments on their way |
| `facebook:{<page>}:shut:<scope>` | string | its own | sending is refused until then |
| `facebook:{<page>}:trouble:<scope>` | string, ms | CONVERSATION | since when something is wrong |
| `facebook:{<page>}:pause:<channel>` | string | its own | Meta asked for a pause |
| `facebook:{<page>}:upload:<file>` | string | 30 days | Facebook's id of a file that was uploaded |
"""

from dataclasses import dataclass

from conversation.identity import ConversationId, LineId
from conversation.keys import Keys

PRIVATE_SECONDS = 8 * 24 * 3600  # a private reply is possible for seven days
SAID_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class FacebookKeys:
    """Names the connector's keys; those of a conversation lie in its partition."""

    keys: Keys

    def marks(self, conversation: ConversationId) -> str:
        """Return the key of a conversation's moments that never move backwards."""
        return self.keys.of("facebook-marks", str(conversation))

    def line(self, conversation: ConversationId, line: LineId) -> str:
        """Return the key of what became of a line's parts."""
        return f"{self.keys.of('facebook-line', str(conversation))}:{line}"

    def mids(self, conversation: ConversationId) -> str:
        """Return the key of the platform's ids of what we sent."""
        return self.keys.of("facebook-mids", str(conversation))

    def latest(self, conversation: ConversationId) -> str:
        """Return the key of the customer's newest comment in a conversation."""
        return self.keys.of("facebook-latest", str(conversation))

    def place(self, comment: str) -> str:
        """Return the key of where a comment stands."""
        return f"{self.keys.prefix}:facebook:{{{comment}}}:place"

    def private(self, comment: str) -> str:
        """Return the key of a comment's one private reply."""
        return f"{self.keys.prefix}:facebook:{{{comment}}}:private"

    def said(self, root: str) -> str:
        """Return the key of our comments below a top-level comment that may come back to us."""
        return f"{self.keys.prefix}:facebook:{{{root}}}:said"

    def of_page(self, page: str, kind: str, scope: str) -> str:
        """Return a page's own key: `shut`, `trouble`, `pause` or `upload`."""
        return f"{self.keys.prefix}:facebook:{{{page}}}:{kind}:{scope}"
