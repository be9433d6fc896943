"""Tunes a model so that sentences with one label lie close together and others far apart."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from encoder.pairs import Pair

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from torch.nn import Parameter

Told = Callable[[int, int], None]

WEIGHT_DECAY = 0.01
WARM_UP = 0.1
LONGEST_GRADIENT = 1.0
CHUNK = 8


def tune(
    model: "SentenceTransformer",
    batches: Sequence[Sequence[Pair]],
    *,
    learning_rate: float,
    seed: int,
    told: Told,
    longest: int = 64,
) -> None:
    """Change `model` by one step of multiple-negatives ranking for each batch.

    Of each text the first `longest` word pieces count. The learning rate rises over the first tenth
    of the steps and falls to zero. `told` hears after each step how many of how many are done. Same
    seed, model, batches and number of threads: same result but for rounding, since a processor's
    kernels sum differently by where numbers happen to lie.

    Source: Henderson et al. 2017, "Efficient Natural Language Response Suggestion", section 4.4.
    """
    import torch
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    loss = MultipleNegativesRankingLoss(model)
    weights = _tuned_weights(model)
    optimizer = torch.optim.AdamW(weights, lr=learning_rate, weight_decay=WEIGHT_DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _rise_and_fall(len(batches)))
    reads = model.max_seq_length
    model.max_seq_length = min(longest, reads or longest)
    model.train()
    for step, batch in enumerate(batches, start=1):
        vectors = _embedded(
            model, [pair.anchor for pair in batch] + [pair.positive for pair in batch]
        )
        columns = [vectors[: len(batch)], vectors[len(batch) :]]
        optimizer.zero_grad()
        step_loss = loss.compute_loss_from_embeddings(columns, torch.empty(0))
        step_loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, LONGEST_GRADIENT)
        optimizer.step()
        schedule.step()
        told(step, len(batches))
    model.eval()
    model.max_seq_length = reads


def save(model: "SentenceTransformer", folder: Path) -> None:
    """Write `model` to `folder`, which appears whole or not at all.

    Raises:
        FileExistsError: There is something at `folder` already.
    """
    if folder.exists():
        raise FileExistsError(folder)
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        model.save(str(partial), create_model_card=False)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _tuned_weights(model: "SentenceTransformer") -> "list[Parameter]":
    """Return all weights but the word pieces' own vectors, and hold those still.

    They are half of the default model, and some hundred sentences touch a few of them.
    """
    import torch

    for module in model.modules():
        if isinstance(module, torch.nn.Embedding):
            module.requires_grad_(False)
    return [weight for weight in model.parameters() if weight.requires_grad]


def _embedded(model: "SentenceTransformer", texts: Sequence[str]) -> "Tensor":
    """Return the vectors of `texts`, short ones apart from long ones.

    All of a batch is padded to its longest text; German customers write three words or forty.
    """
    import torch

    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = []
    for start in range(0, len(order), CHUNK):
        chunk = [texts[place] for place in order[start : start + CHUNK]]
        vectors.append(model(model.preprocess(chunk))["sentence_embedding"])
    return torch.cat(vectors)[torch.argsort(torch.tensor(order))]


def _rise_and_fall(steps: int) -> Callable[[int], float]:
    rising = max(1, round(steps * WARM_UP))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return max(0.0, (steps - step) / max(1, steps - rising))

    return factor
