"""Command that compiles a model for the service: settings on standard input, one line of JSON.

The line is `{"model": fingerprint, "folder": where}`. A process of its own, because compiling takes
torch, some hundred megabytes and seconds, and answering takes neither.
"""

import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from chassis.settings import read_settings
from encoder.compiled import GRAPH, PIECES, Compiled, compiled_name
from encoder.errors import UnusableModelError
from encoder.fingerprint import fingerprint_of
from encoder.location import locate
from encoder.model import LoadedModel, Vectors, open_transformer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CANNOT = 4
#: The version of ONNX operators: all the models need, and understood by every runtime of years.
OPERATORS = 17
#: Numbers of a vector of length one may differ by so much: what rounding does, and no more.
CLOSE = 1e-4
#: Texts of every kind that customers write, for the proof that nothing else differs.
PROOF = (
    "ok",
    "  Moin ZUSAMMEN 🙂 ",
    "Seit gestern Abend ist bei uns in Kiel-Gaarden das Internet weg, was ist da los?",
    "Straße, Grüße, naïve, 24.12. um 14:30 Uhr; 49,90 € #stoerung @foerdekom https://example.org",
    "wort " * 600,
)


class CompileSettings(BaseModel):
    """What `python -m encoder.compile` reads from standard input."""

    model_config = ConfigDict(extra="forbid")

    # Empty: the model the package carries. Else a folder, or a name on the model hub.
    model_dir: str = ""
    # Where compiled models are kept, each in a folder of its own.
    output_dir: Path


def main() -> None:
    """Compile and prove the model; ends with one plain sentence and status 4 if that cannot be."""
    settings = read_settings(CompileSettings)
    # What the exporter and the library tell their own authors is no news to anybody here.
    warnings.simplefilter("ignore")
    try:
        folder = locate(settings.model_dir)
        fingerprint = fingerprint_of(folder)
        target = settings.output_dir / compiled_name(fingerprint)
        compile_model(folder, target, fingerprint=fingerprint)
    except (UnusableModelError, OSError) as error:
        print(error, file=sys.stderr)
        raise SystemExit(CANNOT) from None
    print(json.dumps({"model": fingerprint, "folder": str(target)}))


def compile_model(folder: Path, target: Path, *, fingerprint: str) -> None:
    """Write the model in `folder` to `target` as a graph, which appears whole or not at all.

    What is there already is left as it is.

    Raises:
        UnusableModelError: It cannot be loaded or compiled, or its vectors would be others.
        OSError: `target` cannot be written.
    """
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".compiling-") as workshop:
        made = Path(workshop) / "made"
        made.mkdir()
        transformer = open_transformer(folder, threads=1)
        # Before the export, which leaves the tokenizer with settings of its own.
        model = LoadedModel(transformer=transformer, name=folder.name, fingerprint=fingerprint)
        expected = model.encode(PROOF)
        _export(transformer, made)
        _prove(Compiled(made, name=folder.name, fingerprint=fingerprint, threads=1), expected)
        try:
            made.rename(target)
        except OSError:
            # Another process was quicker: what it made is the same.
            if not target.is_dir():
                raise
            shutil.rmtree(made)


def _export(transformer: "SentenceTransformer", folder: Path) -> None:
    import torch

    class Graph(torch.nn.Module):
        """The model, from word pieces to vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = transformer

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            features: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
            vectors: torch.Tensor = self.model(features)["sentence_embedding"]
            return vectors

    tokenizer = getattr(transformer.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise UnusableModelError("The encoder's model has no tokenizer that can be kept.")
    some = transformer.preprocess(list(PROOF[:3]))
    try:
        torch.onnx.export(
            Graph().eval(),
            (some["input_ids"], some["attention_mask"]),
            str(folder / GRAPH),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_axes={"ids": {0: "texts", 1: "pieces"}, "mask": {0: "texts", 1: "pieces"}},
            opset_version=OPERATORS,
            # The newer exporter needs ten times as long and further packages for the same graph.
            dynamo=False,
        )
    except RuntimeError as error:
        # Its message may hold all weights.
        raise UnusableModelError(
            f"The encoder's model has no graph that can be kept ({type(error).__name__})."
        ) from error
    tokenizer.enable_truncation(transformer.max_seq_length)
    padding = tokenizer.padding or {}
    tokenizer.enable_padding(
        pad_id=padding.get("pad_id", 0), pad_token=padding.get("pad_token", "[PAD]")
    )
    tokenizer.save(str(folder / PIECES))


def _prove(compiled: Compiled, expected: Vectors) -> None:
    alone = np.concatenate([compiled.encode([text]) for text in PROOF])
    worst = max(_distance(compiled.encode(PROOF), expected), _distance(alone, expected))
    if not worst <= CLOSE:
        raise UnusableModelError(f"The compiled model's vectors differ by up to {worst:.1e}.")


def _distance(one: Vectors, other: Vectors) -> float:
    return float(np.abs(one - other).max())


if __name__ == "__main__":
    main()
