"""The webhook that Meta calls: it answers the challenge, checks, writes down, acknowledges."""

import re
from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import text

from chassis.app import App
from chassis.errors import BadRequestError, ForbiddenError
from connectors.facebook.batch import Batch
from connectors.facebook.bodies import read_body
from connectors.facebook.inbound import Inbound
from connectors.facebook.settings import FacebookSettings
from connectors.facebook.signatures import same
from connectors.incoming import Intake
from conversation.ports import Clock

WEBHOOK = "/webhooks/facebook"
SIGNATURE = "x-hub-signature-256"
RECEIVED = "EVENT_RECEIVED"

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PLAIN = {"x-content-type-options": "nosniff", "cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Webhook:
    """Takes what Meta tells. An error of a store is an error answer: Meta tells it again."""

    settings: FacebookSettings
    inbound: Inbound
    intake: Intake
    clock: Clock

    def register(self, app: App) -> None:
        """Add the webhook to a gateway's app."""
        app.add_route(self.verify, WEBHOOK, methods=["GET"], name="facebook_verify")
        app.add_route(self.receive, WEBHOOK, methods=["POST"], name="facebook_receive")

    async def verify(self, request: Request) -> HTTPResponse:
        """Answer Meta's challenge when the webhook is entered in the app's dashboard."""
        token = request.args.get("hub.verify_token", "")
        challenge = request.args.get("hub.challenge", "")
        if request.args.get("hub.mode") != "subscribe" or not same(
            token, self.settings.verify_token
        ):
            raise ForbiddenError("The verify token is another one.")
        if not _CHALLENGE.fullmatch(challenge):
            raise BadRequestError("The challenge cannot be understood.")
        return text(challenge, headers=_PLAIN)

    async def receive(self, request: Request) -> HTTPResponse:
        """Keep every event of a signed batch for good, then acknowledge it."""
        body = read_body(
            request.body,
            content_type=request.headers.get("content-type", ""),
            signature=request.headers.get(SIGNATURE, ""),
            secret=self.settings.app_secret,
            max_bytes=self.settings.max_body_bytes,
        )
        told = Batch(self.settings).read(body, now=self.clock.now())
        incoming = await self.inbound.resolve(told)
        if incoming:
            await self.intake.take(incoming)
        return text(RECEIVED, headers=_PLAIN)
