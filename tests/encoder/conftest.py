"""Models and processes that several tests of the encoder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.encoder import tiny
from tests.encoder.servers import EncoderProcess, encoder_process


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real model of a few thousand weights."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    tiny.build_in_process(folder)
    return folder


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EncoderProcess]:
    """The real encoder with the model that the package carries, compiled as in service."""
    folder = tmp_path_factory.mktemp("encoder")
    with encoder_process(folder / "log", compiled_dir=str(folder / "compiled")) as encoder:
        yield encoder
