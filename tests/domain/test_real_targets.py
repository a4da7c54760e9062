"""The 127 published targets: each is read as a person reads it, asked back, or known to be none.

`real_targets.csv` holds what a person read, by row and without the texts: a sign with its value and unit, `ask` for a
number without a direction, `none` where nothing was set. It was written before it was compared.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from domain.kpis.model import Direction, Target
from domain.kpis.target_parser import unit_of_target
from domain.kpis.targets import NeedsDirection, NoTarget, read_target
from domain.values.numbers import ENGLISH, plain
from tests.domain.dashboard import HAS_REAL_TARGETS, REAL

EXPECTED = Path(__file__).with_name("real_targets.csv")


def expected() -> dict[int, tuple[str, str, str]]:
    """Return what a person read: sign, value and unit, by row."""
    with EXPECTED.open(encoding="utf-8") as file:
        return {int(row["row"]): (row["reading"], row["value"], row["unit"]) for row in csv.DictReader(file)}


def texts() -> dict[int, str]:
    """Return the published texts by row, the first one being 1."""
    with (REAL / "kpis_gitlab.csv").open(encoding="utf-8") as file:
        return {number: row["target_text"] for number, row in enumerate(csv.DictReader(file), start=1)}


def read(text: str, direction: Direction | None = None) -> tuple[str, str, str]:
    """Return how a text is read, in the same codes."""
    unit = unit_of_target(text)
    reading = read_target(text, unit, direction, ENGLISH)
    if isinstance(reading, NoTarget):
        return "none", "", ""
    if isinstance(reading, NeedsDirection):
        return "ask", plain(reading.value), str(unit)
    assert (reading.low is None) != (reading.high is None)
    assert reading.text == text.strip()
    if reading.low is not None:
        return ">=" if reading.low_inclusive else ">", plain(reading.low), str(unit)
    assert reading.high is not None
    return "<=" if reading.high_inclusive else "<", plain(reading.high), str(unit)


def test_what_a_person_read_has_every_kind_of_reading() -> None:
    assert Counter(sign for sign, _, _ in expected().values()) == {
        "none": 64, ">=": 15, "<=": 13, "<": 14, ">": 10, "ask": 11,
    }  # fmt: skip


@pytest.mark.skipif(not HAS_REAL_TARGETS, reason="the published targets are not at hand")
def test_every_published_target_is_read_as_a_person_reads_it() -> None:
    found = {row: read(text) for row, text in texts().items()}
    assert found == expected()


@pytest.mark.skipif(not HAS_REAL_TARGETS, reason="the published targets are not at hand")
@pytest.mark.parametrize("direction", [Direction.UP, Direction.DOWN])
def test_a_number_that_was_asked_back_is_read_once_its_direction_is_known(direction: Direction) -> None:
    asked = {row: told for row, told in expected().items() if told[0] == "ask"}
    asked.pop(6)  # a distance, which no direction up can mean
    known = texts()
    for row, (_, value, _) in asked.items():
        reading = read_target(known[row], unit_of_target(known[row]), direction, ENGLISH)
        assert isinstance(reading, Target)
        end = reading.low if direction is Direction.UP else reading.high
        assert end is not None
        assert plain(end) == value
