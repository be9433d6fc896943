"""What can go wrong with versions."""

from studio.content.problems import ContentError


class GitError(Exception):
    """Git refused; its own words are for those who run the system, not for editors."""


class MovedError(ContentError):
    """Somebody was faster; the work is to be looked at again. Nothing was overwritten."""
