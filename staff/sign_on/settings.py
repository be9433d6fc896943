"""What signing on is told: which provider, who we are there, and whom its word lets in."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from staff.language import N_
from staff.roles import Role
from staff.sign_on.admission import Admission

BEGIN = "/login/sign-on"
CALLBACK = "/login/sign-on/done"
AFTER_LOGOUT = "/login"
#: Signatures anybody can check and only the provider can make: neither `none` nor shared secrets.
ALGORITHMS = frozenset(
    f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)
)


@dataclass(frozen=True, slots=True)
class SignOnSettings:
    """One provider. `desk_url` is where browsers reach the desk; `name` stands on the button.

    Only people in `password_roles` may also come in by a password of ours.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    desk_url: str
    name: str = N_("Firmenkonto")
    scopes: str = "openid profile email"
    algorithms: frozenset[str] = frozenset({"RS256", "PS256", "ES256"})
    admission: Admission = field(default_factory=Admission)
    password_roles: frozenset[Role] = frozenset(Role)

    def __post_init__(self) -> None:
        """Raise ValueError for what cannot be or would not be safe."""
        for url in (self.issuer, self.desk_url):
            if not is_safe(url) or urlsplit(url).query or urlsplit(url).fragment:
                raise ValueError(f"{url} is no https address.")
        if not self.client_id or not self.client_secret:
            raise ValueError("A client id and a client secret are needed.")
        if "openid" not in self.scopes.split():
            raise ValueError("Without the scope openid there is no ID token.")
        if unknown := self.algorithms - ALGORITHMS:
            raise ValueError(f"Not to be trusted as a signature: {', '.join(sorted(unknown))}.")
        if not self.algorithms:
            raise ValueError("No signature is allowed.")
        if self.admission.create and not self.admission.roles:
            raise ValueError("Who gets an account needs a role; name the claim's values.")

    @property
    def redirect_uri(self) -> str:
        """The address the provider sends browsers back to; never made from a request."""
        return self.desk_url.rstrip("/") + CALLBACK

    @property
    def after_logout(self) -> str:
        """The address the provider sends browsers to once they are logged out there."""
        return self.desk_url.rstrip("/") + AFTER_LOGOUT


def is_safe(url: str) -> bool:
    """Say whether nobody on the way can read or change what is sent there."""
    parts = urlsplit(url)
    if parts.username or parts.password or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
