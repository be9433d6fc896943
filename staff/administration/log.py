"""The audit log: looked through by person, act and day, and as a file."""

import csv
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from io import StringIO
from urllib.parse import urlencode

from sanic import HTTPResponse, Request
from sanic.response import text as text_response

from chassis.app import App
from chassis.errors import BadRequestError
from staff.access import for_roles
from staff.administration import words
from staff.administration.desk import LOG, Desk, choices
from staff.administration.rights import covers
from staff.administration.views import ActRow, LogPage
from staff.language import N_, _, moment_words
from staff.ports import Account, Act, ActsQuery
from staff.roles import Role

PAGE = 100
MOST_EXPORTED = 50_000
FILE = f"{LOG}.csv"
# A spreadsheet takes a file for UTF-8 only if it begins with this.
MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADS = (N_("Zeit"), N_("Wer"), N_("Was"), N_("Art"), N_("Unterhaltung"), N_("Einzelheit"))


@dataclass(frozen=True, slots=True)
class LogPages:
    """Composes the page and the file."""

    desk: Desk

    async def shown(self, request: Request) -> HTTPResponse:
        """Show the latest acts that fit."""
        people, problem = await self._people(request), ""
        try:
            query = self._query(request, people)
        except BadRequestError:
            problem = words.CROOKED_TIME
            query = ActsQuery(who=self._mine(request, people))
        found = await self.desk.parts.log.acts(query, limit=PAGE + 1)
        asked = {} if problem else _asked(request)
        older = {**asked, "before": str(found[PAGE - 1].id)} if len(found) > PAGE else {}
        page = LogPage(
            layout=self.desk.layout(request, _("Protokoll")),
            tabs=self.desk.tabs(request),
            acts=tuple(self._row(act, people) for act in found[:PAGE]),
            people=choices(
                {"": _("alle")} | {id: one.name for id, one in people.items()}, asked.get("who", "")
            ),
            whats=choices({"": _("alles")} | dict(words.ACTS), asked.get("what", "")),
            since=asked.get("since", ""),
            until=asked.get("until", ""),
            export=f"{FILE}?{urlencode(asked)}",
            older=f"{LOG}?{urlencode(older)}" if older else "",
            problem=problem,
        )
        return self.desk.staff.page(page, status=400 if problem else 200)

    async def exported(self, request: Request) -> HTTPResponse:
        """Answer with the acts that fit as a file. Raises BadRequestError."""
        people = await self._people(request)
        query = replace(self._query(request, people), before=None)
        found = await self.desk.parts.log.acts(query, limit=MOST_EXPORTED)
        asked = ", ".join(f"{name}={value}" for name, value in _asked(request).items())
        await self.desk.audit(request, "exported_audit_log", asked)
        written = StringIO()
        writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
        writer.writerow([str(head) for head in HEADS])
        for act in found:
            row = self._row(act, people)
            cells = (row.at, row.who, row.what, row.code, row.conversation, row.detail)
            writer.writerow([_cell(cell) for cell in cells])
        return text_response(
            MARK + written.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="protokoll.csv"'},
        )

    async def _people(self, request: Request) -> dict[str, Account]:
        """Return those whose acts this person may see by name, by id."""
        actor = self.desk.actor(request)
        accounts = await self.desk.parts.accounts.all()
        return {str(one.id): one for one in accounts if covers(actor, one.site)}

    def _mine(self, request: Request, people: dict[str, Account]) -> frozenset[str] | None:
        """Return whose acts this person may see: None for everybody's, programs' as well."""
        return frozenset(people) if self.desk.actor(request).site else None

    def _query(self, request: Request, people: dict[str, Account]) -> ActsQuery:
        """Read what is asked for. Raises BadRequestError."""
        asked = _asked(request)
        who = self._mine(request, people)
        if one := asked.get("who"):
            who = frozenset({one}) if who is None else who & {one}
        try:
            before = int(request.args.get("before", "") or 0) or None
            since = self._day(asked.get("since", ""))
            until = self._day(asked.get("until", ""))
        except ValueError:
            raise BadRequestError("This is no day.") from None
        return ActsQuery(
            who=who,
            what=asked.get("what", ""),
            since=since,
            until=until + timedelta(days=1) if until else None,
            before=before,
        )

    def _day(self, text: str) -> datetime | None:
        if not text:
            return None
        day = datetime.strptime(text, "%Y-%m-%d").date()
        return datetime.combine(day, time(), tzinfo=self.desk.parts.zone)

    def _row(self, act: Act, people: dict[str, Account]) -> ActRow:
        one = people.get(act.who)
        return ActRow(
            at=moment_words(act.at.astimezone(self.desk.parts.zone)),
            who=one.name if one else act.who,
            what=str(words.ACTS.get(act.what, "")),
            code=act.what,
            conversation=str(act.conversation) if act.conversation else "",
            detail=act.detail,
        )


def add_log(app: App, pages: LogPages) -> None:
    """Put page and file into an application."""

    @app.get(LOG, name="administration_log")
    @for_roles(Role.ADMINISTRATOR)
    async def shown(request: Request) -> HTTPResponse:
        return await pages.shown(request)

    @app.get(FILE, name="administration_log_file")
    @for_roles(Role.ADMINISTRATOR)
    async def exported(request: Request) -> HTTPResponse:
        return await pages.exported(request)


def _asked(request: Request) -> dict[str, str]:
    given = {name: str(request.args.get(name, "")) for name in ("who", "what", "since", "until")}
    return {name: value for name, value in given.items() if value}


def _cell(text: str) -> str:
    """Return what a spreadsheet takes for words, whatever they begin with."""
    return f"'{text}" if text.startswith(FORMULA) else text
