"""X's two doors: a thread of public posts, and direct messages."""

from collections.abc import Sequence
from typing import Any

from conversation.identity import Channel, ConversationId
from tests.play.doors import Door, Utterance
from tests.play.reply import Reply, Said
from tests.play.script import Channel as Played
from tests.play.town import Town

#: How X shows a picture in a text.
PICTURE = "https://t.co/picture"


class XPublicDoor:
    """One person who posts to our account; what we write them in private is heard here, too."""

    def __init__(self, town: Town, person: dict[str, str], account: dict[str, str]) -> None:
        self._town = town
        self._person = person
        self._account = account
        self._thread = ""
        self._last = ""
        self._posts: dict[str, str] = {}

    @property
    def conversation(self) -> str:
        """See Door."""
        customer = self._person["x_id"]
        return str(ConversationId(Channel.X_PUBLIC, thread=self._thread, customer=customer))

    async def write(self, utterances: Sequence[Utterance]) -> None:
        """See Door. Each post mentions us, as who wants an answer has to."""
        await self._town.forget_limits()
        for utterance in utterances:
            await self._town.later()
            text = f"@{self._account['username']} {_text(utterance)}"
            if utterance.edit_of in self._posts:
                path = f"/x/posts/{self._posts[utterance.edit_of]}/edit"
                post = await self._town.do(path, text=text)
            else:
                post = await self._post(text)
            self._thread = self._thread or post["conversation_id"]
            self._last = self._posts[utterance.name] = post["id"]
        await self._town.settle()

    async def hear(self) -> Reply:
        """See Door."""
        view = (await self._town.view())["x"]
        us, me = self._account["username"], self._person["username"]
        public = [
            one
            for one in view["posts"]
            if one["author"] == us and one["conversation"] == self._thread
        ]
        private = [one for one in view["messages"] if (one["from"], one["to"]) == (us, me)]
        fresh = _fresh(self._town, public)
        if fresh:
            self._last = fresh[-1]["id"]
        lines = [Said("assistant", one["shown"]) for one in fresh]
        told = (one["text"] for one in _fresh(self._town, private))
        return Reply((*lines, *(Said("assistant", text, private=True) for text in told)))

    async def close(self) -> None:
        """See Door."""

    async def _post(self, text: str) -> Any:
        answers = {"reply_to": self._last} if self._last else {}
        return await self._town.do("/x/posts", person=self._person["key"], text=text, **answers)


class XMessagesDoor:
    """One person's direct messages. Nobody can edit one: the better line follows the worse."""

    def __init__(self, town: Town, person: dict[str, str], account: dict[str, str]) -> None:
        self._town = town
        self._person = person
        self._account = account

    @property
    def conversation(self) -> str:
        """See Door."""
        thread, customer = self._account["id"], self._person["x_id"]
        return str(ConversationId(Channel.X_DM, thread=thread, customer=customer))

    async def write(self, utterances: Sequence[Utterance]) -> None:
        """See Door."""
        await self._town.forget_limits()
        for utterance in utterances:
            await self._town.later()
            person, text = self._person["key"], _text(utterance)
            await self._town.do("/x/messages", person=person, text=text)
        await self._town.settle()

    async def hear(self) -> Reply:
        """See Door."""
        messages = (await self._town.view())["x"]["messages"]
        between = (self._account["username"], self._person["username"])
        ours = [one for one in messages if (one["from"], one["to"]) == between]
        fresh = _fresh(self._town, ours)
        return Reply(tuple(Said("assistant", one["text"]) for one in fresh))

    async def close(self) -> None:
        """See Door."""


async def open_public(town: Town, person: str) -> Door:
    """Return the door of somebody who has not posted."""
    somebody = await town.person(person, Played.X_PUBLIC)
    return XPublicDoor(town, somebody, (await town.view())["x"]["account"])


async def open_messages(town: Town, person: str) -> Door:
    """Return the door of somebody who has not written a direct message."""
    somebody = await town.person(person, Played.X_DM)
    return XMessagesDoor(town, somebody, (await town.view())["x"]["account"])


def _text(utterance: Utterance) -> str:
    return " ".join([utterance.text, *(PICTURE for _ in utterance.attachments)]).strip()


def _fresh(town: Town, shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was not heard before, the oldest first: X's ids grow with time."""
    ids = town.unheard(f"x:{one['id']}" for one in shown)
    fresh = [one for one in shown if f"x:{one['id']}" in ids]
    return sorted(fresh, key=lambda one: int(one["id"]))
