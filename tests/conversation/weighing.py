"""Stays to weigh: what a customer wrote and what the assistant made of it, turn after turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from conversation.context import Context
from conversation.escalation.deciding import Verdict, verdict
from conversation.escalation.evidence import PERSON_BUTTON, Evidence
from conversation.escalation.findings import Rule
from conversation.escalation.table import Table
from conversation.identity import LineId
from conversation.messages import Button
from conversation.signals import Reason, Signal
from conversation.turns import Reply, SlotValue, Turn, Understanding

START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
#: What the assistant is sure of when it reads a level: its own and a little beside it.
CHANCES = {
    0: (0.9, 0.08, 0.02, 0.0),
    1: (0.15, 0.7, 0.12, 0.03),
    2: (0.05, 0.2, 0.65, 0.1),
    3: (0.0, 0.05, 0.15, 0.8),
}


@dataclass
class Stay:
    """One stay with the assistant; each `says` is a turn."""

    table: Table = field(default_factory=Table)
    context: Context = field(default_factory=Context)
    at: datetime = START
    stay: int = 0
    turns: int = 0
    public: bool = False

    def says(
        self,
        text: str,
        intent: str = "ask_tariff_details",
        *,
        confidence: float = 0.9,
        anger: int = 0,
        chances: Sequence[float] | None = None,
        requests: int = 1,
        needs: Mapping[str, float] | None = None,
        asked: str = "",
        slots: dict[str, SlotValue] | None = None,
        signal: Signal | None = None,
        clarifies: bool = False,
    ) -> Verdict:
        buttons = (Button("Mit einem Menschen sprechen", PERSON_BUTTON),) if clarifies else ()
        turn = Turn(
            replies=(Reply("Antwort.", buttons=buttons),),
            understanding=Understanding(
                intent=intent,
                confidence=confidence,
                anger=anger,
                anger_chances=tuple(CHANCES[anger] if chances is None else chances),
                requests=requests,
                needs=tuple(sorted((needs or {}).items(), key=lambda each: -each[1])),
            ),
            slots=slots or {},
            requested_slot=asked or None,
            signal=signal,
        )
        return self.weigh(text, turn=turn)

    def weigh(
        self, text: str, *, turn: Turn | None = None, failure: Signal | None = None
    ) -> Verdict:
        self.turns += 1
        evidence = Evidence(
            line=LineId(str(self.turns)),
            text=text,
            at=self.at,
            stay=self.stay,
            context=self.context,
            turn=turn,
            failure=failure,
            public=self.public,
        )
        weighed = verdict(evidence, self.table)
        slots = {**self.context.slots, **(turn.slots if turn else {})}
        turns = (*self.context.weighed, weighed.weighed)
        self.context = replace(self.context, slots=slots, weighed=turns)
        return weighed

    def later(self, **span: float) -> "Stay":
        self.at += timedelta(**span)
        return self

    def given_back_after(self, reason: Reason) -> "Stay":
        self.context = replace(
            self.context, handed_over_for=(*self.context.handed_over_for, reason)
        )
        self.stay += 3
        return self


def reason(weighed: Verdict) -> Reason | None:
    return weighed.signal.reason if weighed.signal else None


def rules(weighed: Verdict) -> set[Rule]:
    return {each.rule for each in weighed.weighed.findings if each.counts}
