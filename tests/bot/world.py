"""What surrounds the engine in tests: a back office in memory, the real actions, a wire to cut."""

import json
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from struct import pack
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import httpx

from tests.bot.care import NUMBERS, Care
from tests.bot.model import ROOT
from tests.support.redis_server import free_port

LOOPBACK = "127.0.0.1"
ACTIONS_TOKEN = "a token of the actions"
CLOCK = "2026-11-24T10:15:00+01:00"
START_SECONDS = 150.0
DIMENSIONS = 256


def offering(name: str, *, category: str, price: float, **traits: Any) -> dict[str, Any]:
    """A tariff as TMF620 says it."""
    return {
        "name": name,
        "category": [{"name": category}],
        "productOfferingPrice": [
            {
                "priceType": "recurring",
                "price": {"taxIncludedAmount": {"unit": "EUR", "value": price}},
            }
        ],
        "prodSpecCharValueUse": [
            {"name": trait, "productSpecCharacteristicValue": [{"value": value}]}
            for trait, value in traits.items()
        ],
    }


def problem(postal_code: str, *services: str, until: str | None = None) -> dict[str, Any]:
    """A running fault as TMF656 says it, begun on the clock's day at eight."""
    expected = [{"name": "expectedResolutionDate", "value": until}] if until else []
    return {
        "description": "Ein Bagger hat ein Kabel erwischt.",
        "timeRaised": "2026-11-24T07:00:00Z",
        "affectedService": [{"id": service} for service in services],
        "affectedLocation": [{"postcode": postal_code}],
        "extensionInfo": expected,
    }


HOME: dict[str, Any] = {"minimumTermMonths": 24, "noticePeriodMonths": 1}
CATALOGUE = [
    offering(
        "Zuhause M",
        category="Festnetz & Internet",
        price=34.99,
        downloadMbit=50,
        uploadMbit=10,
        **HOME,
    ),
    offering(
        "Zuhause L",
        category="Festnetz & Internet",
        price=39.99,
        downloadMbit=100,
        uploadMbit=40,
        **HOME,
    ),
    offering(
        "Zuhause XL",
        category="Festnetz & Internet",
        price=44.99,
        downloadMbit=250,
        uploadMbit=40,
        **HOME,
    ),
    offering(
        "Glasfaser 500",
        category="Glasfaser",
        price=54.99,
        downloadMbit=500,
        uploadMbit=250,
        **HOME,
    ),
    offering("Mobil S", category="Mobilfunk", price=12.99, dataVolumeGb=10, euRoaming=True),
    offering("Mobil M", category="Mobilfunk", price=19.99, dataVolumeGb=30, euRoaming=True),
    offering("Mobil L", category="Mobilfunk", price=29.99, dataVolumeGb=100, euRoaming=True),
    offering("TV Plus", category="TV", price=14.99, channels=170),
]


class _Server:
    """An HTTP server in a thread whose port stays its own while it is not listening."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._handler = handler
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def listen(self) -> None:
        self._server = ThreadingHTTPServer((LOOPBACK, self.port), self._handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def hang_up(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def qualified(technology: str, mbit: float | None, expected: str | None = None) -> dict[str, Any]:
    """An item of a service qualification as TMF645 says it."""
    service: dict[str, Any] = {"serviceSpecification": {"id": technology}}
    item: dict[str, Any] = {"service": service, "qualificationResult": "unqualified"}
    if mbit is not None:
        item["qualificationResult"] = "qualified"
        service["serviceCharacteristic"] = [{"name": "downloadMbit", "value": mbit}]
    elif expected:
        item["expectedServiceAvailabilityDate"] = expected
    return item


class FakeBackOffice(_Server):
    """Serves tariffs, faults, lines and what is in `care`; `broken` answers 500 to everything.

    `lines` are the items of a service qualification by postcode; nothing is available elsewhere.
    """

    def __init__(self) -> None:
        self.lines: dict[str, list[dict[str, Any]]] = {}
        self.offerings: list[dict[str, Any]] = CATALOGUE
        self.problems: list[dict[str, Any]] = []
        self.care = Care()
        self.broken = False
        office = self

        class Handler(_QuietHandler):
            def do_GET(self) -> None:
                self.serve(office._asked)

            def do_POST(self) -> None:
                self.serve(lambda path: office._posted(path, self.body()))

            def do_PATCH(self) -> None:
                self.serve(lambda path: office.care.patch(path, self.body()))

            def serve(self, answered: Callable[[str], tuple[int, Any]]) -> None:
                status, document = 500, {"code": "INTERNAL_SERVER_ERROR"}
                if not office.broken:
                    status, document = answered(self.path)
                self.answer(status, json.dumps(document).encode())

        super().__init__(Handler)

    def _asked(self, path: str) -> tuple[int, Any]:
        parts = urlsplit(path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/productOffering"):
            return 200, self.offerings
        if not parts.path.endswith("/serviceProblem"):
            return self.care.get(parts.path, query)
        wanted = query["affectedLocation.postcode"]
        return 200, [
            each for each in self.problems if each["affectedLocation"][0]["postcode"] == wanted
        ]

    def _posted(self, path: str, body: Any) -> tuple[int, Any]:
        if not path.endswith("/checkServiceQualification"):
            return self.care.post(path, body)
        place = body["serviceQualificationItem"][0]["service"]["place"][0]["id"]
        nothing = [qualified(technology, None) for technology in ("fibre", "vdsl", "5g")]
        return 201, {"serviceQualificationItem": self.lines.get(place, nothing)}


class FakeVault(_Server):
    """Resolves the placeholders of the tests, whoever asks."""

    def __init__(self) -> None:
        class Handler(_QuietHandler):
            def do_POST(self) -> None:
                asked = self.body()
                known = {name: NUMBERS[name] for name in asked["placeholders"] if name in NUMBERS}
                status = 200 if asked["conversation"] else 400
                self.answer(status, json.dumps({"values": known}).encode())

        super().__init__(Handler)


class FakeEncoder(_Server):
    """Gives texts with the same pieces of words like vectors; `broken` answers 500."""

    def __init__(self) -> None:
        self.broken = False
        encoder = self

        class Handler(_QuietHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if encoder.broken:
                    return self.answer(500, b"{}")
                vectors = [b64encode(_pieces(text)).decode() for text in body["texts"]]
                answer = {"model": "fake", "dimensions": DIMENSIONS, "vectors": vectors}
                return self.answer(200, json.dumps(answer).encode())

        super().__init__(Handler)


def _pieces(text: str) -> bytes:
    """Return a vector that counts the pieces of a text, as the encoder's base64 holds it."""
    counts = [1e-3] * DIMENSIONS
    padded = f" {text.lower()} "
    for at in range(len(padded) - 3):
        counts[crc32(padded[at : at + 4].encode()) % DIMENSIONS] += 1
    return pack(f"<{DIMENSIONS}f", *counts)


