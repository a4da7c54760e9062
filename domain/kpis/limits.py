"""Limits: what is past a limit, which limits to propose and what they would have done (RULES 4.6).

Proposed limits stand at the edge of the normal range (warning) and twice as far out (critical): being out of the
normal range is a reason to look, not yet a fire, and red must stay rare. They lie only on the bad side: below for a
KPI of which more is better, above for the opposite, both where it shall stay within a band or nobody said.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial

from domain.calendar.periods import Frequency, period_end
from domain.kpis.alert_episode import Judged, Machine
from domain.kpis.control_limits import ControlLimits, control_limits, step_for
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Reading, Season
from domain.kpis.seasons import usual_value
from domain.values.arithmetic import EXACT
from domain.values.numbers import plain
from domain.values.units import UnitKind

SUGGESTED_HOLD = 2
SUGGESTED_DAILY_CLEAR = 2
"""One ordinary day within a bad week is no recovery."""
FEWEST_READINGS = 6
FEWEST_FOR_CERTAIN = 12
FEWEST_DAILY = 28
"""A daily KPI waits until each weekday was seen four times."""

# How many readings count: half a year of days, a year of weeks, the years of months that a season needs.
_WINDOW = {Frequency.DAY: 182, Frequency.WEEK: 52, Frequency.MONTH: 24, Frequency.QUARTER: 16}
# How many ratios to the usual must be known: two weeks of days, or the whole of a second year.
_FEWEST_RATIOS = {Frequency.DAY: 14, Frequency.WEEK: 52, Frequency.MONTH: 12, Frequency.QUARTER: 8}
# A season is only claimed if it makes the normal range at least three tenths narrower.
_SEASON_LEAVES = 0.7
_DUST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitProposal:
    """Limits that a person may agree to.

    Attributes:
        limits: With `suggested` set and a hold of 2.
        centre: The middle of the normal range: a value, or a ratio where the limits are seasonal.
        used: How many readings counted, from the period `first` to the period `last`.
        provisional: True for fewer than twelve readings: to be looked at again soon.
        stepped: Whether readings before a step were left out; `trend` whether a trend was taken out.
    """

    limits: Limits
    centre: Decimal
    used: int
    first: date
    last: date
    provisional: bool
    stepped: bool
    trend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoProposal:
    """Why no limits can be proposed, as a sentence."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTestEpisode:
    """An alert that the limits would have raised.

    Attributes:
        opened: The period whose reading would have opened it.
        closed: The period whose reading would have closed it, or None while it would still be open.
        worst: Its worst value, at `worst_period`.
    """

    opened: date
    closed: date | None
    worst: Decimal
    worst_period: date


def judge_value(limits: Limits, value: Decimal, usual: Decimal | None) -> tuple[KpiState, Decimal | None]:
    """Return OK, WARNING or CRITICAL, and the limit that is past as a value (a seasonal ratio multiplied out).

    A value on its limit is still in. Seasonal limits without a usual value cannot be past.
    """
    for state in (KpiState.CRITICAL, KpiState.WARNING):
        bound = limit_past(limits, state, value, usual)
        if bound is not None:
            return state, bound
    return KpiState.OK, None


def limit_past(limits: Limits, state: KpiState, value: Decimal, usual: Decimal | None) -> Decimal | None:
    """Return the warning or the critical limit that a value is past, as a value; None when it is not past it.

    A seasonal limit, which is a ratio, is multiplied out and then rounded outward to the places of the value (or two
    digits), unless the value would not be past it any more: people read 627,149 and not 627,149.4.
    """
    critical = state is KpiState.CRITICAL
    low = limits.critical_low if critical else limits.warning_low
    high = limits.critical_high if critical else limits.warning_high
    if limits.season is Season.NONE:
        below, above = low is not None and value < low, high is not None and value > high
        return low if below else high if above else None
    if usual is None:
        return None
    if low is not None and value < (bound := EXACT.multiply(low, usual)):
        shown = _outward_to(bound, value, ROUND_FLOOR)
        return shown if value < shown else bound
    if high is not None and value > (bound := EXACT.multiply(high, usual)):
        shown = _outward_to(bound, value, ROUND_CEILING)
        return shown if value > shown else bound
    return None


