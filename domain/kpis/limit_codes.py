"""Limits as one short line, so that a button carries exactly those that stood above it: `//3/4///none/2/1/s`."""

from decimal import Decimal, InvalidOperation

from domain.kpis.model import Limits, Season
from domain.values.errors import TillerError
from domain.values.numbers import plain

_NONE = "-"
_BOUNDS = ("warning_low", "critical_low", "warning_high", "critical_high", "clear_low", "clear_high")
_SUGGESTED = "s"


class CodeNotReadError(TillerError):
    """A line that is not the code of any limits."""


def code_of(limits: Limits | None) -> str:
    """Return the code of limits, without who set them and when; `-` for none."""
    if limits is None:
        return _NONE
    bounds = ["" if (bound := getattr(limits, name)) is None else plain(bound) for name in _BOUNDS]
    mark = _SUGGESTED if limits.suggested else ""
    return "/".join([*bounds, limits.season.value, str(limits.hold), str(limits.clear), mark])


def limits_of(code: str) -> Limits | None:
    """Return the limits of a code, or None for those of no limits.

    Raises:
        CodeNotReadError: It is no code that `code_of` makes.
    """
    if code == _NONE:
        return None
    try:
        *bounds, season, hold, clear, mark = code.split("/")
        warning_low, critical_low, warning_high, critical_high, clear_low, clear_high = map(_read_bound, bounds)
        return Limits(
            warning_low=warning_low,
            critical_low=critical_low,
            warning_high=warning_high,
            critical_high=critical_high,
            clear_low=clear_low,
            clear_high=clear_high,
            season=Season(season),
            hold=int(hold),
            clear=int(clear),
            suggested=mark == _SUGGESTED,
        )
    except (ValueError, InvalidOperation) as problem:
        raise CodeNotReadError("This button is from an older message. Ask again for a fresh one.") from problem


def _read_bound(part: str) -> Decimal | None:
    return Decimal(part) if part else None
