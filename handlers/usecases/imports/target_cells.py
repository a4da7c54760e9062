"""Targets in a cell, read and written: `at or above 40 | 2026-10-01: at or above 45` (RULES 4.3, 4.4 and 11).

Bars stand between the targets of a KPI, and the first day on which one counts before it: a day, a month `2026-10` or a
quarter of the calendar `2026-Q4`. The one without a day counts before them all.
"""

import dataclasses
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.calendar.periods import MONTHS_OF_A_QUARTER
from domain.kpis.model import Direction, Target
from domain.kpis.targets import NeedsDirection, NoTarget, read_target
from domain.values.errors import TillerError
from domain.values.numbers import ENGLISH, number_text
from domain.values.units import Unit
from handlers.usecases.imports import cells

_DATED = re.compile(
    r"(?P<year>\d{4})-(?:(?P<month>\d{2})(?:-(?P<day>\d{2}))?|[Qq](?P<quarter>[1-4]))\s*:\s*(?P<text>.*)",
    re.ASCII | re.DOTALL,
)


def read_targets(text: str, *, unit: Unit, direction: Direction, stored: Sequence[Target]) -> tuple[Target, ...]:
    """Read the targets of a KPI, by their first day.

    An empty cell leaves those that are stored, and so does what an export writes for them, whatever their own words.
    A cell that names no day leaves the dated ones; one that does replaces them all. `TBD` stands for none.

    Raises:
        CellError: A day twice, a day that there is not, a dated target without a number, or a number without words.
        TargetNotReadError: A text that is no target.
    """
    if not text or (stored and text == targets_cell(stored, unit=unit, direction=direction)):
        return tuple(stored)
    found: dict[date | None, Target | None] = {}
    for part in text.split("|"):
        first, words = _first_day(part.strip())
        if first in found:
            raise cells.CellError(
                "There are two targets without a first day. Write 2026-10-01: before the later one."
                if first is None
                else f"There are two targets from {first} on."
            )
        found[first] = _target(words, first, unit, direction)
    if set(found) == {None}:
        found.update({target.valid_from: target for target in stored if target.valid_from is not None})
    given = [target for target in found.values() if target is not None]
    return tuple(sorted(given, key=lambda target: target.valid_from or date.min))


def targets_cell(targets: Sequence[Target], *, unit: Unit, direction: Direction) -> str | None:
    """Write targets so that `read_targets` reads them back: as they were typed where that does it, else in plain words.

    Returns:
        The cell, empty for no target; None where no words say it, as for a target that contradicts the direction.
    """
    wanted = _bare(targets)
    for wordings in ([target.text for target in targets], [target_in_words(target) for target in targets]):
        cell = " | ".join(
            " ".join(text.split()) if target.valid_from is None else f"{target.valid_from}: {' '.join(text.split())}"
            for target, text in zip(targets, wordings, strict=True)
        )
        try:
            if _bare(read_targets(cell, unit=unit, direction=direction, stored=())) == wanted:
                return cell
        except TillerError:
            continue
    return None


def target_in_words(target: Target) -> str:
    """Say a target in plain words; its numbers stand without a mark, since they count the unit of what has it."""
    low, high = target.low, target.high
    if low is not None and high is not None and target.low_inclusive and target.high_inclusive:
        return f"exactly {_number(low)}" if low == high else f"between {_number(low)} and {_number(high)}"
    ends = []
    if low is not None:
        ends.append(f"{'at or above' if target.low_inclusive else 'above'} {_number(low)}")
    if high is not None:
        ends.append(f"{'at or below' if target.high_inclusive else 'below'} {_number(high)}")
    return " and ".join(ends)


def read_band(text: str, *, unit: Unit) -> tuple[Decimal | None, Decimal | None]:
    """Read what a key result keeps up, `at or above 99.9` or `between 3 and 5`: its lowest and its highest value.

    Raises:
        CellError: Nothing, a number alone, or an end that does not count itself.
        TargetNotReadError: A text that is no target.
    """
    reading = read_target(text, unit, None, ENGLISH)
    if isinstance(reading, NoTarget):
        raise cells.CellError("There is nothing to keep. Write for example ‘at or above 99.9’ or ‘between 3 and 5’.")
    if isinstance(reading, NeedsDirection):
        raise cells.CellError(
            f"‘{text}’ says no direction. Write for example ‘at or above {text}’ or ‘at or below {text}’."
        )
    if not (reading.low_inclusive and reading.high_inclusive):
        raise cells.CellError(
            "The ends of what is kept count themselves. "
            f"Write ‘{target_in_words(_read_closed(reading))}’ instead of ‘{text}’."
        )
    return reading.low, reading.high


def band_cell(low: Decimal | None, high: Decimal | None) -> str:
    """Write what a key result keeps up so that `read_band` reads it back."""
    return "" if low is None and high is None else target_in_words(Target(low=low, high=high))


def _first_day(part: str) -> tuple[date | None, str]:
    """Split a part into the first day that it names and the words of its target."""
    found = _DATED.fullmatch(part)
    if found is None:
        return None, part
    month = found["month"] or f"{MONTHS_OF_A_QUARTER * (int(found['quarter']) - 1) + 1:02d}"
    return cells.day(f"{found['year']}-{month}-{found['day'] or '01'}"), found["text"]


def _target(words: str, first: date | None, unit: Unit, direction: Direction) -> Target | None:
    deciding = direction if direction in (Direction.UP, Direction.DOWN) else None
    reading = read_target(words, unit, deciding, ENGLISH)
    if isinstance(reading, NeedsDirection):
        raise cells.CellError(
            f"‘{words}’ says no direction. Write for example ‘at or above {words}’ or ‘below {words}’."
        )
    if isinstance(reading, NoTarget):
        if first is not None:
            raise cells.CellError(f"From {first} on there is no number. Leave this part out, or write a target.")
        return None
    return dataclasses.replace(reading, valid_from=first)


def _bare(targets: Sequence[Target]) -> list[Target]:
    return [dataclasses.replace(target, text="") for target in targets]


def _read_closed(target: Target) -> Target:
    return dataclasses.replace(target, low_inclusive=True, high_inclusive=True)


def _number(value: Decimal) -> str:
    return number_text(value, ENGLISH)
