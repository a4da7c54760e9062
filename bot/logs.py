"""Logs: one structured line per event, for people or for machines, and never a token (DESIGN D18)."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.clock import Clock
from bot.settings import LogFormat

_SECRETS = (
    (re.compile(r"\b(xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]+"), r"\1-…"),
    (re.compile(r"(hooks\.slack\.com/)[^\s\"']+"), r"\1…"),
    (re.compile(r"(?i)\b(bearer\s+)[^\s\"',]+"), r"\1…"),
    (re.compile(r"(://[^\s:/@\"']*:)[^\s@\"']+(@)"), r"\1…\2"),
)
# At DEBUG the SDK prints whole messages, which are the company's own business; the others would drown ours.
_LOWEST = {
    "slack_sdk": logging.INFO,
    "slack_bolt": logging.INFO,
    "asyncio": logging.INFO,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "uvicorn": logging.WARNING,
    "websockets": logging.WARNING,
}


def redact(text: str) -> str:
    """Replace whatever looks like a token, a webhook's address or a password in an address."""
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


def set_up_logs(*, level: str, style: LogFormat, clock: Clock) -> None:
    """Send every log line of this process, ours and the libraries', through one formatter to stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        _stamp(clock),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RedactingFormatter(foreign_pre_chain=shared, processors=_rendering(style)))
    handler.addFilter(_is_fit_to_print)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line, so that tracebacks are covered as well."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _rendering(style: LogFormat) -> list[Processor]:
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if style is LogFormat.JSON:
        return [drop, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
    )
    return [drop, plain]


def _stamp(clock: Clock) -> Processor:
    """Return a processor that writes the time of the process's own clock, which may be an emulated one."""

    def stamp(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["timestamp"] = clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return event

    return stamp


def _is_fit_to_print(record: logging.LogRecord) -> bool:
    family = record.name.split(".", maxsplit=1)[0]
    return record.levelno >= _LOWEST.get(family, logging.NOTSET)


def log_of(name: str) -> Any:
    """Return a structured logger."""
    return structlog.stdlib.get_logger(name)
