"""The page as a whole: its parts put together, and what people do there."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx

from tests.world.changes import Changes
from tests.world.clock import WorldClock, milliseconds_of, seconds_of
from tests.world.meta import errors
from tests.world.meta.events import Events
from tests.world.meta.hooks import Hooks
from tests.world.meta.messenger import PAGE_INBOX, Messenger
from tests.world.meta.requests import Message, SendRequest
from tests.world.meta.state import Comment, Note, PagePost, Person, Thread
from tests.world.meta.uploads import Uploads
from tests.world.meta.wall import Wall
from tests.world.numbers import Numbers
from tests.world.settings import FacebookSettings
from tests.world.trouble import Trouble


class MetaPlatform:
    """Everything that is Facebook. Its verbs have effects and tell the app of them."""

    def __init__(
        self, settings: FacebookSettings, *, clock: WorldClock, trouble: Trouble, changes: Changes
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._changes = changes
        self.numbers = Numbers(clock)
        self.people: dict[str, Person] = {}
        self.messenger = Messenger(settings, clock, self.numbers)
        self.uploads = Uploads(self.numbers)
        self.wall = Wall(settings.page_id, clock, self.numbers)
        self.hooks = Hooks(settings, clock, trouble)
        self.events = Events(settings, clock)

    def create(self, name: str) -> Person:
        long = self.numbers.long
        person = Person(id=long(), psid=long(), app_scoped=long(), name=name)
        self.people[person.id] = person
        return person

    # What people do.

    def write(
        self,
        person: Person,
        text: str,
        *,
        payload: str | None = None,
        attachment: dict[str, Any] | None = None,
        reply_to: str | None = None,
    ) -> Note:
        """Let a person write in Messenger; `payload` is that of the quick reply they pressed."""
        note = self.messenger.note(text, attachment=attachment, reply_to=reply_to)
        thread = self.messenger.heard(person, note)
        self._tell("messages", thread, self.events.message(thread, note, payload=payload))
        return note

    def press(self, person: Person, title: str, payload: str, *, referral: Any = None) -> None:
        """Let a person press a button of a template, or the one that starts."""
        note = self.messenger.note(title)
        thread = self.messenger.heard(person, note)
        postback = {"mid": note.mid, "title": title, "payload": payload}
        if referral:
            postback["referral"] = referral
        self._tell(
            "messaging_postbacks", thread, self.events.from_person(thread, postback=postback)
        )

    def edit(self, person: Person, mid: str, text: str) -> None:
        """Let a person change a message. ValueError if it is not theirs."""
        thread = self.messenger.admit(person)
        note = next((one for one in thread.notes if one.mid == mid and not one.by_page), None)
        if note is None:
            raise ValueError("no such message of this person")
        note.text, note.edits = text, note.edits + 1
        edit = {"mid": mid, "text": text, "num_edit": str(note.edits)}
        self._tell("message_edits", thread, self.events.from_person(thread, message_edit=edit))

    def react(self, person: Person, mid: str, reaction: str, emoji: str, *, undo: bool) -> None:
        thread = self.messenger.admit(person)
        for note in thread.notes:
            if note.mid == mid:
                note.reaction = "" if undo else emoji
        self.messenger.acted(thread)
        action = "unreact" if undo else "react"
        what = {"reaction": reaction, "emoji": emoji, "action": action, "mid": mid}
        self._tell("message_reactions", thread, self.events.from_person(thread, reaction=what))

    def read(self, person: Person) -> None:
        """Let a person see everything that the page has written so far."""
        thread = self.messenger.admit(person)
        for note in thread.notes:
            note.read = note.read or note.by_page
        watermark = {"watermark": milliseconds_of(self.clock.now())}
        self._tell("message_reads", thread, self.events.from_person(thread, read=watermark))

    def comment(
        self, person: Person, target: str, text: str, *, anonymous: bool = False, photo: str = ""
    ) -> Comment:
        made = self.wall.reply(
            target, person.id, person.name, text, anonymous=anonymous, photo=photo
        )
        self._changed("feed", self.events.comment(made, "add"))
        return made

    def edit_comment(self, comment: Comment, text: str) -> None:
        comment.message = text
        self._changed("feed", self.events.comment(comment, "edited"))

    def remove_comment(self, comment: Comment) -> None:
        self.wall.remove(comment)
        self._changed("feed", self.events.comment(comment, "remove"))

    def hide_comment(self, comment: Comment, *, hidden: bool) -> None:
        comment.hidden = hidden
        self._changed("feed", self.events.comment(comment, "hide" if hidden else "unhide"))

    def visit(self, person: Person, text: str) -> PagePost:
        """Let a person write on the page's wall."""
        post = self.wall.publish(person.id, person.name, text)
        self._changed("feed", self.events.post(post))
        return post

    def mention(self, person: Person, text: str) -> PagePost:
        """Let a person mention the page in a post of their own."""
        post = PagePost(
            f"{person.id}_{self.numbers.long()}", person.id, person.name, text, self.clock.now()
        )
        value = {**self.events.post(post), "item": "post"}
        self._changed("mention", value)
        return post

    # What the page does.

    def announce(self, text: str) -> PagePost:
        post = self.wall.publish(self.settings.page_id, self.settings.page_name, text)
        self._changed("feed", self.events.post(post))
        return post

    def answer(self, target: str, text: str) -> Comment:
        made = self.wall.reply(target, self.settings.page_id, self.settings.page_name, text)
        self._changed("feed", self.events.comment(made, "add"))
        return made

    def send(
        self, request: SendRequest, *, app_id: str | None = None
    ) -> tuple[Thread, Note | None]:
        """Send a message or an action for an app. Raises GraphError."""
        app_id = app_id or self.settings.app_id
        if request.recipient.id is None:
            return self._reply_privately(request, app_id)
        thread = self.messenger.thread(request.recipient.id)
        self.messenger.check(request, thread, app_id=app_id)
        self.uploads.check(request.message)
        if request.message is None:
            self._act(thread, request.sender_action)
            self._changes.happened()
            return thread, None
        return thread, self._say(thread, request.message, app_id, tag=request.tag)

    def write_elsewhere(self, person: Person, text: str) -> Note:
        """Let a colleague of ours answer in the page's inbox, past our app."""
        return self._say(self.messenger.admit(person), Message(text=text), PAGE_INBOX)

    def hand_over(self, thread: Thread, to: str | None, kind: str, metadata: str = "") -> None:
        """Give a thread to an app (None: to nobody) and tell ours; `kind` is the event's name."""
        before, thread.owner = thread.owner, to
        what: dict[str, Any] = {"previous_owner_app_id": before, "metadata": metadata}
        if kind == "pass_thread_control":
            what["new_owner_app_id"] = to
        event = self.events.from_person(thread, **{kind: what})
        self._messaging("messaging_handovers", event)

    def request_control(self, thread: Thread, app_id: str, metadata: str) -> None:
        what = {"requested_owner_app_id": app_id, "metadata": metadata}
        event = self.events.from_person(thread, request_thread_control=what)
        self._messaging("messaging_handovers", event)

    def enforce(self, action: str, reason: str) -> None:
        """Let Meta block the page for breaking its policies, or let it go again."""
        self.messenger.restricted = action == "block"
        event = {
            "recipient": {"id": self.settings.page_id},
            "timestamp": milliseconds_of(self.clock.now()),
            "policy-enforcement": {"action": action, "reason": reason},
        }
        self._messaging("messaging_policy_enforcement", event)

    async def demand_deletion(self, person: Person, url: str) -> httpx.Response:
        """Let a person demand that all about them be deleted; return what was answered."""
        now = seconds_of(self.clock.now())
        payload = {
            "user_id": person.app_scoped,
            "algorithm": "HMAC-SHA256",
            "issued_at": now,
            "expires": now + 3_600,
        }
        form = {"signed_request": signed_request(payload, self.settings.app_secret)}
        async with httpx.AsyncClient(timeout=10.0, trust_env=False) as client:
            return await client.post(url, data=form)

    def _reply_privately(self, request: SendRequest, app_id: str) -> tuple[Thread, Note]:
        target = request.recipient.comment_id or request.recipient.post_id or ""
        found = self.wall.for_private_reply(target)
        if found.author_id not in self.people:
            raise errors.cannot_reply()
        if found.answered_privately:
            raise errors.already_replied()
        if self.messenger.restricted:
            raise errors.page_restricted()
        thread = self.messenger.admit(self.people[found.author_id])
        if thread.person.blocks_page:
            raise errors.person_unavailable()
        assert request.message is not None, "the model asks for a message"
        found.answered_privately = True
        # The window stays shut: only the person's answer opens it.
        return thread, self._say(thread, request.message, app_id)

    def _say(self, thread: Thread, message: Message, app_id: str, tag: str | None = None) -> Note:
        note = self.messenger.say(thread, message, app_id=app_id, tag=tag)
        self._tell("message_echoes", thread, self.events.echo(thread, note))
        delivery = {"mids": [note.mid], "watermark": milliseconds_of(self.clock.now())}
        event = self.events.from_person(thread, delivery=delivery)
        self._tell("message_deliveries", thread, event)
        return note

    def _act(self, thread: Thread, action: str | None) -> None:
        thread.typing = action == "typing_on"
        if action == "mark_seen":
            for note in thread.notes:
                note.read = note.read or not note.by_page

    def _tell(self, field: str, thread: Thread, event: dict[str, Any]) -> None:
        ours = thread.owner in (None, self.settings.app_id)
        self.hooks.messaging(field, event, channel="messaging" if ours else "standby")
        self._changes.happened()

    def _messaging(self, field: str, event: dict[str, Any]) -> None:
        self.hooks.messaging(field, event)
        self._changes.happened()

    def _changed(self, field: str, value: dict[str, Any]) -> None:
        self.hooks.change(field, value)
        self._changes.happened()


def signed_request(payload: dict[str, Any], secret: str) -> str:
    """Return a payload as Meta signs the one of a data deletion."""
    encoded = _encoded(json.dumps(payload).encode())
    digest = hmac.new(secret.encode(), encoded.encode(), hashlib.sha256).digest()
    return f"{_encoded(digest)}.{encoded}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
