"""Makes a new intent one that customers reach: it is declared, answered, and tried in a talk."""

import re
from collections.abc import Mapping, Sequence

from studio.content.answers import answers, placeholders_in
from studio.content.changes import NewIntent
from studio.content.domain import with_intent
from studio.content.editing import UNUSUAL
from studio.content.examples import Lesson
from studio.content.marks import parse
from studio.content.problems import RefusedChangeError
from studio.content.scalars import one_line, quoted
from studio.content.sections import with_more
from studio.content.wording import LONGEST, tidy

EXAMPLES = "data/nlu/"
DOMAIN = "bot/domain/"
RULES = "data/rules/"
TALKS = "tests/stories/"
LONGEST_TITLE = 80
#: The slot that says how a customer is spoken to; see bot/domain.
ADDRESS, FORMAL = "address_form", "sie"
NAME = re.compile(r"[a-z][a-z0-9_]{1,49}\Z")
_INFORMAL = re.compile(r"\b(du|dir|dich|dein\w*|euch|euer|eure\w*)\b", re.IGNORECASE)


def refuse_name(name: str, taken: frozenset[str]) -> None:
    """Raise RefusedChangeError for what cannot be the name of a new intent."""
    if not NAME.match(name):
        raise RefusedChangeError(
            "Der Name einer Absicht besteht aus kleinen Buchstaben und „_“, zum Beispiel "
            "ask_roaming."
        )
    if name in taken:
        raise RefusedChangeError(f"Die Absicht „{name}“ gibt es schon.")


def speaks_formally(files: Mapping[str, str]) -> bool:
    """Say whether this assistant has answers of their own for customers it calls Sie."""
    every = (variant for variants in answers(_domain(files)).values() for variant in variants)
    return any((ADDRESS, FORMAL) in variant.conditions for variant in every)


def topic_of(path: str) -> str:
    """Return the topic that a file of examples is about."""
    return path.removeprefix(EXAMPLES).removesuffix(".yml")


def with_answer(
    files: Mapping[str, str], new: NewIntent, lessons: Sequence[Lesson], *, topic: str, beside: str
) -> dict[str, str]:
    """Return `files` in which a new intent is declared, answered by a rule and tried in a talk.

    `lessons` are what it is taught by; one of them is said in the talk. Raises RefusedChangeError.
    """
    new = _checked(new, files)
    domain = _domain(files)
    declared = with_intent(domain, new.name, beside=beside)
    path = next(path for path, text in declared.items() if text != domain[path])
    answered = {path: with_more(declared[path], "responses", _response(new))}
    rules, talks = f"{RULES}{topic}.yml", f"{TALKS}test_{topic}.yml"
    return {
        **files,
        **answered,
        rules: with_more(files.get(rules, ""), "rules", _rule(new), apart=True),
        talks: with_more(files.get(talks, ""), "stories", _talk(new, lessons), apart=True),
    }


def _domain(files: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.startswith(DOMAIN)}


def _checked(new: NewIntent, files: Mapping[str, str]) -> NewIntent:
    title = one_line(new.title)
    answer, formal = tidy(new.answer), tidy(new.formal)
    named = f"„{new.name}“"
    if not title or len(title) > LONGEST_TITLE:
        raise RefusedChangeError(f"{named} braucht eine Beschreibung bis {LONGEST_TITLE} Zeichen.")
    if not answer:
        raise RefusedChangeError(f"Zu {named} fehlt, was der Assistent antwortet.")
    if max(len(answer), len(formal)) > LONGEST:
        raise RefusedChangeError(f"Eine Antwort hat 1 bis {LONGEST} Zeichen.")
    if unknown := sorted(placeholders_in(answer) | placeholders_in(formal)):
        raise RefusedChangeError(f"„{{{unknown[0]}}}“ kann hier nicht eingesetzt werden.")
    if not formal and _INFORMAL.search(answer) and speaks_formally(files):
        raise RefusedChangeError(
            f"Die Antwort zu {named} duzt; bitte auch die Fassung für Kunden, die gesiezt werden."
        )
    if new.said in answers(_domain(files)):
        raise RefusedChangeError(
            f"Eine Antwort „{new.said}“ gibt es schon; bitte einen anderen Namen wählen."
        )
    return NewIntent(new.name, title, new.topic, answer, formal)


def _response(new: NewIntent) -> str:
    lines = f"{new.said}:\n- text: {quoted(new.answer)}\n"
    if not new.formal:
        return lines
    return (
        f"{lines}- text: {quoted(new.formal)}\n"
        "  condition:\n"
        "  - type: slot\n"
        f"    name: {ADDRESS}\n"
        f"    value: {FORMAL}\n"
    )


def _rule(new: NewIntent) -> str:
    return (
        f"- rule: {quoted(new.title)}\n  steps:\n  - intent: {new.name}\n  - action: {new.said}\n"
    )


def _talk(new: NewIntent, lessons: Sequence[Lesson]) -> str:
    return (
        f"- story: {quoted(new.title)}\n"
        "  steps:\n"
        f"  - user: {quoted(_plainest(lessons).marked)}\n"
        f"    intent: {new.name}\n"
        f"  - action: {new.said}\n"
    )


def _plainest(lessons: Sequence[Lesson]) -> Lesson:
    """Return a calm sentence without marks, where there is one: a talk is about its answer."""
    if not lessons:
        raise RefusedChangeError(UNUSUAL)
    return min(lessons, key=lambda one: (bool(parse(one.marked).marks), one.anger))
