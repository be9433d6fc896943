"""Answers that get lost: the effect is there, but whoever asked never hears of it."""

import asyncio

from sanic import HTTPResponse, Request
from sanic.response import empty

from tests.world.trouble import AnswerTrouble


async def lost(request: Request, trouble: AnswerTrouble) -> HTTPResponse:
    """Cut the connection, after a silence if the trouble is a time-out."""
    if trouble.kind == "stall":
        await asyncio.sleep(trouble.seconds)
    if request.transport is not None:
        request.transport.abort()
    return empty()


def loses(trouble: AnswerTrouble | None) -> bool:
    return trouble is not None and trouble.kind in ("drop", "stall")
