"""Meta's refusals: code, subcode and sentence, as the Graph API sends them."""

from typing import Any

TRACE = "A0worldTraceOfNothing"


class GraphError(Exception):
    """A request is refused."""

    def __init__(
        self, code: int, message: str, *, subcode: int | None = None, status: int = 400
    ) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode
        self.status = status
        self.message = message

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": TRACE,
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return {"error": error}


def invalid(what: str, *, subcode: int | None = None) -> GraphError:
    """Return the refusal of a request that breaks the specification."""
    return GraphError(100, f"(#100) {what}", subcode=subcode)


def dead_token() -> GraphError:
    sentence = "Error validating access token: Session has expired."
    return GraphError(190, sentence, subcode=463)


def revoked_token() -> GraphError:
    sentence = "Error validating access token: The user has not authorized application."
    return GraphError(190, sentence, subcode=458)


def unknown_token() -> GraphError:
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token")


def wrong_proof() -> GraphError:
    return GraphError(100, "Invalid appsecret_proof provided in the API argument")


def proof_required() -> GraphError:
    return GraphError(100, "API calls from the server require an appsecret_proof argument")


def outside_window() -> GraphError:
    sentence = "(#10) This message is sent outside of allowed window."
    return GraphError(10, sentence, subcode=2018278)


def page_restricted() -> GraphError:
    sentence = "(#10) This Page is temporarily restricted from sending messages."
    return GraphError(10, sentence, subcode=1893063)


def no_permission() -> GraphError:
    return GraphError(10, "(#10) Application does not have permission for this action", status=403)


def other_app_controls() -> GraphError:
    sentence = "(#10) Message Not Sent: Another app is controlling this thread now."
    return GraphError(10, sentence, subcode=2018300)


def no_such_person() -> GraphError:
    return invalid("No matching user found", subcode=2018001)


def retired_tag() -> GraphError:
    return invalid("The message tag is no longer supported.", subcode=1893061)


def not_approved() -> GraphError:
    return invalid("The app is not approved for HUMAN_AGENT.", subcode=2018276)


def person_unavailable() -> GraphError:
    sentence = "(#551) This person isn't available right now."
    return GraphError(551, sentence, subcode=1545041)


def already_replied() -> GraphError:
    return GraphError(10900, "(#10900) Activity already replied to")


def cannot_reply() -> GraphError:
    return GraphError(10903, "(#10903) This user can't reply to this activity")


def no_such_object(id: str) -> GraphError:
    sentence = (
        f"Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation"
    )
    return GraphError(100, sentence, subcode=33)


LIMITS = {
    4: "(#4) Application request limit reached",
    17: "(#17) User request limit reached",
    32: "(#32) Page request limit reached",
    613: "(#613) Calls to this api have exceeded the rate limit.",
}


def limited(code: int) -> GraphError:
    """Return a limit's refusal; 4, 17, 32 and 613 are the ones there are."""
    return GraphError(code, LIMITS[code])
