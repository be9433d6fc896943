"""The effect: what each assistant that was taken has changed for customers, and what it cost."""

import asyncio
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from sanic import HTTPResponse, Request
from sanic.response import text as text_response

from chassis.app import App
from chassis.errors import NotFoundError
from staff.access import for_roles, signed_in
from staff.frame import Staff
from studio.effect.ports import Outcomes
from studio.effect.shares import Compared, Verdict
from studio.effect.spans import LONGEST, Change, Span, changes_of
from studio.effect.telling import Taught, Told, taught_by, told_of
from studio.effect.work import Pace, pace_of, recent_corrections
from studio.evaluation.figures import Share
from studio.pages.effect_plot import drawn, told
from studio.pages.effect_views import (
    ChangeRow,
    ComparedRow,
    ComparedTable,
    EffectPage,
    TaughtView,
)
from studio.pages.german import comma, moment, points
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts
from studio.pages.training import TrainingParts
from studio.present import decisions

PATH = f"{ROOT}/effect"
#: Further back nobody looks, and each costs a look into the archive.
MOST_CHANGES = 8
#: Until then nobody knows whether the customer comes again.
QUIET = timedelta(days=7)
MARK = "\ufeff"
ALL, NO_TOPIC = "Alle Themen", "Ohne Thema"
VERDICTS = {
    Verdict.TOO_FEW: ("zu wenige", ""),
    Verdict.UNCLEAR: ("nicht zu unterscheiden", ""),
    Verdict.BETTER: ("besser", "accent"),
    Verdict.WORSE: ("schlechter", "late"),
}
OFTEN = {
    **VERDICTS,
    Verdict.BETTER: ("seltener", ""),
    Verdict.WORSE: ("häufiger", ""),
}
CONTAINED, MISSED = "Ohne Mensch gelöst", "Nicht verstanden"
HEADS = (
    "Seit",
    "Assistent",
    "Statt",
    "Maß",
    "Thema oder Grund",
    "Vorher Fälle",
    "Vorher von",
    "Nachher Fälle",
    "Nachher von",
    "Unterschied (Punkte)",
    "Unterschied mindestens",
    "Unterschied höchstens",
    "Urteil",
)


@dataclass(frozen=True, slots=True)
class EffectParts:
    """What the page uses beside the studio's own parts: outcomes, and German words for keys."""

    outcomes: Outcomes
    topics: Mapping[str, str]
    reasons: Mapping[str, str]


