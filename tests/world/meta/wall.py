"""The page's posts and the comments below them."""

from collections.abc import Iterator
from datetime import timedelta

from tests.world.clock import WorldClock
from tests.world.meta import errors
from tests.world.meta.state import Comment, PagePost
from tests.world.numbers import Numbers

PRIVATE_REPLY = timedelta(days=7)


class Wall:
    """All posts and comments of the page."""

    def __init__(self, page_id: str, clock: WorldClock, numbers: Numbers) -> None:
        self._page_id = page_id
        self._clock = clock
        self._numbers = numbers
        self._posts: dict[str, PagePost] = {}
        self._comments: dict[str, Comment] = {}

    def posts(self) -> Iterator[PagePost]:
        return (post for post in self._posts.values() if not post.deleted)

    def comments(self, *, below: str | None = None) -> list[Comment]:
        """Return the comments that stand; those right `below` a post or a comment, or all."""
        return [
            one
            for one in self._comments.values()
            if not one.deleted and below in (None, one.parent_id)
        ]

    def post(self, id: str) -> PagePost | None:
        post = self._posts.get(id)
        return post if post and not post.deleted else None

    def comment(self, id: str) -> Comment | None:
        comment = self._comments.get(id)
        return comment if comment and not comment.deleted else None

    def publish(self, author_id: str, author_name: str, message: str) -> PagePost:
        id = f"{self._page_id}_{self._numbers.long()}"
        post = PagePost(id, author_id, author_name, message, self._clock.now())
        self._posts[id] = post
        return post

    def reply(
        self,
        target: str,
        author_id: str,
        author_name: str,
        message: str,
        *,
        anonymous: bool = False,
        photo: str = "",
    ) -> Comment:
        """Comment on a post or a comment. Raises GraphError if it is not there."""
        above = self.comment(target)
        post_id = above.post_id if above else target
        if self.post(post_id) is None:
            raise errors.no_such_object(target)
        # Below a comment there is one level only: an answer to an answer stands beside it.
        parent = (above.id if above.parent_id == post_id else above.parent_id) if above else post_id
        comment = Comment(
            id=f"{post_id.partition('_')[2]}_{self._numbers.long()}",
            post_id=post_id,
            parent_id=parent,
            author_id=author_id,
            author_name=author_name,
            message=message,
            created_at=self._clock.now(),
            anonymous=anonymous,
            photo=photo,
        )
        self._comments[comment.id] = comment
        return comment

    def remove(self, comment: Comment) -> None:
        """Delete a comment and all below it."""
        comment.deleted = True
        for one in self.comments(below=comment.id):
            one.deleted = True

    def for_private_reply(self, id: str) -> Comment | PagePost:
        """Return what may be answered in private, once and within seven days. Raises GraphError."""
        found = self.comment(id) or self.post(id)
        if found is None:
            raise errors.no_such_object(id)
        if found.author_id == self._page_id:
            raise errors.cannot_reply()
        if self._clock.now() - found.created_at > PRIVATE_REPLY:
            raise errors.cannot_reply()
        return found
