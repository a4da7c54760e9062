"""The form that sets a KPI's limits, with the proposal above and what they would have done below (RULES 4.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from domain.calendar.periods import Frequency
from domain.kpis.limit_codes import code_of
from domain.kpis.limit_reviews import BackTest
from domain.kpis.limits import LimitProposal, NoProposal
from domain.kpis.model import Direction, Kpi, Limits, Season
from domain.kpis.status_model import KpiStatus
from domain.values.arithmetic import EXACT
from domain.values.numbers import ENGLISH, NumberStyle, number_text
from handlers import ids
from handlers.metadata import LimitsMetadata
from handlers.views.blocks import block_kit, chart, form, numbers
from handlers.views.kpis.limit_text import back_test_text, limits_text, made_from, unit_label

LOW: tuple[str, ...] = ("warning_low", "critical_low", "clear_low")
HIGH: tuple[str, ...] = ("warning_high", "critical_high", "clear_high")
HOLD, CLEAR = "hold", "clear"

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "warning_low": "Warning below",
        "critical_low": "Critical below",
        "clear_low": "Good again only from here up",
        "warning_high": "Warning above",
        "critical_high": "Critical above",
        "clear_high": "Good again only from here down",
    }
)
_LENGTH = 60
_MOST_READINGS = 8
_NAME = 60
_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands in the form.

    Attributes:
        season: What the numbers measure.
        bounds: The numbers as typed, by the name of the limit.
        refill: How often the fields were filled anew: a new number makes Slack take new values for them.
    """

    season: Season = Season.NONE
    bounds: Mapping[str, str] = field(default_factory=dict)
    hold: int = 1
    clear: int = 1
    refill: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """From where the form was opened.

    Attributes:
        was: The code of the limits in force then, so that nobody's newer ones are lost.
        asked: The key of the delivery that asked, or nothing.
    """

    was: str
    asked: str = ""


def fill_form(limits: Limits | None, *, refill: int = 0, style: NumberStyle = ENGLISH) -> Filled:
    """Return what stands in the form for limits, as the person would type them; without limits the fields are empty."""
    if limits is None:
        return Filled(refill=refill)
    factor = Decimal(1) if limits.season is Season.NONE else _PERCENT
    known = {name: getattr(limits, name) for name in (*LOW, *HIGH)}
    bounds = {
        name: number_text(EXACT.multiply(value, factor), style) for name, value in known.items() if value is not None
    }
    return Filled(season=limits.season, bounds=bounds, hold=limits.hold, clear=limits.clear, refill=refill)


def sides(kpi: Kpi, *others: Limits | None) -> tuple[str, ...]:
    """Return the limits that are asked for: those on the bad side, and those that are set already."""
    wanted = {
        Direction.UP: LOW,
        Direction.DOWN: HIGH,
        Direction.BAND: (*LOW, *HIGH),
        Direction.NEUTRAL: (*LOW, *HIGH),
    }[kpi.direction]
    for limits in (kpi.limits, *others):
        for side in (LOW, HIGH):
            if limits is not None and any(getattr(limits, name) is not None for name in side):
                wanted = (*wanted, *side)
    return tuple(name for name in (*LOW, *HIGH) if name in wanted)


def modal(
    status: KpiStatus,
    proposal: LimitProposal | NoProposal,
    tried: BackTest | None,
    filled: Filled,
    *,
    origin: Origin,
    preview: str = "",
    locale: str = "en",
) -> block_kit.View:
    """Render the form.

    Args:
        status: How the KPI stands.
        proposal: What its history proposes, or why nothing.
        tried: What the proposal would have done in the last year; None without one.
        filled: What stands in the fields.
        origin: From where the form was opened.
        preview: What the limits in the fields would have done, or why they cannot be; empty before anything is typed.
        locale: For numbers and days.
    """
    kpi = status.kpi
    offered = proposal.limits if isinstance(proposal, LimitProposal) else None
    blocks = [block_kit.section(*_known_lines(status, locale))]
    blocks += _proposal_blocks(status, proposal, tried, locale)
    if _seasonal(kpi, offered, filled):
        blocks.append(_measure(kpi, filled))
    blocks += [_bound_input(name, filled, kpi) for name in sides(kpi, offered)]
    blocks += [
        _readings("Alert after how many readings in a row?", HOLD, filled.hold, filled.refill),
        _readings("Over after how many good ones?", CLEAR, filled.clear, filled.refill),
        block_kit.context(
            block_kit.typed_text(preview or "Write a number to see when it would have alerted.", 900),
            block_id=ids.PREVIEW,
        ),
    ]
    metadata = LimitsMetadata(
        kpi=kpi.key, was=origin.was, season=filled.season.value, version=filled.refill, asked=origin.asked
    )
    title = "Limits"
    return form.modal(
        title, blocks, callback_id=ids.LIMITS_FORM, submit="Save", close="Cancel", metadata=metadata.encode()
    )


