"""A crowd on all platforms of the fake world, each of whom writes numbered messages on one channel.

The world runs in the test's own loop, so that thousands of messages cost no requests; what it tells
the gateway, and what it is asked by workers, goes over HTTP as ever.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from conversation.identity import Channel, ConversationId
from gateway.settings import Settings
from gateway.world import world_settings
from tests.support.serving import served
from tests.world.app import build_app
from tests.world.people import Somebody
from tests.world.settings import WorldSettings
from tests.world.world import World
from tests.world.x.state import Draft

_numbers = count(1)
#: Between two messages, so that what is written later bears a later time on every platform.
PAUSE_SECONDS = 0.1
Write = Callable[[str], ConversationId]


@dataclass
class Member:
    """One person; `write` returns the conversation, which is known once they have written."""

    number: int
    write: Write
    written: int = 0
    conversation: ConversationId | None = None

    def go_on(self) -> None:
        """Write the next message."""
        self.written += 1
        self.conversation = self.write(f"Anliegen {self.number} Teil {self.written} bitte")


@dataclass
class Crowd:
    """Everybody, and the world they live in."""

    world: World
    members: list[Member] = field(default_factory=list)

    def join(self, channel: Channel, people: int) -> None:
        """Let so many people more come, who write on `channel`."""
        writing = {
            Channel.X_PUBLIC: _posting,
            Channel.X_DM: _messaging,
            Channel.MESSENGER: _chatting,
            Channel.FB_COMMENT: _commenting,
        }[channel]
        for number in range(len(self.members), len(self.members) + people):
            somebody = self.world.people.create(f"p{number}", f"Person {number}")
            self.members.append(Member(number, writing(self.world, somebody)))

    def write(self, each: int, *, at_once: int) -> None:
        """Let everybody write so often; `at_once` people write in turns, then the next ones."""
        for start in range(0, len(self.members), at_once):
            for _ in range(each):
                for member in self.members[start : start + at_once]:
                    self.world.clock.advance(PAUSE_SECONDS)
                    member.go_on()

    def told(self) -> Counter[str]:
        """Return what our accounts have said, without the labels before it."""
        page = self.world.settings.facebook.page_id
        account = self.world.settings.x.account_id
        texts = [post.text for post in self.world.x.timeline if post.author_id == account]
        texts += [one.text for one in self.world.x.mail if one.sender_id == account]
        comments = self.world.meta.wall.comments()
        texts += [one.message for one in comments if one.author_id == page]
        notes = (note for thread in self.world.meta.messenger for note in thread.notes)
        texts += [note.text for note in notes if note.by_page]
        return Counter(found[0] for text in texts if (found := re.search(r"Gelesen: .*?\.", text)))


@asynccontextmanager
async def crowd_around(settings: Settings, **world: Any) -> AsyncIterator[Crowd]:
    """Run the world for a gateway with these settings, and connect both webhooks."""
    told = WorldSettings.model_validate({**world_settings(settings), **world})
    app = build_app(told, name=f"crowd-{next(_numbers)}")
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    async with served(app, told.port):
        yield Crowd(app.ctx.world)


def _posting(world: World, somebody: Somebody) -> Write:
    posts: list[str] = []
    us, me = world.settings.x.username, somebody.account.id

    def write(text: str) -> ConversationId:
        answers = posts[-1] if posts else None
        post = world.x.publish(Draft(author_id=me, text=f"@{us} {text}", reply_to=answers))
        posts.append(post.id)
        return ConversationId(Channel.X_PUBLIC, post.conversation_id, me)

    return write


def _messaging(world: World, somebody: Somebody) -> Write:
    us, me = world.settings.x.account_id, somebody.account.id

    def write(text: str) -> ConversationId:
        world.x.write(me, us, text)
        return ConversationId(Channel.X_DM, us, me)

    return write


def _chatting(world: World, somebody: Somebody) -> Write:
    def write(text: str) -> ConversationId:
        world.meta.write(somebody.person, text)
        return ConversationId(
            Channel.MESSENGER, world.settings.facebook.page_id, somebody.person.psid
        )

    return write


def _commenting(world: World, somebody: Somebody) -> Write:
    comments: list[str] = []
    post = next(world.meta.wall.posts()).id

    def write(text: str) -> ConversationId:
        target = comments[0] if comments else post
        comments.append(world.meta.comment(somebody.person, target, text).id)
        return ConversationId(Channel.FB_COMMENT, f"{post}/{comments[0]}", somebody.person.id)

    return write
