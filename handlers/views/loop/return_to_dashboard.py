"""The loop in words: the key result that an alert becomes, and the way back to the dashboard (RULES 5.7)."""

from collections.abc import Mapping
from datetime import date

from domain.kpis.limit_reviews import BackTest
from domain.kpis.model import Kpi, Limits
from domain.kpis.status_model import KpiStatus
from domain.loop.key_result_from_alert import AlertDraft
from domain.loop.return_to_dashboard import STABLE_PERIODS
from domain.okrs.cycles import Cycle
from domain.okrs.draft_parser import band_text, unit_text
from domain.okrs.drafts import Prefill
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import ObjectiveId, PersonId, key_result_name
from domain.values.numbers import number_text
from handlers import ids
from handlers.views.blocks import block_kit, numbers
from handlers.views.blocks.locales import style_of
from handlers.views.kpis.limit_text import back_test_text, limits_text
from handlers.views.kpis.limits import limits_chart
from handlers.views.okrs import line as okr_line

_NAME = 60
_TITLE_NAME = 100


def prefill(
    draft: AlertDraft, *, cycle: Cycle, today: date, objective: ObjectiveId | None, locale: str = "en"
) -> Prefill:
    """Return what stands in the form that makes a key result from an alert, as its person would type it.

    In a cycle that runs already, a checkpoint says that the way begins today: nobody is late on the first day.
    """
    style = style_of(locale)
    band = band_text(draft.low, draft.high, style)
    begins = draft.baseline is not None and cycle.first_day < today < cycle.last_day
    return Prefill(
        objective=objective,
        title=title(draft, locale=locale),
        metric=draft.metric,
        baseline="" if draft.baseline is None else number_text(draft.baseline, style),
        target=band if draft.target is None else number_text(draft.target, style),
        unit=unit_text(draft.unit),
        checkpoints=f"{today}: {number_text(draft.baseline, style)}" if begins and draft.baseline is not None else "",
        owner=draft.owner,
        kpi=draft.kpi,
    )


def title(draft: AlertDraft, *, locale: str = "en") -> str:
    """Say what a key result that is made from an alert is to bring: `Bring Churn down`; its numbers stand beside it."""
    name = block_kit.shorten(draft.name, _TITLE_NAME)
    if draft.metric is Metric.MAINTAIN:
        low, high = (
            "" if value is None else numbers.value_text(value, draft.unit, locale=locale)
            for value in (draft.low, draft.high)
        )
        if low and high:
            return f"Keep {name} between {low} and {high}"
        return f"Keep {name} at or above {low}" if low else f"Keep {name} at or below {high}"
    return f"Bring {name} {'up' if draft.metric is Metric.INCREASE else 'down'}"


def already_made(key_result: KeyResult, *, locale: str = "en") -> block_kit.Message:
    """Say that a key result was made from this alert before, and offer it."""
    name = key_result_name(key_result.id)
    first = f"{name} was made from this alert already."
    row = block_kit.actions(block_kit.button(f"Show {name}", ids.OKR_CARD, name))
    return block_kit.message(
        first,
        [block_kit.section(first), block_kit.section(okr_line.subject(key_result, locale=locale)), row],
        compared_with=1,
    )


def proposal(
    key_result: KeyResult,
    status: KpiStatus,
    *,
    limits: Limits | None,
    tried: BackTest | None,
    ok_periods: int,
    value: str,
    locale: str = "en",
) -> block_kit.Message:
    """Ask a KPI's owner whether a key result that is met goes back to the dashboard.

    Args:
        key_result: The key result.
        status: How its KPI stands.
        limits: The limits that the KPI would get; None where it keeps those that it has.
        tried: What the limits would have done in the last year; None for a KPI without any.
        ok_periods: For how many periods the KPI has been fine.
        value: What the buttons carry.
        locale: For numbers and days.
    """
    question = f"Back to the dashboard, {_limits_text(status.kpi, limits, locale)}?"
    first = f"{_met(key_result, status.kpi, ok_periods)}. {question}"
    watched = limits or status.kpi.limits
    blocks = [
        block_kit.section(first),
        block_kit.section(okr_line.subject(key_result, locale=locale), _before_text(status.kpi, limits, locale)),
        *([block_kit.section(back_test_text(status.kpi, tried, locale=locale))] if tried is not None else []),
        *(limits_chart(status, watched, locale=locale) if watched is not None else []),
        block_kit.context(
            f"Then nobody is asked to check {key_result_name(key_result.id)} in: the dashboard watches the number."
        ),
        block_kit.actions(
            block_kit.button("Back to the dashboard", ids.LOOP_RETURN, value, style="primary"),
            block_kit.button("Keep the key result", ids.LOOP_KEEP, value),
        ),
    ]
    return block_kit.message(first, blocks, compared_with=1)


def _met(key_result: KeyResult, kpi: Kpi, ok_periods: int) -> str:
    for_long = numbers.periods(ok_periods, kpi.frequency)
    name = block_kit.typed_text(kpi.name, _NAME)
    return f"{key_result_name(key_result.id)} is met, and {name} has been fine for {for_long}"


def _limits_text(kpi: Kpi, limits: Limits | None, locale: str) -> str:
    if limits is not None:
        return f"with new limits: {limits_text(kpi, limits, locale=locale)}"
    return "with the limits that it has" if kpi.limits is not None else "without limits"


def _before_text(kpi: Kpi, limits: Limits | None, locale: str) -> str:
    if limits is None or kpi.limits is None:
        return ""
    return f"So far: {limits_text(kpi, kpi.limits, locale=locale)}."


def render_returned(
    key_result: KeyResult,
    kpi: Kpi,
    *,
    ok_periods: int,
    by: PersonId,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Say that a key result is back on the dashboard, and by which limits its KPI is watched now."""
    first = f"🟢 {block_kit.typed_text(kpi.name, _NAME)} is back on the dashboard. {_met(key_result, kpi, ok_periods)}."
    watched = "It has no limits." if kpi.limits is None else f"Limits: {limits_text(kpi, kpi.limits, locale=locale)}."
    story = f"{watched} {block_kit.name_of(by, names)} agreed to it."
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(story)], compared_with=1)


def render_kept(key_result: KeyResult, kpi: Kpi, *, by: PersonId, names: Mapping[PersonId, str]) -> block_kit.Message:
    """Say that a key result stays one for now."""
    later = numbers.periods(STABLE_PERIODS, kpi.frequency)
    first = f"{key_result_name(key_result.id)} stays a key result: {block_kit.name_of(by, names)} decided so."
    rest = f"If {block_kit.typed_text(kpi.name, _NAME)} stays fine, I ask again in {later}."
    return block_kit.message(first, [block_kit.section(first), block_kit.context(rest)], compared_with=1)
