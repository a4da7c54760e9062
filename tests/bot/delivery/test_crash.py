"""The points at which tests kill the process."""

import os
import signal

import pytest

from bot.delivery.crash import VARIABLE, crash_point


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What this process was to be killed by; it lives on."""
    signals: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _pid, sent: signals.append(sent))
    return signals


def test_a_point_does_nothing_unless_the_environment_names_it(
    killed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    crash_point("posted")
    monkeypatch.setenv(VARIABLE, "claimed")
    crash_point("posted")
    assert killed == []


def test_a_named_point_ends_the_process_without_farewell(killed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "unit-test-once")
    crash_point("unit-test-once")
    assert killed == [signal.SIGKILL]


def test_a_point_may_be_passed_a_few_times_first(killed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "unit-test-thrice:3")
    crash_point("unit-test-thrice")
    crash_point("unit-test-thrice")
    assert killed == []
    crash_point("unit-test-thrice")
    assert killed == [signal.SIGKILL]
