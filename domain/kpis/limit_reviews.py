"""Limits looked at again: what they would have done in a year, when they are old, what would be new (RULES 4.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.kpis.limits import BackTestEpisode, LimitProposal, back_test
from domain.kpis.model import Kpi, Limits, Reading
from domain.values.arithmetic import EXACT

REVIEW_EVERY = timedelta(days=90)
"""How old limits are when their owner is asked whether they are still right."""

_YEAR = timedelta(days=365)
_DAYS_OF_A_MONTH = Decimal("30.4")
# A limit that moved by less than this part of its distance from the middle is about the same.
_NOTICEABLE = Decimal("0.25")
_SIDES = ("warning_low", "critical_low", "warning_high", "critical_high")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What limits would have done lately.

    Attributes:
        episodes: The alerts that were open at some time since `since`, oldest first.
        since: The first day that counts: a year ago, or that of the first reading where that is later.
        months: How many months that is, at least 1; 0 without readings.
    """

    episodes: tuple[BackTestEpisode, ...]
    since: date
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """What a KPI's history proposes beside the limits in force, tried on the last year.

    Attributes:
        differs: Whether it is noticeably another thing than these.
    """

    proposal: LimitProposal
    tried: BackTest
    differs: bool


def back_test_year(kpi: Kpi, limits: Limits, readings: Sequence[Reading], *, today: date) -> BackTest:
    """Try limits on the readings of the last year; those before only say what is usual and what was open already."""
    if not readings:
        return BackTest(episodes=(), since=today, months=0)
    since = max(readings[0].period, today - _YEAR)
    episodes = [
        back_test_episode
        for back_test_episode in back_test(kpi, limits, readings)
        if back_test_episode.closed is None or back_test_episode.closed >= since
    ]
    months = int((today - since).days / _DAYS_OF_A_MONTH + Decimal("0.5"))
    return BackTest(episodes=tuple(episodes), since=since, months=max(1, months))


def review_days(limits: Limits, *, today: date) -> tuple[date, ...]:
    """Return the newest day on which limits were due for a look, and the next one; nothing for limits without a day."""
    if limits.set_on is None:
        return ()
    rounds = max(1, (today - limits.set_on).days // REVIEW_EVERY.days)
    return (limits.set_on + rounds * REVIEW_EVERY, limits.set_on + (rounds + 1) * REVIEW_EVERY)


def differs_noticeably(limits: Limits, proposal: LimitProposal) -> bool:
    """Tell whether proposed limits are others than these: another measure, another side, or clearly elsewhere."""
    if limits.season is not proposal.limits.season:
        return True
    for side in _SIDES:
        now, new = getattr(limits, side), getattr(proposal.limits, side)
        if (now is None) != (new is None):
            return True
        if now is not None and abs(new - now) > EXACT.multiply(_NOTICEABLE, abs(new - proposal.centre)):
            return True
    return False
