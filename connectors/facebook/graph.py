"""The Graph API's client: one call, one answer, or an error that says what is known then."""

import json
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from connectors.facebook.errors import GraphRefusedError, NoAnswerError, NotReachedError
from connectors.facebook.fields import Fields
from connectors.facebook.problems import Outcome, Problem, outcome_of
from connectors.facebook.settings import FacebookSettings, Page
from connectors.facebook.signatures import appsecret_proof
from connectors.facebook.usage import Usage, read_usage
from conversation.files import StoredFile

CONNECTIONS = 50


class Graph:
    """Calls `/{version}/{path}` for a page. Every call carries the token and its proof."""

    def __init__(self, settings: FacebookSettings) -> None:
        self._settings = settings
        self._client = httpx.AsyncClient(
            base_url=f"{settings.graph_url.rstrip('/')}/{settings.version}/",
            timeout=httpx.Timeout(settings.answer_timeout, connect=settings.connect_timeout),
            limits=httpx.Limits(max_connections=CONNECTIONS),
            follow_redirects=False,
        )

    async def post(self, page: Page, path: tuple[str, ...], body: Fields) -> tuple[Fields, Usage]:
        """Send JSON; return the answer and how much quota is used.

        Raises GraphRefusedError, NotReachedError, NoAnswerError.
        """
        return await self._call("POST", page.token, path, page=page.id, body=body)

    async def upload(
        self, page: Page, path: tuple[str, ...], body: Fields, file: StoredFile
    ) -> tuple[Fields, Usage]:
        """Send a file with what is told of it; the rest as `post`."""
        form = {name: json.dumps(value) for name, value in body.items()}
        given = {"filedata": (file.name, file.body, file.media_type)}
        return await self._call("POST", page.token, path, page=page.id, form=form, files=given)

    async def get(self, page: Page, path: tuple[str, ...], /, **query: str) -> Fields:
        """Read something. Raises as `post`."""
        answer, _ = await self._call("GET", page.token, path, page=page.id, query=query)
        return answer

    async def inspect(self, page: Page) -> Fields:
        """Return what Facebook knows about a page's token (`debug_token`). Raises as `post`."""
        app = f"{self._settings.app_id}|{self._settings.app_secret}"
        path, query = ("debug_token",), {"input_token": page.token}
        answer, _ = await self._call("GET", app, path, page=page.id, query=query)
        return answer

    async def close(self) -> None:
        """End all connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _call(
        self,
        method: str,
        token: str,
        path: tuple[str, ...],
        *,
        page: str,
        body: Fields | None = None,
        query: dict[str, str] | None = None,
        form: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None,
    ) -> tuple[Fields, Usage]:
        proof = appsecret_proof(token, secret=self._settings.app_secret)
        params = {**(query or {}), "access_token": token, "appsecret_proof": proof}
        url = "/".join(quote(part, safe="") for part in path)
        try:
            answer = await self._client.request(
                method, url, params=params, json=body, data=form, files=files
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise NotReachedError("Facebook cannot be reached.") from None
        except httpx.RequestError as error:
            raise NoAnswerError(f"Facebook did not answer ({type(error).__name__}).") from None
        return _read(answer, page=page)


def _read(answer: httpx.Response, *, page: str) -> tuple[Fields, Usage]:
    usage = read_usage(answer.headers, page=page)
    body = _json(answer)
    if answer.is_success and isinstance(body, dict) and "error" not in body:
        return body, usage
    if answer.is_success and not isinstance(body, dict):
        raise NoAnswerError("Facebook answered with what is no JSON object.")
    problem = Problem.read(answer.status_code, body)
    limited = outcome_of(problem) is Outcome.LIMITED
    raise GraphRefusedError(problem, pause=usage.pause(refused=limited))


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None
