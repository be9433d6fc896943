"""Tuning brings together what has one label, the same way each time, and whole or not at all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from encoder.fingerprint import fingerprint_of
from encoder.location import locate
from encoder.model import Vectors, open_transformer
from encoder.pairs import Example, batches_of_pairs
from encoder.tuning import save, tune
from tests.encoder.servers import REPOSITORY

pytestmark = pytest.mark.timeout(240)

SENTENCES = {
    "gruss": ["Moin", "Guten Morgen", "Hallo zusammen", "Guten Abend", "Servus", "Tag auch"],
    "tarif": ["Was kostet M?", "Preis für XL", "Wie teuer ist S?", "Was zahle ich?", "Kosten L"],
    "stoerung": ["Netz ist weg", "Alles tot", "Kein Signal", "Router blinkt rot", "Geht nicht"],
}
EXAMPLES = [Example(text=text, label=label) for label, texts in SENTENCES.items() for text in texts]


def tuned(*, seed: int = 7) -> tuple[Any, list[tuple[int, int]]]:
    """The packaged model after tuning, and what was told meanwhile."""
    model = open_transformer(locate(""), threads=1)
    told: list[tuple[int, int]] = []
    tune(
        model,
        batches_of_pairs(EXAMPLES, epochs=2, batch_size=32, seed=seed),
        learning_rate=5e-5,
        seed=seed,
        told=lambda done, of: told.append((done, of)),
    )
    return model, told


def vectors(model: Any) -> Vectors:
    texts = [example.text for example in EXAMPLES]
    return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))


def separation(model: Any) -> float:
    """How much nearer sentences of one label are to each other than to others."""
    near = vectors(model) @ vectors(model).T
    labels = np.array([example.label for example in EXAMPLES])
    same = labels[:, None] == labels[None, :]
    return float(near[same & ~np.eye(len(labels), dtype=bool)].mean() - near[~same].mean())


@pytest.fixture(scope="module")
def once() -> tuple[Any, list[tuple[int, int]]]:
    return tuned()


def test_sentences_of_one_label_are_brought_together(once: tuple[Any, Any]) -> None:
    before = open_transformer(locate(""), threads=1)
    assert separation(once[0]) > separation(before) + 0.1


def test_the_same_seed_makes_the_same_model_but_for_rounding_and_another_another(
    once: tuple[Any, Any],
) -> None:
    again, _ = tuned()
    other, _ = tuned(seed=8)
    assert apart(once[0], again) < 0.01 * apart(once[0], other)


def apart(one: Any, other: Any) -> float:
    """How far the vectors of two models are apart at most."""
    return float(np.abs(vectors(one) - vectors(other)).max())


def test_each_step_is_told(once: tuple[Any, list[tuple[int, int]]]) -> None:
    _, told = once
    assert told == [(step, len(told)) for step in range(1, len(told) + 1)]


def test_a_saved_model_makes_the_same_vectors(once: tuple[Any, Any], tmp_path: Path) -> None:
    save(once[0], tmp_path / "deeper" / "model")
    loaded = open_transformer(tmp_path / "deeper" / "model", threads=1)
    np.testing.assert_array_equal(vectors(once[0]), vectors(loaded))


def test_a_save_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    class Unwritable:
        def save(self, path: str, **_: Any) -> None:
            Path(path).mkdir()
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        save(Unwritable(), tmp_path / "model")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_tuning_left_behind_is_not_in_the_way(
    once: tuple[Any, Any], tmp_path: Path
) -> None:
    (tmp_path / "model.partial").mkdir()
    (tmp_path / "model.partial" / "junk").write_text("half")
    save(once[0], tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert not (tmp_path / "model" / "junk").exists()


def run(**settings: Any) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "encoder.tune"],
        cwd=REPOSITORY,
        input=json.dumps(settings, default=str),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    file = tmp_path / "examples.jsonl"
    lines = [example.model_dump_json() for example in EXAMPLES]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_the_command_says_how_far_it_is_and_at_the_end_what_it_made(
    tiny_model: Path, examples: Path, tmp_path: Path
) -> None:
    target = tmp_path / "model"
    ended = run(base_model=tiny_model, examples=examples, output_dir=target, epochs=1)
    assert ended.returncode == 0, ended.stderr
    *steps, last = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [step["done"] for step in steps] == list(range(1, len(steps) + 1))
    assert {step["of"] for step in steps} == {len(steps)}
    assert steps[-1]["seconds_left"] == 0
    assert last == {"model": fingerprint_of(target), "folder": str(target)}
    assert fingerprint_of(target) != fingerprint_of(tiny_model)


def test_what_exists_is_not_overwritten(examples: Path, tmp_path: Path) -> None:
    ended = run(examples=examples, output_dir=tmp_path)
    assert ended.returncode == 4
    assert ended.stderr == f"{tmp_path} exists already.\n"


def test_examples_of_one_label_are_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "examples.jsonl"
    file.write_text('{"text": "Moin", "label": "gruss"}', encoding="utf-8")
    ended = run(examples=file, output_dir=tmp_path / "model")
    assert ended.returncode == 4
    assert ended.stderr.startswith("Tuning needs at least two labels")
    assert [path.name for path in tmp_path.iterdir()] == ["examples.jsonl"]
