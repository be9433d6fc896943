"""A gateway with nothing but Facebook, its ways out, a strict Graph API, and a Redis of its own."""

import base64
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from redis.asyncio import Redis

from archive.files_memory import MemoryFiles
from chassis.app import create_app
from connectors.facebook.attach import FacebookOut, attach_facebook, facebook_out
from connectors.facebook.comment_book import CommentBook
from connectors.facebook.journal import Journal
from connectors.facebook.marks import Mark, Marks
from connectors.facebook.names import FacebookKeys
from connectors.facebook.ports import ErasureState
from connectors.facebook.settings import FacebookSettings, Page
from connectors.facebook.signatures import signature_of
from connectors.facebook.webhook import SIGNATURE, WEBHOOK
from connectors.incoming import Incoming, Skipped
from conversation.identity import Channel, ConversationId, LineId
from conversation.keys import Keys
from conversation.messages import Line, Speaker
from gateway.clock import FixedClock
from tests.facebook.fake_graph import FakeGraph, graph_api
from tests.support.redis_server import free_port
from tests.support.serving import served

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "facebook"

SECRET = "appsecret"
VERIFY = "ein sehr geheimes Wort"
APP = "1517776481860111"
PAGE = "1234567890321"
PERSON = "7001002003004"
TOKEN = f"token-of-{PAGE}"
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
FIXTURE_PAGES = (
    PAGE,
    "12345654332",
    "349489628480201",
    "692521420913831",
    "682498302938465",
)
CONVERSATION = ConversationId(channel=Channel.MESSENGER, thread=PAGE, customer=PERSON)

_numbers = count(1)


@dataclass
class RecordingIntake:
    """Keeps what it is given, each id once; may be told to be out of order."""

    taken: list[Incoming] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    broken: Exception | None = None

    async def take(self, incoming: Sequence[Incoming]) -> None:
        if self.broken:
            raise self.broken
        for one in incoming:
            id = getattr(one, "id", None)
            if id is None or id not in self.ids:
                self.taken.append(one)
            if id is not None:
                self.ids.add(id)

    def of(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.taken if isinstance(one, kind)]

    @property
    def skips(self) -> list[str]:
        return [one.name for one in self.of(Skipped)]


@dataclass
class RecordingSettlement:
    """Remembers which lines have arrived after all."""

    lines: list[tuple[ConversationId, LineId]] = field(default_factory=list)

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        self.lines.append((conversation, line))


@dataclass
class RecordingWays:
    """Remembers where private replies have led."""

    led_to: list[tuple[ConversationId, ConversationId, Line]] = field(default_factory=list)

    async def led(self, public: ConversationId, private: ConversationId, said: Line) -> None:
        self.led_to.append((public, private, said))


@dataclass
class RecordingErasure:
    """Remembers who is to be erased."""

    people: list[str] = field(default_factory=list)
    states: dict[str, ErasureState] = field(default_factory=dict)

    async def erase(self, user_id: str) -> str:
        self.people.append(user_id)
        code = f"code-{sha256(user_id.encode()).hexdigest()[:16]}"
        self.states.setdefault(code, ErasureState.UNDER_WAY)
        return code

    async def status(self, code: str) -> ErasureState | None:
        return self.states.get(code)


@dataclass
class World:
    """Everything a test looks at."""

    http: httpx.AsyncClient
    graph: FakeGraph
    redis: Redis
    settings: FacebookSettings
    clock: FixedClock
    intake: RecordingIntake
    settlement: RecordingSettlement
    ways: RecordingWays
    erasure: RecordingErasure
    out: FacebookOut
    files: MemoryFiles
    names: FacebookKeys

    @property
    def marks(self) -> Marks:
        return Marks(self.redis, self.names)

    @property
    def journal(self) -> Journal:
        return Journal(self.redis, self.names)

    @property
    def book(self) -> CommentBook:
        return CommentBook(self.redis, self.names)

    async def tell(self, *entries: dict[str, Any]) -> httpx.Response:
        """Send a batch as Meta does, and see it acknowledged."""
        answer = await self.post(wire({"object": "page", "entry": list(entries)}))
        assert answer.status_code == 200, answer.text
        return answer

    async def post(self, body: bytes, **headers: str) -> httpx.Response:
        """Send bytes with the right signature, unless a header says otherwise."""
        usual = {"content-type": "application/json", SIGNATURE: signature_of(body, secret=SECRET)}
        return await self.http.post(WEBHOOK, content=body, headers=usual | headers)

    async def customer_acts(self, at: datetime | None = None) -> None:
        """Open the window of the usual conversation."""
        await self.marks.advance(CONVERSATION, Mark.ACTED, at or self.clock.now())


