"""How values, changes, gaps, days and counts are said, in the person's locale."""

import functools
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import (
    NumberPattern,
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    parse_pattern,
)

from domain.calendar.periods import Frequency
from domain.kpis.model import Target
from domain.kpis.status_model import Change, Verdict
from domain.values.units import Unit, UnitKind
from handlers.views.blocks.locales import find_locale

_DIGITS = 4
_MOST_DIGITS = 18
_COMPACT_FROM = Decimal(1_000_000)
_NO_CENTS_FROM = Decimal(10_000)
_TIMES_FROM = Decimal(10)
_EXACT = Context(prec=60)
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NOUNS = {Frequency.DAY: "day", Frequency.WEEK: "week", Frequency.MONTH: "month", Frequency.QUARTER: "quarter"}


def _normalize_spaces(text: str) -> str:
    """Return a text with plain spaces and a true minus, so that it can be searched and reads well."""
    return (
        text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200e", "").replace("\u200f", "").replace("-", "−")
    )


def _round_to(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


@functools.cache
def _pattern(text: str) -> NumberPattern:
    """Read a pattern once: babel would read it again for every number."""
    return parse_pattern(text)


def _decimals(value: Decimal, digits: int) -> int:
    """Return how many decimals show `digits` significant digits of a value; whole numbers are never cut."""
    return min(max(0, digits - 1 - value.adjusted()), 20) if value else 0


def _decimal(value: Decimal, locale: Locale, digits: int) -> str:
    if abs(value) >= _COMPACT_FROM and digits <= _DIGITS:
        decimals = max(0, 2 - value.adjusted() % 3)
        return str(format_compact_decimal(value, locale=locale, fraction_digits=decimals))
    decimals = _decimals(value, digits)
    pattern = _pattern(f"#,##0.{'#' * max(decimals, 1)}")
    return str(format_decimal(_round_to(value, decimals), format=pattern, locale=locale))


def _currency(value: Decimal, code: str, locale: Locale, digits: int) -> str:
    if abs(value) >= _COMPACT_FROM and digits <= _DIGITS:
        decimals = max(0, 2 - value.adjusted() % 3)
        return str(format_compact_currency(value, code, locale=locale, fraction_digits=decimals))
    cents = 2 if abs(value) < _NO_CENTS_FROM or digits > _DIGITS else 0
    decimals = max(cents, _decimals(value, digits)) if abs(value) < 1 or digits > _DIGITS else cents
    rounded = _round_to(value, decimals)
    whole = rounded == rounded.to_integral_value()
    fraction = "" if whole else ".00" + "#" * max(0, decimals - 2)
    pattern = str(locale.currency_formats["standard"].pattern).replace(".00", fraction)
    return str(format_currency(rounded, code, format=_pattern(pattern), locale=locale, currency_digits=False))


def _format(value: Decimal, unit: Unit, locale: Locale, digits: int) -> str:
    if unit.kind is UnitKind.CURRENCY:
        return _normalize_spaces(_currency(value, unit.code, locale, digits))
    number = _normalize_spaces(_decimal(value, locale, digits))
    if unit.kind is UnitKind.PERCENT:
        return f"{number} %"
    if unit.kind is UnitKind.RATIO:
        return f"{number}:1"
    return f"{number} {unit.code}" if unit.kind is UnitKind.DURATION else number


def value_text(value: Decimal, unit: Unit, *, locale: str = "en", beside: Decimal | None = None) -> str:
    """Say a value as people write it: `4.8 %`, `$1.21M`, `12 h`, `10:1`, about four digits.

    Args:
        value: The value.
        unit: What it counts.
        locale: The locale of the person who reads, `de-DE`; one that is not known reads as English.
        beside: A value that stands beside it; as many digits are shown as tell the two apart.
    """
    known = find_locale(locale)
    text = _format(value, unit, known, _DIGITS)
    if beside is None or beside == value:
        return text
    for digits in range(_DIGITS, _MOST_DIGITS):
        text = _format(value, unit, known, digits)
        if text != _format(beside, unit, known, digits):
            break
    return text


def roughly(value: Decimal, distance: Decimal) -> Decimal:
    """Round a computed value to what matters on a way of some length: about a hundredth of it."""
    return _round_to(value, max(0, min(18, 1 - distance.adjusted())))


def apart(size: Decimal, unit: Unit, *, locale: str = "en") -> str:
    """Say a difference of values, sign and all, in about two digits: `0.4 pt`, `−12 h`, `$1.21M`."""
    known = _round_to(size, _decimals(size, 2))
    known = known or abs(known)
    if unit.kind is UnitKind.PERCENT:
        return f"{_normalize_spaces(_decimal(known, find_locale(locale), 2))} pt"
    return value_text(known, unit, locale=locale)


def percent(ratio: Decimal, *, locale: str = "en") -> str:
    """Say a ratio in whole percent; what is not quite all is never 100 %, what is not nothing never 0 %."""
    whole = _round_to(ratio * 100, 0)
    if ratio < 1:
        whole = min(whole, Decimal(99))
    if ratio > 0:
        whole = max(whole, Decimal(1))
    return f"{_normalize_spaces(_decimal(whole, find_locale(locale), _MOST_DIGITS))} %"


def points(gap: Decimal) -> str:
    """Say a gap of progress, a ratio, without its sign: `14 points`."""
    whole = abs(_round_to(gap * 100, 0))
    return count_text(int(whole), "point")


def against_calendar(gap: Decimal) -> str:
    """Say a gap (expected − progress) in words: `14 points behind the calendar`, or ahead of it, or level."""
    if _round_to(gap * 100, 0) == 0:
        return "level with the calendar"
    return f"{points(gap)} {'behind' if gap > 0 else 'ahead of'} the calendar"


def decimal_text(value: Decimal, decimals: int, *, locale: str = "en", whole: str = "#") -> str:
    """Say a number with at most so many decimals, half up: `0.62`, `1.5`, `2`; with `whole="0"` exactly so many."""
    pattern = _pattern(f"0.{whole * decimals}")
    return _normalize_spaces(
        str(format_decimal(_round_to(value, decimals), format=pattern, locale=find_locale(locale)))
    )


def score(value: Decimal, *, locale: str = "en") -> str:
    """Say a score with its one decimal: `0.7`."""
    return str(format_decimal(_round_to(value, 1), format=_pattern("0.0"), locale=find_locale(locale)))


def difference(change: Change, unit: Unit, *, locale: str = "en") -> str:
    """Say how far a value moved, with an arrow: `▲ 0.9 pt`, `▼ 2.1 %`, `▲ 12`, `no change`."""
    if change.difference == 0:
        return "no change"
    arrow = "▲" if change.difference > 0 else "▼"
    size = abs(change.difference)
    if unit.kind is UnitKind.PERCENT:
        return f"{arrow} {_normalize_spaces(_decimal(size, find_locale(locale), 2))} pt"
    if change.ratio is None or abs(change.ratio) >= _TIMES_FROM:
        return f"{arrow} {value_text(size, unit, locale=locale)}"
    return f"{arrow} {_normalize_spaces(_decimal(abs(change.ratio) * 100, find_locale(locale), 2))} %"


def distance(size: Decimal, unit: Unit, *, locale: str = "en") -> str:
    """Say how far two values lie apart: `2.3 pt` for percentages, `$4,000`, `12 h`."""
    if unit.kind is UnitKind.PERCENT:
        return f"{_normalize_spaces(_decimal(size, find_locale(locale), 2))} pt"
    return value_text(size, unit, locale=locale)


def change_text(change: Change, unit: Unit, *, locale: str = "en") -> str:
    """Say how far a value moved and whether that is good: `▲ 0.9 pt, worse`."""
    size = difference(change, unit, locale=locale)
    if change.verdict is Verdict.BETTER:
        return f"{size}, better"
    return f"{size}, worse" if change.verdict is Verdict.WORSE else size


def target_text(target: Target, unit: Unit, *, locale: str = "en") -> str:
    """Say a target in signs: `≥ 95 %`, `< $0.11`, `40 to 60 %`."""
    if target.low is not None and target.high is not None:
        if target.low == target.high:
            return value_text(target.low, unit, locale=locale)
        low = value_text(target.low, unit, locale=locale, beside=target.high)
        return f"{low} to {value_text(target.high, unit, locale=locale, beside=target.low)}"
    if target.low is not None:
        return f"{'≥' if target.low_inclusive else '&gt;'} {value_text(target.low, unit, locale=locale)}"
    high = target.high if target.high is not None else Decimal(0)
    return f"{'≤' if target.high_inclusive else '&lt;'} {value_text(high, unit, locale=locale)}"


def count_text(number: int, noun: str, plural: str = "") -> str:
    """Say `1 KPI`, `2 KPIs`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def ordinal(number: int, frequency: Frequency) -> str:
    """Say `second week`, `12th day`."""
    if 0 < number < len(_ORDINALS):
        return f"{_ORDINALS[number]} {_NOUNS[frequency]}"
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    ending = {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    return f"{number}{ending} {_NOUNS[frequency]}"


def periods(number: int, frequency: Frequency) -> str:
    """Say `12 weeks`."""
    return count_text(number, _NOUNS[frequency])


def day_text(on: date, pattern: str, *, locale: str = "en") -> str:
    """Say a day by a pattern of Unicode's, such as `EEEE` for `Thursday`."""
    return str(format_date(on, pattern, locale=find_locale(locale)))


def day(on: date, *, locale: str = "en") -> str:
    """Say `16 Nov`."""
    return day_text(on, "d MMM", locale=locale)


def day_of_year(on: date, *, locale: str = "en") -> str:
    """Say `Mon 16 Nov 2026`."""
    return day_text(on, "EEE d MMM y", locale=locale)


def weekday(on: date, *, locale: str = "en") -> str:
    """Say `Mon 16 Nov`."""
    return day_text(on, "EEE d MMM", locale=locale)


def span(first: date, last: date, *, locale: str = "en") -> str:
    """Say `16–22 Nov`, or `30 Nov – 6 Dec`."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, locale=locale)}"
    return f"{day(first, locale=locale)} – {day(last, locale=locale)}"


def period(start: date, frequency: Frequency, *, locale: str = "en") -> str:
    """Name a period by its first day: `12 Nov`, `week 47`, `Nov 2026`, `Q4 2026`."""
    if frequency is Frequency.WEEK:
        return f"week {start.isocalendar().week}"
    if frequency is Frequency.MONTH:
        return day_text(start, "MMM y", locale=locale)
    if frequency is Frequency.QUARTER:
        return f"Q{(start.month + 2) // 3} {start.year}"
    return day(start, locale=locale)


def local(at: datetime, zone: str) -> datetime:
    """Return an instant in a zone; in UTC where the zone is not known."""
    try:
        return at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return at.astimezone(ZoneInfo("UTC"))


def moment(at: datetime, zone: str, *, locale: str = "en") -> str:
    """Say `Tue 24 Nov 10:12` in a zone."""
    return str(format_datetime(local(at, zone).replace(tzinfo=None), "EEE d MMM HH:mm", locale=find_locale(locale)))


def days(length: timedelta) -> str:
    """Say a length in whole days, at least one: `17 days`."""
    return count_text(max(1, length.days), "day")


def join_dotted(parts: Iterable[str]) -> str:
    """Join what is there with middle dots: `41 % · 14 points behind`."""
    return " · ".join(part for part in parts if part)
