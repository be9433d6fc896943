"""A training changes the present assistant as a whole or not at all; programs stand in here."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from studio.errors import TrainingCancelledError, TrainingError
from studio.fingerprints import checksum
from studio.models import load_current
from studio.present import POINTER
from studio.progress import Progress
from studio.trainer import TrainerSettings, main, train
from tests.studio.sample import StandIns, write_sample, write_stand_ins


@pytest.fixture
def programs(tmp_path: Path) -> StandIns:
    return write_stand_ins(tmp_path / "programs")


@pytest.fixture
def settings(tmp_path: Path, programs: StandIns) -> TrainerSettings:
    return TrainerSettings(
        root=write_sample(tmp_path / "root"),
        engine_python=programs.engine,
        models_dir=tmp_path / "models",
        own_python=programs.own,
    )


def change(settings: TrainerSettings, place: str, more: str = "\n# changed\n") -> None:
    path = settings.root / place
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


def add_example(settings: TrainerSettings) -> None:
    change(settings, "data/nlu/sample.yml", "    - Danke dir\n")


def test_a_trained_assistant_is_the_present_one(settings: TrainerSettings) -> None:
    model = train(settings)
    assert load_current(settings.models_dir) == model
    assert model.encoder_dir.is_dir()
    assert model.sha256 == checksum(model.file)
    assert "." not in model.name


def test_the_engine_is_told_where_the_encoder_is_and_no_secrets(
    settings: TrainerSettings, programs: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_TOKEN", "secret")
    train(settings)
    environment = (programs.engine.parent / "environment").read_text()
    url = (programs.own.parent / "encoder_url").read_text()
    assert f"ENCODER_URL={url}\n" in environment
    assert "RASA_TELEMETRY_ENABLED=false\n" in environment
    assert "secret" not in environment


def test_no_encoder_is_left_running(settings: TrainerSettings, programs: StandIns) -> None:
    train(settings)
    with pytest.raises(httpx.ConnectError):
        httpx.get((programs.own.parent / "encoder_url").read_text())


def test_nothing_is_done_if_nothing_has_changed(
    settings: TrainerSettings, programs: StandIns
) -> None:
    first = train(settings)
    before = programs.calls()
    assert train(settings) == first
    assert programs.calls() == before


def test_what_is_changed_during_a_training_counts_for_the_next_one(
    settings: TrainerSettings, programs: StandIns
) -> None:
    def told(progress: Progress) -> None:
        if progress.step == "Starting the encoder" and progress.done:
            add_example(settings)

    first = train(settings, told=told)
    second = train(settings)
    assert second.inputs_fingerprint != first.inputs_fingerprint
    assert programs.calls().count("encoder.tune") == 2


@pytest.mark.parametrize(
    "place",
    [
        "data/rules/sample.yml",
        "bot/domain/sample.yml",
        "config.yml",
        "bot/components/encoder_client.py",
    ],
)
def test_a_change_beside_the_examples_trains_the_engine_but_not_the_encoder(
    settings: TrainerSettings, programs: StandIns, place: str
) -> None:
    first = train(settings)
    change(settings, place)
    second = train(settings)
    assert second.name != first.name
    assert second.encoder_dir == first.encoder_dir
    assert programs.calls().count("encoder.tune") == 1


def test_another_example_tunes_another_encoder(
    settings: TrainerSettings, programs: StandIns
) -> None:
    first = train(settings)
    add_example(settings)
    second = train(settings)
    assert second.encoder_dir != first.encoder_dir
    assert second.encoder_fingerprint != first.encoder_fingerprint
    assert programs.calls().count("encoder.tune") == 2
    assert first.file.exists()


def test_another_base_model_trains_everything_anew(
    settings: TrainerSettings, programs: StandIns
) -> None:
    train(settings)
    train(replace(settings, encoder_model="some/other-model"))
    assert programs.calls().count("encoder.tune") == 2


def test_a_damaged_assistant_is_trained_anew(settings: TrainerSettings) -> None:
    first = train(settings)
    first.file.write_bytes(b"damaged")
    train(settings)
    assert load_current(settings.models_dir).sha256 != first.sha256


@pytest.mark.parametrize(
    ("engine", "encoder", "words"),
    [
        ("fails", "works", "YamlException: line 3 is wrong"),
        ("makes-nothing", "works", "nothing to do"),
        ("works", "encoder.tune", "could not be tuned: It is broken."),
        ("works", "encoder", "does not start: It is broken."),
    ],
)
def test_a_failed_training_says_why_and_leaves_the_present_assistant(
    settings: TrainerSettings, programs: StandIns, engine: str, encoder: str, words: str
) -> None:
    first = train(settings)
    add_example(settings)
    programs.behave(engine=engine, encoder=encoder)
    with pytest.raises(TrainingError, match=words):
        train(settings)
    assert load_current(settings.models_dir) == first
    programs.behave()
    assert train(settings).name != first.name


def test_a_missing_interpreter_is_told_in_a_sentence(settings: TrainerSettings) -> None:
    missing = replace(settings, engine_python=Path("/nowhere/python"))
    with pytest.raises(TrainingError, match="/nowhere/python cannot be run"):
        train(missing)


def test_missing_examples_are_told_in_a_sentence(settings: TrainerSettings) -> None:
    (settings.root / "data" / "nlu" / "sample.yml").unlink()
    with pytest.raises(TrainingError, match="no examples"):
        train(settings)


def test_a_stopped_training_changes_nothing_and_leaves_nothing_running(
    settings: TrainerSettings, programs: StandIns
) -> None:
    first = train(settings)
    change(settings, "config.yml")
    programs.behave(engine="hangs")
    cancelled = threading.Event()

    def told(progress: Progress) -> None:
        if progress.step.startswith("Training the engine"):
            cancelled.set()

    started = time.monotonic()
    with pytest.raises(TrainingCancelledError):
        train(settings, told=told, cancelled=cancelled)
    assert time.monotonic() - started < 15
    assert load_current(settings.models_dir) == first
    with pytest.raises(httpx.ConnectError):
        httpx.get((programs.own.parent / "encoder_url").read_text())


def test_each_step_is_told(settings: TrainerSettings) -> None:
    told: list[Progress] = []
    train(settings, told=told.append)
    steps = list(dict.fromkeys(progress.step for progress in told))
    assert steps == [
        "Tuning the encoder",
        "Starting the encoder",
        "Training the engine (seconds)",
    ]
    assert Progress(step="Tuning the encoder", done=1, of=2, seconds_left=0.5) in told


def arguments(settings: TrainerSettings) -> list[str]:
    return [
        *("--root", str(settings.root), "--models-dir", str(settings.models_dir)),
        *("--engine-python", str(settings.engine_python)),
        *("--own-python", str(settings.own_python)),
    ]


def test_the_command_shows_progress_and_names_the_assistant(
    settings: TrainerSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(settings)) == 0
    output = capsys.readouterr().out
    assert "Tuning the encoder: 1 of 2" in output
    assert output.splitlines()[-1].startswith("Current assistant: assistant-")
    assert (settings.models_dir / POINTER).exists()


def test_the_command_says_in_one_sentence_what_failed_and_where_the_rest_is(
    settings: TrainerSettings, programs: StandIns, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.behave(engine="fails")
    assert main(arguments(settings)) == 1
    error = capsys.readouterr().err
    log = settings.models_dir / "last-training" / "engine.log"
    assert error == (
        f"The engine could not be trained: YamlException: line 3 is wrong (all of it: {log})\n"
    )
    assert not (settings.models_dir / POINTER).exists()
