"""What the web chat cannot take, each with a friendly German sentence and a name for programs."""

from typing import Any


class RefusedError(Exception):
    """A line or a session was not taken; `sentence` tells the customer why.

    `code` names the reason for clients with words of their own, `retry_after` says in seconds when
    trying again makes sense (0: not as it is).
    """

    code = "refused"

    def __init__(self, sentence: str, *, retry_after: int = 0) -> None:
        super().__init__(self.code)
        self.sentence = sentence
        self.retry_after = retry_after

    def payload(self) -> dict[str, Any]:
        """Return what a client is told."""
        return {"code": self.code, "text": self.sentence, "retry_after": self.retry_after}


class TooLongError(RefusedError):
    """The line has more characters than one message may have."""

    code = "too_long"

    def __init__(self, most: int) -> None:
        shown = f"{most:,}".replace(",", ".")
        super().__init__(
            f"Diese Nachricht ist zu lang: Bis zu {shown} Zeichen sind möglich. "
            "Bitte in mehreren Teilen schicken."
        )


class TooManyLinesError(RefusedError):
    """The session or the address has sent too many lines in the last minute."""

    code = "too_many_lines"

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            "Das waren viele Nachrichten auf einmal. "
            f"{_pause(retry_after)} geht es weiter, bis hierher ist alles angekommen.",
            retry_after=retry_after,
        )


class TooManySessionsError(RefusedError):
    """The address has begun too many conversations in the last hour."""

    code = "too_many_sessions"

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            "Von diesem Anschluss wurden sehr viele Gespräche begonnen. "
            f"{_pause(retry_after)} ist ein neues möglich.",
            retry_after=retry_after,
        )


class OutOfOrderError(RefusedError):
    """Something behind the web chat does not work; nothing was taken."""

    code = "unavailable"

    def __init__(self) -> None:
        super().__init__(
            "Das hat leider gerade nicht geklappt. Bitte gleich noch einmal schicken.",
            retry_after=5,
        )


def _pause(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "In einer Minute" if minutes <= 1 else f"In {minutes} Minuten"
