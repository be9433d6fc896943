"""The engine's door: who is let in, what is refused, and that an error is never an empty answer."""

import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.bot.engine import (
    REMEMBERED_SENDERS,
    WEBHOOK,
    Customer,
    Engine,
    engine_argv,
    engine_files,
)
from tests.bot.model import ROOT, engine_environment, trained_assistant
from tests.bot.world import Trouble
from tests.support.redis_server import free_port

pytestmark = pytest.mark.timeout(600)

SECRET_WORDS = "Unverwechselbarer Kundensatz Quittengelee"


def test_only_who_has_the_token_is_answered(engine: Engine) -> None:
    question = Customer(engine).question("moin")
    without = httpx.post(engine.url + WEBHOOK, json=question)
    assert engine.post(question, token="guessed").status_code == 401
    assert without.status_code == 401
    assert engine.post(question).status_code == 200


def test_health_and_readiness_need_no_token(engine: Engine) -> None:
    assert httpx.get(f"{engine.url}/webhooks/care/").json() == {"status": "ok"}
    assert httpx.get(f"{engine.url}/webhooks/care/ready").json()["status"] == "ready"


@pytest.mark.assistant
def test_an_engine_without_a_token_does_not_start(tmp_path: Path) -> None:
    process = subprocess.run(
        engine_argv(trained_assistant().file, port=free_port(), files=engine_files(tmp_path)),
        cwd=ROOT,
        env=engine_environment(
            ENGINE_TOKEN="", ACTIONS_URL="http://127.0.0.1:9", ACTIONS_TOKEN="-"
        ),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert process.returncode != 0
    assert "ENGINE_TOKEN" in process.stdout + process.stderr


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"sender": None}, "sender"),
        ({"sender": ""}, "sender"),
        ({"sender": " "}, "sender"),
        ({"sender": 7}, "sender"),
        ({"turn": None}, "turn"),
        ({"text": 7}, "text"),
        ({"text": None}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"payload": "/greet"}, "payload"),
        ({"text": None, "payload": "greet"}, "payload"),
        ({"slots": ["x"]}, "slots"),
        ({"metadata": "x"}, "metadata"),
    ],
)
def test_what_is_no_question_is_refused_with_a_reason(
    engine: Engine, change: dict[str, object], word: str
) -> None:
    response = engine.post({**Customer(engine).question("moin"), **change})
    assert response.status_code == 400
    assert word in response.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"moin"'])
def test_a_body_that_is_no_object_is_refused(engine: Engine, body: bytes) -> None:
    headers = {"authorization": "Bearer a token of the engine"}
    response = httpx.post(engine.url + WEBHOOK, content=body, headers=headers)
    assert response.status_code == 400


@pytest.mark.parametrize("hidden", ["/", " /", "\n\t/", "\u2003/", "\x1f/"])
def test_a_typed_command_never_sets_a_slot(engine: Engine, customer: Customer, hidden: str) -> None:
    question = customer.question("moin")
    question["text"] = hidden + 'inform{"postal_code": "24118"}'
    assert engine.post(question).status_code == 400
    assert "postal_code" not in customer.says("moin").body["slots"]


def test_an_answer_tells_replies_understanding_and_slots(
    engine: Engine, customer: Customer
) -> None:
    answer = customer.says("Was kostet Zuhause XL?").body
    (reply,) = answer["replies"]
    assert "44,99" in reply["text"]
    assert reply["buttons"] == []
    assert (reply["image"], reply["custom"]) == (None, None)
    understood = answer["understanding"]
    assert understood["intent"] == "ask_tariff_details"
    assert 0.4 < understood["confidence"] <= 1
    assert understood["ranking"][0]["intent"] == "ask_tariff_details"
    assert len(understood["ranking"]) == 5
    assert understood["entities"] == [
        {"entity": "tariff", "value": "Zuhause XL", "text": "Zuhause XL", "start": 11, "end": 21}
    ]
    assert understood["anger"] == 0
    assert sum(understood["anger_chances"]) == pytest.approx(1, abs=0.001)
    assert max(understood["anger_chances"]) == understood["anger_chances"][0]
    assert understood["requests"] == 1
    assert sum(understood["needs"].values()) < 0.2
    assert answer["slots"]["tariff"] == "Zuhause XL"
    assert (answer["requested_slot"], answer["active_loop"]) == (None, None)


