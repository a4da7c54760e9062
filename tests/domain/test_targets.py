"""Targets as people write them: read right, asked back, or refused with the piece that was not understood.

It proves RULES 4.4.
"""

import csv
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpis.model import Direction, Target
from domain.kpis.target_parser import unit_of_target
from domain.kpis.targets import NeedsDirection, NoTarget, TargetNotReadError, read_target
from domain.values.numbers import ENGLISH, NumberStyle, plain
from domain.values.units import NUMBER, PERCENT, Unit
from tests.domain.dashboard import HAS_REAL_TARGETS, REAL
from tests.domain.okr_company import QUICK

GERMAN = NumberStyle(decimal=",", group=".")


def told(text: str, direction: Direction | None = None, unit: Unit | None = None) -> str:
    """Return how a target is read, in one line."""
    reading = read_target(text, unit or unit_of_target(text), direction, ENGLISH)
    if isinstance(reading, NoTarget):
        return "no target"
    if isinstance(reading, NeedsDirection):
        return f"{plain(reading.value)}?"
    assert reading.text == text.strip()
    ends = []
    if reading.low is not None:
        ends.append(f"{'>=' if reading.low_inclusive else '>'} {plain(reading.low)}")
    if reading.high is not None:
        ends.append(f"{'<=' if reading.high_inclusive else '<'} {plain(reading.high)}")
    return " ".join(ends)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("< 2%", "< 2"),
        ("&lt; 2%", "< 2"),
        (">= 40", ">= 40"),
        ("≥40", ">= 40"),
        ("=< 40", "<= 40"),
        ("> -5", "> -5"),
        ("<.58 average factor", "< 0.58"),
        ("at or above 95%", ">= 95"),
        ("below 2500ms", "< 2500"),
        ("Below 2500ms at the 90th percentile", "< 2500"),
        ("at or below 10:1", "<= 10"),
        ("less than 12 hours", "< 12"),
        ("below 1h 30min", "< 1.5"),
        ("above 1,000 per month", "> 1000"),
        ("under €3M", "< 3000000"),
        ("less than £50k per month", "< 50000"),
        ("equal or greater than 99.95%", ">= 99.95"),
        ("greater than or equal to 5", ">= 5"),
        ("less than or equal to 5", "<= 5"),
        ("no more than 5", "<= 5"),
        ("not below 3.5 %", ">= 3.5"),
        ("never above 5", "<= 5"),
        ("must not exceed 5", "<= 5"),
        ("can’t go over 5", "<= 5"),
        ("a minimum of 10", ">= 10"),
        ("min. 10", ">= 10"),
        ("max. 50", "<= 50"),
        ("50 max", "<= 50"),
        ("up to 50", "<= 50"),
        ("5+", ">= 5"),
        ("95% or more", ">= 95"),
        ("95% and above", ">= 95"),
        *((f"95 or {word}", ">= 95") for word in ("more", "higher", "greater", "larger", "up", "upwards")),
        *((f"5 or {word}", "<= 5") for word in ("less", "lower", "fewer", "smaller")),
        ("5 or below", "<= 5"),
        ("reduce to 5%", "<= 5"),
        ("increase it to 5%", ">= 5"),
        ("between 0.4 and 0.6", ">= 0.4 <= 0.6"),
        ("within 5 and 10", ">= 5 <= 10"),
        ("5 to 10", ">= 5 <= 10"),
        ("5–10%", ">= 5 <= 10"),
        ("5 – 10 days", ">= 5 <= 10"),
        ("-5 to -3", ">= -5 <= -3"),
        ("between $1M and $2M", ">= 1000000 <= 2000000"),
        ("0.5 ± 0.1", ">= 0.4 <= 0.6"),
        ("5 +- 1", ">= 4 <= 6"),
        ("±5%", ">= -5 <= 5"),
        ("> 5 and <= 10", "> 5 <= 10"),
        ("at most 10 but over 5", "> 5 <= 10"),
        ("above 5 and rising", "> 5"),
        ("exactly 5", ">= 5 <= 5"),
        ("= 5", ">= 5 <= 5"),
        ("within 24 hours", "<= 24"),
        ("The target for this metric is at or below 10:1", "<= 10"),
        ("Expenses to be at or below 10% of ARR", "<= 10"),
        ("From now on at least 5", ">= 5"),
        ("Less than 10% are over 14 days", "< 10"),
        ("at least 8 of 10 teams", ">= 8"),
        ("less than $1 per 1,000 calls", "< 1"),
        ("at least 30 % by end of 2026", ">= 30"),
        ("Q3: above 5 (was 4)", "> 5"),
        ("(above 5)", "> 5"),
        ("<https://example.org|docs> below 5", "< 5"),
        ("[docs](https://example.org/a) below 5", "< 5"),
        ('Below 50 open "ux debt" issues', "< 50"),
        ("90% (lower is better)", "<= 90"),
        ("higher is better: 5", ">= 5"),
    ],
)
def test_a_target_is_read_as_it_is_meant(text: str, reading: str) -> None:
    assert told(text) == reading


