"""The Lua scripts beside this module, read once."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "lua"

BEGIN = (_FOLDER / "begin.lua").read_text()
STAND = (_FOLDER / "stand.lua").read_text()
NOTE = (_FOLDER / "note.lua").read_text()
TAKE = (_FOLDER / "take.lua").read_text()
LEARN = (_FOLDER / "learn.lua").read_text()
UNLOCK = (_FOLDER / "unlock.lua").read_text()
