"""Finds the placeholders that stand for personal data, so that a click can reveal them."""

from dataclasses import dataclass

from conversation.known import PLACEHOLDER


@dataclass(frozen=True)
class Piece:
    """A piece of a text: plain words, or one placeholder."""

    text: str
    hidden: bool = False


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at its placeholders."""
    found: list[Piece] = []
    end = 0
    for match in PLACEHOLDER.finditer(text):
        if match.start() > end:
            found.append(Piece(text[end : match.start()]))
        found.append(Piece(match.group(), hidden=True))
        end = match.end()
    if end < len(text):
        found.append(Piece(text[end:]))
    return tuple(found)


def is_placeholder(text: str) -> bool:
    """Say whether a text is one placeholder and nothing else."""
    return PLACEHOLDER.fullmatch(text) is not None
