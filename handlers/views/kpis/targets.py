"""A KPI's target as it was read, shown back before it is saved, and once it is (RULES 4.3 and 4.4)."""

from datetime import date

from domain.kpis.model import Kpi, Target
from domain.kpis.target_changes import next_target
from domain.values.units import Unit
from handlers import button_values, ids
from handlers.views.blocks import block_kit, numbers

_NAME = 60


def read_as(kpi: Kpi, *, today: date, locale: str = "en") -> str:
    """Say all targets that a KPI has from today on: `at or above 95 %; from Fri 1 Jan 2027 at or above 97 %`."""
    counts = kpi.target_on(today)
    words = [target_sentence(counts, kpi.unit, locale=locale) if counts is not None else "no target yet"]
    for later in kpi.targets:
        if later.valid_from is not None and later.valid_from > today:
            day = numbers.day_of_year(later.valid_from, locale=locale)
            words.append(f"from {day} {target_sentence(later, kpi.unit, locale=locale)}")
    return "; ".join(words)


def target_sentence(target: Target, unit: Unit, *, locale: str = "en") -> str:
    """Say a target in words: `at or above 95 %`, `below 2.5 %`, `from 40 to 60 %`."""
    low = numbers.value_text(target.low, unit, locale=locale) if target.low is not None else ""
    high = numbers.value_text(target.high, unit, locale=locale) if target.high is not None else ""
    if low and high:
        return f"exactly {low}" if target.low == target.high else f"from {low} to {high}"
    if low:
        return f"{'at or above' if target.low_inclusive else 'above'} {low}"
    return f"{'at or below' if target.high_inclusive else 'below'} {high}"


def render_offer(
    before: Kpi, kpi: Kpi, *, text: str, day: date | None, today: date, locale: str = "en"
) -> block_kit.Message:
    """Show how a typed target was read, next to what holds now, before it is saved.

    Args:
        before: The KPI as it is.
        kpi: The KPI as it would be.
        text: The words of the target, without its day.
        day: The day that was named with it, or None.
        today: The day of the KPI's team.
        locale: For numbers and days.
    """
    name = block_kit.typed_text(kpi.name, _NAME)
    if before == kpi:
        return render_saved(before, kpi, today=today, locale=locale)
    first = f"The target of {name}, read as: {read_as(kpi, today=today, locale=locale)}."
    value = button_values.target_value(kpi.key, day.isoformat() if day is not None else "", text)
    row = block_kit.actions(
        block_kit.button("Save it", ids.TARGET_SAVE, value, style="primary"),
        block_kit.button("Not now", ids.TARGET_NOT_NOW, kpi.key),
    )
    now = block_kit.section(f"Now: {read_as(before, today=today, locale=locale)}.")
    return block_kit.message(first, [block_kit.section(first), now, row], compared_with=1)


def render_saved(before: Kpi, kpi: Kpi, *, today: date, locale: str = "en") -> block_kit.Message:
    """Say which target holds now."""
    name = block_kit.typed_text(kpi.name, _NAME)
    words = read_as(kpi, today=today, locale=locale)
    first = f"Saved. The target of {name}: {words}."
    if before == kpi:
        first = f"Nothing to change. The target of {name}: {words}."
    silent = not kpi.targets and kpi.limits is None
    note = [block_kit.context("Without a target and limits it is never green.")] if silent else []
    return block_kit.message(first, [block_kit.section(first), *note], compared_with=1)


def left(kpi: Kpi, *, today: date, locale: str = "en") -> block_kit.Message:
    """Say that the target stays as it is."""
    words = read_as(kpi, today=today, locale=locale)
    first = f"Nothing was changed. The target of {block_kit.typed_text(kpi.name, _NAME)}: {words}."
    return block_kit.message(first, [block_kit.section(first)], compared_with=1)


def render_targets(kpi: Kpi, *, today: date, may_edit: bool, locale: str = "en") -> block_kit.Message:
    """Say which targets a KPI has, and how to change them."""
    first = f"The target of {block_kit.typed_text(kpi.name, _NAME)}: {read_as(kpi, today=today, locale=locale)}."
    how = (
        f"`{ids.KPI} target {block_kit.typed_text(kpi.key, 60)} below 2% from Q1 2027` sets one; TBD takes it away."
        if may_edit
        else ""
    )
    return block_kit.message(
        first, [block_kit.section(first), *([block_kit.context(how)] if how else [])], compared_with=1
    )


def next_target_text(kpi: Kpi, *, today: date, locale: str = "en") -> str:
    """Say the next dated target: `from Fri 1 Jan 2027: below 2 %`; empty where there is none."""
    later = next_target(kpi, today=today)
    if later is None or later.valid_from is None:
        return ""
    first_day = numbers.day_of_year(later.valid_from, locale=locale)
    return f"from {first_day}: {target_sentence(later, kpi.unit, locale=locale)}"
