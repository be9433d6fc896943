"""Tells the kinds of sentences apart that an intent should have been taught by."""

import re
from collections.abc import Callable

from studio.content.examples import FURIOUS, Lesson
from studio.search.normal import normal

# Words that stand in one dialect or another and hardly in written German.
_DIALECT = frozenset(
    # Low German; Berlin and Cologne; Bavarian and Austrian; Swabian, Alemannic and Swiss.
    """
    ick ik wull geern hebbt hebb ji dor nich wat dat mien mi di een en för heff büst gifft keen tiet
    op ut lütt güstern hüüt
    icke ditte jlobe jeht jut janz dä hätt kumm
    i hob mog koa koan ned net wos eich mei mia habts seids a dahoam host kimmt oiwei nimma heit eh
    gscheit bittschön servas hoaßt woaß
    isch hend oin oine wia goht ebbes des uff koi noi dr nemme gsi händ öppis nöd chan sott hän gäll
    """.split()  # noqa: SIM905 - nobody could read a list of a hundred words
)
# So many of them make a dialect; "a" or "net" alone do not, one of the strong ones does.
_ENOUGH = 2
_STRONG = frozenset(
    """
    ick wull hebbt ji dor gifft heff büst lütt mien jlobe koa koan hob habts seids eich isch hend
    oin wia goht uff koi nemme händ öppis nöd
    """.split()  # noqa: SIM905
)
_QUESTION = re.compile(
    r"^(?:\S+ ){0,2}(?:wer|was|wie|wo|wann|warum|wieso|weshalb|welche[rsnm]?|wofuer|womit|woher"
    r"|wohin|wieviel|kann|koennt|koennen|gibt|gibts|habt|haben|ist|sind|hat)\b"
)
SHORT, LONG = 3, 25


def _words(lesson: Lesson) -> list[str]:
    return lesson.words.split()


def _is_question(lesson: Lesson) -> bool:
    return "?" in lesson.words or bool(_QUESTION.match(normal(lesson.words)))


def _is_dialect(lesson: Lesson) -> bool:
    words = {word.strip(".,!?").casefold() for word in _words(lesson)}
    return bool(words & _STRONG) or len(words & _DIALECT) >= _ENOUGH


def _is_careless(lesson: Lesson) -> bool:
    words = re.sub(r"@\w+|\[[A-ZÄÖÜ]+_\d+\]", "", lesson.words)
    return bool(words.strip()) and words == words.casefold()


KINDS: dict[str, Callable[[Lesson], bool]] = {
    "keine Frageform": _is_question,
    "kein Satz, der keine Frage ist": lambda lesson: not _is_question(lesson),
    "kein Dialekt": _is_dialect,
    "kein wütender (Ärger 3)": lambda lesson: lesson.anger == FURIOUS,
    "kein genervter oder verärgerter (Ärger 1 oder 2)": lambda lesson: lesson.anger in (1, 2),
    "kein ruhiger (Ärger 0)": lambda lesson: lesson.anger == 0,
    f"kein ganz kurzer (bis {SHORT} Wörter)": lambda lesson: len(_words(lesson)) <= SHORT,
    f"kein langer (ab {LONG} Wörter)": lambda lesson: len(_words(lesson)) >= LONG,
    "kein nachlässig getippter (alles klein)": _is_careless,
    "kein öffentlicher Beitrag (mit @)": lambda lesson: "@" in lesson.words,
}
