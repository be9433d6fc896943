"""Meta's webhook events, field by field."""

from typing import Any

from tests.world.clock import WorldClock, iso_of, milliseconds_of, seconds_of
from tests.world.meta.messenger import PAGE_INBOX
from tests.world.meta.state import Comment, Note, PagePost, Thread
from tests.world.settings import FacebookSettings


class Events:
    """Builds the events of one page."""

    def __init__(self, settings: FacebookSettings, clock: WorldClock) -> None:
        self._settings = settings
        self._clock = clock

    def from_person(self, thread: Thread, **what: Any) -> dict[str, Any]:
        """Return an item of `messaging` that a person has caused."""
        return {
            "sender": {"id": thread.person.psid},
            "recipient": {"id": self._settings.page_id},
            "timestamp": milliseconds_of(self._clock.now()),
            **what,
        }

    def message(self, thread: Thread, note: Note, *, payload: str | None = None) -> dict[str, Any]:
        return self.from_person(thread, message=self._content(note, payload=payload))

    def echo(self, thread: Thread, note: Note) -> dict[str, Any]:
        """Return what the page's app hears of a message of the page, whoever wrote it."""
        content = {"is_echo": True, "app_id": int(note.app_id or PAGE_INBOX), **self._content(note)}
        if note.metadata is not None:
            content["metadata"] = note.metadata
        return {
            "sender": {"id": self._settings.page_id},
            "recipient": {"id": thread.person.psid},
            "timestamp": milliseconds_of(note.at),
            "message": content,
        }

    def comment(self, comment: Comment, verb: str) -> dict[str, Any]:
        value: dict[str, Any] = {
            "item": "comment",
            "verb": verb,
            "comment_id": comment.id,
            "post_id": comment.post_id,
            "parent_id": comment.parent_id,
            "created_time": seconds_of(comment.created_at),
            "post": {
                "id": comment.post_id,
                "type": "status",
                "status_type": "mobile_status_update",
                "updated_time": iso_of(self._clock.now()),
                "promotion_status": "inactive",
                "permalink_url": f"https://www.facebook.com/{comment.post_id}",
                "is_published": True,
            },
        }
        if not comment.anonymous:
            value["from"] = {"id": comment.author_id, "name": comment.author_name}
        if comment.message and verb != "remove":
            value["message"] = comment.message
        if comment.photo:
            value["photo"] = comment.photo
        if verb == "remove":
            del value["created_time"], value["post"]
        return value

    def post(self, post: PagePost, verb: str = "add") -> dict[str, Any]:
        by_page = post.author_id == self._settings.page_id
        return {
            "item": "status" if by_page else "post",
            "verb": verb,
            "post_id": post.id,
            "from": {"id": post.author_id, "name": post.author_name},
            "message": post.message,
            "published": 1,
            "created_time": seconds_of(post.created_at),
        }

    def _content(self, note: Note, *, payload: str | None = None) -> dict[str, Any]:
        content: dict[str, Any] = {"mid": note.mid}
        if note.text:
            content["text"] = note.text
        if payload is not None:
            content["quick_reply"] = {"payload": payload}
        if note.reply_to:
            content["reply_to"] = {"mid": note.reply_to}
        if note.attachment:
            content["attachments"] = [_with_address(note.attachment)]
        return content


def _with_address(attachment: dict[str, Any]) -> dict[str, Any]:
    """Return an attachment as webhooks tell it: what was uploaded has an address there."""
    id = attachment.get("payload", {}).get("attachment_id")
    if id is None:
        return attachment
    return {**attachment, "payload": {"url": f"https://cdn.facebook.example/{id}"}}
