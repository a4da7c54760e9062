"""Tests of a cycle's life: forward, once back with a reason, and closed to writes (RULES 2.1 and 2.3)."""

from datetime import date

import pytest

from domain.okrs.cycles import (
    CycleClosedError,
    CycleError,
    CycleState,
    cycle_name,
    fiscal_start_of,
    move,
    next_cycle,
    parse_quarter,
    require_open,
)
from tests.domain.okr_company import quarter

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
        require_open(quarter(state=CycleState.CLOSED), reopeners=reopeners)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("state", [CycleState.DRAFT, CycleState.ACTIVE, CycleState.SCORING])
def test_any_other_cycle_takes_writes(state: CycleState) -> None:
    cycle = quarter(state=state)
    assert require_open(cycle) is cycle


@pytest.mark.parametrize(
    ("name", "start", "end", "fiscal", "follows"),
    [
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), None, ("2027-Q1", date(2027, 4, 1))),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), 2, ("2027-Q1", date(2027, 4, 1))),
        ("FY21-Q1", date(2020, 2, 1), date(2020, 5, 1), None, ("FY21-Q2", date(2020, 8, 1))),
        ("FY21-Q4", date(2020, 11, 1), date(2021, 2, 1), 2, ("FY22-Q1", date(2021, 5, 1))),
        ("H1", date(2026, 1, 1), date(2026, 7, 1), None, ("2026-07-01 to 2026-12-31", date(2027, 1, 1))),
        ("Nov", date(2026, 11, 1), date(2026, 12, 1), None, ("2026-12-01 to 2026-12-31", date(2027, 1, 1))),
        ("Sprint", date(2026, 1, 5), date(2026, 3, 16), None, ("2026-03-16 to 2026-05-24", date(2026, 5, 25))),
    ],
)
def test_the_next_cycle_is_as_long_and_named_alike(
    name: str, start: date, end: date, fiscal: int | None, follows: tuple[str, date]
) -> None:
    found = next_cycle(quarter(name=name, start=start, end=end), fiscal_start_month=fiscal)
    assert (found.start, found.name, found.end) == (end, *follows)


@pytest.mark.parametrize(
    ("name", "start", "month"),
    [
        ("FY21-Q2", date(2020, 5, 1), 2),
        ("FY27-Q1", date(2026, 7, 1), 7),
        ("FY27-Q1", date(2024, 7, 1), None),
        ("2026-Q4", date(2026, 10, 1), None),
        ("Winter", date(2026, 10, 1), None),
    ],
)
def test_a_fiscal_name_tells_when_the_fiscal_year_starts(name: str, start: date, month: int | None) -> None:
    assert fiscal_start_of(quarter(name=name, start=start, end=date(2027, 10, 1))) == month


@pytest.mark.parametrize(
    ("name", "fiscal", "start", "end"),
    [
        ("2027-Q1", None, date(2027, 1, 1), date(2027, 4, 1)),
        (" 2026-q4 ", 2, date(2026, 10, 1), date(2027, 1, 1)),
        ("FY27-Q1", 7, date(2026, 7, 1), date(2026, 10, 1)),
        ("fy21-q4", 2, date(2020, 11, 1), date(2021, 2, 1)),
    ],
)
def test_the_days_of_a_quarter_follow_from_its_name(name: str, fiscal: int | None, start: date, end: date) -> None:
    found = parse_quarter(name, fiscal_start_month=fiscal)
    assert found is not None
    assert (found.start, found.end, found.name) == (start, end, name.strip().upper())
    assert cycle_name(start, end, fiscal_start_month=fiscal) == name.strip().upper() or not name.upper().startswith("F")


@pytest.mark.parametrize(
    ("name", "fiscal"), [("FY27-Q1", None), ("FY27-Q1", 1), ("2027-Q5", None), ("27-Q1", 2), ("Q1", 2)]
)
def test_a_name_that_is_no_quarter_has_no_days(name: str, fiscal: int | None) -> None:
    assert parse_quarter(name, fiscal_start_month=fiscal) is None
