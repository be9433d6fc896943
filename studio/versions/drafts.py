"""A draft for each editor: a branch of their own that nobody else writes and that is published."""

import re
from dataclasses import dataclass
from functools import lru_cache

from conversation.ports import Clock
from studio.content.changes import Change, Step
from studio.content.content import Content
from studio.content.folder import FOLDERS, Folder, decoded
from studio.versions.errors import GitError, MovedError
from studio.versions.git import Author, Blob, Commit, Git
from studio.versions.messages import message

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
MOST_VERSIONS = 8
TRIES = 5


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes something: the account's id, the name colleagues read, the login."""

    id: str
    name: str
    login: str

    def __post_init__(self) -> None:
        """Refuse an id that is no name of a branch."""
        if not _NAME.match(self.id):
            raise ValueError("An editor's id is letters, digits, - and _.")

    @property
    def branch(self) -> str:
        """The reference that is this editor's draft."""
        return f"refs/heads/studio/{self.id}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor sees: content, the commit it is, the published one it was begun from.

    `behind`: others have published since; `own`: there is something to publish.
    """

    commit: Commit
    base: Commit
    folder: Folder
    behind: bool
    own: bool

    @property
    def content(self) -> Content:
        """The content as the editor has left it."""
        return self.folder.content


@dataclass(frozen=True, slots=True)
class Version:
    """A change that is kept: its commit and what became of each example."""

    commit: Commit
    steps: tuple[Step, ...]


class Drafts:
    """Drafts in a git repository; safe for several processes at once."""

    def __init__(self, git: Git, clock: Clock) -> None:
        self._git = git
        self._clock = clock

    def published(self) -> Commit:
        """Return the commit that everybody's work begins from. Raises GitError."""
        commit = self._git.commit_of(self._git.branch())
        if commit is None:
            raise GitError("There is no commit yet.")
        return commit

    def open(self, editor: Editor) -> Draft:
        """Return an editor's draft; without own changes it is what is published."""
        published = self.published()
        draft = self._git.commit_of(editor.branch)
        if draft is None or self._git.is_ancestor(draft, published):
            folder = read_commit(self._git, published)
            return Draft(published, published, folder, behind=False, own=False)
        base = self._git.base(draft, published)
        folder = read_commit(self._git, draft)
        return Draft(draft, base, folder, behind=base != published, own=True)

    def change(self, editor: Editor, change: Change, *, why: str = "") -> Version:
        """Keep a change in the editor's draft, in their name; on disk when this returns.

        Raises ContentError if it cannot be made, MovedError if the same editor, in another window,
        is faster again and again.
        """
        for _ in range(TRIES):
            draft = self.open(editor)
            content, steps = draft.content.changed(change)
            if content.files == draft.content.files:
                return Version(draft.commit, ())
            commit = self._git.commit(
                changed_files(self._git, draft.content, content),
                parents=[draft.commit],
                message=message(change, steps, why=why),
                author=self.author(editor),
            )
            try:
                self.move(editor, commit, why="studio: change")
            except MovedError:
                continue
            return Version(commit, steps)
        raise MovedError("Jemand war schneller; bitte noch einmal versuchen.")

    def move(self, editor: Editor, commit: Commit, *, why: str) -> None:
        """Let a draft be `commit`, which was built on it. Raises MovedError if it was not."""
        old = self._git.commit_of(editor.branch)
        if old and not self._git.is_ancestor(old, commit):
            raise MovedError("Der Entwurf hat sich inzwischen geändert.")
        self._git.move(editor.branch, commit, old=old, why=why)

    def author(self, editor: Editor) -> Author:
        """Return how an editor signs."""
        return Author(editor.name, editor.login, self._clock.now())


def read_commit(git: Git, commit: Commit) -> Folder:
    """Return the content of a commit; the latest ones are remembered."""
    return _read(git, commit)


def changed_files(git: Git, before: Content, after: Content) -> dict[str, Blob | None]:
    """Return what is to be committed to come from one content to the other."""
    paths = before.files.keys() | after.files.keys()
    differ = sorted(path for path in paths if before.files.get(path) != after.files.get(path))
    texts = {path: after.files.get(path) for path in differ}
    return {path: None if text is None else git.keep(text.encode()) for path, text in texts.items()}


@lru_cache(maxsize=MOST_VERSIONS)
def _read(git: Git, commit: Commit) -> Folder:
    blobs = git.blobs(commit, FOLDERS)
    shown = {path: blob for path, blob in blobs.items() if path.endswith(".yml")}
    return decoded(dict(zip(shown, git.read(list(shown.values())), strict=True)))
