"""The forecast, in three words and with the pace that it would take; never a percentage (RULES 3.10)."""

from decimal import Decimal

from domain.okrs.forecast import FEWEST_POINTS, Chance, Forecast
from domain.okrs.model import KeyResult, Metric
from domain.okrs.progress import total_weight
from domain.okrs.status import forecast_key_result
from domain.okrs.status_model import KeyResultStatus
from domain.values.arithmetic import TENTH, round_half_away
from handlers.views.blocks import numbers
from handlers.views.okrs import line as okr_line

_HOLDS = {
    Chance.LIKELY: "likely to hold",
    Chance.UNCERTAIN: "uncertain whether it holds",
    Chance.UNLIKELY: "unlikely to hold",
}


def forecast_text(status: KeyResultStatus, *, locale: str = "en") -> str:
    """Say `forecast uncertain: needs 1.4 pt a week, has had 0.6`; empty where there is nothing to say yet."""
    found = forecast_key_result(status)
    if found is None or found.chance is Chance.TOO_EARLY:
        return ""
    return f"forecast {_forecast_line(status.key_result, found, locale)}"


def explain_forecast(status: KeyResultStatus, *, locale: str = "en") -> list[str]:
    """Say the forecast with what it is made of; nothing where there is none."""
    found = forecast_key_result(status)
    if found is None or status.last_day is None:
        return []
    end = numbers.day(status.last_day, locale=locale)
    days = numbers.count_text(found.used, "day")
    if found.chance is Chance.TOO_EARLY:
        needs = f" To be there on {end} it needs {_needs(status.key_result, found, locale)}."
        early = f"Too early to tell: a value on {days}, and it takes {FEWEST_POINTS}."
        return [f"{early}{needs if found.needed_per_week is not None else ''}"] if found.used < FEWEST_POINTS else []
    word = _forecast_line(status.key_result, found, locale)
    return [
        f"On {end}: {word}.",
        f"From the values of {days}: their average step goes on, and chance adds to it as it did so far.",
        "Likely means more than 4 times in 5, unlikely less than 1 in 5.",
    ]


def _forecast_line(key_result: KeyResult, found: Forecast, locale: str) -> str:
    if found.needed_per_week is None or found.drift_per_week is None:
        return _HOLDS[found.chance]
    had = _step(found.drift_per_week, key_result, locale)
    if key_result.metric is Metric.MILESTONE or key_result.unit.kind in okr_line.SPACED_UNITS:
        had = had.rpartition(" ")[0]
    return f"{found.chance.value}: needs {_needs(key_result, found, locale)}, has had {had}"


def _needs(key_result: KeyResult, found: Forecast, locale: str) -> str:
    return f"{_step(found.needed_per_week or Decimal(0), key_result, locale)} a week"


def _step(size: Decimal, key_result: KeyResult, locale: str) -> str:
    """Say a change: in the unit, of steps in points of their weight."""
    if key_result.metric is Metric.MILESTONE:
        points = round_half_away(size / total_weight(key_result) * 100, TENTH)
        return f"{numbers.decimal_text(points, 1, locale=locale)} points"
    return numbers.apart(size, key_result.unit, locale=locale)
