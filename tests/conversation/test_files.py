"""What a file is, its bytes say; what it is called, people read."""

import pytest

from conversation.files import LARGEST, OF_CHANNEL, media_type_of, shown_name
from conversation.identity import Channel
from tests.support.files import GIF, HTML, JPEG, PDF, PNG, SVG, WEBP


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "image/png"),
        (GIF, "image/gif"),
        (JPEG, "image/jpeg"),
        (WEBP, "image/webp"),
        (PDF, "application/pdf"),
        (SVG, ""),
        (HTML, ""),
        (b"", ""),
        (b"MZ\x90\x00", ""),
        (b"<!--" + PNG, ""),
        (b"%PDF-1.4 and nothing behind it", ""),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", ""),
    ],
)
def test_bytes_say_what_a_file_is(body: bytes, kind: str) -> None:
    assert media_type_of(body) == kind


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Rechnung.PDF", "Rechnung.pdf"),
        ("rechnung.pdf.exe", "rechnung.pdf.exe.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ("C:\\Bilder\\Router.pdf", "C_Bilder_Router.pdf"),
        ("", "Datei.pdf"),
        (".pdf", "pdf.pdf"),
        ("fdp.\u202eexe", "fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("Ü" * 300 + ".pdf", "Ü" * 80 + ".pdf"),
        ("<script>alert(1)</script>.pdf", "<script>alert(1)<_script>.pdf"),
    ],
)
def test_a_name_is_one_line_without_folders_and_with_its_real_ending(name: str, shown: str) -> None:
    assert shown_name(name, "application/pdf") == shown


def test_every_channel_says_what_it_takes() -> None:
    assert OF_CHANNEL.keys() == set(Channel)
    assert OF_CHANNEL[Channel.FB_COMMENT].most == 0
    assert OF_CHANNEL[Channel.X_DM].most == 1
    assert "application/pdf" not in OF_CHANNEL[Channel.X_PUBLIC].sizes
    assert max(OF_CHANNEL[Channel.X_DM].sizes.values()) <= 5 * 1024 * 1024
    assert LARGEST == 10_000_000
