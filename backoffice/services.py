"""The services that customers use: what faults, tickets and contracts are about."""

from enum import StrEnum


class Service(StrEnum):
    """What customers use; the same four words as in the assistant's entity `service`."""

    INTERNET = "internet"
    TV = "tv"
    PHONE = "phone"
    MOBILE = "mobile"

    @property
    def german(self) -> str:
        """The service's name for customers."""
        return _GERMAN[self]


_GERMAN = {
    Service.INTERNET: "Internet",
    Service.TV: "Fernsehen",
    Service.PHONE: "Telefon",
    Service.MOBILE: "Mobilfunk",
}
