"""Puts sentences together that say the same: "12 messages like this one" are one decision."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from conversation.reviews import Waiting
from studio.search.meanings import Vectors

# As near as two examples of one intent that say the same in other words.
LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sentences that mean the same, the worthiest first; `messages` is how often they came."""

    sentences: tuple[Waiting, ...]

    @property
    def messages(self) -> int:
        """How many messages of customers it stands for."""
        return sum(one.times for one in self.sentences)


def clusters(
    sentences: Sequence[Waiting], vectors: Vectors, *, like: float = LIKE
) -> list[Cluster]:
    """Return `sentences` in clusters, the one that stands for the most messages first.

    Each goes to the first sentence, in the order given, that it is like; `vectors` has a row of
    length one for each.
    """
    left = np.ones(len(sentences), dtype=bool)
    found: list[Cluster] = []
    for place in range(len(sentences)):
        if not left[place]:
            continue
        members = np.flatnonzero(left & (vectors @ vectors[place] >= like))
        # Rounding could leave a sentence out of its own cluster.
        together = sorted({place, *(int(one) for one in members)})
        left[together] = False
        found.append(Cluster(tuple(sentences[one] for one in together)))
    return sorted(found, key=lambda one: -one.messages)
