"""What goes first and why; and when somebody who waits may expect an answer."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conversation.escalation.findings import Urgency
from conversation.identity import LineId
from conversation.packets import Fact, HandoffPacket, Understood
from conversation.routing.concerns import Expiry, Limit, urgency_of
from conversation.routing.estimates import estimate, worth_a_word
from conversation.routing.order import in_order, reasons
from conversation.signals import Reason
from tests.routing.samples import BERLIN, NOW, concern


def promise(minutes: float) -> Expiry:
    return Expiry(Limit.PROMISE, NOW + timedelta(minutes=minutes))


def window(hours: float) -> Expiry:
    return Expiry(Limit.WINDOW, NOW + timedelta(hours=hours))


def names(*concerns: object) -> list[str]:
    ordered = in_order(concerns, now=NOW)  # type: ignore[arg-type]
    return [one.conversation.thread for one in ordered]


def test_what_runs_out_first_goes_first_whoever_is_angrier() -> None:
    soon = concern("soon", expiries=(promise(5),))
    angry = concern("angry", expiries=(promise(20),), urgency=3)
    assert names(angry, soon) == ["soon", "angry"]


def test_danger_then_need_go_first_whatever_was_promised_to_others() -> None:
    broken = concern("broken", expiries=(promise(-30),), urgency=3)
    danger = concern("danger", expiries=(promise(10),), precedence=Urgency.EMERGENCY)
    needs = concern("needs", expiries=(promise(10),), precedence=Urgency.SOON)
    assert names(broken, needs, danger) == ["danger", "needs", "broken"]
    assert reasons(danger, now=NOW, zone=BERLIN)[0] == "vielleicht Gefahr"
    assert reasons(needs, now=NOW, zone=BERLIN)[0] == "auf die Leitung angewiesen"


def test_what_the_rules_found_urgent_is_urgent() -> None:
    packet = HandoffPacket(Reason.REQUESTED, "", "", LineId("1"))
    found = [urgency_of(replace(packet, urgency=urgency)) for urgency in Urgency]
    assert found == [0, 2, 3]


def test_with_the_same_promise_the_more_urgent_then_the_older_goes_first() -> None:
    old = concern("old", expiries=(promise(10),), waited=300)
    new = concern("new", expiries=(promise(10),), waited=60)
    angry = concern("angry", expiries=(promise(10),), urgency=2)
    assert names(new, old, angry) == ["angry", "old", "new"]


def test_a_window_that_shuts_moves_up_and_one_that_has_shut_does_not() -> None:
    shutting = concern("shutting", expiries=(promise(60), window(2.1)))
    shut = concern("shut", expiries=(promise(60), window(-1)))
    usual = concern("usual", expiries=(promise(30),))
    assert names(shut, usual, shutting) == ["shutting", "usual", "shut"]


@given(st.lists(st.tuples(st.integers(-9, 99), st.integers(0, 3), st.integers(0, 999)), max_size=8))
def test_the_order_does_not_depend_on_how_they_come(rows: list[tuple[int, int, int]]) -> None:
    concerns = [
        concern(f"c{number}", expiries=(promise(due),), urgency=urgency, waited=waited)
        for number, (due, urgency, waited) in enumerate(rows)
    ]
    mixed = random.Random(1).sample(concerns, len(concerns))
    assert names(*concerns) == names(*mixed)


def test_agents_read_in_german_why_something_stands_where_it_stands() -> None:
    one = concern(expiries=(promise(10), window(20)), urgency=2, waited=240)
    assert reasons(one, now=NOW, zone=BERLIN) == [
        "Zusage bis 10:25",
        "verärgert oder dringend",
        "wartet seit 4 Min.",
    ]
    late = concern(expiries=(promise(-5),))
    assert reasons(late, now=NOW, zone=BERLIN)[0] == "Zusage bis 10:10 ist überschritten"
    shutting = concern(expiries=(promise(120), window(2)))
    assert reasons(shutting, now=NOW, zone=BERLIN)[0] == "Antwortfenster endet um 12:15"


def test_urgency_is_the_greater_of_the_reason_and_the_anger_in_the_words() -> None:
    def packet(reason: Reason, *angers: int | None) -> HandoffPacket:
        understood = tuple(Understood(LineId("1"), "x", 0.9, anger=anger) for anger in angers)
        return HandoffPacket(reason, "", "", None, understood=understood, facts=(Fact("a", "b"),))

    assert urgency_of(packet(Reason.REQUESTED)) == 0
    assert urgency_of(packet(Reason.REQUESTED, 1, None, 2)) == 2
    assert urgency_of(packet(Reason.SENSITIVE, 0)) == 3


def claims(per_minute: float, *, minutes: float = 20) -> list[object]:
    gap = 60 / per_minute
    return [NOW - timedelta(seconds=gap * n) for n in range(1, int(minutes * per_minute))]


def test_the_estimate_comes_from_how_fast_people_took_over() -> None:
    quick = estimate(10, claims(2), now=NOW)  # type: ignore[arg-type]
    slow = estimate(10, claims(0.5), now=NOW)  # type: ignore[arg-type]
    assert quick is not None
    assert slow is not None
    # Ten people at two a minute take five minutes on average; the estimate is a careful one.
    assert quick.by == NOW + timedelta(minutes=10)
    assert slow.by == NOW + timedelta(minutes=30)


def test_with_too_little_measured_nothing_is_estimated() -> None:
    assert estimate(1, claims(2)[:4], now=NOW) is None  # type: ignore[arg-type]
    long_ago = [NOW - timedelta(hours=1, minutes=n) for n in range(20)]
    assert estimate(1, long_ago, now=NOW) is None


def test_the_estimate_is_kept_nine_times_in_ten() -> None:
    chance, kept = random.Random(7), 0
    for _ in range(400):
        rate = chance.uniform(0.5, 4)  # claims a minute
        past, at = [], 0.0
        while (at := at + chance.expovariate(rate)) < 20:
            past.append(NOW - timedelta(minutes=at))
        position = chance.randrange(1, 30)
        told = estimate(position, past, now=NOW)
        if told is None:
            kept += 1
            continue
        wait = sum(chance.expovariate(rate) for _ in range(position))
        kept += NOW + timedelta(minutes=wait) <= told.by
    assert kept / 400 >= 0.88


def test_a_customer_hears_of_a_later_time_but_not_again_and_again() -> None:
    told, told_at = NOW + timedelta(minutes=5), NOW - timedelta(minutes=12)
    later = told + timedelta(minutes=10)
    assert worth_a_word(later, told=told, told_at=told_at, now=NOW)
    assert not worth_a_word(told, told=told, told_at=told_at, now=NOW)
    assert not worth_a_word(later, told=told, told_at=NOW - timedelta(minutes=9), now=NOW)


def test_a_customer_hears_of_a_much_sooner_time() -> None:
    told, told_at = NOW + timedelta(hours=2), NOW - timedelta(minutes=12)
    assert worth_a_word(NOW + timedelta(hours=1), told=told, told_at=told_at, now=NOW)
    assert not worth_a_word(told - timedelta(minutes=20), told=told, told_at=told_at, now=NOW)
