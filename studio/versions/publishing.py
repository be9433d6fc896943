"""Publishes a draft: into the branch that is shown, and into the files that are the truth.

The commit comes first, then the files, one by one; a note beside them says what is still to be
done, so that a publication that was killed in the middle is finished by whoever comes next.
"""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from studio.content.content import Content
from studio.content.folder import FOLDERS
from studio.files import PARTIAL, replace_file
from studio.versions.conflicts import Choices, Conflict, ConflictsError, merged
from studio.versions.drafts import Drafts, Editor, changed_files, read_commit
from studio.versions.git import Blob, Commit, Git

NOTE = "studio-publication.json"
LOCK = "studio-publication.lock"
UNCHANGED: Choices = {}


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published; `by_hand` are files whose unpublished hand edits contradict it.

    They stay as the hand has left them; the published text is in the commit.
    """

    commit: Commit
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Note:
    """A publication under way. `before` and `after` name what each file held and is to hold."""

    branch: str
    old: Commit
    new: Commit
    before: Mapping[str, Blob]
    after: Mapping[str, Blob | None]


class Publishing:
    """Publishes one draft at a time, over all processes."""

    def __init__(self, git: Git, drafts: Drafts) -> None:
        self._git = git
        self._drafts = drafts

    def publish(
        self, editor: Editor, *, why: str = "", choices: Choices = UNCHANGED
    ) -> Publication:
        """Put an editor's draft and all that was published meanwhile together, and publish it.

        Raises ConflictsError, with what an editor has to decide; then nothing has changed.
        Raises GitError, OSError.
        """
        with self._alone():
            self._finish()
            draft, old = self._drafts.open(editor), self._drafts.published()
            if not draft.own:
                return Publication(old)
            theirs = read_commit(self._git, old).content
            base = read_commit(self._git, draft.base).content
            content = Content(
                merged(base.files, draft.content.files, theirs.files, choices=choices)
            )
            self._check_hand_edits(theirs, content)
            note = self._committed(editor, draft.commit, old, content, why=why)
            replace_file(self._note, json.dumps(asdict(note)).encode())
            self._git.move(note.branch, note.new, old=old, why="studio: publish")
            publication = self._carry_out(note)
            self._drafts.move(editor, note.new, why="studio: published")
            return publication

    def finish(self) -> None:
        """Finish what somebody who was killed has begun. Raises GitError, OSError."""
        with self._alone():
            self._finish()

    @property
    def _note(self) -> Path:
        return self._git.folder() / NOTE

    def _committed(
        self, editor: Editor, draft: Commit, old: Commit, content: Content, *, why: str
    ) -> _Note:
        theirs = read_commit(self._git, old).content
        files = changed_files(self._git, theirs, content)
        subject = f"Entwurf von {editor.name} veröffentlicht"
        new = self._git.commit(
            files,
            parents=[old, draft],
            message="\n\n".join(part for part in (subject, " ".join(why.split())) if part) + "\n",
            author=self._drafts.author(editor),
        )
        blobs = self._git.blobs(old, list(files)) if files else {}
        return _Note(self._git.branch(), old, new, before=blobs, after=files)

    def _finish(self) -> None:
        for partial in self._partial():
            partial.unlink(missing_ok=True)
        try:
            note = _Note(**json.loads(self._note.read_text()))
        except FileNotFoundError:
            return
        now = self._git.commit_of(note.branch)
        if now and self._git.is_ancestor(note.new, now):
            self._carry_out(note)
        self._note.unlink(missing_ok=True)

    def _carry_out(self, note: _Note) -> Publication:
        """Bring the files to what was committed; doing it again changes nothing."""
        left = [path for path in note.after if not self._bring(path, note)]
        self._git.stage(note.after, before=note.before)
        self._note.unlink(missing_ok=True)
        return Publication(note.new, by_hand=tuple(left))

    def _bring(self, path: str, note: _Note) -> bool:
        """Write a file unless a hand has changed it so that the two do not go together."""
        before = self._text(note.before.get(path))
        after = self._text(note.after[path])
        file = self._git.root / path
        present = file.read_bytes().decode(errors="replace") if file.exists() else None
        if present == after:
            return True
        try:
            text = _with_hand_edit(path, before, after=after, present=present)
        except ConflictsError:
            return False
        if text is None:
            file.unlink(missing_ok=True)
        elif text != present:
            file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(file, text.encode())
        return True

    def _text(self, blob: Blob | None) -> str | None:
        return self._git.read([blob])[0].decode() if blob else None

    def _check_hand_edits(self, old: Content, new: Content) -> None:
        """Look beforehand whether what a hand has written goes together with the draft.

        Raises ConflictsError.
        """
        conflicts: list[Conflict] = []
        for path in old.files.keys() | new.files.keys():
            if old.files.get(path) == new.files.get(path):
                continue
            file = self._git.root / path
            present = file.read_bytes().decode(errors="replace") if file.exists() else None
            try:
                _with_hand_edit(path, old.files.get(path), after=new.files.get(path),
                                present=present)  # fmt: skip
            except ConflictsError as error:
                conflicts += [_by_hand(one) for one in error.conflicts]
        if conflicts:
            raise ConflictsError(conflicts)

    def _partial(self) -> Iterator[Path]:
        """Find files that somebody was killed over before they took their place."""
        for folder in FOLDERS:
            yield from (self._git.root / folder).rglob(f".*{PARTIAL}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._git.folder() / LOCK).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _with_hand_edit(
    path: str, before: str | None, *, after: str | None, present: str | None
) -> str | None:
    versions = [{path: text} if text is not None else {} for text in (before, after, present)]
    return merged(versions[0], versions[1], versions[2]).get(path)


def _by_hand(conflict: Conflict) -> Conflict:
    return Conflict(
        conflict.path,
        conflict.line,
        "Diese Stelle hat jemand in der Datei von Hand geändert und noch nicht festgeschrieben.",
        conflict.mine,
        conflict.theirs,
    )
