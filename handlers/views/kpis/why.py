"""Why a KPI has its state: the rule that decided, the readings used, where each value came from (RULES 4.9)."""

from collections.abc import Mapping
from datetime import date

from domain.kpis.model import Direction, Reading, Season
from domain.kpis.reasons import Correction, KpiReasons
from domain.kpis.status_model import KpiStatus, Rule
from domain.values.ids import PersonId
from handlers.views.blocks import block_kit, labels, numbers
from handlers.views.kpis import line as kpi_line
from handlers.views.kpis.limit_text import hold_text, limits_text, set_text
from handlers.views.kpis.targets import next_target_text

_READINGS = 8
_DIRECTION = {
    Direction.UP: "higher is better",
    Direction.DOWN: "lower is better",
    Direction.BAND: "between two ends is best",
    Direction.NEUTRAL: "no direction is better",
}
_RULES = {
    Rule.NO_READING: "It never had a reading, so nothing can be said.",
    Rule.STALE: "The next reading is late past its grace. An old value is not a state: silence is never green.",
    Rule.PAST_CRITICAL: "The newest reading is past the critical limit.",
    Rule.PAST_WARNING: "The newest reading is past the warning limit, and not past the critical one.",
    Rule.OFF_TARGET: "It has no limits, and the newest reading misses the target. That colours it; it does not alert.",
    Rule.WITHIN_LIMITS: "The newest reading is within its limits.",
    Rule.TARGET_MET: "It has no limits, and the newest reading meets the target.",
    Rule.NOTHING_SET: "Nobody set a target or limits, so no value is good or bad.",
}
_NOTHING = KpiReasons()


def explain_kpi(
    status: KpiStatus,
    reasons: KpiReasons = _NOTHING,
    *,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Print the rule that decided a KPI's state, its limits and target, and the readings used.

    Args:
        status: How it stands.
        reasons: What lies behind that and is not in it.
        names: What people are called.
        locale: For numbers and days.
    """
    word = labels.KPI_STATE[status.state]
    day = numbers.day_of_year(status.on, locale=locale)
    first = f"Why {kpi_line.name(status)} is {word} on {day}: {_RULES[status.rule]}"
    inputs = [*_value(status, locale), *_limits(status, names, locale), *_usual(status, reasons, locale)]
    blocks = [block_kit.section(f"*{first}*"), block_kit.section(*inputs)]
    readings = [
        [
            _reading(reading, status, names, locale),
            *_correction_lines(reasons.corrections.get(reading.period, ()), status, names, locale),
        ]
        for reading in status.recent[-_READINGS:][::-1]
    ]
    if readings:
        blocks += [block_kit.section("*Readings used, newest first*"), *block_kit.paragraphs(readings, most=2)]
    return block_kit.message(first, blocks, compared_with=1)


def _value(status: KpiStatus, locale: str) -> list[str]:
    """Say the value, how it moved, and where it shall be."""
    kpi = status.kpi
    lines = [f"Value: {kpi_line.dated_value_text(status, locale=locale)}; {_DIRECTION[kpi.direction]}."]
    off = kpi_line.off_target(status, locale=locale)
    against = f"{off} {'of its target' if off.endswith('short') else 'its target'}" if off else ""
    trend = numbers.join_dotted([kpi_line.changes(status, locale=locale), against])
    lines += [f"Trend: {trend}."] if trend else []
    if status.target is not None:
        target = numbers.target_text(status.target, kpi.unit, locale=locale)
        typed = (
            f", typed as “{block_kit.typed_text(status.target.text, 120)}”"
            if block_kit.clean(status.target.text)
            else ""
        )
        since = status.target.valid_from
        first_day = f", from {numbers.day_of_year(since, locale=locale)} on" if since is not None else ""
        lines.append(f"Target: {target}{typed}{first_day}.")
    later = next_target_text(kpi, today=status.on, locale=locale)
    lines += [f"Next target {later}."] if later else []
    if status.days_late:
        lines.append(f"The next {kpi.frequency.value} reading is {numbers.count_text(status.days_late, 'day')} late.")
    return lines


def _limits(status: KpiStatus, names: Mapping[PersonId, str], locale: str) -> list[str]:
    """Say the limits, who set them, and when an alert opens and closes."""
    kpi, limits = status.kpi, status.kpi.limits
    if limits is None:
        return []
    words = limits_text(kpi, limits, usual=status.usual, locale=locale)
    by = names.get(limits.set_by, "") if limits.set_by is not None else ""
    age = set_text(limits, by=by, today=status.on, locale=locale)
    return [f"Limits: {words}. {age}", hold_text(kpi, limits, locale=locale)]


def _usual(status: KpiStatus, reasons: KpiReasons, locale: str) -> list[str]:
    """Say what is usual at this season, and of which readings that was made."""
    limits = status.kpi.limits
    if status.usual is None:
        if limits is None or limits.season is Season.NONE or status.reading is None:
            return []
        return ["Too few readings to know what is usual, so its limits cannot be past."]
    unit = status.kpi.unit
    made_of = [
        f"{numbers.day_of_year(past.period, locale=locale)} ({numbers.value_text(past.value, unit, locale=locale)})"
        for past in reasons.usual_from
    ]
    middle = "the middle of " if len(made_of) > 1 else ""
    source = f", {middle}{block_kit.join_names(made_of)}" if made_of else ""
    return [f"Compared with {kpi_line.usual(status, locale=locale)}{source}."]


def _reading(reading: Reading, status: KpiStatus, names: Mapping[PersonId, str], locale: str) -> str:
    kpi = status.kpi
    value = numbers.value_text(reading.value, kpi.unit, locale=locale)
    learnt_on = reading.learnt_at.date()
    learnt = f"{numbers.day_of_year(learnt_on, locale=locale)}, {_ago(learnt_on, status.on)},"
    by = f" by {block_kit.name_of(reading.by, names)}" if reading.by is not None else ""
    source = f"from {block_kit.typed_text(reading.source, 40)}{by}"
    note = f"“{block_kit.typed_text(reading.note, 120)}”" if block_kit.clean(reading.note) else ""
    period = numbers.period(reading.period, kpi.frequency, locale=locale)
    return numbers.join_dotted([f"{period}  *{value}*", f"learnt on {learnt} {source}", note])


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days <= 0 else f"{numbers.count_text(days, 'day')} ago"


def _correction_lines(
    corrections: tuple[Correction, ...], status: KpiStatus, names: Mapping[PersonId, str], locale: str
) -> list[str]:
    """Say what stood there before, and who changed it."""
    unit = status.kpi.unit
    return [
        f"↳ was {numbers.value_text(correction.old, unit, locale=locale, beside=correction.new)} until "
        f"{numbers.day_of_year(correction.at.date(), locale=locale)}, corrected by {_author_of(correction.by, names)}"
        for correction in corrections
    ]


def _author_of(by: str, names: Mapping[PersonId, str]) -> str:
    name = names.get(PersonId(by))
    return block_kit.name_of(PersonId(by), names) if name is not None else block_kit.typed_text(by, 40)
