"""Messages about limits: those in force, those proposed or typed, and what was decided about them (RULES 4.6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.kpis.limit_codes import code_of
from domain.kpis.limit_reviews import BackTest, NewProposal
from domain.kpis.limits import LimitProposal
from domain.kpis.model import Kpi, Limits
from domain.kpis.status_model import KpiStatus
from handlers import button_values, ids
from handlers.views.blocks import block_kit, chart, numbers
from handlers.views.kpis.limit_text import back_test_text, hold_text, limits_text, made_from, set_text

_NAME = 60
_RAISED = 6


def limits_chart(status: KpiStatus | None, limits: Limits, *, locale: str = "en") -> list[block_kit.Block]:
    """Return the chart of a KPI with limits that it may not have yet; nothing without a status or readings."""
    if status is None:
        return []
    with_limits = replace(status, kpi=replace(status.kpi, limits=limits))
    drawn = chart.line_chart(with_limits, locale=locale)
    return [drawn] if drawn is not None else []


def proposal(
    kpi: Kpi,
    proposed: LimitProposal,
    tried: BackTest,
    *,
    status: KpiStatus | None = None,
    asked: str = "",
    buttons: bool = True,
    locale: str = "en",
) -> block_kit.Message:
    """Propose limits for a KPI that has none, with the days on which they would have alerted (RULES 4.6).

    Args:
        kpi: Whose limits they would be.
        proposed: The limits, and from what they were made.
        tried: What they would have done in the last year.
        status: How the KPI stands, for its chart; or None for no chart.
        asked: The key of the delivery that asks, so that it can be edited once this is decided; empty for an answer.
        buttons: Whether the reader may decide.
        locale: For numbers and days.
    """
    words = limits_text(kpi, proposed.limits, usual=status.usual if status else None, locale=locale)
    name = block_kit.typed_text(kpi.name, _NAME)
    first = f"{name} has a history now: shall I tell you when it leaves its normal range? I would alert on {words}."
    blocks = [
        block_kit.section(first),
        block_kit.section(back_test_text(kpi, tried, locale=locale)),
        *limits_chart(status, proposed.limits, locale=locale),
        block_kit.context(made_from(kpi, proposed, locale=locale)),
        *([_decide(kpi, proposed.limits, asked=asked)] if buttons else []),
    ]
    return block_kit.message(first, blocks, compared_with=1)


def _decide(kpi: Kpi, offered: Limits, *, asked: str = "") -> block_kit.Block:
    value = button_values.limits_value(kpi.key, code_of(kpi.limits), code_of(offered), asked)
    return block_kit.actions(
        block_kit.button("Use these limits", ids.LIMITS_USE, value, style="primary"),
        block_kit.button("Edit them", ids.LIMITS_EDIT, value),
        block_kit.button("Not now", ids.LIMITS_NOT_NOW, value),
    )


def render_in_force(
    kpi: Kpi,
    limits: Limits,
    *,
    by: str,
    today: date,
    tried: BackTest,
    status: KpiStatus | None = None,
    proposed: NewProposal | None = None,
    buttons: bool = True,
    locale: str = "en",
) -> block_kit.Message:
    """Say which limits are in force, how old they are and what they would have done; the proposal beside them.

    Args:
        kpi: Whose limits they are.
        limits: The limits.
        by: The name of who set them.
        today: The day it is.
        tried: What they would have done in the last year.
        status: How the KPI stands, for its chart; or None for no chart.
        proposed: What its history proposes, or None for nothing.
        buttons: Whether the reader may change them.
        locale: For numbers and days.
    """
    usual = status.usual if status is not None else None
    first = (
        f"{block_kit.typed_text(kpi.name, _NAME)} has limits: {limits_text(kpi, limits, usual=usual, locale=locale)}."
    )
    age = set_text(limits, by=by, today=today, locale=locale)
    blocks = [block_kit.section(first), block_kit.section(back_test_text(kpi, tried, locale=locale))]
    blocks += limits_chart(status, limits, locale=locale)
    row = [
        block_kit.button(
            "Edit them", ids.LIMITS_EDIT, button_values.limits_value(kpi.key, code_of(limits), code_of(limits))
        )
    ]
    if proposed is not None:
        blocks += _proposal_blocks(kpi, proposed, usual=usual, locale=locale)
        if proposed.differs:
            value = button_values.limits_value(kpi.key, code_of(limits), code_of(proposed.proposal.limits))
            row.insert(0, block_kit.button("Use the proposal", ids.LIMITS_USE, value))
    blocks.append(block_kit.context(age, hold_text(kpi, limits, locale=locale)))
    why = block_kit.button("Why this state?", ids.KPI_WHY, kpi.key)
    blocks.append(block_kit.actions(*(row if buttons else []), why))
    return block_kit.message(first, blocks, compared_with=1)


def _proposal_blocks(kpi: Kpi, proposed: NewProposal, *, usual: Decimal | None, locale: str) -> list[block_kit.Block]:
    """Return what a KPI's history proposes beside the limits in force; in one line where it is about the same."""
    words = limits_text(kpi, proposed.proposal.limits, usual=usual, locale=locale)
    if not proposed.differs:
        return [block_kit.context(f"Its history proposes about the same: {words}.")]
    return [
        block_kit.section(f"*Its history proposes now:* {words}.", back_test_text(kpi, proposed.tried, locale=locale)),
        block_kit.context(made_from(kpi, proposed.proposal, locale=locale)),
    ]


