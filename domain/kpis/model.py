"""KPIs and their readings: the values of the dashboard (RULES 4).

The decisions about them stand next door: `targets` reads a target as people write it, `limits` proposes limits,
`state` says in which state a KPI is, `alerts` whether anyone must hear of it.
"""

import itertools
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.calendar.periods import Frequency
from domain.values.errors import TillerError
from domain.values.ids import KpiKey, PersonId, TeamKey
from domain.values.units import NUMBER, Unit


class Direction(StrEnum):
    """Which way is good (RULES 4.1)."""

    UP = "up"
    DOWN = "down"
    BAND = "band"
    NEUTRAL = "neutral"


class Indicator(StrEnum):
    """Whether a KPI tells what will happen or what has happened."""

    LEADING = "leading"
    LAGGING = "lagging"


class Season(StrEnum):
    """Against what a limit is read: the bare value, or what is usual for the same weekday or the same month."""

    NONE = "none"
    WEEK = "week"
    YEAR = "year"


GRACE_DAYS = {Frequency.DAY: 3, Frequency.WEEK: 4, Frequency.MONTH: 15, Frequency.QUARTER: 30}
"""How many days after its end a period's reading may take, where a KPI does not say otherwise (RULES 4.2)."""


class LimitsError(TillerError):
    """Limits or a target in an order that cannot be (RULES 4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a KPI shall be: an interval, either side of which may be open.

    Attributes:
        low: The lowest good value, or None for none.
        high: The highest good value, or None for none.
        low_inclusive: Whether `low` itself is good.
        high_inclusive: Whether `high` itself is good.
        valid_from: The first day on which this target counts, or None for always (RULES 4.3).
        text: The words in which a person set it, such as `at or above 95%`.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool = True
    high_inclusive: bool = True
    valid_from: date | None = None
    text: str = ""

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise LimitsError("A target needs a number, for example ‘at or above 95%’.")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise LimitsError(f"A target between {self.low} and {self.high} is upside down: write the lower one first.")

    def met_by(self, value: Decimal) -> bool:
        """Tell whether a value meets the target; the ends count as they were written."""
        above = self.low is None or value > self.low or (self.low_inclusive and value == self.low)
        below = self.high is None or value < self.high or (self.high_inclusive and value == self.high)
        return above and below


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a KPI is out of its normal range: up to two limits per side (RULES 4.1).

    A value is out when it is *past* a limit; the limit itself is still in.

    Attributes:
        season: NONE: the limits are values. WEEK or YEAR: they are ratios to what is usual for the same weekday or
            the same month, 0.6 for "40 % below a usual Thursday".
        hold: How many successive periods a worse state must hold before it alerts (RULES 5.2).
        clear: How many successive good periods close an alert.
        clear_low: Where given, a period counts as good only from this value up: a KPI that hovers at its limit does
            not flap; `clear_high`: only down to this value. In the limits' own measure, as they are.
        suggested: True when Tiller proposed them and a person only agreed.
        set_by: Who set or agreed to them.
        set_on: The day on which that was.
    """

    warning_low: Decimal | None = None
    critical_low: Decimal | None = None
    warning_high: Decimal | None = None
    critical_high: Decimal | None = None
    clear_low: Decimal | None = None
    clear_high: Decimal | None = None
    season: Season = Season.NONE
    hold: int = 1
    clear: int = 1
    suggested: bool = False
    set_by: PersonId | None = None
    set_on: date | None = None

    def __post_init__(self) -> None:
        ladder = [
            ("critical low", self.critical_low),
            ("warning low", self.warning_low),
            ("warning high", self.warning_high),
            ("critical high", self.critical_high),
        ]
        known = [(name, value) for name, value in ladder if value is not None]
        if not known:
            raise LimitsError("Limits need at least one number.")
        for (lower_name, lower), (upper_name, upper) in itertools.pairwise(known):
            if lower > upper:
                raise LimitsError(f"The {lower_name} limit {lower} is above the {upper_name} limit {upper}.")
        self._check_clear_limits()
        if self.hold < 1 or self.clear < 1:
            raise LimitsError("Hold and clear are whole periods, at least 1.")

    def _check_clear_limits(self) -> None:
        low = self.critical_low if self.warning_low is None else self.warning_low
        high = self.critical_high if self.warning_high is None else self.warning_high
        if self.clear_low is not None and (low is None or self.clear_low < low):
            raise LimitsError(f"The clear-limit {self.clear_low} must lie within the lower limits, not past them.")
        if self.clear_high is not None and (high is None or self.clear_high > high):
            raise LimitsError(f"The clear-limit {self.clear_high} must lie within the upper limits, not past them.")
        top = high if self.clear_high is None else self.clear_high
        bottom = low if self.clear_low is None else self.clear_low
        if top is not None and bottom is not None and bottom > top:
            raise LimitsError(f"Nothing lies between {bottom} and {top}, so an alert could never close.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A metric that outlives cycles.

    Attributes:
        targets: Dated targets, by `valid_from` ascending, the undated one first; empty for no target.
        limits: Its limits, or None while nobody has set or agreed to any.
        grace_days: How many days after a period's end its reading may take before the KPI is stale; None for what
            its frequency allows (`grace`).
    """

    key: KpiKey
    name: str
    team: TeamKey
    owner: PersonId
    unit: Unit = NUMBER
    direction: Direction = Direction.UP
    frequency: Frequency = Frequency.WEEK
    indicator: Indicator = Indicator.LAGGING
    targets: tuple[Target, ...] = ()
    limits: Limits | None = None
    grace_days: int | None = None

    def __post_init__(self) -> None:
        firsts = [target.valid_from or date.min for target in self.targets]
        for before, after in itertools.pairwise(firsts):
            if before == after:
                since = "for all days" if after == date.min else f"from {after} on"
                raise LimitsError(f"{self.name} has two targets {since}. Keep one of them.")
            if before > after:
                raise LimitsError(f"The targets of {self.name} are not in the order of their first days.")

    @property
    def grace(self) -> int:
        """How many days after a period's end its reading may take: its own, else what its frequency allows."""
        return GRACE_DAYS[self.frequency] if self.grace_days is None else self.grace_days

    def target_on(self, day: date) -> Target | None:
        """Return the target that counts on a day, or None when there is none yet."""
        valid = [target for target in self.targets if target.valid_from is None or target.valid_from <= day]
        return valid[-1] if valid else None


def add_target(kpi: Kpi, target: Target) -> Kpi:
    """Return a KPI with one more target; it takes the place of the one with the same first day (RULES 4.3)."""
    others = remove_target(kpi, target.valid_from).targets
    return replace(kpi, targets=tuple(sorted((*others, target), key=lambda target: target.valid_from or date.min)))


def remove_target(kpi: Kpi, valid_from: date | None) -> Kpi:
    """Return a KPI without the target that counts from a day, None for the undated one; the same if it has none."""
    return replace(kpi, targets=tuple(target for target in kpi.targets if target.valid_from != valid_from))


def check_order(kpi: Kpi, *, today: date) -> None:
    """Refuse limits by which a value that meets today's target would alert (RULES 4.1).

    To be called where a person sets either, not where a KPI is read: what is stored stays readable. Targets of other
    days are left alone, since limits have no dates, and so are seasonal limits, which are ratios. A limit on the side
    that the target leaves open is fine: "at least 40, and look when it is above 80".

    Raises:
        LimitsError: The sentence names the limit and the target.
    """
    target, limits = kpi.target_on(today), kpi.limits
    if target is None or limits is None or limits.season is not Season.NONE:
        return
    ends = [end for end in (target.low, target.high) if end is not None]
    for name, low, high in (
        ("warning", limits.warning_low, limits.warning_high),
        ("critical", limits.critical_low, limits.critical_high),
    ):
        for limit, side, wrong in (
            (low, "above", low is not None and low > min(ends)),
            (high, "below", high is not None and high < max(ends)),
        ):
            if wrong:
                aim = target.text or " to ".join(map(str, ends))
                raise LimitsError(
                    f"The {name} limit {limit} lies {side} the target ‘{aim}’: a value that meets the target would "
                    "alert. Change the limit or the target."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One KPI value for one period.

    Attributes:
        period: The first day of the period.
        source: Where the value came from: `slack`, `csv`, `push`, or a source's name.
        learnt_at: When Tiller learnt it.
        by: Who gave it, or None for a machine.
    """

    kpi: KpiKey
    period: date
    value: Decimal
    learnt_at: datetime
    note: str = ""
    source: str = "slack"
    by: PersonId | None = None


class KpiState(StrEnum):
    """The six states of a KPI; only `ok` is green (RULES 4.2)."""

    OK = "ok"
    WARNING = "warning"
    CRITICAL = "critical"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    STALE = "stale"
