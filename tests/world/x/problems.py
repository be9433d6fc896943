"""X's refusals, in the shapes in which X words them."""

from typing import Any

PROBLEMS = "https://api.x.com/2/problems"


class XProblemError(Exception):
    """A request is refused: a status and a body as X sends them."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(reason_of(body))
        self.status = status
        self.body = body


def reason_of(body: dict[str, Any]) -> str:
    """Return the sentence in a problem's body."""
    errors = body.get("errors") or [{}]
    return str(body.get("reason") or errors[0].get("message") or body.get("detail") or "")


def invalid(message: str, *, parameter: str = "", value: str = "") -> XProblemError:
    """Return the 400 for a request that breaks the specification."""
    body: dict[str, Any] = {
        "errors": [{"parameters": {parameter: [value]} if parameter else {}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEMS}/invalid-request",
    }
    return XProblemError(400, body)


def plain(status: int, title: str, detail: str) -> XProblemError:
    """Return a problem that has no type of its own."""
    body = {"title": title, "detail": detail, "type": "about:blank", "status": status}
    return XProblemError(status, body)


def unauthorized() -> XProblemError:
    return plain(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str) -> XProblemError:
    return plain(403, "Forbidden", detail)


def unsupported_authentication(used: str, supported: list[str]) -> XProblemError:
    detail = (
        f"Authenticating with {used} is forbidden for this endpoint.  "
        f"Supported authentication types are [{', '.join(supported)}]."
    )
    body = {
        "title": "Unsupported Authentication",
        "detail": detail,
        "type": f"{PROBLEMS}/unsupported-authentication",
        "status": 403,
    }
    return XProblemError(403, body)


def webhook_problem(reason: str, detail: str) -> XProblemError:
    """Return the 400 of a webhook or a replay, with X's name for the reason."""
    body = {
        "title": reason,
        "detail": detail,
        "reason": reason,
        "type": f"{PROBLEMS}/invalid-request",
        "errors": [{"message": f"{reason}: {detail}"}],
    }
    return XProblemError(400, body)


def too_many() -> XProblemError:
    """Return the 429 of a limit, as X's page on limits shows it."""
    return XProblemError(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]})


def usage_capped() -> XProblemError:
    """Return the 429 that waiting does not end."""
    body = {
        "title": "UsageCapExceeded",
        "detail": "Usage cap exceeded: Monthly product cap",
        "type": f"{PROBLEMS}/usage-capped",
        "period": "Monthly",
        "scope": "Product",
    }
    return XProblemError(429, body)


def missing(resource: str, parameter: str, value: str) -> dict[str, Any]:
    """Return the error for something that is not there; it comes beside `data`, in a 200."""
    return {
        "value": value,
        "detail": f"Could not find {resource} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{PROBLEMS}/resource-not-found",
    }


def not_found(resource: str, parameter: str, value: str) -> XProblemError:
    return XProblemError(404, {"errors": [missing(resource, parameter, value)], **_NOT_FOUND})


_NOT_FOUND = {"title": "Not Found", "type": "about:blank", "status": 404, "detail": "Not Found"}
