"""The language that whoever is behind a request reads the desk in, by gettext.

German text is the message; the catalogues are in `locale/<language>/LC_MESSAGES/desk.po`. What goes
to customers, and what is stored, is never looked up here. docs/desk/english.md tells how to work
with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from markupsafe import Markup, escape

LOCALES = Path(__file__).parent / "locale"
GERMAN, ENGLISH = "de", "en"
#: The languages of the desk, each in its own words. British dates: the day comes first.
LANGUAGES = {GERMAN: "Deutsch", ENGLISH: "English"}
_LOCALES = {GERMAN: "de_DE", ENGLISH: "en_GB"}

_current: ContextVar[str] = ContextVar("language", default=GERMAN)


def language() -> str:
    """Return the language of the request that is being answered; German outside of one."""
    return _current.get()


def speak(named: str) -> None:
    """Answer the rest of this request in a language; one that there is not is German."""
    _current.set(named if named in LANGUAGES else GERMAN)


@contextmanager
def in_german() -> Iterator[None]:
    """Word something in German whoever asks: what is stored, or sent to a customer."""
    with speaking(GERMAN):
        yield


@contextmanager
def speaking(named: str) -> Iterator[None]:
    """Word something in a language: what is made for many who read it."""
    token = _current.set(named)
    try:
        yield
    finally:
        _current.reset(token)


def catalogue_file(named: str) -> Path:
    """Return where a language's words are."""
    return LOCALES / named / "LC_MESSAGES" / "desk.po"


@cache
def catalogue(named: str) -> Catalog:
    """Return a language's words as they are written down."""
    with catalogue_file(named).open("rb") as file:
        return read_po(file, locale=named, abort_invalid=True)


@cache
def _translations(named: str) -> NullTranslations:
    if named == GERMAN:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(named))
    compiled.seek(0)
    return Translations(compiled)


def load() -> None:
    """Compile every catalogue now, so that a broken one stops the start."""
    for named in LANGUAGES:
        _translations(named)


def gettext(message: str) -> str:
    """Return a message in the language of the request, as it is."""
    if not message:
        return ""  # gettext would answer with the catalogue's head
    return str(_translations(_current.get()).gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the message that goes with a number, as it is."""
    return str(_translations(_current.get()).ngettext(singular, plural, number))


def pgettext(context: str, message: str) -> str:
    """Return a message that means one thing of several: `context` says which."""
    return str(_translations(_current.get()).pgettext(context, message))


def _(message: str, **values: object) -> str:
    """Return a message in the language of the request, with values at `%(name)s`.

    A message without values may hold a plain percent sign.
    """
    found = gettext(message)
    return found % values if values else found


def _n(singular: str, plural: str, number: int, **values: object) -> str:
    """Return the message that goes with a number, which is `%(number)s` in it."""
    return ngettext(singular, plural, number) % {"number": number, **values}


class Phrase(str):
    """German words that whoever reads them reads in their own language.

    Looked up whenever they are shown, not when they are made: as text of a page, by `str`, in an
    f-string, by `format`. What stores or compares them has the German. `join` and `+` have, too:
    `str` first.
    """

    __slots__ = ("_context", "_message", "_values")

    _message: str
    _values: dict[str, object]
    _context: str

    def __new__(cls, message: str, **values: object) -> "Phrase":
        phrase = super().__new__(cls, message % values if values else message)
        phrase._message, phrase._values, phrase._context = message, values, ""
        return phrase

    def __str__(self) -> str:
        if self._context:
            return pgettext(self._context, self._message)
        return _(self._message, **self._values)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> Markup:
        return escape(str(self))

    def format(self, *values: object, **named: object) -> str:
        """Fill the words of the reader's language in."""
        return str(self).format(*values, **named)


#: Marks words that stand outside of any request, such as those of a table.
N_ = Phrase


def np_(context: str, message: str) -> Phrase:
    """Mark words that mean one thing of several: `context` says which."""
    phrase = Phrase(message)
    phrase._context = context
    return phrase


def locale() -> Locale:
    """Return how dates and numbers are written."""
    return Locale.parse(_LOCALES[_current.get()])


def day_words(moment: date) -> str:
    """Return a day as people write it: `23.11.2026`, `23 Nov 2026`."""
    return format_date(moment, _("dd.MM.yyyy"), locale=locale())


def moment_words(moment: datetime) -> str:
    """Return a day with its time to the second."""
    return format_datetime(moment, _("dd.MM.yyyy HH:mm:ss"), locale=locale())


def short_moment_words(moment: datetime) -> str:
    """Return a day of this year with its time: `23.11. 9:05`, `23 Nov 9:05`."""
    return format_datetime(moment, _("d.M. H:mm"), locale=locale())


def padded_moment_words(moment: datetime) -> str:
    """Return a day of this year with its time: `23.11. 09:05`, `23 Nov 09:05`."""
    return format_datetime(moment, _("d.M. HH:mm"), locale=locale())


def axis_day_words(day: date) -> str:
    """Return a day as short as an axis needs it: `23.11.`, `23 Nov`."""
    return format_date(day, _("dd.MM."), locale=locale())


def month_words(day: date) -> str:
    """Return a month: `11.2026`, `Nov 2026`."""
    return format_date(day, _("MM.yyyy"), locale=locale())


def percent_words(percent: int) -> str:
    """Return a share: `97 %`, `97%`."""
    return _("%(number)s %%", number=percent)


def count_words(number: int) -> str:
    """Return a number with its thousands apart: `1.234`, `1,234`."""
    return format_decimal(number, "#,##0", locale=locale())


def decimal_words(number: float, *, digits: int) -> str:
    """Return a number with as many digits after its point or comma."""
    pattern = "0." + "0" * digits if digits else "0"
    return format_decimal(round(number, digits), pattern, locale=locale())
