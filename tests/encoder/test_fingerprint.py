"""A fingerprint stands for what a model is, not for where it lies."""

from pathlib import Path

import pytest

from encoder.fingerprint import fingerprint_of


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "tokenizer.json").write_text("{}")
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "mean"}')
    return folder


def test_a_model_moved_elsewhere_keeps_its_fingerprint(model: Path, tmp_path: Path) -> None:
    before = fingerprint_of(model)
    assert fingerprint_of(model.rename(tmp_path / "elsewhere")) == before


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_other_weights_tokenizer_or_pooling_are_another_model(model: Path, file: str) -> None:
    before = fingerprint_of(model)
    (model / file).write_text("something else")
    assert fingerprint_of(model) != before


def test_a_file_that_only_changed_its_place_is_another_model(model: Path) -> None:
    before = fingerprint_of(model)
    (model / "tokenizer.json").rename(model / "1_Pooling" / "tokenizer.json")
    assert fingerprint_of(model) != before


def test_documentation_and_hidden_files_do_not_count(model: Path) -> None:
    before = fingerprint_of(model)
    (model / "README.md").write_text("made on a Tuesday")
    (model / ".gitattributes").write_text("*.safetensors")
    (model / ".cache").mkdir()
    (model / ".cache" / "lock").write_text("")
    assert fingerprint_of(model) == before
