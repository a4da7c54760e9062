"""Arithmetic: the one decimal context in which the steering wheel computes (RULES 3).

Stored values have at most 15 digits on either side of the point, so 34 digits hold every sum and difference of two
of them exactly. No thread's own decimal context counts, and what has no answer raises instead of becoming NaN.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

MAX_DIGITS = 15
"""The most digits of a stored value (RULES 3.2)."""

EXACT = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-9999, Emax=9999, traps=[InvalidOperation, DivisionByZero, Overflow]
)

ZERO = Decimal(0)
ONE = Decimal(1)
TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")


def no_minus(value: Decimal) -> Decimal:
    """Return the value, with a plain 0 for any zero: never `-0`, never `0E+3`."""
    return value or ZERO


def count_stored_digits(value: Decimal) -> int:
    """Return how many digits it takes to store a finite value exactly: those that count, or those on one side."""
    if value == 0:
        return 0
    _, digits, exponent = value.as_tuple()
    kept = len("".join(map(str, digits)).rstrip("0"))
    whole = len(digits) + int(exponent)
    return max(kept, whole, kept - whole)


def total(values: Sequence[Decimal]) -> Decimal:
    """Return the sum of all; 0 for none."""
    result = ZERO
    for value in values:
        result = EXACT.add(result, value)
    return result


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """Return the plain mean, unrounded; None for none."""
    return no_minus(EXACT.divide(total(values), Decimal(len(values)))) if values else None


def round_half_away(value: Decimal, step: Decimal) -> Decimal:
    """Return the value rounded half up (away from zero) to the places of `step`, such as `TENTH`; never `-0`."""
    result = value.quantize(step, rounding=ROUND_HALF_UP, context=EXACT)
    return result or abs(result)
