"""What was uploaded to Meta: files that messages may name."""

from dataclasses import dataclass

from tests.world.meta import errors
from tests.world.meta.requests import Media, Message
from tests.world.numbers import Numbers

LARGEST = 25 * 1024 * 1024
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file. What may be sent once only goes with the first message that names it."""

    id: str
    type: str
    name: str
    body: bytes


class Uploads:
    """All files there are."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._uploads: dict[str, Upload] = {}

    def add(self, type: str, name: str, body: bytes) -> Upload:
        """Take a file. Raises GraphError."""
        if not body or len(body) > LARGEST:
            raise errors.invalid("Param filedata: must be between 1 byte and 25 MB")
        if type == "image" and not body.startswith(PICTURES):
            raise errors.invalid("Param filedata: the file is no image of a supported type")
        upload = Upload(self._numbers.long(), type, name, body)
        self._uploads[upload.id] = upload
        return upload

    def check(self, message: Message | None) -> None:
        """Raise Meta's refusal if a message names a file that is not there, or is another kind."""
        media = message.attachment if message else None
        if not isinstance(media, Media) or media.payload.attachment_id is None:
            return
        upload = self._uploads.get(media.payload.attachment_id)
        if upload is None:
            raise errors.invalid("Param attachment_id: no such attachment", subcode=2018008)
        if upload.type != media.type:
            raise errors.invalid("Param type: the attachment was uploaded as another")
