"""A report tells people what failed and what was said instead, and programs everything."""

import json
from dataclasses import replace

from tests.play.effects import Happened
from tests.play.judging import Verdict
from tests.play.report import Result, Written, as_json, summary, told
from tests.play.script import Effect

MET = Verdict(1, "handoff", "False", met=True, evidence="with the assistant")
UNMET = Verdict(2, "reply_any", "störung|problem", met=False, evidence="Alles gut.\nMoin")


def result(*verdicts: Verdict, trouble: str = "") -> Result:
    return Result(
        id="a",
        channel="webchat",
        title="Probe",
        transcript=(Written("customer", "Moin"), Written("assistant", "Na?", ("Ja",))),
        verdicts=verdicts,
        handed_off=False,
        reason=None,
        effects=(Happened(Effect.TICKET_CREATED, "T-1"),),
        trouble=trouble,
    )


def test_a_script_that_passed_is_one_line() -> None:
    assert list(told(result(MET))) == ["ok     a (webchat) Probe"]


def test_what_failed_is_told_with_what_was_said_instead() -> None:
    assert list(told(result(MET, UNMET))) == [
        "FAILED a (webchat) Probe",
        "       turn 2: reply_any should be: störung|problem",
        "         | Alles gut.",
        "         | Moin",
    ]


def test_what_kept_a_script_from_being_played_is_told_once() -> None:
    why = "channel not connected: x_dm"
    unmet = Verdict(1, "handoff", "False", met=False, evidence=why)
    lines = list(told(result(unmet, trouble=why)))
    assert lines == ["FAILED a (webchat) Probe", f"       {why}"]
    assert not result(MET, trouble=why).passed


def test_the_summary_counts_scripts_and_expectations() -> None:
    results = [result(MET), result(MET, UNMET), result(trouble="gone")]
    counted = "3 scripts, 1 passed, 2 failed; 3 expectations, 2 met"
    assert summary(results) == f"0 packets, 0 lack a fact told\n{counted}"


def test_what_a_packet_lacks_is_told_and_counted_and_fails_no_script() -> None:
    lacking = replace(result(MET), handed_off_at=1, lacks=("postal_code 24118",))
    assert list(told(lacking))[1:] == ["       the packet lacks: postal_code 24118"]
    whole = replace(result(MET), handed_off_at=2)
    assert summary([lacking, whole]).startswith("2 packets, 1 lack a fact told\n2 scripts, 2 pass")
    body = json.loads(as_json(lacking))
    assert (body["handed_off_at"], body["lacks"]) == (1, ["postal_code 24118"])


def test_a_line_of_json_holds_everything() -> None:
    body = json.loads(as_json(result(MET, UNMET)))
    assert body["passed"] is False
    assert body["transcript"][1] == {"speaker": "assistant", "text": "Na?", "buttons": ["Ja"]}
    assert body["expectations"][1] == {
        "turn": 2,
        "kind": "reply_any",
        "wanted": "störung|problem",
        "met": False,
        "evidence": "Alles gut.\nMoin",
    }
    assert (body["handed_off"], body["reason"]) == (False, None)
    assert body["effects"] == [{"effect": "ticket_created", "id": "T-1"}]
    assert "error" not in body
    assert json.loads(as_json(result(trouble="gone")))["error"] == "gone"
