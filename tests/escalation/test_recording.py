"""What the rules look at is recorded turn by turn, and read back as it was."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from conversation.errors import EngineUnavailableError
from conversation.turns import EngineRequest, Reply, Turn, Understanding
from tests.escalation.recording import Recorder, read_recordings, write_recordings
from tests.play.desk import DeskClient, Entry, Holding
from tests.play.script import Script
from tests.play.witness import Spoken

PUBLIC, PRIVATE = "x_public:1:kim", "x_dm:us:kim"
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


@dataclass
class Desk:
    """Shows lines, and who has a conversation."""

    lines: dict[str, list[str]]
    holdings: dict[str, Holding] = field(default_factory=dict)

    async def customer_lines(self, conversation: str) -> list[Entry]:
        return [
            Entry(f"{conversation}/{place}", text, NOW)
            for place, text in enumerate(self.lines[conversation])
        ]

    async def holding(self, conversation: str) -> Holding:
        return self.holdings.get(conversation, Holding("assistant", None, epoch=4))


@dataclass
class Parrot:
    """An engine that says what it was asked and knows how often it was."""

    asked: list[EngineRequest] = field(default_factory=list)

    async def turn(self, request: EngineRequest) -> Turn:
        self.asked.append(request)
        if request.text == "Absturz":
            raise EngineUnavailableError("The engine answered 500.")
        return Turn(
            replies=(Reply(request.text),),
            understanding=Understanding("complain", 0.9, anger=2),
            slots={"turns": len(self.asked), "channel": "-"},
        )


async def recorded(desk: Desk, *said: Spoken, **given: Any) -> tuple[Recorder, Parrot]:
    script = Script.model_validate(
        {"id": "a", "channel": "webchat", "given": given, "turns": [{"customer": "x"}]}
    )
    engine = Parrot()
    recorder = Recorder(cast(DeskClient, desk), engine, [])
    await recorder(script, said)
    return recorder, engine


async def test_lines_said_at_once_are_one_question_and_the_last_names_it() -> None:
    desk = Desk({PRIVATE: ["Hallo [TELEFON_1]", "wer da?", "Können Sie helfen?"]})
    recorder, engine = await recorded(
        desk,
        Spoken(2, PRIVATE, ("Hallo 0431 1234567", "wer da?")),
        Spoken(3, PRIVATE, ("Können Sie helfen?",)),
    )
    first, second = engine.asked
    assert (first.sender, first.turn) == (f"{PRIVATE}#4", f"{PRIVATE}/1")
    assert first.text == "Hallo [TELEFON_1]\nwer da?"
    assert first.slots == {"address_form": "du", "channel": "x_dm"}
    assert first.metadata == {"conversation": PRIVATE, "channel": "x_dm"}
    assert second.slots == {"turns": 1, "address_form": "sie", "channel": "x_dm"}
    (recording,) = recorder.recordings
    assert [(each.turn, each.text) for each in recording.heard] == [
        (2, "Hallo [TELEFON_1]\nwer da?"),
        (3, "Können Sie helfen?"),
    ]
    assert recording.heard[0].answer is not None


async def test_after_a_takeover_the_stay_is_the_one_before() -> None:
    desk = Desk({PRIVATE: ["Hallo"]}, {PRIVATE: Holding("queue", "anger", epoch=5)})
    _, engine = await recorded(desk, Spoken(1, PRIVATE, ("Hallo",)))
    assert engine.asked[0].sender == f"{PRIVATE}#4"


async def test_public_and_private_turns_keep_their_order() -> None:
    desk = Desk({PUBLIC: ["a", "c"], PRIVATE: ["b"]})
    recorder, _ = await recorded(
        desk, Spoken(1, PUBLIC, ("a",)), Spoken(2, PRIVATE, ("b",)), Spoken(3, PUBLIC, ("c",))
    )
    assert [each.text for each in recorder.recordings[0].heard] == ["a", "b", "c"]


async def test_where_lines_cannot_be_told_apart_nothing_is_recorded() -> None:
    recorder, engine = await recorded(Desk({PRIVATE: ["b"]}), Spoken(1, PRIVATE, ("a", "b")))
    assert (recorder.recordings, engine.asked) == ([], [])


async def test_where_the_engine_cannot_go_on_nothing_is_recorded() -> None:
    recorder, _ = await recorded(Desk({PRIVATE: ["Absturz"]}), Spoken(1, PRIVATE, ("Absturz",)))
    assert recorder.recordings == []


async def test_an_assistant_that_is_down_is_not_asked() -> None:
    desk = Desk({PRIVATE: ["Hallo"]})
    recorder, engine = await recorded(
        desk, Spoken(1, PRIVATE, ("Hallo",)), fault="assistant_unavailable"
    )
    assert recorder.recordings[0].heard[0].answer is None
    assert engine.asked == []


async def test_recordings_are_read_back_as_they_were(tmp_path: Path) -> None:
    recorder, _ = await recorded(Desk({PRIVATE: ["Hallo"]}), Spoken(1, PRIVATE, ("Hallo",)))
    write_recordings(tmp_path / "out.jsonl", recorder.recordings)
    assert read_recordings(tmp_path / "out.jsonl") == tuple(recorder.recordings)
    (tmp_path / "other.jsonl").write_text('{"id": 3}\n')
    with pytest.raises(ValueError):
        read_recordings(tmp_path / "other.jsonl")
