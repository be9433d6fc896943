"""Words about repairs: what stands in notes, on the page, and what an apology may say."""

from collections.abc import Sequence
from enum import StrEnum

from babel.numbers import format_decimal

from conversation.context import Context
from conversation.packets import HandoffPacket
from conversation.repairs import Repair, RepairKind
from conversation.signals import Reason
from conversation.text_modules import TextModule
from handoff.text_modules.sample import read_text_modules
from staff.language import N_, _, in_german, locale

KINDS = {
    RepairKind.APOLOGY: N_("Entschuldigung"),
    RepairKind.CALL_BACK: N_("Rückruf"),
    RepairKind.CREDIT: N_("Gutschrift"),
}

_ASK_DU = "Unter welcher Nummer erreichen wir dich am besten? Dann rufen wir dich an."
_ASK_SIE = "Unter welcher Nummer erreichen wir Sie am besten? Dann rufen wir Sie an."
_PRIVATE_DU = "Wir rufen dich gern an. Schreib uns dafür bitte privat, nicht hier."
_PRIVATE_SIE = "Wir rufen Sie gern an. Schreiben Sie uns dafür bitte privat, nicht hier."

_ANGRY, _FURIOUS = 1.0, 2.2
_LATELY = 3


class Mood(StrEnum):
    """How somebody feels who is owed an apology; the value is the shortcut of the text for it.

    Texts of these shortcuts among the ready texts take the place of ours.
    """

    CALM = "entschuldigung-ruhig"
    ANGRY = "entschuldigung-ärger"
    FURIOUS = "entschuldigung-wut"


def mood_of(packet: HandoffPacket | None, context: Context) -> Mood:
    """Return the mood of the last turns, the worst of them; who was handed over for anger has it.

    Where the rules have felt nothing, what the assistant understood tells.
    """
    felt = [turn.felt for turn in context.weighed if turn.felt is not None]
    if not felt and packet:
        felt = [float(one.anger) for one in packet.understood if one.anger is not None]
    worst = max(felt[-_LATELY:], default=0.0)
    if worst >= _FURIOUS:
        return Mood.FURIOUS
    angry = worst >= _ANGRY or (packet is not None and packet.reason is Reason.ANGER)
    return Mood.ANGRY if angry else Mood.CALM


def own_apologies() -> Sequence[TextModule]:
    """Return our own texts, for whoever has written none."""
    return [one for one in read_text_modules() if one.shortcut in set(Mood)]


def ask_for_number(*, sie: bool, public: bool) -> str:
    """Return what asks for a number to call; in public it only shows the way into private."""
    if public:
        return _PRIVATE_SIE if sie else _PRIVATE_DU
    return _ASK_SIE if sie else _ASK_DU


def euros(cents: int) -> str:
    """Return an amount as people write it: `1.012,50 €`, `€1,012.50`."""
    amount = format_decimal(cents / 100, "#,##0.00", locale=locale())
    return _("%(amount)s €", amount=amount)


def cents_of(text: str) -> int | None:
    """Return an amount in cents as somebody typed it, None if it is none: `12,50`, `12.5`, `12`."""
    whole, _, parts = text.replace("€", "").replace(".", ",").strip().partition(",")
    if not whole.isascii() or not whole.isdecimal() or len(whole) > len("99999"):
        return None
    if parts and not (parts.isascii() and parts.isdecimal() and len(parts) <= len("00")):
        return None
    return int(whole) * 100 + int(parts.ljust(2, "0") or 0)


def promised(repair: Repair, *, owner: str, until: str) -> str:
    """Return what was promised as a note keeps it: in German, whoever promised."""
    with in_german():
        credit = euros(repair.cents)
    if repair.kind is RepairKind.APOLOGY:
        return "Entschuldigt."
    if repair.kind is RepairKind.CALL_BACK:
        return f"Rückruf zugesagt: {owner} ruft bis {until} an, {repair.number}. {repair.words}"
    return f"Gutschrift beantragt: {credit} für {repair.customer}. {repair.words}"
