"""Targets as people write them, `at or above 95%` or `TBD`, read into intervals (RULES 4.4).

What is read is shown back before it is saved; what cannot be read for certain is refused with the piece that was not
understood. `target_words` tells the words apart, this module reads their order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.kpis.model import Direction, LimitsError, Target
from domain.kpis.target_parser import COMPARISONS, Kind, Piece, names_none, split_text
from domain.values.errors import TillerError
from domain.values.numbers import NumberNotReadError, NumberStyle, read_number
from domain.values.units import Unit, UnitKind

_EXAMPLES = "Write for example ‘at or above 95%’ or ‘between 0.4 and 0.6’, or TBD for none yet."
_LONGEST_TEXT = 500
_GOOD_UP = re.compile(r"\b(higher|more|bigger) is better\b", re.IGNORECASE)
_GOOD_DOWN = re.compile(r"\b(lower|less|smaller|fewer) is better\b", re.IGNORECASE)
_FILLERS = frozenset({":", "a", "an", "the", "of", "=", "to", "be", "at", "is"})
_DISTANCES = frozenset(
    {"more", "less", "higher", "lower", "better", "worse", "fewer", "up", "down", "increase", "decrease", "reduction"}
    | {"either"}
)
_OPENINGS = COMPARISONS | {Kind.BETWEEN, Kind.WITHIN, Kind.PLUS_MINUS}
_SCOPES = frozenset({"per", "every", "each", "of", "top", "first", "last", "past"})
_MARKS = frozenset("$€£¥₹₩₽₺₪")
# What makes a number many times larger or smaller, and is not read.
_SCALES = frozenset(
    {"‰", "bp", "bps", "pp", "ppt", "mrd", "mia", "tsd", "mille", "lakh", "crore", "trillion", "tn", "hundred", "dozen"}
)
_CALENDAR = frozenset({"by", "in", "for", "until", "since", "during", "of"})
_YEAR = re.compile(r"(19|20)\d\d")


class TargetNotReadError(TillerError):
    """A target that could not be read for certain; the sentence names the piece and gives examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTarget:
    """The text says that there is no target; `reason` is what it says, empty for an empty text."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsDirection:
    """The text is a number alone: whether it is to be at least or at most so much must be asked."""

    value: Decimal
    text: str


TargetReading = Target | NoTarget | NeedsDirection


def read_target(text: str, unit: Unit, direction: Direction | None, style: NumberStyle) -> TargetReading:
    """Read a target as a person wrote it.

    Args:
        text: `< 2%`, `at or above 95%`, `between 0.4 and 0.6`, `TBD`, ….
        unit: What the KPI counts. With a plain number, words such as `days` are taken for what is counted.
        direction: Decides a number alone: up means at or above, down at or below. None while it is not known.
        style: How the person writes numbers.

    Raises:
        TargetNotReadError: Something in it was not understood, or it contradicts the direction.
    """
    said = text.strip()
    if len(said) > _LONGEST_TEXT:
        raise TargetNotReadError(f"This target is longer than {_LONGEST_TEXT} characters. {_EXAMPLES}")
    if names_none(said):
        return NoTarget(reason=said)
    if not re.search(r"\d", said):
        raise TargetNotReadError(f"There is no number in ‘{said[:80]}’. {_EXAMPLES}")
    if _GOOD_UP.search(said):
        direction = Direction.UP
    elif _GOOD_DOWN.search(said):
        direction = Direction.DOWN
    pieces = split_text(_GOOD_UP.sub(" ", _GOOD_DOWN.sub(" ", said)))
    reader = _Reader(said=said, unit=unit, style=style)
    opening, number_at = _start(pieces, said)
    reading = reader.read(pieces[opening].kind, pieces[number_at:], direction)
    if isinstance(reading, Target):
        _check_direction(reading, direction)
    return reading


def _refuse(piece: str) -> TargetNotReadError:
    return TargetNotReadError(f"I can’t read ‘{piece.strip()[:80]}’ in this target. {_EXAMPLES}")


def _start(pieces: Sequence[Piece], said: str) -> tuple[int, int]:
    """Return where the target itself begins and where its number stands; before it are only words without effect."""
    for at, piece in enumerate(pieces):
        if piece.kind in (Kind.NEGATION, Kind.ABOUT, Kind.OR, Kind.CHANGE):
            break
        if piece.kind is Kind.EXACTLY and piece.text == "=" and at > 0:
            # `goal = 95%` names a number, and does not mean that 96 % is wrong.
            continue
        if piece.kind is Kind.NUMBER and at > 0 and piece.text.startswith("+"):
            raise _refuse(f"{pieces[at - 1].text} {piece.text}")
        if piece.kind is Kind.NUMBER:
            return at, at
        number_at = _number_at(pieces, at + 1)
        if number_at is not None and piece.kind in _OPENINGS:
            return at, number_at
        if piece.kind in COMPARISONS:
            break
    else:
        raise _refuse(said)
    raise _refuse(" ".join(part.text for part in pieces[at : at + 3]))


def _number_at(pieces: Sequence[Piece], at: int) -> int | None:
    """Return where a number stands at `at` or right behind fillers, or None."""
    while at < len(pieces) and pieces[at].text.lower() in _FILLERS:
        at += 1
    return at if at < len(pieces) and pieces[at].kind is Kind.NUMBER else None


def _check_direction(target: Target, direction: Direction | None) -> None:
    if direction is Direction.UP and target.low is None:
        raise TargetNotReadError(
            f"‘{target.text[:80]}’ says what is too much, but for this KPI higher is better. Write ‘at or above …’, "
            "or change its direction to down."
        )
    if direction is Direction.DOWN and target.high is None:
        raise TargetNotReadError(
            f"‘{target.text[:80]}’ says what is too little, but for this KPI lower is better. Write ‘at or below …’, "
            "or change its direction to up."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads the order of the pieces, from the first one that matters."""

    said: str
    unit: Unit
    style: NumberStyle

    def read(self, opening: Kind, pieces: Sequence[Piece], direction: Direction | None) -> TargetReading:
        """Read the pieces, of which the first is a number; `opening` is what stands before it, or a number itself."""
        if opening is Kind.WITHIN:
            return self._read_within(pieces, direction)
        if opening is Kind.BETWEEN:
            return self._read_between(pieces)
        if opening is Kind.PLUS_MINUS:
            width = self._value(pieces[0])
            self._check_rest(pieces[0], pieces[1:])
            return self._target(low=-width, high=width)
        if opening in COMPARISONS:
            return self._read_comparison(opening, pieces)
        return self._number_first(pieces, direction)

    def _value(self, piece: Piece) -> Decimal:
        text, unit = piece.text, self.unit
        if unit.kind is UnitKind.NUMBER and ":" in text:
            unit = Unit(kind=UnitKind.RATIO)
        if piece.time and unit.kind is UnitKind.NUMBER:
            text = re.sub(r"\s*[^\W\d_]+$", "", text)
        try:
            return read_number(text, unit, self.style)
        except NumberNotReadError as error:
            raise TargetNotReadError(str(error)) from error

    def _target(
        self, *, low: Decimal | None = None, high: Decimal | None = None, low_in: bool = True, high_in: bool = True
    ) -> Target:
        try:
            return Target(low=low, high=high, low_inclusive=low_in, high_inclusive=high_in, text=self.said)
        except LimitsError as error:
            raise TargetNotReadError(str(error)) from error

    def _read_comparison(self, kind: Kind, pieces: Sequence[Piece]) -> Target:
        """Read `above 5`, and `above 5 and below 10`."""
        number, rest = pieces[0], pieces[1:]
        ends = self._ends(kind, self._value(number))
        second = _number_at(rest, 2) if [piece.kind for piece in rest[:1]] == [Kind.AND] else None
        if second is not None and rest[1].kind in COMPARISONS:
            more = self._ends(rest[1].kind, self._value(rest[second]))
            if set(more) & set(ends):
                raise _refuse(self.said)
            number, rest, ends = rest[second], rest[second + 1 :], ends | more
        self._check_rest(number, rest)
        return self._target_of(ends)

    def _target_of(self, ends: dict[str, tuple[Decimal, bool]]) -> Target:
        low, low_in = ends.get("low", (None, True))
        high, high_in = ends.get("high", (None, True))
        return self._target(low=low, high=high, low_in=low_in, high_in=high_in)

    @staticmethod
    def _ends(kind: Kind, value: Decimal) -> dict[str, tuple[Decimal, bool]]:
        if kind is Kind.EXACTLY:
            return {"low": (value, True), "high": (value, True)}
        side = "low" if kind in (Kind.AT_LEAST, Kind.MORE) else "high"
        return {side: (value, kind in (Kind.AT_LEAST, Kind.AT_MOST))}

    def _read_between(self, pieces: Sequence[Piece]) -> Target:
        """Read `0.4 and 0.6`, `0.4 to 0.6`, `5–10 days`."""
        shape = [piece.kind for piece in pieces[:3]]
        if shape not in ([Kind.NUMBER, Kind.TO, Kind.NUMBER], [Kind.NUMBER, Kind.AND, Kind.NUMBER]):
            raise _refuse(" ".join(piece.text for piece in pieces[:3]))
        low, high = pieces[0], pieces[2]
        self._check_rest(high, pieces[3:])
        tail = re.search(r"\d\s*([^\W\d_]+)", high.text)
        alike = tail is None or re.search(r"\d\s*[^\W\d_]", low.text) or re.fullmatch("[A-Z]{3}|p[a-z]+", tail[1])
        if tail is not None and not alike:
            if not high.time:
                # `1 to 2M`: whether the first counts millions too is not said.
                raise _refuse(f"{low.text} {pieces[1].text} {high.text}")
            low = Piece(kind=Kind.NUMBER, text=f"{low.text} {tail[1]}", time=True)
        return self._target(low=self._value(low), high=self._value(high))

    def _read_within(self, pieces: Sequence[Piece], direction: Direction | None) -> Target | NeedsDirection:
        """Read `within 24 hours`; `within 5% of plan` is a distance, whose meaning the direction decides."""
        number, rest = pieces[0], pieces[1:]
        if rest and rest[0].kind in (Kind.TO, Kind.AND):
            return self._read_between(pieces)
        value = self._value(number)
        self._check_rest(number, rest)
        if number.time or direction is Direction.DOWN:
            return self._target(high=value)
        if direction is Direction.BAND:
            return self._target(low=-value, high=value)
        if direction is None:
            return NeedsDirection(value=value, text=self.said)
        raise TargetNotReadError(
            f"‘{self.said[:80]}’ is a distance. Write both ends, for example ‘between 95% and 105%’."
        )

    def _number_first(self, pieces: Sequence[Piece], direction: Direction | None) -> TargetReading:
        """Read a number alone, `5+`, `95% or more`, `50 max`, `5 to 10`, `0.5 ± 0.1`."""
        number, rest = pieces[0], pieces[1:]
        after = rest[0].kind if rest else Kind.WORD
        if after is Kind.TO and len(rest) > 1 and rest[1].kind is Kind.NUMBER:
            return self._read_between(pieces)
        if after is Kind.PLUS_MINUS and len(rest) > 1 and rest[1].kind is Kind.NUMBER:
            middle, width = self._value(number), self._value(rest[1])
            self._check_rest(rest[1], rest[2:])
            return self._target(low=middle - width, high=middle + width)
        side = after if after in (Kind.AT_LEAST, Kind.AT_MOST) else _read_open_end(rest[:2])
        if side is not None:
            self._check_rest(number, rest[1 if after is side else 2 :])
            return self._target_of(self._ends(side, self._value(number)))
        if after in COMPARISONS or (rest and rest[0].text.lower() in _DISTANCES):
            # `5 % below plan` and `10 % higher` are distances from something.
            raise _refuse(" ".join(piece.text for piece in pieces[:3]))
        value = self._value(number)
        self._check_rest(number, rest)
        if direction is Direction.UP:
            return self._target(low=value)
        return self._target(high=value) if direction is Direction.DOWN else NeedsDirection(value=value, text=self.said)

    def _check_rest(self, number: Piece, rest: Sequence[Piece]) -> None:
        """Refuse what follows the target when it holds a number or a choice that might belong to it."""
        before = ""
        if rest and rest[0].text.lower() in _SCALES:
            raise _refuse(f"{number.text} {rest[0].text}")
        for at, piece in enumerate(rest):
            said = " ".join(part.text for part in rest[max(0, at - 1) : at + 3])
            if piece.kind is Kind.OR and (_read_open_end(rest[at : at + 2]) or _number_soon(rest[at + 1 : at + 3])):
                raise _refuse(said)
            if piece.text in _MARKS:
                # `200 T€` are no 200 €.
                raise _refuse(f"{number.text} {said}")
            if piece.kind is Kind.NUMBER:
                other_kind = piece.time and not number.time and self.unit.kind is not UnitKind.DURATION
                a_year = before in _CALENDAR and _YEAR.fullmatch(piece.text) is not None
                if not (other_kind or a_year or before in _SCOPES):
                    raise _refuse(said)
            if piece.text.lower() not in _FILLERS or piece.text.lower() in _SCOPES | _CALENDAR:
                before = piece.text.lower()


def _read_open_end(pieces: Sequence[Piece]) -> Kind | None:
    """Return which side `or more`, `and above`, `or less` leaves open, or None."""
    if len(pieces) < 2 or pieces[0].kind not in (Kind.OR, Kind.AND):  # noqa: PLR2004 a joining word and a comparison
        return None
    word = pieces[1].text.lower()
    if pieces[1].kind is Kind.MORE or word in ("more", "higher", "greater", "larger", "up", "upwards"):
        return Kind.AT_LEAST
    if pieces[1].kind is Kind.LESS or word in ("less", "lower", "fewer", "smaller"):
        return Kind.AT_MOST
    return None


def _number_soon(pieces: Sequence[Piece]) -> bool:
    return any(piece.kind is Kind.NUMBER or piece.kind in COMPARISONS for piece in pieces)
