"""What agents say of the assistant, over HTTP: to the editors, and into the report."""

import html
import re
from dataclasses import replace

import pytest

from archive.reviews_memory import MemoryReviews
from conversation.context import Context
from conversation.errors import EngineUnavailableError
from conversation.escalation.findings import WeighedTurn
from conversation.identity import LineId
from conversation.judgements import Flagged, Judgement, Verdict
from conversation.ports import Saying
from conversation.signals import Reason
from conversation.turns import Understanding
from gateway.flagging import StudioTeaching
from handoff.console.addresses import path_of
from handoff.console.words import INTENTS
from tests.cases.samples import Watch
from tests.console.world import World, customer

WORDS = "Da stimmt <was> nicht auf der Rechnung"


async def _part(world: World, name: str, login: str = "mara") -> str:
    browser = await world.house.logged_in(login)
    answer = await browser.get(f"{path_of(customer())}/{name}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


async def _judgement(world: World) -> Judgement:
    (found,) = await world.judgements.of(customer())
    return found


async def test_what_was_misunderstood_goes_to_the_editors_with_what_it_was(world: World) -> None:
    line = await world.writes(WORDS)
    part = await _part(world, f"intents?line={line}")
    offered = re.findall(r'<option value="([^"]*)"( selected)?>', part)
    assert offered[:2] == [("ask_bill", " selected"), ("dispute_bill", "")]
    assert {one for one, _ in offered} == set(INTENTS) - {"nlu_fallback"}
    assert "Frage zur Rechnung (61 %)" in part
    assert "Da stimmt <was> nicht" in await _part(world, "judge")
    mara = await world.house.logged_in("mara")
    assert (await world.act(mara, "misunderstood", line=line, meant="dispute_bill")).is_redirect
    (flagged,) = world.teaching.flagged
    assert (flagged.text, flagged.meant) == (WORDS, "dispute_bill")
    assert flagged.ranking[0] == ("ask_bill", 0.61)
    kept = await _judgement(world)
    assert (kept.verdict, kept.taken, kept.meant) == (
        Verdict.MISUNDERSTOOD,
        "ask_bill",
        "dispute_bill",
    )
    assert ("id-mara", "flagged_misunderstanding", "dispute_bill") in world.acts


async def test_what_editors_have_settled_is_said(world: World) -> None:
    line = await world.writes(WORDS)
    world.teaching.settled = True
    mara = await world.house.logged_in("mara")
    mara.headers["HX-Request"] = "true"
    answer = await world.act(mara, "misunderstood", line=line, meant="dispute_bill")
    assert "hat diesen Satz schon bearbeitet" in answer.text


async def test_without_an_engine_all_intents_are_there_to_choose(world: World) -> None:
    line = await world.writes(WORDS)
    world.teaching.ranks = {}
    part = await _part(world, f"intents?line={line}")
    assert 'value="">Bitte wählen' in part
    assert 'value="dispute_bill"' in part


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"line": "nobody"}, "Diese Nachricht gibt es hier nicht"),
        ({"meant": "nlu_fallback"}, "was gemeint war"),
        ({"meant": ""}, "was gemeint war"),
    ],
)
async def test_what_names_no_line_or_intent_is_refused(
    world: World, wrong: dict[str, str], sentence: str
) -> None:
    line = await world.writes(WORDS)
    mara = await world.house.logged_in("mara")
    fields = {"line": line, "meant": "dispute_bill", **wrong}
    answer = await world.act(mara, "misunderstood", **fields)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert world.teaching.flagged == []
    assert await world.judgements.of(customer()) == []


async def test_a_handoff_is_judged_once_and_the_last_word_counts(world: World) -> None:
    await world.hands_over(reason=Reason.ANGER)
    mara = await world.house.logged_in("mara")
    part = await _part(world, "judge")
    assert "Übergabe „Verärgert“" in part
    for verdict in ("right", "needless"):
        assert (await world.act(mara, "judge", verdict=verdict, reason="")).is_redirect
    kept = await _judgement(world)
    assert (kept.verdict, kept.reason) == (Verdict.NEEDLESS, Reason.ANGER)
    assert re.search(r'value="needless" required checked', await _part(world, "judge"))
    assert ("id-mara", "judged_handoff", "needless anger") in world.acts


