"""Charts: native ones for messages, lines of blocks for everywhere else (SLACK_RULES 1.6)."""

from collections.abc import Sequence
from decimal import Decimal

from domain.kpis.model import Limits, Reading, Season
from domain.kpis.status_model import KpiStatus
from handlers.views.blocks import numbers
from handlers.views.blocks.block_kit import Block, shorten

_POINTS = 20
_SERIES = 6
_LABEL = 20
_LEVELS = "▁▂▃▄▅▆▇█"


def _labels(readings: Sequence[Reading], status: KpiStatus, locale: str) -> list[str]:
    """Return one label per reading, all different: Slack refuses a category that comes twice."""
    names = [numbers.period(reading.period, status.kpi.frequency, locale=locale) for reading in readings]
    if len(set(names)) < len(names):
        names = [reading.period.isoformat() for reading in readings]
    return [shorten(name, _LABEL) for name in names]


def _limit_lines(limits: Limits) -> list[tuple[str, Decimal]]:
    """Return the limits that a chart can show: a seasonal one is another value in each period, so it has no line."""
    if limits.season is not Season.NONE:
        return []
    both = limits.critical_low is not None and limits.critical_high is not None
    known = [
        ("Critical low" if both else "Critical", limits.critical_low),
        ("Critical high" if both else "Critical", limits.critical_high),
        ("Warning low" if limits.warning_high is not None else "Warning", limits.warning_low),
        ("Warning high" if limits.warning_low is not None else "Warning", limits.warning_high),
    ]
    return [(name, value) for name, value in known if value is not None]


def _constant_lines(status: KpiStatus) -> list[tuple[str, Decimal]]:
    lines: list[tuple[str, Decimal]] = []
    target = status.target
    if target is not None:
        both = target.low is not None and target.high is not None and target.low != target.high
        ends = [("Target low" if both else "Target", target.low), ("Target high" if both else "Target", target.high)]
        lines += [(name, value) for name, value in ends if value is not None]
    if status.kpi.limits is not None:
        lines += _limit_lines(status.kpi.limits)
    return list(dict(lines).items())


def _series(name: str, labels: Sequence[str], values: Sequence[Decimal]) -> Block:
    points = [{"label": label, "value": _number(value)} for label, value in zip(labels, values, strict=True)]
    return {"name": name, "data": points}


def _number(value: Decimal) -> int | float:
    """Return a value as JSON holds it; a chart shows no more digits than a float has."""
    return int(value) if value == value.to_integral_value() else float(value)


def line_chart(status: KpiStatus, *, locale: str = "en") -> Block | None:
    """Draw a KPI's last readings with its target and its limits, or None while there are fewer than two."""
    readings = status.recent[-_POINTS:]
    if len(readings) <= 1:
        return None
    labels = _labels(readings, status, locale)
    lines = _constant_lines(status)
    name = shorten(status.kpi.name, _LABEL)
    name = "Value" if name in {name for name, _ in lines} else name
    series = [_series(name, labels, [reading.value for reading in readings])]
    series += [_series(line, labels, [value] * len(labels)) for line, value in lines[: _SERIES - 1]]
    length = numbers.periods(len(readings), status.kpi.frequency)
    return {
        "type": "data_visualization",
        "title": shorten(f"{shorten(status.kpi.name, 34)}, {length}", 50),
        "chart": {"type": "line", "series": series, "axis_config": {"categories": labels}},
    }


def score_chart(distribution: Sequence[int]) -> Block | None:
    """Draw how many key results have each score, 0.0 to 1.0; None while none has."""
    total = sum(distribution)
    if not total:
        return None
    labels = [f"{index // 10}.{index % 10}" for index in range(len(distribution))]
    series = _series("Key results", labels, [Decimal(count) for count in distribution])
    return {
        "type": "data_visualization",
        "title": f"Scores of {numbers.count_text(total, 'key result')}",
        "chart": {"type": "bar", "series": [series], "axis_config": {"categories": labels, "x_label": "Score"}},
    }


def sparkline(values: Sequence[Decimal]) -> str:
    """Draw at most 20 values, oldest first, as a line of blocks; empty for fewer than two."""
    shown = values[-_POINTS:]
    if len(shown) <= 1:
        return ""
    low, high = min(shown), max(shown)
    if low == high:
        return _LEVELS[3] * len(shown)
    top = len(_LEVELS) - 1
    return "".join(_LEVELS[int((value - low) / (high - low) * top + Decimal("0.5"))] for value in shown)


def sparkline_text(status: KpiStatus) -> str:
    """Say the last readings as a line of blocks and how many they are: `▂▃▅▇ 12 weeks`; empty for fewer than two."""
    values = [reading.value for reading in status.recent[-_POINTS:]]
    line = sparkline(values)
    return f"{line}  {numbers.periods(len(values), status.kpi.frequency)}" if line else ""
