"""Which topic an intent belongs to: the file under `data/nlu` in which its examples stand."""

import re
from functools import cache
from pathlib import Path

from gateway.settings import ROOT

EXAMPLES = ROOT / "data" / "nlu"
#: Topics about the conversation itself; who waits because of them needs no skill in them.
WITHOUT_CONTENT = frozenset({"feelings", "handoff", "other", "shared", "small_talk"})

_INTENT = re.compile(r"^- intent: (\S+)", re.MULTILINE)


@cache
def topics_of_intents(folder: Path = EXAMPLES) -> dict[str, str]:
    """Return the topic of every intent that has one."""
    return {
        intent: path.stem
        for path in sorted(folder.glob("*.yml"))
        if path.stem not in WITHOUT_CONTENT
        for intent in _INTENT.findall(path.read_text())
    }
