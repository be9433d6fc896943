"""What an action meets in tests: a talk as it stands, ears for what is said, services in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from actions.backoffice import Availability, BackOfficeUnavailableError, Offering, Problem
from actions.dialogue import Dialogue, Found
from actions.encoder import Encoded, EncoderUnavailableError
from actions.knowledge import Knowledge
from actions.knowledge_entries import read_entries
from actions.knowledge_threshold import Trial
from actions.other import Other
from actions.speech import Speech
from conversation.signals import Signal, signal_from_wire

NOW = datetime(2026, 11, 24, 10, 15, tzinfo=ZoneInfo("Europe/Berlin"))

ZUHAUSE_M = Offering(
    name="Zuhause M",
    description="Für zwei.",
    category="Festnetz & Internet",
    monthly=Decimal("34.99"),
    once=Decimal("69.95"),
    traits={
        "downloadMbit": (50,),
        "uploadMbit": (2.4,),
        "minimumTermMonths": (24,),
        "noticePeriodMonths": (1,),
        "features": ("Telefon-Flatrate", "Router zur Miete"),
    },
)
ZUHAUSE_L = Offering(
    name="Zuhause L",
    description="",
    category="Festnetz & Internet",
    monthly=Decimal("39.99"),
    traits={"downloadMbit": (100,)},
)
ZUHAUSE_XL = Offering(
    name="Zuhause XL",
    description="",
    category="Festnetz & Internet",
    monthly=Decimal("44.99"),
    traits={"downloadMbit": (250,)},
)
GLASFASER_250 = Offering(
    name="Glasfaser 250",
    description="",
    category="Glasfaser",
    monthly=Decimal("44.99"),
    traits={"downloadMbit": (250,)},
)
GLASFASER_1000 = Offering(
    name="Glasfaser 1000",
    description="",
    category="Glasfaser",
    monthly=Decimal("69.99"),
    once=Decimal(0),
    traits={"downloadMbit": (1000,)},
)
MOBIL_M = Offering(
    name="Mobil M",
    description="",
    category="Mobilfunk",
    monthly=Decimal("19.99"),
    traits={"dataVolumeGb": (30,), "downloadMbit": (200,)},
)
TV_PLUS = Offering(
    name="TV Plus",
    description="",
    category="TV",
    monthly=Decimal("14.99"),
    traits={"channels": (170,), "hdChannels": (150,), "minimumTermMonths": (1,)},
)
OFFERINGS = (ZUHAUSE_M, ZUHAUSE_L, ZUHAUSE_XL, GLASFASER_250, GLASFASER_1000, MOBIL_M, TV_PLUS)


@dataclass
class MemoryBackOffice:
    """A catalogue, faults and lines in memory; `broken` answers nothing."""

    offered: tuple[Offering, ...] = OFFERINGS
    lines: dict[str, Availability] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    broken: bool = False

    async def offerings(self) -> tuple[Offering, ...]:
        self._check()
        return self.offered

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        self._check()
        return self.problems.get(postal_code, ())

    async def available(self, *, postal_code: str) -> Availability:
        self._check()
        return self.lines.get(postal_code, Availability(served=False))

    def _check(self) -> None:
        if self.broken:
            raise BackOfficeUnavailableError("broken")


@dataclass
class MemoryEncoder:
    """Counts letters for a meaning; `broken` answers nothing."""

    model: str = "letters"
    broken: bool = False
    asked: list[str] = field(default_factory=list)

    async def encode(self, texts: Sequence[str]) -> Encoded:
        if self.broken:
            raise EncoderUnavailableError("broken")
        self.asked.extend(texts)
        letters = "abcdefghijklmnopqrstuvwxyz"
        counts = [[each.lower().count(letter) + 1e-3 for letter in letters] for each in texts]
        vectors = np.array(counts, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return Encoded(model=self.model, vectors=vectors / lengths)


def knowledge(encoder: MemoryEncoder | None = None) -> Knowledge:
    """Return the project's knowledge over an encoder in memory."""
    trials = (
        Trial(question="Welche Kündigungsfrist gilt?", entry="notice-period"),
        Trial(question="Wie wird das Wetter?", entry=None),
    )
    return Knowledge(read_entries(), trials=trials, meanings=encoder or MemoryEncoder())


def other(encoder: MemoryEncoder | None = None) -> Other:
    """Return the topic `other` over that knowledge."""
    return Other(knowledge(encoder))


@dataclass
class Ears:
    """Hears what an action says."""

    messages: list[dict[str, Any]] = field(default_factory=list)

    def utter_message(self, **message: Any) -> None:
        self.messages.append(message)

    @property
    def speech(self) -> Speech:
        return Speech(self)

    @property
    def responses(self) -> list[str]:
        return [each["response"] for each in self.messages if "response" in each]

    @property
    def titles(self) -> list[str]:
        return [button["title"] for each in self.messages for button in each.get("buttons", [])]

    @property
    def signal(self) -> Signal | None:
        wires = [each["json_message"] for each in self.messages if "json_message" in each]
        return signal_from_wire(wires[0]) if wires else None

    def value(self, name: str) -> str:
        """Return what a response was filled with."""
        return next(str(each[name]) for each in self.messages if name in each)


def talk(*found: tuple[str, str], **known: Any) -> Dialogue:
    """Return a talk whose latest message had these entities."""
    return Dialogue(found=tuple(Found(*each) for each in found), **known)


def slots_of(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what events fill into slots."""
    return {each["name"]: each["value"] for each in events if each["event"] == "slot"}
