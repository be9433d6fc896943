"""Where the supervisors' pages are."""

from conversation.identity import ConversationId
from handoff.console.addresses import segment_of

ROOT = "/board"


def path_of_giving(conversation: ConversationId) -> str:
    """Return where a conversation is given to others."""
    return f"{ROOT}/conversations/{segment_of(conversation)}"
