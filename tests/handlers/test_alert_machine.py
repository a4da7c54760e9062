"""The alert machine on a real database: whatever comes in whatever order, never two openings without a closing."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.calendar.periods import period_start
from domain.calendar.working_days import weekdays
from domain.kpis.alerts import OVER, Alert, AlertKind, AlertState, Reason
from domain.kpis.model import Kpi, Limits, Reading
from domain.kpis.status import days_late
from domain.values.ids import KpiKey
from handlers import organization
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.kpis import alert_actions, alerts
from handlers.usecases.kpis.alerts import Evaluated
from handlers.usecases.kpis.readings import log_reading
from storage.store import Store, Transaction
from tests import people

MONDAY = date(2026, 1, 5)
OK, HOVERING, WARNING, CRITICAL = 50, 22, 15, 5
VALUES = st.sampled_from([OK, HOVERING, WARNING, CRITICAL])
QUIET = (Reason.NONE, Reason.FIRST_LOAD, Reason.HOLDING, Reason.CLEARING)


class Dashboard(RuleBasedStateMachine):
    """One weekly KPI: readings, corrections, gaps, limits and clicks, each in a transaction of its own."""

    store: ClassVar[Store]
    org: ClassVar[Organization]
    count: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        Dashboard.count += 1
        self.week = 0
        self.moment = timedelta()
        self.values: dict[date, int] = {}
        self.limits: Limits | None = None
        self.live = False

    @property
    def now(self) -> datetime:
        """A Monday morning, when the reading of the week before can be there; each step is a minute later."""
        morning = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 9, 0, tzinfo=UTC)
        return morning + timedelta(weeks=self.week) + self.moment

    @initialize(
        hold=st.integers(1, 2), clear=st.integers(1, 2), clear_low=st.sampled_from([None, Decimal(25)]),
        history=st.lists(VALUES, max_size=3),
    )  # fmt: skip
    def start(self, hold: int, clear: int, clear_low: Decimal | None, history: list[int]) -> None:
        self.limits = Limits(
            warning_low=Decimal(20), critical_low=Decimal(10), clear_low=clear_low, hold=hold, clear=clear
        )
        self.kpi = Kpi(
            key=KpiKey(f"kpi-{Dashboard.count}"),
            name="Signups",
            team=people.GROWTH.key,
            owner=people.MEMBER.id,
            limits=self.limits,
        )
        for value in history:
            self.values[MONDAY + timedelta(weeks=self.week)] = value
            self.week += 1
        with self.store.transaction() as tx:
            tx.kpis.save(self.kpi)
            tx.readings.put_many(
                Reading(kpi=self.kpi.key, period=period, value=Decimal(value), learnt_at=self.now)
                for period, value in self.values.items()
            )
        found = self._evaluate()
        assert [evaluated.decision.reason for evaluated in found] == ([Reason.FIRST_LOAD] if history else [])
        assert self._alerts() == ()

    def _do(self, step: Callable[[Transaction], object]) -> None:
        self.moment += timedelta(minutes=1)
        with self.store.transaction() as tx:
            step(tx)

    def _evaluate(self) -> tuple[Evaluated, ...]:
        with self.store.transaction() as tx:
            return alerts.evaluate(Context(tx=tx, now=self.now, org=self.org), kpi_key=self.kpi.key)

    def _alerts(self, kind: AlertKind | None = None) -> tuple[Alert, ...]:
        with self.store.reading() as tx:
            return tuple(alert for alert in tx.alerts.of_kpi(self.kpi.key) if kind in (None, alert.kind))

    def _open(self) -> Alert | None:
        return next((alert for alert in self._alerts(AlertKind.LIMIT) if alert.state is AlertState.OPEN), None)

    def _log(self, period: date, value: int) -> Reason:
        """Log a reading as a person does; return what was decided about the limits."""
        self.moment += timedelta(minutes=1)
        if self.values.get(period) != value:
            self.live = bool(self.values) and self.limits is not None
        with self.store.transaction() as tx:
            ctx = ActorContext(tx=tx, actor=people.MEMBER.id, now=self.now, org=self.org)
            logged = log_reading(ctx, kpi=self.kpi, value=Decimal(value), day=period)
        self.values[period] = value
        return logged.evaluated[0].decision.reason

    @rule(value=VALUES)
    def the_next_reading_comes(self, value: int) -> None:
        self.week += 1
        first = not self.values
        reason = self._log(MONDAY + timedelta(weeks=self.week - 1), value)
        assert (reason is Reason.FIRST_LOAD) == (first and self.limits is not None)
        low = self.limits.warning_low if self.limits is not None else None
        if low is None or value >= low:
            assert reason not in (Reason.OPENED, Reason.WORSE, Reason.EASED)
        else:
            assert reason not in OVER
        if self.limits is not None and self.limits.clear_low is not None and value < self.limits.clear_low:
            assert reason is not Reason.RECOVERED

    @rule(back=st.integers(1, 5), value=VALUES)
    def an_earlier_reading_is_corrected_or_filled_in(self, back: int, value: int) -> None:
        if self.values and self.week >= back:
            before = self._open()
            reason = self._log(MONDAY + timedelta(weeks=self.week - back), value)
            assert reason is not Reason.LIFTED or self.limits is None
            if before is not None and self._never_held(before):
                assert reason is Reason.WITHDRAWN

    def _never_held(self, alert: Alert) -> bool:
        """Tell whether no period since before an alert is out of its limits any more: nothing is left of its ground."""
        assert self.limits is not None
        low = self.limits.warning_low
        return low is not None and all(
            value >= low for period, value in self.values.items() if period >= alert.since - timedelta(weeks=1)
        )

    @rule(weeks=st.integers(1, 3))
    def periods_pass_without_a_reading(self, weeks: int) -> None:
        before = self._alerts(AlertKind.LIMIT)
        self.week += weeks
        self._evaluate()
        self._do(lambda tx: alerts.evaluate_missing(Context(tx=tx, now=self.now, org=self.org), kpi_key=self.kpi.key))
        assert self._alerts(AlertKind.LIMIT) == before
        missing = [alert for alert in self._alerts(AlertKind.MISSING) if alert.state is AlertState.OPEN]
        late = bool(self.values) and days_late(self.kpi, max(self.values), today=self.now.date()) > 0
        assert len(missing) == late

    @rule(warning_low=st.sampled_from([None, Decimal(12), Decimal(20)]))
    def somebody_changes_the_limits(self, warning_low: Decimal | None) -> None:
        known = self.limits or Limits(warning_low=Decimal(20), critical_low=Decimal(10))
        self.limits = None if warning_low is None else replace(known, warning_low=warning_low)
        self.kpi = replace(self.kpi, limits=self.limits)
        # What tighter limits would open waits for the next reading.
        self.live = False
        self._do(lambda tx: tx.kpis.save(self.kpi))
        reasons = [
            evaluated.decision.reason
            for evaluated in self._evaluate()
            if evaluated.alert and evaluated.alert.kind is AlertKind.LIMIT
        ]
        assert not {Reason.OPENED, Reason.RECOVERED, Reason.WITHDRAWN} & set(reasons)

    @rule()
    def somebody_acknowledges(self) -> None:
        self._clicks(
            lambda tx, alert: alert_actions.acknowledge(
                ActorContext(tx=tx, actor=people.MEMBER.id, now=self.now, org=self.org), alert_id=alert.id
            )
        )

    @rule(choice=st.sampled_from(["1d", "1w", "next"]))
    def somebody_snoozes(self, choice: str) -> None:
        until = alert_actions.snooze_until(choice, self.now)
        assert until is not None
        self._clicks(
            lambda tx, alert: alert_actions.snooze(
                ActorContext(tx=tx, actor=people.MEMBER.id, now=self.now, org=self.org),
                alert_id=alert.id,
                until=until,
                words=choice,
            )
        )

    def _clicks(self, click: Callable[[Transaction, Alert], object]) -> None:
        alert = self._open()
        if alert is None:
            return
        self._do(lambda tx: click(tx, alert))
        after = self._open()
        assert after is not None
        assert (after.id, after.state_shown, after.since) == (alert.id, alert.state_shown, alert.since)

    @invariant()
    def the_same_again_decides_nothing_new(self) -> None:
        before = self._alerts()
        assert all(evaluated.decision.reason in QUIET for evaluated in self._evaluate())
        assert self._alerts() == before

    @invariant()
    def no_alert_opens_before_the_one_before_has_ended(self) -> None:
        for kind in AlertKind:
            found = self._alerts(kind)
            assert all(alert.state is not AlertState.OPEN for alert in found[:-1])
            for earlier, later in itertools.pairwise(found):
                assert earlier.closed_at is not None
                assert earlier.closed_at <= later.opened_at

    @invariant()
    def what_has_held_is_open(self) -> None:
        if self.live and self.limits is not None and self.limits.warning_low is not None:
            newest = [self.values[period] for period in sorted(self.values)][-self.limits.hold :]
            held = len(newest) == self.limits.hold and all(value < self.limits.warning_low for value in newest)
            assert not held or self._open() is not None

    @invariant()
    def every_period_is_stored_once_as_it_was_last_said(self) -> None:
        with self.store.reading() as tx:
            stored = tx.readings.of([self.kpi.key])[self.kpi.key]
        assert {reading.period: reading.value for reading in stored} == self.values
        assert all(period_start(reading.period, self.kpi.frequency) == reading.period for reading in stored)


def test_alerts_open_and_end_in_turn_whatever_comes(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        people.settle(tx)
        Dashboard.org = organization.load(tx, calendars=lambda _: weekdays)
    Dashboard.store = sqlite_store
    run_state_machine_as_test(
        Dashboard,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            # Without shrinking: against a database it would take minutes, and the steps of a failure are few.
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
