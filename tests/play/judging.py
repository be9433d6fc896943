"""Whether what happened is what a script asks for; each verdict with what it rests on. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.play.asking import asked_for
from tests.play.effects import Happened
from tests.play.publicness import leads_into_private, personal_data_in
from tests.play.reply import Reply, together
from tests.play.script import Asked, Effect, Expect, Outcome, Turn

PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one expectation is met. `turn` counts from 1; 0 is the outcome of the script."""

    turn: int
    kind: str
    wanted: str
    met: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """How a turn went: the replies in order, each to one line of the customer.

    `done` are the effects by its end that no earlier expectation asked for; `personal` is the
    customer's data.
    """

    replies: tuple[Reply, ...]
    public: bool
    with_people_before: bool
    with_people: bool
    done: tuple[Happened, ...] = ()
    personal: tuple[str, ...] = ()

    @property
    def reply(self) -> Reply:
        """All that was sent in the turn."""
        return together(self.replies)

    @property
    def last(self) -> Reply:
        """What was sent last: what the customer is asked for at the end of the turn."""
        return self.replies[-1] if self.replies else Reply()


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """How a script ended."""

    with_people: bool
    reason: str | None


def judge_turn(number: int, expect: Expect, facts: TurnFacts) -> list[Verdict]:
    """Return a verdict for each expectation that is to be checked.

    Once people have the conversation, what the assistant says goes unchecked: its silence is right.
    In the turn that was to hand over, what is said on the way still counts.
    """
    verdicts = [*_handoff(number, expect, facts), *_unsaid(number, expect, facts)]
    handing_over = facts.with_people and not facts.with_people_before and expect.handoff
    if not facts.with_people or handing_over:
        verdicts += _said(number, expect, facts)
    if not facts.with_people:
        verdicts += [*_asked(number, expect, facts), *_in_public(number, expect, facts)]
    return [*verdicts, *_effect(number, expect, facts)]


def judge_outcome(outcome: Outcome, facts: OutcomeFacts) -> list[Verdict]:
    """Return a verdict for each part of the outcome that the script names."""
    ended = f"with people, reason {facts.reason}" if facts.with_people else "with the assistant"
    verdicts = []
    if outcome.handed_off is not None:
        met = facts.with_people is outcome.handed_off
        verdicts.append(Verdict(0, "handed_off", str(outcome.handed_off), met, ended))
    if outcome.reason_any:
        reasons = [reason.value for reason in outcome.reason_any]
        met = facts.with_people and facts.reason in reasons
        verdicts.append(Verdict(0, "reason_any", " or ".join(reasons), met, ended))
    if outcome.contained is not None:
        met = outcome.contained is not facts.with_people
        verdicts.append(Verdict(0, "contained", str(outcome.contained), met, ended))
    return verdicts


def not_reached(
    turns: Sequence[Turn], outcome: Outcome, *, first: int, why: str
) -> Iterator[Verdict]:
    """Yield an unmet verdict for all that a script asks from turn `first` on."""
    for number, turn in enumerate(turns, start=1):
        if number >= first:
            for kind, wanted in _wishes(turn.expect):
                yield Verdict(number, kind, wanted, met=False, evidence=why)
    reasons = " or ".join(reason.value for reason in outcome.reason_any)
    for kind, asked in (
        ("handed_off", outcome.handed_off),
        ("reason_any", reasons or None),
        ("contained", outcome.contained),
    ):
        if asked is not None:
            yield Verdict(0, kind, str(asked), met=False, evidence=why)


def _wishes(expect: Expect) -> Iterator[tuple[str, str]]:
    if expect.handoff is not None:
        yield "handoff", str(expect.handoff)
    for kind in ("reply_any", "reply_none"):
        if patterns := getattr(expect, kind):
            yield kind, " or ".join(patterns)
    if expect.asks:
        yield "asks", " or ".join(each.value for each in expect.asks)
    if expect.public_private:
        yield "public_private", expect.public_private
    if expect.effect:
        yield "effect", expect.effect.value


def _handoff(number: int, expect: Expect, facts: TurnFacts) -> Iterator[Verdict]:
    if expect.handoff is not None:
        evidence = "with people" if facts.with_people else "with the assistant"
        met = facts.with_people is expect.handoff
        yield Verdict(number, "handoff", str(expect.handoff), met, evidence)


def _said(number: int, expect: Expect, facts: TurnFacts) -> Iterator[Verdict]:
    if expect.reply_any:
        met = any(_found(pattern, facts.reply) for pattern in expect.reply_any)
        wanted = " or ".join(expect.reply_any)
        yield Verdict(number, "reply_any", wanted, met, facts.reply.everything)


def _unsaid(number: int, expect: Expect, facts: TurnFacts) -> Iterator[Verdict]:
    if expect.reply_none:
        found = [pattern for pattern in expect.reply_none if _found(pattern, facts.reply)]
        said = facts.reply.everything
        evidence = f"{' and '.join(found)} in: {said}" if found else said
        yield Verdict(number, "reply_none", " or ".join(expect.reply_none), not found, evidence)


def _asked(number: int, expect: Expect, facts: TurnFacts) -> Iterator[Verdict]:
    if expect.asks:
        asked = {each.value for each in asked_for(facts.last.texts, facts.last.titles)}
        wanted = {each.value for each in expect.asks}
        met = bool(asked & wanted) or (not asked and Asked.NONE.value in wanted)
        evidence = f"asks for {', '.join(sorted(asked)) or 'nothing'}: {facts.last.everything}"
        yield Verdict(number, "asks", " or ".join(sorted(wanted)), met, evidence)


def _in_public(number: int, expect: Expect, facts: TurnFacts) -> Iterator[Verdict]:
    if expect.public_private:
        answered_there = any(line.private for line in facts.reply.lines)
        leads = answered_there or leads_into_private(facts.reply)
        met = leads is (expect.public_private == "moves_to_private")
        said = facts.reply.everything
        yield Verdict(number, "public_private", expect.public_private, met, said)
    if facts.public:
        said_to_all = facts.reply.in_public
        problem = personal_data_in(said_to_all, known=facts.personal)
        evidence = f"{problem}: {said_to_all.everything}" if problem else ""
        yield Verdict(number, PERSONAL_DATA, "none in public", not problem, evidence)


def _effect(number: int, expect: Expect, facts: TurnFacts) -> Iterator[Verdict]:
    if expect.effect is None:
        return
    effects = {each.effect for each in facts.done}
    met = not effects if expect.effect is Effect.NONE else expect.effect in effects
    evidence = ", ".join(str(each) for each in facts.done) or "nothing happened"
    yield Verdict(number, "effect", expect.effect.value, met, evidence)


def _found(pattern: str, reply: Reply) -> bool:
    return bool(re.search(pattern, reply.everything, re.IGNORECASE | re.DOTALL))
