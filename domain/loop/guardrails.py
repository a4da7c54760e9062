"""Guardrails: KPIs that must not suffer while an objective advances (RULES 4.8).

A guardrail is never averaged into its objective's number. It is set beside it, and where both cannot be had at once,
that is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus
from domain.okrs.model import KeyResult, Objective
from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import KpiKey


class Guard(StrEnum):
    """How a guardrail stands against its objective; only CONFLICT is one."""

    FINE = "fine"
    STRAINED = "strained"
    CRITICAL = "critical"
    CONFLICT = "conflict"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardrail:
    """One KPI beside the objective that it guards.

    Attributes:
        verdict: CONFLICT: critical while the objective advances. CRITICAL: critical, but the objective stands at 0, so
            it cannot be the price of anything yet. STRAINED: a warning. SILENT: no state that says anything.
    """

    objective: ObjectiveStatus
    kpi: KpiStatus
    verdict: Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a KPI touches on the steering wheel (RULES 5.3).

    Attributes:
        guards: The objectives whose guardrail it is.
        feeds: The live key results that it feeds.
    """

    guards: tuple[Objective, ...] = ()
    feeds: tuple[KeyResult, ...] = ()


def find_touched(kpi: KpiKey, *, objectives: Sequence[Objective], key_results: Iterable[KeyResult]) -> Touched:
    """Return what a KPI touches among some objectives and the key results under them that still steer it."""
    ids = {objective.id for objective in objectives}
    running = [key_result for key_result in key_results if not key_result.cancelled and key_result.returned_on is None]
    feeds = [key_result for key_result in running if key_result.kpi == kpi and key_result.objective in ids]
    return Touched(
        guards=tuple(objective for objective in objectives if kpi in objective.guardrails), feeds=tuple(feeds)
    )


def guardrails(objective: ObjectiveStatus, kpis: Mapping[KpiKey, KpiStatus]) -> tuple[Guardrail, ...]:
    """Return an objective's guardrails as set; a KPI that is not among those given is left out."""
    known = [kpis[key] for key in objective.objective.guardrails if key in kpis]
    return tuple(Guardrail(objective=objective, kpi=kpi, verdict=_verdict(objective, kpi)) for kpi in known)


def _verdict(objective: ObjectiveStatus, kpi: KpiStatus) -> Guard:
    if kpi.state is KpiState.CRITICAL:
        return Guard.CONFLICT if objective.progress_ratio else Guard.CRITICAL
    if kpi.state is KpiState.WARNING:
        return Guard.STRAINED
    return Guard.FINE if kpi.state is KpiState.OK else Guard.SILENT