async def test_what_should_have_come_earlier_says_why_and_from_where(world: World) -> None:
    first = await world.writes("Ich wollte schon vorhin kündigen")
    await world.hands_over(reason=Reason.REQUESTED)
    mara = await world.house.logged_in("mara")
    fields = {"verdict": "late", "reason": "complexity", "line": first}
    assert (await world.act(mara, "judge", **fields)).is_redirect
    kept = await _judgement(world)
    assert (kept.verdict, kept.reason, kept.line) == (Verdict.LATE, Reason.COMPLEXITY, first)


async def test_where_nobody_was_fetched_it_can_only_have_been_needed_earlier(world: World) -> None:
    await world.writes("Alles falsch hier")
    mara = await world.house.logged_in("mara")
    assert "war richtig" not in await _part(world, "judge")
    for fields, sentence in (
        ({"verdict": "right"}, "Hier wurde niemand geholt"),
        ({"verdict": "late", "reason": ""}, "Es fehlt der Grund"),
        ({"verdict": "late", "reason": "anger", "line": "nobody"}, "Diese Nachricht gibt es"),
        ({"verdict": "misunderstood"}, "Es fehlt das Urteil"),
    ):
        answer = await world.act(mara, "judge", **fields)
        assert answer.status_code == 409
        assert sentence in answer.text
    assert (await world.act(mara, "judge", verdict="late", reason="anger")).is_redirect
    assert (await _judgement(world)).subject == "never"


async def test_a_handoff_keeps_its_name_after_the_conversation_is_closed(world: World) -> None:
    line = await world.writes("IHR IDIOTEN")
    turn = WeighedTurn(line=line, at=world.now, stay=0, handed_over=Reason.ANGER)
    await world.hands_over(wish="IHR IDIOTEN", wish_line=line, weighed=(turn,))
    mara = await world.house.logged_in("mara")
    await world.act(mara, "judge", verdict="right")
    await world.act(mara, "claim")
    await world.act(mara, "close")
    state, context = await world.desk.recall(customer())
    kept = replace(context or Context(), weighed=(turn,))
    await world.outbox.say(Saying(conversation=customer(), hold=state.hold, context=kept))
    assert (await world.act(mara, "judge", verdict="needless")).is_redirect
    assert (await _judgement(world)).verdict is Verdict.NEEDLESS


async def test_others_do_not_judge(world: World) -> None:
    line = await world.writes(WORDS)
    tomke = await world.house.logged_in("tomke")
    for action in ("judge", "misunderstood"):
        assert (await world.act(tomke, action, line=line, meant="greet")).status_code == 403
        assert (await tomke.get(f"{path_of(customer())}/{action}")).status_code in (403, 405)
    mara = await world.house.logged_in("mara")
    bare = await mara.post(f"{path_of(customer())}/judge", data={"verdict": "right"})
    assert bare.status_code == 403


class _Reader:
    def __init__(self, understanding: Understanding | None) -> None:
        self.understanding = understanding

    async def understand(self, _text: str) -> Understanding:
        if self.understanding is None:
            raise EngineUnavailableError("No engine is ready.")
        return self.understanding


async def test_what_is_flagged_stands_first_in_the_editors_inbox() -> None:
    reviews = MemoryReviews(Watch())
    ranking = (("nlu_fallback", 0.5), ("ask_bill", 0.4), ("greet", 0.1))
    teaching = StudioTeaching(_Reader(Understanding("ask_bill", 0.4, ranking)), reviews)
    assert await teaching.ranking("x") == {"ask_bill": 0.4, "greet": 0.1}
    assert await StudioTeaching(_Reader(None), reviews).ranking("x") == {}
    line = Flagged(
        customer(), LineId("1"), WORDS, Watch().now(), "dispute_bill", (("ask_bill", 0.4),)
    )
    assert await teaching.flag(line)
    (waiting,) = await reviews.waiting(limit=5)
    assert waiting.candidate.reasons[0] == "flagged"
    assert waiting.candidate.proposed == "dispute_bill"
    assert waiting.candidate.heard == f"{customer()}|1"
