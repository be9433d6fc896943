"""Takeover against everything else at once, in a random order: the assistant is silent after it.

Each build plays a few thousand conversations; `make takeovers` plays 100,000.
"""

import os
import random

import pytest

from conversation.holds import Owner
from conversation.messages import Speaker
from conversation.service import Outcome
from tests.contract.interleaving import Interleaving
from tests.contract.live import Live
from tests.contract.samples import conversation

ROUNDS = int(os.environ.get("TAKEOVERS", "2000"))
AT_ONCE = 40
HAPPENED = (
    # Nobody is asked here how satisfied they are; see test_satisfaction.py.
    *(outcome.value for outcome in Outcome if outcome is not Outcome.RATED),
    *("corrected", "reminded", "arrived_late", "assistant_sent"),
)


@pytest.mark.timeout(300 + ROUNDS // 20)
async def test_no_word_of_the_assistant_after_a_takeover_whatever_else_happens(live: Live) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    played = Interleaving(live, random.Random(seed))
    await played.run(ROUNDS, at_once=AT_ONCE)
    print(dict(sorted(played.happened.items())))

    spoke_on = []
    for number in range(ROUNDS):
        one = conversation(f"round-{number}")
        lines = await live.transcripts.lines(one)
        claimed = next(place for place, line in enumerate(lines) if line.id.startswith("claimed"))
        spoke_on += [line.id for line in lines[claimed:] if line.speaker is Speaker.ASSISTANT]
        assert (await live.desk.state(one)).hold.owner is Owner.AGENT
    assert spoke_on == []
    assert played.late == []
    # All of it must have happened, or nothing was shown.
    assert [each for each in HAPPENED if played.happened[each] < ROUNDS // 1000] == []
