"""Structured logs that carry events and numbers, never what a person wrote.

An event is a fixed English name, its fields are ids, counts and durations. Exceptions are logged by
type and place: an exception's message, its arguments and its frames' locals can hold a customer's
words, so they stay out.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure_logging(service: str, *, stream: TextIO | None = None) -> None:
    """Write one JSON object a line to `stream` (standard error), for this process and libraries.

    Standard-library loggers go the same way, from warnings up; what they say as text is dropped but
    for the logger's name, because libraries put payloads into messages.
    """
    output = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _naming(service),
            _without_messages,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(output),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Forwarder()]
    root.setLevel(logging.WARNING)


def get_logger() -> FilteringBoundLogger:
    """Return the process's logger."""
    logger: FilteringBoundLogger = structlog.get_logger()
    return logger


def _naming(service: str) -> structlog.typing.Processor:
    def name(_logger: Any, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    return name


def _without_messages(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace exception information by type and places."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event.update(_described(info))
    return event


def _described(info: ExcInfo) -> dict[str, Any]:
    kind, _, trace = info
    frames = traceback.extract_tb(trace)[-6:]
    return {
        "exception": f"{kind.__module__}.{kind.__qualname__}",
        "places": [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames],
    }


def _short(path: str) -> str:
    return "/".join(path.rsplit("/", 2)[-2:])


class _Forwarder(logging.Handler):
    """Passes a library's record on as an event with the logger's name and place only."""

    def emit(self, record: logging.LogRecord) -> None:
        get_logger().log(
            record.levelno,
            "library_log",
            logger_name=record.name,
            place=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )
