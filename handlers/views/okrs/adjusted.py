"""What was changed after a cycle began: both scores and both progresses, and why (RULES 2.5)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.okrs.model import PACED, Adjustment, KeyResult
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import PersonId
from handlers.views.blocks import block_kit, numbers
from handlers.views.okrs import line as okr_line

_NUMBERS = ("baseline", "target", "low", "high")
_FIELD_NAMES = {"low": "low end", "high": "high end"}


def suggestion(
    suggested: Decimal, as_set: Decimal | None, adjustments: Sequence[Adjustment] = (), *, locale: str = "en"
) -> str:
    """Say what the numbers suggest, both ways where it was adjusted: `0.7 as adjusted, 0.4 as set: “the reason”`."""
    score = numbers.score(suggested, locale=locale)
    if as_set is None:
        return score
    both = f"{score} as adjusted, {numbers.score(as_set, locale=locale)} as set"
    why = reasons(adjustments)
    return f"{both}: “{block_kit.typed_text(why, 160)}”" if why else both


def reasons(adjustments: Sequence[Adjustment]) -> str:
    """Return why it was adjusted, each reason once; as typed, so it is still to be escaped."""
    return "; ".join(dict.fromkeys(block_kit.clean(adjustment.reason) for adjustment in adjustments))


def original_progress_text(status: KeyResultStatus, *, locale: str = "en") -> str:
    """Say how far it had come by the target as it was set first; empty where nothing was adjusted or said."""
    if status.as_set is None or not status.adjustments:
        return ""
    day = numbers.day(status.adjustments[-1].at.date(), locale=locale)
    if status.key_result.metric not in PACED:
        return f"adjusted on {day}"
    return f"adjusted on {day}; as it was set first: {okr_line.come(status.as_set.raw, locale=locale)}"


def explain_adjustments(status: KeyResultStatus, names: Mapping[PersonId, str], *, locale: str = "en") -> list[str]:
    """Say each change: what it was before, what it became, who changed it when, and why."""
    if not status.adjustments:
        return []
    lines = []
    after: tuple[Adjustment | KeyResult, ...] = (*status.adjustments[1:], status.key_result)
    for before, now in zip(status.adjustments, after, strict=True):
        day = numbers.day(before.at.date(), locale=locale)
        what = ", ".join(_changes(before, now, status.key_result, locale)) or "nothing that counts"
        lines.append(
            f"{block_kit.name_of(before.by, names)} on {day}: {what}. “{block_kit.typed_text(before.reason, 300)}”"
        )
    return lines


def _changes(before: Adjustment, after: Adjustment | KeyResult, key_result: KeyResult, locale: str) -> list[str]:
    found = []
    for name in _NUMBERS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            start, end = (
                numbers.value_text(item, key_result.unit, locale=locale, beside=other) if item is not None else "none"
                for item, other in ((old, new), (new, old))
            )
            found.append(f"{_FIELD_NAMES.get(name, name)} {start} → {end}")
    if before.due != after.due:
        start, end = (
            numbers.day(day, locale=locale) if day is not None else "the cycle's end" for day in (before.due, after.due)
        )
        found.append(f"due {start} → {end}")
    return found
