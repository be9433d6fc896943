"""What a provider sets for X; the gateway fills it from its own settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

QUARTER = timedelta(minutes=15)
DAY = timedelta(hours=24)


class BudgetKind(StrEnum):
    """What X counts apart from each other, for one account of ours."""

    POST = "post"
    DIRECT_MESSAGE = "direct_message"
    READ_POSTS = "read_posts"
    READ_MESSAGES = "read_messages"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` calls in any `span`; the last `reserve` of them are for people only."""

    span: timedelta
    limit: int
    reserve: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.reserve < self.limit:
            raise ValueError("A reserve leaves at least one call to automation.")


# X's own pages disagree about posts (100 or 200 in 15 minutes, 300 in 3 hours): the strictest of
# each counts. Source: docs.x.com, rate-limits, August 2026.
DOCUMENTED: Mapping[BudgetKind, tuple[Window, ...]] = {
    BudgetKind.POST: (
        Window(QUARTER, 100, reserve=20),
        Window(timedelta(hours=3), 300, reserve=60),
        Window(DAY, 10_000, reserve=500),
    ),
    BudgetKind.DIRECT_MESSAGE: (Window(QUARTER, 15, reserve=5), Window(DAY, 1_440, reserve=240)),
    BudgetKind.READ_POSTS: (Window(QUARTER, 300),),
    BudgetKind.READ_MESSAGES: (Window(QUARTER, 15),),
    BudgetKind.SEARCH: (Window(QUARTER, 300),),
}


@dataclass(frozen=True, slots=True)
class Prices:
    """What one call costs in US dollars, pay-per-use. Source: docs.x.com, pricing, August 2026.

    X does not say whether a summoned reply with a link costs the price of a reply or of a link, so
    a link counts as the dearer one.
    """

    post: Decimal = Decimal("0.015")
    summoned_reply: Decimal = Decimal("0.010")
    post_with_link: Decimal = Decimal("0.200")
    direct_message: Decimal = Decimal("0.015")


class PrivateWay(StrEnum):
    """How a public reply shows the way into private messages.

    BUTTON: X's own field, shown as "Send a private message"; no link in the text. LINK: the deep
    link in the text (23 characters, the price of a link). WORDS: only said in words.
    """

    BUTTON = "button"
    LINK = "link"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth1Keys:
    """OAuth 1.0a user context: these four do not expire."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    token: str
    token_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth2Keys:
    """OAuth 2 user context: `refresh_token` is the first one, later ones are kept in Redis."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(repr=False)
    token_url: str = "https://api.x.com/2/oauth2/token"  # noqa: S105 - an address, no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class XSettings:
    """Everything the X connector is told from outside.

    `account` is the numeric id of our account. `consumer_secret` signs webhooks. `bearer` is the
    app-only token (webhooks, streams, search); without it there is no replay and no stream.
    `own_domains` are addresses that are no slip of the pen. `links_allowed` lets links into public
    replies. `enterprise` accounts may reply unsummoned. `patience` is how long a line waits for an
    X that is out of order, `breaker_open` how long nothing is tried after a usage cap.
    """

    account: str
    consumer_secret: str = field(repr=False)
    keys: OAuth1Keys | OAuth2Keys
    bearer: str = field(default="", repr=False)
    webhook_url: str = ""
    webhook_path: str = "/webhooks/x"
    base_url: str = "https://api.x.com"
    web_url: str = "https://x.com"
    privacy_url: str = ""
    assistant: str = "Lotse"
    own_domains: tuple[str, ...] = ()
    links_allowed: bool = False
    private_way: PrivateWay = PrivateWay.BUTTON
    enterprise: bool = False
    budgets: Mapping[BudgetKind, tuple[Window, ...]] = field(default_factory=lambda: DOCUMENTED)
    prices: Prices = Prices()
    max_body_bytes: int = 256_000
    connect_timeout: timedelta = timedelta(seconds=3)
    answer_timeout: timedelta = timedelta(seconds=10)
    patience: timedelta = timedelta(hours=2)
    breaker_open: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if not self.account.isdecimal():
            raise ValueError("The X account is named by its numeric id.")
        if not self.consumer_secret:
            raise ValueError("X signs webhooks with the app's consumer secret; it is missing.")

    @property
    def private_link(self) -> str:
        """The deep link that opens a private message to our account."""
        return f"{self.web_url}/messages/compose?recipient_id={self.account}"
