"""Lets an answer say something else, if what comes of it reads back as it was meant."""

from collections.abc import Mapping

from studio.content.answers import Variant, answers, placeholders_in, reworded
from studio.content.changes import Reword
from studio.content.editing import UNUSUAL
from studio.content.problems import RefusedChangeError

LONGEST = 1_000


def with_wording(files: Mapping[str, str], change: Reword) -> dict[str, str]:
    """Return the domain's files after `change`.

    Raises RefusedChangeError if somebody has changed the variant meanwhile, if it would be empty,
    too long, or would want something filled in that is not known there.
    """
    known = answers(files)
    variant = _variant(known, change)
    words = tidy(change.after)
    _check(words, known[change.answer])
    if words == variant.text:
        return dict(files)
    text = reworded(files[variant.path], variant, words)
    changed = {**files, variant.path: text}
    if _said(answers(changed)) != {**_said(known), _key(variant): (words, *_around(variant))}:
        raise RefusedChangeError(UNUSUAL)
    return changed


def tidy(text: str) -> str:
    """Return a text as forms send it without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def unknown_placeholders(text: str, variants: tuple[Variant, ...]) -> list[str]:
    """Return what `text` wants filled in and no variant of its answer does."""
    known = frozenset[str]().union(*(one.placeholders for one in variants))
    return sorted(placeholders_in(text) - known)


def _variant(known: Mapping[str, tuple[Variant, ...]], change: Reword) -> Variant:
    for variant in known.get(change.answer, ()):
        if (variant.number, variant.text) == (change.number, change.before):
            return variant
    raise RefusedChangeError(
        "Diese Antwort hat inzwischen jemand geändert; bitte noch einmal ansehen."
    )


def _check(words: str, variants: tuple[Variant, ...]) -> None:
    if not words or len(words) > LONGEST:
        raise RefusedChangeError(f"Eine Antwort hat 1 bis {LONGEST} Zeichen.")
    if unknown := unknown_placeholders(words, variants):
        raise RefusedChangeError(f"„{{{unknown[0]}}}“ kann hier nicht eingesetzt werden.")


def _said(known: Mapping[str, tuple[Variant, ...]]) -> dict[tuple[str, int], tuple[object, ...]]:
    every = (variant for variants in known.values() for variant in variants)
    return {_key(variant): (variant.text, *_around(variant)) for variant in every}


def _key(variant: Variant) -> tuple[str, int]:
    return variant.answer, variant.number


def _around(variant: Variant) -> tuple[object, ...]:
    return variant.path, variant.conditions, variant.channel, variant.buttons
