"""X and Facebook as channels of the running system: real processes against the fake world."""

import asyncio
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from conversation.holds import Owner
from conversation.identity import Channel, ConversationId
from conversation.messages import ERASED
from conversation.moves import ELSEWHERE
from conversation.signals import Reason, Signal, signal_to_wire
from gateway.channels import channel_settings
from gateway.clock import SystemClock
from gateway.ports import free_ports
from gateway.settings import read_settings
from gateway.world import FACEBOOK, X, world_environment, world_settings
from handoff.cases import RedisCases
from handoff.desk import RedisDesk, RedisTranscripts
from tests.play.doors import Door, Utterance
from tests.play.on_facebook import open_comments, open_messenger
from tests.play.on_x import open_messages, open_public
from tests.play.quiet import until_quiet
from tests.play.reply import Reply
from tests.play.script import Channel as PlayedChannel
from tests.play.town import Town as Played
from tests.stack.halves import Halves, halves, played_engine, says
from tests.support.stack import ROOT

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

LABEL = "Lotse (digitaler Assistent): "


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    if "Mensch" in asked["text"]:
        return says("", custom=signal_to_wire(Signal(Reason.REQUESTED, "Will einen Menschen.")))
    if "Rechnung" in asked["text"]:
        return says("Nur nicht öffentlich: Schreib uns bitte eine private Nachricht.")
    # X refuses the same words twice.
    number = "".join(re.findall(r"turn-(\d)", asked["text"]))
    return says(f"Das ist bekannt.{number}")


