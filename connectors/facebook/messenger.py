"""Translates one Messenger event: of `messaging`, where we speak, or `standby`, where we watch."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from connectors.facebook.attachments import attachments_of
from connectors.facebook.fields import (
    Fields,
    UnreadableError,
    fields_of,
    optional_id,
    optional_time,
    required_id,
    words,
)
from connectors.facebook.ids import USER_REF, messenger_conversation, messenger_id, postback_id
from connectors.facebook.told import Acted, Echo, Told, Watermark
from connectors.incoming import AccountTrouble, Control, Edited, Erased, Skipped, Written
from conversation.identity import Channel, ConversationId, MessageId
from conversation.messages import Progress

_NAME = re.compile(r"[a-z][a-z_-]{0,39}")
_ENVELOPE = frozenset({"sender", "recipient", "timestamp"})


@dataclass(frozen=True, slots=True)
class Item:
    """One event with what every kind of it needs. `at` is its own time, else its entry's."""

    page: str
    app_id: str
    fields: Fields
    at: datetime

    @property
    def sender(self) -> str:
        """Who did it; people who are known by a plugin's reference only keep that as their id."""
        sender = fields_of(self.fields.get("sender"))
        if reference := optional_id(sender.get("user_ref")):
            return optional_id(sender.get("id")) or f"{USER_REF}{reference}"
        return optional_id(sender.get("id"))

    @property
    def customer(self) -> str:
        """The person, whichever side spoke. Raises UnreadableError."""
        if self.sender == self.page:
            return required_id(fields_of(self.fields.get("recipient")).get("id"))
        return required_id(self.sender)

    @property
    def conversation(self) -> ConversationId:
        """The conversation it belongs to. Raises UnreadableError."""
        return messenger_conversation(self.page, self.customer)


def read_messaging(item: Fields, *, page: str, app_id: str, entry_at: datetime) -> Told:
    """Translate an event of `messaging`. Raises UnreadableError."""
    at = optional_time(item.get("timestamp")) or entry_at
    whole = Item(page=page, app_id=app_id, fields=item, at=at)
    for name, read in _READERS.items():
        if name in item:
            return read(whole, fields_of(item[name]))
    return Skipped(_name_of(item))


def read_standby(item: Fields, *, page: str, app_id: str, entry_at: datetime) -> Told:
    """Translate an event of `standby`: another app speaks there, nothing is answered.

    What the customer does opens the window for us, too. Raises UnreadableError.
    """
    told = read_messaging(item, page=page, app_id=app_id, entry_at=entry_at)
    if isinstance(told, Control | AccountTrouble):
        return told
    skipped = Skipped(f"standby_{_name_of(item)}")
    if isinstance(told, Written):
        return Acted(conversation=told.conversation, at=told.sent_at, skipped=skipped)
    if isinstance(told, Acted):
        return Acted(conversation=told.conversation, at=told.at, skipped=skipped)
    return skipped


def _name_of(item: Fields) -> str:
    names = [name for name in item if name not in _ENVELOPE and _NAME.fullmatch(name)]
    return names[0].replace("-", "_") if names else "unknown_event"


def _message(item: Item, message: Fields) -> Told:
    mid = required_id(message.get("mid"))
    if message.get("is_deleted") is True:
        return _erased(item, mid)
    if message.get("is_echo") is True or item.sender == item.page:
        return Echo(
            conversation=item.conversation,
            mid=mid,
            metadata=words(message.get("metadata")),
            app_id=optional_id(message.get("app_id")),
            text=words(message.get("text")),
            at=item.at,
        )
    return _written(item, mid, message)


def _written(item: Item, mid: str, message: Fields) -> Written:
    answered = optional_id(fields_of(message.get("reply_to")).get("mid"))
    payload = words(fields_of(message.get("quick_reply")).get("payload"))
    return Written(
        id=messenger_id(mid),
        conversation=item.conversation,
        text=words(message.get("text")),
        sent_at=item.at,
        payload=payload or None,
        attachments=attachments_of(message),
        answers=messenger_id(answered) if answered else None,
    )


