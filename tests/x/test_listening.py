"""Listening: what does not address us is found, by search or stream, and never answered."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sanic import Request
from sanic.response import ResponseStream
from sanic.response import json as json_response

from chassis.app import create_app
from connectors.incoming import Written
from connectors.x.outcomes import NeedsPersonError
from connectors.x.problems import Problem, RefusedError, UnansweredError
from connectors.x.rounds import rounds
from connectors.x.rules import LONGEST_QUERY, Query, Rules, queries, read_rules
from connectors.x.settings import QUARTER, BudgetKind, Window
from connectors.x.stream import RULES
from tests.support.redis_server import free_port
from tests.support.serving import served
from tests.x.connected import PUBLIC, connected, line
from tests.x.openapi import body_errors, query_errors
from tests.x.samples import ACCOUNT, BEARER, POST, event, post

FILE = Path(__file__).parents[2] / "listening" / "x.yml"
SEARCH = "/2/tweets/search/recent"
BRAND = Query(rule="brand", value="(Fördekom) lang:de -is:retweet -from:222222222")


def found(id: str = POST, text: str = "Fördekom ist schon wieder weg", **more):
    return post(id, text, **{"entities": {}, **more})


def test_our_rules_become_queries_that_x_takes():
    made = queries(read_rules(FILE), account=ACCOUNT)
    assert {one.rule for one in made} == {"brand", "faults_by_place"}
    for query in made:
        assert len(query.value) <= LONGEST_QUERY
        assert query.value.endswith(f"lang:de -is:retweet -from:{ACCOUNT}")
    faults = next(one.value for one in made if one.rule == "faults_by_place")
    assert '"Internet tot"' in faults
    assert " OR ".join(["(Kiel", "Flensburg"]) in faults


def test_a_rule_too_long_for_one_query_becomes_several():
    words = tuple(f"Wort Nummer {n}" for n in range(100))
    rules = Rules.model_validate(
        {"language": "de", "rules": [{"name": "many", "any": words, "beside": ["Kiel"]}]}
    )
    made = queries(rules, account=ACCOUNT)
    assert len(made) > 1
    assert all(len(one.value) <= LONGEST_QUERY and "(Kiel)" in one.value for one in made)
    assert all(any(f'"{word}"' in one.value for one in made) for word in words)


@pytest.mark.parametrize("word", ['ein "Wort', "(Kiel)", "x", ""])
def test_a_rule_that_would_break_its_query_is_refused(word):
    with pytest.raises(ValidationError):
        Rules.model_validate({"language": "de", "rules": [{"name": "a", "any": [word]}]})


def test_a_rule_without_room_for_its_words_is_refused():
    beside = tuple(f"Ort der Handlung Nummer {n} im hohen Norden" for n in range(12))
    rules = Rules.model_validate(
        {"language": "de", "rules": [{"name": "a", "any": ["Internet"], "beside": beside}]}
    )
    with pytest.raises(ValueError, match="no room"):
        queries(rules, account=ACCOUNT)


async def test_what_a_search_finds_is_for_people_and_only_new_things_are_asked_for(redis_url):
    async with connected(redis_url, queries=[BRAND], bearer="") as world:
        repost = found("2080761390344937797", referenced_tweets=[{"type": "retweeted", "id": "1"}])
        own = found("2080761390344937798", author_id=ACCOUNT)
        asked = post("2080761390344937799")
        world.fake.lists[SEARCH] = lambda query: {"data": [asked, own, repost, found()], "meta": {}}
        await world.x.listening.listen_once()
        await world.x.listening.listen_once()
        [written] = world.kept.of(Written)
        assert (written.id, written.unasked) == (f"x:post:{POST}", True)
        assert world.kept.skipped.count("listening.addressed") == 4
        first, second = world.fake.made("GET", SEARCH)
    assert first["query"] == BRAND.value
    assert "start_time" in first
    assert ("since_id" in second) or ("start_time" in second)


async def test_what_addresses_us_is_left_to_its_own_event_and_answered(redis_url):
    async with connected(redis_url, queries=[BRAND]) as world:
        world.fake.lists[SEARCH] = lambda query: {"data": [post()], "meta": {}}
        await world.x.listening.listen_once()
        await world.hear(event("post.mention.create", post()))
        assert [one.unasked for one in world.kept.of(Written)] == [False]


async def test_nobody_is_answered_uninvited(redis_url):
    async with connected(redis_url, queries=[BRAND]) as world:
        world.fake.lists[SEARCH] = lambda query: {"data": [found()], "meta": {}}
        await world.x.listening.listen_once()
        with pytest.raises(NeedsPersonError):
            await world.x.public.send(PUBLIC, line("Hallo, können wir helfen?"))
        assert world.fake.posts == []


async def test_listening_keeps_to_its_budget(redis_url):
    windows = {kind: (Window(QUARTER, 50),) for kind in BudgetKind}
    windows[BudgetKind.SEARCH] = (Window(QUARTER, 2),)
    async with connected(redis_url, queries=[BRAND] * 5, budgets=windows) as world:
        for _ in range(3):
            await world.x.listening.listen_once()
        assert len(world.fake.made("GET", SEARCH)) == 2


async def test_a_search_that_fails_keeps_no_other_from_being_made(redis_url):
    other = Query(rule="other", value="(Kiel)")
    async with connected(redis_url, queries=[BRAND, other]) as world:
        world.fake.lists[SEARCH] = lambda query: (
            {"errors": [{"title": "bad"}]} if query["query"] == BRAND.value else {"data": [found()]}
        )
        await world.x.listening.listen_once()
        assert len(world.kept.of(Written)) == 1


class StreamServer:
    """X's stream: rules that are kept, and one connection with lines and pauses in it."""

    def __init__(self) -> None:
        self.rules: list[dict[str, str]] = []
        self.lines: list[str] = []
        self.status = 200
        self.mistakes: list[str] = []
        self.pause = 0.01

    async def handle(self, request: Request, path: str) -> object:
        if request.headers.get("authorization") != f"Bearer {BEARER}":
            self.mistakes.append("not the app's token")
        query = {name: request.args.get(name) for name in request.args}
        self.mistakes += query_errors(request.method, request.path, query)
        if request.path == RULES and request.method == "POST":
            self.mistakes += body_errors("POST", RULES, request.json)
            self._change(request.json)
        if request.path == RULES:
            return json_response({"data": self.rules, "meta": {}})
        if self.status != 200:
            return json_response({"title": "ConnectionException"}, status=self.status)

        async def talk(response: ResponseStream) -> None:
            for one in self.lines:
                await response.write(f"{one}\r\n")
                await asyncio.sleep(self.pause)

        return ResponseStream(talk, content_type="application/json")

    def _change(self, body: dict) -> None:
        for added in body.get("add", []):
            self.rules.append({**added, "id": str(100 + len(self.rules))})
        gone = body.get("delete", {}).get("ids", [])
        self.rules = [one for one in self.rules if one["id"] not in gone]


