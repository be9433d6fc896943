"""Messenger between the page and people: threads, windows, and who may write when."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.world.clock import WorldClock
from tests.world.meta import errors
from tests.world.meta.requests import Media, Message, SendRequest
from tests.world.meta.state import Note, Person, Thread
from tests.world.numbers import Numbers
from tests.world.settings import FacebookSettings

WINDOW = timedelta(hours=24)
HUMAN_WINDOW = timedelta(days=7)
DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
A_SECOND = {"text": 300, "media": 10, "conversations": 2}
CALLS_PER_PERSON = 200
RETIRED = {"CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE"}
HUMAN_AGENT = "HUMAN_AGENT"
PAGE_INBOX = "263902037430900"


class Messenger:
    """All threads of the page."""

    def __init__(self, settings: FacebookSettings, clock: WorldClock, numbers: Numbers) -> None:
        self._settings = settings
        self._clock = clock
        self._numbers = numbers
        self._threads: dict[str, Thread] = {}
        self._lately: dict[str, deque[datetime]] = {kind: deque() for kind in A_SECOND}
        self._calls: deque[datetime] = deque()
        self.restricted = False

    def __iter__(self) -> Iterator[Thread]:
        return iter(self._threads.values())

    def admit(self, person: Person) -> Thread:
        """Return a person's thread, opened if there is none."""
        if person.psid not in self._threads:
            owner = self._settings.app_id
            self._threads[person.psid] = Thread(person, owner=owner)
        return self._threads[person.psid]

    def thread(self, psid: str) -> Thread:
        """Return a thread. Raises GraphError for a person whom the page does not know."""
        if psid not in self._threads:
            raise errors.no_such_person()
        return self._threads[psid]

    def heard(self, person: Person, note: Note) -> Thread:
        """Keep what a person wrote; it opens the window."""
        thread = self.admit(person)
        thread.notes.append(note)
        self.acted(thread)
        return thread

    def acted(self, thread: Thread) -> None:
        thread.last_action = self._clock.now()

    def note(self, text: str = "", **more: object) -> Note:
        return Note(self._numbers.long("m_"), self._clock.now(), text, **more)  # type: ignore[arg-type]

    def check(self, request: SendRequest, thread: Thread, *, app_id: str) -> None:
        """Raise Meta's refusal if a message or an action may not be sent."""
        if self.restricted:
            raise errors.page_restricted()
        if thread.person.blocks_page:
            raise errors.person_unavailable()
        if thread.owner not in (None, app_id):
            raise errors.other_app_controls()
        self._check_window(request, thread)
        if request.message:
            self.count("media" if _is_heavy(request.message) else "text")

    def say(self, thread: Thread, message: Message, *, app_id: str, tag: str | None = None) -> Note:
        """Keep what the page says."""
        note = self.note(
            message.text or "",
            app_id=app_id,
            metadata=message.metadata,
            quick_replies=[
                one.model_dump(exclude_none=True) for one in message.quick_replies or ()
            ],
            attachment=message.attachment.model_dump(exclude_none=True)
            if message.attachment
            else None,
            reply_to=message.reply_to.mid if message.reply_to else None,
            tag=tag,
        )
        thread.notes.append(note)
        thread.typing = False
        thread.owner = thread.owner or app_id
        return note

    def count(self, kind: str) -> None:
        """Count something of which there may be so many a second. Raises GraphError 613."""
        now, lately = self._clock.now(), self._lately[kind]
        _forget(lately, now - SECOND)
        if len(lately) >= A_SECOND[kind]:
            raise errors.limited(613)
        lately.append(now)

    def forget_counts(self) -> None:
        """Begin a new second and a new day, as far as limits go."""
        self._calls.clear()
        for lately in self._lately.values():
            lately.clear()

    def count_call(self) -> dict[str, int]:
        """Count a call for the app's quota of a day; return what the usage headers tell.

        Raises GraphError 4 when it is spent.
        """
        now = self._clock.now()
        _forget(self._calls, now - DAY)
        engaged = sum(
            thread.last_action is not None and thread.last_action > now - DAY for thread in self
        )
        quota = CALLS_PER_PERSON * max(1, engaged)
        if len(self._calls) >= quota:
            raise errors.limited(4)
        self._calls.append(now)
        used = 100 * len(self._calls) // quota
        return {"call_count": used, "total_time": used, "total_cputime": used}

    def _check_window(self, request: SendRequest, thread: Thread) -> None:
        silent = self._clock.now() - thread.last_action if thread.last_action else None
        if request.tag is not None:
            self._check_tag(request.tag)
            if silent is None or silent > HUMAN_WINDOW:
                raise errors.outside_window()
        elif silent is None or silent > WINDOW:
            raise errors.outside_window()

    def _check_tag(self, tag: str) -> None:
        if tag in RETIRED:
            raise errors.retired_tag()
        if tag != HUMAN_AGENT:
            raise errors.invalid(f"Param tag must be one of {{{HUMAN_AGENT}}}")
        if not self._settings.human_agent_approved:
            raise errors.not_approved()


def _is_heavy(message: Message) -> bool:
    return isinstance(message.attachment, Media) and message.attachment.type in ("audio", "video")


def _forget(moments: deque[datetime], before: datetime) -> None:
    while moments and not before < moments[0]:
        moments.popleft()
