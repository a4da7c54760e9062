"""Numbers as people type them (RULES 6.4 and 13): read exactly, asked back where they mean two things, never guessed.

`12k`, `3,5 %`, `$1.2M`, `−4`, `90 min`, `1h 30min`, `10:1` and digits of any script are understood. What marks the
thousands and what the decimals is the person's style; a number that only makes sense one way is read that way whatever
the style.

Example:
    >>> from domain.numbers import ENGLISH, read_number
    >>> from domain.units import PERCENT
    >>> read_number("3,5 %", PERCENT, ENGLISH)
    Decimal('3.5')
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal

from domain.values.arithmetic import MAX_DIGITS, count_stored_digits
from domain.values.errors import TillerError
from domain.values.units import NUMBER, Unit, UnitKind, currencies_of, seconds_in

_LONGEST_TEXT = 80
_MAX_SHOWN = 40


class NumberNotReadError(TillerError):
    """A text that is not a number, or not one of the expected kind."""


class AmbiguousNumberError(NumberNotReadError):
    """A text that can mean two numbers; the sentence names both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberStyle:
    """How a person writes numbers.

    Attributes:
        decimal: What stands before the decimals: `.` or `,`.
        group: What stands between thousands, or empty for a machine, which writes none: then `1.500` is certain.
    """

    decimal: str = "."
    group: str = ","


ENGLISH = NumberStyle()
MACHINE = NumberStyle(decimal=".", group="")
"""The style of CSV files, JSON and `plain`: a point before the decimals, nothing between thousands."""

_AS_ASCII = str.maketrans(
    {"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+", "，": ",", "．": ".", "％": "%", "﹪": "%", "＄": "$",
     "：": ":", "’": "'", "‘": "'", "＇": "'"}
)  # fmt: skip
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SIGNS = r"(?P<sign>[-+]?)\s*(?P<before>[^\d\s.,'+-]{1,3}\$?)?\s*(?P<inner>[-+]?)\s*"
_NUMBER = re.compile(
    _SIGNS + r"(?P<digits>(?:\d|[.,]\d)(?:[\d.,' ]*\d)?)(?:e(?P<power>[+-]?\d{1,3}))?\s*(?P<after>[^\d\s].*)?",
    re.IGNORECASE,
)
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,' "}
# Lakh and crore: two digits between commas, three at the end; cannot be read as anything else.
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_HAS_LOOKALIKE = re.compile(r"(?<=[\d.,])[OolI](?![^\W\dOolI])|(?<![^\W\dOolI])[OolI](?=[.,]?\d)")
_THOUSANDS = {
    "k": 3, "thousand": 3,
    "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9,
}  # fmt: skip
_KINDS = {
    UnitKind.NUMBER: ("a number", "1500 or 1.5k"),
    UnitKind.PERCENT: ("a percentage", "3.1 or 3,1 %"),
    UnitKind.CURRENCY: ("an amount in {code}", "1200000 or 1.2M"),
    UnitKind.DURATION: ("a duration in {code}", "90 or 90 min"),
    UnitKind.RATIO: ("a ratio", "10:1 or 2.5"),
}
_WIDE = Context(prec=_LONGEST_TEXT)
_STORED = Context(prec=MAX_DIGITS)


