"""Runs inside the engine's interpreter: loads an assistant and times how it reads messages.

Takes one JSON object on standard input and answers with one line that starts with `=>`, because the
engine itself also writes to the output.
"""

import asyncio
import json
import sys
import time

from rasa.core.agent import Agent


async def times(agent, texts):
    """Return the milliseconds that each text took, asked one after the other."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        await agent.parse_message(text)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


async def main():
    wanted = json.load(sys.stdin)
    agent = Agent.load(wanted["model"])
    await times(agent, wanted["warm_up"])
    print("=>" + json.dumps(await times(agent, wanted["texts"])), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
