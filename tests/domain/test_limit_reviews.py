"""Limits looked at again: as one line in a button, over a year, and when they are old."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.kpis.limit_codes import CodeNotReadError, code_of, limits_of
from domain.kpis.limit_reviews import back_test_year, differs_noticeably, review_days
from domain.kpis.limits import LimitProposal
from domain.kpis.model import Limits, Season, Target
from domain.kpis.reasons import Miss, miss
from tests.domain.dashboard import a_kpi, series
from tests.domain.okr_company import QUICK

DAY = date(2026, 9, 1)
LIMITS = Limits(warning_high=Decimal(30), critical_high=Decimal(40))
NUMBERS = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


@QUICK
@given(
    bounds=st.lists(NUMBERS, min_size=4, max_size=4),
    season=st.sampled_from(list(Season)),
    hold=st.integers(1, 99),
    clear=st.integers(1, 99),
    suggested=st.booleans(),
)
def test_limits_are_read_from_their_code_as_they_were(
    *, bounds: list[Decimal | None], season: Season, hold: int, clear: int, suggested: bool
) -> None:
    known = sorted(bound for bound in bounds if bound is not None)
    ladder = [known.pop(0) if bound is not None else None for bound in bounds]
    if all(bound is None for bound in ladder):
        ladder[2] = Decimal(1)
    limits = Limits(
        critical_low=ladder[0],
        warning_low=ladder[1],
        warning_high=ladder[2],
        critical_high=ladder[3],
        clear_low=ladder[1],
        season=season,
        hold=hold,
        clear=clear,
        suggested=suggested,
    )
    assert limits_of(code_of(limits)) == limits
    assert len(code_of(limits)) < 200


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(warning_high=Decimal(3), critical_high=Decimal("4.5"), hold=2), "//3/4.5///none/2/1/"),
        (Limits(warning_low=Decimal("0.6"), season=Season.WEEK, clear=3, suggested=True), "0.6//////week/1/3/s"),
    ],
)
def test_the_buttons_of_older_messages_stay_readable(limits: Limits, code: str) -> None:
    assert code_of(limits) == code
    assert limits_of(code) == limits


def test_no_limits_have_a_code_too() -> None:
    assert limits_of(code_of(None)) is None


@pytest.mark.parametrize("code", ["", "churn", "//x/4///none/2/1/", "//3/4///autumn/2/1/", "//3/4///none/2/1"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(CodeNotReadError, match="from an older message"):
        limits_of(code)


def test_a_back_test_counts_the_last_year_only() -> None:
    kpi = a_kpi(frequency=Frequency.WEEK)
    readings = series([50, 10, 10, *[10] * 50, 50, 10, 50])
    today = readings[-1].period + timedelta(days=7)
    tried = back_test_year(kpi, LIMITS, readings, today=today)
    assert [back_test_episode.opened for back_test_episode in tried.episodes] == [
        readings[53].period,
        readings[55].period,
    ]
    assert (tried.since, tried.months) == (today - timedelta(days=365), 12)
    young = back_test_year(kpi, LIMITS, readings[:2], today=readings[1].period)
    assert (young.since, young.months) == (readings[0].period, 1)
    assert back_test_year(kpi, LIMITS, [], today=today).months == 0


def test_limits_are_looked_at_every_ninety_days() -> None:
    old = replace(LIMITS, set_on=DAY)
    assert review_days(old, today=DAY) == (date(2026, 11, 30), date(2027, 2, 28))
    assert review_days(old, today=date(2026, 11, 30)) == (date(2026, 11, 30), date(2027, 2, 28))
    assert review_days(old, today=date(2027, 3, 1)) == (date(2027, 2, 28), date(2027, 5, 29))
    assert review_days(LIMITS, today=DAY) == ()


@pytest.mark.parametrize(
    ("proposed", "differs"),
    [
        (LIMITS, False),
        (replace(LIMITS, warning_high=Decimal(31)), False),
        (replace(LIMITS, warning_high=Decimal(35)), True),
        (replace(LIMITS, critical_high=None), True),
        (replace(LIMITS, warning_low=Decimal(1)), True),
        (replace(LIMITS, season=Season.YEAR), True),
    ],
)
def test_a_proposal_differs_where_a_limit_is_clearly_elsewhere(*, proposed: Limits, differs: bool) -> None:
    proposal = LimitProposal(
        limits=proposed,
        centre=Decimal(20),
        used=30,
        first=DAY,
        last=DAY,
        provisional=False,
        stepped=False,
        trend=False,
    )
    assert differs_noticeably(LIMITS, proposal) is differs


@pytest.mark.parametrize(
    ("target", "value", "missed"),
    [
        (Target(low=Decimal(5)), 5, None),
        (Target(low=Decimal(5)), 3, Miss(size=Decimal(2), below=True)),
        (Target(low=Decimal(5), low_inclusive=False), 5, Miss(size=Decimal(0), below=True)),
        (Target(high=Decimal(5)), 8, Miss(size=Decimal(3), below=False)),
        (Target(low=Decimal(1), high=Decimal(5)), 8, Miss(size=Decimal(3), below=False)),
    ],
)
def test_how_far_a_value_is_off_its_target(target: Target, value: int, missed: Miss | None) -> None:
    assert miss(target, Decimal(value)) == missed
