"""Where the lines, bars and slices of a chart go; a template draws them as SVG."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.emulator.blocks.tabular import read_chart

WIDTH, HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 12, 30
_TICKS = 4
_MOST_LABELS = 8
_PIE_RADIUS = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A value on an axis, and where it stands."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One thing that is drawn: a bar as (x, y, width, height), a point as (x, y), a slice as a path."""

    title: str
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    path: str = ""
    tone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line or a set of bars; `steady` when its value never changes, as that of a limit."""

    name: str
    tone: int
    steady: bool
    path: str
    area: str
    shapes: Sequence[Shape]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as it is drawn.

    Attributes:
        said: All of it in one sentence, for those who do not see it.
        legend: Name and tone of each series or slice.
    """

    kind: str
    title: str
    said: str
    rows: Sequence[Tick] = ()
    columns: Sequence[Tick] = ()
    zero: float = 0
    series: Sequence[Series] = ()
    slices: Sequence[Shape] = ()
    legend: Sequence[tuple[str, int]] = ()
    x_label: str = ""
    y_label: str = ""


def number(value: float) -> str:
    """A value as an axis shows it: 12, 3.5, 1.2M."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if letter == 'k' else size):.4g}{letter}"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _ticks(low: float, high: float) -> list[float]:
    """Round values that span from `low` to `high`."""
    rough = (high - low) / _TICKS or 1.0
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [index * step for index in range(first, last + 1)]


def _span(values: Sequence[float], *, from_zero: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0), max(high, 0)
    if low == high:
        low, high = (low - abs(low) * 0.1 - 1, high + abs(high) * 0.1 + 1)
    return low, high


def chart(block: Mapping[str, Any]) -> Chart:
    """Lay out a data_visualization block."""
    drawn = block["chart"]
    return _pie(block) if drawn["type"] == "pie" else _axes(block)


def _axes(block: Mapping[str, Any]) -> Chart:
    drawn = block["chart"]
    kind, axis = drawn["type"], drawn["axis_config"]
    categories = axis["categories"]
    values = [point["value"] for series in drawn["series"] for point in series["data"]]
    low, high = _span(values, from_zero=kind != "line")
    ticks = _ticks(low, high)
    scale = (HEIGHT - _TOP - _BOTTOM) / (ticks[-1] - ticks[0])

    def _y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (value - ticks[0]) * scale, 1)

    slot = (WIDTH - _LEFT - _RIGHT) / len(categories)
    centres = {label: round(_LEFT + slot * (index + 0.5), 1) for index, label in enumerate(categories)}
    every = math.ceil(len(categories) / _MOST_LABELS)
    zero = _y(min(max(0, ticks[0]), ticks[-1]))
    series = [
        _series(series_, tone, kind, (centres, slot, len(drawn["series"])), (_y, zero))
        for tone, series_ in enumerate(drawn["series"])
    ]
    return Chart(
        kind=kind,
        title=block["title"],
        said=read_chart(block).strip("[]"),
        rows=[Tick(at=_y(value), label=number(value)) for value in ticks],
        columns=[
            Tick(at=centres[label], label=label)
            for index, label in enumerate(categories)
            if (len(categories) - 1 - index) % every == 0
        ],
        zero=zero,
        series=series,
        legend=[(series_.name, series_.tone) for series_ in series],
        x_label=axis.get("x_label", ""),
        y_label=axis.get("y_label", ""),
    )


def _series(
    given: Mapping[str, Any],
    tone: int,
    kind: str,
    across: tuple[Mapping[str, float], float, int],
    down: tuple[Any, float],
) -> Series:
    (centres, slot, count), (y_of, zero) = across, down
    points = sorted(given["data"], key=lambda point: centres[point["label"]])
    width = slot * 0.72 / count
    shapes: list[Shape] = []
    for point in points:
        x, y = centres[point["label"]], y_of(point["value"])
        title = f"{given['name']}, {point['label']}: {number(point['value'])}"
        if kind == "bar":
            left = x - width * count / 2 + width * tone
            top, height = min(y, zero), max(abs(zero - y), 1)
            shapes.append(Shape(title=title, x=round(left, 1), y=top, width=round(width, 1), height=round(height, 1)))
        else:
            shapes.append(Shape(title=title, x=x, y=y))
    path = "M" + " L".join(f"{shape.x} {shape.y}" for shape in shapes)
    area = f"{path} L{shapes[-1].x} {zero} L{shapes[0].x} {zero} Z" if kind == "area" else ""
    steady = len(points) > 1 and len({point["value"] for point in points}) == 1
    return Series(name=given["name"], tone=tone, steady=steady and count > 1, path=path, area=area, shapes=shapes)


def _pie(block: Mapping[str, Any]) -> Chart:
    segments = block["chart"]["segments"]
    total = sum(segment["value"] for segment in segments)
    middle, turn = HEIGHT / 2, -math.pi / 2
    slices: list[Shape] = []
    for tone, segment in enumerate(segments):
        share = segment["value"] / total
        # A whole circle has no two ends to draw an arc between.
        end = turn + min(share, 0.99999) * 2 * math.pi
        corners = [(middle + _PIE_RADIUS * math.cos(at), middle + _PIE_RADIUS * math.sin(at)) for at in (turn, end)]
        (x1, y1), (x2, y2) = corners
        large = int(share > 0.5)  # noqa: PLR2004 - more than half a circle
        arc = f"A{_PIE_RADIUS} {_PIE_RADIUS} 0 {large} 1 {x2:.2f} {y2:.2f}"
        title = f"{segment['label']}: {number(segment['value'])} ({share:.0%})"
        slices.append(Shape(title=title, path=f"M{middle} {middle} L{x1:.2f} {y1:.2f} {arc} Z", tone=tone))
        turn += share * 2 * math.pi
    legend = [(shape.title, shape.tone) for shape in slices]
    said = read_chart(block).strip("[]")
    return Chart(kind="pie", title=block["title"], said=said, slices=slices, legend=legend)
