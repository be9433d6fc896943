"""Finds personal data in what is about to be said in public."""

from collections.abc import Iterable

from conversation.public_words import Detector
from gateway.privacy.redactor import Redactor
from gateway.settings import Settings


def detector_of(settings: Settings) -> Detector:
    """Return what finds personal data; the provider's own numbers are nobody's."""
    redactor = Redactor(public=(settings.brand.phone, settings.brand.website))

    def detect(text: str) -> Iterable[str]:
        return [finding.kind.value for finding in redactor.redact(text).findings]

    return detect
