"""Builds sentence models of a few thousand weights, for tests that need a real one but no good one.

A command of its own, because loading the libraries costs a process many seconds.
"""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß0123456789.,:;!?@#-_/'\"()%€&+"


def build_in_process(*folders: Path) -> None:
    """Build a model in each of `folders`, each with weights of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.encoder.tiny", *map(str, folders)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, timeout=110)


def build(folder: Path, *, seed: int) -> None:
    """Write a model that reads letter by letter to `folder`."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    source = folder.with_name(f"{folder.name}-source")
    source.mkdir(parents=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS]
    pieces += [f"##{letter}" for letter in LETTERS]
    (source / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=256,
    )
    BertModel(config).save_pretrained(source)
    BertTokenizerFast(vocab=str(source / "vocab.txt")).save_pretrained(source)
    transformer = Transformer(str(source), max_seq_length=200)
    pooling = Pooling(transformer.get_embedding_dimension())
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(
        str(folder), create_model_card=False
    )


if __name__ == "__main__":
    for number, name in enumerate(sys.argv[1:], start=1):
        build(Path(name), seed=number)
