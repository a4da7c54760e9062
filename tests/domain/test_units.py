"""Units: what a number counts, and the words for it."""

from decimal import Decimal

import pytest

from domain.values.units import NUMBER, PERCENT, Unit, UnitError, UnitKind, currencies_of, seconds_in


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", NUMBER),
        (" Number ", NUMBER),
        ("#", NUMBER),
        ("%", PERCENT),
        ("percent", PERCENT),
        ("ratio", Unit(kind=UnitKind.RATIO)),
        ("Hours", Unit(kind=UnitKind.DURATION, code="h")),
        ("ms", Unit(kind=UnitKind.DURATION, code="ms")),
        ("USD", Unit(kind=UnitKind.CURRENCY, code="USD")),
    ],
)
def test_a_unit_is_read_from_a_file(text: str, unit: Unit) -> None:
    assert Unit.parse(text) == unit
    assert Unit.parse(str(unit)) == unit


@pytest.mark.parametrize("text", ["usd", "parsec", "US", "$"])
def test_an_unknown_unit_is_refused_with_what_is_known(text: str) -> None:
    with pytest.raises(UnitError, match="Write number, percent, ratio, a currency such as USD"):
        Unit.parse(text)


@pytest.mark.parametrize(("word", "seconds"), [("ms", "0.001"), ("Min", "60"), ("hours", "3600"), ("d", "86400")])
def test_a_duration_word_says_how_many_seconds(word: str, seconds: str) -> None:
    assert seconds_in(word) == Decimal(seconds)


def test_other_words_are_no_duration() -> None:
    assert seconds_in("MRs") is None


@pytest.mark.parametrize(
    ("mark", "code", "fits"),
    [("$", "USD", True), ("$", "AUD", True), ("US$", "AUD", False), ("€", "EUR", True), ("eur", "EUR", True),
     ("€", "USD", False), ("%", "USD", False)],
)  # fmt: skip
def test_a_mark_stands_for_its_currencies(mark: str, code: str, *, fits: bool) -> None:
    assert (code in currencies_of(mark)) is fits
