"""Weighs all rules of a turn: whether a person is fetched, why, how urgently, and by what words."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from conversation.escalation import by_course, by_mood, by_need, by_signal, by_wording, wishes
from conversation.escalation.evidence import Evidence
from conversation.escalation.findings import Finding, Rule, Urgency, WeighedTurn
from conversation.escalation.meanings import has_reason, reason_of, summary_of, urgency_of
from conversation.escalation.table import Table
from conversation.signals import Reason, Signal

_RULES: tuple[Callable[[Evidence, Table], Finding | None], ...] = (
    by_wording.danger,
    by_wording.vulnerable,
    by_wording.language,
    by_wording.legal_or_press,
    by_wording.protected,
    by_wording.cancels,
    by_wording.asks_for_person,
    by_mood.anger_high,
    by_mood.anger_rising,
    by_mood.anger_jump,
    by_mood.anger_lasting,
    by_wording.third_contact,
    by_wording.contradiction,
    by_course.same_question,
    by_course.form_left,
    by_course.asked_again,
    by_course.several_requests,
    by_course.many_matters,
    by_course.not_understood,
    by_mood.angry,
    by_mood.outraged,
)
# What is said for these has to be heard, whatever the assistant had in mind to say.
_ABOVE_SIGNALS = frozenset({Rule.DANGER, Rule.VULNERABLE, Rule.LANGUAGE})
# Whoever wants no person gets none for less than these.
_DESPITE_NO_PERSON = _ABOVE_SIGNALS | {Rule.LEGAL_OR_PRESS}
_OWNED_UP_TO = by_mood.MOOD | {Rule.OUTRAGED, Rule.THIRD_CONTACT, Rule.CONTRADICTION}
_IMPORTANCE = {rule: place for place, rule in enumerate(Rule)}
_SILENT = Signal(Reason.BOT_UNAVAILABLE, "Der Assistent hatte auf die Nachricht keine Antwort.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person is fetched (`signal`), and what the rules found.

    `ruled`: the rules say so, not the assistant, so that its replies of this turn are not said.
    `language` is the one to answer in, empty for German; `apologise`: the trouble is owned up to.
    """

    weighed: WeighedTurn
    signal: Signal | None = None
    ruled: bool = False
    urgency: Urgency = Urgency.NORMAL
    language: str = ""
    apologise: bool = False


def verdict(evidence: Evidence, table: Table) -> Verdict:
    """Weigh one turn of a customer.

    What an action of the assistant asked for stands, unless danger or a foreign language says more,
    or it hangs on a tone that nothing else bears out: then it weighs as one sign among others.
    A turn without a word is a failure of ours: a customer never meets silence.
    """
    found, own = _found(evidence, table), _own_signal(evidence)
    doubtful = own is not None and by_signal.doubted(own, evidence, table)
    if own is not None:
        if doubtful:
            found = tuple(_only_if(not _repeats(each, own, table), each) for each in found)
        found = (*found, by_signal.finding_of(evidence, table, doubtful=doubtful))
    total = round(sum(each.weight for each in found if each.counts), 6)
    weighed = _weighed(evidence, table, found, total=total)
    if total < table.needed:
        return Verdict(weighed)
    ruling = _ruling(found, None if doubtful else own, needed=table.needed)
    signal = _signal(found, own, ruling)
    counting = {each.rule for each in found if each.counts}
    reading = by_wording.foreign(evidence, table) if Rule.LANGUAGE in counting else None
    return Verdict(
        weighed=replace(weighed, handed_over=signal.reason),
        signal=signal,
        ruled=ruling is not None,
        urgency=max(urgency_of(rule) for rule in counting),
        language=reading.language if reading else "",
        apologise=bool(counting & _OWNED_UP_TO),
    )


def _found(evidence: Evidence, table: Table) -> tuple[Finding, ...]:
    """Return what the rules found; nothing of it counts in spam or against a clear wish."""
    ruled = [finding for rule in _RULES if (finding := rule(evidence, table)) is not None]
    found = by_need.with_need(ruled, evidence, table)
    if wishes.advertises(evidence.text):
        found = [replace(each, counts=False) for each in found]
    if wishes.wants_no_person(evidence.text):
        found = [_only_if(each.rule in _DESPITE_NO_PERSON, each) for each in found]
    if len(evidence.before) < table.guarded_turns:
        found = [_only_if(not _is_guarded(each.rule, evidence), each) for each in found]
    moods = [each for each in found if each.rule in by_mood.MOOD and each.counts]
    heaviest = min(moods, key=_rank, default=None)
    return tuple(
        _only_if(each.rule not in by_mood.MOOD or each is heaviest, each) for each in found
    )


def _only_if(holds: bool, finding: Finding) -> Finding:
    return finding if holds else replace(finding, counts=False)


def _repeats(finding: Finding, own: Signal, table: Table) -> bool:
    """Whether half a sign says of the same words what the assistant has said, and is doubted."""
    return finding.weight < table.needed and reason_of(finding.rule) is own.reason


def _is_guarded(rule: Rule, evidence: Evidence) -> bool:
    """Whether people have just had the conversation for this reason and given it back."""
    return rule is not Rule.DANGER and reason_of(rule) in evidence.context.handed_over_for


def _own_signal(evidence: Evidence) -> Signal | None:
    if evidence.turn is None:
        return evidence.failure or _SILENT
    if evidence.turn.signal is not None:
        return evidence.turn.signal
    return None if evidence.turn.replies else _SILENT


def _ruling(found: tuple[Finding, ...], own: Signal | None, *, needed: float) -> Finding | None:
    """Return the finding that decides; None where the assistant's own signal stands."""
    counting = [each for each in found if each.counts and has_reason(each.rule)]
    if own is not None:
        above = (each for each in counting if each.rule in _ABOVE_SIGNALS)
        counting = [each for each in above if each.weight >= needed]
    return min(counting, key=_rank, default=None)


def _signal(found: tuple[Finding, ...], own: Signal | None, ruling: Finding | None) -> Signal:
    """Return the reason, and in the summary whatever counts, the weightiest first."""
    counting = sorted((each for each in found if each.counts and has_reason(each.rule)), key=_rank)
    if ruling is not None:
        others = [summary_of(each.rule) for each in counting if each is not ruling]
        first = [summary_of(ruling.rule), *([own.summary] if own else [])]
        return Signal(reason_of(ruling.rule), " ".join([*first, *others]))
    if own is None:
        raise ValueError("Somebody has to have asked for a person.")
    more = [summary_of(each.rule) for each in counting if reason_of(each.rule) is not own.reason]
    return Signal(own.reason, " ".join([own.summary, *more]).strip())


def _rank(finding: Finding) -> tuple[float, int]:
    """Return a key that puts the heaviest first, and of equals the more important rule."""
    return -finding.weight, _IMPORTANCE[finding.rule]


def _weighed(
    evidence: Evidence, table: Table, found: tuple[Finding, ...], *, total: float
) -> WeighedTurn:
    return WeighedTurn(
        line=evidence.line,
        at=evidence.at,
        stay=evidence.stay,
        intent=evidence.intent,
        confidence=evidence.confidence,
        felt=evidence.felt,
        asked=evidence.asked,
        left=evidence.left,
        nearer=evidence.nearer,
        missed=by_course.missed(evidence, table),
        gist=evidence.gist,
        findings=found,
        total=total,
        needed=table.needed,
    )
