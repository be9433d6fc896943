"""Rasa's own commands, called bare from the project's folder."""

import re
import subprocess

import pytest

from tests.bot import content
from tests.bot.model import PYTHON, ROOT, engine_environment
from tests.bot.test_content import ASKED_BY_FORMS, RASAS_OWN, SAID_BY_THE_CHANNEL

pytestmark = pytest.mark.timeout(300)

UNUSED = re.compile(r"The utterance '(?P<name>\w+)' is not used in any story or rule\.")
WARNING = re.compile(r"UserWarning: (?P<text>.*)")


def test_the_content_is_valid_and_no_warning_is_unexplained() -> None:
    """`rasa data validate` knows neither forms' questions nor what actions say (ENGINE trap 13)."""
    validated = subprocess.run(
        [str(PYTHON), "-m", "rasa", "data", "validate", "--fail-on-warnings"],
        cwd=ROOT,
        env=engine_environment(),
        capture_output=True,
        text=True,
        timeout=200,
    )
    written = validated.stdout + validated.stderr
    assert validated.returncode == 0, written[-2000:]
    warnings = [found["text"] for found in WARNING.finditer(written)]
    unused = {found["name"] for text in warnings if (found := UNUSED.search(text))}
    assert len(unused) == len(warnings), warnings
    said = content.said_by_actions() | SAID_BY_THE_CHANNEL
    assert unused <= said | ASKED_BY_FORMS | RASAS_OWN
