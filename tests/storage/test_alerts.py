"""Alerts and what people did to them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState
from domain.kpis.model import KpiState
from domain.values.ids import AlertId
from storage.store import Store, Transaction
from tests.people import MEMBER, NOW, OWNER, TODAY, settle
from tests.storage.test_kpis import CHURN, UPTIME

DAY = timedelta(days=1)


@pytest.fixture
def dashboard(store: Store) -> Store:
    """A store with two KPIs."""
    with store.transaction() as tx:
        settle(tx)
        tx.kpis.save(CHURN)
        tx.kpis.save(UPTIME)
    return store


def open_alert(tx: Transaction, *, days_ago: int = 0, kind: AlertKind = AlertKind.LIMIT) -> Alert:
    return tx.alerts.add(
        kpi=CHURN.key,
        kind=kind,
        state_shown=KpiState.CRITICAL,
        since=TODAY,
        opened_at=NOW - days_ago * DAY,
        worst=Decimal("7.5"),
        worst_period=TODAY,
        last=Decimal("6.5"),
        last_period=TODAY,
    )


def test_an_alert_comes_back_as_it_was(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        alert = open_alert(tx)
        changed = replace(
            alert,
            state_shown=KpiState.WARNING,
            acknowledged_by=OWNER.id,
            acknowledged_at=NOW,
            assigned_to=MEMBER.id,
            snoozed_until=NOW + DAY,
            lead_told_at=NOW,
        )
        assert tx.alerts.get(alert.id) == alert
        assert tx.alerts.save(changed)
        assert not tx.alerts.save(changed)
    with dashboard.reading() as tx:
        assert tx.alerts.get(alert.id) == changed
        assert tx.alerts.get(AlertId(99)) is None
        assert tx.alerts.open_for(CHURN.key, AlertKind.LIMIT) == changed
        assert tx.alerts.open_for(CHURN.key, AlertKind.MISSING) is None
        assert tx.alerts.open_for(UPTIME.key, AlertKind.LIMIT) is None


def test_one_alert_of_a_kpi_and_kind_is_open(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        first = open_alert(tx)
        missing = open_alert(tx, kind=AlertKind.MISSING)
        assert tx.alerts.open_all() == (first, missing)
    with pytest.raises(IntegrityError), dashboard.transaction() as tx:
        open_alert(tx)
    with dashboard.transaction() as tx:
        tx.alerts.save(replace(first, state=AlertState.CLOSED, closed_at=NOW))
        second = open_alert(tx)
        assert tx.alerts.open_all() == (missing, second)
        assert [alert.id for alert in tx.alerts.of_kpi(CHURN.key)] == [first.id, missing.id, second.id]
        assert tx.alerts.of_kpi(UPTIME.key) == ()


def test_notes_come_back_in_the_order_in_which_they_were_made(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        alert = open_alert(tx)
        notes = [
            AlertNote(alert=alert.id, by=OWNER.id, at=NOW, action="acknowledge"),
            AlertNote(alert=alert.id, by=MEMBER.id, at=NOW, action="note", text="vendor told"),
        ]
        for note in notes:
            tx.alerts.add_note(note)
        assert tx.alerts.notes(alert.id) == tuple(notes)
        assert tx.alerts.notes(AlertId(99)) == ()
        assert tx.alerts.notes_of([AlertId(99), alert.id]) == {AlertId(99): (), alert.id: tuple(notes)}


def test_up_to_where_a_kpi_was_judged_is_remembered(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        assert tx.alerts.evaluated_through(CHURN.key) is None
        tx.alerts.set_evaluated(CHURN.key, TODAY, at=NOW)
        tx.alerts.set_evaluated(CHURN.key, TODAY + DAY, at=NOW)
        assert tx.alerts.evaluated_through(CHURN.key) == TODAY + DAY


def test_alerts_of_a_kind_come_back_open_or_closed_the_earliest_first(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        old = open_alert(tx, days_ago=20)
        tx.alerts.save(replace(old, state=AlertState.CLOSED, closed_at=NOW))
        new = open_alert(tx)
        open_alert(tx, days_ago=3, kind=AlertKind.MISSING)
        assert [alert.id for alert in tx.alerts.of_kind(AlertKind.LIMIT)] == [old.id, new.id]
