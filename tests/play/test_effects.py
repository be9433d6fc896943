"""Effects are differences in the back office, each asked for once."""

from tests.play.effects import Books, Happened, Ledger, Visit, happened_between
from tests.play.script import Effect

THURSDAY, FRIDAY = "2026-11-26T07:00:00Z", "2026-11-27T07:00:00Z"


def books(*tickets: str, **visits: tuple[str, str]) -> Books:
    return Books(
        tickets=frozenset(tickets),
        visits={id.replace("_", "-"): Visit(*each) for id, each in visits.items()},
    )


def test_nothing_has_happened_between_two_looks_at_the_same() -> None:
    same = books("T-1", A_1=("confirmed", THURSDAY))
    assert happened_between(same, same) == ()


def test_every_effect_is_seen() -> None:
    before = books(
        "T-1", A_1=("confirmed", THURSDAY), A_2=("confirmed", THURSDAY), A_3=("cancelled", FRIDAY)
    )
    after = books(
        *("T-1", "T-2"),
        A_1=("cancelled", THURSDAY),
        A_2=("confirmed", FRIDAY),
        A_3=("cancelled", FRIDAY),
        A_4=("confirmed", FRIDAY),
    )
    assert happened_between(before, after) == (
        Happened(Effect.TICKET_CREATED, "T-2"),
        Happened(Effect.APPOINTMENT_CANCELLED, "A-1"),
        Happened(Effect.APPOINTMENT_MOVED, "A-2"),
        Happened(Effect.APPOINTMENT_BOOKED, "A-4"),
    )


def test_an_effect_answers_one_expectation_of_its_turn_or_a_later_one() -> None:
    ledger = Ledger()
    assert ledger.lacks(Effect.TICKET_CREATED)
    assert not ledger.lacks(Effect.NONE)
    assert not ledger.lacks(None)
    ledger.note((Happened(Effect.TICKET_CREATED, "T-1"),))
    assert not ledger.lacks(Effect.TICKET_CREATED)
    ledger.settle(Effect.TICKET_CREATED)
    ledger.settle(Effect.NONE)
    assert ledger.open == ()
    assert ledger.lacks(Effect.TICKET_CREATED)
    assert [str(each) for each in ledger.all] == ["ticket_created T-1"]
