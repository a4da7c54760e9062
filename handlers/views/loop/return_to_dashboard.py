"""The loop in words: the key result that an alert becomes, and the way back to the dashboard (SPEC 5.7)."""

from collections.abc import Mapping
from datetime import date

from domain.kpis.limit_reviews import BackTest
from domain.kpis.model import Kpi, Limits
from domain.kpis.status_model import KpiStanding
from domain.loop.key_result_from_alert import BreachDraft
from domain.loop.return_to_dashboard import STABLE_PERIODS
from domain.okrs.cycles import Cycle
from domain.okrs.draft_parser import band_words, unit_words
from domain.okrs.drafts import Prefill
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import ObjectiveId, PersonId, key_result_name
from domain.values.numbers import typed
from handlers import ids
from handlers.views.blocks import message as m
from handlers.views.blocks import numbers
from handlers.views.blocks.locales import style_of
from handlers.views.kpis.limit_words import back_test_words, limits_words
from handlers.views.kpis.limits import charted
from handlers.views.okrs import line as okr_line

_NAME = 60
_TITLE_NAME = 100


def prefill(
    draft: BreachDraft, *, cycle: Cycle, today: date, objective: ObjectiveId | None, locale: str = "en"
) -> Prefill:
    """Return what stands in the form that makes a key result from an alert, as its person would type it.

    In a cycle that runs already, a checkpoint says that the way begins today: nobody is late on the first day.
    """
    style = style_of(locale)
    band = band_words(draft.low, draft.high, style)
    begins = draft.baseline is not None and cycle.first_day < today < cycle.last_day
    return Prefill(
        objective=objective,
        title=title(draft, locale=locale),
        metric=draft.metric,
        baseline="" if draft.baseline is None else typed(draft.baseline, style),
        target=band if draft.target is None else typed(draft.target, style),
        unit=unit_words(draft.unit),
        checkpoints=f"{today}: {typed(draft.baseline, style)}" if begins and draft.baseline is not None else "",
        owner=draft.owner,
        kpi=draft.kpi,
    )


def title(draft: BreachDraft, *, locale: str = "en") -> str:
    """Say what a key result that is made from an alert is to bring: `Bring Churn down`; its numbers stand beside it."""
    name = m.cut(draft.name, _TITLE_NAME)
    if draft.metric is Metric.MAINTAIN:
        low, high = (
            "" if value is None else numbers.shown(value, draft.unit, locale=locale)
            for value in (draft.low, draft.high)
        )
        if low and high:
            return f"Keep {name} between {low} and {high}"
        return f"Keep {name} at or above {low}" if low else f"Keep {name} at or below {high}"
    return f"Bring {name} {'up' if draft.metric is Metric.INCREASE else 'down'}"


def already_made(key_result: KeyResult, *, locale: str = "en") -> m.Message:
    """Say that a key result was made from this alert before, and offer it."""
    name = key_result_name(key_result.id)
    first = f"{name} was made from this alert already."
    row = m.actions(m.button(f"Show {name}", ids.OKR_CARD, name))
    return m.message(
        first, [m.section(first), m.section(okr_line.subject(key_result, locale=locale)), row], told_from=1
    )


def proposal(
    key_result: KeyResult,
    standing: KpiStanding,
    *,
    limits: Limits | None,
    tried: BackTest | None,
    ok_periods: int,
    value: str,
    locale: str = "en",
) -> m.Message:
    """Ask a KPI's owner whether a key result that is met goes back to the dashboard.

    Args:
        key_result: The key result.
        standing: How its KPI stands.
        limits: The limits that the KPI would get; None where it keeps those that it has.
        tried: What the limits would have done in the last year; None for a KPI without any.
        ok_periods: For how many periods the KPI has been fine.
        value: What the buttons carry.
        locale: For numbers and days.
    """
    question = f"Back to the dashboard, {_with_limits(standing.kpi, limits, locale)}?"
    first = f"{_met(key_result, standing.kpi, ok_periods)}. {question}"
    watched = limits or standing.kpi.limits
    blocks = [
        m.section(first),
        m.section(okr_line.subject(key_result, locale=locale), _before(standing.kpi, limits, locale)),
        *([m.section(back_test_words(standing.kpi, tried, locale=locale))] if tried is not None else []),
        *(charted(standing, watched, locale=locale) if watched is not None else []),
        m.context(
            f"Then nobody is asked to check {key_result_name(key_result.id)} in: the dashboard watches the number."
        ),
        m.actions(
            m.button("Back to the dashboard", ids.LOOP_RETURN, value, style="primary"),
            m.button("Keep the key result", ids.LOOP_KEEP, value),
        ),
    ]
    return m.message(first, blocks, told_from=1)


def _met(key_result: KeyResult, kpi: Kpi, ok_periods: int) -> str:
    for_long = numbers.periods(ok_periods, kpi.frequency)
    return f"{key_result_name(key_result.id)} is met, and {m.said(kpi.name, _NAME)} has been fine for {for_long}"


def _with_limits(kpi: Kpi, limits: Limits | None, locale: str) -> str:
    if limits is not None:
        return f"with new limits: {limits_words(kpi, limits, locale=locale)}"
    return "with the limits that it has" if kpi.limits is not None else "without limits"


def _before(kpi: Kpi, limits: Limits | None, locale: str) -> str:
    if limits is None or kpi.limits is None:
        return ""
    return f"So far: {limits_words(kpi, kpi.limits, locale=locale)}."


def given_back(
    key_result: KeyResult,
    kpi: Kpi,
    *,
    ok_periods: int,
    by: PersonId,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> m.Message:
    """Say that a key result is back on the dashboard, and by which limits its KPI is watched now."""
    first = f"🟢 {m.said(kpi.name, _NAME)} is back on the dashboard. {_met(key_result, kpi, ok_periods)}."
    watched = "It has no limits." if kpi.limits is None else f"Limits: {limits_words(kpi, kpi.limits, locale=locale)}."
    story = f"{watched} {m.name_of(by, names)} agreed to it."
    return m.message(first, [m.section(f"*{first}*"), m.section(story)], told_from=1)


def kept(key_result: KeyResult, kpi: Kpi, *, by: PersonId, names: Mapping[PersonId, str]) -> m.Message:
    """Say that a key result stays one for now."""
    later = numbers.periods(STABLE_PERIODS, kpi.frequency)
    first = f"{key_result_name(key_result.id)} stays a key result: {m.name_of(by, names)} decided so."
    rest = f"If {m.said(kpi.name, _NAME)} stays fine, I ask again in {later}."
    return m.message(first, [m.section(first), m.context(rest)], told_from=1)
