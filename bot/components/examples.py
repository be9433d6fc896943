"""What our components read of Rasa's messages: text, the encoder's vector, an example's anger."""

from collections.abc import Sequence

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack

from bot.components.wording import Wording

METADATA = "metadata"
EXAMPLE = "example"
ANGER = "anger"
NEED = "need"


def text_of(message: Message) -> str:
    """Return the words of a message."""
    return message.get(TEXT) or ""


def anger_of(message: Message) -> int:
    """Return the anger that an example was labelled with, 0 if with none."""
    metadata = message.get(METADATA) or {}
    return int((metadata.get(EXAMPLE) or {}).get(ANGER) or 0)


def need_of(message: Message) -> str | None:
    """Return the need for a person that an example was labelled with, None if with none."""
    metadata = message.get(METADATA) or {}
    return (metadata.get(EXAMPLE) or {}).get(NEED)


def rows_of(messages: Sequence[Message], wording: Wording) -> csr_matrix:
    """Return one row for each message: its wording, and its vector if a featurizer gave one."""
    return wording.rows([text_of(message) for message in messages], _vectors(messages))


def learnt_rows(examples: Sequence[Message]) -> tuple[Wording, csr_matrix]:
    """Return the wording of all examples, and the rows that `rows_of` would give."""
    wording, words = Wording.learnt_with_rows(tuple(text_of(each) for each in examples))
    return wording, _beside(words, examples)


def _beside(words: csr_matrix, messages: Sequence[Message]) -> csr_matrix:
    dense = _vectors(messages)
    return words if dense is None else hstack([words, csr_matrix(dense)]).tocsr()


def _vectors(messages: Sequence[Message]) -> np.ndarray | None:
    """Return one row for each message, of zeros where it has no vector; None if none has one."""
    vectors = [_vector(message) for message in messages]
    width = max(map(len, vectors), default=0)
    if not width:
        return None
    empty = np.zeros(width, dtype=np.float32)
    return np.stack([vector if len(vector) else empty for vector in vectors])


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT, [])
    return np.zeros(0) if sentence is None else np.asarray(sentence.features).reshape(-1)