def _outward_to(bound: Decimal, value: Decimal, rounding: str) -> Decimal:
    places = max(0, -int(value.as_tuple().exponent), 1 - bound.adjusted())
    if -int(bound.as_tuple().exponent) <= places:
        return bound
    return bound.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=EXACT)


def judge(kpi: Kpi, limits: Limits, readings: Sequence[Reading], at: int) -> Judged | None:
    """Judge one reading by the limits, from it and those before it; None where nothing is usual yet."""
    reading = readings[at]
    measure = reading.value
    usual = None
    if limits.season is not Season.NONE:
        usual = usual_value(readings, reading.period, limits.season, kpi.frequency)
        if usual is None:
            return None
        measure = EXACT.divide(reading.value, usual)
    state, _ = judge_value(limits, reading.value, usual)
    excess = Decimal(0)
    if state is not KpiState.OK:
        low = limits.critical_low if limits.warning_low is None else limits.warning_low
        high = limits.critical_high if limits.warning_high is None else limits.warning_high
        below = EXACT.subtract(low, measure) if low is not None else excess
        above = EXACT.subtract(measure, high) if high is not None else excess
        excess = max(below, above)
    clears = state is KpiState.OK and _clears(limits, reading.value, usual)
    return Judged(period=reading.period, value=reading.value, state=state, excess=excess, clears=clears)


def _clears(limits: Limits, value: Decimal, usual: Decimal | None) -> bool:
    """Tell whether a value within the limits is on or past the clear-limits too, where there are any."""
    low, high = (
        bound if bound is None or usual is None else EXACT.multiply(bound, usual)
        for bound in (limits.clear_low, limits.clear_high)
    )
    return (low is None or value >= low) and (high is None or value <= high)


def run_of_bad_periods(kpi: Kpi, limits: Limits, readings: Sequence[Reading], before: int) -> list[Judged]:
    """Return the unbroken run of periods out of limits that ends before an index, oldest first; may be empty.

    Periods that could not be judged do not break it.
    """
    run: list[Judged] = []
    for at in range(before - 1, -1, -1):
        judged = judge(kpi, limits, readings, at)
        if judged is None:
            continue
        if judged.state is KpiState.OK:
            break
        run.append(judged)
    return run[::-1]


def back_test(kpi: Kpi, limits: Limits, readings: Sequence[Reading]) -> tuple[BackTestEpisode, ...]:
    """Return the alerts that these limits would have raised over the readings, oldest first."""
    machine = Machine(hold=limits.hold, clear=limits.clear)
    episodes: list[BackTestEpisode] = []
    for at in range(len(readings)):
        judged = judge(kpi, limits, readings, at)
        if judged is None:
            continue
        before = machine.shown
        machine.step(judged)
        if machine.worst is None or (machine.shown is KpiState.OK and before is KpiState.OK):
            continue
        closed = judged.period if machine.shown is KpiState.OK else None
        opened = judged.period if before is KpiState.OK else episodes.pop().opened
        episodes.append(
            BackTestEpisode(opened=opened, closed=closed, worst=machine.worst.value, worst_period=machine.worst.period)
        )
    return tuple(episodes)


def propose(kpi: Kpi, readings: Sequence[Reading], *, today: date) -> LimitProposal | NoProposal:
    """Propose limits at the edge of the normal range of the newest readings.

    Args:
        kpi: Its direction says on which side limits lie; its own limits do not matter.
        readings: Oldest first; only periods that have ended by `today` count, and of these at most half a year of
            days, a year of weeks or two years of months (the season may look further back).
        today: The day of the proposal.
    """
    ended = [reading for reading in readings if period_end(reading.period, kpi.frequency) <= today]
    if kpi.frequency is Frequency.DAY and len(ended) < FEWEST_DAILY:
        return NoProposal(
            reason=f"A daily KPI needs {FEWEST_DAILY} readings before limits make sense; there are {len(ended)}."
        )
    if len(ended) < FEWEST_READINGS:
        return NoProposal(reason=f"Limits need at least {FEWEST_READINGS} readings; there are {len(ended)}.")
    season, measured, found = _measure_usual(kpi, ended)
    if found is None:
        return NoProposal(reason="The readings never move, so nothing says what would be unusual.")
    limits = _limits(kpi, found, season, [value for _, value in measured])
    if limits is None:
        return NoProposal(reason="The normal range reaches as far as this number can go, so no limit could be past.")
    used = measured[found.start :]
    return LimitProposal(
        limits=limits,
        centre=Decimal(f"{found.centre:.6g}"),
        used=len(used),
        first=used[0][0],
        last=used[-1][0],
        provisional=len(used) < FEWEST_FOR_CERTAIN,
        stepped=found.start > 0,
        trend=found.trend,
    )


