"""How good is good enough: the figures that an assistant must reach, kept beside the messages."""

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from studio.evaluation.figures import Figures, Share


class Thresholds(BaseModel):
    """Shares between 0 and 1; an assistant below a floor or above a ceiling fails."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intents_right: float = Field(ge=0, le=1, description="floor")
    macro_f1: float = Field(ge=0, le=1, description="floor")
    out_of_scope_refused: float = Field(ge=0, le=1, description="floor")
    falsely_refused: float = Field(ge=0, le=1, description="ceiling")
    anger_near: float = Field(ge=0, le=1, description="floor")
    entities_f1: float = Field(ge=0, le=1, description="floor")
    calibration_error: float = Field(ge=0, le=1, description="ceiling")


def read_thresholds(path: Path) -> Thresholds:
    """Return the thresholds of a JSON file. Raises OSError, pydantic's ValidationError."""
    return Thresholds.model_validate(json.loads(path.read_text()))


def missed(thresholds: Thresholds, figures: Figures) -> list[str]:
    """Return a sentence for each threshold that is not reached."""
    floors = {
        "intents right": (_value(figures.intents), thresholds.intents_right),
        "macro-F1": (figures.macro_f1, thresholds.macro_f1),
        "out of scope refused": (_value(figures.refused), thresholds.out_of_scope_refused),
        "anger within one level": (_value(figures.anger_near), thresholds.anger_near),
        "entities": (figures.entities_f1, thresholds.entities_f1),
    }
    ceilings = {
        "falsely refused": (_value(figures.falsely_refused), thresholds.falsely_refused),
        "calibration error": (figures.calibration_error, thresholds.calibration_error),
    }
    low = [
        f"Below the threshold: {name} {value:.3f}, wanted at least {wanted:.3f}."
        for name, (value, wanted) in floors.items()
        if value is not None and value < wanted
    ]
    high = [
        f"Above the threshold: {name} {value:.3f}, wanted at most {wanted:.3f}."
        for name, (value, wanted) in ceilings.items()
        if value is not None and value > wanted
    ]
    return low + high


def _value(share: Share | None) -> float | None:
    return share.value if share else None