@pytest.mark.parametrize(
    "text",
    ["", "  ", "-", "—", "TBD", "tbd.", "n/a", "N.A.", "None", "Unknown", "Confidential, in Adaptive", "no target yet",
     "See the dashboard for target", "not set", "TBD (last year 5 %)", "No target for 2026",
     "It's against company policy to set quotas"],
)  # fmt: skip
def test_a_target_that_nobody_set_is_none(text: str) -> None:
    assert told(text) == "no target"


@pytest.mark.parametrize(
    "text", ["12%", "12 % growth", "Scorecard of 12", "12 (until further notice)", "The goal is 12"]
)
def test_a_number_alone_needs_a_direction(text: str) -> None:
    assert told(text) == "12?"
    assert told(text, Direction.BAND) == "12?"
    assert told(text, Direction.NEUTRAL) == "12?"
    assert told(text, Direction.UP) == ">= 12"
    assert told(text, Direction.DOWN) == "<= 12"


def test_a_distance_is_read_by_the_direction() -> None:
    text = "at or within 5% of the plan"
    assert told(text) == "5?"
    assert told(text, Direction.DOWN) == "<= 5"
    assert told(text, Direction.BAND) == ">= -5 <= 5"
    with pytest.raises(TargetNotReadError, match="is a distance"):
        told(text, Direction.UP)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("high", "There is no number in ‘high’"),
        ("at least ninety percent", "There is no number in"),
        ("not ninety", "There is no number in"),
        ("zero bugs, see the board", "There is no number in"),
        ("about 5", "‘about 5’"),
        ("~5", "‘~ 5’"),
        ("reduce by 5%", "‘by 5%’"),
        ("5% below plan", "‘5% below plan’"),
        ("10% higher", "‘10% higher’"),
        ("5% more", "‘5% more’"),
        ("we do not want 5", "‘not want 5’"),
        ("either 5 or 7", "‘or 7’"),
        ("below 5 or above 10", "‘or above 10’"),
        ("more than 5 or more", "‘or more’"),
        ("above 5 and above 10", "‘above 5 and above 10’"),
        (">5<10", "‘< 10’"),
        ("below 5, 3 later", "‘, 3 later’"),
        ("less than 12 hours or 2 days", "‘or 2 days’"),
        ("3 in 5", "‘in 5’"),
        ("1 to 2M", "‘1 to 2M’"),
        ("between 5 and", "‘5 and’"),
        ("more than last year: 5", "‘more than last year’"),
        ("Q4", "‘Q4’"),
        ("or 5", "‘or 5’"),
        ("5 to 3", "upside down"),
        ("at or above 9O%", "there is a letter O in it. Try 90 %."),
        ("> 1e999", "longer than 15 digits"),
        ("at least 1.500", "in two ways"),
        ("2x", "‘x’ does not belong to a number"),
        ("at least " * 60 + "5", "longer than 500 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_piece(text: str, piece: str) -> None:
    with pytest.raises(TargetNotReadError, match=re.escape(piece)):
        told(text)


def test_a_refusal_gives_two_examples() -> None:
    with pytest.raises(TargetNotReadError, match="‘at or above 95%’ or ‘between"):
        told("quite good, 5 stars or 4")


@pytest.mark.parametrize(
    ("text", "direction", "advice"),
    [("below 5", Direction.UP, "Write ‘at or above …’"), ("above 5", Direction.DOWN, "Write ‘at or below …’")],
)
def test_a_target_against_the_direction_is_refused(text: str, direction: Direction, advice: str) -> None:
    with pytest.raises(TargetNotReadError, match=advice):
        told(text, direction)
    assert told(text, Direction.BAND)


def test_a_band_suits_every_direction() -> None:
    assert {told("5 to 10", direction) for direction in Direction} == {">= 5 <= 10"}


@pytest.mark.parametrize("text", ["below 5%", "below $5", "below 5 days"])
def test_a_target_in_another_unit_is_refused(text: str) -> None:
    with pytest.raises(TargetNotReadError, match="an amount in EUR"):
        told(text, unit=Unit.parse("EUR"))


def test_durations_are_counted_in_the_kpis_own_unit() -> None:
    assert told("less than 12 hours", unit=Unit.parse("d")) == "< 0.5"
    assert told("5 to 10 days", unit=Unit.parse("h")) == ">= 120 <= 240"
    assert told("at or below 50 days", unit=NUMBER) == "<= 50"
    assert told("below 10:1", unit=NUMBER) == "< 10"


def test_numbers_follow_the_persons_style() -> None:
    reading = read_target("mindestens 1.500,5", NUMBER, None, GERMAN)
    assert isinstance(reading, Target)
    assert reading.low == Decimal("1500.5")


@pytest.mark.parametrize(
    ("text", "unit"),
    [("at or above 95%", "percent"), ("5 per cent", "percent"), ("5–10%", "percent"), ("2500ms", "ms"),
     ("12 hours", "h"), ("2 weeks", "d"), ("10:1", "ratio"), ("$1.2M", "USD"), ("€5", "EUR"), ("5 CHF", "CHF"),
     ("5 MRs per Month", "number"), ("5m users", "number"), ("TBD", "number")],
)  # fmt: skip
def test_a_targets_words_tell_its_unit(text: str, unit: str) -> None:
    assert str(unit_of_target(text)) == unit


PIECES = st.sampled_from(
    [
        *(
            "at or above",
            "below",
            "between",
            "and",
            "or",
            "to",
            "-",
            "±",
            "+",
            "5",
            "95%",
            "1,500",
            "-3",
            "$2M",
            "10:1",
        ),
        *("TBD", "12 hours", "within", "of", "per", "not", "by", "about", "2026", "90th", "p95", "(", ")", "<", ">="),
        *("users", "ü"),
    ]
)


@QUICK
@given(
    pieces=st.lists(PIECES, max_size=7),
    joined=st.sampled_from(["", " "]),
    direction=st.sampled_from([None, *Direction]),
    unit=st.sampled_from([NUMBER, PERCENT, Unit.parse("h"), Unit.parse("USD"), Unit.parse("ratio")]),
)
def test_any_text_is_a_reading_or_a_sentence(
    pieces: list[str], joined: str, direction: Direction | None, unit: Unit
) -> None:
    try:
        reading = read_target(joined.join(pieces), unit, direction, ENGLISH)
    except TargetNotReadError as error:
        assert str(error).endswith((".", "%."))  # noqa: PT017 any refusal must be a whole sentence
    else:
        assert isinstance(reading, Target | NoTarget | NeedsDirection)


@QUICK
@given(low=st.decimals(-1000, 1000, places=2), width=st.decimals(0, 1000, places=2))
def test_every_form_of_a_band_says_the_same(low: Decimal, width: Decimal) -> None:
    high = low + width
    a, b = plain(low), plain(high)
    forms = [f"between {a} and {b}", f"{a} to {b}", f">= {a} and <= {b}", f"at or above {a} but no more than {b}"]
    assert {told(form) for form in forms} == {f">= {a} <= {b}"}


def _published() -> list[str]:
    with (REAL / "kpis_gitlab.csv").open(encoding="utf-8") as file:
        return [row["target_text"] for row in csv.DictReader(file)]


@pytest.mark.skipif(not HAS_REAL_TARGETS, reason="the published targets are not at hand")
def test_published_targets_are_read_right() -> None:
    signs = {"at or above": ">=", "equal or greater than": ">=", "at or below": "<=", "above": ">", "greater than": ">",
             "more than": ">", "below": "<", "less than": "<", "<": "<"}  # fmt: skip
    for text in _published():
        # An independent and blunter reading: the first comparison and the number right behind it.
        found = re.search(rf"({'|'.join(signs)})\s*([\d.]+)(?!\s*days \()", text, re.IGNORECASE)
        if found is not None:
            assert told(text) == f"{signs[found[1].lower()]} {plain(Decimal(found[2]))}", text
        elif not re.search(r"\d", text):
            assert told(text) == "no target", text
        else:
            assert told(text).endswith("?"), text


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("95 or more 7", "‘7’"),
        ("5 of our seven big or 8 small shops", "‘big or 8 small’"),
        ("at least 5 apples or 7 of the pears here", "‘apples or 7 of’"),
    ],
)
def test_a_refusal_quotes_one_piece_before_and_two_behind(text: str, piece: str) -> None:
    with pytest.raises(TargetNotReadError, match=re.escape(piece)):
        told(text)


@pytest.mark.parametrize("direction", [Direction.UP, Direction.DOWN])
def test_of_a_long_target_eighty_characters_are_quoted(direction: Direction) -> None:
    text = f"{'below' if direction is Direction.UP else 'above'} 5 {'x' * 100}"
    with pytest.raises(TargetNotReadError, match=f"^‘{text[:80]}’ says"):
        told(text, direction)
