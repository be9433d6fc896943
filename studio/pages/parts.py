"""What the studio's pages stand on, and who is sitting there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sanic import Request

from conversation.reviews import Reviews
from staff.access import signed_in
from staff.roles import Role
from studio.checks.checking import Checking
from studio.content.content import Content
from studio.content.examples import Example, Lesson
from studio.content.marks import Mark, Sentence, parse, write
from studio.content.problems import RefusedChangeError
from studio.pages.views import ExampleRow, Hint, HintsView
from studio.previews import Previews
from studio.review.desk import ReviewDesk
from studio.search.search import Search
from studio.versions.drafts import Draft, Drafts, Editor
from studio.versions.git import Git
from studio.versions.publishing import Publishing

ROOT = "/studio"
ROLES = (Role.EDITOR, Role.ADMINISTRATOR)
STYLES = ("studio/studio.css",)
SCRIPTS = ("studio/keys.js",)


@dataclass(frozen=True, slots=True)
class StudioParts:
    """Everything that the pages use; `zone` is the local time they show."""

    git: Git
    drafts: Drafts
    publishing: Publishing
    reviews: Reviews
    review: ReviewDesk
    checking: Checking
    search: Search
    previews: Previews
    zone: ZoneInfo

    async def draft(self, request: Request) -> Draft:
        """Return the draft of whoever asks; reading is done beside the event loop."""
        return await asyncio.to_thread(self.drafts.open, editor_of(request))

    async def hints(
        self, lesson: Lesson, content: Content, *, instead_of: Example | None = None
    ) -> HintsView:
        """Return what is to be said about a sentence in the making."""
        old = instead_of.lesson.id if instead_of else None
        warnings = await self.checking.warnings(lesson, content, instead_of=old)
        marks = [warning.mark for warning in warnings if warning.mark]
        return HintsView(
            hints=tuple(Hint(one.sentence, one.forbids) for one in warnings),
            marked=_with_marks(lesson.marked, marks) if marks else "",
        )


def editor_of(request: Request) -> Editor:
    """Return who is signed in, as an editor."""
    account = signed_in(request).account
    return Editor(id=account.id, name=account.name, login=account.login)


def row_of(example: Example) -> ExampleRow:
    """Return an example as lists show it."""
    lesson = example.lesson
    return ExampleRow(lesson.id, lesson.marked, lesson.intent, lesson.anger)


def asks_for_part(request: Request) -> bool:
    """Say whether a script asks for a part of a page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _with_marks(marked: str, marks: Sequence[Mark]) -> str:
    try:
        sentence = parse(marked)
        return write(Sentence(sentence.words, (*sentence.marks, *marks)))
    except RefusedChangeError:
        return ""
