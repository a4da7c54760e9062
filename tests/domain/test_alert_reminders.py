"""Alerts that wait: a reading that does not come, "still red", and the lead who is told once (RULES 5.5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.calendar.periods import Frequency, period_end
from domain.kpis.alerts import (
    Alert,
    AlertDecision,
    AlertKind,
    AlertNote,
    AlertState,
    LeadNotice,
    Reason,
    Reminder,
    decide_missing,
    lead_notice,
    reminder_due,
)
from domain.kpis.model import KpiState
from domain.values.ids import AlertId, PersonId
from tests.domain.dashboard import MONDAY, NOW, a_kpi, opened


@pytest.mark.parametrize(
    ("frequency", "last", "due"),
    [
        (Frequency.DAY, date(2026, 11, 1), date(2026, 11, 6)),
        (Frequency.WEEK, date(2026, 11, 2), date(2026, 11, 20)),
        (Frequency.MONTH, date(2026, 9, 1), date(2026, 11, 16)),
        (Frequency.QUARTER, date(2026, 4, 1), date(2026, 10, 31)),
    ],
)
def test_a_missing_reading_alerts_once_past_its_grace(frequency: Frequency, last: date, due: date) -> None:
    kpi = a_kpi(frequency=frequency)
    patient = decide_missing(kpi, last, None, today=due)
    assert (patient.reason, patient.state) == (Reason.NONE, KpiState.OK)
    late = decide_missing(kpi, last, None, today=due + timedelta(days=1))
    assert (late.reason, late.state, late.held) == (Reason.OPENED, KpiState.STALE, 1)
    assert late.since == period_end(last, frequency)
    alert = opened(late, kind=AlertKind.MISSING)
    assert decide_missing(kpi, last, alert, today=due + timedelta(days=2)).reason is Reason.NONE
    assert late.since is not None
    came = decide_missing(kpi, late.since, alert, today=due + timedelta(days=1))
    assert (came.reason, came.state) == (Reason.RECOVERED, KpiState.OK)


def test_a_kpis_own_grace_counts() -> None:
    kpi = a_kpi(frequency=Frequency.DAY, grace_days=0)
    assert decide_missing(kpi, date(2026, 11, 1), None, today=date(2026, 11, 3)).reason is Reason.NONE
    assert decide_missing(kpi, date(2026, 11, 1), None, today=date(2026, 11, 4)).reason is Reason.OPENED


def test_the_longer_it_is_missing_the_more_periods_are_said() -> None:
    decision = decide_missing(a_kpi(frequency=Frequency.DAY), date(2026, 11, 1), None, today=date(2026, 11, 9))
    assert decision.held == 3


def test_a_kpi_that_never_had_a_reading_alerts_nobody() -> None:
    decision = decide_missing(a_kpi(), None, None, today=date(2026, 11, 9))
    assert decision == AlertDecision(reason=Reason.NONE, state=KpiState.NO_DATA)


RED = Alert(
    id=AlertId(1),
    kpi=a_kpi().key,
    kind=AlertKind.LIMIT,
    state=AlertState.OPEN,
    state_shown=KpiState.CRITICAL,
    since=MONDAY,
    opened_at=NOW,
)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("alert", "passed", "reminder"),
    [
        (RED, WEEK, Reminder.DUE),
        (RED, WEEK - SECOND, Reminder.TOO_SOON),
        (replace(RED, snoozed_until=NOW + 2 * WEEK), WEEK, Reminder.SNOOZED),
        (replace(RED, snoozed_until=NOW + WEEK), WEEK, Reminder.DUE),
        (replace(RED, state=AlertState.CLOSED), WEEK, Reminder.NOT_OPEN),
    ],
)
def test_still_red_is_said_weekly_unless_snoozed(alert: Alert, passed: timedelta, reminder: Reminder) -> None:
    assert reminder_due(alert, last_said=NOW, now=NOW + passed) is reminder


@pytest.mark.parametrize(
    ("alert", "hold", "held", "notice"),
    [
        (RED, 1, 1, LeadNotice.TOO_SOON),
        (RED, 1, 2, LeadNotice.DUE),
        (RED, 2, 2, LeadNotice.TOO_SOON),
        (RED, 2, 3, LeadNotice.DUE),
        (replace(RED, state_shown=KpiState.WARNING), 1, 2, LeadNotice.NOT_RED),
        (replace(RED, state=AlertState.CLOSED), 1, 2, LeadNotice.NOT_RED),
        (replace(RED, lead_told_at=NOW), 1, 2, LeadNotice.TOLD_BEFORE),
        (replace(RED, acknowledged_at=NOW), 1, 2, LeadNotice.SOMEONE_ACTS),
        (replace(RED, snoozed_until=NOW + SECOND), 1, 2, LeadNotice.SNOOZED),
        (replace(RED, snoozed_until=NOW), 1, 2, LeadNotice.DUE),
    ],
)
def test_the_lead_is_told_once_when_no_one_acts(alert: Alert, hold: int, held: int, notice: LeadNotice) -> None:
    assert lead_notice(alert, [], hold=hold, held=held, has_key_result=False, now=NOW) is notice


def test_a_note_or_a_key_result_is_acting() -> None:
    note = AlertNote(alert=RED.id, by=PersonId("U0MIA"), at=NOW, action="note", text="on it")
    assert lead_notice(RED, [note], hold=1, held=2, has_key_result=False, now=NOW) is LeadNotice.SOMEONE_ACTS
    assert lead_notice(RED, [], hold=1, held=2, has_key_result=True, now=NOW) is LeadNotice.SOMEONE_ACTS