@asynccontextmanager
async def streaming(redis_url: str):
    server, port = StreamServer(), free_port()
    app = create_app(f"x-stream-{port}")
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    app.add_route(server.handle, "/<path:path>", methods=["GET", "POST"], name="all")
    url = f"http://127.0.0.1:{port}"
    world = connected(redis_url, queries=[BRAND], base_url=url)
    async with served(app, port), world as connected_world:
        yield server, connected_world
    assert server.mistakes == []


async def test_the_stream_tells_of_posts_through_pauses_and_nonsense(redis_url):
    async with streaming(redis_url) as (server, world):
        server.lines = [
            "",
            json.dumps({"data": found(), "matching_rules": [{"id": "100", "tag": "lotse:brand"}]}),
            "{half",
            json.dumps({"errors": [{"title": "operational-disconnect"}]}),
            "",
            json.dumps({"data": found("2080761390344937800")}),
        ]
        assert world.x.stream is not None
        await world.x.stream.listen()
        assert [one.unasked for one in world.kept.of(Written)] == [True, True]


async def test_the_streams_rules_become_ours_and_others_stay(redis_url):
    async with streaming(redis_url) as (server, world):
        stale = {"id": "1", "value": "(Alt)", "tag": "lotse:brand"}
        foreign = {"id": "2", "value": "(Fremd)", "tag": "marketing"}
        server.rules = [stale, foreign]
        assert world.x.stream is not None
        for _ in range(2):
            await world.x.stream.keep_rules()
        assert [(one["value"], one["tag"]) for one in server.rules] == [
            ("(Fremd)", "marketing"),
            (BRAND.value, "lotse:brand"),
        ]


async def test_a_stream_that_x_refuses_says_so(redis_url):
    async with streaming(redis_url) as (server, world):
        server.status = 429
        assert world.x.stream is not None
        with pytest.raises(RefusedError) as refused:
            await world.x.stream.listen()
        assert refused.value.problem is Problem.TOO_MANY
        assert "stream" in {one.name for one in rounds(world.x)}


async def test_a_stream_that_falls_silent_is_given_up(redis_url):
    async with streaming(redis_url) as (server, world):
        server.pause = 2.0
        server.lines = ["", ""]
        assert world.x.stream is not None
        impatient = replace(world.x.stream, silence=timedelta(seconds=0.2))
        with pytest.raises(UnansweredError):
            await impatient.listen()
