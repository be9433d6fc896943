"""What a provider sets for Facebook; the gateway fills it from its own settings."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

GRAPH_URL = "https://graph.facebook.com"
GRAPH_VERSION = "v26.0"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Facebook page of ours, and the page access token that speaks for it."""

    id: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookSettings:
    """Everything the Facebook channels are told from outside.

    `public_url` is where the internet reaches the gateway, without a slash at its end.
    `human_agent`: Meta has approved the app for the HUMAN_AGENT tag; without it a person, too, may
    only answer within 24 hours. `max_body_bytes` must hold a batch of 1,000 events.
    `public_characters` is how long a comment of ours may be; automated ones say that `assistant`
    is one. Time-outs are seconds.
    """

    app_id: str
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    pages: tuple[Page, ...]
    public_url: str
    brand: str
    assistant: str = "Lotse"
    privacy_url: str = ""
    graph_url: str = GRAPH_URL
    version: str = GRAPH_VERSION
    human_agent: bool = True
    max_body_bytes: int = 2_000_000
    public_characters: int = 1_000
    connect_timeout: float = 5.0
    answer_timeout: float = 20.0

    def __post_init__(self) -> None:
        if not (self.app_id and self.app_secret and self.verify_token):
            raise ValueError("Facebook needs an app id, an app secret and a verify token.")
        if not all(page.id.isdecimal() and page.token for page in self.pages):
            raise ValueError("A Facebook page has a numeric id and an access token.")
        graph = urlsplit(self.graph_url)
        if graph.scheme != "https" and graph.hostname not in LOOPBACK:
            raise ValueError("Access tokens go to the Graph API over https only.")

    def page(self, id: str) -> Page | None:
        """Return the page with this id, if it is connected."""
        return next((page for page in self.pages if page.id == id), None)

    def page_of_post(self, post_id: str) -> Page | None:
        """Return the page on which a post stands: ids of posts begin with their page's."""
        return self.page(post_id.partition("_")[0])
