"""What became of scripts: for people who read, and as lines of JSON for programs."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.play.effects import Happened
from tests.play.judging import Verdict

WIDTH = 110
LONGEST_EVIDENCE = 600


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a transcript, with the buttons under it."""

    speaker: str
    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """How one script went; `trouble` says what kept the rest of it from being played.

    `handed_off_at` is the turn by whose end people had it, from 1. `lacks` is what the customer had
    told by then and the handoff packet does not hold.
    """

    id: str
    channel: str
    title: str
    transcript: tuple[Written, ...]
    verdicts: tuple[Verdict, ...]
    handed_off: bool
    reason: str | None
    effects: tuple[Happened, ...]
    handed_off_at: int | None = None
    lacks: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """Whether all was played and all holds."""
        return not self.trouble and all(verdict.met for verdict in self.verdicts)


def told(result: Result) -> Iterator[str]:
    """Yield lines about one script: each failed expectation with what was said instead."""
    yield f"{'ok    ' if result.passed else 'FAILED'} {result.id} ({result.channel}) {result.title}"
    if result.trouble:
        yield f"       {result.trouble}"
    if result.lacks:
        yield f"       the packet lacks: {', '.join(result.lacks)}"
    for verdict in result.verdicts:
        if not verdict.met and verdict.evidence != result.trouble:
            place = f"turn {verdict.turn}" if verdict.turn else "outcome"
            yield f"       {place}: {verdict.kind} should be: {verdict.wanted}"
            yield from _indented(verdict.evidence or "nothing was said")


def summary(results: Sequence[Result]) -> str:
    """Return the one line about all of them, and one about what people were handed."""
    passed = sum(result.passed for result in results)
    verdicts = [verdict for result in results for verdict in result.verdicts]
    met = sum(verdict.met for verdict in verdicts)
    packets = [result for result in results if result.handed_off_at is not None]
    return (
        f"{len(packets)} packets, {sum(bool(each.lacks) for each in packets)} lack a fact told\n"
        f"{len(results)} scripts, {passed} passed, {len(results) - passed} failed; "
        f"{len(verdicts)} expectations, {met} met"
    )


def as_json(result: Result) -> str:
    """Return a script's line of the report."""
    body: dict[str, Any] = {
        "id": result.id,
        "channel": result.channel,
        "passed": result.passed,
        "transcript": [asdict(line) for line in result.transcript],
        "expectations": [asdict(verdict) for verdict in result.verdicts],
        "handed_off": result.handed_off,
        "handed_off_at": result.handed_off_at,
        "reason": result.reason,
        "lacks": result.lacks,
        "effects": [{"effect": each.effect.value, "id": each.id} for each in result.effects],
    }
    if result.trouble:
        body["error"] = result.trouble
    return json.dumps(body, ensure_ascii=False)


def _indented(text: str) -> Iterator[str]:
    shown = text if len(text) <= LONGEST_EVIDENCE else f"{text[:LONGEST_EVIDENCE]} …"
    for line in shown.splitlines():
        yield from textwrap.wrap(
            line, WIDTH, initial_indent="         | ", subsequent_indent="         | "
        )
