"""The console's pages: a list and a conversation, whole or the part a script asks for."""

from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import empty, redirect

from chassis.app import App
from conversation.identity import ConversationId
from handoff.console.addresses import ROOT, conversation_of, path_of_list
from handoff.console.commands import COMMANDS
from handoff.console.consulting import Consulting
from handoff.console.duty import Duty
from handoff.console.list_views import Tab
from handoff.console.listing import LAST_PAGE, Listing
from handoff.console.reading import Reading
from handoff.console.sight import Sight
from handoff.console.stream import Stream
from handoff.console.views import ConsolePage, NoPaneView, PaneView
from handoff.console.watching import Overlooking
from staff.access import LIVE_HEADER, for_roles, signed_in
from staff.frame import Staff
from staff.language import N_
from staff.roles import Role

ROLES = (Role.AGENT, Role.SUPERVISOR)
#: The version of the list that a page has: where it is still the same, nothing is sent.
SEEN_HEADER = "Lotse-Seen"
STYLES = (
    "console/console.css",
    "console/conversation.css",
    "console/case.css",
    "console/duty.css",
    "console/picker.css",
    "console/texts.css",
    "console/notes.css",
    "console/attachments.css",
    "console/repairs.css",
)
SCRIPTS = (
    "console/swap.js",
    "console/times.js",
    "console/duty.js",
    "console/drafts.js",
    "console/queue.js",
    "console/live.js",
    "console/keys.js",
    "console/picker.js",
    "console/commands.js",
    "console/popovers.js",
    "console/ready.js",
    "console/texts.js",
    "console/suggestions.js",
    "console/notes.js",
    "console/attachments.js",
    "console/emoji.js",
    "console/attention.js",
    "console/asked.js",
)
TITLES = {
    Tab.QUEUE: N_("Wartend"),
    Tab.MINE: N_("Meine"),
    Tab.ASKED: N_("Fragen"),
    Tab.WATCHED: N_("Im Blick"),
    Tab.RECENT: N_("Zuletzt"),
}


@dataclass(frozen=True, slots=True)
class ConsolePages:
    """Composes answers: a part where htmx asks for one, else the page with that part in it."""

    staff: Staff
    reading: Reading
    listing: Listing
    duty: Duty
    consulting: Consulting
    overlooking: Overlooking
    sight: Sight

    async def listed(self, request: Request, tab: Tab) -> HTTPResponse:
        """Show a list beside the room for a conversation."""
        if _asks_for_part(request):
            viewer = await self.sight.viewer(request)
            shown = await self.listing.list_view(tab, viewer=viewer, page=_page_of(request))
            if request.headers.get(SEEN_HEADER) == shown.version:
                return empty()
            return self.staff.page(shown)
        return await self._page(request, tab, NoPaneView())

    async def conversation(self, request: Request, conversation: ConversationId) -> HTTPResponse:
        """Show a conversation beside the list it was opened from; who looks has seen its notes."""
        tab = _tab(request)
        who = signed_in(request)
        by_hand = LIVE_HEADER not in request.headers
        looked = by_hand and await self.consulting.looked(conversation, who.account.id)
        watched = by_hand and await self.overlooking.looked(conversation, who.account.id)
        viewer = await self.sight.viewer(request)
        pane = await self.reading.pane_view(conversation, who, viewer, tab=tab)
        answer = await self.pane(request, pane, tab=tab)
        if looked or watched:
            answer.headers["HX-Trigger"] = "live:lists"  # one less is wanted of them
        return answer

    async def pane(
        self, request: Request, pane: PaneView, *, tab: Tab | None, status: int = 200
    ) -> HTTPResponse:
        """Answer with a conversation's state, as part or as page."""
        if _asks_for_part(request):
            return self.staff.page(pane, status=status)
        tab = tab or (Tab.MINE if pane.mine else Tab.QUEUE)
        return await self._page(request, tab, pane, status=status)

    async def _page(
        self, request: Request, tab: Tab, pane: PaneView | NoPaneView, *, status: int = 200
    ) -> HTTPResponse:
        shown = await self.listing.list_view(
            tab,
            viewer=await self.sight.viewer(request),
            open_key=pane.key if isinstance(pane, PaneView) else "",
            page=_page_of(request),
        )
        title = pane.label if isinstance(pane, PaneView) else TITLES[tab]
        badge = f"({shown.waiting}) " if shown.waiting else ""
        shown_title = f"{badge}{title}"
        layout = self.staff.layout(request, title=shown_title, styles=STYLES, scripts=SCRIPTS)
        duty = await self.duty.view(signed_in(request))
        page = ConsolePage(
            layout=layout,
            shown=shown,
            pane=pane,
            duty=duty,
            colleagues=await self.reading.colleagues(),
            commands=COMMANDS,
        )
        return self.staff.page(page, status=status)


def add_pages(app: App, pages: ConsolePages, stream: Stream) -> None:
    """Put the console's pages and its stream into an application."""

    @app.get(ROOT, name="console")
    @for_roles(*ROLES)
    async def console(_request: Request) -> HTTPResponse:
        return redirect(path_of_list(Tab.QUEUE), status=303)

    for tab in Tab:
        _add_list(app, pages, tab)

    @app.get(f"{ROOT}/conversations/<segment:str>", name="console_conversation")
    @for_roles(*ROLES)
    async def conversation(request: Request, segment: str) -> HTTPResponse:
        return await pages.conversation(request, conversation_of(segment))

    @app.get(f"{ROOT}/live", name="console_live")
    @for_roles(*ROLES, by_itself=True)
    async def live(request: Request) -> None:
        open_now = request.args.get("conversation", "")
        await stream(request, conversation_of(open_now) if open_now else None)


def _add_list(app: App, pages: ConsolePages, tab: Tab) -> None:
    @app.get(path_of_list(tab), name=f"console_{tab.value}")
    @for_roles(*ROLES)
    async def shown(request: Request) -> HTTPResponse:
        return await pages.listed(request, tab)


def _asks_for_part(request: Request) -> bool:
    restoring = "HX-History-Restore-Request" in request.headers
    return "HX-Request" in request.headers and not restoring


def _page_of(request: Request) -> int:
    """Return which page of a list is meant; what names none means the first."""
    named = request.args.get("page", "")
    return int(named) if named.isdecimal() and len(named) <= len(str(LAST_PAGE)) else 1


def _tab(request: Request) -> Tab | None:
    try:
        return Tab(request.args.get("list", ""))
    except ValueError:
        return None
