"""How one KPI is said in a line or two (RULES 4.7 and 7.3)."""

from collections.abc import Mapping

from domain.kpis.model import KpiState, Season
from domain.kpis.reasons import miss
from domain.kpis.status_model import KpiStatus, Rule
from domain.values.ids import PersonId
from handlers.views.blocks import labels, numbers
from handlers.views.blocks.block_kit import mention, name_of, typed_bold, typed_text

_NAME = 60
_SILENT = (KpiState.STALE, KpiState.NO_DATA)


def name(status: KpiStatus) -> str:
    """Return the KPI's name, cut and escaped."""
    return typed_text(status.kpi.name, _NAME)


def value(status: KpiStatus, *, locale: str = "en") -> str:
    """Say the newest value, told apart from the limit that it is past; `no reading yet` where there is none."""
    if status.reading is None:
        return "no reading yet"
    return numbers.value_text(status.reading.value, status.kpi.unit, locale=locale, beside=status.limit)


def limit(status: KpiStatus, *, locale: str = "en") -> str:
    """Say the limit that is past, and against what it is read: `limit 4 %`, `limit 3,100 (a usual Thursday: 5,200)`."""
    if status.limit is None:
        return ""
    unit = status.kpi.unit
    beside = status.reading.value if status.reading else None
    text = f"limit {numbers.value_text(status.limit, unit, locale=locale, beside=beside)}"
    return f"{text} ({usual(status, locale=locale)})" if status.usual is not None else text


def usual(status: KpiStatus, *, locale: str = "en") -> str:
    """Say what is usual at this season: `a usual Thursday: 5,200`; empty where limits have no season."""
    limits = status.kpi.limits
    if status.usual is None or status.reading is None or limits is None:
        return ""
    pattern = "EEEE" if limits.season is Season.WEEK else "MMMM"
    when = numbers.day_text(status.reading.period, pattern, locale=locale)
    return f"a usual {when}: {numbers.value_text(status.usual, status.kpi.unit, locale=locale)}"


def state(status: KpiStatus, *, locale: str = "en") -> str:
    """Say the state with what it is measured by: `critical, limit 4 %`, `off target (< 2.5 %)`, `9 days late`."""
    if status.state is KpiState.STALE:
        return f"no reading, {numbers.count_text(status.days_late, 'day')} late"
    if status.rule is Rule.OFF_TARGET and status.target is not None:
        aim = numbers.target_text(status.target, status.kpi.unit, locale=locale)
        return f"off target ({', '.join(part for part in (aim, off_target(status, locale=locale)) if part)})"
    word = labels.KPI_STATE[status.state].partition(" ")[2]
    past = limit(status, locale=locale) if status.state in (KpiState.WARNING, KpiState.CRITICAL) else ""
    return f"{word}, {past}" if past else word


def changes(status: KpiStatus, *, locale: str = "en") -> str:
    """Say the change on the period before and on the year before, each with whether it is good."""
    unit, frequency = status.kpi.unit, status.kpi.frequency
    parts = []
    if (before := status.against_previous) is not None:
        words = numbers.change_text(before, unit, locale=locale)
        link = "than" if words.endswith(("worse", "better")) else "on"
        parts.append(f"{words} {link} {numbers.period(before.from_period, frequency, locale=locale)}")
    if (year := status.against_last_year) is not None:
        words = numbers.change_text(year, unit, locale=locale)
        parts.append(f"{words} {'than' if words.endswith(('worse', 'better')) else 'on'} a year ago")
    return numbers.join_dotted(parts)


def target(status: KpiStatus, *, locale: str = "en") -> str:
    """Say the target and how far off it is: `target < 2.5 %, 2.3 pt over`; empty where the state says it already."""
    if status.rule is Rule.OFF_TARGET:
        return ""
    if status.target is None:
        return "no target"
    aim = f"target {numbers.target_text(status.target, status.kpi.unit, locale=locale)}"
    off = off_target(status, locale=locale) if status.state not in _SILENT else ""
    return f"{aim}, {off}" if off else aim


def off_target(status: KpiStatus, *, locale: str = "en") -> str:
    """Say how far the newest value is off its target: `2.3 pt over`, `$4,000 short`; empty where it meets it."""
    if status.target is None or status.reading is None:
        return ""
    missed = miss(status.target, status.reading.value)
    if missed is None or missed.size == 0:
        return ""
    return f"{numbers.distance(missed.size, status.kpi.unit, locale=locale)} {'short' if missed.below else 'over'}"


def held(status: KpiStatus) -> str:
    """Say how long a warning or critical state has lasted, from its second period on: `second week`."""
    return numbers.ordinal(status.held, status.kpi.frequency) if status.held > 1 else ""


def period_text(status: KpiStatus, *, locale: str = "en") -> str:
    """Say which period the newest value is for."""
    if status.reading is None:
        return ""
    return numbers.period(status.reading.period, status.kpi.frequency, locale=locale)


def dated_value_text(status: KpiStatus, *, locale: str = "en") -> str:
    """Say the newest value with its period: `41 for Sep 2026`."""
    if status.reading is None:
        return "no reading yet"
    return f"{value(status, locale=locale)} for {period_text(status, locale=locale)}"


def exception(status: KpiStatus, names: Mapping[PersonId, str], *, acting: str = "", locale: str = "en") -> list[str]:
    """Say a KPI that is not fine, in two lines; its owner is mentioned only where a reading is owed.

    `acting` says who acts on it, `Mia is on it (KR-31)`, and stands in the owner's place.
    """
    mark = labels.emoji(labels.KPI_STATE[status.state])
    owner = status.kpi.owner
    if status.state in _SILENT:
        last = f"last {dated_value_text(status, locale=locale)}" if status.reading else ""
        first = f"{mark} {typed_bold(status.kpi.name, _NAME)}  {state(status, locale=locale)}"
        return [first, numbers.join_dotted([last, target(status, locale=locale), mention(owner)])]
    first = (
        f"{mark} {typed_bold(status.kpi.name, _NAME)}  {value(status, locale=locale)} · {state(status, locale=locale)}"
    )
    rest = [
        changes(status, locale=locale),
        target(status, locale=locale),
        held(status),
        acting or name_of(owner, names),
    ]
    return [first, numbers.join_dotted(rest)]


def short(status: KpiStatus, *, locale: str = "en") -> str:
    """Say a KPI in a few words: `MRR $1.21M (▲ 2.1 %)`."""
    words = f"{typed_text(status.kpi.name, 40)} {value(status, locale=locale)}"
    if status.against_previous is None or status.against_previous.difference == 0:
        return words
    return f"{words} ({numbers.difference(status.against_previous, status.kpi.unit, locale=locale)})"


def line(status: KpiStatus, *, locale: str = "en") -> list[str]:
    """Say any KPI in two lines: the value with its state, then how it moved and its target."""
    mark = labels.emoji(labels.KPI_STATE[status.state])
    known = value(status, locale=locale) if status.reading else ""
    first = f"{mark} {typed_bold(status.kpi.name, _NAME)}  {numbers.join_dotted([known, state(status, locale=locale)])}"
    goal = "" if status.state is KpiState.NO_TARGET else target(status, locale=locale)
    return [
        first,
        numbers.join_dotted([period_text(status, locale=locale), changes(status, locale=locale), goal, held(status)]),
    ]
