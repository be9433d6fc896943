"""What people can do on Facebook, for tests and the page."""

from typing import Any

from chassis.app import App
from chassis.errors import BadRequestError
from tests.world.control.requests import (
    FacebookMessage,
    Handover,
    Hidden,
    MessageEdit,
    NewComment,
    OfPerson,
    PersonText,
    Policy,
    Postback,
    RawEntry,
    Reaction,
    Text,
)
from tests.world.control.routes import Control
from tests.world.meta.state import Comment, Person
from tests.world.world import World


def add_people_on_facebook(app: App, world: World) -> None:
    """Serve `/world/facebook/...`: Messenger, the page's wall, and what Meta itself does."""
    actions = _OnFacebook(world)
    control = Control(app)
    control.post("/facebook/messages", FacebookMessage, actions.write)
    control.post("/facebook/postbacks", Postback, actions.press)
    control.post("/facebook/edits", MessageEdit, actions.edit)
    control.post("/facebook/reactions", Reaction, actions.react)
    control.post("/facebook/read", OfPerson, actions.read)
    control.post("/facebook/comments", NewComment, actions.comment)
    control.post("/facebook/comments/<id:str>/edit", Text, actions.edit_comment)
    control.post("/facebook/comments/<id:str>/delete", None, actions.delete_comment)
    control.post("/facebook/comments/<id:str>/hide", Hidden, actions.hide_comment)
    control.post("/facebook/posts", Text, actions.announce)
    control.post("/facebook/visits", PersonText, actions.visit)
    control.post("/facebook/mentions", PersonText, actions.mention)
    control.post("/facebook/elsewhere/messages", PersonText, actions.write_elsewhere)
    control.post("/facebook/elsewhere/comments", NewComment, actions.comment_elsewhere)
    control.post("/facebook/threads", Handover, actions.hand_over)
    control.post("/facebook/policy", Policy, actions.enforce)
    control.post("/facebook/deletion", OfPerson, actions.demand_deletion)
    control.post("/facebook/entries", RawEntry, actions.send_entry)


class _OnFacebook:
    """Each method is one thing that a person, a colleague past our app, or Meta does."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._meta = world.meta

    async def write(self, asked: FacebookMessage) -> Any:
        note = self._meta.write(
            self._person(asked.person),
            asked.text,
            payload=asked.payload,
            attachment=asked.attachment,
            reply_to=asked.reply_to,
        )
        return {"mid": note.mid}

    async def press(self, asked: Postback) -> Any:
        person = self._person(asked.person)
        self._meta.press(person, asked.title, asked.payload, referral=asked.referral)
        return {}

    async def edit(self, asked: MessageEdit) -> Any:
        self._meta.edit(self._person(asked.person), asked.mid, asked.text)
        return {}

    async def react(self, asked: Reaction) -> Any:
        person = self._person(asked.person)
        self._meta.react(person, asked.mid, asked.reaction, asked.emoji, undo=asked.undo)
        return {}

    async def read(self, asked: OfPerson) -> Any:
        self._meta.read(self._person(asked.person))
        return {}

    async def comment(self, asked: NewComment) -> Any:
        made = self._meta.comment(
            self._person(asked.person),
            asked.target,
            asked.text,
            anonymous=asked.anonymous,
            photo=asked.photo,
        )
        return {"id": made.id, "post_id": made.post_id, "parent_id": made.parent_id}

    async def edit_comment(self, asked: Text, *, id: str) -> Any:
        self._meta.edit_comment(self._comment(id), asked.text)
        return {}

    async def delete_comment(self, *, id: str) -> Any:
        self._meta.remove_comment(self._comment(id))
        return {}

    async def hide_comment(self, asked: Hidden, *, id: str) -> Any:
        """Let a colleague hide a comment, or show it again, past our app."""
        self._meta.hide_comment(self._comment(id), hidden=asked.hidden)
        return {}

    async def announce(self, asked: Text) -> Any:
        return {"id": self._meta.announce(asked.text).id}

    async def visit(self, asked: PersonText) -> Any:
        return {"id": self._meta.visit(self._person(asked.person), asked.text).id}

    async def mention(self, asked: PersonText) -> Any:
        return {"id": self._meta.mention(self._person(asked.person), asked.text).id}

    async def write_elsewhere(self, asked: PersonText) -> Any:
        return {"mid": self._meta.write_elsewhere(self._person(asked.person), asked.text).mid}

    async def comment_elsewhere(self, asked: NewComment) -> Any:
        """Let a colleague answer a comment in the page's name, past our app."""
        return {"id": self._meta.answer(asked.target, asked.text).id}

    async def hand_over(self, asked: Handover) -> Any:
        thread = self._meta.messenger.admit(self._person(asked.person))
        self._meta.hand_over(thread, asked.to, asked.kind)
        return {"owner": thread.owner}

    async def enforce(self, asked: Policy) -> Any:
        self._meta.enforce(asked.action, asked.reason)
        return {}

    async def demand_deletion(self, asked: OfPerson) -> Any:
        url = self._meta.settings.deletion_url
        if not url:
            raise BadRequestError("The settings have no deletion_url.")
        answer = await self._meta.demand_deletion(self._person(asked.person), url)
        return {"status": answer.status_code, "body": answer.text}

    async def send_entry(self, asked: RawEntry) -> Any:
        """Send an entry as it is given, for events that nobody foresaw."""
        self._meta.hooks.entry({"time": 0, **asked.entry})
        return {}

    def _person(self, key: str) -> Person:
        return self._world.people.get(key).person

    def _comment(self, id: str) -> Comment:
        comment = self._meta.wall.comment(id)
        if comment is None:
            raise KeyError(f"comment {id}")
        return comment
