"""A git repository with the sample content, and editors who work in it."""

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from studio.versions.drafts import Drafts, Editor
from studio.versions.git import Git
from studio.versions.publishing import Publishing
from tests.studio.content.samples import FILES

ANNA = Editor(id="anna", name="Anna Petersen", login="anna")
BODO = Editor(id="bodo", name="Bodo Jensen", login="bodo@foerdekom.example")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Watch:
    """Shows noon."""

    def now(self) -> datetime:
        return NOON


@dataclass(frozen=True)
class Studio:
    """Everything that versions need, in one folder."""

    root: Path
    git: Git
    drafts: Drafts
    publishing: Publishing

    def hand(self, *arguments: str) -> str:
        """Do something by hand, as a programmer at the command line."""
        options = ["-c", "user.name=Hand", "-c", "user.email=hand@foerdekom.example"]
        done = subprocess.run(
            ["git", *options, *arguments], cwd=self.root, check=True, capture_output=True, text=True
        )
        return done.stdout

    def file(self, name: str = "greeting") -> Path:
        return next(self.root / path for path in FILES if name in path)


def studio_at(root: Path) -> Studio:
    git = Git(root)
    drafts = Drafts(git, Watch())
    return Studio(root, git, drafts, Publishing(git, drafts))


def new_studio(root: Path) -> Studio:
    studio = studio_at(root)
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "README.md").write_text("Nicht für das Studio.\n")
    studio.hand("init", "-q", "-b", "main")
    studio.hand("add", ".")
    studio.hand("commit", "-q", "-m", "Anfang")
    return studio
