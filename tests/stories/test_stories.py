"""Plays the talks of this folder with Rasa's own test command; each must go exactly as written."""

import subprocess
from pathlib import Path

import pytest

from tests.bot.model import PYTHON, ROOT, engine_environment, trained_assistant
from tests.encoder.servers import encoder_process


@pytest.mark.assistant
@pytest.mark.timeout(900)
def test_every_talk_of_this_folder_goes_as_written(tmp_path: Path) -> None:
    assistant = trained_assistant()
    understands = {
        "model_dir": str(assistant.encoder_dir),
        "compiled_dir": str(assistant.encoder_dir.parent / "compiled"),
    }
    with encoder_process(tmp_path / "encoder.log", **understands) as encoder:
        played = subprocess.run(
            [
                *(str(PYTHON), "-m", "rasa", "test", "core", "--e2e"),
                *("--model", str(assistant.file), "--stories", "tests/stories"),
                *("--out", str(tmp_path), "--fail-on-prediction-errors", "--no-plot"),
            ],
            cwd=ROOT,
            env=engine_environment(
                ENGINE_TOKEN="-",
                ACTIONS_URL="http://127.0.0.1:9",
                ACTIONS_TOKEN="-",
                ENCODER_URL=encoder.url,
            ),
            capture_output=True,
            text=True,
            timeout=400,
        )
    failed = tmp_path / "failed_test_stories.yml"
    assert failed.exists(), played.stderr[-2000:]
    assert "None of the test stories failed" in failed.read_text("utf-8")
    assert played.returncode == 0
