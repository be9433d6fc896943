"""From a line as it was said, and what became of it, to what an agent sees: pure, no I/O."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conversation.identity import ConversationId, LineId
from conversation.messages import Attachment, Delivery, Line, Progress, Speaker
from conversation.video import room_link
from handoff.console import words
from handoff.console.addresses import anchor_of, file_path, path_of
from handoff.console.attaching import megabytes
from handoff.console.line_views import AttachmentView, LineView, PrivateView
from handoff.console.outer_words import told
from handoff.console.placeholders import Piece, pieces
from handoff.console.platforms import PrivateReply
from handoff.console.showing import Seen
from handoff.console.times import clock_time, window
from staff.language import _

ICONS = {
    Speaker.CUSTOMER: "chat",
    Speaker.ASSISTANT: "assistant",
    Speaker.AGENT: "person",
    Speaker.NOTICE: "notice",
}


@dataclass(frozen=True, slots=True)
class Fates:
    """What became of the lines of one conversation.

    `progress` is how far ours have come with the customer, `reasons` why some did not arrive,
    `private` how the customer's stand with their private reply. `hideable`: each of the customer's
    can be hidden, and `hidden` are.
    """

    deliveries: Mapping[LineId, Delivery] = field(default_factory=dict)
    progress: Mapping[Progress, datetime] = field(default_factory=dict)
    reasons: Mapping[LineId, str] = field(default_factory=dict)
    private: Mapping[LineId, PrivateReply] = field(default_factory=dict)
    hidden: Collection[LineId] = ()
    hideable: bool = False


def line_view(line: Line, fates: Fates, seen: Seen, *, conversation: ConversationId) -> LineView:
    """Return a line of the transcript."""
    of_customer, gone = line.speaker is Speaker.CUSTOMER, line.erased_at is not None
    state, state_words = ("", "") if of_customer else _delivery(line, fates)
    shown = pieces(line.text)
    hidden = line.id in fates.hidden
    private = None if gone else _private(fates.private.get(line.id), seen)
    return LineView(
        anchor=anchor_of(line.id),
        id=line.id,
        speaker=line.speaker.value,
        who=_who(line, seen),
        icon=ICONS[line.speaker],
        channel=words.CHANNELS[conversation.channel],
        pieces=shown,
        at=line.at,
        at_words=clock_time(line.at, zone=seen.zone, now=seen.now),
        delivery=state,
        delivery_words=state_words,
        delivery_why=told(fates.reasons.get(line.id, "")),
        changed=_changed(line, seen),
        erased=gone,
        buttons=tuple(button.title for button in line.buttons),
        image=_web_address(line.image),
        attachments=_attachments(line, conversation),
        exposed=not hidden and _exposed(line, shown, conversation),
        hideable=of_customer and fates.hideable and not gone,
        hidden=hidden,
        private=private,
        version=f"{state or '-'}.{line.erased_at or line.edited_at}.{hidden}.{_version(private)}",
    )


def _exposed(line: Line, shown: Sequence[Piece], conversation: ConversationId) -> bool:
    of_customer = line.speaker is Speaker.CUSTOMER
    return of_customer and conversation.channel.public and any(one.hidden for one in shown)


def _delivery(line: Line, fates: Fates) -> tuple[str, str]:
    """Return how far a line of ours has come, for style and in words."""
    delivery = fates.deliveries.get(line.id)
    if delivery is None:
        return "", ""
    if delivery is Delivery.SENT:
        for progress in (Progress.READ, Progress.DELIVERED):
            until = fates.progress.get(progress)
            if until is not None and line.at <= until:
                return progress.value, words.PROGRESS[progress]
    return delivery.value, words.DELIVERIES[delivery]


def _changed(line: Line, seen: Seen) -> str:
    """Say that the customer has changed a line on the platform."""
    for at, what in ((line.erased_at, words.ERASED), (line.edited_at, words.EDITED)):
        if at is not None:
            return f"{what} {clock_time(at, zone=seen.zone, now=seen.now)}"
    return ""


def _private(reply: PrivateReply | None, seen: Seen) -> PrivateView | None:
    if reply is None:
        return None
    still = not reply.spent and reply.until > seen.now
    return PrivateView(
        until=window(reply.until, now=seen.now) if still else None,
        spent=reply.spent,
        path=path_of(reply.leads_to) if reply.leads_to else "",
    )


def _version(private: PrivateView | None) -> str:
    if private is None:
        return "-"
    return f"{private.until is not None}{private.spent}{private.path}"


def _attachments(line: Line, conversation: ConversationId) -> tuple[AttachmentView, ...]:
    shown = [_attachment(one, conversation) for one in line.attachments]
    if room := room_link(line):
        shown.append(AttachmentView(_("Video-Gespräch"), hint="", url=room, act=_("beitreten")))
    return tuple(shown)


def _attachment(attachment: Attachment, conversation: ConversationId) -> AttachmentView:
    if attachment.file:
        path = file_path(conversation, attachment.file)
        return AttachmentView(
            words=attachment.name,
            hint="",
            size=megabytes(attachment.size),
            url=path,
            act=_("speichern"),
            thumb=path if attachment.media_type.startswith("image/") else "",
        )
    return AttachmentView(
        words=words.attachment_words(attachment.kind),
        hint=words.ATTACHMENT_HINTS.get(attachment.kind, "") or _place(attachment.url),
        url=_web_address(attachment.url),
    )


def _web_address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _place(url: str) -> str:
    """Return a place such as `geo:54.3,10.1` in words; no map, whose owner would hear of it."""
    return url.removeprefix("geo:").replace(",", ", ") if url.startswith("geo:") else ""


def _who(line: Line, seen: Seen) -> str:
    if line.speaker is Speaker.ASSISTANT:
        return f"{seen.assistant} · {words.SPEAKERS[line.speaker]}"
    return line.author or words.SPEAKERS[line.speaker]
