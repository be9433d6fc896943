"""What customers say when the assistant has missed what they meant, or shall let it be.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

from conversation.escalation.patterns import any_of

_NOT = r"(?:nicht|nich|net|ned|nix|nichts)"
_GRASP = (
    r"(?:versteh(?:st|t|en)|verstanden|kapier(?:st|t|en)|raff(?:st|t|en)|begreif(?:st|t|en)"
    r"|check(?:st|t|en)|schnall(?:st|t|en)|peil(?:st|t|en))"
)
_MISSED = any_of(
    rf"\b(?:du|sie|ihr) (?:\w+ ){{0,2}}{_GRASP} (?:\w+ ){{0,3}}{_NOT}\b",
    rf"\b{_GRASP} (?:du|sie|ihr) (?:\w+ ){{0,3}}{_NOT}\b",
    r"\b(?:du|sie|ihr) (?:hast|haben|habt) (?:\w+ ){0,3}(?:nicht|nich|falsch|miss)[ -]?verstanden",
    r"\b(?:(?:schon )?wieder|völlig|ganz|total|komplett|du)"
    r" (?:falsch|nicht|nich|miss)[ -]?verstanden\b",
    rf"\b(?:mein|meine|meinte|gemeint hab) ?ich (?:\w+ ){{0,3}}{_NOT}\b",
    r"\bich mein(?:e|te)? (?:doch |aber )?(?:was|etwas) (?:ganz )?ander",
    rf"\bwar (?:\w+ )?{_NOT} (?:meine|die) frage\b"
    rf"|\bbeantwortet (?:\w+ ){{0,3}}frage (?:\w+ )?{_NOT}\b",
    r"\bkeine antwort auf (?:meine|die) frage\b|\b(?:meine|die) frage (?:\w+ )?nicht beantwortet\b",
    rf"\b(?:darum|da ?drum) (?:geht|ging)(?:'?s| es) (?:\w+ ){{0,2}}{_NOT}\b",
    rf"\b(?:danach|das) (?:hab|habe) ich (?:\w+ ){{0,2}}{_NOT} gefragt\b",
    r"\b(?:wieder|völlig|total|komplett|voll) daneben\b|\ban (?:der|meiner) frage vorbei\b"
    r"|\bam thema vorbei\b|\bthema verfehlt\b",
    r"^(?:nee?|nein|nö|na)\b[ ,.!]{1,3}(?:schon wieder |wieder |ganz )?falsch\b",
    r"\bre(?:d|dd)en aneinander vorbei\b",
)
_BREAKS_OFF = any_of(
    r"\babbr(?:echen|uch|ich)\b|\bbr(?:ich|eche|echen)(?:'?s| das| es| sie)? (?:\w+ )?ab\b",
    r"\bvergiss (?:es|das|ma)\b|\blass (?:es|das|ma|mal|gut sein)\b"
    r"|\blassen (?:sie|wir) (?:es|das)\b",
)

_CANNOT_TELL = any_of(
    rf"\bweiß (?:\w+ ){{0,5}}{_NOT}\b|\bweiss (?:\w+ ){{0,5}}{_NOT}\b|\bkeine ahnung\b",
    rf"\b(?:finde?|hab|habe|kenne?) (?:ich )?(?:\w+ ){{0,4}}{_NOT}\b(?! verstanden)",
    rf"\bkann (?:\w+ ){{0,4}}{_NOT} (?:finden|rausfinden|herausfinden|sagen|nachsehen)\b",
    r"\bhabe? (?:ich )?(?:\w+ ){0,2}kein\w* (?:kunden)?nummer\b",
)


def says_missed(text: str) -> bool:
    """Say whether somebody tells us that the last answer missed what they meant."""
    return _MISSED.search(text) is not None


def breaks_off(text: str) -> bool:
    """Say whether somebody wants what was begun to be let be."""
    return _BREAKS_OFF.search(text) is not None


def cannot_tell(text: str) -> bool:
    """Say whether somebody does not know what they are asked for."""
    return _CANNOT_TELL.search(text) is not None
