"""Everything the assistant is trained from: whether it has changed, and a copy that stays still."""

import shutil
from pathlib import Path

from studio.fingerprints import files_below, fingerprint_of

# Below the root; what is not there does not count.
INPUTS = (
    "data/needs.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "bot/__init__.py",
    "bot/components",
    "bot/importer.py",
    "bot/needs.py",
    "bot/domain",
    "bot/requirements.txt",
    "config.yml",
)


def inputs_fingerprint(root: Path, *, also: str) -> str:
    """Return what stands for all inputs below `root` and for `also`: equal means unchanged.

    Raises:
        OSError: A file cannot be read.
    """
    return fingerprint_of(_inputs(root), root=root, also=also)


def copy_inputs(root: Path, target: Path) -> Path:
    """Copy all inputs below `root` to `target` and return that.

    A training takes minutes, in which editors go on writing; what was trained must be what the
    fingerprint says.
    """
    for path in _inputs(root):
        copied = target / path.relative_to(root)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copied)
    return target


def _inputs(root: Path) -> list[Path]:
    return [file for place in INPUTS for file in files_below(root / place)]
