"""Numbers as people type them: read exactly, asked back where ambiguous, never guessed (RULES 6.4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.errors import TillerError
from domain.values.numbers import (
    ENGLISH,
    MACHINE,
    AmbiguousNumberError,
    NumberNotReadError,
    NumberStyle,
    number_text,
    plain,
    read_number,
)
from domain.values.units import Unit
from tests.domain.okr_company import QUICK

GERMAN = NumberStyle(decimal=",", group=".")
FRENCH = NumberStyle(decimal=",", group="\u202f")
STYLES = st.sampled_from([ENGLISH, GERMAN, FRENCH, MACHINE])
VALUES = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1),
    st.integers(min_value=-15, max_value=0),
)
UNITS = st.sampled_from([Unit.parse(word) for word in ("number", "percent", "USD", "min", "ratio")])


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("0", "number", "0"),
        ("-0", "number", "0"),
        ("0.000", "number", "0"),
        ("12k", "number", "12000"),
        ("1.2 million", "number", "1200000"),
        ("3,5 %", "%", "3.5"),
        ("3.5 percent", "%", "3.5"),
        ("$1.2M", "USD", "1200000"),
        ("−4", "number", "-4"),
        ("+4", "number", "4"),
        ("-$4", "USD", "-4"),
        ("$-4", "USD", "-4"),
        ("USD 1200", "USD", "1200"),
        ("1.2 M€", "EUR", "1200000"),
        ("5 kr", "SEK", "5"),
        ("90 min", "min", "90"),
        ("90", "min", "90"),
        ("90 min", "h", "1.5"),
        ("10 min", "h", "0.166666666666667"),
        ("1h 30min", "min", "90"),
        ("-1h 30min", "min", "-90"),
        ("2d 3h", "h", "51"),
        ("5m", "min", "5"),
        ("12k", "ms", "12000"),
        ("2500ms", "s", "2.5"),
        ("10:1", "ratio", "10"),
        ("17:3", "ratio", "5.66666666666667"),
        ("2x", "ratio", "2"),
        ("１２，５", "number", "12.5"),
        ("٣", "number", "3"),
        ("12\u200b5", "number", "125"),
        ("1 500", "number", "1500"),
        ("1\u202f500,5", "number", "1500.5"),
        ("1'234'567", "number", "1234567"),
        ("1’500.5", "number", "1500.5"),
        ("1,500.25", "number", "1500.25"),
        ("1.500,25", "number", "1500.25"),
        ("1.500.000", "number", "1500000"),
        ("1,00,000", "number", "100000"),
        ("12,34,567.5", "number", "1234567.5"),
        (".58", "number", "0.58"),
        ("0,500", "number", "0.5"),
        ("1234,500", "number", "1234.5"),
        ("1e5", "number", "100000"),
        ("1e-15", "number", "1e-15"),
        ("999999999999999", "number", "999999999999999"),
    ],
)
def test_what_only_makes_sense_one_way_is_read_in_every_style(text: str, unit: str, value: str) -> None:
    assert read_number(text, Unit.parse(unit), ENGLISH) == Decimal(value)
    assert read_number(text, Unit.parse(unit), GERMAN) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "style", "value"),
    [
        ("1,500", "number", ENGLISH, "1500"),
        ("1.500", "number", GERMAN, "1500"),
        ("1.500", "number", MACHINE, "1.5"),
        ("1.500", "%", ENGLISH, "1.5"),
        ("99,950", "%", GERMAN, "99.95"),
        ("1.250M", "number", ENGLISH, "1250000"),
    ],
)
def test_the_style_decides_about_a_lone_mark_before_three_digits(
    text: str, unit: str, style: NumberStyle, value: str
) -> None:
    assert read_number(text, Unit.parse(unit), style) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit", "style", "sentence"),
    [
        ("1.500", "number", ENGLISH, "‘1.500’ can be read as a number in two ways. Write 1.5 or 1500."),
        ("1.125", "number", ENGLISH, "‘1.125’ can be read as a number in two ways. Write 1.1250 or 1125."),
        ("1,500", "number", GERMAN, "‘1,500’ can be read as a number in two ways. Write 1,5 or 1500."),
        ("1,500", "USD", MACHINE, "‘1,500’ can be read as an amount in USD in two ways. Write 1.5 or 1500."),
        ("1,250M", "number", ENGLISH, "‘1,250’ can be read as a number in two ways. Write 1.25 or 1250."),
        ("1:30", "min", ENGLISH, "‘1:30’ can be read as a duration in min in two ways. Write 1h 30min or 1min 30s."),
    ],
)
def test_what_can_mean_two_numbers_is_asked_back(text: str, unit: str, style: NumberStyle, sentence: str) -> None:
    with pytest.raises(AmbiguousNumberError) as caught:
        read_number(text, Unit.parse(unit), style)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("text", "unit", "piece"),
    [
        ("", "number", "There is no number here. Write one, for example 1500 or 1.5k."),
        ("   ", "%", "for example 3.1 or 3,1 %"),
        ("3,1O", "%", "I can’t read ‘3,1O’ as a percentage: there is a letter O in it. Try 3.1 %."),
        ("l2", "number", "there is a letter l in it. Try 12."),
        ("1O 5x", "number", "there is a letter O in it. Try 1500"),
        ("nan", "number", "I don’t know what ‘nan’ means"),
        ("inf", "number", "I don’t know what ‘inf’ means"),
        ("½", "number", "‘½’"),
        ("10²", "number", "‘²’ does not belong to a number"),
        ("1_000", "number", "‘_000’"),
        ("1e999", "number", "longer than 15 digits"),
        ("1e-16", "number", "longer than 15 digits"),
        ("9" * 400, "number", "9999…’ as a number: it is longer than 15 digits"),
        ("1000000000000000", "number", "longer than 15 digits"),
        ("1.000000000000001", "number", "longer than 15 digits"),
        ("1 5", "number", "stands where no thousands end"),
        ("12.11.2020", "number", "stands where no thousands end"),
        ("1,50.25", "number", "stands where no thousands end"),
        ("1,234.567.8", "number", "stands where no thousands end"),
        ("5.", "number", "‘.’"),
        ("--4", "number", "the marks in it fit no number"),
        ("-$-4", "USD", "an amount in USD"),
        ("€5", "USD", "‘€’ does not belong to an amount in USD"),
        ("$5", "%", "‘$’ does not belong to a percentage"),
        ("5%", "number", "‘%’ does not belong to a number"),
        ("5 MRs", "number", "‘MRs’ does not belong to a number"),
        ("10:1", "number", "‘:’ belongs to a ratio"),
        ("1:0", "ratio", "the right side of a ratio is above 0"),
        ("1:x", "ratio", "I don’t know what ‘x’ means"),
        ("1h30", "min", "‘30’ does not belong to a duration in min"),
        ("30min 1h", "min", "‘h’ does not belong to a duration in min"),
        ("1h -5min", "min", "‘min’ does not belong to a duration in min"),
        ("5 parsecs", "min", "‘parsecs’"),
        ("5%", "min", "‘%’"),
        ("soon", "min", "‘soon’"),
        ("<!channel>", "number", "<!channel>"),
    ],
)
def test_what_is_no_number_is_refused_with_the_piece(text: str, unit: str, piece: str) -> None:
    with pytest.raises(NumberNotReadError) as caught:
        read_number(text, Unit.parse(unit), ENGLISH)
    assert piece in str(caught.value)
    assert not isinstance(caught.value, AmbiguousNumberError)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3.10", "3.1"),
        ("1.2E+6", "1200000"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("100", "100"),
        ("1E-15", "0.000000000000001"),
    ],
)
def test_plain_is_exact_and_short(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@QUICK
@given(value=VALUES, unit=UNITS)
def test_plain_text_reads_back(value: Decimal, unit: Unit) -> None:
    assert read_number(plain(value), unit, MACHINE) == value


@QUICK
@given(value=VALUES, unit=UNITS, style=STYLES)
def test_a_prefilled_field_reads_back_in_its_persons_style(value: Decimal, unit: Unit, style: NumberStyle) -> None:
    assert read_number(number_text(value, style), unit, style) == value


@given(
    text=st.text(alphabet=st.sampled_from("0123456789.,'  -+kMm%$€:hmin eEOxl_²１"), max_size=12),
    unit=UNITS,
    style=STYLES,
)
def test_any_text_is_a_finite_number_or_a_sentence(text: str, unit: Unit, style: NumberStyle) -> None:
    try:
        value = read_number(text, unit, style)
    except TillerError as error:
        assert str(error).endswith((".", "%."))  # noqa: PT017 any refusal must be a whole sentence
    else:
        assert value.is_finite()
        assert len(value.as_tuple().digits) <= 30
        assert str(value) != "-0"
        assert read_number(plain(value), unit, MACHINE) == value
