"""The review inbox by keyboard: one sentence, one key, the next sentence."""

from dataclasses import replace

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError
from conversation.reviews import Label, SentenceId, TakenError, Waiting
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from studio.content.content import Content
from studio.content.examples import CALM, FURIOUS, Lesson
from studio.content.problems import ContentError
from studio.pages.parts import ROLES, ROOT, SCRIPTS, STYLES, StudioParts, asks_for_part, editor_of
from studio.pages.views import CardView, Choice, NoCardView, ReviewPage
from studio.review.stand_ins import with_stand_ins
from studio.review.worth import Reason

PATH = f"{ROOT}/review"
# Letters under the left hand; the digits set the anger.
KEYS = "qwertz"
REFUSED = 409
TAKEN = "Den Satz hatte schon jemand anders; hier ist der nächste."


class ReviewPages:
    """Shows sentences and takes what editors say of them."""

    def __init__(self, staff: Staff, parts: StudioParts) -> None:
        self._staff = staff
        self._parts = parts

    async def show(self, request: Request, *, notice: str = "") -> HTTPResponse:
        """Show the next sentence, alone where a script asks for it."""
        card = await self._next(request, notice=notice)
        return await self._page(request, card)

    async def label(self, request: Request, id: SentenceId) -> HTTPResponse:
        """Teach a sentence and show the next; what is refused stays as it was typed."""
        label = Label(
            intent=field(request, "other").strip() or field(request, "intent"),
            marked=field(request, "marked"),
            anger=anger_of(request),
        )
        try:
            await self._parts.review.label(editor_of(request), id, label)
        except ContentError as error:
            card = await self._next(request, notice=str(error), typed=(id, label))
            return await self._page(request, card, status=REFUSED)
        except TakenError:
            return await self.show(request, notice=TAKEN)
        return await self._done(request)

    async def put_away(self, request: Request, id: SentenceId, *, for_good: bool) -> HTTPResponse:
        """Skip a sentence, or take it out for good."""
        review, editor = self._parts.review, editor_of(request)
        try:
            if for_good:
                await review.not_for_training(editor, [id])
            else:
                await review.skip(editor, id)
        except TakenError:
            return await self.show(request, notice=TAKEN)
        return await self._done(request)

    async def hints(self, request: Request) -> HTTPResponse:
        """Show what is to be said about what is being typed."""
        draft = await self._parts.draft(request)
        lesson = Lesson(field(request, "intent"), field(request, "marked"), anger_of(request))
        return self._staff.page(await self._parts.hints(lesson, draft.content))

    async def _done(self, request: Request) -> HTTPResponse:
        return await self.show(request) if asks_for_part(request) else redirect(PATH, status=303)

    async def _page(
        self, request: Request, card: CardView | NoCardView, *, status: int = 200
    ) -> HTTPResponse:
        if asks_for_part(request):
            return self._staff.page(card, status=status)
        layout = self._staff.layout(request, title="Durchsicht", styles=STYLES, scripts=SCRIPTS)
        return self._staff.page(ReviewPage(layout=layout, card=card), status=status)

    async def _next(
        self, request: Request, *, notice: str, typed: tuple[SentenceId, Label] | None = None
    ) -> CardView | NoCardView:
        taken = await self._parts.review.take(editor_of(request))
        counts = await self._parts.reviews.counts()
        wanted = [one for one in taken if typed and one.candidate.id == typed[0]] or taken
        if not wanted:
            return NoCardView(waiting=counts.waiting, notice=notice)
        draft = await self._parts.draft(request)
        shown = wanted[0]
        label = typed[1] if typed and shown.candidate.id == typed[0] else None
        card = await self._card(shown, draft.content, label)
        return replace(card, notice=notice, waiting=counts.waiting, csrf=signed_in(request).csrf)

    async def _card(self, shown: Waiting, content: Content, label: Label | None) -> CardView:
        candidate = shown.candidate
        choices = _choices(shown, content)
        if label is None:
            label = Label(
                intent=candidate.proposed or (choices[0].intent if choices else ""),
                marked=with_stand_ins(candidate.text).marked,
                anger=candidate.anger,
            )
        hints = await self._parts.hints(Lesson(label.intent, label.marked, label.anger), content)
        return CardView(
            id=candidate.id,
            csrf="",
            heard=candidate.text,
            marked=label.marked,
            times=shown.times,
            reasons=tuple(Reason(one).words for one in candidate.reasons),
            proposed=candidate.proposed,
            choices=choices,
            intents=tuple(sorted(content.intents)),
            entities=tuple(sorted(content.declared.entities)),
            anger=label.anger,
            waiting=0,
            hints=hints,
            notice="",
        )


def anger_of(request: Request) -> int:
    """Return the level of anger in a form. Raises BadRequestError."""
    level = field(request, "anger") or str(CALM)
    if not level.isdecimal() or int(level) > FURIOUS:
        raise BadRequestError("Anger is a number from 0 to 3.")
    return int(level)


def add_review(app: App, staff: Staff, parts: StudioParts) -> None:
    """Put the review inbox into an application."""
    pages = ReviewPages(staff, parts)

    @app.get(PATH, name="studio_review")
    @for_roles(*ROLES)
    async def show(request: Request) -> HTTPResponse:
        return await pages.show(request)

    @app.post(f"{PATH}/<id:str>/label", name="studio_label")
    @for_roles(*ROLES)
    async def label(request: Request, id: str) -> HTTPResponse:
        return await pages.label(request, SentenceId(id))

    @app.post(f"{PATH}/<id:str>/skip", name="studio_skip")
    @for_roles(*ROLES)
    async def skip(request: Request, id: str) -> HTTPResponse:
        return await pages.put_away(request, SentenceId(id), for_good=False)

    @app.post(f"{PATH}/<id:str>/away", name="studio_away")
    @for_roles(*ROLES)
    async def away(request: Request, id: str) -> HTTPResponse:
        return await pages.put_away(request, SentenceId(id), for_good=True)

    @app.post(f"{ROOT}/hints", name="studio_hints")
    @for_roles(*ROLES)
    async def hints(request: Request) -> HTTPResponse:
        return await pages.hints(request)


def _choices(shown: Waiting, content: Content) -> tuple[Choice, ...]:
    ranking = [one for one in shown.candidate.ranking if one[0] in content.intents]
    proposed = shown.candidate.proposed
    if proposed in content.intents:
        chance = next((chance for intent, chance in ranking if intent == proposed), 0.0)
        ranking = [(proposed, chance), *(one for one in ranking if one[0] != proposed)]
    return tuple(
        Choice(key=key, intent=intent, percent=round(100 * chance))
        for key, (intent, chance) in zip(KEYS, ranking, strict=False)
    )
