"""What we listen for in public, from `listening/x.yml`, as X's queries."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

# X takes 512 characters for a recent search, 1,024 for a stream's rule: the smaller one counts.
LONGEST_QUERY = 512

Word = Annotated[str, Field(min_length=2, max_length=60, pattern=r'^[^"()]+$')]


class Rule(BaseModel):
    """Posts with one of `any`, and one of `beside` if there are some, and none of `without`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z_]{1,40}$")
    any: tuple[Word, ...] = Field(min_length=1)
    beside: tuple[Word, ...] = ()
    without: tuple[Word, ...] = ()


class Rules(BaseModel):
    """All rules; `language` is X's code for the posts wanted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    rules: tuple[Rule, ...] = Field(min_length=1)


class Query(BaseModel):
    """One query for X, made from (a part of) a rule."""

    model_config = ConfigDict(frozen=True)

    rule: str
    value: str


def read_rules(path: Path) -> Rules:
    """Read a file of rules. Raises pydantic's ValidationError."""
    return Rules.model_validate(YAML(typ="safe").load(path))


def queries(rules: Rules, *, account: str) -> list[Query]:
    """Return the rules as queries: no reposts, nothing of our own, none longer than X takes."""
    made = []
    for rule in rules.rules:
        rest = _rest(rule, language=rules.language, account=account)
        for words in _fitting(rule.any, room=LONGEST_QUERY - len(rest) - 1):
            made.append(Query(rule=rule.name, value=f"{_one_of(words)} {rest}"))
    return made


def _rest(rule: Rule, *, language: str, account: str) -> str:
    parts = [_one_of(rule.beside)] if rule.beside else []
    parts += [f"-{_quoted(word)}" for word in rule.without]
    return " ".join([*parts, f"lang:{language}", "-is:retweet", f"-from:{account}"])


def _fitting(words: tuple[Word, ...], *, room: int) -> list[tuple[Word, ...]]:
    """Cut a list of words into parts that fit into one query each. Raises ValueError if none."""
    parts: list[tuple[Word, ...]] = [()]
    for word in words:
        if len(_one_of((*parts[-1], word))) <= room:
            parts[-1] = (*parts[-1], word)
        else:
            parts.append((word,))
    if any(len(_one_of(part)) > room for part in parts):
        raise ValueError("A rule's `beside` and `without` leave no room for its words.")
    return [part for part in parts if part]


def _one_of(words: tuple[Word, ...]) -> str:
    return f"({' OR '.join(_quoted(word) for word in words)})"


def _quoted(word: Word) -> str:
    return word if word.isalnum() else f'"{word}"'
