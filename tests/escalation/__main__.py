"""`make evaluate-handoff`: plays conversations and says whether people came when they should."""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from conversation.escalation.table import Table
from gateway.settings import SettingsError, escalation_in
from studio.evaluation.figures import Share
from studio.trainer import main as train
from tests.escalation.curve import draw, point_of, told_of
from tests.escalation.due import Judged, judged, not_played
from tests.escalation.figures import figures_of
from tests.escalation.recording import Recorder, Recording, read_recordings, write_recordings
from tests.escalation.replaying import agreeing, curves_of, judged_again
from tests.escalation.report import report
from tests.escalation.thresholds import missed, read_thresholds
from tests.play.reading import ScriptsError, read_scripts
from tests.play.report import Result, summary
from tests.play.running import end_system_when_terminated, play_all
from tests.play.script import Script
from tests.support.stack import ROOT, DidNotStartError

HERE = Path(__file__).parent
THRESHOLDS, AIMS = HERE / "thresholds.json", HERE / "aims.json"
TABLE = ROOT / "escalation.yml"
REPORT = ROOT / "docs" / "measurements" / "handoffs.md"
PICTURE = ROOT / "docs" / "measurements" / "handoffs.png"
UNSEEN = "Unseen"
FAILED, SENSELESS, INTERRUPTED = 1, 2, 130

Sets = Mapping[str, Sequence[Script]]
JudgedSets = Mapping[str, Sequence[Judged]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says; return the exit status."""
    given = _arguments(arguments)
    try:
        sets = _sets(given.conversations)
        table = escalation_in(TABLE)
        recordings = list(read_recordings(given.replay)) if given.replay else []
    except (ScriptsError, SettingsError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return SENSELESS
    scripts = [script for some in sets.values() for script in some]
    if given.replay:
        played = _parted(sets, judged_again(not_played(scripts), recordings, table))
        _show(played, recordings, table, ours=not given.conversations)
        return _status(played)
    try:
        results = _results(scripts, recordings, given)
    except (DidNotStartError, OSError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    played = _parted(sets, judged(scripts, results))
    _show(played, recordings, table, ours=not given.conversations)
    print(summary(results))
    troubled = any(result.trouble for result in results)
    return _status(played) or (FAILED if troubled else 0)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.escalation", description=__doc__)
    parser.add_argument(
        "--conversations",
        type=Path,
        nargs="+",
        help="files or folders of scripts; else ours, and the report in docs/ is written anew",
    )
    parser.add_argument("--out", type=Path, help="where to write a line of JSON for each script")
    parser.add_argument("--record", type=Path, help="where to write what the rules would see")
    parser.add_argument(
        "--replay", type=Path, help="weigh what was recorded by today's table; play nothing"
    )
    return parser.parse_args(arguments)


def _sets(given: Sequence[Path] | None) -> Sets:
    """Return scripts by the names of their sets. Raises ScriptsError."""
    if given:
        files = [file for path in given for file in _files(path)]
        return {"Conversations given": read_scripts(files)}
    return {
        UNSEEN: read_scripts(sorted((HERE / "unseen").glob("*.yml"))),
        "Seen": read_scripts(sorted(HERE.glob("*.yml"))),
    }


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.yml")) if path.is_dir() else [path]


def _results(
    scripts: Sequence[Script], recordings: list[Recording], given: argparse.Namespace
) -> list[Result]:
    """Play all on a system of our own. Raises DidNotStartError, OSError."""
    if train(["--models-dir", str(ROOT / "models")]):
        raise DidNotStartError("There is no assistant to play with.")
    end_system_when_terminated()
    with given.out.open("w", encoding="utf-8") if given.out else nullcontext() as out:
        playing = play_all(
            scripts,
            out,
            witness=lambda system: Recorder(system.desk, system.engine, recordings),
        )
        try:
            results = asyncio.run(playing)
        finally:  # what was heard before an interruption, too
            if given.record:
                write_recordings(given.record, recordings)
    return results


def _parted(sets: Sets, played: Sequence[Judged]) -> JudgedSets:
    of = {script.id: name for name, some in sets.items() for script in some}
    return {name: [one for one in played if of[one.id] == name] for name in sets}


def _show(played: JudgedSets, recordings: Sequence[Recording], table: Table, *, ours: bool) -> None:
    page = _page(played, recordings, table)
    print(page)
    if ours:
        telling = _telling(played)
        due = Share(hits=sum(one.due.must for one in telling), of=len(telling))
        now = point_of(table.needed, telling)
        draw(curves_of(telling, recordings, table), now=now, due=due, target=PICTURE)
        REPORT.write_text(f"{page}\n![Recall against the share handed over]({PICTURE.name})\n")


def _telling(played: JudgedSets) -> Sequence[Judged]:
    """Return what tells how good the rules are: of ours, what they were not made by."""
    return played.get(UNSEEN) or [one for some in played.values() for one in some]


def _page(played: JudgedSets, recordings: Sequence[Recording], table: Table) -> str:
    telling = _telling(played)
    agreed = agreeing(telling, recordings, table)
    unseen = ", the unseen ones," if played.get(UNSEEN) else ""
    lines = [
        report(played, title="When people are fetched"),
        "## If the thresholds moved",
        "",
        f"The turns of {agreed.of} conversations{unseen} weighed again; by the thresholds in force "
        f"{agreed.hits} of them",
        "end in the turn that was played. Far more of these had to be handed over than in a day's",
        "work: there the last column says how much needless work a setting makes.",
        "",
        *told_of(curves_of(telling, recordings, table)),
    ]
    return "\n".join(lines) + "\n"


def _status(played: JudgedSets) -> int:
    """Say on the error output which aims and thresholds are missed; only these are failures."""
    aims, thresholds = read_thresholds(AIMS), read_thresholds(THRESHOLDS)
    failed = False
    for name, some in played.items():
        figures = figures_of(some)
        for miss in missed(aims, figures):
            print(f"{name}: Not what we aim at: {miss}", file=sys.stderr)
        for miss in missed(thresholds, figures):
            print(f"{name}: Below the threshold: {miss}", file=sys.stderr)
            failed = True
    return FAILED if failed else 0


if __name__ == "__main__":
    sys.exit(main())
