"""Says whether the studio can work on a folder, before anybody is shown one that cannot."""

from studio.content.opening import EXAMPLES
from studio.versions.errors import GitError
from studio.versions.git import Git

#: Drafts are branches below this name, so it cannot be one.
TAKEN = "refs/heads/studio"


def lacking(git: Git) -> str:
    """Return what a folder lacks to be worked on, empty if nothing.

    It takes the top of a repository, a branch that is checked out, a commit, and examples.
    """
    try:
        if git.top().resolve() != git.root.resolve():
            return "it is not the top folder of its repository"
        commit = git.commit_of(git.branch())
        if commit is None:
            return "there is no commit yet"
        if git.commit_of(TAKEN):
            return "it has a branch called studio, below which drafts are to be kept"
        return "" if git.blobs(commit, (EXAMPLES,)) else f"there is no {EXAMPLES} in its commit"
    except GitError as error:
        return str(error)