def test_what_a_person_is_needed_for_is_told_with_its_chance(customer: Customer) -> None:
    said = customer.says("Mein Vater ist gestürzt und blutet, und das Telefon ist tot!").body
    needs = said["understanding"]["needs"]
    assert sum(needs.values()) > 0.5
    assert max(needs, key=needs.get) in {"danger", "vulnerable"}


def test_a_question_of_the_assistant_shows_what_it_asks_for(customer: Customer) -> None:
    answer = customer.says("Gibt es eine Störung?").body
    assert (answer["requested_slot"], answer["active_loop"]) == ("postal_code", "outage_form")


def test_an_unsure_answer_still_ranks_the_real_intents(customer: Customer) -> None:
    answer = customer.says("das mit dem dings von neulich")
    assert answer.intent == "nlu_fallback"
    assert "nlu_fallback" not in [
        each["intent"] for each in answer.body["understanding"]["ranking"]
    ]


@pytest.mark.parametrize("payload", ["/no_such_intent", "/restart", "/", '/back{"x": "y"}'])
def test_a_button_that_means_nothing_here_is_a_misunderstanding(
    customer: Customer, payload: str
) -> None:
    customer.says("24118")
    answer = customer.says(payload)
    assert answer.intent == "nlu_fallback"
    assert "nicht verstanden" in answer.text
    assert answer.body["slots"]["postal_code"] == "24118"


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=500),
        Trouble(status=503, body=b"busy"),
        Trouble(status=404),
        Trouble(status=200, body=b"[]"),
        Trouble(status=200, body=b"not json"),
        Trouble(status=200, body=b'{"events": [{"event": "no such event"}], "responses": []}'),
        Trouble(status=200, body=b'{"responses": "many", "events": []}'),
        Trouble(status=400, body=b"{}"),
        Trouble(seconds=3),
    ],
    ids=lambda trouble: f"{trouble.status}-{trouble.body.decode()[:12]}-{trouble.seconds}",
)
def test_a_failing_action_server_is_an_error_status(
    engine: Engine, customer: Customer, trouble: Trouble
) -> None:
    engine.wire.trouble = trouble
    response = engine.post(customer.question("Was kostet Zuhause XL?"))
    assert response.status_code == 500
    assert set(response.json()) == {"error"}
    assert "Traceback" not in response.text


def test_an_action_server_that_is_down_is_an_error_status(
    engine: Engine, customer: Customer
) -> None:
    engine.wire.hang_up()
    try:
        response = engine.post(customer.question("Was kostet Zuhause XL?"))
    finally:
        engine.wire.listen()
    assert response.status_code == 500
    assert "action server" in response.json()["error"]


def test_a_failing_check_of_a_forms_answer_is_an_error_status(
    engine: Engine, customer: Customer
) -> None:
    customer.says("Gibt es eine Störung?")
    engine.wire.trouble = Trouble(status=500)
    assert engine.post(customer.question("24118")).status_code == 500


def test_a_turn_that_failed_left_nothing_behind_and_can_be_asked_again(
    engine: Engine, customer: Customer
) -> None:
    question = customer.question("das mit dem dings von neulich")
    engine.wire.trouble = Trouble(status=500)
    assert engine.post(question).status_code == 500
    engine.wire.repair()
    again = engine.post(question)
    # Had the failed turn stayed, this would be the second misunderstanding and a handoff.
    assert again.status_code == 200
    assert not any(reply["custom"] for reply in again.json()["replies"])


def test_a_turn_asked_again_is_answered_from_memory(engine: Engine, customer: Customer) -> None:
    question = customer.question("was kostet der XL?")
    first = engine.post(question)
    calls = len(engine.wire.trouble.calls)
    assert engine.post(question).json() == first.json()
    assert len(engine.wire.trouble.calls) == calls


