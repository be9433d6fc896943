"""Everything in the world that a person may look at, as the page and tests read it."""

from typing import Any

from tests.world.clock import iso_of
from tests.world.meta.platform import MetaPlatform
from tests.world.meta.state import Comment, Note, Thread
from tests.world.x.platform import XPlatform
from tests.world.x.state import Message, Post


def x_view(x: XPlatform) -> dict[str, Any]:
    """Return X's public posts, newest thread first, and all private messages."""
    posts = [post for post in x.timeline if post.stands]
    return {
        "account": {"id": x.settings.account_id, "username": x.settings.username},
        "posts": [_post(x, post) for post in posts],
        "messages": [_message(x, message) for message in x.mail],
        "webhooks": [webhook.shown() for webhook in x.webhooks.all()],
    }


def meta_view(meta: MetaPlatform) -> dict[str, Any]:
    """Return the page's posts with their comments, and all threads of Messenger."""
    posts = [
        {
            "id": post.id,
            "author": post.author_name,
            "by_page": post.author_id == meta.settings.page_id,
            "text": post.message,
            "at": iso_of(post.created_at),
            "comments": [
                _comment(meta, comment)
                for comment in meta.wall.comments()
                if comment.post_id == post.id
            ],
        }
        for post in meta.wall.posts()
    ]
    return {
        "page": {"id": meta.settings.page_id, "name": meta.settings.page_name},
        "posts": posts,
        "threads": [_thread(thread) for thread in meta.messenger],
        "subscribed": sorted(meta.hooks.page_fields & meta.hooks.app_fields),
    }


def _post(x: XPlatform, post: Post) -> dict[str, Any]:
    author = x.accounts.of(post.author_id)
    return {
        "id": post.id,
        "author": author.username,
        "name": author.name,
        "text": post.text,
        "shown": post.shown,
        "at": iso_of(post.created_at),
        "conversation": post.conversation_id,
        "reply_to": post.in_reply_to,
        "quoted": post.quoted,
        "edited": len(post.history) > 1,
        "hidden": post.hidden,
        "by_api": post.by_api,
        "made_with_ai": post.made_with_ai,
        "private_link": post.private_link,
        "media": list(post.media),
    }


def _message(x: XPlatform, message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "from": x.accounts.of(message.sender_id).username,
        "to": x.accounts.of(message.recipient_id).username,
        "text": message.text,
        "media": list(message.media),
        "at": iso_of(message.created_at),
        "read": message.read,
        "by_api": message.by_api,
    }


def _comment(meta: MetaPlatform, comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.id,
        "parent": comment.parent_id,
        "author": comment.author_name,
        "author_id": comment.author_id,
        "by_page": comment.author_id == meta.settings.page_id,
        "text": comment.message,
        "at": iso_of(comment.created_at),
        "hidden": comment.hidden,
        "answered_privately": comment.answered_privately,
    }


def _thread(thread: Thread) -> dict[str, Any]:
    return {
        "psid": thread.person.psid,
        "name": thread.person.name,
        "owner": thread.owner,
        "typing": thread.typing,
        "last_action": iso_of(thread.last_action) if thread.last_action else None,
        "messages": [_note(note) for note in thread.notes],
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "mid": note.mid,
        "by_page": note.by_page,
        "app_id": note.app_id,
        "text": note.text,
        "at": iso_of(note.at),
        "quick_replies": note.quick_replies,
        "attachment": note.attachment,
        "metadata": note.metadata,
        "tag": note.tag,
        "read": note.read,
        "edited": note.edits > 0,
        "reaction": note.reaction,
    }
