"""Why a KPI has its state: the rule that decided, the readings used, where each value came from (SPEC 4.9)."""

from collections.abc import Mapping
from datetime import date

from domain.kpis.model import Direction, Reading, Season
from domain.kpis.reasons import Correction, KpiReasons
from domain.kpis.status_model import KpiStanding, Rule
from domain.values.ids import PersonId
from handlers.views.blocks import message as m
from handlers.views.blocks import numbers, status
from handlers.views.kpis import line as kpi_line
from handlers.views.kpis.limit_words import hold_words, limits_words, set_words
from handlers.views.kpis.targets import next_words

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


def why(
    standing: KpiStanding,
    reasons: KpiReasons = _NOTHING,
    *,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> m.Message:
    """Print the rule that decided a KPI's state, its limits and target, and the readings used.

    Args:
        standing: How it stands.
        reasons: What lies behind that and is not in it.
        names: What people are called.
        locale: For numbers and days.
    """
    word = status.KPI_STATE[standing.state]
    day = numbers.day_of_year(standing.on, locale=locale)
    first = f"Why {kpi_line.name(standing)} is {word} on {day}: {_RULES[standing.rule]}"
    inputs = [*_value(standing, locale), *_limits(standing, names, locale), *_usual(standing, reasons, locale)]
    blocks = [m.section(f"*{first}*"), m.section(*inputs)]
    readings = [
        [
            _reading(each, standing, names, locale),
            *_corrected(reasons.corrections.get(each.period, ()), standing, names, locale),
        ]
        for each in standing.recent[-_READINGS:][::-1]
    ]
    if readings:
        blocks += [m.section("*Readings used, newest first*"), *m.paragraphs(readings, most=2)]
    return m.message(first, blocks, told_from=1)


def _value(standing: KpiStanding, locale: str) -> list[str]:
    """Say the value, how it moved, and where it shall be."""
    kpi = standing.kpi
    lines = [f"Value: {kpi_line.dated_value(standing, locale=locale)}; {_DIRECTION[kpi.direction]}."]
    off = kpi_line.off_target(standing, locale=locale)
    against = f"{off} {'of its target' if off.endswith('short') else 'its target'}" if off else ""
    trend = numbers.dotted([kpi_line.changes(standing, locale=locale), against])
    lines += [f"Trend: {trend}."] if trend else []
    if standing.target is not None:
        target = numbers.target_words(standing.target, kpi.unit, locale=locale)
        typed = f", typed as “{m.said(standing.target.text, 120)}”" if m.clean(standing.target.text) else ""
        since = standing.target.valid_from
        first_day = f", from {numbers.day_of_year(since, locale=locale)} on" if since is not None else ""
        lines.append(f"Target: {target}{typed}{first_day}.")
    later = next_words(kpi, today=standing.on, locale=locale)
    lines += [f"Next target {later}."] if later else []
    if standing.days_late:
        lines.append(f"The next {kpi.frequency.value} reading is {numbers.counted(standing.days_late, 'day')} late.")
    return lines


def _limits(standing: KpiStanding, names: Mapping[PersonId, str], locale: str) -> list[str]:
    """Say the limits, who set them, and when an alert opens and closes."""
    kpi, limits = standing.kpi, standing.kpi.limits
    if limits is None:
        return []
    words = limits_words(kpi, limits, usual=standing.usual, locale=locale)
    by = names.get(limits.set_by, "") if limits.set_by is not None else ""
    age = set_words(limits, by=by, today=standing.on, locale=locale)
    return [f"Limits: {words}. {age}", hold_words(kpi, limits, locale=locale)]


def _usual(standing: KpiStanding, reasons: KpiReasons, locale: str) -> list[str]:
    """Say what is usual at this season, and of which readings that was made."""
    limits = standing.kpi.limits
    if standing.usual is None:
        if limits is None or limits.season is Season.NONE or standing.reading is None:
            return []
        return ["Too few readings to know what is usual, so its limits cannot be past."]
    unit = standing.kpi.unit
    made_of = [
        f"{numbers.day_of_year(each.period, locale=locale)} ({numbers.shown(each.value, unit, locale=locale)})"
        for each in reasons.usual_from
    ]
    middle = "the middle of " if len(made_of) > 1 else ""
    source = f", {middle}{m.listed(made_of)}" if made_of else ""
    return [f"Compared with {kpi_line.usual(standing, locale=locale)}{source}."]


def _reading(reading: Reading, standing: KpiStanding, names: Mapping[PersonId, str], locale: str) -> str:
    kpi = standing.kpi
    value = numbers.shown(reading.value, kpi.unit, locale=locale)
    learnt_on = reading.learnt_at.date()
    learnt = f"{numbers.day_of_year(learnt_on, locale=locale)}, {_ago(learnt_on, standing.on)},"
    by = f" by {m.name_of(reading.by, names)}" if reading.by is not None else ""
    source = f"from {m.said(reading.source, 40)}{by}"
    note = f"“{m.said(reading.note, 120)}”" if m.clean(reading.note) else ""
    period = numbers.period(reading.period, kpi.frequency, locale=locale)
    return numbers.dotted([f"{period}  *{value}*", f"learnt on {learnt} {source}", note])


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return "today" if days <= 0 else f"{numbers.counted(days, 'day')} ago"


def _corrected(
    corrections: tuple[Correction, ...], standing: KpiStanding, names: Mapping[PersonId, str], locale: str
) -> list[str]:
    """Say what stood there before, and who changed it."""
    unit = standing.kpi.unit
    return [
        f"↳ was {numbers.shown(each.old, unit, locale=locale, beside=each.new)} until "
        f"{numbers.day_of_year(each.at.date(), locale=locale)}, corrected by {_who(each.by, names)}"
        for each in corrections
    ]


def _who(by: str, names: Mapping[PersonId, str]) -> str:
    name = names.get(PersonId(by))
    return m.name_of(PersonId(by), names) if name is not None else m.said(by, 40)
