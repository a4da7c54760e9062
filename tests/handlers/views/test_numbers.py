"""How values, changes and days are said."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.company.teams import locale_of
from domain.kpis.model import Target
from domain.kpis.status_model import Change, Verdict
from domain.values.numbers import read_number
from domain.values.units import NUMBER, PERCENT, Unit
from handlers.views.blocks import numbers
from handlers.views.blocks.locales import style_of
from tests.handlers.views.sample_company import ADA_PERSON


@pytest.mark.parametrize(
    ("value", "unit", "locale", "shown"),
    [
        ("4.8", "%", "en", "4.8 %"),
        ("4.8", "%", "de-DE", "4,8 %"),
        ("1210000", "USD", "en", "$1.21M"),
        ("1210000", "EUR", "de", "1,21 Mio. €"),
        ("1200.5", "USD", "en", "$1,200.50"),
        ("1200", "USD", "en", "$1,200"),
        ("0.1134", "USD", "en", "$0.1134"),
        ("-1200", "USD", "en", "−$1,200"),
        ("420000", "USD", "en", "$420,000"),
        ("12", "h", "en", "12 h"),
        ("10", "ratio", "en", "10:1"),
        ("1234.5678", "number", "en", "1,235"),
        ("1234567", "number", "en", "1.23M"),
        ("-0.47", "number", "en", "−0.47"),
        ("0.000000000000001", "number", "en", "0.000000000000001"),
        ("999999999999999", "number", "en", "1000T"),
        ("0", "%", "nonsense", "0 %"),
        ("36.5", "%", "", "36.5 %"),
    ],
)
def test_values_are_said_as_people_write_them(value: str, unit: str, locale: str, shown: str) -> None:
    assert numbers.value_text(Decimal(value), Unit.parse(unit), locale=locale) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.decimals(-(10**9), 10**9, places=3))
def test_two_values_side_by_side_never_read_the_same_unless_they_are(value: Decimal, other: Decimal) -> None:
    for unit in (NUMBER, PERCENT, Unit.parse("USD")):
        same = numbers.value_text(value, unit, beside=other) == numbers.value_text(other, unit, beside=value)
        assert same == (value == other)


@given(st.decimals(min_value=-999, max_value=999, places=1), st.sampled_from(["en", "de-DE", "fr", "pt-BR"]))
def test_what_is_shown_can_be_typed_back_in_the_same_locale(value: Decimal, locale: str) -> None:
    text = numbers.value_text(value, NUMBER, locale=locale, beside=value + Decimal("0.1"))
    assert read_number(text, NUMBER, style_of(locale)) == value


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [("0", "0 %"), ("0.004", "1 %"), ("0.41", "41 %"), ("0.999", "99 %"), ("1", "100 %"), ("1.3529", "135 %"),
     ("-0.4706", "−47 %"), ("0.125", "13 %")],
)  # fmt: skip
def test_nearly_all_is_not_all_and_a_little_is_not_nothing(ratio: str, shown: str) -> None:
    assert numbers.percent(Decimal(ratio)) == shown


@pytest.mark.parametrize(
    ("size", "unit", "locale", "shown"),
    [
        ("0.4", "%", "en", "0.4 pt"),
        ("-1.3696", "%", "en", "−1.4 pt"),
        ("-1.3696", "%", "de-DE", "−1,4 pt"),
        ("1.3696", "number", "en", "1.4"),
        ("152", "number", "en", "152"),
        ("-36666.67", "USD", "en", "−$36,667"),
        ("1234567", "USD", "en", "$1.23M"),
        ("-12.34", "h", "en", "−12 h"),
        ("-1E-30", "%", "en", "0 pt"),
        ("-1E-30", "number", "en", "0"),
    ],
)
def test_a_difference_is_said_in_about_two_digits_with_its_sign(size: str, unit: str, locale: str, shown: str) -> None:
    assert numbers.apart(Decimal(size), Unit.parse(unit), locale=locale) == shown


def test_a_gap_is_said_against_the_calendar() -> None:
    gaps = [numbers.against_calendar(Decimal(item)) for item in ("0.14", "-0.031", "0.004", "0.01")]
    assert gaps == [
        "14 points behind the calendar",
        "3 points ahead of the calendar",
        "level with the calendar",
        "1 point behind the calendar",
    ]


def change(difference: str, ratio: str | None, verdict: Verdict = Verdict.UNKNOWN) -> Change:
    return Change(
        from_value=Decimal(1),
        from_period=date(2026, 11, 9),
        difference=Decimal(difference),
        ratio=Decimal(ratio) if ratio is not None else None,
        verdict=verdict,
    )


def test_an_arrow_says_which_way_and_a_word_whether_that_is_good() -> None:
    assert numbers.change_text(change("0.9", "0.23", Verdict.WORSE), PERCENT) == "▲ 0.9 pt, worse"
    assert numbers.change_text(change("-2", "-0.05", Verdict.BETTER), NUMBER) == "▼ 5 %, better"
    assert numbers.change_text(change("12", None), NUMBER) == "▲ 12"
    assert numbers.change_text(change("990", "99"), NUMBER) == "▲ 990"
    assert numbers.change_text(change("0", "0", Verdict.SAME), NUMBER) == "no change"


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (Target(high=Decimal("2.5"), high_inclusive=False), "&lt; 2.5 %"),
        (Target(high=Decimal("2.5")), "≤ 2.5 %"),
        (Target(low=Decimal(95)), "≥ 95 %"),
        (Target(low=Decimal(95), low_inclusive=False), "&gt; 95 %"),
        (Target(low=Decimal(40), high=Decimal(60)), "40 % to 60 %"),
        (Target(low=Decimal(40), high=Decimal(40)), "40 %"),
    ],
)
def test_targets_are_said_in_signs(target: Target, shown: str) -> None:
    assert numbers.target_text(target, PERCENT) == shown


@pytest.mark.parametrize(
    ("number", "frequency", "shown"),
    [(1, Frequency.WEEK, "first week"), (2, Frequency.DAY, "second day"), (11, Frequency.WEEK, "11th week"),
     (21, Frequency.MONTH, "21st month"), (112, Frequency.DAY, "112th day"), (23, Frequency.QUARTER, "23rd quarter")],
)  # fmt: skip
def test_periods_are_counted_in_words(number: int, frequency: Frequency, shown: str) -> None:
    assert numbers.ordinal(number, frequency) == shown


def test_days_and_periods_have_names() -> None:
    monday = date(2026, 11, 16)
    assert numbers.day(monday) == "16 Nov"
    assert numbers.day_of_year(monday) == "Mon 16 Nov 2026"
    assert numbers.span(monday, date(2026, 11, 22)) == "16–22 Nov"
    assert numbers.span(date(2026, 11, 30), date(2026, 12, 6)) == "30 Nov – 6 Dec"
    names = [numbers.period(monday, frequency) for frequency in Frequency]
    assert names == ["16 Nov", "week 47", "Nov 2026", "Q4 2026"]


def test_instants_are_told_in_the_persons_zone() -> None:
    at = datetime(2026, 11, 24, 23, 12, tzinfo=UTC)
    assert numbers.moment(at, "Europe/Amsterdam") == "Wed 25 Nov 00:12"
    assert numbers.moment(at, "No/Where") == "Tue 24 Nov 23:12"
    assert numbers.days(timedelta(hours=3)) == "1 day"


def test_the_locale_is_the_persons_or_english() -> None:
    assert locale_of(None) == locale_of(ADA_PERSON) == "en"
    assert [style_of(item).decimal for item in ("de-DE", "en-US", "xx")] == [",", ".", "."]
    assert style_of("de-CH").group == "'"
    assert style_of("fr").group == " "
