"""Guardrails beside the objectives that they guard (RULES 4.8)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.kpis.model import KpiState
from domain.kpis.status import assess_kpi
from domain.kpis.status_model import KpiStatus
from domain.loop.guardrails import Guard, find_touched, guardrails
from domain.okrs.status_model import ObjectiveStatus, Pace
from domain.values.ids import KpiKey, ObjectiveId
from tests.domain.dashboard import MONDAY, a_kpi, series
from tests.domain.okr_company import TODAY, key_result, objective, quarter


def kpi(key: str, state: KpiState) -> KpiStatus:
    status = assess_kpi(a_kpi(key), series([1], key=key), today=MONDAY.replace(day=20))
    return replace(status, state=state)


def advancing(progress: str, *guards: str, number: int = 4) -> ObjectiveStatus:
    guarded = objective(id=ObjectiveId(number), guardrails=tuple(KpiKey(guard) for guard in guards))
    return ObjectiveStatus(
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
    (found,) = guardrails(silent, {KpiKey("churn"): kpi("churn", KpiState.CRITICAL)})
    assert found.verdict is Guard.CRITICAL


def test_guardrails_come_as_they_were_set_and_one_that_is_gone_is_left_out() -> None:
    states = {KpiKey(key): kpi(key, KpiState.CRITICAL) for key in ("churn", "load", "nps")}
    found = guardrails(advancing("0.9", "nps", "gone", "load"), states)
    assert [guardrail.kpi.kpi.key for guardrail in found] == ["nps", "load"]


def test_a_kpi_touches_what_it_guards_and_what_it_still_feeds() -> None:
    guarded = objective(id=ObjectiveId(4), guardrails=(KpiKey("churn"),))
    other, elsewhere = objective(id=ObjectiveId(7)), key_result(15, objective=ObjectiveId(9), kpi=KpiKey("churn"))
    fed = key_result(12, objective=other.id, kpi=KpiKey("churn"))
    over = [replace(fed, cancelled=True), replace(fed, returned_on=TODAY), replace(fed, kpi=KpiKey("nps")), elsewhere]
    found = find_touched(KpiKey("churn"), objectives=[guarded, other], key_results=[*over, fed])
    assert (found.guards, found.feeds) == ((guarded,), (fed,))
