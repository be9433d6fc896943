"""A trained assistant for tests: trained once for a content, kept between runs, without encoder."""

import hashlib
import os
import subprocess
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
TRAINING_SECONDS = 900
# The encoder is a process of its own with tests of its own; dialogue and channel do without.
ENCODER = "bot.components.encoder_featurizer.EncoderFeaturizer"
TRAINED_ON = (
    *("bot/domain", "data/nlu", "data/rules", "data/stories", "config.yml", "bot/components"),
)


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


def trained_model(folder: Path) -> Path:
    """Return the model file for the present content; train it in `folder` if it is not there."""
    model = folder / f"{_content()}.tar.gz"
    if not model.exists():
        _train(model, config=_config_without_encoder(folder))
    return model


def _train(model: Path, *, config: Path) -> None:
    name = model.name.removesuffix(".tar.gz")
    trained = subprocess.run(
        [
            *(str(PYTHON), "-m", "rasa", "train", "--domain", "bot/domain", "--data", "data"),
            *("--config", str(config), "--out", str(model.parent), "--fixed-model-name", name),
        ],
        cwd=ROOT,
        env=engine_environment(RASA_CACHE_DIRECTORY=str(model.parent / "cache")),
        capture_output=True,
        text=True,
        timeout=TRAINING_SECONDS,
    )
    assert trained.returncode == 0, trained.stdout[-3000:] + trained.stderr[-3000:]


def _config_without_encoder(folder: Path) -> Path:
    yaml = YAML()
    config = yaml.load(ROOT / "config.yml")
    config["pipeline"] = [each for each in config["pipeline"] if each["name"] != ENCODER]
    written = folder / "config.yml"
    yaml.dump(config, written)
    return written


def _content() -> str:
    digest = hashlib.sha256()
    for root in TRAINED_ON:
        path = ROOT / root
        below = (file for file in sorted(path.rglob("*")) if file.suffix in {".yml", ".py"})
        files = [path] if path.is_file() else list(below)
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:20]
