"""Pages of a list: a limit, and a cursor that says where the next one begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from chassis.errors import BadRequestError

Item = TypeVar("Item")
Key = tuple[str | int, ...]

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 500


class PageQuery(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(
        DEFAULT_LIMIT, ge=1, le=HIGHEST_LIMIT, description="How many a page has at most."
    )
    cursor: str = Field("", max_length=2000, description="`next` of the page before.")


class PageAnswer(BaseModel):
    """What the answer with a page has beside its items."""

    next: str | None = Field(description="Cursor of the next page; `null` on the last one.")


def page_of(
    items: Sequence[Item],
    query: PageQuery,
    *,
    key: Callable[[Item], Key],
    newest_first: bool = False,
) -> tuple[list[Item], str | None]:
    """Return a page of `items` in the order of `key`, and the cursor of the next one.

    A cursor names the last item, so that items which come or go meanwhile shift nothing. Raises
    BadRequestError for a cursor that is none of ours.
    """
    ordered = sorted(items, key=key, reverse=newest_first)
    if query.cursor:
        last = read_cursor(query.cursor)
        try:
            ordered = [
                one for one in ordered if (key(one) < last if newest_first else key(one) > last)
            ]
        except TypeError:
            raise _crooked() from None
    found = ordered[: query.limit]
    return found, cursor_of(key(found[-1])) if len(ordered) > len(found) else None


def cursor_of(key: Key) -> str:
    """Return a key as it stands in an address."""
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Key:
    """Read what `cursor_of` wrote. Raises BadRequestError."""
    try:
        key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise _crooked() from None
    if not isinstance(key, list) or not key or not all(isinstance(one, str | int) for one in key):
        raise _crooked()
    return tuple(key)


def _crooked() -> BadRequestError:
    return BadRequestError("The cursor is the `next` of a page of this list.")
