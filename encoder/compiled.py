"""Turns texts into vectors by a compiled model: the same numbers in half the time, no torch."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from encoder.errors import UnusableModelError
from encoder.fingerprint import fingerprint_of
from encoder.location import locate
from encoder.model import PACKAGED_NAME, Vectors

GRAPH = "model.onnx"
PIECES = "tokenizer.json"
# Raise it when the way of compiling changes; models compiled in another way are left lying.
WAY = "1"
# Texts of about the same length together: all of a batch are padded to its longest.
TOGETHER = 16
LONGEST_SECONDS = 300.0


def compiled_name(fingerprint: str) -> str:
    """Return the name of the folder that holds the compiled model `fingerprint`."""
    return f"{fingerprint}-{WAY}"


class Compiled:
    """A compiled model in memory; what `encoder.model.LoadedModel` is without torch."""

    def __init__(self, folder: Path, *, name: str, fingerprint: str, threads: int) -> None:
        """Read `folder`, as `encoder.compile` has written it.

        Raises:
            UnusableModelError: It cannot be read.
        """
        self.name = name
        self.fingerprint = fingerprint
        self._session, self._pieces = _read(folder, threads=threads)
        # Also a proof that the model works, and the slow first call out of a customer's way.
        self.dimensions = int(self.encode(["Guten Tag"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a float32 matrix, texts by dimensions, every row of length one."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        rows: list[Vectors] = [np.empty(0, dtype=np.float32)] * len(texts)
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            vectors = self._encoded([texts[place].strip() for place in places])
            for place, vector in zip(places, vectors, strict=True):
                rows[place] = vector
        return np.stack(rows)

    def _encoded(self, texts: list[str]) -> Vectors:
        read = self._pieces.encode_batch_fast(texts)
        ids = np.array([each.ids for each in read], dtype=np.int64)
        mask = np.array([each.attention_mask for each in read], dtype=np.int64)
        (vectors,) = self._session.run(["vectors"], {"ids": ids, "mask": mask})
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        scaled: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
        return scaled


def load_compiled(model: str, *, threads: int, folder: Path) -> Compiled:
    """Load `model` from the compiled ones in `folder`; compile it first if it is not among them.

    Raises:
        UnusableModelError: It is missing, or cannot be compiled.
    """
    source = locate(model)
    fingerprint = fingerprint_of(source)
    compiled = folder / compiled_name(fingerprint)
    if not compiled.is_dir():
        _compile(source, folder)
    name = Path(model).name if model else PACKAGED_NAME
    return Compiled(compiled, name=name, fingerprint=fingerprint, threads=threads)


def _compile(source: Path, folder: Path) -> None:
    settings = {"model_dir": str(source), "output_dir": str(folder.absolute())}
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "encoder.compile"],
            input=json.dumps(settings),
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnusableModelError(
            f"The encoder's model was not compiled within {LONGEST_SECONDS:.0f} seconds."
        ) from None
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or ["no reason given."]
        raise UnusableModelError(f"The encoder's model cannot be compiled: {said[-1]}")


def _read(folder: Path, *, threads: int) -> tuple[Any, Any]:
    # Imported here, because they come after `locate` and take a while.
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that waits by spinning takes the processor from the others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        pieces = Tokenizer.from_file(str(folder / PIECES))
    except Exception as error:
        raise UnusableModelError(
            f"The compiled model in {folder} cannot be loaded ({type(error).__name__})."
        ) from error
    return session, pieces
