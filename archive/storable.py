"""Makes anything that came over the feed something that both databases can keep."""

import math
import re
from collections.abc import Mapping
from typing import Any

# PostgreSQL keeps no NUL, no encoding keeps half a surrogate pair.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """Return `value` as plain JSON data, with U+FFFD where a character cannot be kept.

    A customer's line with such a character in it still reaches the archive.
    """
    match value:
        case str():
            return _UNKEPT.sub("\ufffd", value)
        case None | bool() | int():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Mapping():
            return {storable(str(name)): storable(part) for name, part in value.items()}
        case list() | tuple():
            return [storable(part) for part in value]
    return storable(str(value))
