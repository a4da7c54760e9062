"""Reads what stands in the key result form: numbers, a band, steps and checkpoints a line each (RULES 3 and 6.4)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from domain.kpis.model import Target
from domain.kpis.targets import NeedsDirection, NoTarget, read_target
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft, Prefill
from domain.okrs.model import Checkpoint, KeyResult, KeyResultError, Metric, Milestone
from domain.values.errors import TillerError
from domain.values.ids import ObjectiveId
from domain.values.numbers import MACHINE, NumberStyle, number_text, plain, read_number
from domain.values.units import NUMBER, Unit, UnitError, UnitKind, currencies_of

T = TypeVar("T")

_STEP = re.compile(r"(?P<title>.*\S)\s*\((?P<weight>\d{1,3}(?:[.,]\d+)?)\)", re.ASCII)
_CHECKPOINT = re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})\s*[:=,]?\s+(?P<value>.+)", re.ASCII)
_NUMBERED = (Metric.INCREASE, Metric.DECREASE)
_COUNTED = (*_NUMBERED, Metric.MAINTAIN, Metric.BASELINE)
Band = tuple[Decimal | None, Decimal | None]
"""The lowest and the highest value that is kept; None for an open end."""
FED = _COUNTED
"""The kinds that a KPI can feed: those whose value is a number that is measured."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Collects what cannot be read, so that all of it is said at once."""

    problems: dict[Field, str]

    def of(self, field: Field, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except TillerError as refused:
            self.problems[field] = str(refused)
            return otherwise


def read_key_result(prefill: Prefill, *, style: NumberStyle) -> KeyResultDraft:
    """Read what was typed; only the fields that the kind of the key result has are looked at.

    Raises:
        DraftRefusedError: Names every field that cannot be read, with a sentence each.
    """
    metric = prefill.metric
    reading = _Reading({})
    unit = reading.of(Field.UNIT, lambda: read_unit(prefill.unit), NUMBER) if metric in _COUNTED else NUMBER
    # In a unit that could not be read no number can be: only the unit is said to be wrong.
    readable = Field.UNIT not in reading.problems
    band: Band = (None, None)
    if metric is Metric.MAINTAIN and readable:
        band = reading.of(Field.TARGET, lambda: read_band(prefill.target, unit, style), band)

    def number(field: Field, text: str) -> Decimal | None:
        wanted = metric in _NUMBERED and text.strip() and readable
        return reading.of(field, lambda: read_number(text, unit, style), None) if wanted else None

    def weight() -> Decimal:
        return read_number(prefill.weight, NUMBER, style) if prefill.weight.strip() else Decimal(1)

    draft = KeyResultDraft(
        objective=prefill.objective or ObjectiveId(0),
        title=" ".join(prefill.title.split()),
        metric=metric,
        owner=prefill.owner,
        unit=unit,
        baseline=number(Field.BASELINE, prefill.baseline),
        target=number(Field.TARGET, prefill.target),
        low=band[0],
        high=band[1],
        weight=reading.of(Field.WEIGHT, weight, Decimal(1)),
        milestones=read_steps(prefill.steps) if metric is Metric.MILESTONE else (),
        checkpoints=_checkpoints(prefill, unit, style, reading) if readable else (),
        due=prefill.due,
        kpi=prefill.kpi if metric in FED else None,
    )
    if prefill.objective is None:
        reading.problems[Field.OBJECTIVE] = "Choose the objective that it shows progress on."
    if reading.problems:
        raise DraftRefusedError(reading.problems)
    return draft


def _checkpoints(prefill: Prefill, unit: Unit, style: NumberStyle, reading: _Reading) -> tuple[Checkpoint, ...]:
    if prefill.metric not in (*_NUMBERED, Metric.MILESTONE):
        return ()
    return reading.of(Field.CHECKPOINTS, lambda: read_checkpoints(prefill.checkpoints, unit, style), ())


def read_unit(text: str) -> Unit:
    """Read a unit as people write it: also `€`, where it stands for one currency only.

    Raises:
        UnitError: It is no unit, or a mark of several currencies.
    """
    word = text.strip()
    try:
        return Unit.parse(word)
    except UnitError:
        currencies = sorted(currencies_of(word))
        if len(currencies) == 1:
            return Unit(kind=UnitKind.CURRENCY, code=currencies[0])
        if currencies:
            raise UnitError(f"‘{word}’ is the mark of several currencies. Write one, for example USD.") from None
        raise


def read_band(text: str, unit: Unit, style: NumberStyle) -> Band:
    """Read what shall be kept, `at or above 99.9` or `between 3 and 5`, as its lowest and highest value.

    Raises:
        KeyResultError: It is a number alone, leaves its own end out, or is nothing at all.
        TargetNotReadError: Something in it was not understood.
    """
    reading = read_target(text, unit, None, style)
    if isinstance(reading, NoTarget):
        return None, None
    if isinstance(reading, NeedsDirection):
        format_number = text.strip()
        raise KeyResultError(
            f"At least or at most? Write ‘at or above {format_number}’ or ‘at or below {format_number}’."
        )
    if not (reading.low_inclusive and reading.high_inclusive):
        raise KeyResultError(f"What is kept includes its ends. Write {_inclusive(reading)}.")
    return reading.low, reading.high


def _inclusive(target: Target) -> str:
    return f"‘{band_text(target.low, target.high, MACHINE)}’"


def band_text(low: Decimal | None, high: Decimal | None, style: NumberStyle) -> str:
    """Write a band so that `read_band` in the same style gives it back; empty for none."""
    if low is not None and high is not None:
        return f"between {number_text(low, style)} and {number_text(high, style)}"
    if low is not None:
        return f"at or above {number_text(low, style)}"
    return f"at or below {number_text(high, style)}" if high is not None else ""


def read_steps(text: str) -> tuple[Milestone, ...]:
    """Read one step a line, with its weight behind it in brackets where it is not 1: `Design (2)`."""
    return tuple(_step(line.strip()) for line in text.splitlines() if line.strip())


def _step(line: str) -> Milestone:
    found = _STEP.fullmatch(line)
    if found is None:
        return Milestone(title=line)
    return Milestone(title=found["title"], weight=Decimal(found["weight"].replace(",", ".")))


def read_checkpoints(text: str, unit: Unit, style: NumberStyle) -> tuple[Checkpoint, ...]:
    """Read one checkpoint a line, `2026-11-15: 35`, sorted by day.

    Raises:
        KeyResultError: A line is no day with a value.
        NumberNotReadError: Its value cannot be read.
    """
    found = [_checkpoint(line.strip(), unit, style) for line in text.splitlines() if line.strip()]
    return tuple(sorted(found, key=lambda checkpoint: checkpoint.day))


def _checkpoint(line: str, unit: Unit, style: NumberStyle) -> Checkpoint:
    found = _CHECKPOINT.fullmatch(line)
    day = _day(found["day"]) if found is not None else None
    if found is None or day is None:
        raise KeyResultError(f"I can’t read ‘{line[:60]}’. Write a day and a value, for example 2026-11-15: 35.")
    return Checkpoint(day=day, value=read_number(found["value"], unit, style))


def _day(text: str) -> date | None:
    year, month, day = (int(part) for part in text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def prefill_of(key_result: KeyResult, *, style: NumberStyle) -> Prefill:
    """Return what stands in the form when a key result is changed, as its person would type it."""

    def format_number(value: Decimal | None) -> str:
        return number_text(value, style) if value is not None else ""

    band = band_text(key_result.low, key_result.high, style)
    return Prefill(
        objective=key_result.objective,
        title=key_result.title,
        metric=key_result.metric,
        baseline=format_number(key_result.baseline),
        target=band if key_result.metric is Metric.MAINTAIN else format_number(key_result.target),
        unit=unit_text(key_result.unit),
        steps="\n".join(_step_text(step) for step in key_result.milestones),
        checkpoints="\n".join(
            f"{checkpoint.day}: {number_text(checkpoint.value, style)}" for checkpoint in key_result.checkpoints
        ),
        due=key_result.due,
        owner=key_result.owner,
        weight="" if key_result.weight == 1 else format_number(key_result.weight),
        kpi=key_result.kpi,
    )


def unit_text(unit: Unit) -> str:
    """Write a unit as it is typed: `%`, `USD`, `ratio`; empty for a bare number."""
    if unit == NUMBER:
        return ""
    return "%" if unit.kind is UnitKind.PERCENT else str(unit)


def _step_text(step: Milestone) -> str:
    bracketed = _STEP.fullmatch(step.title) is not None
    return step.title if step.weight == 1 and not bracketed else f"{step.title} ({plain(step.weight)})"
