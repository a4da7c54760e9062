"""The emulated clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.emulator.clock import EmulatorClock

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def test_a_frozen_clock_stands_still_until_it_is_advanced() -> None:
    clock = EmulatorClock(START, frozen=True)
    assert clock.now() == START
    clock.advance(timedelta(hours=1))
    assert clock.now() == START + timedelta(hours=1)


def test_a_running_clock_goes_on_from_where_it_was_moved() -> None:
    clock = EmulatorClock(START)
    clock.move_to(START - timedelta(days=1))
    first = clock.now()
    assert START - timedelta(days=1) <= first < START
    while clock.now() == first:
        continue
    assert clock.now() > first


def test_freezing_and_thawing_lose_no_time() -> None:
    clock = EmulatorClock(START)
    clock.freeze()
    held = clock.now()
    clock.thaw()
    assert held <= clock.now() < held + timedelta(seconds=5)


def test_the_clock_does_not_advance_backwards() -> None:
    with pytest.raises(ValueError, match="only advances"):
        EmulatorClock(START).advance(timedelta(seconds=-1))


def test_instants_of_other_zones_are_shown_in_utc() -> None:
    clock = EmulatorClock(datetime(2026, 1, 5, 10, 0, tzinfo=timezone(timedelta(hours=1))), frozen=True)
    assert clock.now() == START
    assert clock.now().tzinfo is UTC


def test_listeners_hear_each_move_until_they_leave() -> None:
    clock = EmulatorClock(START, frozen=True)
    heard: list[datetime] = []
    leave = clock.on_move(lambda: heard.append(clock.now()))
    clock.advance(timedelta(minutes=1))
    clock.freeze()
    clock.thaw()
    leave()
    clock.advance(timedelta(minutes=1))
    assert len(heard) == 3
    assert heard[0] == START + timedelta(minutes=1)
