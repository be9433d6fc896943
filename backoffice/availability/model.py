"""What access a postcode has: how fast over which technology."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Technology(StrEnum):
    """How a customer can be connected; the ids of the service specifications asked for."""

    FIBRE = "fibre"
    VDSL = "vdsl"
    MOBILE_5G = "5g"

    @property
    def german(self) -> str:
        """The technology's name for customers."""
        return _GERMAN[self]


_GERMAN = {Technology.FIBRE: "Glasfaser", Technology.VDSL: "VDSL", Technology.MOBILE_5G: "5G"}


@dataclass(frozen=True, slots=True)
class Access:
    """The fastest download at a postcode in Mbit/s by technology, 0 where there is none.

    `fibre_expected` is the day from which fibre can be had, None while nobody knows.
    """

    postcode: str
    fibre_mbit: int
    vdsl_mbit: int
    mobile_5g_mbit: int
    fibre_expected: date | None = None

    def mbit(self, technology: Technology) -> int:
        """Return the fastest download over a technology, 0 if it cannot be had."""
        speeds = {
            Technology.FIBRE: self.fibre_mbit,
            Technology.VDSL: self.vdsl_mbit,
            Technology.MOBILE_5G: self.mobile_5g_mbit,
        }
        return speeds[technology]
