"""What people can do on X, for tests and the page."""

from typing import Any

from chassis.app import App
from tests.world.control.requests import OfPerson, PersonText, Text, XPost
from tests.world.control.routes import Control
from tests.world.world import World
from tests.world.x.platform import XPlatform
from tests.world.x.state import Draft, Post


def add_people_on_x(app: App, world: World) -> None:
    """Serve `/world/x/...`: post, reply, quote, edit, delete, write, type, read, encrypt."""
    actions = _OnX(world)
    control = Control(app)
    control.post("/x/posts", XPost, actions.post)
    control.post("/x/posts/<id:str>/edit", Text, actions.edit)
    control.post("/x/posts/<id:str>/delete", None, actions.delete)
    control.post("/x/messages", PersonText, actions.write)
    control.post("/x/encrypted", OfPerson, actions.encrypt)
    control.post("/x/typing", OfPerson, actions.type)
    control.post("/x/read", OfPerson, actions.read)
    control.post("/x/elsewhere/posts", XPost, actions.post_elsewhere)
    control.post("/x/elsewhere/messages", PersonText, actions.write_elsewhere)
    control.post("/x/crc", None, actions.check_webhooks)
    control.post("/x/streams/cut", None, actions.cut_streams)


class _OnX:
    """Each method is one thing that a person, or a colleague past our app, does on X."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def _x(self) -> XPlatform:
        return self._world.x

    async def post(self, asked: XPost) -> Any:
        return self._publish(asked, self._account(asked.person))

    async def post_elsewhere(self, asked: XPost) -> Any:
        """Let a colleague post in the provider's name, in X's own app."""
        return self._publish(asked, self._x.settings.account_id)

    async def edit(self, asked: Text, *, id: str) -> Any:
        return _id(self._x.edit(id, asked.text))

    async def delete(self, *, id: str) -> Any:
        return {"deleted": self._x.delete(id) is not None}

    async def write(self, asked: PersonText) -> Any:
        message = self._x.write(self._account(asked.person), self._own, asked.text)
        return {"id": message.id}

    async def write_elsewhere(self, asked: PersonText) -> Any:
        """Let a colleague answer in X's own app."""
        return {"id": self._x.write(self._own, self._account(asked.person), asked.text).id}

    async def encrypt(self, asked: OfPerson) -> Any:
        self._x.encrypt(self._account(asked.person), self._own)
        return {}

    async def type(self, asked: OfPerson) -> Any:
        self._x.type(self._account(asked.person), self._own)
        return {}

    async def read(self, asked: OfPerson) -> Any:
        message = self._x.read(self._account(asked.person), self._own)
        return {"last_read": message.id if message else None}

    async def check_webhooks(self) -> Any:
        """Do the CRC with every webhook, as X does now and then."""
        webhooks = self._x.webhooks
        return {webhook.id: await webhooks.check(webhook) for webhook in webhooks.all()}

    async def cut_streams(self) -> Any:
        self._x.filtered.cut()
        self._x.activities.cut()
        return {}

    def _publish(self, asked: XPost, author: str) -> Any:
        draft = Draft(
            author_id=author,
            text=asked.text,
            reply_to=asked.reply_to,
            quote=asked.quote,
            reply_settings=asked.reply_settings,
        )
        return _id(self._x.publish(draft))

    def _account(self, key: str) -> str:
        return self._world.people.get(key).account.id

    @property
    def _own(self) -> str:
        return self._x.settings.account_id


def _id(post: Post) -> dict[str, str]:
    return {"id": post.id, "conversation_id": post.conversation_id}