def wire(body: Any) -> bytes:
    """Return JSON as Meta sends it: compact, every character beyond ASCII escaped."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def millis(moment: datetime = NOW) -> int:
    return round(moment.timestamp() * 1000)


def entry(*messaging: dict[str, Any], page: str = PAGE, **more: Any) -> dict[str, Any]:
    """Return an entry with Messenger events."""
    return {"id": page, "time": millis(), "messaging": list(messaging), **more}


def event(at: datetime = NOW, *, person: str = PERSON, **what: Any) -> dict[str, Any]:
    """Return something that a person did."""
    return {
        "sender": {"id": person},
        "recipient": {"id": PAGE},
        "timestamp": millis(at),
        **what,
    }


def echo(at: datetime = NOW, **message: Any) -> dict[str, Any]:
    """Return words of our page."""
    return {
        "sender": {"id": PAGE},
        "recipient": {"id": PERSON},
        "timestamp": millis(at),
        "message": {"is_echo": True, **message},
    }


def message(text: str = "Hallo", *, mid: str | None = None, **more: Any) -> dict[str, Any]:
    """Return what a person wrote."""
    return event(message={"mid": mid or f"m_{next(_numbers)}", "text": text, **more})


def feed(
    comment: str = "55_1",
    *,
    verb: str = "add",
    parent: str = f"{PAGE}_55",
    author: str | None = "4711",
    at: datetime = NOW,
    **more: Any,
) -> dict[str, Any]:
    """Return an entry with one change of a comment."""
    value = {
        "item": "comment",
        "verb": verb,
        "comment_id": comment,
        "post_id": f"{PAGE}_55",
        "parent_id": parent,
        "created_time": int(NOW.timestamp()),
        "message": "Internet geht nicht",
        **more,
    }
    if author:
        value["from"] = {"id": author, "name": "Kim Möller"}
    change = {"field": "feed", "value": value}
    return {"id": PAGE, "time": int(at.timestamp()), "changes": [change]}


def line(text: str = "Moin!", *, speaker: Speaker = Speaker.ASSISTANT, **more: Any) -> Line:
    """Return a line with an id of its own."""
    id = LineId(more.pop("id", f"turn-{next(_numbers)}.1"))
    return Line(id=id, speaker=speaker, text=text, at=NOW, **more)


def signed_request(said: dict[str, Any], *, secret: str = SECRET) -> str:
    """Return what Meta's data-deletion callback carries."""
    payload = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")
    signature = hmac.new(secret.encode(), payload, sha256).digest()
    return f"{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}.{payload.decode()}"


def settings(**changes: Any) -> FacebookSettings:
    usual: dict[str, Any] = {
        "app_id": APP,
        "app_secret": SECRET,
        "verify_token": VERIFY,
        "pages": tuple(Page(id=id, token=f"token-of-{id}") for id in FIXTURE_PAGES),
        "public_url": "https://chat.foerdekom.example",
        "brand": "Fördekom",
        "answer_timeout": 2.0,
    }
    return FacebookSettings(**usual | changes)


@asynccontextmanager
async def running(redis_url: str, **changes: Any) -> AsyncIterator[World]:
    """Run everything; at the end the Graph API must have had nothing to complain of."""
    tokens = {id: f"token-of-{id}" for id in FIXTURE_PAGES}
    async with graph_api(secret=SECRET, tokens=tokens, app_token=f"{APP}|{SECRET}") as graph:
        configured = settings(graph_url=graph.url, **changes)
        redis, keys, clock = Redis.from_url(redis_url), Keys(prefix="test"), FixedClock(NOW)
        intake, settlement, ways = RecordingIntake(), RecordingSettlement(), RecordingWays()
        erasure, port = RecordingErasure(), free_port()
        app = create_app(f"facebook-{next(_numbers)}", max_body_bytes=configured.max_body_bytes)
        app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
        shared: dict[str, Any] = {
            "settings": configured,
            "redis": redis,
            "keys": keys,
            "intake": intake,
            "ways": ways,
            "clock": clock,
        }
        attach_facebook(app, settlement=settlement, erasure=erasure, **shared)
        files = MemoryFiles()
        out = facebook_out(**shared, files=files)
        url = f"http://127.0.0.1:{port}"
        async with served(app, port), httpx.AsyncClient(base_url=url) as http:
            yield World(
                http=http,
                graph=graph,
                redis=redis,
                settings=configured,
                clock=clock,
                intake=intake,
                settlement=settlement,
                ways=ways,
                erasure=erasure,
                out=out,
                files=files,
                names=FacebookKeys(keys),
            )
        await out.close()
        await redis.aclose()
        assert not graph.complaints, graph.complaints
