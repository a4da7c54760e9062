"""Units: what a number counts (SPEC 3)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from domain.errors import TillerError


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
