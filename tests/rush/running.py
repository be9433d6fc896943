"""Runs a rush: fills the queue, starts desk processes, kills them, and looks on."""

import asyncio
import random
import signal
import sys
import time
from asyncio.subprocess import Process
from dataclasses import dataclass

from chassis.redis import awaited
from tests.rush.auditing import Auditor, Findings
from tests.rush.world import Desk, agent_names, conversations, handed_over, open_desk

AT_ONCE = 50


@dataclass(frozen=True)
class Rush:
    """How big, how many processes, how often one of them is killed, and for how long at most.

    Who is killed comes back `down_for` seconds later; its agents have vanished meanwhile.
    `alone`: one process routes at a time, as in the worker; else all do, which is no less right.
    """

    agents: int
    conversations: int
    processes: int
    kill_every: float
    down_for: float
    at_most: float
    alone: bool
    look_every: float = 0.5


@dataclass(frozen=True)
class Outcome:
    """What became of a rush."""

    findings: Findings
    killed: int
    seconds: float


async def run(url: str, rush: Rush, *, seed: int) -> Outcome:
    """Let it rush until everything is closed, or the time is over."""
    desk = open_desk(url, agent_names(rush.agents))
    waiting = conversations(rush.conversations)
    for start in range(0, len(waiting), AT_ONCE):
        moves = (handed_over(desk, one) for one in waiting[start : start + AT_ONCE])
        await asyncio.gather(*(desk.desk.move(move) for move in moves))
    auditor = Auditor(desk, waiting)
    chance, started = random.Random(seed), time.monotonic()
    processes = {n: await _start(url, rush, n, seed) for n in range(rush.processes)}
    killed, next_kill, up_at = 0, started + rush.kill_every, 0.0
    try:
        while (now := time.monotonic()) - started < rush.at_most:
            await asyncio.sleep(rush.look_every)
            if (await auditor.look()).closed == len(waiting):
                break
            if len(processes) < rush.processes and now >= up_at:
                (down,) = set(range(rush.processes)) - set(processes)
                processes[down] = await _start(url, rush, down, seed + killed)
                next_kill = now + rush.kill_every
            elif len(processes) == rush.processes and now >= next_kill:
                number = chance.randrange(rush.processes)
                if await _killed_at_work(desk, rush, processes[number], number):
                    del processes[number]
                    killed, up_at = killed + 1, now + rush.down_for
        seconds = time.monotonic() - started
    finally:
        for process in processes.values():
            await _kill(process)
    await desk.sweeping.sweep()
    await auditor.look()
    findings = await auditor.read_history()
    await desk.redis.aclose()
    return Outcome(findings=findings, killed=killed, seconds=seconds)


async def _start(url: str, rush: Rush, number: int, seed: int) -> Process:
    numbers = (rush.agents, number, rush.processes, seed, int(rush.alone))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.rush.process", url, *map(str, numbers)
    )


async def _killed_at_work(desk: Desk, rush: Rush, process: Process, number: int) -> bool:
    """Kill a process while its agents hold something that nobody finishes then; else let it be."""
    process.send_signal(signal.SIGSTOP)
    agents = {id.encode() for id in agent_names(rush.agents)[number :: rush.processes]}
    for partition in range(desk.keys.partitions):
        held = await awaited(desk.redis.hgetall(desk.keys.shared("held", partition)))
        ending = await desk.redis.zrange(desk.keys.shared("wrapping", partition), 0, -1)
        if any(agent in agents and c not in ending for c, agent in held.items()):
            await _kill(process)
            return True
    process.send_signal(signal.SIGCONT)
    return False


async def _kill(process: Process) -> None:
    if process.returncode is not None:
        raise RuntimeError(f"A desk process ended by itself, with {process.returncode}.")
    process.kill()
    await process.wait()
