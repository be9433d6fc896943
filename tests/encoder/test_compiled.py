"""A compiled model gives the same vectors without torch; where there is none, torch answers."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest

from encoder.compiled import GRAPH, Compiled, compiled_name
from encoder.errors import UnusableModelError
from encoder.fingerprint import fingerprint_of
from tests.encoder.servers import REPOSITORY, EncoderProcess, encoder_process

pytestmark = pytest.mark.timeout(180)

TEXTS = ["moin", "  Was kostet TARIF M? ", "ist das netz weg? " * 60, "äöü ß 24.12.", "moin"]


def compile_model(model: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "encoder.compile"],
        cwd=REPOSITORY,
        input=json.dumps({"model_dir": str(model), "output_dir": str(folder)}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def compiled(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of compiled models, with the tiny one."""
    folder = tmp_path_factory.mktemp("compiled")
    ended = compile_model(tiny_model, folder)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["model"] == fingerprint_of(tiny_model)
    return folder


def vectors(encoder: EncoderProcess) -> np.ndarray:
    return np.array(encoder.post(texts=TEXTS).json()["vectors"])


def test_vectors_and_names_are_those_of_the_model_itself(
    tiny_model: Path, compiled: Path, tmp_path: Path
) -> None:
    settings = {"model_dir": str(tiny_model)}
    with encoder_process(tmp_path / "log", **settings, compiled_dir=str(compiled)) as encoder:
        quick, named = vectors(encoder), httpx.get(f"{encoder.url}/model").json()
        loaded = Path(f"/proc/{encoder.process.pid}/maps").read_text()
    with encoder_process(tmp_path / "torch", **settings) as encoder:
        np.testing.assert_allclose(quick, vectors(encoder), atol=1e-4)
        assert httpx.get(f"{encoder.url}/model").json() == named
    assert "onnxruntime" in loaded
    assert "libtorch" not in loaded


def test_a_damaged_one_is_not_used(tiny_model: Path, compiled: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "compiled"
    shutil.copytree(compiled, damaged)
    graph = damaged / compiled_name(fingerprint_of(tiny_model)) / GRAPH
    graph.write_bytes(graph.read_bytes()[:1000])
    with pytest.raises(UnusableModelError, match="cannot be loaded"):
        Compiled(graph.parent, name="tiny", fingerprint="", threads=1)
    log = tmp_path / "log"
    with encoder_process(log, model_dir=str(tiny_model), compiled_dir=str(damaged)) as encoder:
        assert vectors(encoder).shape == (len(TEXTS), 32)
    assert "encoder_not_compiled" in log.read_text()


def test_it_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    empty = tmp_path / "no-model"
    empty.mkdir()
    ended = compile_model(empty, tmp_path / "compiled")
    assert ended.returncode == 4
    assert "cannot be loaded" in ended.stderr.splitlines()[-1]
    assert list((tmp_path / "compiled").iterdir()) == []


def test_a_second_time_finds_what_the_first_has_left(tiny_model: Path, compiled: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in compiled.rglob("*")}
    assert compile_model(tiny_model, compiled).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in compiled.rglob("*")} == before
