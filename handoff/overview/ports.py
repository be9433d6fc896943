"""What the overview needs of the live store; a memory twin and a real one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from conversation.identity import ConversationId

#: How far somebody has read, one entry for each stream of the feed.
Mark = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What has happened since a mark, up to the mark `until`.

    `conversations`: in which something has happened; true where hands, an offer or the packet may
    have changed, false where only something was said. None: nobody knows any more.
    """

    until: Mark
    conversations: Mapping[ConversationId, bool] | None


class Changes(Protocol):
    """Names what has changed, for whoever keeps a view of it."""

    async def since(self, mark: Mark | None) -> Changed:
        """Return what has happened since; without a mark only where the feed ends now.

        All that was done before this was called is in it.
        """
