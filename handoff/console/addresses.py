"""How conversations and lines are named in addresses and on pages."""

from hashlib import blake2s
from urllib.parse import quote, unquote

from chassis.errors import NotFoundError
from conversation.identity import ConversationId, LineId
from handoff.console.list_views import Tab
from handoff.console.words import CHANNELS

ROOT = "/console"
WHY_ROOT = "/escalation"
SHORT = 4


def key_of(conversation: ConversationId) -> str:
    """Return a name for a page's elements; it says nothing about the customer."""
    return blake2s(str(conversation).encode(), digest_size=6).hexdigest()


def label_of(conversation: ConversationId) -> str:
    """Return what colleagues call a conversation among themselves: `Web-Chat 7F3A`."""
    return f"{CHANNELS[conversation.channel]} {key_of(conversation)[:SHORT].upper()}"


def anchor_of(line: LineId) -> str:
    """Return the id of a line's element."""
    return "line-" + blake2s(line.encode(), digest_size=6).hexdigest()


def segment_of(conversation: ConversationId) -> str:
    """Return how a conversation is named within an address."""
    return quote(str(conversation), safe="")


def path_of(conversation: ConversationId) -> str:
    """Return a conversation's address."""
    return f"{ROOT}/conversations/{segment_of(conversation)}"


def file_path(conversation: ConversationId, id: str) -> str:
    """Return the address of a file that an agent sends."""
    return f"{path_of(conversation)}/files/{id}"


def path_of_why(conversation: ConversationId) -> str:
    """Return the address that says why people were fetched into a conversation, or were not."""
    return f"{WHY_ROOT}/{segment_of(conversation)}"


def path_of_list(tab: Tab) -> str:
    """Return a list's address."""
    return f"{ROOT}/{tab.value}"


def conversation_of(segment: str) -> ConversationId:
    """Read a segment of an address. Raises NotFoundError for anything that names nothing."""
    try:
        return ConversationId.parse(unquote(segment))
    except ValueError:
        raise NotFoundError("There is no such conversation.") from None
