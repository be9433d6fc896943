"""Reading a list's query strictly: filters, chosen fields, offset and limit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chassis.errors import BadRequestError

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
MAX_OFFSET = 1_000_000
NO_FIELDS = "none"
ALWAYS = frozenset({"id", "href"})

Arguments = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a caller wants of a collection.

    `filters` pairs an attribute with the values of which one must hold; `fields` are the
    attributes to answer with, all of them if None.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fields: frozenset[str] | None = None
    offset: int = 0
    limit: int = DEFAULT_LIMIT


def read_list_query(
    arguments: Arguments, *, filters: Collection[str], attributes: Collection[str]
) -> ListQuery:
    """Return the query that `arguments` (name to values) say.

    Several values of one attribute, repeated or with commas, mean any of them; several attributes
    mean all of them. Raises `BadRequestError` with a clear sentence for anything unknown or empty.
    """
    wanted = dict(arguments)
    fields = read_fields(wanted.pop("fields", ()), attributes=attributes)
    offset = _number("offset", wanted.pop("offset", ()), default=0, lowest=0, highest=MAX_OFFSET)
    limit = _number(
        "limit", wanted.pop("limit", ()), default=DEFAULT_LIMIT, lowest=1, highest=MAX_LIMIT
    )
    unknown = sorted(wanted.keys() - set(filters))
    if unknown:
        raise BadRequestError(
            f"{_quoted(unknown[0])} cannot be filtered by. Filters: {', '.join(sorted(filters))}."
        )
    chosen = tuple((name, _values(name, given)) for name, given in wanted.items())
    return ListQuery(filters=chosen, fields=fields, offset=offset, limit=limit)


def read_fields(given: Sequence[str], *, attributes: Collection[str]) -> frozenset[str] | None:
    """Return the chosen attributes, with those that are always answered; None means all.

    `none` stands for no more than id and href (TMF630). Raises `BadRequestError` for an attribute
    that is not served.
    """
    if not given:
        return None
    chosen = set(_values("fields", given)) - {NO_FIELDS}
    unknown = sorted(chosen - set(attributes))
    if unknown:
        raise BadRequestError(
            f"{_quoted(unknown[0])} is not an attribute to choose in fields. "
            f"Attributes: {', '.join(sorted(attributes))}."
        )
    return frozenset(chosen) | ALWAYS


def _number(name: str, given: Sequence[str], *, default: int, lowest: int, highest: int) -> int:
    if not given:
        return default
    word = given[0]
    # Digits of other scripts are digits to Python; only 0-9 are meant here.
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else -1
    if len(given) > 1 or not lowest <= number <= highest:
        raise BadRequestError(f"{name} must be one whole number from {lowest} to {highest}.")
    return number


def _values(name: str, given: Sequence[str]) -> tuple[str, ...]:
    values = tuple(value.strip() for words in given for value in words.split(","))
    if not all(value and value.isprintable() for value in values):
        raise BadRequestError(f"{name} needs a value that can be read.")
    return values


def _quoted(name: str) -> str:
    return f"'{name[:60]}'" if name.isprintable() else "A name of the query"
