"""What reaches a customer: lines with the buttons under them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One line that reached the customer; `speaker` is assistant, agent or notice.

    `private`: it reached them in private while they wrote in public.
    """

    speaker: str
    text: str
    titles: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """All that reached the customer after something they wrote."""

    lines: tuple[Said, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines' texts."""
        return tuple(line.text for line in self.lines)

    @property
    def titles(self) -> tuple[str, ...]:
        """The buttons' titles, in order."""
        return tuple(title for line in self.lines for title in line.titles)

    @property
    def in_public(self) -> "Reply":
        """What everybody can read of it."""
        return Reply(tuple(line for line in self.lines if not line.private))

    @property
    def everything(self) -> str:
        """All that can be read, in order."""
        return "\n".join(part for line in self.lines for part in (line.text, *line.titles) if part)


def together(replies: Sequence[Reply]) -> Reply:
    """Return several replies as one."""
    return Reply(tuple(line for reply in replies for line in reply.lines))
