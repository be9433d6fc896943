"""Takes a webhook's body apart: every event of every entry by itself, in Meta's order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from connectors.facebook.comments import read_change
from connectors.facebook.fields import (
    Fields,
    UnreadableError,
    fields_of,
    items_of,
    optional_id,
    optional_time,
    words,
)
from connectors.facebook.messenger import read_messaging, read_standby
from connectors.facebook.settings import FacebookSettings
from connectors.facebook.told import Told
from connectors.incoming import Skipped

TEST_ENTRY = "0"


@dataclass(frozen=True, slots=True)
class Batch:
    """Reads bodies for the pages of an app. Time is only needed where Meta forgets to tell it."""

    settings: FacebookSettings

    def read(self, body: Fields, *, now: datetime) -> Iterator[Told]:
        """Yield what each event says; one that cannot be read is skipped and stops no other."""
        if body.get("object") != "page":
            yield Skipped("other_object")
            return
        for value in items_of(body.get("entry")):
            yield from self._entry(fields_of(value), now)

    def _entry(self, entry: Fields, now: datetime) -> Iterator[Told]:
        page = optional_id(entry.get("id"))
        if self.settings.page(page) is None:
            yield Skipped("test_event" if page == TEST_ENTRY else "unknown_page")
            return
        at = optional_time(entry.get("time")) or now
        app = self.settings.app_id

        def messaging(item: Fields) -> Told:
            return read_messaging(item, page=page, app_id=app, entry_at=at)

        def standby(item: Fields) -> Told:
            return read_standby(item, page=page, app_id=app, entry_at=at)

        def change(item: Fields) -> Told:
            return read_change(item, page=page, entry_at=at)

        readers = {"messaging": messaging, "standby": standby, "changes": change}
        for kind, read in readers.items():
            for item in items_of(entry.get(kind)):
                yield _read(kind, read, fields_of(item))
        if not readers.keys() & entry.keys():
            yield Skipped("empty_entry")


def _read(kind: str, read: Callable[[Fields], Told], item: Fields) -> Told:
    try:
        return read(item)
    except UnreadableError:
        return Skipped(f"unreadable_{words(kind)}")
