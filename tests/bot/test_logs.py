"""Logs: one line per event, no token in any (DESIGN D18)."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.clock import MovedClock
from bot.logs import log_of, redact, set_up_logs
from bot.settings import LogFormat
from tests.people import NOW


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("token=xoxb-12-34-abcDEF", "token=xoxb-…"),
        ("xapp-1-A0B-99-fe0", "xapp-…"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("https://hooks.slack.com/services/T0/B0/x y", "https://hooks.slack.com/… y"),
        ("postgresql://tiller:hunter2@db/tiller", "postgresql://tiller:…@db/tiller"),
        ("sqlite:///tiller.db at 10:30 for ada@example.com", "sqlite:///tiller.db at 10:30 for ada@example.com"),
    ],
)
def test_whatever_looks_like_a_secret_is_not_shown(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_a_machine_gets_one_json_object_a_line_stamped_by_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", style=LogFormat.JSON, clock=MovedClock(NOW))
    log_of("bot.test").info("ran", what="digest:7:2026-W47", token="xoxb-1-secret")
    logging.getLogger("library").warning("odd %s", "thing")
    first, second = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert first == {
        "event": "ran",
        "what": "digest:7:2026-W47",
        "token": "xoxb-…",
        "logger": "bot.test",
        "level": "info",
        "timestamp": "2026-11-18T15:00:00.000Z",
    }
    assert (second["event"], second["logger"]) == ("odd thing", "library")


def test_a_traceback_shows_no_token_either(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", style=LogFormat.CONSOLE, clock=MovedClock(NOW))
    log_of("bot.test").error("failed", exc_info=RuntimeError("refused xoxb-1-secret"))
    told = capsys.readouterr().err
    assert "RuntimeError: refused xoxb-…" in told
    assert "secret" not in told


def test_the_sdk_never_prints_messages_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="DEBUG", style=LogFormat.CONSOLE, clock=MovedClock(NOW))
    logging.getLogger("slack_sdk.web.base_client").debug("Sending a request … 'text': 'our churn'")
    logging.getLogger("slack_bolt.App").debug("body: our churn")
    logging.getLogger("apscheduler.scheduler").info("Added job")
    log_of("bot.test").debug("ours")
    told = capsys.readouterr().err
    assert "ours" in told
    assert "churn" not in told
    assert "Added job" not in told
