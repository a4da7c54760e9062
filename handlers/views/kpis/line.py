"""How one KPI is said in a line or two (SPEC 4.7 and 7.3)."""

from collections.abc import Mapping

from domain.kpis.model import KpiState, Season
from domain.kpis.reasons import miss
from domain.kpis.status_model import KpiStanding, Rule
from domain.values.ids import PersonId
from handlers.views.blocks import numbers, status
from handlers.views.blocks.message import bold, mention, name_of, said

_NAME = 60
_SILENT = (KpiState.STALE, KpiState.NO_DATA)


def name(standing: KpiStanding) -> str:
    """Return the KPI's name, cut and escaped."""
    return said(standing.kpi.name, _NAME)


def value(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say the newest value, told apart from the limit that it is past; `no reading yet` where there is none."""
    if standing.reading is None:
        return "no reading yet"
    return numbers.shown(standing.reading.value, standing.kpi.unit, locale=locale, beside=standing.limit)


def limit(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say the limit that is past, and against what it is read: `limit 4 %`, `limit 3,100 (a usual Thursday: 5,200)`."""
    if standing.limit is None:
        return ""
    unit = standing.kpi.unit
    beside = standing.reading.value if standing.reading else None
    text = f"limit {numbers.shown(standing.limit, unit, locale=locale, beside=beside)}"
    return f"{text} ({usual(standing, locale=locale)})" if standing.usual is not None else text


def usual(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say what is usual at this season: `a usual Thursday: 5,200`; empty where limits have no season."""
    limits = standing.kpi.limits
    if standing.usual is None or standing.reading is None or limits is None:
        return ""
    pattern = "EEEE" if limits.season is Season.WEEK else "MMMM"
    when = numbers.dated(standing.reading.period, pattern, locale=locale)
    return f"a usual {when}: {numbers.shown(standing.usual, standing.kpi.unit, locale=locale)}"


def state(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say the state with what it is measured by: `critical, limit 4 %`, `off target (< 2.5 %)`, `9 days late`."""
    if standing.state is KpiState.STALE:
        return f"no reading, {numbers.counted(standing.days_late, 'day')} late"
    if standing.rule is Rule.OFF_TARGET and standing.target is not None:
        aim = numbers.target_words(standing.target, standing.kpi.unit, locale=locale)
        return f"off target ({', '.join(part for part in (aim, off_target(standing, locale=locale)) if part)})"
    word = status.KPI_STATE[standing.state].partition(" ")[2]
    past = limit(standing, locale=locale) if standing.state in (KpiState.WARNING, KpiState.CRITICAL) else ""
    return f"{word}, {past}" if past else word


def changes(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say the change on the period before and on the year before, each with whether it is good."""
    unit, frequency = standing.kpi.unit, standing.kpi.frequency
    parts = []
    if (before := standing.against_previous) is not None:
        words = numbers.moved(before, unit, locale=locale)
        link = "than" if words.endswith(("worse", "better")) else "on"
        parts.append(f"{words} {link} {numbers.period(before.from_period, frequency, locale=locale)}")
    if (year := standing.against_last_year) is not None:
        words = numbers.moved(year, unit, locale=locale)
        parts.append(f"{words} {'than' if words.endswith(('worse', 'better')) else 'on'} a year ago")
    return numbers.dotted(parts)


def target(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say the target and how far off it is: `target < 2.5 %, 2.3 pt over`; empty where the state says it already."""
    if standing.rule is Rule.OFF_TARGET:
        return ""
    if standing.target is None:
        return "no target"
    aim = f"target {numbers.target_words(standing.target, standing.kpi.unit, locale=locale)}"
    off = off_target(standing, locale=locale) if standing.state not in _SILENT else ""
    return f"{aim}, {off}" if off else aim


def off_target(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say how far the newest value is off its target: `2.3 pt over`, `$4,000 short`; empty where it meets it."""
    if standing.target is None or standing.reading is None:
        return ""
    missed = miss(standing.target, standing.reading.value)
    if missed is None or missed.size == 0:
        return ""
    return f"{numbers.distance(missed.size, standing.kpi.unit, locale=locale)} {'short' if missed.below else 'over'}"


def held(standing: KpiStanding) -> str:
    """Say how long a warning or critical state has lasted, from its second period on: `second week`."""
    return numbers.ordinal(standing.held, standing.kpi.frequency) if standing.held > 1 else ""


def as_of(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say which period the newest value is for."""
    if standing.reading is None:
        return ""
    return numbers.period(standing.reading.period, standing.kpi.frequency, locale=locale)


def dated_value(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say the newest value with its period: `41 for Sep 2026`."""
    if standing.reading is None:
        return "no reading yet"
    return f"{value(standing, locale=locale)} for {as_of(standing, locale=locale)}"


def exception(
    standing: KpiStanding, names: Mapping[PersonId, str], *, acting: str = "", locale: str = "en"
) -> list[str]:
    """Say a KPI that is not fine, in two lines; its owner is mentioned only where a reading is owed.

    `acting` says who acts on it, `Mia is on it (KR-31)`, and stands in the owner's place.
    """
    mark = status.emoji(status.KPI_STATE[standing.state])
    owner = standing.kpi.owner
    if standing.state in _SILENT:
        last = f"last {dated_value(standing, locale=locale)}" if standing.reading else ""
        first = f"{mark} {bold(standing.kpi.name, _NAME)}  {state(standing, locale=locale)}"
        return [first, numbers.dotted([last, target(standing, locale=locale), mention(owner)])]
    first = (
        f"{mark} {bold(standing.kpi.name, _NAME)}  {value(standing, locale=locale)} · {state(standing, locale=locale)}"
    )
    rest = [
        changes(standing, locale=locale),
        target(standing, locale=locale),
        held(standing),
        acting or name_of(owner, names),
    ]
    return [first, numbers.dotted(rest)]


def short(standing: KpiStanding, *, locale: str = "en") -> str:
    """Say a KPI in a few words: `MRR $1.21M (▲ 2.1 %)`."""
    words = f"{said(standing.kpi.name, 40)} {value(standing, locale=locale)}"
    if standing.against_previous is None or standing.against_previous.difference == 0:
        return words
    return f"{words} ({numbers.difference(standing.against_previous, standing.kpi.unit, locale=locale)})"


def line(standing: KpiStanding, *, locale: str = "en") -> list[str]:
    """Say any KPI in two lines: the value with its state, then how it moved and its target."""
    mark = status.emoji(status.KPI_STATE[standing.state])
    known = value(standing, locale=locale) if standing.reading else ""
    first = f"{mark} {bold(standing.kpi.name, _NAME)}  {numbers.dotted([known, state(standing, locale=locale)])}"
    goal = "" if standing.state is KpiState.NO_TARGET else target(standing, locale=locale)
    return [
        first,
        numbers.dotted([as_of(standing, locale=locale), changes(standing, locale=locale), goal, held(standing)]),
    ]
