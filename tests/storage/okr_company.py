"""An objective with a key result, put into a store for tests of what hangs on them."""

from decimal import Decimal

from domain.company.teams import Person
from domain.okrs.cycles import Cycle
from domain.okrs.model import Commitment, KeyResult, Metric, Objective
from domain.values.ids import KeyResultId
from domain.values.units import PERCENT
from storage.store import Transaction
from tests.people import GROWTH, OWNER


def add_objective(tx: Transaction, cycle: Cycle, *, title: str = "Grow", wanted_id: int | None = None) -> Objective:
    """Add an objective of Growth."""
    return tx.okrs.add_objective(
        cycle=cycle.id,
        team=GROWTH.key,
        owner=OWNER.id,
        title=title,
        commitment=Commitment.COMMITTED,
        external_id=title,
        wanted_id=wanted_id,
    )


def add_key_result(
    tx: Transaction, objective: Objective, *, owner: Person = OWNER, title: str = "More", wanted_id: int | None = None
) -> KeyResult:
    """Add a key result from 28 % to 45 %."""
    return tx.okrs.add_key_result(
        objective=objective.id,
        owner=owner.id,
        title=title,
        metric=Metric.INCREASE,
        unit=PERCENT,
        baseline=Decimal(28),
        target=Decimal(45),
        weight=Decimal(1),
        milestones=(),
        external_id=title,
        wanted_id=wanted_id,
    )


NOBODYS = KeyResultId(999)
