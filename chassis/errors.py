"""The one vocabulary of errors that reach a caller over HTTP."""


class ServiceError(Exception):
    """Something a caller may be told: one sentence and the status it is answered with.

    Subclasses set `status`; the sentence is the exception's message and never carries personal
    data, a path or a secret.
    """

    status = 500

    def __init__(self, sentence: str, *, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if status is not None:
            self.status = status


class BadRequestError(ServiceError):
    """The caller sent something that cannot be understood."""

    status = 400


class UnauthorizedError(ServiceError):
    """The caller did not say who they are, or not believably."""

    status = 401


class ForbiddenError(ServiceError):
    """The caller is known and may not do this."""

    status = 403


class NotFoundError(ServiceError):
    """What was asked for does not exist."""

    status = 404


class ConflictError(ServiceError):
    """Somebody else was faster, or the state has moved on."""

    status = 409


class TooManyRequestsError(ServiceError):
    """The caller is over a limit; `retry_after` says in seconds when to come back."""

    status = 429

    def __init__(self, sentence: str, *, retry_after: int = 60) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class UnavailableError(ServiceError):
    """A part this answer needs is not there right now."""

    status = 503
