"""A value at the beginning of a line that people typed: `3.1% 7 "note"`, `1 200 for week 46`."""

from decimal import Decimal

from domain.values.numbers import NumberNotReadError, NumberStyle, read_number
from domain.values.units import Unit

_MAX_WORDS = 4


def leading_number(text: str, unit: Unit, style: NumberStyle) -> tuple[Decimal, str]:
    """Read the longest number at the beginning of a line; a number may be several words, `3,5 %` or `90 min`.

    Returns:
        The value, and what follows it.

    Raises:
        AmbiguousNumberError: The first word can mean two numbers.
        NumberNotReadError: The line does not begin with a number of this kind.
    """
    words = text.split()
    refused: NumberNotReadError | None = None
    for count in range(min(_MAX_WORDS, len(words)), 0, -1):
        try:
            return read_number(" ".join(words[:count]), unit, style), " ".join(words[count:])
        except NumberNotReadError as problem:
            refused = problem
    if refused is None:
        return read_number("", unit, style), ""
    raise refused
