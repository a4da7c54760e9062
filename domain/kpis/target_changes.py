"""A change of a KPI's target as a person types it: `< 2%`, `< 2% from Q1 2027`, `TBD` (RULES 4.3 and 4.4).

Without a day the target that counts today is replaced, or the first one set; with a day a dated one is added, or the
one that begins on that day replaced. `TBD` takes away what counts today, and leaves what begins later.
"""

from dataclasses import dataclass, replace
from datetime import date

from domain.calendar.effective_dates import split_start
from domain.kpis.model import Direction, Kpi, Target, add_target, check_order, remove_target
from domain.kpis.targets import NeedsDirection, TargetNotReadError, read_target
from domain.values.numbers import NumberStyle, number_text, plain
from domain.values.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """What a typed target means.

    Attributes:
        target: The target, or None for no target.
        valid_from: The day that was named with it, or None.
    """

    target: Target | None
    valid_from: date | None


def read_change(text: str, unit: Unit, direction: Direction, style: NumberStyle, *, today: date) -> TargetChange:
    """Read a target with the day from which it counts.

    Raises:
        StartNotReadError: The day is none.
        TargetNotReadError: Something was not understood, or it is a number alone where no direction decides.
    """
    words, day = split_start(text, today=today)
    reading = read_target(words, unit, None if direction is Direction.NEUTRAL else direction, style)
    if isinstance(reading, NeedsDirection):
        number = plain(reading.value)
        raise TargetNotReadError(
            f"‘{words[:80]}’ says no direction. Write for example ‘at or above {number}’ or ‘between {number} and …’."
        )
    target = replace(reading, valid_from=day) if isinstance(reading, Target) else None
    return TargetChange(target=target, valid_from=day)


def apply_change(kpi: Kpi, change: TargetChange, *, today: date) -> Kpi:
    """Return a KPI with a change of its targets.

    Raises:
        LimitsError: The target contradicts limits that a person set.
        TargetNotReadError: There is no target that begins on the day from which it is to be taken away.
    """
    if change.target is not None:
        counts = kpi.target_on(today)
        first = change.valid_from or (counts.valid_from if counts is not None else None)
        changed = add_target(kpi, replace(change.target, valid_from=first))
        refuse_disorder(changed, today=today)
        return changed
    if change.valid_from is None:
        later = tuple(target for target in kpi.targets if target.valid_from is not None and target.valid_from > today)
        return replace(kpi, targets=later)
    changed = remove_target(kpi, change.valid_from)
    if changed == kpi:
        raise TargetNotReadError(f"{kpi.name} has no target that begins on {change.valid_from}.")
    return changed


def refuse_disorder(kpi: Kpi, *, today: date) -> None:
    """Refuse a target and limits that contradict each other, where a person set the limits.

    Proposed limits say what is unusual, and that may well begin before the target is missed.

    Raises:
        LimitsError: The sentence names the limit and the target.
    """
    if kpi.limits is not None and not kpi.limits.suggested:
        check_order(kpi, today=today)


def target_text(target: Target, style: NumberStyle) -> str:
    """Return a target as a person would type it: in the words in which it was set, else in signs."""
    if target.text.strip():
        return target.text.strip()
    low = number_text(target.low, style) if target.low is not None else ""
    high = number_text(target.high, style) if target.high is not None else ""
    if low and high:
        return f"between {low} and {high}"
    if low:
        return f"{'>=' if target.low_inclusive else '>'} {low}"
    return f"{'<=' if target.high_inclusive else '<'} {high}"


def next_target(kpi: Kpi, *, today: date) -> Target | None:
    """Return the first target that does not count yet, or None."""
    return next((target for target in kpi.targets if target.valid_from is not None and target.valid_from > today), None)