@dataclass(frozen=True)
class Town:
    """The running system, and the people and platforms around it."""

    system: Halves
    http: httpx.AsyncClient

    async def does(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.http.post(f"/world{path}", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def sees(self, look: Callable[[dict[str, Any]], Any]) -> Any:
        """Return what `look` finds in the world, once it finds something."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            view = (await self.http.get("/world/view")).json()
            if found := look(view):
                return found
            await asyncio.sleep(0.05)
        refused = (await self.http.get("/world/refusals")).json()
        logs = (self.system.folder / "worker.log").read_text()[-3000:]
        raise AssertionError(f"Nothing came.\n{json.dumps(refused)}\n{logs}")

    @property
    def desk(self) -> RedisDesk:
        return RedisDesk(self.system.redis, self.system.keys)

    async def person(self, key: str) -> dict[str, str]:
        return await self.does("/people", username=key, name=key.title())

    async def case_of(self, private: ConversationId) -> tuple[ConversationId, ...]:
        """Return the conversations of a case, once it has more than one."""
        cases = RedisCases(self.system.redis, self.system.keys, clock=SystemClock())
        async with asyncio.timeout(20):
            while len(found := (await cases.of(private)).conversations) == 1:
                await asyncio.sleep(0.05)
        return found

    async def lines_of(self, conversation: ConversationId, count: int) -> list[str]:
        """Return the first lines of a conversation, once it has that many."""
        transcripts = RedisTranscripts(self.system.redis, self.system.keys)
        async with asyncio.timeout(20):
            while len(found := await transcripts.lines(conversation)) < count:
                await asyncio.sleep(0.05)
        return [line.text for line in found[:count]]

    async def holds(self, conversation: ConversationId, owner: Owner) -> Any:
        async with asyncio.timeout(20):
            while True:
                state = await self.desk.state(conversation)
                if state.hold.owner is owner:
                    return state
                await asyncio.sleep(0.05)


@asynccontextmanager
async def world(settings: dict[str, Any], log: Path) -> AsyncIterator[httpx.AsyncClient]:
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.world"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=output,
            stderr=output,
        )
    assert process.stdin
    process.stdin.write(json.dumps(settings).encode())
    process.stdin.close()
    url = f"http://127.0.0.1:{settings['port']}"
    async with httpx.AsyncClient(base_url=url, timeout=40) as http:
        try:
            async with asyncio.timeout(60):
                while True:
                    with suppress(httpx.HTTPError):
                        view = (await http.get("/world/view")).json()
                        if view["x"]["webhooks"] and view["facebook"]["subscribed"]:
                            break
                    assert process.returncode is None, log.read_text()
                    await asyncio.sleep(0.05)
            yield http
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(redis_server: int, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One system and one world for all tests; each is another person's."""
    tmp_path, redis_url = tmp_path_factory.mktemp("town"), f"redis://127.0.0.1:{redis_server}/3"
    (port,) = free_ports(1)
    told = {**world_environment(port), "WORLD_PORT": str(port), "X_LISTENING": "false"}
    with played_engine(answered) as engine:
        async with halves(redis_url, tmp_path, engine, **told) as system:
            settings = read_settings(system.environment)
            assert channel_settings(settings).off == []
            async with (
                system.process("gateway"),
                system.process("worker"),
                world(world_settings(settings), tmp_path / "world.log") as http,
            ):
                yield Town(system, http)


async def test_a_mention_gets_one_public_reply_that_says_it_is_a_machines(town: Town) -> None:
    anna = await town.person("anna")
    post = await town.does("/x/posts", person="anna", text="@foerdekom Internet tot in Kiel")
    replies = await town.sees(
        lambda view: [one for one in view["x"]["posts"] if one["reply_to"] == post["id"]]
    )
    await town.does("/settle")
    assert [one["text"].partition("Lotse")[2] for one in replies] == [
        " (digitaler Assistent): Das ist bekannt."
    ]
    conversation = ConversationId(Channel.X_PUBLIC, post["conversation_id"], anna["x_id"])
    lines = await RedisTranscripts(town.system.redis, town.system.keys).lines(conversation)
    assert [line.text for line in lines] == ["@foerdekom Internet tot in Kiel", "Das ist bekannt."]


async def test_a_direct_message_is_answered_and_a_colleague_in_xs_app_silences_the_machine(
    town: Town,
) -> None:
    def told(view: dict[str, Any]) -> list[str]:
        return [one["text"] for one in view["x"]["messages"] if one["by_api"]]

    bo = await town.person("bo")
    await town.does("/x/messages", person="bo", text="Moin")
    said = await town.sees(lambda view: told(view) if len(told(view)) == 2 else None)
    assert "Computerprogramm" in said[0]
    assert said[1] == "Das ist bekannt."
    await town.does("/x/elsewhere/messages", person="bo", text="Hier ist Ole aus dem Team.")
    conversation = ConversationId(Channel.X_DM, X["account_id"], bo["x_id"])
    state = await town.holds(conversation, Owner.AGENT)
    assert state.hold.agent == ELSEWHERE
    await town.does("/x/messages", person="bo", text="Danke Ole, und jetzt?")
    await town.does("/settle")
    await asyncio.sleep(1)
    assert await town.sees(told) == said


async def test_messenger_answers_and_fetches_a_person(town: Town) -> None:
    cem = await town.person("cem")

    def told(view: dict[str, Any]) -> list[str]:
        threads = [one for one in view["facebook"]["threads"] if one["psid"] == cem["psid"]]
        return [
            note["text"] for thread in threads for note in thread["messages"] if note["by_page"]
        ]

    await town.does("/facebook/messages", person="cem", text="Moin")
    said = await town.sees(lambda view: told(view) if len(told(view)) == 2 else None)
    assert "Computerprogramm" in said[0]
    await town.does("/facebook/messages", person="cem", text="Ich will einen Menschen")
    said = await town.sees(lambda view: told(view) if len(told(view)) == 3 else None)
    assert "Antwort" in said[2]
    (waiting,) = await town.desk.waiting()
    assert waiting.packet is not None
    assert waiting.packet.reason is Reason.REQUESTED


async def test_a_comment_gets_one_answer_and_what_was_deleted_is_erased(town: Town) -> None:
    await town.person("doro")
    view = (await town.http.get("/world/view")).json()
    (post,) = view["facebook"]["posts"]
    made = await town.does(
        "/facebook/comments", person="doro", target=post["id"], text="Internet tot"
    )

    def answers(view: dict[str, Any]) -> list[str]:
        comments = view["facebook"]["posts"][0]["comments"]
        return [one["text"] for one in comments if one["by_page"]]

    assert await town.sees(answers) == [f"{LABEL}Das ist bekannt."]
    await town.does(f"/facebook/comments/{made['id']}/delete")
    await town.does("/settle")
    transcripts = RedisTranscripts(town.system.redis, town.system.keys)
    (conversation,) = [
        state.conversation
        for state in await town.desk.recent(10)
        if state.conversation.channel is Channel.FB_COMMENT
    ]
    async with asyncio.timeout(10):
        while (await transcripts.lines(conversation))[0].erased_at is None:
            await asyncio.sleep(0.05)
    assert ERASED in [line.text for line in await transcripts.lines(conversation)]


async def test_several_people_in_one_thread_get_each_their_own_answer(town: Town) -> None:
    ada, ben = await town.person("ada"), await town.person("ben")
    first = await town.does("/x/posts", person="ada", text="@foerdekom Internet tot, turn-3")
    thread = first["conversation_id"]
    second = await town.does(
        "/x/posts", person="ben", text="@foerdekom bei mir auch, turn-4", reply_to=first["id"]
    )
    assert second["conversation_id"] == thread

    def answers(view: dict[str, Any]) -> dict[str, str] | None:
        posts = [one for one in view["x"]["posts"] if one["by_api"]]
        found = {one["reply_to"]: one["shown"] for one in posts if one["conversation"] == thread}
        return found if len(found) == 2 else None

    said = await town.sees(answers)
    assert {id: text[-1] for id, text in said.items()} == {first["id"]: "3", second["id"]: "4"}
    transcripts = RedisTranscripts(town.system.redis, town.system.keys)
    for person, text in ((ada, "Internet tot"), (ben, "bei mir auch")):
        conversation = ConversationId(Channel.X_PUBLIC, thread, person["x_id"])
        asked, _ = await transcripts.lines(conversation)
        assert text in asked.text


async def test_a_quote_of_our_post_is_answered_where_it_was_made(town: Town) -> None:
    await town.person("carl")
    ours = await town.does("/x/elsewhere/posts", person="carl", text="Heute bauen wir in Kiel.")
    quote = await town.does(
        "/x/posts", person="carl", text="Und wann bei mir? turn-5", quote=ours["id"]
    )
    said = await town.sees(
        lambda view: [one["shown"] for one in view["x"]["posts"] if one["reply_to"] == quote["id"]]
    )
    assert said == [f"{LABEL}Das ist bekannt.5"]


async def test_a_colleague_in_metas_inbox_silences_the_machine(town: Town) -> None:
    dana = await town.person("dana")

    def told(view: dict[str, Any]) -> list[str]:
        threads = (one for one in view["facebook"]["threads"] if one["psid"] == dana["psid"])
        return [note["text"] for one in threads for note in one["messages"] if note["by_page"]]

    await town.does("/facebook/messages", person="dana", text="Moin")
    await town.sees(lambda view: told(view) if len(told(view)) == 2 else None)
    await town.does("/facebook/elsewhere/messages", person="dana", text="Ole hier, ich schau mal.")
    page = (await town.http.get("/world/view")).json()["facebook"]["page"]["id"]
    conversation = ConversationId(Channel.MESSENGER, page, dana["psid"])
    state = await town.holds(conversation, Owner.AGENT)
    assert state.hold.agent == ELSEWHERE
    await town.does("/facebook/messages", person="dana", text="Danke Ole, und jetzt?")
    await town.does("/settle")
    await until_quiet(town.system.redis, town.system.keys, str(conversation))
    assert len(await town.sees(told)) == 3


async def test_a_colleague_who_comments_for_the_page_silences_the_machine(town: Town) -> None:
    gesa = await town.person("gesa")
    (post,) = (await town.http.get("/world/view")).json()["facebook"]["posts"]
    comment = {"person": "gesa", "target": post["id"], "text": "Internet tot"}
    made = await town.does("/facebook/comments", **comment)

    def told(view: dict[str, Any]) -> list[str]:
        below = view["facebook"]["posts"][0]["comments"]
        return [one["text"] for one in below if one["by_page"] and one["parent"] == made["id"]]

    await town.sees(told)
    answer = {"person": "gesa", "target": made["id"], "text": "Ole hier, ich schau mal."}
    await town.does("/facebook/elsewhere/comments", **answer)
    thread = f"{post['id']}/{made['id']}"
    conversation = ConversationId(Channel.FB_COMMENT, thread, gesa["facebook_id"])
    assert (await town.holds(conversation, Owner.AGENT)).hold.agent == ELSEWHERE
    said = await town.sees(told)
    await town.does("/facebook/comments", **{**comment, "target": made["id"], "text": "Und jetzt?"})
    await town.does("/settle")
    await until_quiet(town.system.redis, town.system.keys, str(conversation))
    assert await town.sees(told) == said


async def test_a_post_on_x_goes_on_in_direct_messages_as_one_case(town: Town) -> None:
    eva = await town.person("eva")
    post = await town.does("/x/posts", person="eva", text="@foerdekom Meine Rechnung stimmt nicht")
    (reply,) = await town.sees(
        lambda view: [one for one in view["x"]["posts"] if one["reply_to"] == post["id"]]
    )
    assert "private Nachricht" in reply["text"]
    await town.does("/x/messages", person="eva", text="Hier bin ich")
    public = ConversationId(Channel.X_PUBLIC, post["conversation_id"], eva["x_id"])
    direct = ConversationId(Channel.X_DM, X["account_id"], eva["x_id"])
    assert await town.case_of(direct) == (public, direct)


async def test_a_comment_goes_on_in_messenger_through_its_private_reply_as_one_case(
    town: Town,
) -> None:
    fee = await town.person("fee")
    (post,) = (await town.http.get("/world/view")).json()["facebook"]["posts"]
    made = await town.does(
        "/facebook/comments", person="fee", target=post["id"], text="Meine Rechnung?"
    )

    def told(view: dict[str, Any]) -> list[str]:
        threads = [one for one in view["facebook"]["threads"] if one["psid"] == fee["psid"]]
        return [
            note["text"] for thread in threads for note in thread["messages"] if note["by_page"]
        ]

    (opening,) = await town.sees(told)
    assert "Hier lesen nur wir beide mit" in opening
    await town.does("/facebook/messages", person="fee", text="Hier bin ich")
    thread = f"{post['id']}/{made['id']}"
    public = ConversationId(Channel.FB_COMMENT, thread, fee["facebook_id"])
    private = ConversationId(Channel.MESSENGER, FACEBOOK["page_id"], fee["psid"])
    assert await town.case_of(private) == (public, private)
    # The two are one case as soon as the opening is posted, before the answer to it is read.
    assert await town.lines_of(private, 2) == [opening, "Hier bin ich"]


async def test_the_check_of_the_channels_says_what_is_right_and_what_is_missing(
    town: Town,
) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "check-channels"),
        cwd=ROOT,
        env=town.system.environment,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate()
    lines = told.decode().splitlines()
    assert f"X {X['account_id']}: ok    The keys are those of account {X['account_id']}." in lines
    assert any("no PUBLIC_URL" in line for line in lines)
    assert any("All webhooks are subscribed to." in line for line in lines)
    assert process.returncode == 1


@pytest.mark.parametrize(
    ("opening", "public"),
    [(open_public, True), (open_messages, False), (open_messenger, False), (open_comments, True)],
    ids=["x_public", "x_dm", "messenger", "fb_comment"],
)
async def test_the_players_doors_lead_to_the_system_and_back(
    town: Town, opening: Callable[[Played, str], Awaitable[Door]], public: bool
) -> None:
    redis, keys = town.system.redis, town.system.keys
    played = Played(town.http, redis, keys)
    script = f"script-{opening.__name__}"
    door = await opening(played, script)
    for turn in ("turn-1", "turn-2"):
        await door.write([Utterance(turn, f"Internet tot, {turn}")])
        await until_quiet(redis, keys, door.conversation)
        reply = await door.hear()
        refused = (await town.http.get("/world/refusals")).json()
        assert sum("Das ist bekannt." in text for text in reply.texts) == 1, (turn, refused, reply)
        assert ("digitaler Assistent)" in reply.everything) is public
    assert await door.hear() == Reply()
    again = await opening(played, script)
    await again.write([Utterance("turn-1", "Moin")])
    assert again.conversation != door.conversation


async def test_what_is_written_in_private_to_who_writes_in_public_is_heard_as_private(
    town: Town,
) -> None:
    played = Played(town.http, town.system.redis, town.system.keys)
    door = await open_public(played, "script-2")
    await door.write([Utterance("turn-1", "Moin")])
    await until_quiet(town.system.redis, town.system.keys, door.conversation)
    key = (await played.person("script-2", PlayedChannel.X_DM))["key"]
    await played.do("/x/messages", person=key, text="Hier?")
    await played.do("/x/elsewhere/messages", person=key, text="Deine Rechnung ist FK-1.")
    public, private = (await door.hear()).in_public, await door.hear()
    assert "FK-1" not in public.everything
    assert private == Reply()
