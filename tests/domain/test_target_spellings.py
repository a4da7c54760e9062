"""Other spellings that people use for a target: read right, asked back, or refused with the piece; none wrong."""

import re

import pytest

from domain.kpis.model import Direction
from domain.kpis.targets import TargetNotReadError
from domain.values.units import Unit
from tests.domain.test_targets import told

NUMBER, PERCENT, EUR, HOURS, RATIO = (Unit.parse(name) for name in ("number", "percent", "EUR", "h", "ratio"))


@pytest.mark.parametrize(
    ("text", "unit", "reading"),
    [
        ("≥ 95 %", PERCENT, ">= 95"),
        ("95%+", PERCENT, ">= 95"),
        ("maintain above 95%", PERCENT, "> 95"),
        ("<2% MoM", PERCENT, "< 2"),
        ("60%-70%", PERCENT, ">= 60 <= 70"),
        ("between 5 and 10 percent", PERCENT, ">= 5 <= 10"),
        ("≥ 3,5 %", PERCENT, ">= 3.5"),
        ("within +/-5%", PERCENT, ">= -5 <= 5"),
        ("sub 2%", PERCENT, "< 2"),
        ("max 3 days", HOURS, "<= 72"),
        ("within 24h", HOURS, "<= 24"),
        ("< 1 week", HOURS, "< 168"),
        ("2-3 days", HOURS, ">= 48 <= 72"),
        ("<1h 30m", HOURS, "< 1.5"),
        ("no more than 3", NUMBER, "<= 3"),
        ("not below 3", NUMBER, ">= 3"),
        ("no less than 5", NUMBER, ">= 5"),
        ("does not exceed 3", NUMBER, "<= 3"),
        ("under 5", NUMBER, "< 5"),
        ("over 5", NUMBER, "> 5"),
        ("3 or fewer", NUMBER, "<= 3"),
        ("20 plus users", NUMBER, ">= 20"),
        ("10–12", NUMBER, ">= 10 <= 12"),
        ("10..12", NUMBER, ">= 10 <= 12"),
        ("between 3 & 5", NUMBER, ">= 3 <= 5"),
        ("min 95, max 98", NUMBER, ">= 95 <= 98"),
        ("min: 95", NUMBER, ">= 95"),
        ("floor 95", NUMBER, ">= 95"),
        ("capped at 3", NUMBER, "<= 3"),
        ("> = 5", NUMBER, ">= 5"),
        ("less then 5", NUMBER, "< 5"),
        ("atleast 5", NUMBER, ">= 5"),
        ("≤0", NUMBER, "<= 0"),
        ("> 1k", NUMBER, "> 1000"),
        ("> 1 500", NUMBER, "> 1500"),
        ("> 1'500", NUMBER, "> 1500"),
        ("≤ 1.500,00", NUMBER, "<= 1500"),
        ("> 50 NPS", NUMBER, "> 50"),
        ("<= 2 FTE", NUMBER, "<= 2"),
        ("> 200 k€", EUR, "> 200000"),
        ("between 5k and 10k €", EUR, ">= 5000 <= 10000"),
        ("at most 10:1", RATIO, "<= 10"),
        ("mindestens 95 %", PERCENT, ">= 95"),
        ("höchstens 5 %", PERCENT, "<= 5"),
        ("weniger als 5", NUMBER, "< 5"),
        ("über 5", NUMBER, "> 5"),
        ("zwischen 5 und 10", NUMBER, ">= 5 <= 10"),
        ("5 bis 10", NUMBER, ">= 5 <= 10"),
        ("bis 5", NUMBER, "<= 5"),
        ("au moins 95 %", PERCENT, ">= 95"),
        ("plus de 10", NUMBER, "> 10"),
        ("menos de 10", NUMBER, "< 10"),
        ("minder dan 10", NUMBER, "< 10"),
    ],
)
def test_other_spellings_are_read_as_they_are_meant(text: str, unit: Unit, reading: str) -> None:
    assert told(text, unit=unit) == reading
    against = Direction.DOWN if reading.startswith(">") else Direction.UP
    if " <" not in reading:
        with pytest.raises(TargetNotReadError, match="for this KPI"):
            told(text, against, unit=unit)


@pytest.mark.parametrize(
    ("text", "unit", "asked"),
    [
        ("0", NUMBER, "0?"),
        ("100%", PERCENT, "100?"),
        ("1.2M€", EUR, "1200000?"),
        ("1,2 Mio €", EUR, "1200000?"),
        ("20:1", RATIO, "20?"),
        ("3x", RATIO, "3?"),
        ("goal = 95%", PERCENT, "95?"),
        ("100 by Q4", NUMBER, "100?"),
        ("12 k", NUMBER, "12000?"),
        ("90 min", HOURS, "1.5?"),
        ("95% within 24h", PERCENT, "95?"),
        ("4 out of 5", NUMBER, "4?"),
    ],
)
def test_a_number_without_a_word_for_its_direction_is_asked_back(text: str, unit: Unit, asked: str) -> None:
    assert told(text, unit=unit) == asked


@pytest.mark.parametrize(
    ("text", "unit", "piece"),
    [
        ("~40", NUMBER, "‘~ 40’"),
        ("95% or better, at least 90%", PERCENT, "at least"),
        ("approx. 95%", PERCENT, "‘approx"),
        ("zero", NUMBER, "no number in ‘zero’"),
        ("less than half", NUMBER, "no number in ‘less than half’"),
        ("less than a week", HOURS, "no number in ‘less than a week’"),
        ("double", NUMBER, "no number in ‘double’"),
        ("½", NUMBER, "no number in ‘½’"),
        ("1/2", NUMBER, "‘/ 2’"),
        ("3x", NUMBER, "‘3x’"),
        ("increase 5%", PERCENT, "‘increase 5%’"),
        ("minus 5", NUMBER, "‘minus 5’"),
        ("last year + 5%", PERCENT, "‘year + 5%’"),
        ("5% either way", PERCENT, "‘5% either way’"),
        ("5 pp", PERCENT, "‘5 pp’"),
        ("<0.5‰", PERCENT, "‘0.5 ‰’"),
        ("<10bps", PERCENT, "‘10bps’"),
        ("> 1.2 Mrd €", EUR, "‘1.2 Mrd’"),
        ("200 T€", EUR, "‘200 T €’"),
        ("5-10k €", EUR, "‘5 - 10k €’"),
        ("50.000 €", EUR, "in two ways"),
        ("1:20 or 1:30", RATIO, "‘or 1:30’"),
        ("10 to 1", RATIO, "upside down"),
        ("nicht mehr als 5", NUMBER, "‘nicht mehr als 5’"),
        ("100 by 31.12.2026", NUMBER, "‘by 31.12.2026’"),
        ("2% < x < 5%", PERCENT, "‘2% < x’"),
    ],
)
def test_what_could_be_meant_otherwise_is_refused_with_its_piece(text: str, unit: Unit, piece: str) -> None:
    with pytest.raises(TargetNotReadError, match=re.escape(piece)):
        told(text, unit=unit)


@pytest.mark.parametrize("text", ["N/A", "na", "--", "?", "none", "tbc", "no target"])
def test_other_words_for_nothing_yet_are_no_target(text: str) -> None:
    assert told(text) == "no target"
