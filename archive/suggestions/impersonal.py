"""Takes out of a question and its answer whatever says who asked: names, numbers, addresses.

What was taken out of an answer stays as a gap, which nobody can send before it is filled in.
"""

import re
from collections.abc import Callable, Collection, Sequence

from conversation.known import PLACEHOLDER
from conversation.messages import ERASED, Line, Speaker
from conversation.suggestions import question_in

GAP = "{{Angabe}}"
NAME = "{{Name}}"
#: Finds personal data of the kinds that the shield knows, and puts the second text in its place.
Redact = Callable[[str, str], str]

LONGEST_ANSWER = 1200
FEWEST_WORDS = 6
#: An answer with more gaps than this says nothing to anybody else.
MOST_GAPS = 4
_CAPITAL = r"[A-ZÄÖÜ][\w'’-]+"
_TITLED = re.compile(
    rf"\b(?:(?:Herrn?|Frau|Familie|Fam\.|Hr\.|Fr\.|Dr\.|Prof\.) +)+(?:{_CAPITAL}(?: +|\b)){{1,3}}"
)
_GREETED = re.compile(
    r"\b((?i:hallo|moin(?: moin)?|hi|hey|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?"
    r"|(?:vielen )?danke?|gerne?|klar|ja|nein|ok(?:ay)?|alles klar|sorry|tut mir leid))"
    rf",? +{_CAPITAL}(?: +{_CAPITAL})?(?= *[,!.\n]|$)"
)
_CALLED = re.compile(
    r"\b((?i:ich (?:bin|heiße|heisse)|mein name ist|hier (?:ist|spricht|schreibt)|namens))"
    rf" +{_CAPITAL}(?: +{_CAPITAL})?"
)
_FAREWELL = re.compile(
    r"\s*(?:(?i:(?:viele|liebe|beste|freundliche|schöne|sonnige)n? grüße"
    r"|(?:mit )?freundlichen grüßen|gruß|lg|vg|mfg|bg))\b.{0,80}\Z|\s*\^\w{1,4}\s*\Z",
    re.DOTALL,
)
# A name alone at the end, as people sign.
_SIGNED = re.compile(rf"(?<=[.!?,\n])\s*{_CAPITAL}(?: +{_CAPITAL}){{0,2}}\.?\s*\Z")
_NUMBER = re.compile(r"\b(?=[\w/.-]*\d{4})[\w/-]*\d[\w/.-]*\d\b|\b\d{5,}\b")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+")
_MENTION = re.compile(r"(?<!\w)@\w+")


def impersonal(text: str, *, names: Collection[str], redact: Redact, gap: str, name: str) -> str:
    """Return `text` without what is personal; `names` are those of whoever spoke."""
    text = redact(PLACEHOLDER.sub(gap, text), gap)
    text = _LINK.sub(gap, text)
    text = _MENTION.sub(name, text)
    text = _SIGNED.sub("", _FAREWELL.sub("", text))
    text = _GREETED.sub(r"\1", text)
    text = _TITLED.sub(f"{name} ", text)
    text = _CALLED.sub(rf"\1 {name}", text)
    for one in sorted(_parts(names), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(one)}(?:s|'s)?\b", name, text, flags=re.IGNORECASE)
    return " ".join(_NUMBER.sub(gap, text).split(" ")).strip()


def pair_in(lines: Sequence[Line], *, redact: Redact) -> tuple[str, str] | None:
    """Return a question and the answer by which a person closed it; None if none can be shown."""
    names = {line.author for line in lines if line.author}
    for end in range(len(lines) - 1, -1, -1):
        if lines[end].speaker is Speaker.AGENT and _says_enough(lines[end].text):
            break
    else:
        return None
    start = end
    while start and lines[start - 1].speaker is Speaker.AGENT:
        start -= 1
    said = "\n".join(line.text.strip() for line in lines[start : end + 1])
    asked = question_in(lines[:start])
    if not asked or ERASED in said or len(said) > LONGEST_ANSWER:
        return None
    question = impersonal(asked, names=names, redact=redact, gap="…", name="…")
    answer = impersonal(said, names=names, redact=redact, gap=GAP, name=NAME)
    gaps = answer.count(GAP) + answer.count(NAME)
    if not _says_enough(answer) or gaps > MOST_GAPS or not question.strip(" …"):
        return None
    return question, answer


def _parts(names: Collection[str]) -> set[str]:
    """Return names and what they are made of; short ones are words as well."""
    return {part for name in names for part in (name, *name.split()) if len(part) > 2}


def _says_enough(text: str) -> bool:
    return len(text.split()) >= FEWEST_WORDS
