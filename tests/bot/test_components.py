"""Our components give what Rasa's own would, and leave out what counts nothing."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.bot.model import PYTHON, ROOT, engine_environment

TEXTS = [
    "PLZ 24118 in Kiel, seit GESTERN tot!",
    "wohne in bad segeberg",
    "nö",
    "😡",
]
PROBE_SECONDS = 110


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    """What both kinds of components make of `TEXTS`."""
    ended = subprocess.run(
        [PYTHON, Path(__file__).with_name("components_probe.py")],
        input=json.dumps(TEXTS),
        cwd=ROOT,
        env=engine_environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=PROBE_SECONDS,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    (answer,) = [line[2:] for line in ended.stdout.splitlines() if line.startswith("=>")]
    found: dict[str, Any] = json.loads(answer)
    return found


def test_the_reader_of_entities_learns_from_what_the_engines_own_does_and_counts(
    read: dict[str, Any],
) -> None:
    counting = [
        [{name: value for name, value in word.items() if value} for word in words]
        for words in read["theirs"]
    ]
    assert read["ours"] == counting
    assert counting != read["theirs"]


def test_the_words_that_a_pattern_matches_are_marked_and_no_others(read: dict[str, Any]) -> None:
    assert read["marks"] == [
        [{}, {"postal_code": True}, {}, {"city": True}, {}, {}, {}],
        [{}, {}, {"city": True}, {"city": True}],
        [{}],
        [{}],
    ]


def test_a_mark_is_seen_by_the_training_cache(read: dict[str, Any]) -> None:
    for text, (bare, marked) in zip(TEXTS, read["fingerprints"], strict=True):
        assert (bare != marked) == any(pattern in text for pattern in ("24118", "segeberg"))


def test_all_files_are_read_once_whatever_language_is_asked_for(read: dict[str, Any]) -> None:
    assert read["content"] == {
        "examples": [["greet", "moin"], ["greet", "hallo"], ["goodbye", "tschüss"]],
        "synonyms": {"wlan": "internet"},
        "regexes": [{"name": "postal_code", "pattern": r"\d{5}"}],
        "lookups": [{"name": "city", "elements": ["Kiel"]}],
        "read once": True,
    }
