"""How good is good enough: what handing over must reach and what it is to, beside the scripts."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tests.escalation.figures import Figures


class Thresholds(BaseModel):
    """Floors, as shares between 0 and 1.

    `thresholds.json` has what was reached and must not get lost, `aims.json` what we want.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    recall: float = Field(ge=0, le=1)
    precision: float = Field(ge=0, le=1)
    at_the_turn: float = Field(ge=0, le=1)
    packets_whole: float = Field(ge=0, le=1)


def read_thresholds(path: Path) -> Thresholds:
    """Return the thresholds of a JSON file. Raises OSError, pydantic's ValidationError."""
    return Thresholds.model_validate(json.loads(path.read_text()))


def missed(thresholds: Thresholds, figures: Figures) -> list[str]:
    """Return a sentence for each floor that is not reached; nothing to count misses none."""
    shares = {
        "recall": (figures.recall, thresholds.recall),
        "precision": (figures.precision, thresholds.precision),
        "handed over at the very turn": (figures.at_the_turn, thresholds.at_the_turn),
        "packets that lack no fact": (figures.packets_whole, thresholds.packets_whole),
    }
    return [
        f"{name} {share.value:.3f}, wanted at least {wanted:.3f}."
        for name, (share, wanted) in shares.items()
        if share.of and share.value < wanted
    ]