def test_a_turn_asked_twice_at_once_runs_once(engine: Engine, customer: Customer) -> None:
    engine.wire.trouble = Trouble(seconds=0.5)
    question = customer.question("was kostet der XL?")
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(engine.post, [question, question])
    assert one.json() == other.json()
    assert engine.wire.trouble.calls == ["action_tariff_details"]


def test_a_turn_whose_asker_hung_up_is_finished_and_remembered(
    engine: Engine, customer: Customer
) -> None:
    engine.wire.trouble = Trouble(seconds=0.8)
    question = customer.question("was kostet der XL?")
    with pytest.raises(httpx.ReadTimeout):
        engine.post(question, seconds=0.3)
    answer = engine.post(question)
    assert "44,99" in answer.json()["replies"][0]["text"]
    assert engine.wire.trouble.calls == ["action_tariff_details"]


def test_the_turns_of_one_sender_run_one_after_the_other(
    engine: Engine, customer: Customer
) -> None:
    engine.wire.trouble = Trouble(seconds=0.3)
    questions = [customer.question("was kostet der XL?") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(engine.post, questions))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert engine.wire.trouble.most_under_way == 1


def test_two_senders_do_not_wait_for_each_others_actions(engine: Engine) -> None:
    engine.wire.trouble = Trouble(seconds=0.8)
    questions = [Customer(engine).question("was kostet der XL?") for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(engine.post, questions))
    assert engine.wire.trouble.most_under_way > 1


def test_stays_longest_idle_are_forgotten(engine: Engine) -> None:
    early = Customer(engine)
    early.says("24118")
    assert early.says("moin").body["slots"]["postal_code"] == "24118"
    for _ in range(REMEMBERED_SENDERS):
        Customer(engine).says("moin")
    assert "postal_code" not in early.says("moin").body["slots"]


def test_slots_of_the_request_are_set_before_the_message_is_read(customer: Customer) -> None:
    customer.slots = {"address_form": "sie", "postal_code": "24103", "gone_with_the_model": 1}
    answer = customer.says("Gibt es eine Störung?")
    assert "24103" in answer.text
    assert "Ihnen" in answer.text
    assert answer.body["slots"]["address_form"] == "sie"
    assert "gone_with_the_model" not in answer.body["slots"]


def test_a_stay_seeded_with_slots_goes_on_where_the_last_one_was(engine: Engine) -> None:
    before = Customer(engine)
    slots = before.says("Gibt es in 24118 eine Störung?").body["slots"]
    after = Customer(engine, slots=slots)
    assert "24105" in after.says("und in 24105?").text


def test_the_engine_listens_on_loopback_only(engine: Engine) -> None:
    port = int(engine.url.rpartition(":")[2])
    outside = {
        address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    } - {"127.0.0.1"}
    for address in outside:
        if address.startswith("127."):
            continue
        with pytest.raises(OSError), socket.create_connection((address, port), timeout=1):
            pass


@pytest.mark.parametrize(
    "path", ["/model", "/conversations/x/tracker", "/webhooks/rest/webhook", "/model/parse"]
)
def test_rasas_own_doors_are_closed(engine: Engine, path: str) -> None:
    for method in ("GET", "POST", "PUT"):
        assert httpx.request(method, engine.url + path).status_code in {404, 405}


def test_the_log_never_holds_what_a_customer_wrote(engine: Engine, customer: Customer) -> None:
    customer.says(SECRET_WORDS)
    engine.wire.trouble = Trouble(status=500)
    engine.post(customer.question(f"Was kostet der XL? {SECRET_WORDS}"))
    engine.wire.trouble = Trouble(status=200, body=b"[]")
    engine.post(customer.question(f"Was kostet der M? {SECRET_WORDS}"))
    written = engine.log.read_text(errors="replace")
    assert "turn_failed" in written
    assert "Quittengelee" not in written
