"""What a reply asks the customer for, told by general German wordings. Pure.

A sentence asks for what it names if it is a question or a request; a button shows what may be
answered. Nothing here knows what any particular assistant says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from tests.play import asking_words as words


class Wanted(StrEnum):
    """What a reply may ask for; the first seven are the format's."""

    POSTAL_CODE = "postal_code"
    DATE = "date"
    CUSTOMER_NUMBER = "customer_number"
    SERVICE = "service"
    CONFIRMATION = "confirmation"
    TIME_SLOT = "time_slot"
    ADDRESS = "address"
    NAME = "name"
    PHONE_NUMBER = "phone_number"
    TICKET_NUMBER = "ticket_number"


#: What is asked for by naming it.
_NAMED: Mapping[Wanted, re.Pattern[str]] = {
    Wanted.POSTAL_CODE: words.POSTAL_CODE,
    Wanted.CUSTOMER_NUMBER: words.CUSTOMER_NUMBER,
    Wanted.ADDRESS: words.ADDRESS,
    Wanted.NAME: words.NAME,
    Wanted.PHONE_NUMBER: words.PHONE_NUMBER,
    Wanted.TICKET_NUMBER: words.TICKET_NUMBER,
}
_MONTHS = "Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sep|Okt|Nov|Dez"
_SENTENCE_END = re.compile(
    rf"(?<=[.!?…])(?<!\bz\.)(?<!\bB\.)(?<!\bNr\.)(?<!\bca\.)(?<!\bbzw\.)(?<!\bTel\.)[\"“»)]?\s+"
    rf"(?=[\"„«(]?[A-ZÄÖÜ\d])(?!(?:{_MONTHS}|Uhr))|\n+"
)
_LIST = re.compile(r"\s*\n\s*[•*\-–]\s*")
_INTRODUCTION = re.compile(r":\s*\n\s*")


def asked_for(texts: Sequence[str], titles: Sequence[str] = ()) -> frozenset[Wanted]:
    """Return what a reply asks for: its lines `texts`, with `titles` of the buttons offered."""
    offers = _times("\n".join((*texts, *titles)))
    asked: set[Wanted] = set()
    for sentence in _sentences(texts):
        if _requests(sentence):
            asked |= _asked_in(sentence, several_times=offers > 1)
    asked |= _asked_by_buttons(titles, questions=list(_sentences(texts)))
    if Wanted.TIME_SLOT in asked and offers > 1:
        asked -= {Wanted.DATE, Wanted.CONFIRMATION}
    return frozenset(asked)


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        joined = _LIST.sub(", ", _INTRODUCTION.sub(": ", text))
        yield from (each.strip() for each in _SENTENCE_END.split(joined) if each.strip())


def _requests(sentence: str) -> bool:
    return "?" in sentence or bool(words.REQUEST.search(sentence))


def _asked_in(sentence: str, *, several_times: bool) -> set[Wanted]:
    question = "?" in sentence
    if words.CHECKED.search(sentence):
        return {Wanted.CONFIRMATION}
    asked = {wanted for wanted, named in _NAMED.items() if _names(sentence, named)}
    asked |= _times_asked_in(sentence, several=several_times)
    if question and (words.SERVICE.search(sentence) or _names_services(sentence)):
        asked.add(Wanted.SERVICE)
    if not asked and _wants_agreement(sentence):
        asked.add(Wanted.CONFIRMATION)
    return asked


def _names(sentence: str, named: re.Pattern[str]) -> bool:
    """Say whether something is named and not forbidden to tell."""
    for found in named.finditer(sentence):
        before, after = sentence[: found.start()], sentence[found.end() :]
        kept_out = re.search(r"\bkein\w*\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE)
        if not kept_out and not re.match(words.FORBIDDING, after, re.IGNORECASE):
            return True
    return False


def _times_asked_in(sentence: str, *, several: bool) -> set[Wanted]:
    asked = set()
    if words.DATE.search(sentence) and not words.POLITE_END.search(sentence):
        asked.add(Wanted.DATE)
    if words.TIME_SLOT.search(sentence):
        asked.add(Wanted.TIME_SLOT)
    if several and words.CHOOSING.search(sentence) and "?" in sentence:
        asked.add(Wanted.TIME_SLOT)
    if several and re.search(r"\b(?:wähl|such|nimm|nehm)", sentence, re.IGNORECASE):
        asked.add(Wanted.TIME_SLOT)
    # "Möchten Sie einen Termin?" offers one, and does not ask when.
    offered = re.search(r"\b(?:möchte|will|woll|soll|mag|hätte)\w*\b", sentence, re.IGNORECASE)
    if asked == {Wanted.DATE} and offered and not _asks_when(sentence):
        return set()
    return asked


def _asks_when(sentence: str) -> bool:
    return bool(re.search(r"\b(?:wann|welche\w*|datum|wunsch\w+)\b", sentence, re.IGNORECASE))


def _names_services(sentence: str) -> bool:
    named = {each.lower() for each in words.SERVICE_NAME.findall(sentence)}
    return len(named) > 1 and bool(re.search(r"\boder\b|,|/", sentence))


def _wants_agreement(sentence: str) -> bool:
    if words.POLITE_END.search(sentence) or words.OPEN_QUESTION.search(sentence):
        return False
    return bool(words.CONFIRMATION.search(sentence))


def _asked_by_buttons(titles: Sequence[str], *, questions: Sequence[str]) -> set[Wanted]:
    asked: set[Wanted] = set()
    if _times("\n".join(titles)) > 1:
        asked.add(Wanted.TIME_SLOT)
    if sum(bool(words.SERVICE_NAME.search(title)) for title in titles) > 1 and _short(titles):
        asked.add(Wanted.SERVICE)
    yes = [title for title in titles if words.YES.match(title)]
    about_state = any("?" in each and words.STATE.search(each) for each in questions)
    if yes and not (about_state or any(words.POLITE_END.search(each) for each in questions)):
        asked.add(Wanted.CONFIRMATION)
    return asked


def _short(titles: Sequence[str]) -> bool:
    return all(len(title.split()) <= 4 for title in titles)


def _times(text: str) -> int:
    """Return how many different times of day or stretches of them a text offers."""
    windows = list(words.WINDOW.finditer(text))
    if windows:
        return len({(_day_before(text, each.start()), _digits(each[0])) for each in windows})
    return len({_digits(each) for each in words.HOUR.findall(text)})


def _day_before(text: str, place: int) -> str:
    """Return the day that a time is of, however it is written, or nothing."""
    days = words.DAY.findall(text[max(0, place - 30) : place])
    return days[-1][:2].lower() if days else ""


def _digits(text: str) -> str:
    return "".join(re.findall(r"[1-9]\d?", re.sub(r"[:.]00", "", text)))
