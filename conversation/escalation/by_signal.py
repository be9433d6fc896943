"""How far an action's own signal is believed, where it hangs on a tone that may be misread."""

from conversation.escalation import threats
from conversation.escalation.evidence import COMPLAINT, THREAT, Evidence
from conversation.escalation.findings import Figure, Finding, Rule
from conversation.escalation.table import Table
from conversation.signals import Reason, Signal

_OF_TONE = frozenset({Reason.ANGER, Reason.LEGAL_THREAT})


def doubted(signal: Signal, evidence: Evidence, table: Table) -> bool:
    """Say whether nothing in a message bears out what an action made of its tone.

    Never where the assistant has nothing else to say: a customer never meets silence.
    """
    of_tone = signal.reason in _OF_TONE and evidence.intent in (COMPLAINT, THREAT)
    if not of_tone or evidence.turn is None or not evidence.turn.replies:
        return False
    row, felt = table.doubtful, evidence.felt
    if threats.laughs(evidence.text) and (felt is None or felt < table.angry.at):
        return True
    borne_out = evidence.confidence >= row.sure or felt is None or felt >= row.felt
    if evidence.needs:
        borne_out = borne_out and evidence.needed >= row.read
    return not (borne_out or threats.threatens(evidence.text))


def finding_of(evidence: Evidence, table: Table, *, doubtful: bool) -> Finding:
    """Return what the assistant's own word weighs."""
    spoke = evidence.turn is not None and evidence.turn.signal is not None
    rule = Rule.SIGNAL if spoke else Rule.NO_ANSWER
    if not doubtful:
        return Finding(rule, table.needed)
    row = table.doubtful
    figures = (
        Figure("sure", evidence.confidence, row.sure),
        Figure("felt", evidence.felt or 0.0, row.felt),
    )
    return Finding(rule, min(row.weight, table.needed), figures)
