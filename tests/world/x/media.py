"""What was uploaded to X: pictures that a post or a message may name for a day."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.world.clock import WorldClock
from tests.world.numbers import Numbers
from tests.world.x.problems import invalid

LARGEST = 5 * 1024 * 1024
KEPT = timedelta(hours=24)
BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
}
OF_POSTS, OF_MESSAGES = "tweet_image", "dm_image"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. Only whoever uploaded it may use it, and only for what it was meant."""

    id: str
    owner: str
    category: str
    image_type: str
    size: int
    expires_at: datetime

    @property
    def link(self) -> str:
        """What X puts behind the text of whatever shows it."""
        return f"https://t.co/{self.id[-10:]}"


class Pictures:
    """All pictures there are."""

    def __init__(self, clock: WorldClock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._pictures: dict[str, Picture] = {}

    def upload(self, owner: str, encoded: str, category: str) -> Picture:
        """Take a picture in base64. Raises the 400 that X answers for anything else."""
        try:
            body = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise invalid("media: not base64") from None
        if category not in (OF_POSTS, OF_MESSAGES):
            raise invalid(f"media_category: {category} is uploaded in parts")
        kinds = [kind for start, kind in BEGINNINGS.items() if body.startswith(start)]
        if not kinds:
            raise invalid("media: the type is not one of JPEG, PNG, WebP")
        if len(body) > LARGEST:
            raise invalid(f"media: larger than {LARGEST} bytes")
        picture = Picture(
            id=self._numbers.snowflake(),
            owner=owner,
            category=category,
            image_type=kinds[0],
            size=len(body),
            expires_at=self._clock.now() + KEPT,
        )
        self._pictures[picture.id] = picture
        return picture

    def use(self, user: str, ids: list[str], category: str, *, most: int) -> list[Picture]:
        """Return pictures that are about to be shown. Raises the 400 that X answers."""
        if len(ids) > most:
            raise invalid(f"media: at most {most}")
        return [self._one(user, id, category) for id in ids]

    def _one(self, user: str, id: str, category: str) -> Picture:
        picture = self._pictures.get(id)
        if picture is None or picture.owner != user or picture.expires_at <= self._clock.now():
            raise invalid("Your media IDs are invalid.", value=id)
        if picture.category != category:
            raise invalid(f"The media {id} was uploaded as {picture.category}.", value=id)
        return picture


def shown(text: str, pictures: list[Picture]) -> str:
    """Return a text as X keeps it: one link behind it stands for all of its pictures."""
    return f"{text} {pictures[0].link}".strip() if pictures else text