def render_offer(
    kpi: Kpi, limits: Limits, tried: BackTest, *, status: KpiStatus | None = None, locale: str = "en"
) -> block_kit.Message:
    """Show limits that a person typed in one line, with what they would have done, before they are in force."""
    usual = status.usual if status is not None else None
    would = limits_text(kpi, limits, usual=usual, locale=locale)
    first = f"{block_kit.typed_text(kpi.name, _NAME)} would have limits: {would}."
    now = "It has none now."
    if kpi.limits is not None:
        now = f"Now: {limits_text(kpi, kpi.limits, usual=usual, locale=locale)}."
    blocks = [
        block_kit.section(first),
        block_kit.section(now, back_test_text(kpi, tried, locale=locale)),
        *limits_chart(status, limits, locale=locale),
        block_kit.context(hold_text(kpi, limits, locale=locale)),
        _decide(kpi, limits),
    ]
    return block_kit.message(first, blocks, compared_with=1)


def take_away(kpi: Kpi, limits: Limits, *, locale: str = "en") -> block_kit.Message:
    """Ask whether the limits shall really go."""
    first = (
        f"Take the limits of {block_kit.typed_text(kpi.name, _NAME)} away? It would not alert on its values any more."
    )
    value = button_values.limits_value(kpi.key, code_of(limits), code_of(None))
    row = block_kit.actions(
        block_kit.button("Take them away", ids.LIMITS_USE, value, style="danger"),
        block_kit.button("Not now", ids.LIMITS_NOT_NOW, value),
    )
    now = block_kit.section(f"Now: {limits_text(kpi, limits, locale=locale)}.")
    return block_kit.message(first, [block_kit.section(first), now, row], compared_with=1)


def no_proposal(kpi: Kpi, reason: str, *, buttons: bool = True) -> block_kit.Message:
    """Say why no limits can be proposed yet; a person may set some all the same."""
    first = f"No limits to propose for {block_kit.typed_text(kpi.name, _NAME)}. {block_kit.typed_text(reason, 300)}"
    value = button_values.limits_value(kpi.key, code_of(kpi.limits), code_of(None))
    row = [block_kit.actions(block_kit.button("Set some", ids.LIMITS_EDIT, value))] if buttons else []
    return block_kit.message(first, [block_kit.section(first), *row], compared_with=1)


