"""What happened in the back office between two looks at it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.play.script import Effect

CONFIRMED, CANCELLED = "confirmed", "cancelled"


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment as it stands: its status, and when it begins."""

    status: str
    start: str


@dataclass(frozen=True, slots=True)
class Books:
    """What the back office holds: tickets and appointments by their ids."""

    tickets: frozenset[str] = frozenset()
    visits: Mapping[str, Visit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """One effect, and on what."""

    effect: Effect
    id: str

    def __str__(self) -> str:
        return f"{self.effect.value} {self.id}"


def happened_between(before: Books, after: Books) -> tuple[Happened, ...]:
    """Return what was done between two looks, in no order of time."""
    created = sorted(after.tickets - before.tickets)
    return (
        *(Happened(Effect.TICKET_CREATED, id) for id in created),
        *_visits_between(before.visits, after.visits),
    )


def _visits_between(before: Mapping[str, Visit], after: Mapping[str, Visit]) -> Iterator[Happened]:
    for id, now in sorted(after.items()):
        earlier = before.get(id)
        if earlier is None:
            if now.status == CONFIRMED:
                yield Happened(Effect.APPOINTMENT_BOOKED, id)
        elif earlier.status != now.status and now.status == CANCELLED:
            yield Happened(Effect.APPOINTMENT_CANCELLED, id)
        elif earlier.start != now.start:
            yield Happened(Effect.APPOINTMENT_MOVED, id)


class Ledger:
    """The effects of one script: each answers one expectation, of its turn or of a later one."""

    def __init__(self) -> None:
        self._open: list[Happened] = []
        self.all: list[Happened] = []

    @property
    def open(self) -> tuple[Happened, ...]:
        """What happened and no expectation has asked for yet."""
        return tuple(self._open)

    def note(self, happened: tuple[Happened, ...]) -> None:
        """Write down what happened."""
        self._open += happened
        self.all += happened

    def lacks(self, effect: Effect | None) -> bool:
        """Say whether a positive effect is wanted and has not happened."""
        if effect in (None, Effect.NONE):
            return False
        return all(each.effect is not effect for each in self._open)

    def settle(self, effect: Effect) -> None:
        """Take one effect off that an expectation has asked for."""
        found = next((each for each in self._open if each.effect is effect), None)
        if found:
            self._open.remove(found)
