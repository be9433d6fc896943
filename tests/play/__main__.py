"""The player's command line: `python -m tests.play [--conversations FILE …] [--out FILE]`."""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from types import FrameType
from typing import TextIO

from studio.trainer import main as train
from tests.play.playing import Player
from tests.play.reading import ScriptsError, read_scripts
from tests.play.report import Result, as_json, summary, told
from tests.play.script import Script
from tests.play.system import running_system
from tests.support.stack import ROOT, DidNotStartError

CONVERSATIONS = ROOT / "tests" / "conversations"
FAILED, SENSELESS, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Play as the command line says; return the exit status."""
    given = _arguments(arguments)
    try:
        scripts = read_scripts(given.conversations or sorted(CONVERSATIONS.glob("*.yml")))
    except ScriptsError as error:
        print(error, file=sys.stderr)
        return SENSELESS
    if status := train(["--models-dir", str(ROOT / "models")]):
        return status
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        with given.out.open("w", encoding="utf-8") if given.out else nullcontext() as out:
            results = asyncio.run(_played(scripts, out))
    except (DidNotStartError, OSError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    print(summary(results))
    return 0 if all(result.passed for result in results) else FAILED


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.play", description=__doc__)
    parser.add_argument(
        "--conversations",
        type=Path,
        nargs="+",
        help="files of scripts; else all of tests/conversations/",
    )
    parser.add_argument("--out", type=Path, help="where to write a line of JSON for each script")
    return parser.parse_args(arguments)


async def _played(scripts: Sequence[Script], out: TextIO | None) -> list[Result]:
    """Play on a system of our own; each result is told and written down as soon as it is there."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="lotse-play-") as folder:
        print("starting the system", file=sys.stderr, flush=True)
        async with running_system(Path(folder)) as system:
            player = Player(system)
            await player.prepare()
            for script in scripts:
                results.append(await player.play(script))
                print("\n".join(told(results[-1])), flush=True)
                if out:
                    print(as_json(results[-1]), file=out, flush=True)
    return results


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does, so that the system is ended, too."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
