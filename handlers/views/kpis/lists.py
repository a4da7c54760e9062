"""Answers about KPIs: all of them, one of them, and what setting a value did (RULES 4 and 9)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus
from domain.loop.guardrails import Touched
from domain.okrs.model import KeyResult
from domain.values.ids import PersonId, key_result_name
from handlers import grammar, ids
from handlers.views.blocks import answer, block_kit, chart, labels, numbers
from handlers.views.kpis import guardrail_line
from handlers.views.kpis import line as kpi_line
from handlers.views.kpis.limit_text import limits_text

_ORDER = (
    KpiState.CRITICAL, KpiState.WARNING, KpiState.STALE, KpiState.NO_DATA, KpiState.OK, KpiState.NO_TARGET,
)  # fmt: skip
_LOUD = frozenset({KpiState.CRITICAL, KpiState.WARNING, KpiState.STALE, KpiState.NO_DATA})


def overview(
    statuses: Sequence[KpiStatus],
    *,
    names: Mapping[PersonId, str],
    whose: str = "",
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show many KPIs: those that want a look in two lines each, then the rest in a few words each.

    Args:
        statuses: In any order; worst are shown first.
        names: What people are called.
        whose: Whose KPIs they are, in words: `Growth`, `yours`; empty for the company's.
        share: The question to ask again in the channel, or empty: then there is no Share button.
        locale: For numbers and days.
    """
    if not statuses:
        of_whom = f" for {block_kit.typed_text(whose, 60)}" if whose else ""
        first = f"No KPIs{of_whom} yet. {ids.KPI} help says how they come in."
        return block_kit.message(first, [block_kit.section(first)], compared_with=1)
    ordered = sorted(statuses, key=lambda kpi_status: (_ORDER.index(kpi_status.state), kpi_status.kpi.name))
    counts = Counter(kpi_status.state for kpi_status in ordered)
    words = [f"{counts[state]} {labels.KPI_STATE[state].partition(' ')[2]}" for state in _ORDER if counts[state]]
    title = f"{block_kit.typed_text(whose, 60)}: " if whose else ""
    first = f"{title}{numbers.count_text(len(ordered), 'KPI')} on {_day(ordered[0], locale)}: {', '.join(words)}."
    loud = [kpi_line.exception(kpi_status, names, locale=locale) for kpi_status in ordered if kpi_status.state in _LOUD]
    calm = [kpi_line.line(kpi_status, locale=locale) for kpi_status in ordered if kpi_status.state not in _LOUD]
    row = answer.buttons(share, block_kit.button("Log a reading", ids.KPI_LOG))
    blocks = [block_kit.section(f"*{first}*"), *block_kit.paragraphs([*loud, *calm], most=3), row]
    return block_kit.message(first, blocks, compared_with=1)


def _day(status: KpiStatus, locale: str) -> str:
    return numbers.day_of_year(status.on, locale=locale)


def card(
    status: KpiStatus,
    *,
    names: Mapping[PersonId, str],
    touched: Touched | None = None,
    charted: bool = True,
    editable: bool = False,
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show one KPI: value, state, how it moved, target, limits, who owns it, and its chart.

    Args:
        status: How it stands.
        names: What people are called.
        touched: What it guards and feeds.
        charted: Whether to draw the native chart; the line of blocks is always there.
        editable: Whether the reader may change it.
        share: The question to ask again in the channel, or empty: then there is no Share button.
        locale: For numbers and days.
    """
    kpi = status.kpi
    first_line, rest = kpi_line.line(status, locale=locale)
    limits = limits_text(kpi, kpi.limits, usual=status.usual, locale=locale) if kpi.limits is not None else ""
    small = [f"{kpi.frequency.value}, {kpi.indicator.value}", guardrail_line.guards(touched)]
    known = [f"owner {block_kit.name_of(kpi.owner, names)}", *small]
    key = block_kit.typed_text(kpi.key.replace("`", ""), 60)
    drawn = chart.line_chart(status, locale=locale) if charted else None
    value = block_kit.button("Log a reading", ids.KPI_LOG, kpi.key)
    why = block_kit.button("Why this state?", ids.KPI_WHY, kpi.key)
    edit = [block_kit.button("Edit", ids.KPI_EDIT, kpi.key)] if editable else []
    blocks = [
        block_kit.section(first_line, rest, f"limits: {limits}" if limits else "", chart.sparkline_text(status)),
        *([drawn] if drawn is not None else []),
        block_kit.context(f"`{key}` · {numbers.join_dotted(known)} · {_day(status, locale)}"),
        answer.buttons(share, value, why, *edit),
    ]
    return block_kit.message(first_line, blocks)


def set_receipt(
    status: KpiStatus,
    *,
    value: Decimal,
    period: str,
    old: Decimal | None = None,
    fed: Sequence[KeyResult] = (),
    locale: str = "en",
) -> block_kit.Message:
    """Say what setting a value did: new, the same again, or a correction that keeps the old value.

    Args:
        status: How the KPI stands with it.
        value: What was set.
        period: For which period, in words: `week 47`.
        old: The value that stood there before, or None.
        fed: The key results that took it over.
        locale: For numbers and days.
    """
    name, unit = kpi_line.name(status), status.kpi.unit
    new = numbers.value_text(value, unit, locale=locale, beside=old)
    if old is None:
        first = f"Saved: {name} is {new} for {block_kit.typed_text(period, 40)}."
    elif old == value:
        first = f"Nothing to change: {name} was {new} for {block_kit.typed_text(period, 40)} already."
    else:
        before = numbers.value_text(old, unit, locale=locale, beside=value)
        of_period = block_kit.typed_text(period, 40)
        first = f"Corrected: {name} is {new} for {of_period}, it was {before}. The old value stays on record."
    taken = [key_result_name(key_result.id) for key_result in fed]
    lines = [
        *kpi_line.line(status, locale=locale),
        f"{block_kit.join_at_most(taken, 5)} took it over." if taken else "",
    ]
    row = block_kit.actions(block_kit.button("Show it", ids.KPI_CARD, status.kpi.key))
    return block_kit.message(first, [block_kit.section(first), block_kit.section(*lines), row], compared_with=1)


def help_text() -> block_kit.Message:
    """Say what `/kpi` understands."""
    first = f"{ids.KPI}: the dashboard. What you can ask:"
    note = "Numbers as you write them: 12k, 3,5 %, $1.2M, −4, 90 min. Names are matched forgivingly."
    return block_kit.message(
        first,
        [block_kit.section(f"*{first}*"), block_kit.section(*grammar.KPI.help_lines), block_kit.context(note)],
        compared_with=1,
    )
