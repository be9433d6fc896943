"""Writes a sentence as YAML, in the double quotes that the files use."""

import re

_ESCAPED = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"}
# What YAML takes for a line break or does not print.
_UNPRINTED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]')


def quoted(text: str) -> str:
    """Return `text` in double quotes; letters of all languages and emojis stay as they are."""
    return f'"{_UNPRINTED.sub(lambda match: _escape(match[0]), text)}"'


def one_line(text: str) -> str:
    """Return `text` without line breaks and the blanks around it: an example is one line."""
    return " ".join(text.split())


def _escape(character: str) -> str:
    return _ESCAPED.get(character) or f"\\u{ord(character):04x}"