def render_decided(kpi: Kpi, *, by: str, over: bool = False, locale: str = "en") -> block_kit.Message:
    """Say which limits are in force now, in place of what was offered.

    Args:
        kpi: The KPI as it is now.
        by: The name of who decided.
        over: Whether an open alert is over by it.
        locale: For numbers.
    """
    name = block_kit.typed_text(kpi.name, _NAME)
    if kpi.limits is None:
        first = f"{name} has no limits any more. It stays on the dashboard and does not alert on values."
    else:
        verb = "Agreed" if kpi.limits.suggested else "Set"
        who = block_kit.typed_text(by, 40)
        first = f"{name} has limits now: {limits_text(kpi, kpi.limits, locale=locale)}. {verb} by {who}."
    after = [block_kit.section("Its open alert is over by that.")] if over else []
    return block_kit.message(first, [block_kit.section(first), *after], compared_with=1)


def render_kept(kpi: Kpi, limits: Limits, *, by: str, locale: str = "en") -> block_kit.Message:
    """Say that limits stay as they are, in place of the question."""
    words = limits_text(kpi, limits, locale=locale)
    name, who = block_kit.typed_text(kpi.name, _NAME), block_kit.typed_text(by, 40)
    first = f"The limits of {name} stay: {words}. Looked at by {who}."
    return block_kit.message(first, [block_kit.section(first)], compared_with=1)


def render_declined(kpi: Kpi, *, locale: str = "en") -> block_kit.Message:
    """Say that nothing was set, and what holds."""
    name = block_kit.typed_text(kpi.name, _NAME)
    first = f"No limits for {name} for now. It stays on the dashboard and does not alert on values."
    if kpi.limits is not None:
        first = f"{name} keeps its limits: {limits_text(kpi, kpi.limits, locale=locale)}."
    return block_kit.message(first, [block_kit.section(first)], compared_with=1)


def review(
    kpi: Kpi,
    limits: Limits,
    *,
    today: date,
    raised: Sequence[date],
    asked: str,
    by: str,
    proposed: NewProposal | None = None,
    locale: str = "en",
) -> block_kit.Message:
    """Ask a KPI's owner whether limits that have grown old are still right (RULES 4.6).

    Args:
        kpi: Whose limits.
        limits: The limits.
        today: The owner's day.
        raised: The days on which they raised an alert since they were set, oldest first.
        asked: The key of the delivery that asks.
        by: The name of who set them.
        proposed: What its history proposes now, or None for nothing.
        locale: For numbers and days.
    """
    age = (today - limits.set_on).days if limits.set_on is not None else 0
    first = (
        f"The limits of {block_kit.typed_text(kpi.name, _NAME)} are {numbers.count_text(age, 'day')} old. Still right?"
    )
    now = code_of(limits)
    row = [
        block_kit.button(
            "Keep them", ids.LIMITS_KEEP, button_values.limits_value(kpi.key, now, now, asked), style="primary"
        )
    ]
    lines = [f"Now: {limits_text(kpi, limits, locale=locale)}.", _alert_count_text(raised, locale)]
    blocks = [block_kit.section(f"*{first}*"), block_kit.section(*lines)]
    blocks += _proposal_blocks(kpi, proposed, usual=None, locale=locale) if proposed is not None else []
    if proposed is not None and proposed.differs:
        value = button_values.limits_value(kpi.key, now, code_of(proposed.proposal.limits), asked)
        row.append(block_kit.button("Use the new ones", ids.LIMITS_USE, value))
    row.append(block_kit.button("Edit them", ids.LIMITS_EDIT, button_values.limits_value(kpi.key, now, now, asked)))
    blocks += [block_kit.context(set_text(limits, by=by, today=today, locale=locale)), block_kit.actions(*row)]
    return block_kit.message(first, blocks, compared_with=1)


def _alert_count_text(days: Sequence[date], locale: str) -> str:
    if not days:
        return "In that time they raised no alert."
    shown = [numbers.day(day, locale=locale) for day in days[-_RAISED:]]
    earlier = f"{len(days) - len(shown)} earlier, then " if len(days) > len(shown) else ""
    return f"In that time they raised {numbers.count_text(len(days), 'alert')}: {earlier}{block_kit.join_names(shown)}."