_Measured = list[tuple[date, float]]


def _measure_usual(kpi: Kpi, ended: Sequence[Reading]) -> tuple[Season, _Measured, ControlLimits | None]:
    """Return what limits measure, the values or their ratios to the usual, and the normal range of that.

    A season is claimed only where it can be known and makes the normal range much narrower.
    """
    window = ended[-_WINDOW[kpi.frequency] :]
    values = [(reading.period, float(reading.value)) for reading in window]
    plain_range = control_limits([value for _, value in values])
    season = Season.WEEK if kpi.frequency is Frequency.DAY else Season.YEAR
    ratios: _Measured = []
    for reading in window:
        usual = usual_value(ended, reading.period, season, kpi.frequency)
        if usual is not None:
            ratios.append((reading.period, float(EXACT.divide(reading.value, usual))))
    if plain_range is None or len(ratios) < _FEWEST_RATIOS[kpi.frequency]:
        return Season.NONE, values, plain_range
    ratio_range = control_limits([ratio for _, ratio in ratios], settled=season is Season.WEEK)
    if ratio_range is None or _reach(ratio_range) > _SEASON_LEAVES * _reach(plain_range):
        return Season.NONE, values, plain_range
    return season, ratios, ratio_range


def _reach(found: ControlLimits) -> float:
    """Return how wide a range is, as the logarithm of high over low; endless for one that reaches 0."""
    return math.log(found.high / found.low) if found.low > 0 else math.inf


def _limits(kpi: Kpi, found: ControlLimits, season: Season, values: Sequence[float]) -> Limits | None:
    floor = 0.0 if min(values) >= 0 else -math.inf
    percent = kpi.unit.kind is UnitKind.PERCENT and season is Season.NONE
    ceiling = 100.0 if percent and max(values) <= 100 else math.inf  # noqa: PLR2004 a hundred percent
    low_side = kpi.direction is not Direction.DOWN
    high_side = kpi.direction is not Direction.UP
    # A KPI that is counted in whole numbers has whole limits.
    finest = 0 if season is Season.NONE and all(value.is_integer() for value in values) else None
    round_down = partial(_outward, centre=found.centre, way=math.floor, finest=finest)
    round_up = partial(_outward, centre=found.centre, way=math.ceil, finest=finest)
    lows = [round_down(edge) if low_side else None for edge in (found.low, found.far_low)]
    highs = [round_up(edge) if high_side else None for edge in (found.high, found.far_high)]
    lows = [edge if edge is not None and edge > floor else None for edge in lows]
    highs = [edge if edge is not None and edge < ceiling else None for edge in highs]
    if lows[0] is None and highs[0] is None:
        return None
    return Limits(
        warning_low=lows[0],
        critical_low=lows[1],
        warning_high=highs[0],
        critical_high=highs[1],
        season=season,
        hold=SUGGESTED_HOLD,
        clear=SUGGESTED_DAILY_CLEAR if kpi.frequency is Frequency.DAY else 1,
        suggested=True,
    )


def _outward(edge: float, *, centre: float, way: Callable[[float], int], finest: int | None) -> Decimal:
    """Round an edge away from the middle, to a step that is small against its distance and against itself.

    The step is no finer than ten to the power of `finest`, where one is given.
    """
    distance = abs(centre - edge)
    digit, power = step_for(min(distance, edge) if edge > 0 else distance)
    if finest is not None and power < finest:
        digit, power = 1, finest
    steps = edge / (digit * 10.0**power)
    # An edge that lies on a step but for the dust of floats stays there.
    count = round(steps) if abs(steps - round(steps)) < _DUST else way(steps)
    return Decimal(plain(Decimal(count * digit).scaleb(power)))
