"""What shows agents things: who may see what, conversations, and the lists of them."""

from dataclasses import dataclass

from handoff.console.asking import Asking
from handoff.console.consulting import Consulting
from handoff.console.gathering import Gathering
from handoff.console.listing import Listing
from handoff.console.parts import ConsoleParts
from handoff.console.queue_pages import QueuePages
from handoff.console.reading import Reading
from handoff.console.sight import Sight
from handoff.console.watching import Overlooking
from handoff.overview.by_site import Queues
from handoff.routing.sites import Sites
from staff.frame import Staff


@dataclass(frozen=True, slots=True)
class ReadingSide:
    """What the pages and the interface for programs read by."""

    sites: Sites
    sight: Sight
    overlooking: Overlooking
    consulting: Consulting
    reading: Reading
    listing: Listing


def reading_side(staff: Staff, parts: ConsoleParts) -> ReadingSide:
    """Compose it."""
    overlooking = Overlooking(parts.watching, parts.desk, parts.transcripts, staff.audit)
    sites = Sites(parts.claiming, staff.accounts, parts.topics, apart=parts.sites_apart)
    sight = Sight(
        sites=sites,
        notes=parts.notes,
        watching=parts.watching,
        repairs=parts.repairs,
        cases=parts.cases,
        contacts=parts.contacts,
        histories=parts.platforms.histories,
    )
    consulting = Consulting(notes=parts.notes, desk=parts.desk)
    asking = Asking(parts.claiming.places, staff.accounts, parts.clock, parts.zone)
    return ReadingSide(
        sites=sites,
        sight=sight,
        overlooking=overlooking,
        consulting=consulting,
        reading=_reading(staff, parts, asking, overlooking, sight),
        listing=_listing(staff, parts, asking, overlooking, consulting, Queues(sites)),
    )


def _reading(
    staff: Staff, parts: ConsoleParts, asking: Asking, overlooking: Overlooking, sight: Sight
) -> Reading:
    return Reading(
        desk=parts.desk,
        accounts=staff.accounts,
        gathering=Gathering(
            desk=parts.desk,
            transcripts=parts.transcripts,
            outbox=parts.outbox,
            records=parts.records,
            cases=parts.cases,
            contacts=parts.contacts,
            platforms=parts.platforms,
            notes=parts.notes,
            repairs=parts.repairs,
        ),
        asking=asking,
        overlooking=overlooking,
        sight=sight,
        clock=parts.clock,
        zone=parts.zone,
        assistant=staff.brand.assistant,
        video=parts.video is not None,
    )


def _listing(
    staff: Staff,
    parts: ConsoleParts,
    asking: Asking,
    overlooking: Overlooking,
    consulting: Consulting,
    queues: Queues,
) -> Listing:
    return Listing(
        desk=parts.desk,
        overview=parts.overview,
        queues=queues,
        transcripts=parts.transcripts,
        accounts=staff.accounts,
        troubles=parts.platforms.troubles,
        consulting=consulting,
        overlooking=overlooking,
        asking=asking,
        repairs=parts.repairs,
        clock=parts.clock,
        zone=parts.zone,
        assistant=staff.brand.assistant,
        queue=QueuePages(
            repairs=parts.repairs,
            zone=parts.zone,
            assistant=staff.brand.assistant,
            draw=staff.pages.render,
        ),
    )
