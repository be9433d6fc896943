"""Plays scripts on a system of our own, started for them and ended after them."""

import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from tests.play.playing import Player
from tests.play.report import Result, as_json, told
from tests.play.script import Script
from tests.play.system import System, running_system
from tests.play.witness import Witness


async def play_all(
    scripts: Sequence[Script],
    out: TextIO | None,
    *,
    witness: Callable[[System], Witness] | None = None,
) -> list[Result]:
    """Return how all went; each result is told and written down as soon as it is there.

    Raises DidNotStartError.
    """
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="lotse-play-") as folder:
        print("starting the system", file=sys.stderr, flush=True)
        async with running_system(Path(folder)) as system:
            player = Player(system, witness(system) if witness else None)
            await player.prepare()
            for script in scripts:
                results.append(await player.play(script))
                print("\n".join(told(results[-1])), flush=True)
                if out:
                    print(as_json(results[-1]), file=out, flush=True)
    return results


def end_system_when_terminated() -> None:
    """End as Ctrl-C does where a program is told to end, so that the system is ended, too."""
    signal.signal(signal.SIGTERM, _interrupted)


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
