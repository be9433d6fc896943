"""The figures of an evaluation are right, its files are read strictly, its thresholds can fail."""

from pathlib import Path

import pytest

from studio.evaluation.figures import Share, figures_of
from studio.evaluation.messages import (
    EntityValue,
    Message,
    MessagesError,
    Prediction,
    read_messages,
    write_predictions,
)
from studio.evaluation.report import draw_reliability, report
from studio.evaluation.thresholds import Thresholds, missed

KIEL = EntityValue("city", "Kiel")
TUESDAY = EntityValue("date", "nächsten Dienstag")


def prediction(
    intent: str,
    *entities: EntityValue,
    confidence: float = 0.9,
    anger: int | None = 0,
    asked_back: bool = False,
) -> Prediction:
    return Prediction(
        text="-",
        intent=intent,
        confidence=confidence,
        anger=anger,
        entities=entities,
        asked_back=asked_back,
        milliseconds=10.0,
    )


MESSAGES = [
    Message("a", intent="greet", anger=0, entities=()),
    Message("b", intent="greet", anger=2, entities=(KIEL,)),
    Message("c", intent="ask_bill", anger=1, entities=(KIEL, TUESDAY)),
    Message("d", intent="out_of_scope"),
    Message("e", intent="out_of_scope", anger=3),
    Message("f"),
]
PREDICTIONS = [
    prediction("greet"),
    prediction("ask_bill", confidence=0.5, anger=0),
    prediction("ask_bill", EntityValue("city", "kiel."), anger=1),
    prediction("out_of_scope"),
    prediction("greet", confidence=0.3, anger=None),
    prediction("out_of_scope", asked_back=True),
]


def test_intents_refusals_and_anger_are_counted_where_there_are_labels() -> None:
    figures = figures_of(MESSAGES, PREDICTIONS)
    assert figures.intents == Share(3, 5)
    assert figures.refused == Share(1, 2)
    assert figures.falsely_refused == Share(0, 3)
    assert figures.asked_back == Share(1, 6)
    assert figures.anger_exact == Share(2, 4)
    assert figures.anger_near == Share(2, 4)
    assert figures.confusions == (("greet", "ask_bill", 1), ("out_of_scope", "greet", 1))


def test_macro_f1_weighs_each_intent_alike() -> None:
    figures = figures_of(MESSAGES, PREDICTIONS)
    by_name = {each.label: each for each in figures.per_intent}
    assert by_name["greet"].precision == pytest.approx(0.5)
    assert by_name["ask_bill"].recall == pytest.approx(1.0)
    assert by_name["out_of_scope"].support == 2
    # out_of_scope: the unlabelled message is nobody's mistake.
    assert figures.macro_f1 == pytest.approx((0.5 + 2 / 3 + 2 / 3) / 3)


def test_entities_are_compared_by_name_and_value_without_case_and_full_stop() -> None:
    figures = figures_of(MESSAGES, PREDICTIONS)
    by_name = {each.label: each for each in figures.entities}
    assert by_name["city"].precision == pytest.approx(1.0)
    assert by_name["city"].recall == pytest.approx(0.5)
    assert by_name["date"].recall == 0.0
    assert figures.entities_f1 == pytest.approx(2 * 1 / (3 + 1))


def test_confidence_that_keeps_faith_has_no_calibration_error() -> None:
    messages = [Message(str(number), intent="greet") for number in range(10)]
    right = [prediction("greet", confidence=0.8) for _ in range(8)]
    wrong = [prediction("deny", confidence=0.8) for _ in range(2)]
    assert figures_of(messages, right + wrong).calibration_error == pytest.approx(0.0)
    sure = [prediction("deny", confidence=1.0) for _ in range(10)]
    assert figures_of(messages, sure).calibration_error == pytest.approx(1.0)


def test_wilsons_interval_is_the_published_one() -> None:
    low, high = Share(8, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_without_labels_there_is_a_report_all_the_same() -> None:
    page = report(figures_of([Message("moin")], [prediction("greet")]), title="Blind")
    assert "would have asked back" in page
    assert "intents right" not in page


def test_the_report_names_pairs_that_were_confused(tmp_path: Path) -> None:
    figures = figures_of(MESSAGES, PREDICTIONS)
    assert "| greet | ask_bill | 1 |" in report(figures, title="Held out")
    draw_reliability(figures.calibration, tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_a_threshold_that_is_not_reached_is_named() -> None:
    wanted = Thresholds(
        intents_right=0.7,
        macro_f1=0.5,
        out_of_scope_refused=0.5,
        falsely_refused=0.03,
        anger_near=0.97,
        entities_f1=0.1,
        calibration_error=1.0,
    )
    failures = missed(wanted, figures_of(MESSAGES, PREDICTIONS))
    assert [each.split(":")[1].split()[0] for each in failures] == ["intents", "anger"]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "JSON"),
        ('{"intent": "greet"}', "text"),
        ('{"text": "  "}', "text"),
        ('{"text": "moin", "anger": 4}', "anger"),
        ('{"text": "moin", "entities": [{"value": "x"}]}', "entity"),
    ],
)
def test_a_line_that_is_no_message_is_named(tmp_path: Path, line: str, word: str) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_text('{"text": "moin"}\n' + line + "\n")
    with pytest.raises(MessagesError, match="line 2") as error:
        read_messages(file)
    assert word in str(error.value)


def test_a_file_that_is_missing_or_empty_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MessagesError, match="cannot be read"):
        read_messages(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(MessagesError, match="no messages"):
        read_messages(tmp_path / "empty.jsonl")


def test_predictions_are_written_one_a_line_and_can_be_read_as_messages(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    write_predictions(file, [prediction("greet", KIEL), prediction("deny", anger=None)])
    again = read_messages(file)
    assert [each.intent for each in again] == ["greet", "deny"]
    assert again[0].entities == (KIEL,)
    assert again[1].anger is None