def preview_line(kpi: Kpi, limits: Limits, tried: BackTest, *, usual: Decimal | None, locale: str = "en") -> str:
    """Say what the limits in the fields would have done, and what a share of the usual is worth now."""
    words = f"{limits_text(kpi, limits, usual=usual, locale=locale)}. " if limits.season is not Season.NONE else ""
    return f"{words[:1].upper()}{words[1:]}{back_test_text(kpi, tried, locale=locale)}"


def _known_lines(status: KpiStatus, locale: str) -> list[str]:
    kpi = status.kpi
    now = "has no limits now"
    if kpi.limits is not None:
        now = f"now: {limits_text(kpi, kpi.limits, usual=status.usual, locale=locale)}"
    target = f"Target {numbers.target_text(status.target, kpi.unit, locale=locale)}." if status.target else ""
    return [
        f"*{block_kit.typed_text(kpi.name.replace('*', '∗'), _NAME)}* {now}. {target}",
        chart.sparkline_text(status),
    ]


def _proposal_blocks(
    status: KpiStatus, proposal: LimitProposal | NoProposal, tried: BackTest | None, locale: str
) -> list[block_kit.Block]:
    if isinstance(proposal, NoProposal) or tried is None:
        reason = proposal.reason if isinstance(proposal, NoProposal) else ""
        return [block_kit.context(f"No limits to propose. {block_kit.typed_text(reason, 300)}")]
    kpi = status.kpi
    words = limits_text(kpi, proposal.limits, usual=status.usual, locale=locale)
    return [
        block_kit.section(f"*Its history proposes:* {words}.", back_test_text(kpi, tried, locale=locale)),
        block_kit.context(made_from(kpi, proposal, locale=locale)),
        block_kit.actions(block_kit.button("Use the proposal", ids.LIMITS_FILL, code_of(proposal.limits))),
    ]


def _seasonal(kpi: Kpi, offered: Limits | None, filled: Filled) -> bool:
    known = [limits.season for limits in (kpi.limits, offered) if limits is not None]
    return any(season is not Season.NONE for season in (*known, filled.season))


def _measure(kpi: Kpi, filled: Filled) -> block_kit.Block:
    season = Season.WEEK if kpi.frequency is Frequency.DAY else Season.YEAR
    usual = "the same weekday" if season is Season.WEEK else "the same period last year"
    entries = [("The value itself", Season.NONE.value), (f"Percent of {usual}", season.value)]
    menu = block_kit.menu("What do the limits measure?", ids.LIMITS_SEASON, entries, chosen=filled.season.value)
    return form.field("The limits measure", ids.block(ids.LIMITS_SEASON, filled.refill), menu, dispatch=True)


def _bound_input(name: str, filled: Filled, kpi: Kpi) -> block_kit.Block:
    element: block_kit.Block = {
        "type": "plain_text_input",
        "action_id": ids.LIMIT,
        "max_length": _LENGTH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
    }
    unit = " (% of the usual)" if filled.season is not Season.NONE else unit_label(kpi.unit)
    return form.field(
        f"{_LABELS[name]}{unit}",
        ids.block(name, filled.refill),
        form.filled_input(element, filled.bounds.get(name, ""), _LENGTH),
        optional=True,
        dispatch=True,
    )


def _readings(label: str, name: str, count: int, refill: int) -> block_kit.Block:
    most = max(_MOST_READINGS, count)
    menu = block_kit.menu(
        "1", ids.LIMIT, [(str(number), str(number)) for number in range(1, most + 1)][-100:], chosen=str(count)
    )
    return form.field(label, ids.block(name, refill), menu, dispatch=True)
