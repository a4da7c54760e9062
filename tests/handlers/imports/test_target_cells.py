"""Targets in a cell: dated ones behind bars, and every target comes back as it was written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpis.model import Direction, Target
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from domain.values.units import NUMBER, PERCENT, Unit
from handlers.usecases.imports.run import FileKind
from handlers.usecases.imports.target_cells import band_cell, read_band, read_targets, target_in_words, targets_cell
from storage.store import Store
from tests.handlers.imports.files import company, imported, refusal

AT_LEAST_40 = Target(low=Decimal(40), text="at or above 40")
FROM_OCTOBER = Target(low=Decimal(45), text="at or above 45", valid_from=date(2026, 10, 1))
HEADER = "key,name,team,owner,unit,direction,target,warning,critical\n"
VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
UNITS = st.sampled_from([Unit.parse(word) for word in ("", "percent", "USD", "min", "ratio")])


def read(text: str, *, stored: tuple[Target, ...] = (), direction: Direction = Direction.UP) -> tuple[Target, ...]:
    return read_targets(text, unit=NUMBER, direction=direction, stored=stored)


@pytest.mark.parametrize("first", ["2026-10-01", "2026-10", "2026-Q4", "2026-q4"])
def test_a_later_target_stands_behind_a_bar_and_its_first_day(first: str) -> None:
    assert read(f"at or above 40 | {first}: at or above 45") == (AT_LEAST_40, FROM_OCTOBER)
    assert read(f"{first} : at or above 45|at or above 40") == (AT_LEAST_40, FROM_OCTOBER)
    assert read(f"TBD | {first}: 45") == (replace(FROM_OCTOBER, text="45"),)


def test_a_cell_without_a_day_leaves_the_dated_targets_and_one_with_a_day_replaces_them() -> None:
    stored = (AT_LEAST_40, FROM_OCTOBER)
    assert read("", stored=stored) == stored
    assert [target.text for target in read("at or above 41", stored=stored)] == ["at or above 41", "at or above 45"]
    assert read("TBD", stored=stored) == (FROM_OCTOBER,)
    assert [target.valid_from for target in read("2027-01: 50", stored=stored)] == [date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("40 | 50", "There are two targets without a first day. Write 2026-10-01: before the later one."),
        ("2026-10: 40 | 2026-Q4: 50", "There are two targets from 2026-10-01 on."),
        ("40 | 2026-13: 50", "There is no day 2026-13-01."),
        ("40 | 2026-10: TBD", "From 2026-10-01 on there is no number. Leave this part out, or write a target."),
        ("40 | 2026-10: soon 5%", "I can’t read ‘5%’ as a number: ‘%’ does not belong to a number. Try 1500 or 1.5k."),
    ],
)
def test_dated_targets_that_cannot_be_are_refused_with_a_sentence(
    sqlite_store: Store, cell: str, sentence: str
) -> None:
    company(sqlite_store)
    said = refusal(sqlite_store, FileKind.KPIS, f"{HEADER}nps,NPS,growth,U0MIA0003,,up,{cell},,\n")
    assert said.startswith("line 2, target: ")
    assert sentence in said


def test_a_kpi_keeps_its_dated_targets_and_open_limits(store: Store) -> None:
    company(store)
    cell = "at or above 40 | 2026-10: at or above 45"
    content = f"{HEADER}nps,NPS,growth,U0MIA0003,,up,{cell},30..,20..90\n"
    assert str(imported(store, FileKind.KPIS, content)) == "1 KPIs: 1 new"
    assert str(imported(store, FileKind.KPIS, content)) == "1 KPIs: 1 unchanged"
    with store.reading() as tx:
        kpi = tx.kpis.get(KpiKey("nps"))
    assert kpi is not None
    assert kpi.limits is not None
    assert kpi.targets == (AT_LEAST_40, FROM_OCTOBER)
    limits = kpi.limits
    assert (limits.critical_low, limits.warning_low, limits.warning_high, limits.critical_high) == (
        Decimal(20),
        Decimal(30),
        None,
        Decimal(90),
    )


def test_a_limit_that_contradicts_the_target_is_refused(sqlite_store: Store) -> None:
    company(sqlite_store)
    said = refusal(sqlite_store, FileKind.KPIS, f"{HEADER}nps,NPS,growth,U0MIA0003,,up,at or above 40,45,\n")
    assert said.startswith("line 2, warning: The warning limit 45 lies above the target ‘at or above 40’")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(low=Decimal(40)), "at or above 40"),
        (Target(low=Decimal(40), low_inclusive=False), "above 40"),
        (Target(high=Decimal("1.125")), "at or below 1.1250"),
        (Target(high=Decimal(-4), high_inclusive=False), "below -4"),
        (Target(low=Decimal(3), high=Decimal(5)), "between 3 and 5"),
        (Target(low=Decimal(3), high=Decimal(3)), "exactly 3"),
        (Target(low=Decimal(3), high=Decimal(5), high_inclusive=False), "at or above 3 and below 5"),
    ],
)
def test_a_target_is_said_in_plain_words(target: Target, words: str) -> None:
    assert target_in_words(target) == words


def test_a_target_is_written_as_it_was_typed_or_in_plain_words() -> None:
    typed = Target(low=Decimal(1_000), text="above 1,000 per month", low_inclusive=False)
    assert targets_cell([typed], unit=NUMBER, direction=Direction.UP) == "above 1,000 per month"
    odd_words = Target(high=Decimal("2.5"), text="wie besprochen", high_inclusive=False)
    assert targets_cell([odd_words], unit=PERCENT, direction=Direction.DOWN) == "below 2.5"
    odd = Target(high=Decimal(5), text="at most 5 | or so")
    assert targets_cell([odd, FROM_OCTOBER], unit=NUMBER, direction=Direction.BAND) == (
        "at or below 5 | 2026-10-01: at or above 45"
    )
    assert targets_cell([], unit=NUMBER, direction=Direction.UP) == ""
    assert targets_cell([odd], unit=NUMBER, direction=Direction.UP) is None


@given(ends=st.tuples(VALUES, VALUES), shape=st.sampled_from(["low", "high", "both"]), unit=UNITS, data=st.data())
def test_every_target_comes_back_from_its_cell(
    ends: tuple[Decimal, Decimal], shape: str, unit: Unit, data: st.DataObject
) -> None:
    low, high = sorted(ends)
    target = Target(
        low=None if shape == "high" else low,
        high=None if shape == "low" else high,
        low_inclusive=shape == "high" or data.draw(st.booleans()),
        high_inclusive=shape == "low" or data.draw(st.booleans()),
    )
    later = replace(target, valid_from=date(2026, 10, 1), text=data.draw(st.text(max_size=5)))
    direction = data.draw(st.sampled_from(list(Direction)))
    cell = targets_cell([target, later], unit=unit, direction=direction)
    contradicts = (direction is Direction.UP and shape == "high") or (direction is Direction.DOWN and shape == "low")
    assert (cell is None) == contradicts
    if cell is not None:
        found = read_targets(cell, unit=unit, direction=direction, stored=())
        assert [replace(target, text="") for target in found] == [target, replace(later, text="")]


@given(ends=st.tuples(VALUES, VALUES), shape=st.sampled_from(["low", "high", "both"]), unit=UNITS)
def test_every_band_comes_back_from_its_cell(ends: tuple[Decimal, Decimal], shape: str, unit: Unit) -> None:
    low, high = sorted(ends)
    wanted = (None if shape == "high" else low, None if shape == "low" else high)
    assert read_band(band_cell(*wanted), unit=unit) == wanted


def test_a_band_that_is_none_has_an_empty_cell() -> None:
    assert band_cell(None, None) == ""
    with pytest.raises(TillerError, match="There is nothing to keep"):
        read_band("", unit=NUMBER)
