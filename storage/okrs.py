"""Cycles, objectives and key results."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import func, insert, select, union_all

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import Commitment, KeyResult, Metric, Milestone, Objective
from domain.values.ids import AlertId, CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.values.units import Unit
from storage.mapping import Repository, Shape
from storage.rows.okrs import CycleRow, KeyResultRow, ObjectiveRow

_CYCLE = Shape(Cycle, CycleRow)
_OBJECTIVE = Shape(Objective, ObjectiveRow)
_KEY_RESULT = Shape(KeyResult, KeyResultRow)

Kind = Literal["objective", "key_result"]
"""What an external id names; the words of `okrs.csv`."""


class Cycles(Repository):
    """The quarters."""

    def all(self) -> tuple[Cycle, ...]:
        """Return all cycles, the earliest first."""
        return self._all(_CYCLE, order_by=[CycleRow.start, CycleRow.id])

    def get(self, cycle: CycleId) -> Cycle | None:
        """Return a cycle, or None."""
        return self._one(_CYCLE, CycleRow.id == cycle)

    def by_name(self, name: str) -> Cycle | None:
        """Return the cycle of exactly this name, or None."""
        return self._one(_CYCLE, CycleRow.name == name)

    def add(self, *, name: str, start: date, end: date, state: CycleState, activated_on: date | None = None) -> Cycle:
        """Add a cycle; its name is unique."""
        cycle = Cycle(id=CycleId(0), name=name, start=start, end=end, state=state, activated_on=activated_on)
        row = _CYCLE.row(cycle)
        del row["id"]
        return replace(cycle, id=CycleId(self._insert(_CYCLE.table, row)))

    def save(self, cycle: Cycle) -> bool:
        """Change a cycle; tell whether anything changed."""
        return self._save(_CYCLE, cycle)


class Okrs(Repository):
    """Objectives and their key results."""

    def objectives(self, cycle: CycleId) -> tuple[Objective, ...]:
        """Return a cycle's objectives, by id."""
        return self._all(_OBJECTIVE, ObjectiveRow.cycle == cycle, order_by=[ObjectiveRow.id])

    def objective(self, objective: ObjectiveId) -> Objective | None:
        """Return an objective, or None."""
        return self._one(_OBJECTIVE, ObjectiveRow.id == objective)

    def objectives_of(self, teams: Iterable[TeamKey], cycles: Iterable[CycleId]) -> tuple[Objective, ...]:
        """Return the objectives of some teams in some cycles, by id."""
        found = self._among(_OBJECTIVE, ObjectiveRow.team, teams, ObjectiveRow.cycle.in_(list(cycles)))
        return tuple(sorted(found, key=lambda objective: objective.id))

    def objectives_by_ids(self, objectives: Iterable[ObjectiveId]) -> dict[ObjectiveId, Objective]:
        """Return those of the objectives that exist, by id."""
        return {found.id: found for found in self._among(_OBJECTIVE, ObjectiveRow.id, objectives)}

    def key_results(self, cycle: CycleId) -> tuple[KeyResult, ...]:
        """Return a cycle's key results, by id, the cancelled ones too."""
        return self._key_results_in([cycle])

    def owners(self, cycle: CycleId) -> tuple[PersonId, ...]:
        """Return who owns a key result of a cycle that is not cancelled, by id."""
        in_cycle = select(ObjectiveRow.id).where(ObjectiveRow.cycle == cycle)
        live = (KeyResultRow.objective.in_(in_cycle), KeyResultRow.cancelled.is_(False))
        rows = self._connection.execute(select(KeyResultRow.owner).where(*live).distinct())
        return tuple(sorted(PersonId(owner) for (owner,) in rows))

    def key_result(self, key_result: KeyResultId) -> KeyResult | None:
        """Return a key result, or None."""
        return self._one(_KEY_RESULT, KeyResultRow.id == key_result)

    def key_results_by_ids(self, key_results: Iterable[KeyResultId]) -> dict[KeyResultId, KeyResult]:
        """Return those of the key results that exist, by id."""
        return {found.id: found for found in self._among(_KEY_RESULT, KeyResultRow.id, key_results)}

    def key_results_of(self, owner: PersonId, cycles: Iterable[CycleId]) -> tuple[KeyResult, ...]:
        """Return what one person owns in some cycles, by id, the cancelled ones too."""
        return self._key_results_in(cycles, KeyResultRow.owner == owner)

    def key_results_under(self, objectives: Iterable[ObjectiveId]) -> tuple[KeyResult, ...]:
        """Return the key results of some objectives, by id, the cancelled ones too."""
        found = self._among(_KEY_RESULT, KeyResultRow.objective, objectives)
        return tuple(sorted(found, key=lambda key_result: key_result.id))

    def by_kpi(self, kpi: KpiKey) -> tuple[KeyResult, ...]:
        """Return the key results that a KPI feeds, in all cycles, by id."""
        return self._all(_KEY_RESULT, KeyResultRow.kpi == kpi, order_by=[KeyResultRow.id])

    def fed(self) -> tuple[KeyResult, ...]:
        """Return all key results that a KPI feeds, in all cycles, by id."""
        return self._all(_KEY_RESULT, KeyResultRow.kpi.is_not(None), order_by=[KeyResultRow.id])

    def by_alerts(self, alerts: Iterable[AlertId]) -> dict[AlertId, tuple[KeyResult, ...]]:
        """Return the key results that were made from some alerts; alerts without any are missing."""
        found: dict[AlertId, tuple[KeyResult, ...]] = {}
        rows = self._among(_KEY_RESULT, KeyResultRow.origin_alert, alerts)
        for key_result in sorted(rows, key=lambda key_result: key_result.id):
            if key_result.origin_alert is not None:
                found[key_result.origin_alert] = (*found.get(key_result.origin_alert, ()), key_result)
        return found

    def guarded(self, cycles: Iterable[CycleId]) -> tuple[Objective, ...]:
        """Return the objectives of some cycles that have guardrails, by id."""
        in_cycles = ObjectiveRow.cycle.in_(list(cycles))
        found = self._all(_OBJECTIVE, in_cycles, order_by=[ObjectiveRow.id])
        return tuple(objective for objective in found if objective.guardrails)

    def add_objective(
        self,
        *,
        cycle: CycleId,
        team: TeamKey,
        owner: PersonId,
        title: str,
        commitment: Commitment,
        parent_objective: ObjectiveId | None = None,
        parent_key_result: KeyResultId | None = None,
        external_id: str | None = None,
        wanted_id: int | None = None,
    ) -> Objective:
        """Add an objective under the wanted number when that is free, else under the next one."""
        objective = Objective(
            id=ObjectiveId(self._free_id(ObjectiveRow, wanted_id)),
            cycle=cycle,
            team=team,
            owner=owner,
            title=title,
            commitment=commitment,
            parent_objective=parent_objective,
            parent_key_result=parent_key_result,
        )
        row = _OBJECTIVE.row(objective) | {"external_id": external_id}
        self._connection.execute(insert(_OBJECTIVE.table).values(row))
        return objective

    def add_key_result(
        self,
        *,
        objective: ObjectiveId,
        owner: PersonId,
        title: str,
        metric: Metric,
        unit: Unit,
        baseline: Decimal | None,
        target: Decimal | None,
        weight: Decimal,
        milestones: tuple[Milestone, ...],
        kpi: KpiKey | None = None,
        external_id: str | None = None,
        wanted_id: int | None = None,
    ) -> KeyResult:
        """Add a key result under the wanted number when that is free, else under the next one."""
        key_result = KeyResult(
            id=KeyResultId(0),
            objective=objective,
            owner=owner,
            title=title,
            metric=metric,
            unit=unit,
            baseline=baseline,
            target=target,
            weight=weight,
            milestones=milestones,
            kpi=kpi,
        )
        return self.new_key_result(key_result, external_id=external_id, wanted_id=wanted_id)

    def new_key_result(
        self, draft: KeyResult, *, external_id: str | None = None, wanted_id: int | None = None
    ) -> KeyResult:
        """Add a key result as drafted, under the wanted number when that is free, else under the next one."""
        key_result = replace(draft, id=KeyResultId(self._free_id(KeyResultRow, wanted_id)))
        row = _KEY_RESULT.row(key_result) | {"external_id": external_id}
        self._connection.execute(insert(_KEY_RESULT.table).values(row))
        return key_result

    def save_objective(self, objective: Objective) -> bool:
        """Change an objective; tell whether anything changed."""
        return self._save(_OBJECTIVE, objective)

    def save_key_result(self, key_result: KeyResult) -> bool:
        """Change a key result; tell whether anything changed."""
        return self._save(_KEY_RESULT, key_result)

    def external_ids(self, cycle: CycleId) -> dict[str, tuple[Kind, int]]:
        """Return what the ids of an imported file became: each external id with its kind and its number."""
        objectives = select(ObjectiveRow.external_id, ObjectiveRow.id).where(ObjectiveRow.cycle == cycle)
        key_results = (
            select(KeyResultRow.external_id, KeyResultRow.id)
            .join(ObjectiveRow, ObjectiveRow.id == KeyResultRow.objective)
            .where(ObjectiveRow.cycle == cycle)
        )
        found: dict[str, tuple[Kind, int]] = {}
        kinds: tuple[tuple[Kind, Any], ...] = (("objective", objectives), ("key_result", key_results))
        for kind, question in kinds:
            rows = self._connection.execute(question)
            found |= {name: (kind, number) for name, number in rows if name is not None}
        return found

    def _key_results_in(self, cycles: Iterable[CycleId], *conditions: Any) -> tuple[KeyResult, ...]:
        in_cycles = select(ObjectiveRow.id).where(ObjectiveRow.cycle.in_(list(cycles)))
        return self._all(_KEY_RESULT, KeyResultRow.objective.in_(in_cycles), *conditions, order_by=[KeyResultRow.id])

    def _free_id(self, row: type[ObjectiveRow | KeyResultRow], wanted: int | None) -> int:
        """Find a number: objectives and key results share one sequence, a wanted number counts within its kind."""
        if wanted is not None and wanted > 0:
            taken = self._connection.execute(select(row.id).where(row.id == wanted)).first()
            if taken is None:
                return wanted
        highest = union_all(select(func.max(ObjectiveRow.id)), select(func.max(KeyResultRow.id)))
        return 1 + max((number or 0 for (number,) in self._connection.execute(highest)), default=0)