def plain(value: Decimal) -> str:
    """Write a value exactly and as short as can be, without exponent or grouping: `1200000`, `3.1`, `-4`, `0`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number_text(value: Decimal, style: NumberStyle) -> str:
    """Write a value as its person would type it, so that `read_number` in the same style gives it back.

    Three decimals get a zero more, because `1.125` could be taken for a grouped number.
    """
    text = plain(value).replace(".", style.decimal)
    whole, mark, decimals = text.partition(style.decimal)
    return f"{whole}{mark}{decimals}0" if len(decimals) == len("000") else text


def read_number(text: str, unit: Unit, style: NumberStyle) -> Decimal:
    """Read a number that counts `unit`, with or without its mark (`%`, `$`, `EUR`, `min`), in the unit's own code.

    Returns:
        An exact value of at most 15 significant digits; only a duration or ratio that does not come out even in its
        unit (10 min in h) is rounded to these.

    Raises:
        AmbiguousNumberError: It can mean two numbers: `1.500` where the point marks decimals, `1:30` for a duration.
        NumberNotReadError: It is no number of this kind. The sentence names the piece that was not understood.
    """
    cleaned = _clean(text)
    if not cleaned:
        raise NumberNotReadError(f"There is no number here. Write one, for example {_KINDS[unit.kind][1]}.")
    if len(cleaned) > _LONGEST_TEXT:
        raise _refuse(cleaned, unit, f"it is longer than {MAX_DIGITS} digits")
    if unit.kind is UnitKind.DURATION:
        return _duration(cleaned, unit, style)
    if ":" in cleaned:
        return _ratio(cleaned, unit, style)
    return _check(_amount(cleaned, unit, style), cleaned, unit)


def _clean(text: str) -> str:
    """Write digits of any script, dashes, full-width marks and spaces of any kind as plain ones; no more than that.

    Why not NFKC: it makes `10²` into `102`.
    """
    text = _INVISIBLE.sub("", text.translate(_AS_ASCII))
    return " ".join("".join(_plain_digit(character) for character in text).split())


def _plain_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _refuse(text: str, unit: Unit, why: str) -> NumberNotReadError:
    shown = text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
    kind, example = _KINDS[unit.kind]
    return NumberNotReadError(f"I can’t read ‘{shown}’ as {kind.format(code=unit.code)}: {why}. Try {example}.")


def _ambiguous(text: str, unit: Unit, first: str, second: str) -> AmbiguousNumberError:
    kind = _KINDS[unit.kind][0].format(code=unit.code)
    return AmbiguousNumberError(f"‘{text}’ can be read as {kind} in two ways. Write {first} or {second}.")


def _check(value: Decimal, text: str, unit: Unit) -> Decimal:
    if value == 0:
        return Decimal(0)
    if count_stored_digits(value) > MAX_DIGITS:
        raise _refuse(text, unit, f"it is longer than {MAX_DIGITS} digits. Round it first")
    return Decimal(plain(value))


def _amount(text: str, unit: Unit, style: NumberStyle) -> Decimal:
    """Read one number with its sign, mark and magnitude, such as `-$1.2M` or `3,5 %`."""
    found = _NUMBER.fullmatch(text)
    if found is None or (found["sign"] and found["inner"]):
        raise _not_a_number(text, unit, style)
    after = (found["after"] or "").strip()
    power = _THOUSANDS.get(_first_word(after), 0)
    if power:
        after = after[len(_first_word(after)) :].strip()
    for mark in (found["before"] or "", after):
        if mark and not _fits(mark, unit):
            raise _not_a_number(text, unit, style, mark)
    value = Decimal(_untangle(found["digits"], unit, style, scaled=bool(power)))
    value = value.scaleb(power + int(found["power"] or 0), _WIDE)
    return -value if "-" in (found["sign"], found["inner"]) else value


def _first_word(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found[0].lower() if found else ""


def _fits(mark: str, unit: Unit) -> bool:
    if unit.kind is UnitKind.PERCENT:
        return mark.lower() in ("%", "percent", "per cent", "pct")
    if unit.kind is UnitKind.CURRENCY:
        return unit.code in currencies_of(mark)
    return unit.kind is UnitKind.RATIO and mark.lower() in ("x", "×")


def _not_a_number(text: str, unit: Unit, style: NumberStyle, piece: str = "") -> NumberNotReadError:
    found = _HAS_LOOKALIKE.search(text)
    if found is not None:
        why = f"there is a letter {found[0]} in it"
        try:
            meant = _amount(_HAS_LOOKALIKE.sub(lambda letter: letter[0].translate(_LOOKALIKES), text), unit, style)
        except NumberNotReadError:
            return _refuse(text, unit, why)
        mark = " %" if unit.kind is UnitKind.PERCENT else ""
        kind = _KINDS[unit.kind][0].format(code=unit.code)
        return NumberNotReadError(f"I can’t read ‘{text}’ as {kind}: {why}. Try {number_text(meant, style)}{mark}.")
    if piece:
        return _refuse(
            text, unit, f"‘{piece[:_MAX_SHOWN]}’ does not belong to {_KINDS[unit.kind][0].format(code=unit.code)}"
        )
    strange = re.search(r"[^\d\s.,'+-]+", text)
    return _refuse(
        text,
        unit,
        f"I don’t know what ‘{strange[0][:_MAX_SHOWN]}’ means" if strange else "the marks in it fit no number",
    )


def _untangle(digits: str, unit: Unit, style: NumberStyle, *, scaled: bool) -> str:
    """Return the digits with a point before the decimals and nothing else between them."""
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return digits
    last = marks[-1]
    head, _, decimals = digits.rpartition(last)
    if len(marks) == 1 and last in ".,":
        return _one_mark(head, last, decimals, unit, style, scaled=scaled)
    if _GROUPED[last].fullmatch(digits) or _INDIAN.fullmatch(digits):
        return re.sub(r"\D", "", digits)
    groups = _GROUPED[marks[0]].fullmatch(head) or _INDIAN.fullmatch(head)
    if last in ".," and marks[0] != last and groups:
        return f"{re.sub(r'[^0-9]', '', head)}.{decimals}"
    raise _refuse(digits, unit, f"‘{last}’ stands where no thousands end")


def _one_mark(head: str, mark: str, decimals: str, unit: Unit, style: NumberStyle, *, scaled: bool) -> str:
    """Read `1,500`, `3,5` or `1.500`: a lone mark is a group only if three digits follow and one to three precede."""
    as_decimal = f"{head or '0'}.{decimals}"
    if not (_GROUPED[mark].fullmatch(head + mark + decimals) and not head.startswith("0")):
        return as_decimal
    if mark == style.decimal and (not style.group or scaled or unit.kind is UnitKind.PERCENT):
        return as_decimal
    if mark == style.group and not scaled:
        return head + decimals
    raise _ambiguous(f"{head}{mark}{decimals}", unit, number_text(Decimal(as_decimal), style), head + decimals)


def _ratio(text: str, unit: Unit, style: NumberStyle) -> Decimal:
    left, _, right = text.partition(":")
    if unit.kind is not UnitKind.RATIO:
        raise _refuse(text, unit, "‘:’ belongs to a ratio")
    above, below = _amount(left.strip(), NUMBER, style), _amount(right.strip(), NUMBER, style)
    if below <= 0:
        raise _refuse(text, unit, "the right side of a ratio is above 0")
    return _check(_STORED.divide(above, below), text, unit)


def _duration(text: str, unit: Unit, style: NumberStyle) -> Decimal:
    """Read `90`, `90 min`, `1.5 h` or `1h 30min`, counted in the unit's own code."""
    if ":" in text:
        left, _, right = text.partition(":")
        raise _ambiguous(text, unit, f"{left}h {right}min", f"{left}min {right}s")
    pieces = re.findall(r"[-+]?\s*[\d.,' ]*\d\s*[^\W\d_]*", text)
    if "".join(pieces).replace(" ", "") != text.replace(" ", "") or not pieces:
        raise _not_a_number(text, unit, style)
    total = Decimal(0)
    smallest: Decimal | None = None
    for piece in map(str.strip, pieces):
        number, word = _split_word(piece)
        power = _THOUSANDS["k"] if word == "k" and len(pieces) == 1 else 0
        step = seconds_in(unit.code if power or (not word and len(pieces) == 1) else word)
        if step is None or (smallest is not None and (step >= smallest or piece[0] in "+-")):
            raise _not_a_number(text, unit, style, word or piece)
        value = _check(_amount(number, NUMBER, style), text, unit).scaleb(power) * step
        total, smallest = total + (-value if total < 0 else value), step
    return _check(_STORED.divide(total, seconds_in(unit.code) or Decimal(1)), text, unit)


def _split_word(piece: str) -> tuple[str, str]:
    word = re.search(r"[^\W\d_]*$", piece)
    at = word.start() if word else len(piece)
    return piece[:at].strip(), piece[at:].lower()
