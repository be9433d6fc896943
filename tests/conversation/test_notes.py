"""Notes: whom a text names."""

import pytest

from conversation.identity import AgentId
from conversation.notes import mentioned

LOGINS = {"mara": AgentId("1"), "jonas.l": AgentId("2"), "ole-b": AgentId("3")}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@mara schau mal", ["1"]),
        ("@Jonas.L, @MARA: und @jonas.l.", ["2", "1"]),
        ("(@ole-b)", ["3"]),
        ("Frag @mara.", ["1"]),
        ("mara@ole-b.de oder @@mara", []),
        ("@niemand @ mara", []),
    ],
)
def test_who_is_named_with_an_at_sign_is_mentioned_once(text: str, named: list[str]) -> None:
    assert list(mentioned(text, LOGINS)) == named
