"""Turns what a customer typed into a text with holes where personal data stood."""

import re
from collections.abc import Iterable

from gateway.privacy.detectors import find_personal_data
from gateway.privacy.findings import Finding, PersonalKind, Redacted
from gateway.privacy.folding import fold
from gateway.privacy.normal_forms import normal_form

LONGEST_TEXT = 20_000
CUT = " […]"

_KINDS = "|".join(kind.value for kind in PersonalKind)
_FORGED = re.compile(
    rf"\[[\s_]{{0,9}}(?:{_KINDS})[\s_-]{{0,9}}\d{{0,12}}[\s_]{{0,9}}\]", re.IGNORECASE
)
# Longer than any single finding, so that one at the edge is seen whole before the text is cut.
_MARGIN = 400


class Redactor:
    """Finds personal data and cuts it out. Pure: keeps nothing, asks nobody.

    `public` are numbers and addresses that are ours, such as the hotline's; they stay readable.
    """

    def __init__(self, *, public: Iterable[str] = (), longest_text: int = LONGEST_TEXT) -> None:
        self._public = frozenset(_known_forms(public))
        self._longest_text = longest_text

    def redact(self, text: str) -> Redacted:
        """Return `text` with holes. Never raises for any text.

        Text beyond `longest_text` characters is dropped and its end marked. What was typed in the
        shape of a placeholder gets round brackets, so that nobody can ask for a stored value.
        """
        seen = _without_forgeries(text[: self._longest_text + _MARGIN])
        findings = [
            finding
            for finding in find_personal_data(seen)
            if finding.start < self._longest_text and not self._is_public(finding)
        ]
        if len(text) <= self._longest_text:
            return _with_holes(seen, findings)
        end = max(self._longest_text, findings[-1].end if findings else 0)
        return _with_holes(seen[:end] + CUT, findings)

    def _is_public(self, finding: Finding) -> bool:
        return (finding.kind, normal_form(finding.kind, finding.value)) in self._public


def _known_forms(values: Iterable[str]) -> Iterable[tuple[PersonalKind, str]]:
    for value in values:
        for finding in find_personal_data(value):
            yield finding.kind, normal_form(finding.kind, finding.value)


def _without_forgeries(text: str) -> str:
    folded = fold(text)
    if "[" not in folded.text:
        return text
    characters = list(text)
    for match in _FORGED.finditer(folded.text):
        start, end = folded.original(*match.span())
        characters[start] = "("
        characters[end - 1] = ")"
    return "".join(characters)


def _with_holes(text: str, findings: list[Finding]) -> Redacted:
    edges = [0, *(edge for finding in findings for edge in (finding.start, finding.end)), len(text)]
    pieces = tuple(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return Redacted(pieces, tuple(findings))
