"""What a change on the platform makes of what is stored of a message. Pure."""

from dataclasses import replace

from conversation.messages import ERASED, CustomerMessage, Line
from conversation.packets import HandoffPacket
from conversation.records import Amendment


def line_after(line: Line, change: Amendment) -> Line:
    """Return the line as it stands after `change`; itself if something newer has happened to it."""
    if line.erased_at is not None:
        return line
    if change.text is None:
        return replace(line, text=ERASED, author="", attachments=(), erased_at=change.at)
    if line.edited_at is not None and line.edited_at > change.at:
        return line
    return replace(line, text=change.text, edited_at=change.at)


def message_after(message: CustomerMessage, line: Line) -> CustomerMessage | None:
    """Return a waiting message as `line` now has it; None if there is nothing left to answer."""
    if line.erased_at is not None:
        return None
    return message if line.text == message.text else replace(message, text=line.text, payload=None)


def packet_after(packet: HandoffPacket, before: Line, after: Line) -> HandoffPacket:
    """Return a handoff's packet without words that were deleted or put right."""
    if not before.text or before.text not in packet.wish:
        return packet
    return replace(packet, wish=packet.wish.replace(before.text, after.text))
