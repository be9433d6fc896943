"""What `POST /encode` takes and gives, checked on the way in."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chassis.errors import BadRequestError
from encoder.cache import Vector


class EncodeRequest(BaseModel):
    """Texts to encode; `model` is the fingerprint the caller counts on, if it cares."""

    model_config = ConfigDict(extra="forbid", strict=True)

    texts: list[str] = Field(min_length=1)
    model: str | None = Field(default=None, max_length=64)
    format: Literal["floats", "base64"] = "floats"


@dataclass(frozen=True)
class Limits:
    """How much one request may hold: texts, and characters in each."""

    texts: int
    characters: int


def parsed(body: bytes, *, limits: Limits) -> EncodeRequest:
    """Return the request in `body`.

    Raises:
        BadRequestError: It is not understood, or larger than `limits`; says where, repeats no text.
    """
    try:
        request = EncodeRequest.model_validate_json(body)
    except ValidationError as error:
        problem = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "body"
        raise BadRequestError(f"{place}: {problem['msg']}.") from None
    if len(request.texts) > limits.texts:
        raise BadRequestError(f"texts: at most {limits.texts} in one request.")
    for number, text in enumerate(request.texts):
        if not text.strip():
            raise BadRequestError(f"texts.{number}: is empty.")
        if len(text) > limits.characters:
            raise BadRequestError(f"texts.{number}: at most {limits.characters} characters.")
    return request


def vectors_as(vectors: Sequence[Vector], *, form: Literal["floats", "base64"]) -> list[Any]:
    """Return `vectors` as lists of numbers, or as base64 of little-endian 32-bit floats."""
    if form == "floats":
        return [vector.tolist() for vector in vectors]
    return [base64.b64encode(vector.astype("<f4").tobytes()).decode() for vector in vectors]
