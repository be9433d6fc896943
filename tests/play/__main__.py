"""The player's command line: `python -m tests.play [--conversations FILE …] [--out FILE]`."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from studio.trainer import main as train
from tests.play.reading import ScriptsError, read_scripts
from tests.play.report import summary
from tests.play.running import end_system_when_terminated, play_all
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
    end_system_when_terminated()
    try:
        with given.out.open("w", encoding="utf-8") if given.out else nullcontext() as out:
            results = asyncio.run(play_all(scripts, out))
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


if __name__ == "__main__":
    sys.exit(main())
