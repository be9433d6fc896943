"""The Graph API's objects and edges that a page's app uses."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.world.clock import iso_of
from tests.world.meta import errors
from tests.world.meta.door import Call
from tests.world.meta.hooks import FIELDS
from tests.world.meta.platform import MetaPlatform
from tests.world.meta.requests import (
    AppSubscription,
    CommentChange,
    CommentRequest,
    PageSubscription,
    PostRequest,
    SendRequest,
    ThreadControl,
    UploadRequest,
    checked,
)
from tests.world.meta.state import Comment, Note, PagePost, Thread

DONE = {"success": True}
Edge = Callable[[Call], Awaitable[dict[str, Any]]]


class Graph:
    """Answers calls; each method is one method of one edge."""

    def __init__(self, meta: MetaPlatform) -> None:
        self._meta = meta
        self._of_page: dict[tuple[str, str], Edge] = {
            ("GET", ""): self._page,
            ("POST", "messages"): self._send,
            ("POST", "message_attachments"): self._upload,
            ("POST", "subscribed_apps"): self._subscribe_page,
            ("GET", "subscribed_apps"): self._subscribed_page,
            ("DELETE", "subscribed_apps"): self._unsubscribe_page,
            ("POST", "pass_thread_control"): self._pass,
            ("POST", "take_thread_control"): self._take,
            ("POST", "request_thread_control"): self._request,
            ("GET", "thread_owner"): self._owner,
            ("GET", "feed"): self._feed,
            ("POST", "feed"): self._publish,
            ("GET", "conversations"): self._conversations,
        }
        self._of_object: dict[tuple[str, str], Edge] = {
            ("GET", ""): self._read,
            ("POST", ""): self._change,
            ("DELETE", ""): self._delete,
            ("GET", "comments"): self._comments,
            ("POST", "comments"): self._comment,
            ("POST", "subscriptions"): self._subscribe_app,
        }

    async def answer(self, call: Call) -> dict[str, Any]:
        """Return what the Graph API answers. Raises GraphError."""
        page = call.node in ("me", self._meta.settings.page_id)
        edge = (self._of_page if page else self._of_object).get((call.method, call.edge))
        if edge is None:
            raise errors.no_such_object(f"{call.node}/{call.edge}".rstrip("/"))
        return await edge(call)

    async def _page(self, _call: Call) -> dict[str, Any]:
        return {"id": self._meta.settings.page_id, "name": self._meta.settings.page_name}

    async def _send(self, call: Call) -> dict[str, Any]:
        request = checked(SendRequest, call.given)
        thread, note = self._meta.send(request)
        answer = {"recipient_id": thread.person.psid}
        return {**answer, "message_id": note.mid} if note else answer

    async def _upload(self, call: Call) -> dict[str, Any]:
        media = checked(UploadRequest, call.given).message.attachment
        if call.file is None:
            raise errors.invalid("Param filedata is required")
        return {
            "attachment_id": self._meta.uploads.add(media.type, call.file.name, call.file.body).id
        }

    async def _subscribe_app(self, call: Call) -> dict[str, Any]:
        if call.node != self._meta.settings.app_id:
            raise errors.no_such_object(call.node)
        asked = checked(AppSubscription, call.given)
        await self._meta.hooks.subscribe(
            asked.callback_url, verify_token=asked.verify_token, fields=_known(asked.fields)
        )
        return DONE

    async def _subscribe_page(self, call: Call) -> dict[str, Any]:
        asked = checked(PageSubscription, call.given)
        self._meta.hooks.page_fields = set(_known(asked.subscribed_fields))
        return DONE

    async def _subscribed_page(self, _call: Call) -> dict[str, Any]:
        fields = sorted(self._meta.hooks.page_fields)
        app = {"id": self._meta.settings.app_id, "subscribed_fields": fields}
        return {"data": [app] if fields else []}

    async def _unsubscribe_page(self, _call: Call) -> dict[str, Any]:
        self._meta.hooks.page_fields = set()
        return DONE

    async def _pass(self, call: Call) -> dict[str, Any]:
        asked, thread = self._control(call)
        if asked.target_app_id is None:
            raise errors.invalid("Param target_app_id is required")
        if thread.owner not in (None, self._meta.settings.app_id):
            raise errors.other_app_controls()
        self._meta.hand_over(
            thread, asked.target_app_id, "pass_thread_control", asked.metadata or ""
        )
        return DONE

    async def _take(self, call: Call) -> dict[str, Any]:
        asked, thread = self._control(call)
        own = self._meta.settings.app_id
        if thread.owner != own:
            self._meta.hand_over(thread, own, "take_thread_control", asked.metadata or "")
        return DONE

    async def _request(self, call: Call) -> dict[str, Any]:
        asked, thread = self._control(call)
        self._meta.request_control(thread, self._meta.settings.app_id, asked.metadata or "")
        return DONE

    async def _owner(self, call: Call) -> dict[str, Any]:
        owner = self._meta.messenger.thread(str(call.given.get("recipient", ""))).owner
        return {"data": [{"thread_owner": {"app_id": owner}}] if owner else []}

    async def _feed(self, call: Call) -> dict[str, Any]:
        return {"data": [self._shown_post(post) for post in self._meta.wall.posts()]}

    async def _publish(self, call: Call) -> dict[str, Any]:
        return {"id": self._meta.announce(checked(PostRequest, call.given).message).id}

    async def _conversations(self, call: Call) -> dict[str, Any]:
        self._meta.messenger.count("conversations")
        wanted = call.given.get("user_id")
        threads = [
            self._shown_thread(thread)
            for thread in self._meta.messenger
            if wanted in (None, thread.person.psid)
        ]
        return {"data": threads}

    async def _comment(self, call: Call) -> dict[str, Any]:
        asked = checked(CommentRequest, call.given)
        return {"id": self._meta.answer(call.node, asked.message or "").id}

    async def _comments(self, call: Call) -> dict[str, Any]:
        below = self._meta.wall.comments(below=call.node)
        return {"data": [self._shown_comment(comment) for comment in below]}

    async def _change(self, call: Call) -> dict[str, Any]:
        asked = checked(CommentChange, call.given)
        comment = self._meta.wall.comment(call.node)
        if comment is None:
            raise errors.no_such_object(call.node)
        if asked.is_hidden is not None:
            if comment.author_id == self._meta.settings.page_id:
                raise errors.no_permission()
            self._meta.hide_comment(comment, hidden=asked.is_hidden)
        if asked.message is not None:
            if comment.author_id != self._meta.settings.page_id:
                raise errors.no_permission()
            self._meta.edit_comment(comment, asked.message)
        return DONE

    async def _delete(self, call: Call) -> dict[str, Any]:
        if comment := self._meta.wall.comment(call.node):
            self._meta.remove_comment(comment)
        elif post := self._meta.wall.post(call.node):
            post.deleted = True
        else:
            raise errors.no_such_object(call.node)
        return DONE

    async def _read(self, call: Call) -> dict[str, Any]:
        if comment := self._meta.wall.comment(call.node):
            return self._shown_comment(comment)
        if post := self._meta.wall.post(call.node):
            return self._shown_post(post)
        for thread in self._meta.messenger:
            for note in thread.notes:
                if note.mid == call.node:
                    return self._shown_note(thread, note)
            if thread.person.psid == call.node:
                first, _, last = thread.person.name.partition(" ")
                shown = {"first_name": first, "last_name": last, "name": thread.person.name}
                wanted = call.fields("first_name,last_name")
                return {"id": call.node} | {key: shown[key] for key in wanted if key in shown}
        raise errors.no_such_object(call.node)

    def _control(self, call: Call) -> tuple[ThreadControl, Thread]:
        asked = checked(ThreadControl, call.given)
        return asked, self._meta.messenger.thread(asked.recipient.id)

    def _shown_comment(self, comment: Comment) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": comment.id,
            "message": comment.message,
            "created_time": iso_of(comment.created_at),
            "is_hidden": comment.hidden,
        }
        if not comment.anonymous:
            shown["from"] = {"id": comment.author_id, "name": comment.author_name}
        return shown

    def _shown_post(self, post: PagePost) -> dict[str, Any]:
        return {
            "id": post.id,
            "message": post.message,
            "created_time": iso_of(post.created_at),
            "from": {"id": post.author_id, "name": post.author_name},
        }

    def _shown_thread(self, thread: Thread) -> dict[str, Any]:
        notes = [self._shown_note(thread, note) for note in reversed(thread.notes)]
        page = {"id": self._meta.settings.page_id, "name": self._meta.settings.page_name}
        person = {"id": thread.person.psid, "name": thread.person.name}
        return {
            "id": f"t_{thread.person.psid}",
            "participants": {"data": [person, page]},
            "messages": {"data": notes},
        }

    def _shown_note(self, thread: Thread, note: Note) -> dict[str, Any]:
        page, person = self._meta.settings.page_id, thread.person.psid
        sender, recipient = (page, person) if note.by_page else (person, page)
        return {
            "id": note.mid,
            "message": note.text,
            "created_time": iso_of(note.at),
            "from": {"id": sender},
            "to": {"data": [{"id": recipient}]},
        }


def _known(fields: str) -> list[str]:
    names = [name.strip() for name in fields.split(",") if name.strip()]
    unknown = [name for name in names if name not in FIELDS]
    if unknown or not names:
        raise errors.invalid(f"Param subscribed_fields: {unknown} is not one of {list(FIELDS)}")
    return names
