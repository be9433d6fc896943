"""Every page of the desk in English: no German is left but what was said, and names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.database import open_database
from archive.migrate import migrate
from archive.webhooks_memory import MemoryWebhooks
from conversation.escalation.findings import Figure, Finding, Rule, WeighedTurn
from conversation.messages import Attachment
from conversation.notes import Note, NoteId, NoteKind
from conversation.people import Platform
from conversation.ports import Saying
from conversation.routing.teams import Presence
from conversation.signals import Reason
from conversation.webhooks import Attempt, State
from handoff.board.addresses import path_of_giving
from handoff.board.attach import BoardParts, attach_board
from handoff.console.addresses import path_of, path_of_why
from handoff.console.platforms import Budget, PrivateReply, Trouble
from handoff.routing.sweeping import Absence
from handoff.text_modules.sample import read_text_modules
from handoff.webhooks.attach import attach_webhooks
from handoff.webhooks.registering import Registering
from staff.csrf import csrf_token
from staff.language import ENGLISH
from tests.archive.reports.desk import judged, open_reports, weeks
from tests.board.world import DIRECTORY, JONAS, MARA, TOPICS, there
from tests.cases.samples import comment, direct, post
from tests.console.platforms import Played
from tests.console.world import BERLIN, World, customer, open_desk
from tests.language.leftovers import leftovers, words_of
from tests.outages.world import open_outages
from tests.staff.administration.town import open_town
from tests.staff.house import House, open_house
from tests.webhooks.stage import SEALS

NAMES = frozenset(
    {
        "Fördekom",
        "Erste Hilfe",
        "Technik",
        "Abendteam",
        # An example of a text's title: what customers read is German.
        "Störung ist bekannt",
    }
)


async def english(house: House, login: str) -> httpx.AsyncClient:
    """Return a browser of somebody who reads English."""
    account = await house.account(login)
    await house.parts.accounts.set_language(account.id, ENGLISH)
    return await house.logged_in(login)


def looked_at(answer: httpx.Response, *, names: frozenset[str] = NAMES, status: int = 200) -> str:
    """Return a page, of which nothing is in German."""
    assert answer.status_code == status, answer.url
    if "<html" in answer.text:
        assert '<html lang="en">' in answer.text
    assert leftovers(answer.text, names=names) == [], answer.url
    return answer.text


def test_the_search_for_german_finds_it() -> None:
    assert leftovers("<p>Wartend</p>") == ["Wartend"]
    assert leftovers('<p title="noch 3 min">x</p>') == ["noch 3 min"]
    assert leftovers("<b>Something über that nobody marked</b>")
    assert leftovers('<p dir="auto">Wartend</p><p lang="de">Wartend</p><p>Waiting</p>') == []
    assert leftovers("<img alt=''><p>Team</p><textarea>Moin, das ist noch da</textarea>") == []
    assert words_of('<p dir="auto">a<b>b</b><br>c</p>d') == ["d"]


async def test_the_login_and_what_everybody_meets() -> None:
    async with open_house() as house:
        stranger = house.browser()
        form = await stranger.get("/login?language=en&next=/editors")
        looked_at(form)
        looked_at(await stranger.get("/login?next=/editors"))
        token = csrf_token(stranger.cookies["staff-login"])
        wrong = {"csrf": token, "login": "mara", "password": "x", "next": "/"}
        looked_at(await stranger.post("/login", data=wrong), status=401)
        looked_at(await stranger.post("/login", data={**wrong, "csrf": "x"}), status=403)
        for _ in range(8):
            answer = await stranger.post("/login", data={**wrong, "login": "nobody"})
        assert "Too many attempts" in looked_at(answer, status=429)
        mara = await english(house, "mara")
        assert "Hello, Mara Petersen" in looked_at(await mara.get("/"))
        for path, status in (("/editors", 403), ("/nowhere", 404)):
            looked_at(await mara.get(path), status=status)


@asynccontextmanager
async def full(platforms: Played) -> AsyncIterator[World]:
    """Run a console with the board and webhooks beside it, with all that pages can show."""
    hooks = MemoryWebhooks()

    def also(app: Any, staff: Any, parts: Any) -> None:
        attach_board(
            app, staff, BoardParts(parts.desk, parts.overview, parts.claiming, TOPICS, Absence())
        )
        registering = Registering(
            hooks, staff.audit, parts.clock, parts.clock, seal=SEALS.seal, private=False
        )
        attach_webhooks(app, staff, registering, zone=BERLIN)

    opened = open_desk(directory=DIRECTORY, also=also, platforms=platforms.platforms(), video=True)
    async with opened as world:
        world.hooks = hooks  # type: ignore[attr-defined]
        for module in read_text_modules():
            await world.text_modules.add(module)
        yield world


@pytest.fixture
async def played() -> Played:
    return Played()


@pytest.fixture
async def world(played: Played) -> AsyncIterator[World]:
    async with full(played) as opened:
        yield opened


async def _weighed(world: World) -> None:
    line = await world.writes("IHR IDIOTEN")
    wrath = Finding(Rule.ANGER_HIGH, 1.0, (Figure("level", 3.0, 3.0),), counts=True)
    turn = WeighedTurn(
        line=line,
        at=world.now - timedelta(days=2),
        stay=0,
        intent="report_outage",
        felt=2.7,
        findings=(wrath, replace(wrath, rule=Rule.OUTRAGED, counts=False)),
        total=1.5,
        handed_over=Reason.ANGER,
    )
    state, context = await world.desk.recall(customer())
    context = replace(context, weighed=(turn, replace(turn, handed_over=None, findings=())))
    await world.outbox.say(Saying(conversation=customer(), hold=state.hold, context=context))


async def _note(world: World, kind: NoteKind, id: str, **more: Any) -> None:
    note = Note(NoteId(id), kind, JONAS, "Jonas Lorenzen", "Weiß das jemand?", world.now, **more)
    await world.notes.write(customer(), note)


async def test_the_console_from_the_queue_to_the_end(world: World) -> None:
    await world.story()
    await _weighed(world)
    await world.hands_over(of="bernd", reason=Reason.LEGAL_THREAT, summary="Ist verärgert.")
    await _note(world, NoteKind.QUESTION, "q")
    await _note(world, NoteKind.ANSWER, "a", answers=NoteId("q"))
    await _note(world, NoteKind.NOTE, "n", mentions=(MARA,))
    await there(world, JONAS)
    mara = await english(world.house, "mara")
    # The list of what was tried and a summary of the assistant's are words of the conversation.
    packet = (await world.state()).packet
    assert packet
    said = {text for _, text in await world.said()}
    names = NAMES | said | {packet.summary}
    for tab in ("queue", "mine", "asked", "watched", "recent"):
        looked_at(await mara.get(f"/console/{tab}"))
    path = path_of(customer())
    page = looked_at(await mara.get(path), names=names)
    assert "What Lotse understood and tried" in page
    assert "Wants a person" in page
    for action, fields in (
        ("watch", {}),
        ("claim", {}),
        ("reply", {"text": ""}),
        ("reply", {"text": "{{name}}", "line": "a" * 20}),
        ("step", {"step": "Nachfragen"}),
        ("note", {"text": ""}),
        ("pass-on", {"to": "", "reason": ""}),
        ("pass-on", {"to": "team:gone", "reason": "x"}),
        ("later", {"until": "", "step": ""}),
        ("video", {}),
        ("misunderstood", {}),
        ("judge", {}),
        ("call-back", {"repair": "r" * 20}),
        ("credit", {"repair": "r" * 20, "amount": "-"}),
        ("done", {"repair": "r" * 20}),
    ):
        answer = await world.act(mara, action, **fields)
        page = answer if answer.status_code != 303 else await mara.get(path)
        assert page.status_code in (200, 404, 409, 422, 400), (action, answer.status_code)
        looked_at(page, names=names, status=page.status_code)
    for part in ("judge", "intents", "repair", "ready-texts", "suggestions", "recipients"):
        answer = await mara.get(f"{path}/{part}", headers={"HX-Request": "true"})
        # A text that may be sent is German, and so is its title.
        modules = read_text_modules()
        texts = frozenset(one for each in modules for one in (each.title, each.shortcut))
        looked_at(answer, names=names | texts)
    looked_at(await mara.get("/console/mine"))
    looked_at(await mara.get("/console/duty", headers={"HX-Request": "true"}))
    until = (world.now + timedelta(days=2)).astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")
    call = {"repair": "s" * 20, "owner": "id-mara", "until": until, "words": "Leitung"}
    assert (await world.act(mara, "call-back", number="[TELEFON_1]", **call)).status_code == 303
    page = looked_at(await mara.get(path), names=names)
    assert "I call: " in page
    assert "Nov 10:15" in page
    looked_at(await mara.get("/console/mine"))
    jonas = await english(world.house, "jonas")
    looked_at(await jonas.get(path), names=names)
    looked_at(await world.act(jonas, "claim"), names=names, status=409)
    looked_at(await world.act(jonas, "reply", text="Moin", line="b" * 20), names=names, status=409)


async def test_public_posts_platforms_and_cases(world: World, played: Played) -> None:
    await world.writes("Mein Internet ist weg @foerdekom, 0431 5550123", of=post(), ago=9)
    await world.answers("Schreib uns bitte privat.", of=post(), ago=8)
    await world.cases.link_offered(post())
    await world.cases.join(direct())
    photo = (Attachment(kind="image", url=""), Attachment(kind="location", url="geo:54.3,10.1"))
    await world.writes("Hier bin ich.", of=direct(), ago=1, attachments=photo)
    line = await world.writes("So ein Mist, [KUNDENNUMMER_1]", of=comment(), ago=5)
    played.hid.append(line)
    other = await world.writes("Noch da? [TELEFON_1]", of=comment(), ago=3)
    played.private[other] = PrivateReply(world.now + timedelta(days=3), spent=False)
    played.private[line] = PrivateReply(world.now, spent=True, leads_to=direct())
    played.closes[direct()] = world.now + timedelta(hours=1)
    played.closes[comment()] = world.now - timedelta(hours=1)
    played.troubles.append(
        Trouble("1", Platform.X, "X nimmt das Bild nicht an.", world.now, stops=(post().channel,))
    )
    played.budgets.append(Budget(timedelta(hours=24), 5, 5, 0, timedelta(minutes=20), "0,01 $"))
    mara = await english(world.house, "mara")
    for of in (post(), direct(), comment()):
        await world.hands_over(of=of, reason=Reason.DISPUTE, handed_off_at=world.now)
        looked_at(await mara.get("/console/queue"))
        looked_at(await mara.get(path_of(of)))
        assert (await world.act(mara, "claim", of=of)).status_code == 303
        looked_at(await mara.get(path_of(of)))
        draft = {"text": "Mehr auf foerdekom.example, x" + "y" * 300}
        answer = await world.act(mara, "draft", of=of, **draft)
        if answer.status_code == 200:
            looked_at(answer)
        looked_at(await mara.get("/console/mine"))
    hidden = await world.act(mara, "hide", of=comment(), line=other)
    looked_at(hidden if hidden.status_code != 303 else await mara.get(path_of(comment())))
    looked_at(await world.act(mara, "split", of=direct(), person="x", reason=""), status=409)


async def test_the_board_rules_and_why(world: World) -> None:
    await there(world, MARA)
    await there(world, JONAS, presence=Presence.BREAK)
    await world.hands_over(of="bernd")
    await world.story()
    await _weighed(world)
    silke = await english(world.house, "silke")
    giving = path_of_giving(customer())
    for path in ("/board", giving, f"{giving}?done=assigned", "/escalation"):
        looked_at(await silke.get(path))
    page = looked_at(await silke.get(path_of_why(customer())))
    assert "weighs 1" in page
    assert "Anger 2.7 of 3" in page
    state = await world.state()
    form = {"csrf": csrf_token(silke.cookies["staff"]), "epoch": str(state.hold.epoch)}
    looked_at(await silke.post(f"{giving}/assign", data=form), status=409)
    looked_at(await silke.post(f"{giving}/requeue", data={**form, "epoch": "99"}), status=409)


async def test_text_modules_and_webhooks(world: World) -> None:
    texts = frozenset(
        one
        for each in read_text_modules()
        for one in (each.title, each.du, each.sie, f"/{each.shortcut}")
    )
    silke, ole = await english(world.house, "silke"), await english(world.house, "ole")
    for path in ("/text-modules?done=added", "/text-modules/new", "/text-modules/sample-1"):
        page = (await ole.get(path)).text
        assert [
            one for one in leftovers(page, names=NAMES) if not any(one in text for text in texts)
        ] == []
    for fields in ({}, {"shortcut": "x"}, {"shortcut": "x", "title": "y"}):
        form = {"csrf": csrf_token(ole.cookies["staff"]), **fields}
        looked_at(await ole.post("/text-modules/new", data=form), status=409)
    looked_at(await silke.get("/webhooks"), status=403)
    looked_at(await ole.get("/webhooks?done=deleted"))
    form = {"csrf": csrf_token(ole.cookies["staff"]), "address": "http://10.0.0.1"}
    looked_at(await ole.post("/webhooks", data=form), status=409)
    made = {**form, "address": "https://example.org/a", "event": ["conversation.claimed"]}
    looked_at(await ole.post("/webhooks", data=made))
    hooks: MemoryWebhooks = world.hooks  # type: ignore[attr-defined]
    (hook,) = await hooks.all()
    await ole.post(f"/webhooks/{hook.id}/test", data=form)
    (sent,) = await hooks.log(hook.id, limit=9)
    failed = Attempt(world.now, 500, 12, "refused")
    await hooks.settle(sent.number, failed, State.GIVEN_UP, next_at=world.now)
    looked_at(await ole.get(f"/webhooks/{hook.id}?done=tested"))
    looked_at(await ole.get("/webhooks"))
    looked_at(await ole.get("/api-tokens"))
    token = {"csrf": csrf_token(ole.cookies["staff"]), "role": "agent", "days": "9", "site": ""}
    looked_at(await ole.post("/api-tokens", data=token), status=409)
    token |= {"name": "Kasse", "scope": "conversations:read"}
    answer = await ole.post("/api-tokens", data=token)
    looked_at(answer, status=answer.status_code)
    looked_at(await ole.get("/api-tokens?done=revoked"))


async def test_outages() -> None:
    async with open_outages() as desk:
        house = desk.world.house
        await desk.report("anna", "bernd", "clara")
        silke = await english(house, "silke")
        page = looked_at(await silke.get("/outages"))
        assert "24937 · Internet" in page
        writing = await silke.get("/outages/new?plz=24937&dienst=internet")
        looked_at(writing)
        assert "Moin {Name}, in 24937 ist gerade das Internet gestört." in writing.text
        form = {"csrf": csrf_token(silke.cookies["staff"]), "place": "24937|internet"}
        looked_at(await silke.post("/outages/check", data={**form, "text": ""}), status=400)
        text = {"text": "[Du hörst|Sie hören] {Name}: Das Netz ist gestört."}
        checked = await silke.post("/outages/check", data={**form, **text})
        said = frozenset(one for one in words_of(checked.text) if "Netz" in one)
        looked_at(checked, names=NAMES | said)
        assert (await silke.post("/outages/send", data={**form, **text})).status_code == 303
        page = (await silke.get("/outages?done=approved")).text
        assert [one for one in leftovers(page, names=NAMES) if "Netz ist gestört" not in one] == []


async def test_the_administration(tmp_path: Path) -> None:
    file = tmp_path / "made.sqlite"
    database = open_database(f"sqlite+aiosqlite:///{file}")
    await migrate(database)
    await database.dispose()
    folder = tmp_path / "town"
    folder.mkdir()
    async with open_town(folder, file) as town:
        ole = await english(town.house, "ole")
        directory = await town.teams.current()
        teams = {one for team in directory.teams.values() for one in (team.name, team.site)}
        both = {f"{team.name} ({team.site})" for team in directory.teams.values()}
        names = NAMES | frozenset(teams) | frozenset(both)
        for path in (
            *("people", "people?done=disabled", "people/new", "people/id-anke"),
            *("people/id-anke/skills", "teams", "teams/new", "log", "log?what=logged_in"),
            *("log?since=x", *(f"teams/{id}" for id in list(directory.teams)[:1])),
        ):
            answer = await ole.get(f"/administration/{path}")
            looked_at(answer, names=names, status=400 if path.endswith("=x") else 200)
        for path, fields in (
            ("people/new", {"role": "agent"}),
            ("people/new", {"role": "agent", "login": "nele", "name": "Nele Nissen"}),
            ("people/new", {"role": "agent", "login": "nele", "name": "Nele Nissen"}),
            ("people/id-anke/password", {}),
            ("people/id-anke/skills", {"team": next(iter(directory.teams)), "units": "x"}),
            ("teams/new", {"site": ""}),
        ):
            answer = await town.post(ole, path, **fields)
            looked_at(answer, names=names, status=answer.status_code)
            assert answer.status_code in (200, 409), (path, answer.status_code)
        log = looked_at(await ole.get("/administration/log"), names=names)
        assert "24 Nov 2026, 10:15:00" in log
        assert "signed in" in log
        written = (await ole.get("/administration/log.csv")).text
        assert written.startswith("\ufeffTime;Who;What;Type;Conversation;Detail")


async def test_reports(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'reports.sqlite'}")
    await migrate(database)
    await weeks(database)
    await judged(database)
    async with open_reports(database) as house:
        silke = await english(house, "silke")
        # These are words that the test's own desk gives the reports.
        names = NAMES | {"Web-Chat", "X öffentlich", "Verärgert", "Will einen Menschen"}
        page = looked_at(await silke.get("/reports"), names=names)
        assert "Share of concerns answered" in page
        assert "Goal 97%" in page
        looked_at(await silke.get("/reports?je=month"), names=names)
        looked_at(await silke.get("/reports?von=x"), names=names, status=400)
        looked_at(await silke.get("/reports?von=2020-01-01&bis=2020-01-02"), names=names)
        page = looked_at(await silke.get("/reports/uebergaben"), names=names)
        assert "Precision" in page
        english_file = (await silke.get("/reports/verlauf.csv")).text
        german_file = (await (await house.logged_in("ole")).get("/reports/verlauf.csv")).text
    await database.dispose()
    assert english_file.startswith("\ufeffPeriod,Concerns,Answered (%),")
    assert german_file.startswith("\ufeffZeitraum;Anliegen;Beantwortet (%);")
    assert english_file.splitlines()[1].split(",")[2].count(".") == 1
