"""Facebook's two doors: Messenger, and comments below a post of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from conversation.identity import Channel, ConversationId
from tests.play.doors import Door, Utterance
from tests.play.reply import Reply, Said
from tests.play.script import Channel as Played
from tests.play.town import Town

PICTURE = "https://scontent.example/picture.jpg"


class MessengerDoor:
    """One person's messages with the page."""

    def __init__(self, town: Town, person: dict[str, str], page: str) -> None:
        self._town = town
        self._person = person
        self._page = page
        self._mids: dict[str, str] = {}

    @property
    def conversation(self) -> str:
        """See Door."""
        return str(ConversationId(Channel.MESSENGER, self._page, self._person["psid"]))

    async def write(self, utterances: Sequence[Utterance]) -> None:
        """See Door."""
        await self._town.forget_limits()
        for utterance in utterances:
            await self._town.later()
            person, text = self._person["key"], utterance.text
            if utterance.edit_of in self._mids:
                mid = self._mids[utterance.edit_of]
                await self._town.do("/facebook/edits", person=person, mid=mid, text=text)
                self._mids[utterance.name] = mid
                continue
            for piece in pieces_of(utterance, chips=await self._chips()):
                said = await self._town.do("/facebook/messages", person=person, **piece)
                self._mids.setdefault(utterance.name, said["mid"])
        await self._town.settle()

    async def hear(self) -> Reply:
        """See Door."""
        return Reply(private_lines(self._town, await self._town.view(), self._person["psid"]))

    async def close(self) -> None:
        """See Door."""

    async def _chips(self) -> dict[str, str]:
        """Return what pressing a chip tells, by the titles of those that are still shown."""
        threads = (await self._town.view())["facebook"]["threads"]
        own = (one["messages"] for one in threads if one["psid"] == self._person["psid"])
        return chips_shown(next(own, []))


class CommentDoor:
    """One person who comments on the page's post; what we write them in private is heard, too."""

    def __init__(self, town: Town, person: dict[str, str], post: str) -> None:
        self._town = town
        self._person = person
        self._post = post
        self._root = ""
        self._comments: dict[str, str] = {}

    @property
    def conversation(self) -> str:
        """See Door."""
        thread = f"{self._post}/{self._root}"
        return str(ConversationId(Channel.FB_COMMENT, thread, self._person["facebook_id"]))

    async def write(self, utterances: Sequence[Utterance]) -> None:
        """See Door."""
        await self._town.forget_limits()
        for utterance in utterances:
            await self._town.later()
            if utterance.edit_of in self._comments:
                id = self._comments[utterance.edit_of]
                await self._town.do(f"/facebook/comments/{id}/edit", text=utterance.text)
                self._comments[utterance.name] = id
                continue
            photo = {"photo": PICTURE} if utterance.attachments else {}
            made = await self._town.do(
                "/facebook/comments",
                person=self._person["key"],
                target=self._root or self._post,
                text=utterance.text,
                **photo,
            )
            self._root = self._root or made["id"]
            self._comments[utterance.name] = made["id"]
        await self._town.settle()

    async def hear(self) -> Reply:
        """See Door."""
        view = await self._town.view()
        comments = [
            one
            for post in view["facebook"]["posts"]
            for one in post["comments"]
            if one["by_page"] and one["parent"] == self._root
        ]
        fresh = self._town.unheard(one["id"] for one in comments)
        lines = tuple(Said("assistant", one["text"]) for one in comments if one["id"] in fresh)
        private = private_lines(self._town, view, self._person["psid"], private=True)
        return Reply((*lines, *private))

    async def close(self) -> None:
        """See Door."""


async def open_messenger(town: Town, person: str) -> Door:
    """Return the door of somebody who has not written to the page."""
    somebody = await town.person(person, Played.MESSENGER)
    return MessengerDoor(town, somebody, (await town.view())["facebook"]["page"]["id"])


async def open_comments(town: Town, person: str) -> Door:
    """Return the door of somebody who has not commented."""
    somebody = await town.person(person, Played.FB_COMMENT)
    posts = (await town.view())["facebook"]["posts"]
    return CommentDoor(town, somebody, next(one["id"] for one in posts if one["by_page"]))


def private_lines(town: Town, view: Any, psid: str, *, private: bool = False) -> tuple[Said, ...]:
    """Return what the page has newly written to somebody in Messenger, with the chips below."""
    notes = [
        note
        for thread in view["facebook"]["threads"]
        if thread["psid"] == psid
        for note in thread["messages"]
        if note["by_page"]
    ]
    fresh = town.unheard(note["mid"] for note in notes)
    return tuple(
        Said("assistant", note["text"] or "", _titles(note), private=private)
        for note in notes
        if note["mid"] in fresh
    )


def chips_shown(notes: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the payloads of the chips that can be pressed, by their titles in small letters.

    They vanish as soon as anything follows them.
    """
    last = notes[-1] if notes else {}
    return {chip["title"].casefold(): chip["payload"] for chip in last.get("quick_replies") or ()}


def pieces_of(utterance: Utterance, *, chips: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return an utterance as Messenger sends it: words and files are messages of their own.

    Whoever says what stands on a chip presses it.
    """
    text = utterance.text.strip()
    pressed = {"payload": chips[text.casefold()]} if text.casefold() in chips else {}
    words: list[dict[str, Any]] = [{"text": utterance.text, **pressed}] if text else []
    files = [
        {"attachment": {"type": kind, "payload": {"url": PICTURE}}}
        for kind in utterance.attachments
    ]
    return [*words, *files]


def _titles(note: Any) -> tuple[str, ...]:
    return tuple(chip["title"] for chip in note["quick_replies"] or ())
