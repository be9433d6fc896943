"""The words of scripts in other languages, as a script of its own: our pages allow none within."""

import json
from collections.abc import Sequence

from staff.assets import Assets
from staff.language import GERMAN, LANGUAGES, catalogue


def words_file(language: str) -> str:
    """Return the name of the file with a language's words."""
    return f"staff/words.{language}.js"


def add_script_words(assets: Assets) -> None:
    """Make one file of each language but German, which the scripts themselves hold."""
    for language in LANGUAGES:
        if language != GERMAN:
            assets.put(words_file(language), _script(language))


def _script(language: str) -> bytes:
    """Return a script that sets the words; see `t` in `static/frame.js`."""
    words = {
        german: words
        for message in catalogue(language)
        if message.id and _of_a_script(message.locations)
        for german, words in zip(_texts(message.id), _texts(message.string), strict=True)
    }
    written = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return f'"use strict";\nwindow.lotseWords = {written};\n'.encode()


def _texts(text: object) -> tuple[str, ...]:
    """Return a message, or its singular and its plural."""
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)


def _of_a_script(locations: Sequence[tuple[str, int | None]]) -> bool:
    return any(file.endswith(".js") for file, _ in locations)
