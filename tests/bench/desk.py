"""The desk in a rush: what must never happen did not, and how many claims a second it makes."""

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.claims import AGENTS, CLAIMS, measure
from tests.bench.figures import Rate, ratios
from tests.rush.running import Outcome, Rush, run
from tests.support.redis_server import running_redis

REPORT = Path("docs/measurements/desk.md")
BIG = Rush(
    agents=160,
    conversations=10_000,
    processes=3,
    kill_every=20.0,
    down_for=10.0,
    at_most=1200.0,
    alone=True,
    look_every=3.0,
)
SEED = 20261124


async def main() -> int:
    """Measure, write the report; return 1 if anything happened that must not."""
    with tempfile.TemporaryDirectory() as folder, running_redis(Path(folder)) as port:
        url = f"redis://127.0.0.1:{port}/0"
        rates = await measure(url)
    with tempfile.TemporaryDirectory() as folder, running_redis(Path(folder)) as port:
        outcome = await run(f"redis://127.0.0.1:{port}/0", BIG, seed=SEED)
    REPORT.write_text(_report(rates, outcome))
    print(REPORT.read_text())
    return 0 if outcome.findings.wrong == 0 else 1


def _report(rates: tuple[Rate, Rate, Rate], outcome: Outcome) -> str:
    ours, scripts, bare = rates
    found = outcome.findings
    happened = ", ".join(f"{why} {many}" for why, many in sorted(found.happened.items()))
    return "\n".join(
        [
            "# The desk in a rush",
            "",
            f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, 2 cores, shared.",
            "",
            f"## {BIG.agents} agents, {BIG.conversations} conversations",
            "",
            f"{BIG.processes} desk processes, one of which routes at a time. Every",
            f"{BIG.kill_every:.0f} s one is killed (SIGKILL) and a third of the agents vanish with",
            f"it; {BIG.down_for:.0f} s later it comes back. Killed: {outcome.killed}. Closed:",
            f"{found.closed} of {BIG.conversations} in {outcome.seconds:.0f} s.",
            f"The whole desk was looked at {found.looks} times, each time in one step, and the",
            "feed was read from the beginning afterwards.",
            "",
            "| what must never be | seen |",
            "|---|---|",
            f"| two owners of one conversation | {found.double_owners} |",
            f"| an agent with more than their limit | {found.over_capacity} |",
            f"| no owner, or no deadline | {found.without_owner_or_deadline} |",
            f"| held, and takes no room with its agent | {found.seatless} |",
            f"| room taken by nothing, in the end | {found.seats_left} |",
            "",
            f"What happened: {happened}.",
            "",
            "## Claims a second",
            "",
            f"{AGENTS} agents side by side in one process, {CLAIMS} claims a round, alternating.",
            "A claim of the desk reads where the conversation stands, makes the offer, takes the",
            "seat, reads what the core remembers, and changes hands with a word to the customer.",
            "",
            "| | least | median | most |",
            "|---|---|---|---|",
            *(rate.row for rate in rates),
            "",
            f"Share of three scripts, round by round: {_share(ours, scripts)}.",
            f"Share of one bare script: {_share(ours, bare)}.",
            "",
        ]
    )


def _share(ours: Rate, theirs: Rate) -> str:
    least, middle, most = ratios(ours.rounds, theirs.rounds)
    return f"least {least:.2f}, median {middle:.2f}, most {most:.2f}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
