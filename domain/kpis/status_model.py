"""How KPIs stand: the values that views render and digests are built from; `status` builds them (RULES 4.2 and 4.7)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.kpis.model import Kpi, KpiState, Reading, Target


class Verdict(StrEnum):
    """Whether a change is good or bad: what an arrow's colour says (RULES 4.7)."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a value against another one.

    Attributes:
        from_value: The value that it is compared with, and `from_period` when that was.
        difference: New − old.
        ratio: difference ÷ |old|, or None when old is 0.
    """

    from_value: Decimal
    from_period: date
    difference: Decimal
    ratio: Decimal | None
    verdict: Verdict


class Rule(StrEnum):
    """The rule that decided a KPI's state, for `/kpi why`."""

    NO_READING = "no_reading"
    STALE = "stale"
    PAST_CRITICAL = "past_critical"
    PAST_WARNING = "past_warning"
    OFF_TARGET = "off_target"
    WITHIN_LIMITS = "within_limits"
    TARGET_MET = "target_met"
    NOTHING_SET = "nothing_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiStatus:
    """How one KPI stands on one day (RULES 4.2 and 4.7).

    Attributes:
        on: The day it is seen from, in the team's zone.
        reading: The newest reading whose period has ended by then, or None.
        recent: The last readings, oldest first, at most 20: what a chart shows.
        limit: The limit that is past, as a value (a seasonal ratio already multiplied out), or None.
        usual: What is usual for this weekday or month when its limits are seasonal, or None.
        since: The first day of the present run of warning or critical, or None; `held` its number of periods.
        days_late: How many days the next reading is late past its grace; 0 when it is not.
    """

    kpi: Kpi
    on: date
    state: KpiState
    rule: Rule
    reading: Reading | None
    recent: tuple[Reading, ...] = ()
    target: Target | None = None
    limit: Decimal | None = None
    usual: Decimal | None = None
    against_previous: Change | None = None
    against_last_year: Change | None = None
    since: date | None = None
    held: int = 0
    days_late: int = 0
