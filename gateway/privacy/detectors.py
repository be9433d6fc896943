"""The search for personal data: asks every detector and settles where they see the same thing."""

from collections.abc import Callable, Iterator

from gateway.privacy.bank_accounts import find_bank_accounts
from gateway.privacy.birth_dates import find_birth_dates
from gateway.privacy.customer_numbers import find_customer_numbers
from gateway.privacy.emails import find_emails
from gateway.privacy.findings import Finding, PersonalKind, Sighting
from gateway.privacy.folding import fold
from gateway.privacy.payment_cards import find_payment_cards
from gateway.privacy.phone_numbers import find_phone_numbers
from gateway.privacy.street_addresses import find_addresses
from gateway.privacy.surroundings import URL

Detector = Callable[[str], Iterator[Sighting]]

# From the most to the least specific: of two findings of one length, the earlier kind wins.
_NEEDING_DIGITS: tuple[Detector, ...] = (
    find_bank_accounts,
    find_payment_cards,
    find_birth_dates,
    find_phone_numbers,
    find_customer_numbers,
    find_addresses,
)
_ORDER = {
    kind: rank
    for rank, kind in enumerate(
        (
            PersonalKind.IBAN,
            PersonalKind.CARD,
            PersonalKind.EMAIL,
            PersonalKind.BIRTH_DATE,
            PersonalKind.CUSTOMER_NUMBER,
            PersonalKind.PHONE,
            PersonalKind.ADDRESS,
        )
    )
}


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """Return the personal data in `text`, in its order, without overlaps.

    Where findings overlap the longest wins, then the one that the customer's own words name, then
    the more specific kind. Linear in the text's length.
    """
    folded = fold(text)
    findings = []
    for sighting in _settled(_without_links(folded.text, list(_sightings(folded.text)))):
        start, end = folded.original(sighting.start, sighting.end)
        findings.append(Finding(sighting.kind, start, end, text[start:end]))
    return tuple(findings)


def _sightings(text: str) -> Iterator[Sighting]:
    yield from find_emails(text)
    if any(character in text for character in "0123456789"):
        for detector in _NEEDING_DIGITS:
            yield from detector(text)


def _without_links(text: str, sightings: list[Sighting]) -> list[Sighting]:
    """Drop what stands inside a link, where numbers are pages; e-mail addresses stay found."""
    if not sightings or "." not in text:
        return sightings
    links = [match.span() for match in URL.finditer(text)]
    return [
        sighting
        for sighting in sightings
        if sighting.kind is PersonalKind.EMAIL
        or not any(start <= sighting.start < end for start, end in links)
    ]


def _settled(sightings: list[Sighting]) -> list[Sighting]:
    chosen: list[Sighting] = []
    taken: set[int] = set()
    for sighting in sorted(sightings, key=_rank):
        span = range(sighting.start, sighting.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(sighting)
    return sorted(chosen, key=lambda sighting: sighting.start)


def _rank(sighting: Sighting) -> tuple[int, bool, int, int]:
    length = sighting.end - sighting.start
    return (-length, not sighting.named, _ORDER[sighting.kind], sighting.start)
