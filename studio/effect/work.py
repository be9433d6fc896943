"""How much editors have corrected, how fast, from the commits they have made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt

from studio.versions.git import Commit, Git
from studio.versions.messages import AFTER, BEFORE, read_trailers

#: Whoever does nothing for so long is doing something else: the lease of a sentence in the inbox.
PAUSE = timedelta(minutes=10)
LEAST = 20
MOST = 20_000
Z = 1.96
_FIELD, _END = "\x1f", "\x1e"
_FORMAT = f"--format=%ae{_FIELD}%aI{_FIELD}%b{_END}"


@dataclass(frozen=True, slots=True)
class Correction:
    """One act of an editor. `examples` is how many it touched, `read_in` that they came in a file.

    `who` tells editors apart and is shown to nobody.
    """

    who: str
    at: datetime
    examples: int
    read_in: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """So many corrections in so many seconds of work, counted from one to the next."""

    corrections: int
    seconds: float

    @property
    def enough(self) -> bool:
        """Whether there are enough to say anything."""
        return self.corrections >= LEAST and self.seconds > 0

    @property
    def an_hour(self) -> float:
        """How many an hour."""
        return self.corrections * 3600 / self.seconds

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true number lies in 95 of 100 cases (Byar's approximation for counts)."""
        k, hour = self.corrections, 3600 / self.seconds
        low = k * (1 - 1 / (9 * k) - Z / (3 * sqrt(k))) ** 3
        high = (k + 1) * (1 - 1 / (9 * (k + 1)) + Z / (3 * sqrt(k + 1))) ** 3
        return low * hour, high * hour


def corrections(
    git: Git, new: Commit, *, old: Commit | None = None, since: datetime | None = None
) -> list[Correction]:
    """Return what `new` holds that `old` does not, of that what was done from `since` on.

    Raises GitError, also where one of the two is no commit of this repository.
    """
    without = (f"^{old}",) if old else ()
    return _read(git, since, "--no-merges", new, *without)


def recent_corrections(git: Git, published: Commit, *, since: datetime) -> list[Correction]:
    """Return what was done from `since` on, published or in anybody's draft. Raises GitError."""
    return _read(git, since, "--no-merges", "--branches=studio/*", published)


def pace_of(done: Sequence[Correction]) -> Pace:
    """Return how fast was worked: the time between two acts of an editor, longer pauses left out.

    What was read in from a file is no work sentence by sentence.
    """
    times: dict[str, list[datetime]] = defaultdict(list)
    for one in done:
        if not one.read_in:
            times[one.who].append(one.at)
    gaps = [later - earlier for its in times.values() for earlier, later in pairwise(sorted(its))]
    worked = [gap.total_seconds() for gap in gaps if gap <= PAUSE]
    return Pace(len(worked), sum(worked))


def _read(git: Git, since: datetime | None, *arguments: str) -> list[Correction]:
    found = []
    said = git.log(_FORMAT, f"--max-count={MOST}", *arguments)
    for row in said.split(_END):
        if not row.strip():
            continue
        who, at, body = row.strip("\n").split(_FIELD)
        told = [key for key, _ in read_trailers(body)]
        moment = datetime.fromisoformat(at)
        if told and (since is None or moment >= since):
            added = told.count(AFTER)
            gone = told.count(BEFORE)
            read_in = added > 1 and not gone
            found.append(Correction(who, moment, max(added, gone), read_in=read_in))
    return found
