"""Periods as people type them."""

from datetime import date

import pytest

from domain.calendar.period_parser import PeriodNotReadError, check_period, leading_period
from domain.calendar.periods import Frequency

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "frequency", "period", "rest"),
    [
        ("2026-11-09", Frequency.WEEK, date(2026, 11, 9), ""),
        ("2026-11-15 a note", Frequency.WEEK, date(2026, 11, 9), "a note"),
        ("week 46", Frequency.WEEK, date(2026, 11, 9), ""),
        ("for week 46, quiet", Frequency.WEEK, date(2026, 11, 9), "quiet"),
        ("w46", Frequency.WEEK, date(2026, 11, 9), ""),
        ("2026-W46", Frequency.WEEK, date(2026, 11, 9), ""),
        ("week 50 2025", Frequency.WEEK, date(2025, 12, 8), ""),
        ("12 Nov", Frequency.DAY, date(2026, 11, 12), ""),
        ("Nov 12", Frequency.DAY, date(2026, 11, 12), ""),
        ("12. November 2025 audit", Frequency.DAY, date(2025, 11, 12), "audit"),
        ("nov 12, 2025", Frequency.DAY, date(2025, 11, 12), ""),
        ("yesterday", Frequency.DAY, date(2026, 11, 17), ""),
        ("last week", Frequency.WEEK, date(2026, 11, 9), ""),
        ("last month too", Frequency.MONTH, date(2026, 10, 1), "too"),
        ("last quarter", Frequency.QUARTER, date(2026, 7, 1), ""),
        ("Oct", Frequency.MONTH, date(2026, 10, 1), ""),
        ("in sept", Frequency.MONTH, date(2026, 9, 1), ""),
        ("Oct 2025", Frequency.MONTH, date(2025, 10, 1), ""),
        ("2026-10", Frequency.MONTH, date(2026, 10, 1), ""),
        ("15 Oct", Frequency.MONTH, date(2026, 10, 1), ""),
        ("Q3", Frequency.QUARTER, date(2026, 7, 1), ""),
        ("q3 2025 audit", Frequency.QUARTER, date(2025, 7, 1), "audit"),
        ("2026-Q3", Frequency.QUARTER, date(2026, 7, 1), ""),
        ("2026-08", Frequency.QUARTER, date(2026, 7, 1), ""),
    ],
)
def test_a_line_may_begin_with_a_period(text: str, frequency: Frequency, period: date, rest: str) -> None:
    assert leading_period(text, frequency, today=WEDNESDAY) == (period, rest)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("", Frequency.WEEK),
        ("a note", Frequency.WEEK),
        ("may rise again", Frequency.WEEK),
        ("in the end it held", Frequency.WEEK),
        ("12 people left", Frequency.WEEK),
        ("“12 Nov was bad”", Frequency.WEEK),
        ("yesterday was bad", Frequency.WEEK),
    ],
)
def test_a_line_that_begins_with_none_is_left_whole(text: str, frequency: Frequency) -> None:
    assert leading_period(text, frequency, today=WEDNESDAY) == (None, text)


def test_a_year_left_open_is_this_one_or_the_last_where_that_is_far_ahead() -> None:
    january = date(2027, 1, 10)
    assert leading_period("Nov", Frequency.MONTH, today=january) == (date(2026, 11, 1), "")
    assert leading_period("week 50", Frequency.WEEK, today=january) == (date(2026, 12, 7), "")
    with pytest.raises(PeriodNotReadError, match="Feb 2027 is not over yet"):
        leading_period("Feb", Frequency.MONTH, today=january)


@pytest.mark.parametrize(
    ("text", "frequency", "sentence"),
    [
        (
            "week 47",
            Frequency.WEEK,
            "Week 47 is not over yet: it ends on 22 Nov. The last one that is over is week 46.",
        ),
        (
            "18 Nov",
            Frequency.DAY,
            (
                "18 Nov is not over yet: a day’s reading is taken once the day is over. "
                "The last one that is over is 17 Nov."
            ),
        ),
        ("2026-02-30", Frequency.DAY, "I can’t read ‘2026-02-30’ as a date. Try 17 Nov or 2026-11-17."),
        ("week 60", Frequency.WEEK, "I can’t read ‘week 60’ as a date. Try week 46 or 2026-11-09."),
        ("31 Feb", Frequency.DAY, "I can’t read ‘31 Feb’ as a date. Try 17 Nov or 2026-11-17."),
        ("11/12", Frequency.DAY, "I can’t read ‘11/12’ as a date. Try 17 Nov or 2026-11-17."),
        ("11/12/2026 note", Frequency.DAY, "I can’t read ‘11/12/2026’ as a date. Try 17 Nov or 2026-11-17."),
        ("week 46", Frequency.DAY, "‘week 46’ is longer than one daily reading. Try 17 Nov."),
        ("Oct 2026", Frequency.WEEK, "‘Oct 2026’ is longer than one weekly reading. Try week 46."),
    ],
)
def test_what_cannot_be_a_period_is_refused_with_an_example(text: str, frequency: Frequency, sentence: str) -> None:
    with pytest.raises(PeriodNotReadError) as refused:
        leading_period(text, frequency, today=WEDNESDAY)
    assert str(refused.value) == sentence


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    assert check_period(date(2026, 11, 15), Frequency.WEEK, today=date(2026, 11, 16)) == date(2026, 11, 9)
    with pytest.raises(PeriodNotReadError):
        check_period(date(2026, 11, 15), Frequency.WEEK, today=date(2026, 11, 15))
