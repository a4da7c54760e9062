"""What making a key result of an alert offers, and to whom (RULES 5.7 and 10)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from domain.calendar.working_days import weekdays
from domain.company.access import AccessError
from domain.company.teams import Person, Role
from domain.kpis.alerts import Alert, AlertKind
from domain.kpis.model import KpiState
from domain.loop.key_result_from_alert import AlertToKeyResultError
from domain.okrs.cycles import CycleState
from domain.values.ids import KpiKey, ObjectiveId, PersonId
from handlers.context import ActorContext
from handlers.organization import Organization, load
from handlers.usecases.loop import key_result_from_alert
from storage.store import Store, Transaction
from tests.people import COMPANY, COORDINATOR, GROWTH, MEMBER, NOW, OWNER
from tests.tiller import CHOICE, CHURN, WIN_RATE_KPI, furnish, known


@pytest.fixture
def tx(sqlite_store: Store) -> Iterator[Transaction]:
    """A transaction over the fixture company."""
    furnish(sqlite_store)
    with sqlite_store.transaction() as lent:
        yield lent


def alert(tx: Transaction, kind: AlertKind = AlertKind.LIMIT, kpi: KpiKey = CHURN.key) -> Alert:
    return tx.alerts.add(
        kpi=kpi, kind=kind, state_shown=KpiState.CRITICAL, since=date(2026, 11, 2),
        opened_at=NOW, worst=None, worst_period=None, last=None, last_period=None,
    )  # fmt: skip


def org(tx: Transaction) -> Organization:
    return load(tx, calendars=lambda _: weekdays)


def begun(tx: Transaction, of: Alert, actor: PersonId = MEMBER.id) -> key_result_from_alert.AlertProposal:
    return key_result_from_alert.begin(ActorContext(tx=tx, actor=actor, now=NOW, org=org(tx)), alert_id=of.id)


def offered(tx: Transaction, actor: PersonId) -> list[str]:
    opened = tx.alerts.open_for(CHURN.key, AlertKind.LIMIT) or alert(tx)
    cycle = begun(tx, opened, actor).cycle
    found = key_result_from_alert.choices(
        ActorContext(tx=tx, actor=actor, now=NOW, org=org(tx)), alert_id=opened.id, cycle_id=cycle.id
    )
    return [f"O-{objective.id} {objective.title}" for _, objective in found]


def test_each_is_offered_the_objectives_that_are_theirs_to_write_under(tx: Transaction) -> None:
    new = "O-0 Get Churn back within its limits"
    assert offered(tx, MEMBER.id) == ["O-4 Onboard in a day", new]
    assert offered(tx, OWNER.id) == ["O-3 Become the obvious choice for mid-market", "O-4 Onboard in a day", new]
    assert offered(tx, COORDINATOR.id) == offered(tx, OWNER.id)


def test_what_the_kpi_guards_or_feeds_comes_first_and_is_chosen(tx: Transaction) -> None:
    tx.okrs.save_objective(replace(known(tx.okrs.objective(ObjectiveId(4))), guardrails=(CHURN.key,)))
    assert offered(tx, OWNER.id)[0] == "O-4 Onboard in a day"
    assert begun(tx, known(tx.alerts.open_for(CHURN.key, AlertKind.LIMIT)), OWNER.id).chosen == 4
    assert begun(tx, alert(tx, kpi=WIN_RATE_KPI.key), OWNER.id).chosen == CHOICE


def test_where_nothing_speaks_for_any_nothing_is_chosen(tx: Transaction) -> None:
    assert begun(tx, alert(tx)).chosen is None


def test_a_new_objective_is_the_kpi_owners_where_the_person_may_decide_that(tx: Transaction) -> None:
    opened = alert(tx)
    cycle = begun(tx, opened).cycle
    found = key_result_from_alert.choices(
        ActorContext(tx=tx, actor=OWNER.id, now=NOW, org=org(tx)), alert_id=opened.id, cycle_id=cycle.id
    )
    assert found[-1][1].owner == CHURN.owner


def test_one_who_may_act_but_not_write_is_told_who_may(tx: Transaction) -> None:
    above = Person(id=PersonId("U0ZOE0009"), name="Zoe", team=COMPANY.key, role=Role.MEMBER)
    tx.people.save(above)
    with pytest.raises(AccessError, match=r"Growth"):
        begun(tx, alert(tx), above.id)


def test_a_missing_reading_becomes_no_key_result(tx: Transaction) -> None:
    with pytest.raises(AlertToKeyResultError, match="here a reading is missing"):
        begun(tx, alert(tx, AlertKind.MISSING))


def test_without_an_open_cycle_it_is_said_who_can_draft_one(tx: Transaction) -> None:
    for cycle in tx.cycles.all():
        tx.cycles.save(replace(cycle, state=CycleState.CLOSED))
    with pytest.raises(AlertToKeyResultError, match="No cycle is open"):
        begun(tx, alert(tx))


def test_near_the_end_of_a_cycle_the_next_one_takes_it(tx: Transaction) -> None:
    tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
    opened = alert(tx)
    assert begun(tx, opened).cycle.name == "2026-Q4"
    late = NOW.replace(month=12, day=10)
    found = key_result_from_alert.begin(ActorContext(tx=tx, actor=MEMBER.id, now=late, org=org(tx)), alert_id=opened.id)
    assert found.cycle.name == "2027-Q1"
    shown = key_result_from_alert.choices(
        ActorContext(tx=tx, actor=MEMBER.id, now=NOW, org=org(tx)), alert_id=opened.id, cycle_id=found.cycle.id
    )
    assert [objective.title for _, objective in shown] == ["Get Churn back within its limits"]
    assert (found.chosen, GROWTH.key) == (key_result_from_alert.NEW_OBJECTIVE, shown[0][1].team)
