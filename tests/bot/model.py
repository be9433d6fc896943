"""The assistant as it is trained for use, for tests: trained anew where its content has changed."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from studio.models import Model, load_current

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
TRAINING_SECONDS = 900


def engine_environment(**more: str) -> dict[str, str]:
    """Return what a Rasa process needs of the environment, and no secret of this one's."""
    basics = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **basics,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
        "SANIC_WORKERS": "1",
        **more,
    }


@cache
def trained_assistant() -> Model:
    """Return the assistant for the present content; `make test` has trained it before."""
    trained = subprocess.run(
        [sys.executable, "-m", "studio.trainer"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TRAINING_SECONDS,
    )
    assert trained.returncode == 0, trained.stdout[-3000:] + trained.stderr[-3000:]
    return load_current(ROOT / "models")
