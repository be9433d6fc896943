"""Which language a message is in, where it is surely none that we speak.

A small reader by script and stop words: it only has to tell German (with its dialects and Low
German) from the languages in which customers write to a help desk in northern Germany. It reads no
message of one word and none that mixes languages evenly: those stay with the assistant. A library
made for this (`lingua-language-detector`) may take its place behind `Reader`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from conversation.escalation.stop_words import GERMAN, STOP_WORDS, words_of

OTHER = "other"
FEWEST_WORDS = 3
_PLACEHOLDER = re.compile(r"\[[A-ZÄÖÜ_-]+_\d+\]|https?://\S+|[@#]\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A language (ISO 639-1, or OTHER), the words that tell it, and their share of all words.

    `concern`: the message speaks of our services, or asks for help or for somebody.
    """

    language: str
    words: int
    share: float
    concern: bool = False


#: Reads a message; None: German, or nobody can tell.
Reader = Callable[[str], Reading | None]


#: A customer's concern in these languages: our services, help, somebody who speaks or listens.
_CONCERN = re.compile(
    r"internet|интернет|інтернет|интернет|نترنت|اینترنت|wi-?fi|wlan|router|роутер|modem"
    r"|t[eé]l[eéè]f"
    r"|phone|телефон|هاتف|تلفن|mobil|móvil|handy|\bsim\b|сим|contra[ct]|kontra[kt]|umow|ugovor"
    r"|договор|договір|العقد|قرارداد|\bbill\b|invoice|fatur|fakt[uú]r|factur|bollett|račun|regning"
    r"|rekening|счет|счёт|рахун|فاتورة|tari[fh]|тариф|plan\b|اشتراك|abon|te[ck]hni[ckq]|tekni"
    r"|техник"
    r"|технік|conne[cx]|conexi|bağlant|połącz|verbinding|forbindelse|telewiz|televiz|телевиз"
    r"|televis"
    r"|roaming|signal|señal|sygnał|\bfib(?:re|er|ra)\b|account|provider|dostawc|help|yard[ıi]m"
    r"|pomo[cć]"
    r"|помо[жщгч]|допомо|ajut|aide|ayud|aiut|ajud|hj[æa]lp|hulp|ndihm|giúp|mạng|مساعد|کمک|speak|konuş"
    r"|m[óo]wi|говор|розмовля|parl[aeo]|habl|fal[ao]|govori|snakk|tal(?:er|e)\b|spreek|flas|nói"
    r"|تتحدث|صحبت|someone|somebody|human|agent|medarbejder|человек|людин|randevu"
    r"|nobody answers|waiting",
    re.IGNORECASE,
)
# Somebody who tries what a machine will do is no customer in need.
_TRICK = re.compile(
    r"\b(?:instructions?|prompt|system|ignore|override|unrestricted|pretend|guidelines|ai)\b"
)
# Letters that German lacks; a word with one tells its language.
_LETTERS: Mapping[str, re.Pattern[str]] = {
    "tr": re.compile(r"[ğışİ]"),
    "pl": re.compile(r"[ąęłśżźćń]"),
    "es": re.compile(r"[ñáíóú]"),
    "pt": re.compile(r"[ãõ]"),
    "ro": re.compile(r"[ășț]"),
    "hr": re.compile(r"[čđš]"),
    "da": re.compile(r"[æøå]"),
    "vi": re.compile(r"[ơưạảấầậếềệịọốộớợụủứừự]"),
}
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_BULGARIAN = words_of("не работи имам моля здравейте благодаря интернетът ми съм може сте от")
_PERSIAN = re.compile(r"[پچژگ]|\b(?:سلام|است|نیست)\b")
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0900-\u0dff\u0e00-\u0e7f\u1000-\u13ff]"), OTHER),
    (re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"), OTHER),
)
_MOSTLY = 0.6


def language_of(text: str) -> Reading | None:
    """Return the language of `text` if it is surely not German; None otherwise."""
    written = _PLACEHOLDER.sub(" ", text)
    plain = written.lower()
    words = [word.replace("’", "'") for word in _WORD.findall(written)]
    reading = _by_script(plain) or (_by_words(words) if len(words) >= FEWEST_WORDS else None)
    if reading is None:
        return None
    return replace(reading, concern=_is_concern(plain))


def _is_concern(text: str) -> bool:
    return _CONCERN.search(text) is not None and _TRICK.search(text) is None


def _by_script(text: str) -> Reading | None:
    letters = [letter for letter in text if letter.isalpha()]
    for script, language in _SCRIPTS:
        count = len(script.findall(text))
        share = count / len(letters) if letters else 0.0
        if count >= FEWEST_WORDS and share >= _MOSTLY:
            words = len(text.split())
            return Reading(_in_script(text, language), words=words, share=min(share, 1.0))
    return None


def _in_script(text: str, language: str) -> str:
    if language == "ru" and _UKRAINIAN.search(text):
        return "uk"
    if language == "ru" and len(_BULGARIAN & set(_WORD.findall(text))) > 1:
        return "bg"
    return "fa" if language == "ar" and _PERSIAN.search(text) else language


def _by_words(words: list[str]) -> Reading | None:
    """Return the language with most stop words, if it has more than German has."""
    foreign = [word for word in words if word.lower() not in GERMAN]
    german = len(words) - len(foreign)
    told = {language: sum(_tells(word, language) for word in foreign) for language in STOP_WORDS}
    language = max(told, key=lambda each: told[each])
    count = told[language]
    if count <= german:
        return None
    return Reading(language, words=count, share=count / len(words))


def _tells(word: str, language: str) -> bool:
    if word.lower() in STOP_WORDS[language]:
        return True
    letters = _LETTERS.get(language)
    # A name says nothing about the language it is written in.
    return letters is not None and word.islower() and letters.search(word) is not None
