"""Units: what a number counts (RULES 3)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from domain.values.errors import TillerError


class UnitKind(StrEnum):
    """The five kinds of unit."""

    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    DURATION = "duration"
    RATIO = "ratio"


class UnitError(TillerError):
    """A unit that Tiller does not know."""


_DURATIONS = {"ms": "ms", "s": "s", "sec": "s", "seconds": "s", "min": "min", "minutes": "min", "h": "h",
              "hours": "h", "d": "d", "days": "d"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a value counts.

    Attributes:
        kind: The kind of unit.
        code: The ISO 4217 code of a currency (`USD`), the step of a duration (`ms`, `s`, `min`, `h`, `d`), otherwise
            empty. A percentage is stored as people write it: 3.1 % is the number 3.1. A ratio `10:1` is the number 10.
    """

    kind: UnitKind
    code: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a unit as it stands in a CSV file: `number`, `percent`, `%`, `USD`, `hours`, `ratio`, or nothing.

        Raises:
            UnitError: The word is no unit that Tiller knows.
        """
        word = text.strip()
        lowered = word.lower()
        if lowered in ("", "number", "count", "#"):
            return cls(kind=UnitKind.NUMBER)
        if lowered in ("percent", "%", "percentage"):
            return cls(kind=UnitKind.PERCENT)
        if lowered == "ratio":
            return cls(kind=UnitKind.RATIO)
        if lowered in _DURATIONS:
            return cls(kind=UnitKind.DURATION, code=_DURATIONS[lowered])
        if re.fullmatch(r"[A-Z]{3}", word):
            return cls(kind=UnitKind.CURRENCY, code=word)
        raise UnitError(
            f"‘{word}’ is not a unit. Write number, percent, ratio, a currency such as USD, or one of ms, s, min, h, d."
        )

    def __str__(self) -> str:
        return self.code or self.kind.value


NUMBER = Unit(kind=UnitKind.NUMBER)
PERCENT = Unit(kind=UnitKind.PERCENT)

_SECONDS = {
    "ms": Decimal("0.001"), "msec": Decimal("0.001"), "millisecond": Decimal("0.001"), "milliseconds": Decimal("0.001"),
    "s": Decimal(1), "sec": Decimal(1), "secs": Decimal(1), "second": Decimal(1), "seconds": Decimal(1),
    "m": Decimal(60), "min": Decimal(60), "mins": Decimal(60), "minute": Decimal(60), "minutes": Decimal(60),
    "h": Decimal(3600), "hr": Decimal(3600), "hrs": Decimal(3600), "hour": Decimal(3600), "hours": Decimal(3600),
    "d": Decimal(86400), "day": Decimal(86400), "days": Decimal(86400),
    "w": Decimal(604800), "week": Decimal(604800), "weeks": Decimal(604800),
}  # fmt: skip
_CURRENCY_SIGNS = {
    "$": "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP", "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD",
    "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "R$": "BRL", "€": "EUR", "£": "GBP",
    "¥": "JPY CNY", "￥": "JPY CNY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₫": "VND",
    "₪": "ILS", "฿": "THB", "₦": "NGN", "₱": "PHP", "KR": "SEK NOK DKK ISK", "ZŁ": "PLN", "KČ": "CZK", "FR": "CHF",
    "FT": "HUF", "LEI": "RON",
}  # fmt: skip


def seconds_in(word: str) -> Decimal | None:
    """Return how many seconds one `min`, `hour`, `d`, … is, or None for a word that is no duration."""
    return _SECONDS.get(word.lower())


def currencies_of(mark: str) -> frozenset[str]:
    """Return the ISO codes that a mark such as `€`, `$` or `USD` may stand for; empty for a word that is none."""
    upper = mark.strip().upper()
    if upper in _CURRENCY_SIGNS:
        return frozenset(_CURRENCY_SIGNS[upper].split())
    return frozenset({upper} if re.fullmatch(r"[A-Z]{3}", upper) else ())
