"""Runs a script of this folder inside the engine's interpreter, which has packages of its own."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from gateway.processes import ENGINE_PYTHON
from gateway.settings import ROOT

ANSWER = "=>"


async def probed(
    probe: str, wanted: dict[str, Any], *, encoder_url: str, seconds: float, **more: str
) -> Any:
    """Return what `probe` answers to `wanted`, both JSON.

    `more` is what its environment holds besides. Raises RuntimeError if it answers nothing, and
    TimeoutError after `seconds`.
    """
    basics = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        str(ENGINE_PYTHON),
        str(Path(__file__).parent / probe),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={
            **basics,
            "PYTHONPATH": str(ROOT),
            "ENCODER_URL": encoder_url,
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONWARNINGS": "ignore",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            **more,
        },
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(json.dumps(wanted).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    answers = [line for line in said.decode().splitlines() if line.startswith(ANSWER)]
    if not answers:
        raise RuntimeError(f"{probe} ended with {process.returncode} and answered nothing.")
    return json.loads(answers[-1].removeprefix(ANSWER))
