"""Answers: to look at, to search, to reword, with what customers will see of them."""

import asyncio
from collections.abc import Sequence

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from staff.access import for_roles
from staff.csrf import field
from staff.frame import Staff
from staff.pages import Layout
from studio.content.answers import Variant
from studio.content.changes import Reword
from studio.content.problems import ContentError
from studio.content.wording import tidy, unknown_placeholders
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED
from studio.pages.views import (
    AnswerPage,
    AnswerRow,
    AnswersPage,
    BubbleView,
    Hint,
    PreviewView,
    VariantView,
)
from studio.previews import Bubble
from studio.search.normal import normal

ANSWERS = f"{ROOT}/answers"
LONGEST_QUERY = 500
CHANNELS = {
    "webchat": "Chat",
    "x_public": "X, öffentlich",
    "x_dm": "X, Direktnachricht",
    "fb_comment": "Facebook, Kommentar",
    "messenger": "Messenger",
}
FORMS = {("address_form", "sie"): "Sie", ("address_form", "du"): "du"}


class AnswerPages:
    """Shows the answers of an editor's draft and rewords them."""

    def __init__(self, staff: Staff, parts: StudioParts) -> None:
        self._staff = staff
        self._parts = parts

    async def all(self, request: Request) -> HTTPResponse:
        """Show all answers, or those that hold some words."""
        query = request.args.get("q", "")[:LONGEST_QUERY].strip()
        answers = (await self._parts.draft(request)).content.answers
        rows = [
            AnswerRow(name, variants[0].text, len(variants))
            for name, variants in sorted(answers.items())
            if _holds(query, name, variants)
        ]
        layout = self._layout(request, "Antworten")
        return self._staff.page(AnswersPage(layout=layout, answers=tuple(rows), query=query))

    async def one(
        self,
        request: Request,
        name: str,
        *,
        notice: str = "",
        typed: tuple[int, str] | None = None,
        status: int = 200,
    ) -> HTTPResponse:
        """Show an answer; after a refusal with what was typed."""
        variants = await self._variants(request, name)
        known = frozenset[str]().union(*(one.placeholders for one in variants))
        page = AnswerPage(
            layout=self._layout(request, name),
            name=name,
            variants=tuple(self._shown(one, variants, typed) for one in variants),
            placeholders=tuple(sorted(known)),
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def reword(self, request: Request, name: str) -> HTTPResponse:
        """Let a variant say something else."""
        number, text = _number(request), field(request, "text")
        # Forms send every line break as two characters.
        before, why = tidy(field(request, "before")), field(request, "why")
        variants = await self._variants(request, name)
        stands = next((one.text for one in variants if one.number == number), "")
        change = Reword(name, number, stands if tidy(stands) == before else before, text)
        try:
            for words in (text, why):
                self._parts.checking.refuse_personal(words)
            await asyncio.to_thread(self._parts.drafts.change, editor_of(request), change, why=why)
        except ContentError as error:
            return await self.one(
                request, name, notice=str(error), typed=(number, text), status=REFUSED
            )
        return redirect(f"{ANSWERS}/{name}", status=303)

    async def preview(self, request: Request, name: str) -> HTTPResponse:
        """Show what is being typed as customers would see it."""
        number, text = _number(request), tidy(field(request, "text"))
        variants = await self._variants(request, name)
        variant = next((one for one in variants if one.number == number), None)
        if variant is None:
            raise NotFoundError("There is no such variant.")
        return self._staff.page(self._preview(variant, variants, text))

    async def _variants(self, request: Request, name: str) -> tuple[Variant, ...]:
        answers = (await self._parts.draft(request)).content.answers
        if name not in answers:
            raise NotFoundError("There is no such answer.")
        return answers[name]

    def _shown(
        self, variant: Variant, variants: tuple[Variant, ...], typed: tuple[int, str] | None
    ) -> VariantView:
        text = typed[1] if typed and typed[0] == variant.number else variant.text
        return VariantView(
            number=variant.number,
            before=variant.text,
            text=text,
            whom=_whom(variant, variants),
            place=f"{variant.path}, Zeile {variant.line}",
            preview=self._preview(variant, variants, tidy(text)),
        )

    def _preview(self, variant: Variant, variants: tuple[Variant, ...], text: str) -> PreviewView:
        unknown = unknown_placeholders(text, variants)
        hints = [Hint(f"„{{{one}}}“ kann hier nicht eingesetzt werden.", True) for one in unknown]
        personal = self._parts.checking.personal(text)
        hints += [Hint(one.sentence, one.forbids) for one in personal]
        bubbles = self._parts.previews.of(text, variant.buttons)
        return PreviewView(
            bubbles=tuple(
                _bubble(one) for one in bubbles if variant.channel in ("", one.channel.value)
            ),
            hints=tuple(hints),
        )

    def _layout(self, request: Request, title: str) -> Layout:
        return self._staff.layout(request, title=title, styles=STYLES)


def add_answers(app: App, staff: Staff, parts: StudioParts) -> None:
    """Put the answers into an application."""
    pages = AnswerPages(staff, parts)

    @app.get(ANSWERS, name="studio_answers")
    @for_roles(*ROLES)
    async def every(request: Request) -> HTTPResponse:
        return await pages.all(request)

    @app.get(f"{ANSWERS}/<name:str>", name="studio_answer")
    @for_roles(*ROLES)
    async def one(request: Request, name: str) -> HTTPResponse:
        return await pages.one(request, name)

    @app.post(f"{ANSWERS}/<name:str>", name="studio_reword")
    @for_roles(*ROLES)
    async def reword(request: Request, name: str) -> HTTPResponse:
        return await pages.reword(request, name)

    @app.post(f"{ANSWERS}/<name:str>/preview", name="studio_preview")
    @for_roles(*ROLES)
    async def preview(request: Request, name: str) -> HTTPResponse:
        return await pages.preview(request, name)


def _number(request: Request) -> int:
    number = field(request, "number")
    if not number.isdecimal():
        raise BadRequestError("A variant has a number.")
    return int(number)


def _holds(query: str, name: str, variants: Sequence[Variant]) -> bool:
    words = normal(" ".join((name, *(one.text for one in variants))))
    return all(word in words for word in normal(query).split())


def _whom(variant: Variant, variants: Sequence[Variant]) -> str:
    """Say for whom a variant is; one without a form is for du where there is another for Sie."""
    forms = [FORMS.get(one, " = ".join(one)) for one in variant.conditions]
    there = any(one.conditions for one in variants if one.channel == variant.channel)
    told = ", ".join(forms) or ("du" if there else "du und Sie")
    return f"{told} · nur {CHANNELS[variant.channel]}" if variant.channel else told


def _bubble(bubble: Bubble) -> BubbleView:
    return BubbleView(
        channel=CHANNELS[bubble.channel.value],
        text=bubble.text,
        buttons=bubble.buttons,
        count=bubble.count,
        most=bubble.most,
        replaced=bubble.replaced,
    )
