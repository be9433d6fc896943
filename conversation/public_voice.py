"""What the assistant's answers become in public: discreet, one line, and kind about a slip."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from conversation.context import Context
from conversation.identity import LineId
from conversation.known import holds_personal_data
from conversation.messages import Line, Speaker
from conversation.notices import Notices
from conversation.ports import Batch, Saying
from conversation.publicly import crowded, one_public_line


@dataclass(frozen=True, slots=True)
class PublicVoice:
    """Goes over what is said where everybody reads along.

    `is_personal` says whether a text holds personal data: it is never repeated.
    """

    notices: Notices
    is_personal: Callable[[str], bool]

    def discreet(self, lines: tuple[Line, ...], context: Context) -> tuple[Line, ...]:
        """Return the way into private instead of each line with personal data."""
        return tuple(
            self._into_private(line, context)
            if line.speaker is Speaker.ASSISTANT and self.is_personal(line.text)
            else line
            for line in lines
        )

    def asking_to_delete(self, batch: Batch, context: Context, now: datetime) -> tuple[Line, ...]:
        """Ask the author to delete a message with personal data, unless they were asked before."""
        told = any(holds_personal_data(one.text) for one in batch.messages)
        if context.asked_to_delete or not told:
            return ()
        words = self.notices.please_delete(form=context.address_form)
        id = LineId(f"{batch.messages[-1].id}.delete")
        return (Line(id=id, speaker=Speaker.NOTICE, text=words, at=now),)

    def as_answer(self, saying: Saying) -> Saying:
        """Return a saying as one line in which no question is lost; in private, as it is.

        Beside a notice, an answer that is too long for one post gives way to the way into private.
        """
        if not saying.conversation.channel.public:
            return saying
        lines = saying.lines
        if crowded(lines):
            answer = next(line for line in lines if line.speaker is Speaker.ASSISTANT)
            notices = (line for line in lines if line.speaker is not Speaker.ASSISTANT)
            lines = (self._into_private(answer, saying.context or Context()), *notices)
        return replace(saying, lines=one_public_line(lines))

    def _into_private(self, line: Line, context: Context) -> Line:
        words = self.notices.into_private(form=context.address_form)
        return replace(line, text=words, buttons=(), image="")
