"""Takes out of pictures what they tell beside what they show: place, device, time, previews, films.

Nothing is decoded or drawn anew: the parts that a picture is made of are copied, all others left
out. So it looks as before, loses nothing, and a small file that unpacks to a giant costs nothing
here. What stays is a list of known parts, not what is left by a list of bad ones. The way up is
kept, in a note that says nothing else.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator

from conversation.errors import ConversationError

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
UPRIGHT, HIGHEST = 1, 8
_ORIENTATION, _SHORT = 0x0112, 3

# Markers of JPEG: frames, tables, scans; no other segment has to do with what is seen.
_START, _END, _SCAN, _ALONE = 0xD8, 0xD9, 0xDA, 0x01
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_SEEN = frozenset((*range(0xC0, 0xD0), *range(0xDA, 0xE0)))
_UNSEEN = frozenset(range(0xE0, 0xFF))
_EXIF = b"Exif\x00\x00"
#: What a scan ends with: any marker but a stuffed byte, a restart, or a byte that only fills.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_SEEN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs "
    b"acTL fcTL fdAT".split()
)
_WEBP_SEEN = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04


class UnreadablePictureError(ConversationError):
    """These bytes are not made as such a picture is; whoever shows them shows nothing."""


def without_metadata(body: bytes, media_type: str) -> bytes:
    """Return a picture without what it tells of its making; other files as they are.

    Raises UnreadablePictureError.
    """
    strip = _STRIPPING.get(media_type)
    if strip is None:
        return body
    try:
        return strip(body)
    except (struct.error, IndexError) as error:
        raise UnreadablePictureError("The picture ends too early.") from error


def _jpeg(body: bytes) -> bytes:
    first, others, orientation = [bytes((0xFF, _START))], list[bytes](), UPRIGHT
    for marker, content, scan in _segments(body):
        if marker == _APP0 and content.startswith(b"JFIF\x00") and len(content) >= 12:
            # Its preview may show more than the picture does.
            first.append(_segment(marker, content[:12] + b"\x00\x00"))
        elif marker == _APP1 and content.startswith(_EXIF):
            orientation = _orientation(content.removeprefix(_EXIF))
        elif marker in _SEEN or _is_colour(marker, content):
            others += [_segment(marker, content), scan]
    if orientation != UPRIGHT:
        first.append(_segment(_APP1, _EXIF + _note_of(orientation)))
    return b"".join((*first, *others, bytes((0xFF, _END))))


def _segments(body: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Go through a JPEG up to its end: each marker, what it holds, and the scan that follows it.

    Telephones put films and second pictures behind the end.
    """
    place = 2
    while True:
        if body[place] != 0xFF:
            raise UnreadablePictureError("There is no marker where one has to be.")
        while body[place] == 0xFF:
            place += 1
        marker = body[place]
        place += 1
        if marker == _END:
            return
        if marker == _ALONE:
            continue
        if marker not in _SEEN and marker not in _UNSEEN:
            raise UnreadablePictureError("There is a marker that no picture has.")
        [length] = struct.unpack_from(">H", body, place)
        content = body[place + 2 : place + length]
        if len(content) != length - 2:
            raise UnreadablePictureError("A part of the picture is missing.")
        place += length
        scan = b""
        if marker == _SCAN:
            found = _AFTER_SCAN.search(body, place)
            if found is None:
                # Cut off: what is there can be seen.
                yield marker, content, body[place:]
                return
            scan, place = body[place : found.start()], found.start()
        yield marker, content, scan


def _is_colour(marker: int, content: bytes) -> bool:
    """Say whether a segment tells how colours are meant."""
    if marker == _APP2:
        return content.startswith(b"ICC_PROFILE\x00")
    return marker == _APP14 and content.startswith(b"Adobe")


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _png(body: bytes) -> bytes:
    place, kept, orientation = len(_PNG_HEAD), list[bytes](), UPRIGHT
    name = b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", body, place)
        after = place + 12 + length
        if after > len(body):
            raise UnreadablePictureError("A part of the picture is missing.")
        if name in _PNG_SEEN:
            kept.append(body[place:after])
        elif name == b"eXIf":
            orientation = _orientation(body[place + 8 : after - 4])
        elif name[:1].isupper():
            raise UnreadablePictureError("There is a part without which it cannot be drawn.")
        place = after
    if orientation != UPRIGHT:
        kept.insert(1, _chunk(b"eXIf", _note_of(orientation)))
    return _PNG_HEAD + b"".join(kept)


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def _webp(body: bytes) -> bytes:
    [size] = struct.unpack_from("<I", body, 4)
    end = 8 + size
    if end > len(body):
        raise UnreadablePictureError("A part of the picture is missing.")
    place, kept, orientation = 12, list[tuple[bytes, bytes]](), UPRIGHT
    while place < end:
        name, length = struct.unpack_from("<4sI", body, place)
        content = body[place + 8 : place + 8 + length]
        if len(content) != length or place + 8 + length > end:
            raise UnreadablePictureError("A part of the picture is missing.")
        if name in _WEBP_SEEN:
            kept.append((name, content))
        elif name == b"EXIF":
            orientation = _orientation(content.removeprefix(_EXIF))
        place += 8 + length + length % 2
    if not kept:
        raise UnreadablePictureError("There is nothing to be seen.")
    if kept[0][0] == b"VP8X":
        kept[0] = b"VP8X", _webp_header(kept[0][1], turned=orientation != UPRIGHT)
        if orientation != UPRIGHT:
            kept.append((b"EXIF", _note_of(orientation)))
    chunks = b"".join(
        name + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)
        for name, content in kept
    )
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


def _webp_header(content: bytes, *, turned: bool) -> bytes:
    flags = content[0] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP)
    return bytes([flags | (_WEBP_HAS_EXIF if turned else 0)]) + content[1:]


def _orientation(exif: bytes) -> int:
    """Return which way up a picture is to be shown; as it lies, where its note is broken."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return UPRIGHT
    try:
        [place] = struct.unpack_from(f"{order}I", exif, 4)
        [count] = struct.unpack_from(f"{order}H", exif, place)
        for number in range(count):
            entry = place + 2 + 12 * number
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if (tag, kind) == (_ORIENTATION, _SHORT):
                return value if UPRIGHT <= value <= HIGHEST else UPRIGHT
    except struct.error:
        return UPRIGHT
    return UPRIGHT


def _note_of(orientation: int) -> bytes:
    """Return Exif data with the orientation and nothing else."""
    head = struct.pack(">2sHI", b"MM", 42, 8)
    return head + struct.pack(">HHHIHHI", 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)


_STRIPPING: dict[str, Callable[[bytes], bytes]] = {JPEG: _jpeg, PNG: _png, WEBP: _webp}
