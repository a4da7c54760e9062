"""Why a KPI has its state: the rule that decided, the readings used, where each value came from (SPEC 4.9)."""

from collections.abc import Mapping

from domain.ids import PersonId
from domain.kpis import Direction, Reading
from domain.standings import KpiStanding, Rule
from handlers.views import kpi_line, numbers, status
from handlers.views import message as m
from handlers.views.limit_words import limits_words

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


def why(standing: KpiStanding, *, names: Mapping[PersonId, str], locale: str = "en") -> m.Message:
    """Print the rule that decided a KPI's state, its limits and target, and the readings used."""
    word = status.KPI_STATE[standing.state]
    day = numbers.day_of_year(standing.on, locale=locale)
    first = f"Why {kpi_line.name(standing)} is {word} on {day}: {_RULES[standing.rule]}"
    blocks = [m.section(f"*{first}*"), m.section(*_inputs(standing, names, locale))]
    readings = [_reading(each, standing, names, locale) for each in standing.recent[-_READINGS:][::-1]]
    if readings:
        blocks += [m.section("*Readings used, newest first*"), *m.paragraphs([[line] for line in readings], most=2)]
    return m.message(first, blocks, told_from=1)


def _inputs(standing: KpiStanding, names: Mapping[PersonId, str], locale: str) -> list[str]:
    kpi, limits = standing.kpi, standing.kpi.limits
    lines = [f"Value: {kpi_line.dated_value(standing, locale=locale)}; {_DIRECTION[kpi.direction]}."]
    if standing.target is not None:
        target = numbers.target_words(standing.target, kpi.unit, locale=locale)
        typed = f", typed as “{m.said(standing.target.text, 120)}”" if m.clean(standing.target.text) else ""
        lines.append(f"Target: {target}{typed}.")
    if limits is not None:
        how = "proposed by Tiller and agreed by" if limits.suggested else "set by"
        when = f" on {numbers.day_of_year(limits.set_on, locale=locale)}" if limits.set_on is not None else ""
        words, by = limits_words(kpi, limits, locale=locale), m.name_of(limits.set_by, names)
        lines.append(f"Limits: {words}; {how} {by}{when}.")
        hold, clear = numbers.counted(limits.hold, "reading"), numbers.counted(limits.clear, "good one")
        lines.append(f"An alert opens after {hold} past a limit in a row, and closes after {clear}.")
    if standing.usual is not None:
        lines.append(f"Compared with {kpi_line.usual(standing, locale=locale)}.")
    if standing.days_late:
        lines.append(f"The next {kpi.frequency.value} reading is {numbers.counted(standing.days_late, 'day')} late.")
    return lines


def _reading(reading: Reading, standing: KpiStanding, names: Mapping[PersonId, str], locale: str) -> str:
    kpi = standing.kpi
    value = numbers.shown(reading.value, kpi.unit, locale=locale)
    learnt = numbers.day_of_year(reading.learnt_at.date(), locale=locale)
    source = (
        f"from {m.said(reading.source, 40)}{f' by {m.name_of(reading.by, names)}' if reading.by is not None else ''}"
    )
    note = f"“{m.said(reading.note, 120)}”" if m.clean(reading.note) else ""
    period = numbers.period(reading.period, kpi.frequency, locale=locale)
    return numbers.dotted([f"{period}  *{value}*", f"learnt on {learnt} {source}", note])
