"""How long the engine takes to read one message: intent, anger and entities, encoder included.

The held-out messages are read inside the engine's own interpreter, one after the other, as a turn
reads them; the encoder is the real one and is reached over HTTP. None has been read before, so that
no vector is remembered.
"""

import asyncio
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from gateway.evaluation import HELD_OUT
from gateway.launcher import Launcher
from gateway.models import CurrentModel
from studio.evaluation.messages import read_messages
from tests.bench.figures import Series
from tests.bench.probing import probed
from tests.bench.system import configured

REPORT = Path("docs/measurements/parse.md")
MESSAGES = 300
WARM_UP = 30
AIM_MS = 25.0
LONGEST_SECONDS = 300.0


async def main() -> int:
    """Measure, write the report, and say whether the aim is met."""
    with tempfile.TemporaryDirectory() as folder:
        series = Series("one message", tuple(await _times(Path(folder))))
    REPORT.write_text(_report(series))
    print(REPORT.read_text())
    return 0


async def _times(folder: Path) -> list[float]:
    settings, plan = configured(folder, merge_window=0)
    model = CurrentModel(settings.models_dir).read()
    if model is None:
        raise RuntimeError("There is no trained assistant; run `make train`.")
    launcher = Launcher(say=lambda _: None)
    try:
        await launcher.start(plan.encoder(model.encoder_dir))
        # Of all intents: the file has them one after the other.
        texts = [each.text for each in read_messages(HELD_OUT)]
        timed = list(dict.fromkeys(texts[::2]))[:MESSAGES]
        others = [text for text in texts[1::2] if text not in timed]
        wanted = {"model": str(model.file.resolve()), "warm_up": others[:WARM_UP], "texts": timed}
        times: list[float] = await probed(
            "parse_probe.py",
            wanted,
            encoder_url=f"http://127.0.0.1:{settings.encoder_port}",
            seconds=LONGEST_SECONDS,
            # As the engine runs for customers.
            OMP_NUM_THREADS="1",
        )
        return times
    finally:
        await launcher.stop()


def _report(series: Series) -> str:
    middle = series.percentile(0.5)
    met = "met" if middle <= AIM_MS else "missed"
    return "\n".join(
        [
            "# What reading a message costs",
            "",
            f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores. Held-out",
            "messages of all intents, each read for the first time: intent, anger and entities by",
            "the engine's pipeline, with the way over HTTP to the encoder and its vector. A",
            "message in which several requests are looked for is read once more for each part.",
            "",
            "| milliseconds | messages | p50 | p95 | p99 |",
            "|---|---|---|---|---|",
            series.row,
            "",
            f"Aim: at most {AIM_MS:.0f} ms at the median: {met} ({middle:.1f} ms).",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
