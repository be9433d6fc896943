"""The assistant understands with the encoder it was trained with, and with no other.

Real engine, real encoder processes; only the sentence models are tiny and untaught.
"""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from studio.models import Model
from studio.trainer import TrainerSettings, train
from tests.encoder import tiny
from tests.encoder.servers import EncoderProcess, encoder_process
from tests.studio.sample import ENGINE_PYTHON, REPOSITORY, write_sample
from tests.support.redis_server import free_port

pytestmark = [pytest.mark.timeout(600), pytest.mark.long]

PROBE_SECONDS = 120.0


@dataclass(frozen=True)
class Trained:
    """An assistant, the folder it was trained in, and an encoder model that is not its own."""

    root: Path
    model: Model
    other_encoder: Path


@dataclass(frozen=True)
class Probe:
    """The engine's interpreter, asked from here."""

    process: "subprocess.Popen[str]"

    def __call__(self, *command: str) -> dict[str, Any]:
        """Return the answer or the error of `command`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        too_late = threading.Timer(PROBE_SECONDS, self.process.kill)
        too_late.start()
        try:
            for line in self.process.stdout:
                if line.startswith("=>"):
                    found: dict[str, Any] = json.loads(line[2:])
                    return found
        finally:
            too_late.cancel()
        raise AssertionError("The engine ended.")


@contextmanager
def probing(root: Path, *, port: int) -> Iterator[Probe]:
    """Run a probe in `root` that looks for the encoder at `port`."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(root),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(root),
        "ENCODER_URL": f"http://127.0.0.1:{port}",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    with (root / "probe.log").open("w") as log:
        process = subprocess.Popen(
            [ENGINE_PYTHON, REPOSITORY / "tests" / "bot" / "engine_probe.py"],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        yield Probe(process)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("assistant")
    tiny.build_in_process(folder / "base", folder / "other")
    root = write_sample(folder / "root")
    settings = TrainerSettings(
        root=root,
        engine_python=ENGINE_PYTHON,
        models_dir=folder / "models",
        encoder_model=str(folder / "base"),
    )
    return Trained(root=root, model=train(settings), other_encoder=folder / "other")


def test_the_assistant_understands_with_its_own_encoder_and_fails_loudly_with_any_other(
    trained: Trained, tmp_path: Path
) -> None:
    model, port = trained.model, free_port()
    with probing(trained.root, port=port) as probe:
        with encoder_process(
            tmp_path / "own", port=port, model_dir=str(model.encoder_dir)
        ) as encoder:
            assert probe("load", str(model.file)) == {"answer": "loaded"}
            assert probe("parse", "Vielen lieben Dank euch")["answer"]["name"] == "danken"
            assert probe("parse", "Die Leitung ist weg")["answer"]["name"] == "ausfall_melden"
            asked = texts_asked_for(encoder)
            assert probe("parse", "Die Leitung ist weg")["answer"]["name"] == "ausfall_melden"
            assert texts_asked_for(encoder) == asked
            columns = probe("columns")["answer"]
            assert columns["all"] == columns["counts"] + 32
            own_addon = probe("addon")["answer"]
        with encoder_process(tmp_path / "other", port=port, model_dir=str(trained.other_encoder)):
            refused = probe("parse", "Ein anderer Satz")
            assert refused["error"] == "EncoderMismatchError"
            assert model.encoder_fingerprint in refused["words"]
            not_loaded = probe("load", str(model.file))
            assert not_loaded["error"] == "EncoderMismatchError"
            assert model.encoder_fingerprint in not_loaded["words"]
            assert probe("addon")["answer"] != own_addon
        unanswered = probe("parse", "Noch ein anderer Satz")
        assert unanswered["error"] == "EncoderUnavailableError"
        assert f":{port} does not answer" in unanswered["words"]
        assert probe("load", str(model.file))["error"] == "EncoderUnavailableError"
        with encoder_process(tmp_path / "back", port=port, model_dir=str(model.encoder_dir)):
            assert probe("parse", "Vielen Dank")["answer"]["name"] == "danken"
            assert probe("addon")["answer"] == own_addon
            helper = trained.root / "bot" / "components" / "encoder_client.py"
            helper.write_text(helper.read_text() + "\n# changed\n")
            assert probe("addon")["answer"] != own_addon


def texts_asked_for(encoder: EncoderProcess) -> float:
    metrics = httpx.get(f"{encoder.url}/metrics").text
    (line,) = (
        line for line in metrics.splitlines() if line.startswith("lotse_encoder_texts_total")
    )
    return float(line.split()[1])


def test_the_engine_cannot_be_trained_without_an_encoder(trained: Trained) -> None:
    command = [ENGINE_PYTHON, "-m", "rasa", "train", "nlu", "--nlu", "data", "--domain"]
    ended = subprocess.run(
        [*command, "bot/domain", "--config", "config.yml", "--out", "out"],
        cwd=trained.root,
        env={
            "PATH": os.defpath,
            "HOME": str(trained.root),
            "ENCODER_URL": f"http://127.0.0.1:{free_port()}",
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 1
    assert "does not answer" in ended.stderr + ended.stdout
    assert not (trained.root / "out").exists()
