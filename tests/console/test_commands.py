"""The one table of commands: it names every key that works, and none that does not."""

import re
from pathlib import Path

from handoff.console import commands
from handoff.console.commands import COMMANDS
from tests.console.world import World

FOLDER = Path(commands.__file__).parent / "templates"
#: Written as `data-key="x"`, or chosen by a template among several: `{'queue': 'q', ...}`.
KEY = re.compile(r'data-key="([^"{]+)"')
CHOSEN = re.compile(r'data-key="\{\{ (\{[^}]+\})')


def _keys_of_the_templates() -> set[str]:
    found: set[str] = set()
    for template in FOLDER.glob("*.html"):
        text = template.read_text()
        found.update(KEY.findall(text))
        for choices in CHOSEN.findall(text):
            found.update(re.findall(r": '([^']+)'", choices))
    return found


def test_every_key_of_an_element_is_a_command_and_every_command_has_its_element() -> None:
    assert _keys_of_the_templates() == {one.key for one in COMMANDS if one.key}


def test_no_key_has_two_meanings() -> None:
    keys = [one.keys for one in COMMANDS]
    assert len(set(keys)) == len(keys)
    assert all(one.keys == (one.key,) for one in COMMANDS if one.key)


async def test_the_overview_and_the_bar_are_of_the_table(world: World) -> None:
    page = (await (await world.house.logged_in("mara")).get("/console/queue")).text
    for one in COMMANDS:
        assert f"<dd>{one.words}</dd>" in page
        assert (f'data-runs="{one.key}"' in page) == bool(one.key)
