"""What agents' buttons send: each changes something, says what came of it, and shows the rest."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import empty, redirect

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.files import FileId
from conversation.identity import ConversationId, LineId
from conversation.notes import NoteId
from conversation.routing.sites import Reach
from handoff.console.acting import LONGEST_REPLY, Acting
from handoff.console.addresses import ROOT, anchor_of, conversation_of, path_of, path_of_list
from handoff.console.case_acting import CaseActing
from handoff.console.case_showing import draft_view
from handoff.console.laying import Laying
from handoff.console.list_views import Tab
from handoff.console.noting import Noting
from handoff.console.offering_video import OfferingVideo
from handoff.console.pages import ROLES, ConsolePages
from handoff.console.passing import Passing
from handoff.console.private_replying import PrivateReplying
from handoff.console.views import Notice, RevealedPage, RevealedView
from handoff.console.watching import Overlooking
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.sight import needs

Action = Callable[[Request, ConversationId], Awaitable[HTTPResponse]]

#: What somebody may do who was asked, or serves the same customer elsewhere.
READING = frozenset({"note", "watch", "draft"})

#: Says why a conversation must stay with people, if it must.
KeepsOpen = Callable[[ConversationId], Awaitable[Notice | None]]

LINE_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
REFUSED = 409


@dataclass(frozen=True, slots=True)
class ConsoleActions:
    """Reads forms, lets `acting` do the work, and answers with the conversation as it is then."""

    acting: Acting
    case_acting: CaseActing
    private_replying: PrivateReplying
    noting: Noting
    passing: Passing
    laying: Laying
    overlooking: Overlooking
    offering_video: OfferingVideo
    repairs_open: KeepsOpen
    pages: ConsolePages

    async def claim(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Take over."""
        notice = await self.acting.claim(conversation, signed_in(request).account)
        return await self.answer(request, conversation, notice)

    async def accept(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Take what is offered."""
        notice = await self.acting.accept(conversation, signed_in(request).account)
        return await self.answer(request, conversation, notice)

    async def decline(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Leave it to another."""
        notice = await self.acting.decline(conversation, signed_in(request).account)
        return await self.answer(request, conversation, notice)

    async def reply(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Answer the customer; what could not be sent stays in the box."""
        line, text = field(request, "line"), field(request, "text")
        if not LINE_ID.fullmatch(line):
            raise BadRequestError("A reply needs the id of its line.")
        files = request.form.getlist("file", []) if request.form else []
        notice = await self.acting.reply(
            conversation,
            signed_in(request).account,
            text=text,
            line=LineId(f"agent-{line}"),
            files=[FileId(file) for file in files],
        )
        if notice is None:
            return await self.answer(request, conversation, notice)
        return await self.answer(request, conversation, notice, draft=text, new_line=line)

    async def give_back(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Return to the assistant."""
        confirmed = request.form.getlist("fact", []) if request.form else []
        notice = await self.repairs_open(conversation) or await self.acting.give_back(
            conversation, signed_in(request).account, confirmed=confirmed
        )
        return await self.answer(request, conversation, notice)

    async def close(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """End the conversation, unless something is still owed."""
        ask = field(request, "ask") != "no"
        notice = await self.repairs_open(conversation) or await self.acting.close(
            conversation, signed_in(request).account, ask=ask
        )
        return await self.answer(request, conversation, notice)

    async def pass_on(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Give it to a team or a colleague."""
        notice = await self.passing.pass_on(
            conversation,
            signed_in(request).account,
            to=field(request, "to"),
            reason=field(request, "reason"),
        )
        return await self.answer(request, conversation, notice)

    async def later(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Lay it away."""
        notice = await self.laying.lay_away(
            conversation,
            signed_in(request).account,
            until=field(request, "until"),
            step=field(request, "step"),
        )
        return await self.answer(request, conversation, notice)

    async def take_up(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Go on before its time with what is laid away."""
        notice = await self.laying.take_up(conversation, signed_in(request).account)
        return await self.answer(request, conversation, notice)

    async def step(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Note what is to be done next."""
        account = signed_in(request).account
        notice = await self.laying.note_step(conversation, account, field(request, "step"))
        return await self.answer(request, conversation, notice)

    async def watch(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Watch it, or watch it no more."""
        notice = await self.overlooking.toggle(conversation, signed_in(request).account)
        return await self.answer(request, conversation, notice)

    async def video(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Offer a room for a video talk."""
        notice = await self.offering_video.offer(conversation, signed_in(request).account)
        return await self.answer(request, conversation, notice)

    async def hide(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Hide a public message or show it; it may stand in another conversation than the open."""
        notice = await self.case_acting.hide(
            conversation,
            signed_in(request).account,
            line=LineId(field(request, "line")),
            hidden=field(request, "hidden") != "no",
        )
        shown = conversation_of(field(request, "shown")) if field(request, "shown") else None
        return await self.answer(request, shown or conversation, notice)

    async def private(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Answer a public message in private."""
        to, text, line = (field(request, name) for name in ("to", "text", "line"))
        if not LINE_ID.fullmatch(line):
            raise BadRequestError("A reply needs the id of its line.")
        notice = await self.private_replying.reply(
            conversation,
            signed_in(request).account,
            to=LineId(to),
            text=text,
            line=LineId(f"{anchor_of(LineId(to))}-{line}"),
        )
        return await self.answer(request, conversation, notice)

    async def split(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Take somebody out of the contact."""
        notice = await self.case_acting.split(
            conversation,
            signed_in(request).account,
            person=field(request, "person"),
            reason=field(request, "reason"),
        )
        return await self.answer(request, conversation, notice)

    async def note(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Note something beside the conversation, ask everybody, or answer who did."""
        note, answers = field(request, "note"), field(request, "answers")
        if not LINE_ID.fullmatch(note):
            raise BadRequestError("A note needs an id.")
        notice = await self.noting.write(
            conversation,
            signed_in(request).account,
            id=NoteId(note),
            text=field(request, "text"),
            everybody=field(request, "everybody") == "yes",
            answers=NoteId(answers) if answers else None,
        )
        return await self.answer(request, conversation, notice)

    async def draft(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Show what the platform will make of the reply in the making."""
        draft = await self.case_acting.look(conversation, field(request, "text")[:LONGEST_REPLY])
        if draft is None:
            raise NotFoundError("Nothing is counted in this conversation.")
        return self.pages.staff.page(draft_view(draft))

    async def reveal(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Show what a placeholder stands for."""
        placeholder = field(request, "placeholder")
        value = await self.acting.reveal(
            conversation, signed_in(request).account, placeholder=placeholder
        )
        view = RevealedView(placeholder=placeholder, value=value)
        if "HX-Request" in request.headers:
            return self.pages.staff.page(view)
        layout = self.pages.staff.layout(request, title=placeholder)
        return self.pages.staff.page(
            RevealedPage(layout=layout, revealed=view, back=path_of(conversation))
        )

    async def answer(
        self,
        request: Request,
        conversation: ConversationId,
        notice: Notice | None,
        *,
        draft: str = "",
        new_line: str = "",
    ) -> HTTPResponse:
        """Answer with what came of an action, and the conversation as it is now."""
        refused = notice is not None and notice.bad
        by_script = "HX-Request" in request.headers
        viewer = await self.pages.sight.viewer(request)
        if not await self.pages.sight.reach(viewer, conversation):
            return _to_the_list(by_script=by_script)
        if not refused and not by_script:
            return redirect(path_of(conversation), status=303)
        pane = await self.pages.reading.pane_view(
            conversation, signed_in(request), viewer, notice=notice, draft=draft, new_line=new_line
        )
        return await self.pages.pane(request, pane, tab=None, status=REFUSED if refused else 200)

    def add(self, app: App, name: str, action: Action) -> None:
        """Put one more action into an application, under its conversation."""
        _add(app, name, action)


def _to_the_list(*, by_script: bool) -> HTTPResponse:
    """Lead away from what has gone to another site by what was done with it."""
    if by_script:
        return empty(headers={"HX-Redirect": path_of_list(Tab.QUEUE)})
    return redirect(path_of_list(Tab.QUEUE), status=303)


def add_actions(app: App, actions: ConsoleActions) -> None:
    """Put the actions into an application, each under its conversation."""
    for name, action in {
        "claim": actions.claim,
        "accept": actions.accept,
        "decline": actions.decline,
        "reply": actions.reply,
        "return": actions.give_back,
        "close": actions.close,
        "pass-on": actions.pass_on,
        "later": actions.later,
        "take-up": actions.take_up,
        "step": actions.step,
        "watch": actions.watch,
        "video": actions.video,
        "reveal": actions.reveal,
        "hide": actions.hide,
        "private": actions.private,
        "split": actions.split,
        "note": actions.note,
        "draft": actions.draft,
    }.items():
        _add(app, name, action)


def _add(app: App, name: str, action: Action) -> None:
    @app.post(f"{ROOT}/conversations/<segment:str>/{name}", name=f"console_{name}")
    @needs(Reach.READ if name in READING else None)
    @for_roles(*ROLES)
    async def act(request: Request, segment: str) -> HTTPResponse:
        return await action(request, conversation_of(segment))
