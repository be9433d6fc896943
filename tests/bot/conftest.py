"""One engine for all tests of this folder; each test finds its surroundings in good order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.care import Care
from tests.bot.engine import Customer, Engine, engine_process
from tests.bot.model import trained_model
from tests.bot.world import CATALOGUE, surroundings


@pytest.fixture(scope="session")
def model(request: pytest.FixtureRequest) -> Path:
    """The trained assistant, kept between runs as long as its content stays the same."""
    return trained_model(request.config.cache.mkdir("assistant"))


@pytest.fixture(scope="session")
def engine_of_the_session(
    model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("engine")
    with (
        surroundings() as (office, encoder, wire),
        engine_process(model, folder=folder, office=office, wire=wire, encoder=encoder) as engine,
    ):
        yield engine


@pytest.fixture
def engine(engine_of_the_session: Engine) -> Iterator[Engine]:
    """The engine, with nothing broken and no fault running."""
    yield engine_of_the_session
    office, wire = engine_of_the_session.office, engine_of_the_session.wire
    office.broken, office.problems, office.offerings = False, [], CATALOGUE
    office.care = Care()
    office.lines, engine_of_the_session.encoder.broken = {}, False
    wire.repair()


@pytest.fixture
def customer(engine: Engine) -> Customer:
    """Somebody new."""
    return Customer(engine)
