"""What somebody needs a tariff for, read from their own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

NUMBERS = {
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4,
    "fünf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8,
}  # fmt: skip
TOGETHER = {
    "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "fuenft": 5, "sechst": 6, "siebt": 7,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)})"
_PEOPLE = (
    r"(?:er[ -]?(?:wg|haushalt)|\s*(?:person(?:en)?|pers\b|leute|köpfe|koepfe|mann\b|erwachsene"
    r"|mitbewohner|studenten|studierende|rentner|senioren|alte\b|schichtarbeiter|nutzer|bewohner"
    r"|männer|frauen|streamen|gäste|erwachsenen?))"
)
_COUNTED = re.compile(rf"\b{_NUMBER}{_PEOPLE}")
_CHILDREN = re.compile(
    rf"\b{_NUMBER}\s*(?:kleinen?\s+|großen?\s+)?(?:kinder?n?|kids|kender|jungs)\b"
)
_TOGETHER = re.compile(rf"\bzu (?P<number>{'|'.join(TOGETHER)}|\d+)")
_ALONE = re.compile(
    r"\ballein\w*|\bsingle\b|\bnur (?:ich|für mich)\b|\balone\b|\bmeine (?:mutter|oma)\b"
)
_COUPLE = re.compile(
    r"\bwir (?:zwei|beide)|\bpaar\b|(?:mann|frau|freundin|freund|partner\w*) und ich"
    r"|ich und (?:mein|meine) (?:mann|frau|freundin|freund|partner\w*)|meine freundin\b"
    r"|zusammenzieh"
)
_FAMILY = re.compile(r"\bgroßfamilie|\bfamilie|\beltern\b")
_SHARED_FLAT = re.compile(r"\bwg\b|wohngemeinschaft")
_BARE = re.compile(
    r"^\W*(?:so |etwa |ca\.? |wir sind )?(?:\w+ bis )?" + _NUMBER + r"(?: (?:oder|und) mehr)?\W*$"
)
_FOR_SO_MANY = re.compile(rf"\bfür (?:uns )?{_NUMBER}\W*$")
_BUDGET = re.compile(r"(?<![\d,.])(\d{1,3})(?:[,.]\d{1,2})?\s*(?:€|euro?\b|eur\b|tacken)")
_VOLUME = re.compile(r"(?<!\d)(\d{1,3})\s*(?:gb|giga)")
_WITHOUT = re.compile(r"\b(?:kein\w*|ohne|niemals|nie)\s+[\w-]+|\bnicht\s+(?:viel\s+)?\w+")
# What the net is used for; several may hold.
USES: Mapping[str, re.Pattern[str]] = {
    "4k": re.compile(r"\b4 ?k\b|\buhd\b|ultra ?hd"),
    "gaming": re.compile(r"gam(?:ing|e|er|en)\b|zock|\bspiel|konsole|\bps ?[45]\b|xbox|twitch"),
    "homeoffice": re.compile(
        r"home ?-?office|heimarbeit|homeschool|videokonferenz|\bzoom\b|\bteams\b|schule online"
        r"|(?:von|zu) ?(?:zu ?)?hause (?:aus )?(?:am )?arbeit|daheim"
        r"|arbeite\w* (?:\w+ ){0,4}(?:von |zu ?)(?:zu ?)?hause|beruflich"
    ),
    "upload": re.compile(r"\bupload|hochlad|hochzuladen|große datei|grosse datei|backup|cloud"),
    "streaming": re.compile(
        r"netflix|stream|serie|film|youtube|\bvideos?\b|disney|prime|mediathek|formel ?1|fußball"
        r"|fussball|fernseh|\btv\b|dazn|spotify|musik|viel online|vielsurf"
    ),
    "surfing": re.compile(
        r"\be?-?mails?\b|surf|lesen?\b|liest|nachrichten|whatsapp|banking|zeitung|\bwenig\b|\bkaum\b"
        r"|nur (?:bisschen|ein bisschen|telefon)|google|enkel|normal|nix besonderes|einkauf"
    ),
}
MOBILE = re.compile(r"handy|mobil\b|mobilfunk|unterwegs|smartphone|\bsim\b|hotspot|tablet")
TELEVISION = re.compile(r"(?:tv|fernseh)-?\s?(?:paket|tarif|angebot|sender)|tv (?:basis|plus)")
FIBRE = re.compile(r"glasfaser|\bglas\b|ftth|fiber")
_MOSTLY_AWAY = re.compile(r"viel\w* (?:unterwegs|surf|video|daten|mobil)")
_LITTLE_DATA = re.compile(r"wenig|kaum|nur (?:whatsapp|nachrichten|telefon|mails)|selten|notfall")
_MUCH_DATA = re.compile(
    r"\bviel|video|stream|hotspot|unbegrenzt|dauernd|ständig|netflix|leer\b|nie hin"
)
_SOME_DATA = re.compile(
    r"täglich|jeden tag|normal|musik|karten|social|insta|tiktok|mittel|ab und zu"
)
LITTLE, SOME, MUCH = 8, 25, 60
USUAL = ("egal", "keine ahnung", "weiß nicht", "weiss nicht", "kein plan", "schwer zu sagen")


@dataclass(frozen=True, slots=True)
class Needs:
    """What is known of somebody's needs; None or empty where it is not.

    `kind` is internet, mobile or tv. `people` share a line, `budget` is in euros a month,
    `volume` in GB a month, `uses` are names of USES.
    """

    kind: str | None = None
    people: int | None = None
    uses: tuple[str, ...] = ()
    budget: int | None = None
    volume: int | None = None
    fibre: bool = False

    def with_more(self, more: "Needs") -> "Needs":
        """Return these needs, with those replaced that `more` speaks of."""
        return replace(
            self,
            kind=more.kind or self.kind,
            people=more.people or self.people,
            uses=more.uses or self.uses,
            budget=more.budget or self.budget,
            volume=more.volume or self.volume,
            fibre=more.fibre or self.fibre,
        )


def read_needs(text: str, *, asked: str | None = None) -> Needs:
    """Read what a message says about needs.

    `asked` is what was asked for (people, uses or volume), so that a bare "vier" can be understood.
    """
    lowered = text.lower()
    wanted = _WITHOUT.sub(" ", lowered)
    kind = _kind(wanted)
    return Needs(
        kind=kind,
        people=_people(lowered, bare=asked == "people"),
        uses=tuple(name for name, pattern in USES.items() if pattern.search(wanted)),
        budget=_first_number(_BUDGET, lowered),
        volume=_volume(lowered) if "mobile" in (kind, asked) or asked == "volume" else None,
        fibre=bool(FIBRE.search(wanted)),
    )


def leaves_it_open(text: str) -> bool:
    """Whether somebody has no preference."""
    lowered = text.lower()
    return any(each in lowered for each in USUAL)


def uses_of(names: str | None) -> tuple[str, ...]:
    """Read uses from a slot: their names with commas."""
    return tuple(each for each in (names or "").split(",") if each in USES)


def _kind(text: str) -> str | None:
    if MOBILE.search(text):
        return "mobile"
    return "tv" if TELEVISION.search(text) else None


def _people(text: str, *, bare: bool) -> int | None:
    if found := _TOGETHER.search(text):
        return TOGETHER.get(found["number"]) or int(found["number"])
    children = _number(_CHILDREN.search(text))
    if children:
        alone = "alleinerziehend" in text
        return children + (1 if alone else 2)
    patterns = (_COUNTED, _FOR_SO_MANY, *([_BARE] if bare else []))
    counted = [number for each in patterns if (number := _number(each.search(text)))]
    if counted:
        return counted[0]
    known = ((_ALONE, 1), (_COUPLE, 2), (_SHARED_FLAT, 3), (_FAMILY, 4))
    return next((people for pattern, people in known if pattern.search(text)), None)


def _volume(text: str) -> int | None:
    if found := _first_number(_VOLUME, text):
        return found
    known: Sequence[tuple[re.Pattern[str], int]] = (
        (_MOSTLY_AWAY, MUCH),
        (_LITTLE_DATA, LITTLE),
        (_MUCH_DATA, MUCH),
        (_SOME_DATA, SOME),
    )
    return next((volume for pattern, volume in known if pattern.search(text)), None)


def _number(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    word = found["number"]
    return NUMBERS.get(word) or int(word)


def _first_number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None
