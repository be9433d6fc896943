"""What a provider sets for the web chat; the gateway fills it from its own settings."""

from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose chat it is: names, links and how customers are addressed (`du` or `sie`)."""

    name: str
    assistant: str
    website: str
    privacy_url: str
    imprint_url: str
    phone: str
    region: str = ""
    address_form: str = "du"
    timezone: str = "Europe/Berlin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowances:
    """How much one visitor may send; beyond it they get a friendly sentence.

    Sockets are counted in each gateway process, everything else in the shared store.
    """

    characters: int = 4_000
    lines_per_minute_and_session: int = 20
    lines_per_minute_and_address: int = 60
    sessions_per_hour_and_address: int = 60
    sockets_per_address: int = 20
    sockets: int = 5_000
    events_per_minute_and_socket: int = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class WebchatSettings:
    """Everything the web chat is told from outside.

    `secrets` sign session ids, the first one new ones; the others are older and still believed.
    `origins` are sites that may embed the chat apart from its own, such as
    `https://www.foerdekom.example`. `trusted_proxies` are networks whose X-Forwarded-For is
    believed. `poll` is how long a lost wake-up can delay a line.
    """

    secrets: tuple[str, ...] = field(repr=False)
    brand: Brand
    origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    allowances: Allowances = Allowances()
    poll: timedelta = timedelta(seconds=15)
    ping_interval: timedelta = timedelta(seconds=25)
    ping_timeout: timedelta = timedelta(seconds=20)

    def __post_init__(self) -> None:
        if not self.secrets or not all(self.secrets):
            raise ValueError("The web chat needs a secret to sign session ids with.")

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Return the trusted proxies' networks. Raises ValueError for what is none."""
        return tuple(ip_network(network) for network in self.trusted_proxies)
