"""The cookies of staff pages: the session's, and those that tie a login to its browser."""

from dataclasses import dataclass

from sanic import HTTPResponse, Request

LANGUAGE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """Writes and reads cookies; with `https` they never travel in the clear."""

    https: bool

    def session(self, request: Request) -> str:
        """Return the session's secret, empty if there is none."""
        return self._read(request, self._session_name)

    def login_form(self, request: Request) -> str:
        """Return the login form's secret, empty if there is none."""
        return self._read(request, self._login_name)

    def keep_session(self, response: HTTPResponse, secret: str) -> None:
        """Log a browser in until it is closed or the session ends."""
        self._write(response, self._session_name, secret, same_site="Lax")

    def keep_login_form(self, response: HTTPResponse, secret: str) -> None:
        """Let a browser's login form be recognised."""
        self._write(response, self._login_name, secret, same_site="Strict")

    def drop_session(self, response: HTTPResponse) -> None:
        """Log a browser out."""
        self._write(response, self._session_name, "", same_site="Lax", max_age=0)

    def drop_login_form(self, response: HTTPResponse) -> None:
        """Forget the login form's secret."""
        self._write(response, self._login_name, "", same_site="Strict", max_age=0)

    def sign_on(self, request: Request) -> str:
        """Return the secret of the browser that began to sign on, empty if there is none."""
        return self._read(request, self._sign_on_name)

    def keep_sign_on(self, response: HTTPResponse, secret: str, *, max_age: int) -> None:
        """Let a browser be recognised that comes back from the provider: from another site."""
        self._write(response, self._sign_on_name, secret, same_site="Lax", max_age=max_age)

    def language(self, request: Request) -> str:
        """Return the language that this browser's pages were last read in, empty if unknown."""
        return self._read(request, self._language_name)

    def keep_language(self, response: HTTPResponse, language: str) -> None:
        """Remember the language for the pages before somebody is logged in."""
        self._write(
            response, self._language_name, language, same_site="Lax", max_age=LANGUAGE_SECONDS
        )

    @property
    def _language_name(self) -> str:
        return "__Host-staff-language" if self.https else "staff-language"

    @property
    def _sign_on_name(self) -> str:
        return "__Host-staff-sign-on" if self.https else "staff-sign-on"

    @property
    def _session_name(self) -> str:
        # The prefix makes browsers refuse a cookie planted by a neighbouring domain.
        return "__Host-staff" if self.https else "staff"

    @property
    def _login_name(self) -> str:
        return "__Host-staff-login" if self.https else "staff-login"

    def _read(self, request: Request, name: str) -> str:
        # Not `.get`: Sanic's would look for prefixed names too.
        values = request.cookies.getlist(name) or [""]
        return str(values[0])

    def _write(
        self,
        response: HTTPResponse,
        name: str,
        value: str,
        *,
        same_site: str,
        max_age: int | None = None,
    ) -> None:
        parts = [f"{name}={value}", "Path=/", "HttpOnly", f"SameSite={same_site}"]
        if self.https:
            parts.append("Secure")
        if max_age is not None:
            parts.append(f"Max-Age={max_age}")
        response.headers.add("Set-Cookie", "; ".join(parts))
