"""Guardrails beside the objectives that they guard."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.guardrails import Guard, conflicts, guardrails
from domain.health import stand
from domain.ids import KpiKey, ObjectiveId
from domain.kpis import KpiState
from domain.standings import KpiStanding, ObjectiveStanding, Pace
from tests.domain.dashboard import MONDAY, a_kpi, series
from tests.domain.okr_world import TODAY, objective, quarter


def kpi(key: str, state: KpiState) -> KpiStanding:
    standing = stand(a_kpi(key), series([1], key=key), today=MONDAY.replace(day=20))
    return replace(standing, state=state)


def advancing(progress: str, *guards: str, number: int = 4) -> ObjectiveStanding:
    guarded = objective(id=ObjectiveId(number), guardrails=tuple(KpiKey(each) for each in guards))
    return ObjectiveStanding(
        objective=guarded,
        cycle=quarter(),
        on=TODAY,
        key_results=(),
        progress_ratio=Decimal(progress),
        expected=None,
        gap=None,
        pace=Pace.UNDEFINED,
    )


@pytest.mark.parametrize(
    ("state", "value", "verdict"),
    [
        (KpiState.CRITICAL, "0.9", Guard.CONFLICT),
        (KpiState.CRITICAL, "0", Guard.CRITICAL),
        (KpiState.WARNING, "0.9", Guard.STRAINED),
        (KpiState.OK, "0.9", Guard.FINE),
        (KpiState.STALE, "0.9", Guard.SILENT),
        (KpiState.NO_TARGET, "0.9", Guard.SILENT),
        (KpiState.NO_DATA, "0.9", Guard.SILENT),
    ],
)
def test_a_guardrail_is_in_conflict_only_when_it_is_critical_while_its_objective_advances(
    state: KpiState, value: str, verdict: Guard
) -> None:
    (found,) = guardrails(advancing(value, "churn"), {KpiKey("churn"): kpi("churn", state)})
    assert found.verdict is verdict


def test_an_objective_without_a_number_advances_nowhere() -> None:
    silent = replace(advancing("0.9", "churn"), progress_ratio=None)
    assert conflicts([silent], {KpiKey("churn"): kpi("churn", KpiState.CRITICAL)}) == ()


def test_conflicts_come_in_the_order_of_the_objectives_and_a_guardrail_that_is_gone_is_left_out() -> None:
    states = {
        KpiKey("churn"): kpi("churn", KpiState.CRITICAL),
        KpiKey("load"): kpi("load", KpiState.CRITICAL),
        KpiKey("nps"): kpi("nps", KpiState.WARNING),
    }
    found = conflicts([advancing("0.9", "nps", "gone", "load", number=7), advancing("0.4", "churn", "load")], states)
    assert [(each.objective.objective.id, each.kpi.kpi.key) for each in found] == [
        (7, "load"),
        (4, "churn"),
        (4, "load"),
    ]