class EffectPages:
    """Shows what changes of the assistant have changed, and gives it away as a file."""

    def __init__(
        self, staff: Staff, parts: StudioParts, training: TrainingParts, effect: EffectParts
    ) -> None:
        self._staff = staff
        self._parts = parts
        self._training = training
        self._effect = effect

    async def show(self, request: Request) -> HTTPResponse:
        """Show all changes as plots, and one of them in detail."""
        found = await self._told()
        number = _number(request, len(found))
        one = found[number] if found else None
        named = [(f"{each.change.decision.at:%d.%m.}", each) for each in found]
        page = EffectPage(
            layout=self._staff.layout(request, title="Wirkung", styles=STYLES),
            pace=await self._pace(),
            charts=(
                drawn("contained", CONTAINED, [(name, each.contained()) for name, each in named]),
                drawn("missed", MISSED, [(name, each.missed()) for name, each in named]),
            )
            if found
            else (),
            changes=tuple(
                ChangeRow(
                    path=f"{PATH}?nr={place + 1}",
                    when=moment(each.change.decision.at, self._parts.zone),
                    what=_what(each.change),
                    shown=place == number,
                )
                for place, each in reversed(list(enumerate(found)))
            ),
            shown=_what(one.change) if one else "",
            spans=self._spans(one.change) if one else "",
            waits=self._waits(one.change) if one else "",
            taught=await self._taught(one.change) if one else None,
            tables=self._tables(one) if one else (),
            export=f"{PATH}/wirkung.csv",
        )
        return self._staff.page(page)

    async def export(self, request: Request) -> HTTPResponse:
        """Answer with all figures of all changes as a file."""
        written = StringIO()
        writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADS)
        for one in await self._told():
            writer.writerows(self._exported(one))
        await self._staff.audit.record(signed_in(request).account.id, "exported_effect")
        return text_response(
            MARK + written.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="wirkung.csv"'},
        )

    async def _told(self) -> list[Told]:
        made = decisions(self._training.models_dir)
        changes = changes_of(made, now=self._training.clock.now())[-MOST_CHANGES:]
        return [await told_of(one, self._effect.outcomes) for one in changes]

    async def _pace(self) -> str:
        """Say how many corrections an hour the editors of the last weeks have made, all of them."""
        since = self._training.clock.now() - LONGEST
        done = await asyncio.to_thread(
            recent_corrections, self._parts.git, self._parts.drafts.published(), since=since
        )
        return _pace_words(pace_of(done))

    async def _taught(self, change: Change) -> TaughtView | None:
        found = await taught_by(
            change,
            jobs=self._training.jobs,
            git=self._parts.git,
            models_dir=self._training.models_dir,
        )
        return _taught_view(found) if found else None

    def _tables(self, one: Told) -> tuple[ComparedTable, ...]:
        return (
            ComparedTable(
                "contained",
                CONTAINED,
                "Anliegen, die der Assistent allein beantwortet hat und nach denen sich die "
                "Person sieben Tage lang nicht wieder gemeldet hat. Gezählt werden nur Anliegen, "
                "die so lange her sind.",
                self._by_topic(one, contained=True),
            ),
            ComparedTable(
                "missed",
                MISSED,
                "Nachrichten, bei denen der Assistent sich nicht sicher genug war. Das Thema ist "
                "das, wofür er sie am ehesten hielt.",
                self._by_topic(one, contained=False),
            ),
            ComparedTable(
                "reasons",
                "Warum Menschen geholt wurden",
                "Anteil aller Anliegen. Ob seltener gut ist, hängt am Grund.",
                tuple(
                    _row(self._effect.reasons.get(key, key), its, OFTEN)
                    for key, its in one.reasons().items()
                ),
            ),
        )

    def _by_topic(self, one: Told, *, contained: bool) -> tuple[ComparedRow, ...]:
        compared = one.contained if contained else one.missed
        return (
            _row(ALL, compared(), VERDICTS),
            *(_row(self._topic(topic), compared(topic), VERDICTS) for topic in one.topics),
        )

    def _topic(self, topic: str) -> str:
        return self._effect.topics.get(topic, topic) or NO_TOPIC

    def _exported(self, one: Told) -> list[list[str]]:
        decision = one.change.decision
        of = [
            moment(decision.at, self._parts.zone),
            _safe(decision.model),
            _safe(decision.instead_of),
        ]
        names: Sequence[str | None] = (None, *one.topics)
        measured = [
            *((CONTAINED, self._named(name), one.contained(name)) for name in names),
            *((MISSED, self._named(name), one.missed(name)) for name in names),
            *(
                ("Mensch geholt", self._effect.reasons.get(key, key), its)
                for key, its in one.reasons().items()
            ),
        ]
        return [[*of, measure, _safe(name), *_cells(its)] for measure, name, its in measured]

    def _named(self, topic: str | None) -> str:
        return ALL if topic is None else self._topic(topic)

    def _spans(self, change: Change) -> str:
        def days(span: Span) -> str:
            zone = self._parts.zone
            return (
                f"{span.first.astimezone(zone):%d.%m.%Y %H:%M} bis "
                f"{span.until.astimezone(zone):%d.%m.%Y %H:%M}"
            )

        return f"Vorher: {days(change.before)}. Nachher: {days(change.after)}."

    def _waits(self, change: Change) -> str:
        """Say since when what came after is known, as long as not all of it is."""
        if change.after.until + QUIET <= self._training.clock.now():
            return ""
        return (
            "Was danach geschah, ist noch nicht ganz bekannt: ob sich jemand wieder meldet, zeigt "
            "sich erst sieben Tage nach jedem Anliegen."
        )


