"""Editors train, watch, compare, promote and go back; a worse assistant wants a reason."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from studio.evaluation.comparison import OtherAnswer, Reading
from studio.present import decisions, present_name
from studio.training.jobs import Jobs, State
from studio.training.ports import RunningAssistant
from tests.studio.pages.world import World, open_studio, send
from tests.studio.training.samples import BETTER, NEW, OLD, WORSE, compared, kept, present

PATH = "/studio/training"
REASON = "Der neue Tarif fehlt sonst."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        present(opened.training.models_dir)
        kept(opened.training.models_dir)
        opened.rest.assistants = (RunningAssistant(OLD, ready=2, draining=0),)
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


def jobs(world: World) -> Jobs:
    return world.training.jobs


async def test_a_training_of_what_is_published_is_asked_for_once(
    world: World, browser: httpx.AsyncClient
) -> None:
    assert (await send(browser, PATH, what="published")).status_code == 303
    job = jobs(world).active()
    assert job is not None
    assert (job.name, job.draft) == ("Tomke Ahrens", False)
    assert job.commit == world.parts.drafts.published()
    again = await send(browser, PATH, what="published")
    assert again.status_code == 409
    assert "läuft schon" in again.text
    assert len(jobs(world).all()) == 1


async def test_a_draft_is_trained_where_there_is_one(
    world: World, browser: httpx.AsyncClient
) -> None:
    assert "Mein Entwurf" not in (await browser.get(PATH)).text
    await send(browser, "/studio/intents/greet", marked="huhu", anger="0")
    assert "Mein Entwurf" in (await browser.get(PATH)).text
    await send(browser, PATH, what="draft")
    job = jobs(world).active()
    assert job is not None
    assert job.draft
    assert job.commit == world.studio.drafts.open(await world.editor()).commit


async def test_progress_is_shown_and_the_page_comes_anew_at_the_end(
    world: World, browser: httpx.AsyncClient
) -> None:
    await send(browser, PATH)
    job = jobs(world).active()
    assert job is not None
    step = "Training the engine (seconds)"
    with jobs(world).alone():
        jobs(world).write(
            replace(job, state=State.TRAINING, step=step, done=30, of=120, seconds_left=90)
        )
        told = (await browser.get(f"{PATH}/progress")).text
    assert "den Assistenten trainieren" in told
    assert 'value="25"' in told
    assert "noch etwa 2 Minuten" in told
    jobs(world).write(replace(job, state=State.FAILED, failure="Kein Beispiel."))
    ended = await browser.get(f"{PATH}/progress")
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")
    assert "Kein Beispiel." in (await browser.get(PATH)).text


async def test_without_a_trainer_the_page_says_so_and_a_training_can_be_stopped(
    world: World, browser: httpx.AsyncClient
) -> None:
    await send(browser, PATH)
    job = jobs(world).active()
    assert job is not None
    assert "der Trainer läuft gerade nicht" in (await browser.get(PATH)).text
    assert (await send(browser, f"{PATH}/{job.id}/stop")).status_code == 303
    assert jobs(world).active() is None
    assert "abgebrochen" in (await browser.get(PATH)).text
    assert (await send(browser, f"{PATH}/nichts/stop")).status_code == 404


async def test_a_better_candidate_is_promoted_and_gone_back_from(
    world: World, browser: httpx.AsyncClient
) -> None:
    folder = world.training.models_dir
    job = compared(folder, BETTER)
    page = (await browser.get(f"{PATH}/{job.id}")).text
    assert "(freiwillig)" in page
    assert "<svg" in page
    assert "style=" not in page
    assert (await send(browser, f"{PATH}/{job.id}/promote", reason="")).status_code == 303
    assert present_name(folder) == NEW
    assert "antwortet schon" in (await browser.get(f"{PATH}/{job.id}")).text
    page = (await browser.get(PATH)).text
    assert "Er wird gerade gestartet; bis dahin antwortet der vorherige" in page
    assert (await send(browser, f"{PATH}/back", present=NEW)).status_code == 303
    assert present_name(folder) == OLD
    page = (await browser.get(PATH)).text
    assert "zurück zu assistant-1" in page
    assert "Zurück zum vorherigen" not in page
    told = [entry.what for entry in world.house.audit.entries]
    assert told[-2:] == ["model_promoted", "model_rolled_back"]


async def test_a_worse_candidate_wants_a_reason_which_is_shown_for_good(
    world: World, browser: httpx.AsyncClient
) -> None:
    folder = world.training.models_dir
    job = compared(folder, WORSE)
    assert (
        "Der neue ist schlechter: Absichten richtig" in (await browser.get(f"{PATH}/{job.id}")).text
    )
    for reason in ("", "kurz", "ruft jana@web.de an, die weiß es"):
        answer = await send(browser, f"{PATH}/{job.id}/promote", reason=reason)
        assert answer.status_code == 409
        assert reason in answer.text
    assert present_name(folder) == OLD
    await send(browser, f"{PATH}/{job.id}/promote", reason=REASON)
    assert decisions(folder)[-1].reason == REASON
    page = (await browser.get(PATH)).text
    assert f"<q>{REASON}</q>" in page
    assert "Schlechter: Absichten richtig" in page


async def test_whoever_goes_back_from_what_is_not_present_any_more_is_told(
    world: World, browser: httpx.AsyncClient
) -> None:
    job = compared(world.training.models_dir, BETTER)
    await send(browser, f"{PATH}/{job.id}/promote")
    answer = await send(browser, f"{PATH}/back", present=OLD)
    assert answer.status_code == 409
    assert "jemand anders" in answer.text
    assert present_name(world.training.models_dir) == NEW


async def test_a_damaged_candidate_is_refused_in_a_sentence(
    world: World, browser: httpx.AsyncClient
) -> None:
    folder = world.training.models_dir
    job = compared(folder, BETTER)
    (folder / f"{NEW}.tar.gz").unlink()
    answer = await send(browser, f"{PATH}/{job.id}/promote")
    assert answer.status_code == 409
    assert "nicht mehr vollständig" in answer.text
    assert present_name(folder) == OLD


async def test_real_sentences_are_shown_as_long_as_they_are_not_erased(
    world: World, browser: httpx.AsyncClient
) -> None:
    good = OtherAnswer("c|1", Reading("goodbye", 0.5, 0), Reading("greet", 0.9, 0))
    same = replace(good, line="c|2")
    gone = replace(good, line="c|3")
    missed = OtherAnswer("c|4", Reading("greet", 0.8, 0), Reading("nlu_fallback", 0.2, 0))
    world.rest.lines = {"c|1": "Moin", "c|2": "Moin", "c|4": "<b>wo ist es</b>"}
    others = replace(BETTER, lines=40, others=(good, same, gone, missed))
    job = compared(world.training.models_dir, others)
    page = (await browser.get(f"{PATH}/{job.id}")).text
    assert "2 verschiedene aus den letzten 40 Zeilen" in page
    assert "2-mal" in page
    assert "gemeint ist greet" in page
    assert "&lt;b&gt;wo ist es" in page
    assert "jetzt nicht verstanden" in page


async def test_what_got_better_and_worse_is_marked(
    world: World, browser: httpx.AsyncClient
) -> None:
    page = (await browser.get(f"{PATH}/{compared(world.training.models_dir, WORSE).id}")).text
    tested = page.split('id="tested"')[1].split("</section>")[0]
    assert "wo ist mein paket" in tested
    assert "schlechter" in tested
    assert "−25,0" in page


async def test_talks_that_broke_and_people_who_are_fetched_are_shown(
    world: World, browser: httpx.AsyncClient
) -> None:
    fetched = OtherAnswer("c|1", Reading("greet", 0.9, 0), Reading("greet", 0.9, 3, person=True))
    world.rest.lines = {"c|1": "Moin, ihr Schnarchnasen"}
    after = (replace(BETTER.after[0], person=True), *BETTER.after[1:])
    told = replace(BETTER, after=after, lines=1, others=(fetched,), broken=("Jemand grüßt",))
    page = (await browser.get(f"{PATH}/{compared(world.training.models_dir, told).id}")).text
    assert "jetzt greet (90 %) und ein Mensch" in page
    assert "<li>Jemand grüßt</li>" in page
    assert "Der neue ist schlechter: Gesprächsproben gescheitert" in page
    row = page.split("Holt gleich einen Menschen")[1].split("</tr>")[0]
    assert "25,0 %" in row
    assert "chip" not in row


async def test_what_is_not_there_is_not_found(browser: httpx.AsyncClient) -> None:
    for id in ("nichts", "20261124T120000-00000000", "..%2Fcurrent"):
        assert (await browser.get(f"{PATH}/{id}")).status_code == 404
        assert (await send(browser, f"{PATH}/{id}/promote")).status_code == 404


async def test_agents_train_and_promote_nothing(world: World) -> None:
    job = compared(world.training.models_dir, BETTER)
    mara = await world.house.logged_in("mara")
    assert (await mara.get(PATH)).status_code == 403
    assert (await mara.get(f"{PATH}/progress")).status_code == 403
    for path in (PATH, f"{PATH}/{job.id}/promote", f"{PATH}/{job.id}/stop", f"{PATH}/back"):
        assert (await send(mara, path)).status_code == 403
    assert present_name(world.training.models_dir) == OLD


async def test_without_any_assistant_the_page_says_so(
    world: World, browser: httpx.AsyncClient
) -> None:
    (world.training.models_dir / "current.json").unlink()
    page = await browser.get(PATH)
    assert page.status_code == 200
    assert "Noch keiner." in page.text
