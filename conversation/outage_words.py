"""One approved text for many: checked once, then put into each customer's own words."""

import re
from collections.abc import Sequence

from conversation.address import SIE
from conversation.messages import Line, Speaker

LONGEST_TEXT = 600
NAME = "{Name}"
LONGEST_NAME = 60

_FORMS = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_LEFT_OVER = re.compile(r"[\[\]{}|]")
#: A name's place with the blank or the comma that belongs to it, which goes with the name.
_NAMED = re.compile(rf"^{re.escape(NAME)}[ ,]*|[ ,]*{re.escape(NAME)}")


class CrookedTextError(ValueError):
    """A text that cannot go to customers; the sentence is German, for whoever wrote it."""


def check_text(text: str) -> str:
    """Return a text as it is kept. Raises CrookedTextError.

    `[dir|Ihnen]` is for du and Sie, `{Name}` for the name, where one is known.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise CrookedTextError("Der Text ist leer.")
    if len(text) > LONGEST_TEXT:
        raise CrookedTextError(f"Der Text ist länger als {LONGEST_TEXT} Zeichen.")
    if _LEFT_OVER.search(_FORMS.sub("", text.replace(NAME, ""))):
        raise CrookedTextError(
            "Klammern stehen nur um [du-Form|Sie-Form] und in {Name}. Bitte prüfen."
        )
    if not personal(text, form="", name="").strip():
        raise CrookedTextError("Ohne Namen bleibt von diesem Text nichts übrig.")
    return text


def personal(text: str, *, form: str, name: str) -> str:
    """Return a text for one customer. Without a name, nothing is left of its place."""
    chosen = _FORMS.sub(lambda found: found[2 if form == SIE else 1], text)
    if name:
        return chosen.replace(NAME, name)
    nameless = _NAMED.sub("", chosen)
    return nameless[:1].upper() + nameless[1:]


def name_of(lines: Sequence[Line]) -> str:
    """Return the name to write to a customer with: the platform's newest, if it looks like one."""
    authors = (line.author for line in reversed(lines) if line.speaker is Speaker.CUSTOMER)
    name = " ".join(next((author for author in authors if author), "").split())
    return "" if _LEFT_OVER.search(name) or name.startswith("@") else name[:LONGEST_NAME]
