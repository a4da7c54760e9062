"""Values: which numbers can be stored exactly (RULES 3.2)."""

from decimal import Decimal

from domain.values.arithmetic import MAX_DIGITS, count_stored_digits
from domain.values.errors import TillerError


class ValueRefusedError(TillerError):
    """A number that cannot be stored exactly (RULES 3.2)."""


def check_value(value: Decimal, *, what: str = "This number") -> Decimal:
    """Return the value, or refuse one that is not finite or longer than 15 significant digits; `-0` becomes `0`.

    Raises:
        ValueRefusedError: The value is infinite, not a number, or too long.
    """
    if not value.is_finite():
        raise ValueRefusedError(f"{what} is not a finite number.")
    # Every check-in that is read passes here, and nearly all are short: their digits need not be counted.
    text = str(value)
    if (len(text) > MAX_DIGITS or "E" in text) and count_stored_digits(value) > MAX_DIGITS:
        raise ValueRefusedError(f"{what} is longer than {MAX_DIGITS} digits. Round it first.")
    return value if value != 0 else Decimal(0)
