"""Limits in one line, as people type them: `warning 3% critical 4% hold 2 clear-limit 2.8%` (RULES 4.6)."""

import re
from collections.abc import Mapping
from decimal import Decimal

from domain.kpis.model import Direction, Kpi, Limits, Season
from domain.values.errors import TillerError
from domain.values.numbers import NumberStyle, read_number

_EXAMPLE = "Write for example ‘warning 3 critical 4’, and if you like ‘hold 2 clear 2 clear-limit 2.8’."
_WORD = re.compile(
    r"(?P<what>warn(?:ing)?|amber|crit(?:ical)?|red|hold|clear-?limit|clear\s+limit|good|clear)"
    r"(?:\s+(?:limit\s+)?(?P<side>below|under|above|over|at|from|to))?[\s:=]*(?P<sign>[<>]=?)?\s*",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"[\s,;](?:and\s+)?{_WORD.pattern}", re.IGNORECASE)
_GOOD_SIDES = {"above": "low", "over": "low", "from": "low", ">": "low", "below": "high", "under": "high", "<": "high"}
_SIDES = {"below": "low", "under": "low", "<": "low", "above": "high", "over": "high", ">": "high"}
_COUNT = re.compile(
    r"(\d{1,2})(?:\s*(?:periods?|readings?|times|days?|weeks?|months?|quarters?))?(?=\s|,|$)[\s,]*", re.IGNORECASE
)
_JOINT = re.compile(r"^(?:[\s,;]+|and\s+)+", re.IGNORECASE)
_MOST = 90


class LimitsNotReadError(TillerError):
    """A line that does not say limits."""


def limits_from(bounds: Mapping[str, Decimal], *, season: Season, hold: int, clear: int) -> Limits:
    """Return limits from their numbers by name.

    Raises:
        LimitsError: There are none, or their order cannot be.
    """
    return Limits(
        warning_low=bounds.get("warning_low"),
        critical_low=bounds.get("critical_low"),
        warning_high=bounds.get("warning_high"),
        critical_high=bounds.get("critical_high"),
        clear_low=bounds.get("clear_low"),
        clear_high=bounds.get("clear_high"),
        season=season,
        hold=hold,
        clear=clear,
    )


def read_limits(text: str, kpi: Kpi, style: NumberStyle) -> Limits:
    """Read limits from a line; those that it does not name stay as they are, unless they are seasonal ones.

    An alert needs one reading past them where the line does not say `hold`: limits that people set are hard ones.

    Raises:
        LimitsNotReadError: A word was not understood, or the side is missing where both are possible.
        NumberNotReadError: A number was not.
        LimitsError: Their order cannot be.
    """
    kept = kpi.limits if kpi.limits is not None and kpi.limits.season is Season.NONE else None
    names = [f"{kind}_{side}" for kind in ("warning", "critical", "clear") for side in ("low", "high")]
    bounds = {name: value for name in names if kept is not None and (value := getattr(kept, name)) is not None}
    own = kept if kept is not None and not kept.suggested else None
    counts = {"hold": own.hold if own else 1, "clear": own.clear if own else 1}
    rest = _JOINT.sub("", text)
    while rest:
        found = _WORD.match(rest)
        if found is None:
            raise LimitsNotReadError(f"I can’t read ‘{rest[:60]}’ in these limits. {_EXAMPLE}")
        what, rest = found["what"].lower(), rest[found.end() :]
        if what in counts and not (found["side"] or found["sign"]):
            counts[what], rest = _read_count(what, rest)
        else:
            name = f"{_kind(what)}_{_side(found, kpi, what)}"
            number, rest = _split(rest)
            bounds[name] = read_number(number, kpi.unit, style)
        rest = _JOINT.sub("", rest)
    return limits_from(bounds, season=Season.NONE, hold=counts["hold"], clear=counts["clear"])


def _kind(what: str) -> str:
    if what.startswith(("warn", "amber")):
        return "warning"
    return "critical" if what.startswith(("crit", "red")) else "clear"


def _side(found: re.Match[str], kpi: Kpi, what: str) -> str:
    """Return the side that was named, else the bad one by the KPI's direction."""
    said = (found["sign"] or found["side"] or "").lower().rstrip("=")
    if _kind(what) != "clear" and said in _SIDES:
        return _SIDES[said]
    if kpi.direction is Direction.UP:
        return "low"
    if kpi.direction is Direction.DOWN:
        return "high"
    if _kind(what) == "clear":
        # A value from which up it is good belongs to the lower limits, one from which down to the upper ones.
        return _GOOD_SIDES.get(said, "low")
    raise LimitsNotReadError(
        f"{kpi.name} can have limits on both sides. Write for example ‘{what} below 10 {what} above 20’."
    )


def _read_count(what: str, rest: str) -> tuple[int, str]:
    found = _COUNT.match(rest)
    if found is None or not 1 <= int(found[1]) <= _MOST:
        raise LimitsNotReadError(f"After ‘{what}’ comes how many readings in a row, for example ‘{what} 2’.")
    return int(found[1]), rest[found.end() :]


def _split(rest: str) -> tuple[str, str]:
    """Return a line up to the next word of limits, and from there on."""
    following = _NEXT.search(rest)
    end = following.start() if following else len(rest)
    return rest[:end].strip(" ,;"), rest[end:]
