"""A turn through our gateway beside the same engine asked directly, in one run.

Blocks of both kinds alternate, so that a machine that gets slower slows both. A new sender or
session begins with each block, because a long conversation makes the engine slower.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.clients import DirectClient, GatewayClient
from tests.bench.figures import Rate, Series, ratios
from tests.bench.picture import draw
from tests.bench.system import System, running_system

REPORT = Path("docs/measurements/turn.md")
PICTURE = Path("docs/measurements/turn.png")
BLOCKS = 30
TURNS_IN_A_BLOCK = 10
CLIENTS = 8
ROUNDS = 4
ROUND_SECONDS = 8.0
AIM_MS = 10.0

Client = DirectClient | GatewayClient


async def main() -> int:
    """Measure, write the report, and say whether the aim is met."""
    with tempfile.TemporaryDirectory() as folder:
        async with running_system(Path(folder), merge_window=0) as system:
            direct, ours, acknowledged = await _one_client(system)
            rates = await _many_clients(system)
    costs = tuple(a - b for a, b in zip(ours.times, direct.times, strict=True))
    cost = Series("our part of a turn", costs)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(_report(direct, ours, acknowledged, cost, rates))
    draw(PICTURE, direct=direct, ours=ours, acknowledged=acknowledged)
    print(REPORT.read_text())
    return 0


async def _one_client(system: System) -> tuple[Series, Series, Series]:
    direct: list[float] = []
    ours: list[float] = []
    acknowledged: list[float] = []
    for block in range(BLOCKS + 1):
        async with DirectClient(system) as client:
            times = [await client.turn() for _ in range(TURNS_IN_A_BLOCK)]
        mine: list[float] = []
        acks: list[float] = []
        async with GatewayClient(system) as through:
            for _ in range(TURNS_IN_A_BLOCK):
                mine.append(await through.turn())
                acks.append(through.acknowledged)
        if block == 0:
            continue  # warming up
        direct += times
        ours += mine
        acknowledged += acks
        print(f"\rone client: {block} of {BLOCKS} blocks", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return (
        Series("engine alone, REST channel", tuple(direct)),
        Series("through our gateway", tuple(ours)),
        Series("acknowledged by our gateway", tuple(acknowledged)),
    )


async def _many_clients(system: System) -> tuple[Rate, Rate]:
    direct: list[float] = []
    ours: list[float] = []
    for number in range(ROUNDS):
        direct.append(await _rate(lambda: DirectClient(system)))
        ours.append(await _rate(lambda: GatewayClient(system)))
        print(f"\r{CLIENTS} clients: {number + 1} of {ROUNDS} rounds", end="", file=sys.stderr)
    print(file=sys.stderr)
    return (
        Rate("engine alone, REST channel", tuple(direct)),
        Rate("through our gateway", tuple(ours)),
    )


async def _rate(connect: Callable[[], Client]) -> float:
    """Let clients ask side by side for a while; return turns a second."""
    end = time.perf_counter() + ROUND_SECONDS

    async def ask() -> int:
        turns = 0
        while time.perf_counter() < end:
            async with connect() as client:
                for _ in range(TURNS_IN_A_BLOCK):
                    await client.turn()
                    turns += 1
        return turns

    started = time.perf_counter()
    answered = sum(await asyncio.gather(*(ask() for _ in range(CLIENTS))))
    return answered / (time.perf_counter() - started)


def _report(
    direct: Series, ours: Series, acknowledged: Series, cost: Series, rates: tuple[Rate, Rate]
) -> str:
    least, middle, most = ratios(rates[1].rounds, rates[0].rounds)
    share = ours.percentile(0.5) / direct.percentile(0.5)
    met = "met" if cost.percentile(0.5) <= AIM_MS else "missed"
    return "\n".join(
        [
            "# What a turn costs",
            "",
            f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, 2 cores. The same engine process, asked",
            "directly over Rasa's REST channel and through our gateway (web-chat socket, personal",
            "data, inbox, worker, engine, outbox, archive, socket), in alternating blocks of",
            f"{TURNS_IN_A_BLOCK} turns. `MERGE_WINDOW=0`: the wait for a customer's next line,",
            "1.2 s by default, is a courtesy and not counted here.",
            "",
            "## One client, milliseconds",
            "",
            "| | turns | p50 | p95 | p99 |",
            "|---|---|---|---|---|",
            *(series.row for series in (direct, ours, cost, acknowledged)),
            "",
            f"Ratio of the medians: {share:.2f}. Aim: our part costs at most {AIM_MS:.0f} ms at",
            f"the median: {met} ({cost.percentile(0.5):.1f} ms, turn by turn in the same order).",
            "",
            f"## {CLIENTS} clients, turns a second",
            "",
            "| | least | median | most |",
            "|---|---|---|---|",
            *(rate.row for rate in rates),
            "",
            f"Ratio round by round: least {least:.2f}, median {middle:.2f}, most {most:.2f}.",
            "",
            "![Times of single turns](turn.png)",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
