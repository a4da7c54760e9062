"""Cycles, objectives and key results."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from domain.kpis.model import Kpi
from domain.okrs.cycles import CycleState
from domain.okrs.model import Commitment, Metric, Milestone
from domain.values.ids import CycleId, KpiKey, ObjectiveId, TeamKey
from domain.values.units import NUMBER
from storage.store import Store
from tests.people import GROWTH, MEMBER, OWNER, PLATFORM, quarter, settle
from tests.storage.okr_company import NOBODYS, add_key_result, add_objective


def test_cycles_come_back_earliest_first(store: Store) -> None:
    with store.transaction() as tx:
        now = quarter(tx)
        before = tx.cycles.add(name="2026-Q3", start=date(2026, 7, 1), end=date(2026, 10, 1), state=CycleState.CLOSED)
        assert tx.cycles.all() == (before, now)
        assert tx.cycles.get(now.id) == now
        assert tx.cycles.get(CycleId(99)) is None
        assert tx.cycles.by_name("2026-Q3") == before
        assert tx.cycles.by_name("2026-q3") is None


def test_a_cycle_is_saved_once(store: Store) -> None:
    with store.transaction() as tx:
        scoring = replace(quarter(tx), state=CycleState.SCORING)
        assert tx.cycles.save(scoring)
        assert not tx.cycles.save(scoring)
        assert tx.cycles.get(scoring.id) == scoring


def test_a_cycles_name_is_taken_once(store: Store) -> None:
    with store.transaction() as tx:
        quarter(tx)
    with pytest.raises(IntegrityError), store.transaction() as tx:
        quarter(tx)


def test_objectives_and_key_results_share_one_sequence(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        cycle = quarter(tx)
        first = add_objective(tx, cycle, title="a")
        second = add_key_result(tx, first, title="b")
        third = add_objective(tx, cycle, title="c")
        assert (first.id, second.id, third.id) == (1, 2, 3)


def test_a_wanted_number_is_given_when_it_is_free(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        cycle = quarter(tx)
        wanted = add_objective(tx, cycle, title="a", wanted_id=12)
        taken = add_objective(tx, cycle, title="b", wanted_id=12)
        same_number = add_key_result(tx, wanted, title="c", wanted_id=12)
        nonsense = add_key_result(tx, wanted, title="d", wanted_id=-3)
        assert (wanted.id, taken.id, same_number.id, nonsense.id) == (12, 13, 12, 14)


def test_objectives_come_back_by_id_as_they_were(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        cycle = quarter(tx)
        other = tx.cycles.add(name="other", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        parent = add_objective(tx, cycle, title="parent")
        key_result = add_key_result(tx, parent)
        child = tx.okrs.add_objective(
            cycle=cycle.id,
            team=PLATFORM.key,
            owner=MEMBER.id,
            title="serves",
            commitment=Commitment.ASPIRATIONAL,
            parent_key_result=key_result.id,
        )
        grandchild = replace(add_objective(tx, other), parent_objective=child.id)
        assert tx.okrs.save_objective(grandchild)
        assert not tx.okrs.save_objective(grandchild)
    with store.reading() as tx:
        assert tx.okrs.objectives(cycle.id) == (parent, child)
        assert tx.okrs.objective(grandchild.id) == grandchild
        assert tx.okrs.objective(ObjectiveId(99)) is None
        assert tx.okrs.objectives_of([GROWTH.key], [cycle.id, other.id]) == (parent, grandchild)
        assert tx.okrs.objectives_of([GROWTH.key, PLATFORM.key], [cycle.id]) == (parent, child)
        assert tx.okrs.objectives_of([], [cycle.id]) == tx.okrs.objectives_of([GROWTH.key], []) == ()
        assert tx.okrs.objectives_by_ids([child.id, ObjectiveId(99)]) == {child.id: child}


def test_an_objective_may_come_before_what_it_serves(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        cycle = quarter(tx)
        child = tx.okrs.add_objective(
            cycle=cycle.id,
            team=GROWTH.key,
            owner=OWNER.id,
            title="child",
            commitment=Commitment.COMMITTED,
            parent_objective=ObjectiveId(7),
            wanted_id=3,
        )
        parent = add_objective(tx, cycle, wanted_id=7)
    with store.reading() as tx:
        assert tx.okrs.objectives(cycle.id) == (child, parent)


def test_an_objective_that_serves_nothing_there_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        objective = add_objective(tx, quarter(tx))
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.okrs.save_objective(replace(objective, parent_objective=ObjectiveId(99)))


def test_key_results_come_back_by_id_as_they_were(store: Store) -> None:
    kpi = Kpi(key=KpiKey("churn"), name="Churn", team=GROWTH.key, owner=OWNER.id)
    with store.transaction() as tx:
        settle(tx)
        cycle = quarter(tx)
        tx.kpis.save(kpi)
        objective, other = add_objective(tx, cycle, title="a"), add_objective(tx, cycle, title="b")
        fed = replace(add_key_result(tx, objective, owner=MEMBER), kpi=kpi.key, cancelled=True, weight=Decimal("0.3"))
        steps = tx.okrs.add_key_result(
            objective=other.id,
            owner=OWNER.id,
            title="steps",
            metric=Metric.MILESTONE,
            unit=NUMBER,
            baseline=None,
            target=None,
            weight=Decimal(2),
            milestones=(Milestone(title="plan “x”", weight=Decimal("0.5")), Milestone(title="do")),
        )
        assert tx.okrs.save_key_result(fed)
        assert not tx.okrs.save_key_result(fed)
    with store.reading() as tx:
        assert tx.okrs.key_results(cycle.id) == (fed, steps)
        assert tx.okrs.key_result(steps.id) == steps
        assert tx.okrs.key_result(NOBODYS) is None
        assert tx.okrs.key_results_by_ids([steps.id, NOBODYS]) == {steps.id: steps}
        assert tx.okrs.key_results_of(MEMBER.id, [cycle.id]) == (fed,)
        assert tx.okrs.key_results_of(MEMBER.id, []) == ()
        assert tx.okrs.key_results_under([other.id, objective.id]) == (fed, steps)
        assert tx.okrs.by_kpi(kpi.key) == (fed,)
        assert tx.okrs.owners(cycle.id) == (OWNER.id,)  # what is cancelled has no owner who owes anything


def test_external_ids_tell_what_the_rows_of_a_file_became(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        cycle = quarter(tx)
        other = tx.cycles.add(name="other", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        objective = add_objective(tx, cycle, title="o")
        key_result = add_key_result(tx, objective, title="kr")
        add_objective(tx, other, title="o")
        tx.okrs.add_objective(
            cycle=cycle.id, team=GROWTH.key, owner=OWNER.id, title="typed in", commitment=Commitment.COMMITTED
        )
        assert tx.okrs.external_ids(cycle.id) == {
            "o": ("objective", objective.id),
            "kr": ("key_result", key_result.id),
        }


def test_an_objective_of_an_unknown_team_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        objective = add_objective(tx, quarter(tx))
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.okrs.save_objective(replace(objective, team=TeamKey("nobody")))
