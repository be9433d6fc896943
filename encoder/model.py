"""Loads a sentence-transformers model and turns texts into vectors of length one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from encoder.errors import UnusableModelError
from encoder.fingerprint import fingerprint_of
from encoder.location import locate

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

BATCH = 32
PACKAGED_NAME = "all-MiniLM-L6-v2"


class SentenceModel(Protocol):
    """What the service needs of a model."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def fingerprint(self) -> str:
        """What programs call it: the same for the same files only."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length one for each text."""


class LoadedModel:
    """A model in memory. Not for several threads at a time."""

    def __init__(self, *, transformer: "SentenceTransformer", name: str, fingerprint: str) -> None:
        self._transformer = transformer
        self.name = name
        self.fingerprint = fingerprint
        # Also a proof that the model works, and the slow first call out of a customer's way.
        self.dimensions = int(self.encode(["Guten Tag"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a float32 matrix, texts by dimensions, every row of length one.

        A text longer than the model's own limit (256 word pieces for the default) counts up to it.
        """
        rows = self._transformer.encode(
            list(texts),
            batch_size=BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)


def load_model(model: str, *, threads: int) -> LoadedModel:
    """Load `model` (empty: the packaged one; else a folder or a hub's name) for `threads` threads.

    Raises:
        UnusableModelError: It is missing, or its files cannot be loaded.
    """
    folder = locate(model)
    return LoadedModel(
        transformer=open_transformer(folder, threads=threads),
        name=Path(model).name if model else PACKAGED_NAME,
        fingerprint=fingerprint_of(folder),
    )


def open_transformer(folder: Path, *, threads: int) -> "SentenceTransformer":
    """Load the model in `folder` on the processor, with torch held to `threads` threads.

    Raises:
        UnusableModelError: The folder holds no model that can be loaded.
    """
    # Imported here: it takes seconds, and must come after `locate` has decided about the hub.
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    torch.set_num_threads(threads)
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise UnusableModelError(
            f"The encoder's model in {folder} cannot be loaded ({type(error).__name__})."
        ) from error
