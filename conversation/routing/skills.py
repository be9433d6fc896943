"""What agents can do, how well, and what a concern needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LOWEST, HIGHEST = 1, 5


class SkillKind(StrEnum):
    """In which respect somebody is skilled."""

    TOPIC = "topic"
    LANGUAGE = "language"
    CHANNEL = "channel"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, order=True)
class Skill:
    """One thing that somebody can do, such as the topic `billing` or the language `en`."""

    kind: SkillKind
    name: str


#: How well somebody can do what, from LOWEST to HIGHEST; what is not in it they cannot do.
Skills = Mapping[Skill, int]


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a concern asks for. `vital`: without it nobody can answer at all."""

    skill: Skill
    vital: bool = False


def suits(skills: Skills, needs: tuple[Need, ...], *, at_least: int) -> bool:
    """Say whether somebody can answer: vital needs at any level, the others `at_least` that well.

    With `at_least` 0 only what is vital counts.
    """
    return all(skills.get(need.skill, 0) >= (1 if need.vital else at_least) for need in needs)


def proficiency(skills: Skills, needs: tuple[Need, ...]) -> int:
    """Return how well somebody does all that is needed, taken together."""
    return sum(skills.get(need.skill, 0) for need in needs)
