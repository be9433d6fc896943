"""A picture is kept as it looks, without what it tells of place, device and time."""

from io import BytesIO

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as any_of
from PIL import Image

from conversation.pictures import UnreadablePictureError, without_metadata
from tests.support.files import GIF, JPEG, PDF, PNG, WEBP
from tests.support.pictures import GPS, PROFILE, SECRET, TURNED, drawn, picture, read, told

KINDS = ("JPEG", "PNG", "WEBP")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "restart_marker_blocks": 1}),
        ("JPEG", {"mode": "CMYK"}),
        ("JPEG", {"mode": "L"}),
        ("PNG", {}),
        ("PNG", {"mode": "P"}),
        ("PNG", {"mode": "LA"}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"mode": "RGBA", "exact": True}),
    ],
)
def test_what_is_seen_stays_and_what_is_told_goes(kind: str, more: dict[str, object]) -> None:
    given = picture(kind, **more)
    before = read(given)
    assert before.getexif().get_ifd(GPS)
    assert SECRET in given
    kept = without_metadata(given, f"image/{kind.lower()}")
    after = read(kept)
    assert (after.mode, after.tobytes()) == (before.mode, before.tobytes())
    assert after.info.get("icc_profile") == PROFILE
    assert dict(after.getexif()) == {TURNED: 6}
    assert SECRET not in kept
    assert set(after.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "dpi",
        "adobe",
        "adobe_transform",
        "icc_profile",
        "exif",
        "progressive",
        "progression",
        "loop",
        "background",
        "timestamp",
        "duration",
        "transparency",
    }
    # Once more, nothing is left to take.
    assert without_metadata(kept, f"image/{kind.lower()}") == kept


@pytest.mark.parametrize("kind", KINDS)
def test_an_upright_picture_needs_no_note_of_it(kind: str) -> None:
    kept = without_metadata(picture(kind, exif=told(1)), f"image/{kind.lower()}")
    assert "exif" not in read(kept).info
    assert not read(kept).getexif()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", ["<", ">"])
def test_the_way_up_is_read_in_both_orders_and_never_anything_but_a_way_up(
    kind: str, order: str
) -> None:
    for given, kept in ((3, {TURNED: 3}), (9, {}), (0, {})):
        exif = told(given)
        exif.endian = order
        body = without_metadata(picture(kind, exif=exif), f"image/{kind.lower()}")
        assert dict(read(body).getexif()) == kept


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_pictures_that_move_go_on_moving(kind: str) -> None:
    out, frames = BytesIO(), [drawn() for _ in range(3)]
    frames[0].save(
        out, kind, save_all=True, append_images=frames[1:], duration=80, loop=2, exif=told()
    )
    before = Image.open(BytesIO(out.getvalue()))
    after = Image.open(BytesIO(without_metadata(out.getvalue(), f"image/{kind.lower()}")))
    assert (after.n_frames, after.info["loop"]) == (3, 2)  # type: ignore[attr-defined]
    for number in range(3):
        before.seek(number)
        after.seek(number)
        assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_what_hides_behind_the_end_of_a_picture_goes(kind: str) -> None:
    given = picture(kind) + b"ftypmp42" + SECRET
    kept = without_metadata(given, f"image/{kind.lower()}")
    assert kept == without_metadata(picture_of(given), f"image/{kind.lower()}")
    assert SECRET not in kept


def picture_of(given: bytes) -> bytes:
    return given.removesuffix(b"ftypmp42" + SECRET)


def test_the_preview_in_a_header_goes() -> None:
    given = picture("JPEG", exif=told(1))
    preview = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x01" + SECRET[:6]
    old = given[: given.index(b"JFIF") + 14]
    rest = given.removeprefix(old)
    shown = b"\xff\xd8\xff\xe0" + (len(preview) + 2).to_bytes(2) + preview + rest
    kept = without_metadata(shown, "image/jpeg")
    assert SECRET[:6] not in kept
    assert read(kept).tobytes() == read(given).tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_off_or_broken_is_refused_or_lost_nothing(kind: str) -> None:
    whole = picture(kind)
    for end in range(12, len(whole), 7):
        try:
            kept = without_metadata(whole[:end], f"image/{kind.lower()}")
        except UnreadablePictureError:
            continue
        # Of a photograph that came in part, its part is kept.
        assert kind == "JPEG"
        assert SECRET not in kept


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (JPEG[:-2] + b"\xff\x02\x00\x02\xff\xd9", "image/jpeg"),
        (JPEG[:-2] + SECRET + b"\xff\xd9", "image/jpeg"),
        (PNG.replace(b"IDAT", b"SDAT"), "image/png"),
        (WEBP[:4] + b"\xff\xff\xff\x7f" + WEBP[8:], "image/webp"),
        (WEBP[:4] + b"\x04\x00\x00\x00" + WEBP[8:], "image/webp"),
    ],
    ids=["marker", "no marker", "part that is a must", "longer than it is", "nothing in it"],
)
def test_what_no_picture_has_is_refused(body: bytes, media_type: str) -> None:
    with pytest.raises(UnreadablePictureError):
        without_metadata(body, media_type)


WHOLE = {kind: picture(kind) for kind in KINDS}


@settings(max_examples=150, deadline=None)
@for_all(
    kind=any_of.sampled_from(KINDS),
    place=any_of.integers(8, 600),
    byte=any_of.integers(0, 255),
    many=any_of.integers(0, 5),
)
def test_whatever_bytes_come_it_is_a_picture_or_refused(
    kind: str, place: int, byte: int, many: int
) -> None:
    body = WHOLE[kind]
    broken = body[:place] + bytes([byte]) * many + body[place + 1 :]
    try:
        kept = without_metadata(broken, f"image/{kind.lower()}")
    except UnreadablePictureError:
        return
    assert kept[:2] == body[:2]
    assert len(kept) <= len(broken) + 64


def test_a_bomb_is_copied_and_not_unpacked() -> None:
    # 900 million pixels in a few bytes: whoever unpacks it needs gigabytes.
    head = PNG[:16] + (30_000).to_bytes(4) * 2
    assert without_metadata(head + PNG[24:], "image/png") == head + PNG[24:]


def test_other_files_stay_as_they_are() -> None:
    assert without_metadata(GIF, "image/gif") == GIF
    assert without_metadata(PDF, "application/pdf") == PDF
