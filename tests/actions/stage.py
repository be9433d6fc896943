"""What an action meets in tests: a talk as it stands, ears for what is said, services in memory."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from actions.backoffice import BackOfficeUnavailableError, Offering, Problem
from actions.dialogue import Dialogue, Found
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
    """A catalogue and faults in memory; `broken` answers nothing."""

    offered: tuple[Offering, ...] = OFFERINGS
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    broken: bool = False

    async def offerings(self) -> tuple[Offering, ...]:
        self._check()
        return self.offered

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        self._check()
        return self.problems.get(postal_code, ())

    def _check(self) -> None:
        if self.broken:
            raise BackOfficeUnavailableError("broken")


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
