"""One engine for all tests of this folder; each test finds its surroundings in good order."""

from collections.abc import Iterator

import pytest

from tests.bot.care import Care
from tests.bot.engine import Customer, Engine, engine_process
from tests.bot.model import trained_assistant
from tests.bot.world import CATALOGUE, surroundings
from tests.encoder.servers import encoder_process


@pytest.fixture(scope="session")
def engine_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder, assistant = tmp_path_factory.mktemp("engine"), trained_assistant()
    understands = {
        "model_dir": str(assistant.encoder_dir),
        "compiled_dir": str(assistant.encoder_dir.parent / "compiled"),
    }
    with (
        surroundings() as (office, encoder, wire),
        encoder_process(folder / "encoder.log", **understands) as own,
        engine_process(
            assistant.file,
            folder=folder,
            office=office,
            wire=wire,
            encoder=encoder,
            understands_with=own.url,
        ) as engine,
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
