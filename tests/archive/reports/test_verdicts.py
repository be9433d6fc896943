"""How often the rules that fetch a person were right, by what agents say of it."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.judgements import SqlJudgements
from archive.reports.verdict_pages import PATH
from archive.reports.verdicts import Judged, Share, tallies_of, total_of
from archive.reports.whiskers import chart_of
from conversation.identity import AgentId, LineId
from conversation.judgements import Judgement, Verdict
from conversation.signals import Reason
from tests.archive.events import START, conversation
from tests.archive.reports.desk import TEAMS, open_reports
from tests.archive.reports.history import BERLIN, History, counted
from tests.staff.house import House

SPAN = "von=2026-11-24&bis=2026-12-20"
SAID = [
    *((Verdict.RIGHT, Reason.ANGER),) * 6,
    *((Verdict.NEEDLESS, Reason.ANGER),) * 2,
    *((Verdict.LATE, Reason.ANGER),) * 3,
    (Verdict.RIGHT, Reason.REQUESTED),
]


def _judgement(number: int, verdict: Verdict, reason: Reason | None) -> Judgement:
    return Judgement(
        conversation=conversation(f"k{number}"),
        subject="handoff",
        verdict=verdict,
        by=AgentId("id-mara"),
        at=START + timedelta(days=1),
        happened_at=START + timedelta(minutes=number),
        reason=reason,
    )


def _all() -> list[Judgement]:
    return [_judgement(number, *one) for number, one in enumerate(SAID)]


async def _filled(engine: AsyncEngine) -> None:
    history, kept = History(engine), SqlJudgements(engine)
    for number in range(12):
        history.says(f"k{number}", number)
        reason = "anger" if number < 11 else "requested"
        history.goes_to(f"k{number}", "queue", reason=reason, intent="ask_bill")
    await counted(history)
    for one in _all():
        await kept.judge(one)
    missed = Judgement(
        conversation=conversation("k0"),
        subject="line 1",
        verdict=Verdict.MISUNDERSTOOD,
        by=AgentId("id-mara"),
        at=START,
        happened_at=START,
        line=LineId("1"),
        taken="ask_bill",
        meant="dispute_bill",
    )
    await kept.judge(missed)


@pytest.fixture
async def house(engine: AsyncEngine) -> AsyncIterator[House]:
    await _filled(engine)
    async with open_reports(engine) as opened:
        yield opened


def test_each_reason_has_its_precision_and_recall() -> None:
    anger, requested = tallies_of({"anger": 40, "requested": 2}, _all())
    assert (anger.reason, anger.handed, anger.judged) == (Reason.ANGER, 40, 11)
    assert anger.precision == Share(6, 8)
    assert anger.recall == Share(6, 9)
    assert requested.precision == requested.recall == Share(1, 1)
    total = total_of([anger, requested])
    assert (total.handed, total.precision, total.recall) == (42, Share(7, 9), Share(7, 10))
    assert tallies_of({}, []) == ()


def test_an_interval_is_wilsons_and_nothing_says_nothing() -> None:
    low, high = Share(6, 8).interval
    assert (round(low, 3), round(high, 3)) == (0.409, 0.929)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).value is None


def test_a_reason_that_nobody_judged_has_a_row_without_points() -> None:
    chart = chart_of([("Wut", Share(0, 0), Share(1, 2)), ("Presse", Share(0, 0), Share(0, 0))])
    assert [len(row.whiskers) for row in chart.rows] == [1, 0]
    (recall,) = chart.rows[0].whiskers
    assert recall.low < recall.x < recall.high


async def test_only_what_happened_in_the_time_counts(engine: AsyncEngine) -> None:
    await _filled(engine)
    judged = Judged(engine, BERLIN)
    during = await judged.verdicts(date(2026, 11, 24), date(2026, 11, 24))
    assert (during.total.handed, during.total.judged) == (12, 12)
    assert during.missed == {("ask_bill", "dispute_bill"): 1}
    assert len(during.cases) == 13
    after = await judged.verdicts(date(2026, 11, 25), date(2026, 12, 24))
    assert (after.total.handed, after.total.judged, after.cases) == (0, 0, ())


async def test_a_site_reads_what_was_judged_of_its_teams_concerns(engine: AsyncEngine) -> None:
    history = History(engine)
    for name, agent in (("k0", "first-0"), ("k1", "solo-0")):
        history.says(name, 0)
        history.goes_to(name, "queue", reason="anger", intent="ask_bill")
        history.goes_to(name, "agent", agent=agent)
        history.says(name, 2, "agent")
    await counted(history, TEAMS)
    for number in (0, 1):
        await SqlJudgements(engine).judge(_judgement(number, Verdict.RIGHT, Reason.ANGER))
    days = date(2026, 11, 24), date(2026, 11, 24)
    judged = Judged(engine, BERLIN)
    assert (await judged.verdicts(*days)).total.judged == 2
    own = await judged.verdicts(*days, teams=frozenset({"first"}))
    assert (own.total.handed, own.total.judged) == (1, 1)
    assert [one.conversation for one in own.cases] == [conversation("k0")]
    assert (await judged.verdicts(*days, teams=frozenset())).cases == ()


@pytest.mark.parametrize(("login", "status"), [("silke", 200), ("ole", 200), ("mara", 403)])
async def test_it_is_for_supervisors_and_administrators(
    house: House, login: str, status: int
) -> None:
    browser = await house.logged_in(login)
    for path in (PATH, f"{PATH}.csv"):
        assert (await browser.get(path)).status_code == status


async def test_the_page_shows_shares_with_intervals_and_leads_to_the_cases(house: House) -> None:
    browser = await house.logged_in("silke")
    page = (await browser.get(f"{PATH}?{SPAN}")).text
    assert "75,0 %" in page
    assert "Verärgert: Genauigkeit 75,0 %, Trefferquote 66,7 %" in page
    assert "1-mal „DISPUTE_BILL“, gelesen als „ASK_BILL“" in page
    assert page.count('href="/escalation/') == 13
    assert "style=" not in page
    only = (await browser.get(f"{PATH}?{SPAN}&grund=anger&urteil=late")).text
    assert only.count('href="/escalation/') == 3
    assert 'href="/reports/uebergaben"' in (await browser.get("/reports")).text


async def test_a_time_without_judgements_says_so(house: House) -> None:
    browser = await house.logged_in("silke")
    page = (await browser.get(f"{PATH}?von=2026-12-01&bis=2026-12-02")).text
    assert "hat niemand eine Übergabe beurteilt" in page
    crooked = await browser.get(f"{PATH}?von=2026-12-24&bis=2026-11-24")
    assert crooked.status_code == 400
    assert "endet, bevor er beginnt" in crooked.text


async def test_the_table_is_had_as_a_file_and_that_is_audited(house: House) -> None:
    browser = await house.logged_in("silke")
    answer = await browser.get(f"{PATH}.csv?{SPAN}")
    head, first, *rest = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Grund;Übergeben;Beurteilt;Richtig;Unnötig;Zu spät;Genauigkeit (%)")
    assert first.startswith("Verärgert;11;11;6;2;3;75,0;40,9;92,9;66,7;")
    assert rest[-1].startswith("Alle Gründe;12;12;")
    entry = house.audit.entries[-1]
    assert (entry.what, entry.detail) == ("exported_report", "uebergaben")
    assert (await browser.get(f"{PATH}.csv?von=gestern")).status_code == 400