@dataclass
class Trouble:
    """What the wire to the actions does: `status` and `body` instead of the answer, or a delay."""

    status: int | None = None
    body: bytes = b"{}"
    seconds: float = 0.0
    calls: list[str] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    # The one action it concerns; None: all.
    only: str | None = None


class Wire(_Server):
    """Passes the engine's calls on to the real action server, until it is told otherwise."""

    def __init__(self, target: str) -> None:
        self.trouble = Trouble()
        self._counting = threading.Lock()
        wire = self

        class Handler(_QuietHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                action = json.loads(body)["next_action"]
                trouble = wire._begin(action)
                try:
                    time.sleep(trouble.seconds)
                    if trouble.status is not None and trouble.only in (None, action):
                        return self.answer(trouble.status, trouble.body)
                    token = {"authorization": self.headers.get("authorization", "")}
                    passed = httpx.post(target, content=body, headers=token, timeout=20)
                    return self.answer(passed.status_code, passed.content)
                finally:
                    wire._end(trouble)

        super().__init__(Handler)

    def repair(self) -> None:
        self.trouble = Trouble()

    def _begin(self, action: str) -> Trouble:
        with self._counting:
            trouble = self.trouble
            trouble.calls.append(action)
            trouble.under_way += 1
            trouble.most_under_way = max(trouble.most_under_way, trouble.under_way)
            return trouble

    def _end(self, trouble: Trouble) -> None:
        with self._counting:
            trouble.under_way -= 1


class _QuietHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["content-length"])))

    def answer(self, status: int, body: bytes) -> None:
        # Whoever asked may have given up waiting, as some tests want it to.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def action_server(
    *,
    backoffice_url: str,
    port: int,
    vault_url: str = f"http://{LOOPBACK}:9",
    encoder_url: str = "",
) -> Iterator[str]:
    """Run `python -m actions`; the address of its webhook."""
    settings = {
        "port": port,
        "token": ACTIONS_TOKEN,
        "backoffice_url": backoffice_url,
        "backoffice_token": "a token of the back office",
        "vault_url": vault_url,
        "vault_token": "a token of the vault",
        "encoder_url": encoder_url,
        "brand": {"name": "Fördekom"},
        "clock": CLOCK,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "actions"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(settings).encode())
    process.stdin.close()
    try:
        wait_for(f"http://{LOOPBACK}:{port}/readyz", process)
        yield f"http://{LOOPBACK}:{port}/webhook"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(url: str, process: "subprocess.Popen[Any]") -> None:
    """Wait until `url` answers 200; fail if its process ends first."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        assert process.poll() is None, f"ended with status {process.returncode}"
        with suppress(httpx.TransportError):
            if httpx.get(url).status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"{url} was not ready in time")


@contextmanager
def surroundings() -> Iterator[tuple[FakeBackOffice, FakeEncoder, Wire]]:
    """Run back office, vault, encoder, action server, and a wire between the engine and that."""
    office, vault, encoder = FakeBackOffice(), FakeVault(), FakeEncoder()
    for server in (office, vault, encoder):
        server.listen()
    with action_server(
        backoffice_url=office.url,
        vault_url=vault.url,
        encoder_url=encoder.url,
        port=free_port(),
    ) as webhook:
        wire = Wire(webhook)
        wire.listen()
        try:
            yield office, encoder, wire
        finally:
            wire.hang_up()
            vault.hang_up()
            encoder.hang_up()
            office.hang_up()
