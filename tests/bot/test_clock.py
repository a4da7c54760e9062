"""The clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import MovedClock, ShiftedClock, SystemClock
from tests.people import NOW


def test_the_machines_clock_tells_utc_and_counts_seconds() -> None:
    clock = SystemClock()
    before, at = clock.now(), clock.monotonic()
    assert before.tzinfo is UTC
    assert clock.now() >= before
    assert clock.monotonic() >= at


def test_a_shifted_clock_starts_where_it_is_set_and_runs_on() -> None:
    clock = ShiftedClock(NOW)
    first = clock.now()
    assert NOW <= first < NOW + timedelta(seconds=5)
    at = clock.monotonic()
    while clock.monotonic() == at:
        pass
    assert clock.now() > first


def test_a_moved_clock_stands_still_until_it_is_moved() -> None:
    clock = MovedClock(NOW)
    assert (clock.now(), clock.monotonic()) == (NOW, 0)
    clock.advance(timedelta(minutes=1))
    assert (clock.now(), clock.monotonic()) == (NOW + timedelta(minutes=1), 60)
    clock.move_to(NOW + timedelta(minutes=2))
    assert (clock.now(), clock.monotonic()) == (NOW + timedelta(minutes=2), 120)


def test_moving_to_the_past_moves_nothing() -> None:
    clock = MovedClock(NOW)
    clock.move_to(NOW - timedelta(days=1))
    assert (clock.now(), clock.monotonic()) == (NOW, 0)


def test_a_jump_moves_the_time_of_day_alone() -> None:
    clock = MovedClock(NOW)
    clock.jump(timedelta(hours=-2))
    assert (clock.now(), clock.monotonic()) == (NOW - timedelta(hours=2), 0)


def test_time_does_not_pass_backwards() -> None:
    with pytest.raises(ValueError, match="use jump"):
        MovedClock(NOW).advance(timedelta(seconds=-1))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        MovedClock(datetime(2026, 11, 18))  # noqa: DTZ001  (that is the point)


def test_any_zone_is_told_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert MovedClock(NOW.astimezone(tokyo)).now().tzinfo is UTC
