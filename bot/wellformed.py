"""Checks the action server's answers by Rasa's own schema, read once and not with every answer.

Rasa 3.6.21 proves with each answer that its schema is one (`_validate_action_result`,
core/actions/action.py): 25 of the 79 ms that a turn with one action took.
"""

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_SCHEMA = RemoteAction.action_response_format_spec()
_CHECKER = validator_for(_SCHEMA)
_CHECKER.check_schema(_SCHEMA)
_ANSWERS = _CHECKER(_SCHEMA)


def is_well_formed(result: dict[str, Any]) -> bool:
    """Return True. Raises jsonschema.ValidationError, as Rasa's own check does."""
    error = best_match(_ANSWERS.iter_errors(result))
    if error is not None:
        raise error
    return True
