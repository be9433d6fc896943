"""Reading request bodies strictly: nothing unknown, empty, or impossible to store."""

import re
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from chassis.errors import BadRequestError

# Control characters but line breaks and tabs have no business in a text, and NUL cannot be stored.
_READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_READABLE_LINE = r"^[^\x00-\x1f\x7f-\x9f]*$"

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_READABLE_LINE),
]
Paragraph = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_READABLE),
]

POSTCODE = re.compile(r"[0-9]{5}")
Postcode = Annotated[str, StringConstraints(pattern=rf"^{POSTCODE.pattern}$")]


class TmfBody(BaseModel):
    """A part of a request in TM Forum's spelling (camelCase). An attribute is there or left out."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=to_camel)

    @model_validator(mode="after")
    def _nothing_is_null(self) -> Self:
        nulls = [name for name in self.model_fields_set if getattr(self, name) is None]
        if nulls:
            raise ValueError(f"{to_camel(nulls[0])} must not be null; leave it out instead")
        return self


Body = TypeVar("Body", bound=TmfBody)


def read_body(model: type[Body], body: bytes) -> Body:
    """Return what a request's body says. Raises `BadRequestError` naming the first thing wrong."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise BadRequestError(_sentence(problem)) from None


def _sentence(problem: ErrorDetails) -> str:
    if problem["type"] == "json_invalid":
        return "The body is not JSON."
    place = ".".join(str(part) for part in problem["loc"]) or "The body"
    if problem["type"] == "extra_forbidden":
        return f"'{place[:100]}' is not an attribute that can be set here."
    return f"{place[:100]}: {problem['msg'].removeprefix('Value error, ')}."
