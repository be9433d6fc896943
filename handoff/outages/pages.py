"""The supervisors' pages of outage mode: what comes in, and texts, written and looked at."""

from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.outage_words import LONGEST_TEXT, CrookedTextError, check_text
from conversation.outages import OutageId, Place
from handoff.console.outer_words import told
from handoff.console.views import Notice
from handoff.outages.acting import Approving
from handoff.outages.reading import ROOT, OutageReading
from handoff.outages.views import OutagesPage, WritePage
from handoff.outages.words import SERVICES
from handoff.outages.writing import Subject, ending, new, readings
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from staff.language import N_, _
from staff.roles import Role

ROLES = (Role.SUPERVISOR,)
STYLES = ("console/console.css", "board/board.css", "outages/outages.css")
SCRIPTS = ("console/swap.js", "console/times.js")
REFUSED = 409
CROOKED = 400

DONE = {
    "approved": Notice(
        N_("Freigegeben. Der Text geht jetzt an alle, und an alle, die noch kommen.")
    ),
    "ended": Notice(N_("Beendet. Wer gefragt hat, hört jetzt, dass es wieder läuft.")),
}
RUNS = N_("Für diese Stelle läuft schon eine Störung. Es wurde nichts gesendet.")
OVER = N_("Diese Störung ist schon beendet. Es wurde nichts gesendet.")


@dataclass(frozen=True, slots=True)
class OutagePages:
    """Composes answers: a part where htmx asks for one, else the page with that part in it."""

    staff: Staff
    reading: OutageReading
    approving: Approving

    async def outages(self, request: Request, notice: Notice | None = None) -> HTTPResponse:
        """Show groups and outages."""
        view = await self.reading.view()
        if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
            return self.staff.page(view)
        page = OutagesPage(
            layout=self.staff.layout(request, title=_("Störungen"), styles=STYLES, scripts=SCRIPTS),
            outages=view,
            notice=notice or DONE.get(request.args.get("done", "")),
            writing=f"{ROOT}/new",
            services=tuple(SERVICES.items()),
        )
        return self.staff.page(page, status=REFUSED if notice else 200)

    async def begin(self, request: Request) -> HTTPResponse:
        """Show the form for a place's text. Raises BadRequestError."""
        given = "|".join(request.args.get(name, "") for name in ("plz", "dienst"))
        subject = await self._new(given)
        return self._write(request, subject, subject.text)

    async def finish(self, request: Request, id: str) -> HTTPResponse:
        """Show the form for the text with which an outage ends. Raises NotFoundError."""
        subject = await self._ending(id)
        return self._write(request, subject, subject.text)

    async def check(self, request: Request) -> HTTPResponse:
        """Show how a text reads, before it goes out."""
        subject, text = await self._subject(request), field(request, "text")
        try:
            return self._write(request, subject, check_text(text), checked=True)
        except CrookedTextError as error:
            return self._write(request, subject, text, problem=told(str(error)))

    async def change(self, request: Request) -> HTTPResponse:
        """Show the form again with the text as it was."""
        return self._write(request, await self._subject(request), field(request, "text"))

    async def send(self, request: Request) -> HTTPResponse:
        """Let a text go out."""
        text, who = field(request, "text"), signed_in(request).account
        outage, place = field(request, "outage"), field(request, "place")
        try:
            if outage:
                went = await self.approving.end(OutageId(outage), text, who)
            else:
                went = await self.approving.approve(_place(place), text, who)
        except CrookedTextError as error:
            subject = await self._subject(request)
            return self._write(request, subject, text, problem=told(str(error)))
        if not went:
            return await self.outages(request, Notice(OVER if outage else RUNS, bad=True))
        return redirect(f"{ROOT}?done={'ended' if outage else 'approved'}", status=303)

    async def _subject(self, request: Request) -> Subject:
        if outage := field(request, "outage"):
            return await self._ending(outage)
        return await self._new(field(request, "place"))

    async def _new(self, given: str) -> Subject:
        place = _place(given)
        return new(place, many=await self.reading.many_at(place))

    async def _ending(self, id: str) -> Subject:
        outage = await self.reading.one(OutageId(id))
        if outage is None:
            raise NotFoundError("This outage is over, or there is none.")
        return ending(outage, await self.reading.outages.heard(outage.id))

    def _write(
        self,
        request: Request,
        subject: Subject,
        text: str,
        *,
        checked: bool = False,
        problem: str = "",
    ) -> HTTPResponse:
        page = WritePage(
            layout=self.staff.layout(request, title=subject.heading, styles=STYLES),
            csrf=signed_in(request).csrf,
            back=ROOT,
            check=f"{ROOT}/check",
            change=f"{ROOT}/change",
            send=f"{ROOT}/send",
            heading=subject.heading,
            hint=subject.hint,
            place=subject.place,
            outage=subject.outage,
            text=text,
            most=LONGEST_TEXT,
            problem=problem,
            readings=readings(text) if checked else (),
        )
        return self.staff.page(page, status=CROOKED if problem else 200)


def _place(given: str) -> Place:
    try:
        return Place.parse(given)
    except ValueError:
        raise BadRequestError("A place has a postcode of five digits and a service.") from None


def add_pages(app: App, pages: OutagePages) -> None:
    """Put the pages into an application."""

    @app.get(ROOT, name="outages")
    @for_roles(*ROLES)
    async def outages(request: Request) -> HTTPResponse:
        return await pages.outages(request)

    @app.get(f"{ROOT}/new", name="outage_new")
    @for_roles(*ROLES)
    async def begin(request: Request) -> HTTPResponse:
        return await pages.begin(request)

    @app.get(f"{ROOT}/<id:str>/end", name="outage_end")
    @for_roles(*ROLES)
    async def finish(request: Request, id: str) -> HTTPResponse:
        return await pages.finish(request, id)

    @app.post(f"{ROOT}/check", name="outage_check")
    @for_roles(*ROLES)
    async def check(request: Request) -> HTTPResponse:
        return await pages.check(request)

    @app.post(f"{ROOT}/change", name="outage_change")
    @for_roles(*ROLES)
    async def change(request: Request) -> HTTPResponse:
        return await pages.change(request)

    @app.post(f"{ROOT}/send", name="outage_send")
    @for_roles(*ROLES)
    async def send(request: Request) -> HTTPResponse:
        return await pages.send(request)
