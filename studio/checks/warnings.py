"""What editors are told about an example or an intent: always a hint, never a lock but one."""

from dataclasses import dataclass
from enum import StrEnum

from studio.content.examples import ExampleId
from studio.content.marks import Mark


class Kind(StrEnum):
    """What a warning is about."""

    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    NEAR = "near"
    PERSONAL = "personal"
    UNMARKED = "unmarked"
    FEW = "few"
    ONE_SIDED = "one_sided"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Warning:
    """One hint, as a German sentence. `example` is the one that it is about beside the new one.

    `mark` is the entity that one key can mark. What is `personal` must not enter the data.
    """

    kind: Kind
    sentence: str
    example: ExampleId | None = None
    mark: Mark | None = None

    @property
    def forbids(self) -> bool:
        """Whether the example cannot be kept like this."""
        return self.kind is Kind.PERSONAL
