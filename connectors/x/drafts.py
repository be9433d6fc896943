"""Shows whoever writes a reply what X will make of it, before it is sent."""

from dataclasses import dataclass
from decimal import Decimal

from connectors.x.lengths import MOST, weighted_length
from connectors.x.links import accidental_links, meant_links
from connectors.x.settings import XSettings


@dataclass(frozen=True, slots=True)
class Draft:
    """A public reply in the making. `accidental` are links by a forgotten space, mended on sending.

    `price` is US dollars.
    """

    length: int
    most: int
    accidental: tuple[str, ...]
    links: tuple[str, ...]
    price: Decimal

    @property
    def fits(self) -> bool:
        """Whether it is one post."""
        return 0 < self.length <= self.most


def public_draft(text: str, settings: XSettings, *, summoned: bool) -> Draft:
    """Return what X will make of a public reply."""
    links = meant_links(text, own_domains=settings.own_domains)
    accidental = accidental_links(text, own_domains=settings.own_domains)
    return Draft(
        length=weighted_length(text),
        most=MOST,
        accidental=tuple(link.text for link in accidental),
        links=tuple(link.text for link in links),
        price=price_of_post(settings, linked=bool(links), summoned=summoned),
    )


def price_of_post(settings: XSettings, *, linked: bool, summoned: bool) -> Decimal:
    """Return what a public reply costs, in US dollars; where X leaves it open, the dearer."""
    if linked:
        return settings.prices.post_with_link
    return settings.prices.summoned_reply if summoned else settings.prices.post
