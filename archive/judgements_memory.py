"""Judgements in memory: the twin of those in SQL, for tests and for trying things out."""

from conversation.identity import ConversationId
from conversation.judgements import Judgement


class MemoryJudgements:
    """See conversation.judgements.Judgements."""

    def __init__(self) -> None:
        self._judgements: dict[tuple[ConversationId, str], Judgement] = {}

    async def judge(self, judgement: Judgement) -> None:
        """See Judgements."""
        self._judgements[judgement.conversation, judgement.subject] = judgement

    async def of(self, conversation: ConversationId) -> list[Judgement]:
        """See Judgements."""
        found = [one for one in self._judgements.values() if one.conversation == conversation]
        return sorted(found, key=lambda one: one.subject)
