"""A process's settings: one JSON object on standard input; no secret in a process list."""

import sys
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

USAGE_ERROR = 2


def read_settings(model: type[Model]) -> Model:
    """Read and check this process's settings from standard input.

    Only the launcher reads the environment (`gateway/settings.py`) and passes on to each process
    what it needs and nothing else. Ends the process with one plain sentence on what is wrong.
    """
    text = sys.stdin.read()
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            field = ".".join(str(part) for part in problem["loc"]) or "input"
            print(f"Setting {field}: {problem['msg']}.", file=sys.stderr)
        raise SystemExit(USAGE_ERROR) from None
