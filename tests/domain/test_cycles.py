"""Tests of a cycle's life: forward, once back with a reason, and closed to writes."""

from datetime import date

import pytest

from domain.cycles import CycleClosedError, CycleError, CycleState, check_open, move
from tests.domain.okr_world import quarter

ON = date(2026, 7, 6)


def test_activating_a_cycle_remembers_the_day() -> None:
    active = move(quarter(state=CycleState.DRAFT), CycleState.ACTIVE, on=ON)
    assert (active.state, active.activated_on) == (CycleState.ACTIVE, ON)
    assert move(active, CycleState.SCORING, on=date(2026, 9, 23)).activated_on == ON


def test_a_cycle_that_came_in_as_active_counts_from_its_start_when_it_is_scored() -> None:
    imported = quarter(state=CycleState.ACTIVE)
    assert imported.activated_on is None
    scoring = move(imported, CycleState.SCORING, on=date(2026, 9, 23))
    assert scoring.first_day == imported.start


def test_the_same_state_again_changes_nothing() -> None:
    draft = quarter(state=CycleState.DRAFT)
    assert move(draft, CycleState.DRAFT, on=ON) is draft


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (CycleState.ACTIVE, CycleState.DRAFT),
        (CycleState.SCORING, CycleState.ACTIVE),
        (CycleState.CLOSED, CycleState.ACTIVE),
    ],
)
def test_a_cycle_does_not_go_back(state: CycleState, to: CycleState) -> None:
    with pytest.raises(CycleError, match="cannot go back"):
        move(quarter(state=state), to, on=ON, reason="a mistake")


def test_a_closed_cycle_is_reopened_only_with_a_reason() -> None:
    closed = quarter(state=CycleState.CLOSED)
    assert move(closed, CycleState.SCORING, on=ON, reason="KR-7 was audited late").state is CycleState.SCORING
    with pytest.raises(CycleError, match="why it is reopened"):
        move(closed, CycleState.SCORING, on=ON, reason="  ")


@pytest.mark.parametrize(
    ("reopeners", "sentence"),
    [
        (["Ada", "Ben"], "2026-Q3 is closed. Ada or Ben can reopen it: /okr admin."),
        (["Ada", "Ben", "Mia"], "2026-Q3 is closed. Ada, Ben or Mia can reopen it: /okr admin."),
        (["Ada"], "2026-Q3 is closed. Ada can reopen it: /okr admin."),
        ([], "2026-Q3 is closed. A coordinator can reopen it: /okr admin."),
    ],
)
def test_a_write_into_a_closed_cycle_says_who_can_reopen_it(reopeners: list[str], sentence: str) -> None:
    with pytest.raises(CycleClosedError) as refused:
        check_open(quarter(state=CycleState.CLOSED), reopeners=reopeners)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("state", [CycleState.DRAFT, CycleState.ACTIVE, CycleState.SCORING])
def test_any_other_cycle_takes_writes(state: CycleState) -> None:
    cycle = quarter(state=state)
    assert check_open(cycle) is cycle
