"""The encoder as a process, with the model that ships."""

import concurrent.futures
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from tests.encoder.servers import REPOSITORY, EncoderProcess

pytestmark = pytest.mark.timeout(180)


def run(settings: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run an encoder that is expected to give up."""
    return subprocess.run(
        [sys.executable, "-m", "encoder"],
        cwd=REPOSITORY,
        input=json.dumps(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def vectors(encoder: EncoderProcess, *texts: str) -> Any:
    answer = encoder.post(texts=texts)
    assert answer.status_code == 200, answer.text
    return np.array(answer.json()["vectors"])


def test_vectors_have_384_dimensions_and_the_length_one(packaged: EncoderProcess) -> None:
    made = vectors(packaged, "Was kostet der Tarif?", "ok", "lang " * 500)
    assert made.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)


def test_what_means_alike_lies_closer_than_what_does_not(packaged: EncoderProcess) -> None:
    price, cost, broken = vectors(
        packaged, "What does the plan cost?", "How expensive is the plan?", "The line is dead."
    )
    assert price @ cost > price @ broken + 0.2


def test_a_text_has_the_same_vector_alone_and_among_longer_ones(packaged: EncoderProcess) -> None:
    many = vectors(packaged, "Moin zusammen", *(f"Satz {number} " * 20 for number in range(20)))
    (alone,) = vectors(packaged, "Moin zusammen ")
    np.testing.assert_allclose(many[0], alone, atol=1e-5)


def test_many_callers_at_once_all_get_their_own_vectors(packaged: EncoderProcess) -> None:
    texts = [f"Mein Anschluss {number} ist gestört" for number in range(40)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: vectors(packaged, text)[0], texts))
    again = vectors(packaged, *texts)
    np.testing.assert_allclose(together, again, atol=1e-5)


def test_the_packaged_model_is_told_by_name(packaged: EncoderProcess) -> None:
    about = httpx.get(f"{packaged.url}/model").json()
    assert about["name"] == "all-MiniLM-L6-v2"
    assert about["dimensions"] == 384


def test_a_missing_model_ends_the_encoder_with_one_plain_sentence(tmp_path: Path) -> None:
    ended = run({"port": 0, "model_dir": str(tmp_path / "nothing")})
    assert ended.returncode == 4
    assert ended.stderr.strip().endswith(f"there is no folder {tmp_path / 'nothing'}.")
    assert ended.stderr.count("\n") == 1


def test_a_folder_without_a_model_ends_the_encoder_with_one_plain_sentence(tmp_path: Path) -> None:
    ended = run({"port": 0, "model_dir": str(tmp_path)})
    assert ended.returncode == 4
    assert "cannot be loaded" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_an_unknown_setting_ends_the_encoder_with_one_plain_sentence() -> None:
    ended = run({"port": 0, "colour": "blue"})
    assert ended.returncode == 2
    assert ended.stderr.startswith("Setting colour:")
