"""The little of git that versions need, by its own program: objects, references, a log."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NewType

from studio.versions.errors import GitError, MovedError

Commit = NewType("Commit", str)
Blob = NewType("Blob", str)

SECONDS = 60.0
# A lock that has not gone after this long belongs to somebody who was killed.
LOCK_SECONDS = 10.0
NONE = "0" * 40
_OPTIONS = ("core.fsync=objects,reference,index", "core.quotePath=false", "gc.auto=0")


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a commit, and when."""

    name: str
    address: str
    at: datetime


class Git:
    """A repository with a work tree at `root`. All is on disk when a call returns.

    Every method raises GitError when git refuses.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def top(self) -> Path:
        """Return the topmost folder of the work tree."""
        return Path(self._said("rev-parse", "--show-toplevel").rstrip("\n"))

    def folder(self) -> Path:
        """Return where the repository keeps its own files."""
        return self.root / self._said("rev-parse", "--git-dir").strip()

    def branch(self) -> str:
        """Return the full name of the branch that the work tree shows."""
        return self._said("symbolic-ref", "HEAD").strip()

    def commit_of(self, reference: str) -> Commit | None:
        """Return what a reference names, None if there is none of that name."""
        done = self._run("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}", check=False)
        return Commit(done.stdout.decode().strip()) if done.returncode == 0 else None

    def is_ancestor(self, old: Commit, new: Commit) -> bool:
        """Say whether `new` was built on `old`, or is the same."""
        done = self._run("merge-base", "--is-ancestor", old, new, check=False)
        if done.returncode > 1:
            raise GitError(_words(done))
        return done.returncode == 0

    def base(self, one: Commit, other: Commit) -> Commit:
        """Return the last commit that two have in common."""
        return Commit(self._said("merge-base", one, other).strip())

    def blobs(self, commit: Commit, folders: Sequence[str]) -> dict[str, Blob]:
        """Return the files below `folders` of a commit, by path."""
        said = self._said("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
        rows = [row.partition("\t") for row in said.split("\0") if row]
        return {path: Blob(told.split()[2]) for told, _, path in rows}

    def read(self, blobs: Sequence[Blob]) -> list[bytes]:
        """Return the content of files."""
        asked = "".join(f"{blob}\n" for blob in blobs).encode()
        said = self._run("cat-file", "--batch", given=asked).stdout
        contents, at = [], 0
        for blob in blobs:
            end = said.index(b"\n", at)
            if said[at:end].endswith(b"missing"):
                raise GitError(f"{blob} is missing.")
            size = int(said[at:end].split()[2])
            contents.append(said[end + 1 : end + 1 + size])
            at = end + size + 2
        return contents

    def keep(self, content: bytes) -> Blob:
        """Keep the content of a file."""
        done = self._run("hash-object", "-w", "--stdin", given=content)
        return Blob(done.stdout.decode().strip())

    def commit(
        self,
        files: Mapping[str, Blob | None],
        *,
        parents: Sequence[Commit],
        message: str,
        author: Author,
    ) -> Commit:
        """Return a commit that is its first parent but for `files`; None takes a file away."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._run("read-tree", parents[0], also=index)
            self._run("update-index", "-z", "--index-info", given=_entries(files), also=index)
            tree = self._said("write-tree", also=index).strip()
        named = [word for parent in parents for word in ("-p", parent)]
        done = self._run(
            "commit-tree", tree, *named, given=message.encode(), also=_identity(author)
        )
        return Commit(done.stdout.decode().strip())

    def move(self, reference: str, new: Commit, *, old: Commit | None, why: str) -> None:
        """Let a reference name another commit. Raises MovedError if it did not name `old`."""
        self._break_stale_lock(self.folder() / f"{reference}.lock")
        arguments = ("update-ref", "-m", why, reference, new, old or NONE)
        done = self._run(*arguments, check=False)
        if done.returncode and self.commit_of(reference) != old:
            raise MovedError("Jemand war schneller; bitte noch einmal ansehen.")
        if done.returncode:
            raise GitError(_words(done))

    def stage(self, files: Mapping[str, Blob | None], *, before: Mapping[str, Blob]) -> None:
        """Let the index know `files`, except where somebody has staged something else."""
        self._break_stale_lock(self.folder() / "index.lock")
        said = self._said("ls-files", "-s", "-z", "--", *files)
        rows = [row.partition("\t") for row in said.split("\0") if row]
        staged = {path: told.split()[1] for told, _, path in rows}
        due = {path: blob for path, blob in files.items() if staged.get(path) == before.get(path)}
        if due:
            self._run("update-index", "-z", "--index-info", given=_entries(due))

    def log(self, *arguments: str) -> str:
        """Return what `git log` says; what is asked for must not begin with a dash unchecked."""
        return self._said("log", *arguments)

    def _said(self, *arguments: str, also: Mapping[str, str] | None = None) -> str:
        return self._run(*arguments, also=also).stdout.decode(errors="replace")

    def _run(
        self,
        *arguments: str,
        given: bytes = b"",
        also: Mapping[str, str] | None = None,
        check: bool = True,
    ) -> subprocess.CompletedProcess[bytes]:
        options = [word for option in (*_OPTIONS, f"safe.directory={self.root}") for word in
                   ("-c", option)]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - arguments of our own, no shell
                ["git", *options, *arguments],  # noqa: S607 - found on the path below
                cwd=self.root,
                env=_environment(also or {}),
                input=given,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitError(f"git {arguments[0]}: {type(error).__name__}") from error
        if check and done.returncode:
            raise GitError(f"git {arguments[0]}: {_words(done)}")
        return done

    @staticmethod
    def _break_stale_lock(lock: Path) -> None:
        """Take away what a killed git has left; a living one holds a lock for milliseconds."""
        try:
            if time.time() - lock.stat().st_mtime > LOCK_SECONDS:
                os.unlink(lock)
        except FileNotFoundError:
            return


def _entries(files: Mapping[str, Blob | None]) -> bytes:
    rows = (
        f"100644 {blob}\t{path}\0" if blob else f"0 {NONE}\t{path}\0"
        for path, blob in files.items()
    )
    return "".join(rows).encode()


def _environment(also: Mapping[str, str]) -> dict[str, str]:
    """Return all that git learns of the environment: nobody's own settings."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        **also,
    }


def _identity(author: Author) -> dict[str, str]:
    when = str(int(author.at.timestamp())) + " +0000"
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (
            ("NAME", _plain(author.name) or "?"),
            ("EMAIL", _plain(author.address)),
            ("DATE", when),
        )
    }


def _plain(text: str) -> str:
    """Return a name without what separates names and addresses in a commit."""
    return " ".join("".join(" " if one in "<>\n\r\0" else one for one in text).split())


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"ended with {done.returncode}"
