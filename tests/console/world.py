"""A console over the memory twins, with customers who write and an assistant who hands over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from archive.contacts_memory import MemoryContacts
from archive.files_memory import MemoryFiles
from archive.judgements_memory import MemoryJudgements
from archive.repairs_memory import MemoryRepairs
from archive.text_modules_memory import MemoryTextModules
from conversation.cases import Cases
from conversation.contacts import Contacts
from conversation.context import Context
from conversation.files import Files
from conversation.identity import Channel, ConversationId, LineId, MessageId
from conversation.judgements import Judgements
from conversation.messages import Attachment, CustomerMessage, Delivery, Line, Speaker
from conversation.moves import Moves
from conversation.notes import Notes
from conversation.notices import Notices
from conversation.packets import Fact, HandoffPacket, Understood
from conversation.ports import (
    ConversationState,
    Desk,
    Inbox,
    MovableClock,
    Outbox,
    Saying,
    Transcripts,
)
from conversation.promises import OpeningHours, Promises
from conversation.records import Records
from conversation.repairs import Repairs
from conversation.routing.ports import Roster
from conversation.routing.teams import Directory
from conversation.satisfaction import Surveys, Unasked
from conversation.signals import Reason
from conversation.suggestions import NoSuggestions, Suggestions
from conversation.text_modules import TextModules
from conversation.video import Video
from gateway.video import MemoryRooms
from handoff.console.addresses import path_of
from handoff.console.attach import Console, attach_console
from handoff.console.live import Live
from handoff.console.parts import ConsoleParts
from handoff.console.platforms import Platforms
from handoff.console.queue_news import QueueNews
from handoff.memory import MemoryLive
from handoff.overview.overview import Overview
from handoff.routing.claiming import Claiming
from handoff.routing.memory import FixedDirectory
from staff.csrf import csrf_token
from staff.roles import Role
from tests.console.fakes import Editors, Keeping, Office, Safe, detect
from tests.console.stores import Stores, in_memory
from tests.staff.house import Hands, House, open_house

BERLIN = ZoneInfo("Europe/Berlin")
#: Whose conversation: a name for one of the web chat, or the conversation.
Of = str | ConversationId


@dataclass
class World:
    """The console and everything behind it."""

    house: House
    desk: Desk
    inbox: Inbox
    outbox: Outbox
    transcripts: Transcripts
    records: Records
    moves: Moves
    roster: Roster
    vault: Safe
    cases: Cases
    notes: Notes
    contacts: Contacts
    text_modules: TextModules
    files: Files
    video: Video
    watching: Live
    news: QueueNews
    follow_credits: Callable[[], Awaitable[int]]
    repairs: Repairs
    credits: "Office"
    judgements: Judgements
    teaching: "Editors"
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def now(self) -> datetime:
        moment: datetime = self.house.clock.now()
        return moment

    @property
    def acts(self) -> list[tuple[str, str, str]]:
        """What was audited, as (who, what, detail), beside that somebody logged in."""
        entries = self.house.audit.entries
        return [(one.who, one.what, one.detail) for one in entries if one.what != "logged_in"]

    async def writes(
        self,
        text: str,
        *,
        of: Of = "anna",
        ago: float = 0,
        attachments: tuple[Attachment, ...] = (),
    ) -> LineId:
        """Let a customer write a line."""
        id = f"m{next(self.numbers)}-{of}"
        await self.inbox.add(
            [
                CustomerMessage(
                    id=MessageId(id),
                    conversation=customer(of),
                    text=text,
                    sent_at=self.now - timedelta(minutes=ago),
                    attachments=attachments,
                )
            ]
        )
        return LineId(id)

    async def answers(self, text: str, *, of: Of = "anna", ago: float = 0, **line: Any) -> LineId:
        """Let the assistant answer."""
        state = await self.state(of)
        said = Line(
            id=LineId(f"a{next(self.numbers)}-{of}"),
            speaker=Speaker.ASSISTANT,
            text=text,
            at=self.now - timedelta(minutes=ago),
            **line,
        )
        await self.outbox.say(Saying(conversation=customer(of), hold=state.hold, lines=(said,)))
        return said.id

    async def hands_over(
        self, *, of: Of = "anna", wish: str = "Ich möchte mit einem Menschen reden.", **packet: Any
    ) -> None:
        """Let the assistant put a customer into the queue, who has just written `wish`."""
        wish_line = packet.pop("wish_line", None) or await self.writes(wish, of=of)
        slots = {fact.name: fact.value for fact in packet.get("facts", ())}
        usual = {
            "reason": Reason.REQUESTED,
            "summary": "Möchte mit einem Menschen sprechen.",
            "handed_off_at": self.now,
        }
        move = self.moves.hand_over(
            customer(of),
            hold=(await self.state(of)).hold,
            context=Context(slots=slots),
            packet=HandoffPacket(wish=wish, wish_line=wish_line, **{**usual, **packet}),
        )
        await self.desk.move(move)

    async def story(self, *, of: Of = "anna") -> None:
        """Play what comes before a typical handoff."""
        first = await self.writes(
            "Moin, mein Internet ist seit heute früh weg. Kundennummer [KUNDENNUMMER_1].",
            of=of,
            ago=6,
        )
        tried = await self.answers(
            "Das tut mir leid. In 24937 ist gerade keine Störung bekannt. "
            "Leuchtet am Router die Lampe „Internet“?",
            of=of,
            ago=5.8,
        )
        second = await self.writes("Nein, die blinkt rot!! Neustart hab ich schon.", of=of, ago=4)
        again = await self.answers(
            "Dann trenne den Router bitte für 30 Sekunden vom Strom.", of=of, ago=3.9
        )
        wish = "Hab ich doch gesagt. Ruft mich bitte an: [TELEFON_1]. Ich will einen Menschen!"
        third = await self.writes(wish, of=of, ago=2)
        await self.hands_over(
            of=of,
            wish=wish,
            wish_line=third,
            reason=Reason.ANGER,
            summary="Verärgert nach zwei Vorschlägen, die nicht geholfen haben.",
            understood=(
                Understood(line=first, intent="report_outage", confidence=0.94, anger=1),
                Understood(line=second, intent="ask_device_help", confidence=0.61, anger=2),
                Understood(line=third, intent="request_human", confidence=0.88, anger=2),
            ),
            facts=(
                Fact("service", "internet"),
                Fact("postal_code", "24937"),
                Fact("customer_number", "[KUNDENNUMMER_1]"),
            ),
            missing=("device",),
            tried=(tried, again),
        )

    async def state(self, of: Of = "anna") -> ConversationState:
        return await self.desk.state(customer(of))

    async def said(self, of: Of = "anna") -> list[tuple[Speaker, str]]:
        lines = await self.transcripts.lines(customer(of))
        return [(line.speaker, line.text) for line in lines]

    async def act(
        self, browser: httpx.AsyncClient, action: str, *, of: Of = "anna", **fields: Any
    ) -> httpx.Response:
        """Send a form of the open conversation as a browser without scripts does."""
        token = csrf_token(browser.cookies["staff"])
        path = f"{path_of(customer(of))}/{action}"
        return await browser.post(path, data={"csrf": token, **fields})

    async def deliver(self) -> None:
        """Do what the worker does: carry lines out, for good."""
        while True:
            outgoing = await self.outbox.take()
            if outgoing is None:
                await self.outbox.wait(timedelta(seconds=0.2))
                continue
            await self.outbox.settle(outgoing, Delivery.SENT)


def customer(name: Of = "anna", channel: Channel = Channel.WEBCHAT) -> ConversationId:
    """Return a conversation; its ids hold everything an address may not."""
    if isinstance(name, ConversationId):
        return name
    return ConversationId(channel, thread=f"{name}/1 %:?", customer=f"{name}#ü")


@asynccontextmanager
async def open_desk(
    clock: Any = None,
    *,
    stores: Stores | None = None,
    delivering: bool = True,
    beat: float = 15.0,
    hands: MovableClock | None = None,
    platforms: Platforms | None = None,
    contacts: Contacts | None = None,
    text_modules: TextModules | None = None,
    files: Files | None = None,
    video: bool = False,
    directory: Directory | None = None,
    surveys: Surveys | None = None,
    suggestions: Suggestions | None = None,
    repairs: Repairs | None = None,
    topics: Mapping[str, str] | None = None,
    sites_apart: bool = True,
    also: Callable[[Any, Any, ConsoleParts], None] | None = None,
    **staff_changes: Any,
) -> AsyncIterator[World]:
    """Run a console until the test is done with it; `also` adds features beside it."""
    clock, vault = clock or Hands(), Safe()
    stores = stores or in_memory(MemoryLive(), clock)
    contacts = contacts or MemoryContacts(clock)
    text_modules = text_modules or MemoryTextModules()
    files = files or MemoryFiles()
    rooms = Video(
        server="https://meet.foerdekom.example",
        public="https://chat.foerdekom.example",
        rooms=MemoryRooms(),
        desk=stores.desk,
        clock=clock,
        zone=BERLIN,
        default_form="du",
    )
    credits = Office()
    judgements, teaching = MemoryJudgements(), Editors()
    moves = Moves(
        notices=Notices(brand="Fördekom", assistant="Lotse", zone=BERLIN),
        promises=Promises(OpeningHours(zone=BERLIN), within=timedelta(minutes=10)),
        clock=clock,
    )
    platforms = platforms or Platforms()
    parts = ConsoleParts(
        desk=stores.desk,
        overview=Overview(stores.places, stores.changes, platforms.windows, clock),
        claiming=Claiming(
            desk=stores.desk,
            places=stores.places,
            roster=stores.roster,
            directories=FixedDirectory(directory or Directory()),
            moves=moves,
            clock=clock,
            wall=clock,
        ),
        outbox=stores.outbox,
        inbox=stores.inbox,
        transcripts=stores.transcripts,
        records=stores.records,
        feed=stores.feed,
        vault=vault,
        cases=stores.cases,
        notes=stores.notes,
        watching=stores.watching,
        contacts=contacts,
        text_modules=text_modules,
        files=files,
        video=rooms if video else None,
        detector=detect,
        moves=moves,
        repairs=repairs or MemoryRepairs(),
        credits=credits,
        shield=Keeping(vault),
        judgements=judgements,
        teaching=teaching,
        clock=clock,
        zone=BERLIN,
        platforms=platforms,
        beat=beat,
        hands=hands,
        surveys=surveys or Unasked(),
        suggestions=suggestions or NoSuggestions(),
        credit_limits={Role.AGENT: 2000, Role.SUPERVISOR: 10000},
        topics=topics or {},
        sites_apart=sites_apart,
    )
    attached: list[Console] = []

    def attach(app: Any, staff: Any) -> None:
        attached.append(attach_console(app, staff, parts))
        if also:
            also(app, staff, parts)

    async with open_house(clock, attach=attach, **staff_changes) as house:
        world = World(
            house=house,
            desk=stores.desk,
            inbox=stores.inbox,
            outbox=stores.outbox,
            transcripts=stores.transcripts,
            records=stores.records,
            moves=moves,
            roster=stores.roster,
            vault=vault,
            cases=stores.cases,
            notes=stores.notes,
            contacts=contacts,
            text_modules=text_modules,
            files=files,
            video=rooms,
            watching=attached[0].live,
            news=attached[0].news,
            follow_credits=attached[0].follow,
            repairs=parts.repairs,
            credits=credits,
            judgements=judgements,
            teaching=teaching,
        )
        carrying = asyncio.create_task(world.deliver()) if delivering else None
        yield world
        if carrying:
            await end(carrying)


async def end(task: asyncio.Task[None]) -> None:
    """End an endless task, also one that a Redis command keeps from hearing the first call."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.2)
