"""The supervisors' pages: the board, and one conversation with whom it may be given to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.routing.sites import Reach, Viewer
from handoff.board.acting import Supervising
from handoff.board.addresses import ROOT, path_of_giving
from handoff.board.keeping import Boards
from handoff.board.reading import Reading
from handoff.board.showing import since_of
from handoff.board.views import AssignPage, BoardPage
from handoff.console import words
from handoff.console.addresses import conversation_of, label_of, path_of
from handoff.console.outer_words import told
from handoff.console.showing import waiting_since
from handoff.console.times import due
from handoff.console.views import Notice
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from staff.language import N_, _
from staff.roles import Role
from staff.sight import needs

ROLES = (Role.SUPERVISOR,)
STYLES = ("console/console.css", "board/board.css")
#: The console's: what has not changed stays as it is, and times are kept true.
SCRIPTS = ("console/swap.js", "console/times.js", "board/pace.js", "console/live.js")
REFUSED = 409

Action = Callable[[Request, ConversationId], Awaitable[HTTPResponse]]

DONE = {
    "assigned": Notice(N_("Zugewiesen. Die Kundin oder der Kunde weiß, wer jetzt antwortet.")),
    "requeued": Notice(N_("Zurück in der Warteschlange, am alten Platz.")),
}


@dataclass(frozen=True, slots=True)
class BoardPages:
    """Composes answers: a part where htmx asks for one, else the page with that part in it."""

    staff: Staff
    reading: Reading
    boards: Boards
    supervising: Supervising

    async def board(self, request: Request) -> HTTPResponse:
        """Show the board."""
        board = await self.boards.board(await self._viewer(request))
        if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
            return self.staff.page(board)
        layout = self.staff.layout(request, title=_("Leitstand"), styles=STYLES, scripts=SCRIPTS)
        return self.staff.page(BoardPage(layout=layout, board=board))

    async def conversation(
        self, request: Request, conversation: ConversationId, notice: Notice | None = None
    ) -> HTTPResponse:
        """Show one conversation and whom it may be given to."""
        state = await self.reading.state(conversation)
        who, hold, now = signed_in(request), state.hold, self.reading.claiming.clock.now()
        holder = await self.reading.name_of(hold.agent)
        queued = hold.owner is Owner.QUEUE
        since = waiting_since(state) if queued else state.since
        label = label_of(conversation)
        page = AssignPage(
            layout=self.staff.layout(request, title=label, styles=STYLES),
            csrf=who.csrf,
            path=path_of_giving(conversation),
            back=ROOT,
            console=path_of(conversation),
            label=label,
            status=_("Bei %(holder)s", holder=holder) if holder else words.OWNERS[hold.owner],
            heading=words.REASONS[state.packet.reason] if state.packet else "",
            summary=told(state.packet.summary) if state.packet else "",
            due=due(hold.deadline, now=now) if hold.deadline and queued else None,
            since=since_of(since, now=now),
            epoch=hold.epoch,
            mine=hold.agent == who.account.id,
            held=hold.agent is not None,
            closed=hold.owner is Owner.NOBODY,
            candidates=await self.reading.candidates(
                await self._viewer(request), beside=hold.agent
            ),
            notice=notice or DONE.get(request.args.get("done", "")),
        )
        return self.staff.page(page, status=REFUSED if notice else 200)

    async def assign(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Give a conversation to whom the form names."""
        notice = await self.supervising.assign(
            conversation,
            signed_in(request).account,
            await self._viewer(request),
            to=AgentId(field(request, "agent")),
            epoch=_epoch(request),
            reason=field(request, "reason"),
        )
        return await self._answer(request, conversation, notice, "assigned")

    async def take(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Give it to whoever asks, and lead them to it."""
        me = signed_in(request).account
        notice = await self.supervising.assign(
            conversation,
            me,
            await self._viewer(request),
            to=me.id,
            epoch=_epoch(request),
            reason=field(request, "reason"),
        )
        if notice:
            return await self.conversation(request, conversation, notice)
        return redirect(path_of(conversation), status=303)

    async def requeue(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Put it back into the queue."""
        notice = await self.supervising.requeue(
            conversation,
            signed_in(request).account,
            epoch=_epoch(request),
            reason=field(request, "reason"),
        )
        return await self._answer(request, conversation, notice, "requeued")

    async def _answer(
        self, request: Request, conversation: ConversationId, notice: Notice | None, done: str
    ) -> HTTPResponse:
        if notice:
            return await self.conversation(request, conversation, notice)
        here = await self.reading.sites.steers(await self._viewer(request), conversation)
        path = path_of_giving(conversation) if here else ROOT
        return redirect(f"{path}?done={done}", status=303)

    async def _viewer(self, request: Request) -> Viewer:
        return await self.reading.sites.person(signed_in(request).account)


def add_pages(app: App, pages: BoardPages) -> None:
    """Put the pages into an application."""

    @app.get(ROOT, name="board")
    @for_roles(*ROLES)
    async def board(request: Request) -> HTTPResponse:
        return await pages.board(request)

    @app.get(f"{ROOT}/conversations/<segment:str>", name="board_conversation")
    @needs(Reach.STEER)
    @for_roles(*ROLES)
    async def conversation(request: Request, segment: str) -> HTTPResponse:
        return await pages.conversation(request, conversation_of(segment))

    for name, action in (
        ("assign", pages.assign),
        ("take", pages.take),
        ("requeue", pages.requeue),
    ):
        _add_action(app, name, action)


def _add_action(app: App, name: str, action: Action) -> None:
    @app.post(f"{ROOT}/conversations/<segment:str>/{name}", name=f"board_{name}")
    @needs(Reach.STEER)
    @for_roles(*ROLES)
    async def act(request: Request, segment: str) -> HTTPResponse:
        return await action(request, conversation_of(segment))


def _epoch(request: Request) -> int:
    value = field(request, "epoch")
    if not value.isdecimal() or len(value) > 18:
        raise BadRequestError("`epoch` is the number of the hold that was looked at.")
    return int(value)