def add_effect(app: App, pages: EffectPages) -> None:
    """Put the page about the effect into an application."""

    @app.get(PATH, name="studio_effect")
    @for_roles(*ROLES)
    async def show(request: Request) -> HTTPResponse:
        return await pages.show(request)

    @app.get(f"{PATH}/wirkung.csv", name="studio_effect_export")
    @for_roles(*ROLES)
    async def export(request: Request) -> HTTPResponse:
        return await pages.export(request)


def _number(request: Request, many: int) -> int:
    """Return which change is looked at, the latest one if none is named."""
    asked = request.args.get("nr", "")
    if not asked:
        return many - 1
    if not asked.isascii() or not asked.isdecimal() or not 1 <= int(asked[:4]) <= many:
        raise NotFoundError("There is no such change.")
    return int(asked) - 1


def _what(change: Change) -> str:
    decision = change.decision
    way = "zurück zu" if decision.back else "neu:"
    who = decision.name or "Kommandozeile"
    return f"{way} {decision.model} statt {decision.instead_of} ({who})"


def _row(name: str, one: Compared, words: Mapping[Verdict, tuple[str, str]]) -> ComparedRow:
    verdict, chip = words[one.verdict]
    low, high = one.interval
    change = f"{points(one.difference)} ({points(low)} bis {points(high)})" if one.enough else ""
    return ComparedRow(name, told(one.before), told(one.after), change, verdict, chip)


def _cells(one: Compared) -> list[str]:
    numbers = [str(each) for side in (one.before, one.after) for each in _count(side)]
    verdict = VERDICTS[one.verdict][0]
    if not one.enough:
        return [*numbers, "", "", "", verdict]
    ends = (one.difference, *one.interval)
    return [*numbers, *(comma(100 * end, 1) for end in ends), verdict]


def _count(share: Share) -> tuple[int, int]:
    return share.hits, share.of


def _safe(words: str) -> str:
    """Mark words as such that a spreadsheet would take for a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def _pace_words(pace: Pace) -> str:
    if not pace.enough:
        return "In den letzten vier Wochen waren es zu wenige für eine Aussage."
    low, high = pace.interval
    return (
        f"{round(pace.an_hour)} in der Stunde ({round(low)} bis {round(high)}), aus "
        f"{pace.corrections} in den letzten vier Wochen, alle zusammen. Pausen über zehn Minuten "
        "zählen nicht mit."
    )


def _taught_view(taught: Taught) -> TaughtView:
    many = taught.corrections
    made = "1 Korrektur" if many == 1 else f"{many} Korrekturen"
    if taught.read_in:
        made += f", dazu {taught.read_in} eingelesene Beispiele"
    gain = taught.gain
    if gain is None:
        return TaughtView(made, "Nicht bekannt: verglichen wurde mit einem anderen.", "")
    f1 = (
        f"Makro-F1 von {comma(100 * gain.before, 1)} auf {comma(100 * gain.after, 1)}: "
        f"{points(gain.difference)} Punkte ({points(gain.low)} bis {points(gain.high)})"
    )
    each = gain.of_hundred(taught.corrections)
    if each is None:
        return TaughtView(made, f1, f"Auf hundert gerechnet: zu wenige ({taught.corrections}).")
    value, low, high = (points(one) for one in each)
    hundred = f"Auf hundert Korrekturen: {value} Punkte ({low} bis {high})"
    if taught.read_in:
        hundred += "; was eingelesen wurde, hat daran Anteil und zählt nicht mit"
    return TaughtView(made, f1, hundred + ".")