def _edited(item: Item, edit: Fields) -> Told:
    mid = required_id(edit.get("mid"))
    if item.sender == item.page:
        return Skipped("own_edit")
    number = optional_id(edit.get("num_edit")) or "1"
    return Edited(
        id=messenger_id(mid, f":edit:{number}"),
        of=messenger_id(mid),
        conversation=item.conversation,
        text=words(edit.get("text")),
        at=item.at,
    )


def _unsent(item: Item, unsent: Fields) -> Told:
    return _erased(item, required_id(unsent.get("mid")))


def _erased(item: Item, mid: str) -> Told:
    if item.sender == item.page:
        return Skipped("own_unsend")
    return Erased(
        id=messenger_id(mid, ":unsend"),
        of=messenger_id(mid),
        conversation=item.conversation,
        at=item.at,
    )


def _postback(item: Item, postback: Fields) -> Told:
    if item.sender == item.page:
        return Skipped("own_postback")
    payload = words(postback.get("payload"))
    mid = optional_id(postback.get("mid"))
    return Written(
        id=messenger_id(mid) if mid else postback_id(item.customer, item.at, payload),
        conversation=item.conversation,
        text=words(postback.get("title")),
        sent_at=item.at,
        payload=payload or None,
    )


def _action(name: str) -> "Reader":
    def read(item: Item, _fields: Fields) -> Told:
        if item.sender == item.page:
            return Skipped(f"own_{name}")
        return Acted(conversation=item.conversation, at=item.at, skipped=Skipped(name))

    return read


def _progress(progress: Progress) -> "Reader":
    def read(item: Item, fields: Fields) -> Told:
        until = optional_time(fields.get("watermark"))
        if until is None:
            raise UnreadableError("The watermark is missing.")
        return Watermark(conversation=item.conversation, progress=progress, until=until)

    return read


def _passed(item: Item, passed: Fields) -> Told:
    """Whom control was passed to; to nobody means that anybody may speak, so we may."""
    owner = optional_id(passed.get("new_owner_app_id"))
    return _control(item, "pass", ours=owner in ("", item.app_id))


def _taken(item: Item, _taken: Fields) -> Told:
    """The app that loses control is told, so control is no longer ours."""
    return _control(item, "take", ours=False)


def _control(item: Item, verb: str, *, ours: bool) -> Control:
    customer = item.customer
    told = f":{verb}:{customer}:{round(item.at.timestamp() * 1000)}"
    return Control(
        id=MessageId(f"fb:ctl:{item.page}{told}"),
        conversation=item.conversation,
        ours=ours,
        at=item.at,
    )


def _policy(item: Item, policy: Fields) -> Told:
    action = words(policy.get("action"))
    if action not in ("block", "unblock"):
        raise UnreadableError("Neither blocked nor unblocked.")
    told = f":{action}:{round(item.at.timestamp() * 1000)}"
    return AccountTrouble(
        id=MessageId(f"fb:policy:{item.page}{told}"),
        account=item.page,
        reason=words(policy.get("reason"))[:500],
        usable=action == "unblock",
        at=item.at,
        topic="policy",
        stops=(Channel.MESSENGER,),
    )


Reader = Callable[[Item, Fields], Told]

_READERS: dict[str, Reader] = {
    "message": _message,
    "message_edit": _edited,
    "message_unsend": _unsent,
    "postback": _postback,
    "reaction": _action("reaction"),
    "referral": _action("referral"),
    "optin": _action("optin"),
    "delivery": _progress(Progress.DELIVERED),
    "read": _progress(Progress.READ),
    "pass_thread_control": _passed,
    "take_thread_control": _taken,
    "policy-enforcement": _policy,
    "policy_enforcement": _policy,
    "messaging_policy_enforcement": _policy,
}
