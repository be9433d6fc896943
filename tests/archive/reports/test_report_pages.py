"""The report's page and its files over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.migrate import migrate
from conversation.routing.teams import TeamId
from tests.archive.reports.desk import TEAMS, open_reports, weeks
from tests.archive.reports.history import Fixed
from tests.staff.house import House

_ALL = TEAMS.directory  # type: ignore[attr-defined]
#: The same teams, that of one person at a site of its own.
AT_TWO_SITES = Fixed(
    replace(
        _ALL,
        teams={**_ALL.teams, TeamId("solo"): replace(_ALL.teams[TeamId("solo")], site="Husum")},
    )
)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_database(sqlite_url)
    await migrate(opened)
    yield opened
    await opened.dispose()


@pytest.fixture
async def house(database: AsyncEngine) -> AsyncIterator[House]:
    await weeks(database)
    async with open_reports(database) as opened:
        yield opened


@pytest.mark.parametrize(("login", "status"), [("silke", 200), ("ole", 200), ("mara", 403)])
async def test_reports_are_for_supervisors_and_administrators(
    house: House, login: str, status: int
) -> None:
    browser = await house.logged_in(login)
    for path in ("/reports", "/reports/verlauf.csv"):
        assert (await browser.get(path)).status_code == status


async def test_each_plot_has_a_table_of_the_same_figures(house: House) -> None:
    page = (await (await house.logged_in("silke")).get("/reports")).text
    plots = page.split('<section class="report-part plot"')[1:]
    assert len(plots) == 6
    for plot in plots:
        assert 'role="img"' in plot
        assert "<table" in plot
    # The policy allows no style of an element's own, and no script within the page.
    assert "style=" not in page
    assert "<script>" not in page


async def test_single_people_are_named_only_in_large_teams(house: House) -> None:
    page = (await (await house.logged_in("silke")).get("/reports")).text
    assert "first-0" in page
    assert "solo-0" not in page
    assert "Solo (Kiel)" not in page
    assert "mindestens 3 Personen" in page


async def test_a_table_is_exported_as_a_german_spreadsheet_reads_it(house: House) -> None:
    browser = await house.logged_in("silke")
    answer = await browser.get("/reports/gruende.csv?von=2026-11-24&bis=2026-12-24")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="gruende-2026-11-24-2026-12-24.csv"' in answer.headers["content-disposition"]
    head, *rows = answer.content.decode("utf-8-sig").split("\r\n")
    assert head == "Grund;Übergaben;Anteil (%)"
    assert {row.split(";")[0] for row in rows if row} == {"Verärgert", "Will einen Menschen"}
    assert house.audit.entries[-1].what == "exported_report"


async def test_a_table_that_is_none_and_a_crooked_question_are_refused(house: House) -> None:
    browser = await house.logged_in("silke")
    assert (await browser.get("/reports/accounts.csv")).status_code == 404
    assert (await browser.get("/reports/verlauf.csv?von=gestern")).status_code == 400
    page = await browser.get("/reports?von=2026-12-24&bis=2026-11-24")
    assert page.status_code == 400
    assert "endet, bevor er beginnt" in page.text
    page = await browser.get("/reports?von=%3Cscript%3E")
    assert "„&lt;script&gt;“ ist kein Tag" in page.text


async def test_long_times_are_cut_more_coarsely(house: House) -> None:
    browser = await house.logged_in("silke")
    page = (await browser.get("/reports?von=2026-01-01&bis=2026-12-31&je=day")).text
    assert '<option value="week" selected>' in page


async def test_with_nothing_to_report_it_says_so(database: AsyncEngine) -> None:
    async with open_reports(database) as house:
        page = (await (await house.logged_in("silke")).get("/reports")).text
    assert "hat niemand geschrieben" in page


async def test_a_site_s_people_read_of_its_teams_only_on_page_and_in_files(
    database: AsyncEngine,
) -> None:
    await weeks(database)
    async with open_reports(database, teams=AT_TWO_SITES) as house:
        for login, site in (("silke", "Kiel"), ("ole", "Husum")):
            await house.parts.accounts.set_site((await house.account(login)).id, site)
        silke, ole = await house.logged_in("silke"), await house.logged_in("ole")
        page = (await silke.get("/reports")).text
        assert "Nur Anliegen der Teams in Kiel." in page
        people = (await silke.get("/reports/personen.csv")).text
        assert "first-0" in people
        # What the assistant answered alone is no site's.
        shares = (await silke.get("/reports/kanaele.csv")).text.splitlines()[1].split(";")
        assert shares[3] == "100,0"
        # In Husum one alone answered: everything together would be figures about them.
        for name in ("verlauf", "kanaele", "themen", "teams", "personen", "gruende"):
            rows = (await ole.get(f"/reports/{name}.csv")).text.splitlines()[1:]
            assert rows == [], name
        hours = (await ole.get("/reports/stunden.csv")).text.splitlines()[1:]
        assert {row.split(";")[1] for row in hours} == {"0"}


async def test_a_site_without_teams_has_nothing_to_read(house: House) -> None:
    await house.parts.accounts.set_site((await house.account("silke")).id, "Plön")
    page = (await (await house.logged_in("silke")).get("/reports")).text
    assert "In diesem Zeitraum hat niemand geschrieben." in page
