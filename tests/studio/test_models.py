"""Only the assistant that was trained is ever handed out to be loaded."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studio.errors import DamagedModelError, NoModelError, TrainingError
from studio.fingerprints import checksum
from studio.models import Model, alone, load_current, publish
from studio.present import POINTER


def trained(folder: Path, name: str = "assistant-1") -> Model:
    """Return a model whose files lie in `folder`."""
    file, encoder = folder / f"{name}.tar.gz", folder / "encoder" / "abc"
    file.write_bytes(name.encode())
    encoder.mkdir(parents=True, exist_ok=True)
    return Model(
        name=name,
        file=file,
        sha256=checksum(file),
        encoder_dir=encoder,
        encoder_fingerprint="0123",
        inputs_fingerprint="4567",
        trained_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
        seconds=61.5,
        engine_seconds=30.0,
    )


def test_the_published_assistant_is_the_present_one(tmp_path: Path) -> None:
    publish(trained(tmp_path, "assistant-1"), models_dir=tmp_path)
    second = trained(tmp_path, "assistant-2")
    publish(second, models_dir=tmp_path)
    assert load_current(tmp_path) == second


def test_the_folder_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    publish(trained(tmp_path / "here"), models_dir=tmp_path / "here")
    moved = (tmp_path / "here").rename(tmp_path / "there")
    assert load_current(moved).file == moved / "assistant-1.tar.gz"


def test_without_a_training_there_is_no_assistant(tmp_path: Path) -> None:
    with pytest.raises(NoModelError):
        load_current(tmp_path)


def test_a_changed_file_is_never_handed_out(tmp_path: Path) -> None:
    model = trained(tmp_path)
    publish(model, models_dir=tmp_path)
    model.file.write_bytes(b"something else")
    with pytest.raises(DamagedModelError, match="train it anew"):
        load_current(tmp_path)


@pytest.mark.parametrize("missing", ["assistant-1.tar.gz", "assistant-1.json", "encoder/abc"])
def test_an_assistant_with_a_part_missing_is_never_handed_out(tmp_path: Path, missing: str) -> None:
    publish(trained(tmp_path), models_dir=tmp_path)
    path = tmp_path / missing
    path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(DamagedModelError):
        load_current(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"name": 3}'])
def test_an_unreadable_pointer_is_told_in_a_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / POINTER).write_text(content)
    with pytest.raises(DamagedModelError):
        load_current(tmp_path)


def test_an_incomplete_manifest_is_told_in_a_sentence(tmp_path: Path) -> None:
    publish(trained(tmp_path), models_dir=tmp_path)
    path = tmp_path / "assistant-1.json"
    manifest = json.loads(path.read_text())
    del manifest["sha256"]
    path.write_text(json.dumps(manifest))
    with pytest.raises(DamagedModelError):
        load_current(tmp_path)


def test_a_publication_leaves_no_half_written_files(tmp_path: Path) -> None:
    publish(trained(tmp_path), models_dir=tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["assistant-1.json", "assistant-1.tar.gz", "current.json", "encoder"]


def test_two_trainings_at_once_are_refused(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(TrainingError, match="Another training"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass
