"""Video talks: a room with a name nobody can guess, open while one agent holds the conversation."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from conversation.address import SIE
from conversation.context import Context
from conversation.holds import Owner
from conversation.identity import ConversationId, LineId
from conversation.messages import Line
from conversation.ports import Clock, ConversationState, Desk

PATH = "/video"
OPEN_FOR = timedelta(hours=2)
ID_BYTES = 24
NAME_BYTES = 20
LINE_PREFIX = "video-"

_LINK = re.compile(rf"https?://\S+{PATH}/[A-Za-z0-9_-]+")
_DU = (
    "Wenn du magst, sprechen wir per Video: {link} "
    "Der Link gilt, solange wir hier schreiben, längstens bis {until} Uhr. "
    "Kamera und Mikrofon gehen erst an, wenn du es erlaubst."
)
_SIE = (
    "Wenn Sie mögen, sprechen wir per Video: {link} "
    "Der Link gilt, solange wir hier schreiben, längstens bis {until} Uhr. "
    "Kamera und Mikrofon gehen erst an, wenn Sie es erlauben."
)


@dataclass(frozen=True, slots=True)
class Room:
    """A room of one stay with one agent. `id` stands in the link, `name` is the server's."""

    id: str
    name: str
    conversation: ConversationId
    epoch: int
    until: datetime

    @property
    def line(self) -> LineId:
        """The line that offers it: there is one, however often somebody presses the key."""
        return LineId(f"{LINE_PREFIX}{self.id}")


class Rooms(Protocol):
    """Remembers the rooms that are open."""

    async def open(self, room: Room, *, lasting: timedelta) -> Room:
        """Keep a room for `lasting`; return the one that its stay has already, if there is one."""

    async def get(self, id: str) -> Room | None:
        """Return a room that is kept."""


@dataclass(frozen=True, slots=True)
class Video:
    """Offers rooms of the Jitsi server `server`; customers go there by links of ours, `public`.

    The link leads on only while the agent who offered it holds the conversation: once that is
    closed, given back or passed on, nobody learns the room's name any more.
    """

    server: str
    public: str
    rooms: Rooms
    desk: Desk
    clock: Clock
    zone: ZoneInfo
    default_form: str

    async def open(self, state: ConversationState) -> Room:
        """Return the room of the present stay, opened if there is none."""
        new = Room(
            id=secrets.token_urlsafe(ID_BYTES),
            name=secrets.token_hex(NAME_BYTES),
            conversation=state.conversation,
            epoch=state.hold.epoch,
            until=self.clock.now() + OPEN_FOR,
        )
        return await self.rooms.open(new, lasting=OPEN_FOR)

    def words(self, room: Room, context: Context) -> str:
        """Return the sentence that offers a room."""
        form = context.address_form or self.default_form
        until = f"{room.until.astimezone(self.zone):%H:%M}"
        return (_SIE if form == SIE else _DU).format(link=self.link(room), until=until)

    def link(self, room: Room) -> str:
        """Return the address for customers and agents."""
        return f"{self.public}{PATH}/{room.id}"

    async def enter(self, id: str) -> str | None:
        """Return where a link leads now; None once its time or its conversation is over."""
        room = await self.rooms.get(id)
        if room is None or room.until <= self.clock.now():
            return None
        hold = (await self.desk.state(room.conversation)).hold
        if hold.owner is not Owner.AGENT or hold.epoch != room.epoch:
            return None
        return f"{self.server}/{room.name}"


def room_link(line: Line) -> str:
    """Return the link of a line that offers a room; empty for any other."""
    if not line.id.startswith(LINE_PREFIX):
        return ""
    found = _LINK.search(line.text)
    return found[0] if found else ""
