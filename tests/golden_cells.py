"""How the cells of a golden table are read and written."""

from decimal import ROUND_DOWN, Decimal

from domain.kpis.model import Target
from domain.values.numbers import plain

NONE = "—"
"""A cell that stands for nothing."""

Row = dict[str, str]

_PLACES = Decimal("0.0001")


def whole(cell: str) -> str:
    """Return a number as code writes it: with a hyphen for the minus sign."""
    return cell.strip().replace("−", "-")


def number(cell: str) -> Decimal:
    """Read a number."""
    return Decimal(whole(cell))


def optional(cell: str) -> Decimal | None:
    """Read a number, or nothing."""
    return None if cell.strip() == NONE else number(cell)


def shown(value: Decimal | None) -> str:
    """Write a number with its first four decimals, and three dots where there are more."""
    if value is None:
        return NONE
    cut = value.quantize(_PLACES, rounding=ROUND_DOWN)
    return f"{plain(cut if cut != value else value)}{'…' if cut != value else ''}".replace("-", "−")


def yes_or_no(answer: bool) -> str:  # noqa: FBT001 - it is what is written
    """Write an answer."""
    return "yes" if answer else "no"


def target_of(cell: str) -> Target | None:
    """Read a target such as `≤ 2.5` or `≥ 3 and ≤ 5`."""
    if cell == NONE:
        return None
    ends: dict[str, Decimal] = {}
    for part in cell.split(" and "):
        sign, _, value = part.partition(" ")
        ends["low" if sign == "≥" else "high"] = number(value)
    return Target(low=ends.get("low"), high=ends.get("high"), text=cell)


def shown_target(target: Target) -> str:
    """Write a target: `≥ 3 and < 5`."""
    parts = []
    if target.low is not None:
        parts.append(f"{'≥' if target.low_inclusive else '>'} {shown(target.low)}")
    if target.high is not None:
        parts.append(f"{'≤' if target.high_inclusive else '<'} {shown(target.high)}")
    return " and ".join(parts)
