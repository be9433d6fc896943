"""Names a model by what is in its files, so that no model passes for another."""

import hashlib
from pathlib import Path

# Part of every fingerprint: raise it when the way from a text to its vector changes in this
# package (pooling, normalisation, preparation of the text) while the files stay the same.
RECIPE = "lotse-encoder-1"
LETTERS = 16


def fingerprint_of(folder: Path) -> str:
    """Return 16 hexadecimal letters that stand for the model in `folder`.

    Weights, tokenizer, pooling and every other configuration count, with their place in the
    folder; documentation (`*.md`) and hidden files do not, nor does where the folder lies.
    """
    total = hashlib.sha256(RECIPE.encode())
    for path in _files_that_count(folder):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"\n{path.relative_to(folder).as_posix()} {digest}".encode())
    return total.hexdigest()[:LETTERS]


def _files_that_count(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if _counts(path.relative_to(folder)))


def _counts(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.suffix != ".md"
