"""What programs read and do in outage mode; the same decisions as on the supervisors' page."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field

from chassis.errors import BadRequestError, ConflictError, NotFoundError
from conversation.outage_words import LONGEST_TEXT, CrookedTextError
from conversation.outages import COUNTS_FOR, Heard, Outage, OutageId, Place
from handoff.outages.acting import Approving
from handoff.outages.pages import OVER, RUNS
from handoff.outages.reading import OutageReading
from handoff.routing.side_by_side import side_by_side
from staff.api.callers import Scope
from staff.api.paging import PageAnswer, PageQuery, page_of
from staff.api.surface import Call, Given, Handler, Operation, Surface
from staff.roles import Role

TAG = "outages"
SUPERVISORS = frozenset({Role.SUPERVISOR})


class GroupShown(BaseModel):
    """How many tell of trouble at a place; `service` is empty where nobody said which."""

    postal_code: str
    service: str
    many: int
    first_at: datetime
    last_at: datetime


class GroupsShown(PageAnswer):
    """A page of groups."""

    groups: list[GroupShown]


class OutageShown(BaseModel):
    """An approved outage, and how many heard of it and of its end."""

    id: str
    postal_code: str
    service: str
    text: str
    approved_by: str
    approved_at: datetime
    fixed_text: str
    fixed_at: datetime | None
    told: int
    ended: int


class OutagesShown(PageAnswer):
    """A page of outages, the newest first."""

    outages: list[OutageShown]


class OutageEnd(Given):
    """What everybody hears."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


class OutageWanted(OutageEnd):
    """Where, and what everybody hears there."""

    postal_code: str = Field(pattern=r"^\d{5}$")
    service: str = ""


class Approved(BaseModel):
    """Whether it went out."""

    outage: OutageShown


@dataclass(frozen=True, slots=True)
class OutageApi:
    """Says and does for programs what the page does for supervisors."""

    reading: OutageReading
    approving: Approving

    async def groups(self, call: Call) -> GroupsShown:
        """Return where many tell of trouble."""
        now = self.reading.clock.now()
        found, following = page_of(
            await self.reading.outages.groups(since=now - COUNTS_FOR),
            call.asked(PageQuery),
            key=lambda one: (one.many, str(one.place)),
            newest_first=True,
        )
        shown = [
            GroupShown(
                postal_code=one.place.postal_code,
                service=one.place.service,
                many=one.many,
                first_at=one.first_at,
                last_at=one.last_at,
            )
            for one in found
        ]
        return GroupsShown(groups=shown, next=following)

    async def outages(self, call: Call) -> OutagesShown:
        """Return the outages of late."""
        found, following = page_of(
            await self.reading.outages.latest(),
            call.asked(PageQuery),
            key=lambda one: (one.approved_at.isoformat(), one.id),
            newest_first=True,
        )
        heard = await side_by_side(self.reading.outages.heard(one.id) for one in found)
        shown = [_shown(one, its) for one, its in zip(found, heard, strict=True)]
        return OutagesShown(outages=shown, next=following)

    async def approve(self, call: Call) -> Approved:
        """Begin an outage: the text goes to all who told of it, and to who comes later."""
        given = call.given(OutageWanted)
        try:
            place = Place.parse(f"{given.postal_code}|{given.service}")
            went = await self.approving.approve(place, given.text, call.account)
        except CrookedTextError as error:
            raise BadRequestError(str(error)) from None
        except ValueError:
            raise BadRequestError("A place has a postcode and perhaps a service.") from None
        if not went:
            raise ConflictError(RUNS)
        latest = await self.reading.outages.latest()
        begun = next(one for one in latest if one.place == place and one.fixed_at is None)
        return Approved(outage=await self._one(begun))

    async def end(self, call: Call) -> Approved:
        """Say that an outage is over."""
        id = OutageId(call.parts["outage"])
        if all(one.id != id for one in await self.reading.outages.latest()):
            raise NotFoundError("There is no such outage.")
        try:
            went = await self.approving.end(id, call.given(OutageEnd).text, call.account)
        except CrookedTextError as error:
            raise BadRequestError(str(error)) from None
        if not went:
            raise ConflictError(OVER)
        latest = await self.reading.outages.latest()
        return Approved(outage=await self._one(next(one for one in latest if one.id == id)))

    async def _one(self, outage: Outage) -> OutageShown:
        return _shown(outage, await self.reading.outages.heard(outage.id))


def add_outages_api(surface: Surface, api: OutageApi) -> None:
    """Put the operations among the others."""
    readings: tuple[tuple[str, str, str, type[BaseModel], Handler], ...] = (
        ("list_outage_groups", "/api/outage-groups", "Where many tell", GroupsShown, api.groups),
        ("list_outages", "/api/outages", "Outages of late", OutagesShown, api.outages),
    )
    for id, path, summary, answer, handler in readings:
        surface.add(
            Operation(
                id=id,
                method="GET",
                path=path,
                summary=summary,
                tag=TAG,
                scope=Scope.SUPERVISION_READ,
                roles=SUPERVISORS,
                query=PageQuery,
                answer=answer,
            ),
            handler,
        )
    acts: tuple[tuple[str, str, str, type[BaseModel], Handler], ...] = (
        ("approve_outage", "/api/outages", "Tell all of an outage", OutageWanted, api.approve),
        ("end_outage", "/api/outages/{outage}/end", "Tell all that it is over", OutageEnd, api.end),
    )
    for id, path, summary, body, handler in acts:
        surface.add(
            Operation(
                id=id,
                method="POST",
                path=path,
                summary=summary,
                tag=TAG,
                scope=Scope.SUPERVISION_WRITE,
                roles=SUPERVISORS,
                body=body,
                answer=Approved,
                person=True,
                refusals=(409,),
            ),
            handler,
        )


def _shown(outage: Outage, heard: Heard) -> OutageShown:
    return OutageShown(
        id=outage.id,
        postal_code=outage.place.postal_code,
        service=outage.place.service,
        text=outage.text,
        approved_by=outage.approved_by,
        approved_at=outage.approved_at,
        fixed_text=outage.fixed_text,
        fixed_at=outage.fixed_at,
        told=heard.told,
        ended=heard.ended,
    )
