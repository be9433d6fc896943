"""Finds the connectors that there are, and the harness of each.

A channel's connector is a folder of `connectors/`. A single module beside the folders is none: the
vocabulary of what platforms tell, or the engine, which answers customers and never speaks to them.
"""

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import connectors
from conversation.identity import Channel
from tests.contract.connectors.harness import Connector

FOLDER = Path(connectors.__file__).parent


def folders(root: Path = FOLDER) -> list[str]:
    """Return the names of the connectors' folders."""
    return sorted(found.name for found in pkgutil.iter_modules([str(root)]) if found.ispkg)


def modules(root: Path = FOLDER) -> list[str]:
    """Return the names of the single modules beside them."""
    return sorted(found.name for found in pkgutil.iter_modules([str(root)]) if not found.ispkg)


def complaint(folder: str) -> str:
    """Return what is missing for a connector's folder; empty if nothing is."""
    name = f"{__package__}.{folder}"
    if importlib.util.find_spec(name) is None:
        return (
            f"connectors/{folder} has no harness: write tests/contract/connectors/{folder}.py with "
            "CHANNELS, one Connector for each of its channels (docs/channels/adding.md, step 6)."
        )
    if not channels_of(folder):
        return f"tests/contract/connectors/{folder}.py names no channel in CHANNELS."
    return ""


def channels_of(folder: str) -> Mapping[Channel, Connector]:
    """Return the channels of a folder's harness."""
    channels: Mapping[Channel, Connector] = importlib.import_module(
        f"{__package__}.{folder}"
    ).CHANNELS
    return channels


def every_channel() -> dict[Channel, Connector]:
    """Return all channels that have a harness."""
    named = [folder for folder in folders() if not complaint(folder)]
    return {channel: one for name in named for channel, one in channels_of(name).items()}


def senders_in(module: ModuleType) -> list[str]:
    """Return the names of a module's classes that are ways out (`ports.Sender`)."""
    return [
        name
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__
        and inspect.iscoroutinefunction(getattr(kind, "send", None))
        and (hasattr(kind, "repeatable") or "repeatable" in kind.__annotations__)
    ]
