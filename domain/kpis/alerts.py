"""Alerts: whether anyone must hear of a KPI, and the episode that follows (RULES 5).

`decide` is the whole machine: what was, what the readings say, what the limits are; out comes a decision with a named
reason. Nothing else in Tiller opens or closes an alert.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter

from domain.calendar.periods import count_periods, next_period
from domain.kpis.alert_episode import SEVERITY, Machine, replay
from domain.kpis.limits import judge, run_of_bad_periods
from domain.kpis.model import Kpi, KpiState, Limits, Reading
from domain.kpis.status import days_late
from domain.values.ids import AlertId, KpiKey, PersonId


class AlertState(StrEnum):
    """Where an episode stands: closed by good periods, withdrawn by a correction, or lifted by other limits."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"


class AlertKind(StrEnum):
    """What the episode is about: a value past its limit, or a reading that does not come (RULES 5.2)."""

    LIMIT = "limit"
    MISSING = "missing"


class Reason(StrEnum):
    """Why the machine decided as it did."""

    NONE = "none"
    FIRST_LOAD = "first_load"
    HOLDING = "holding"
    OPENED = "opened"
    WORSE = "worse"
    EASED = "eased"
    CLEARING = "clearing"
    RECOVERED = "recovered"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"


OVER = {
    Reason.RECOVERED: AlertState.CLOSED,
    Reason.WITHDRAWN: AlertState.WITHDRAWN,
    Reason.LIFTED: AlertState.LIFTED,
}
"""The reasons that end an episode, and how it stands then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An episode during which a KPI is out of its limits, or its reading is missing.

    Attributes:
        state_shown: The KPI state that its message shows: warning or critical (stale for a missing reading).
        since: The first day of the period with which it began.
        opened_at: When it was opened.
        worst: The worst value of the episode, and `worst_period` when that was; None for a missing reading.
        last: The newest value seen, and `last_period`.
        closed_at: When it was closed or withdrawn, or None.
        acknowledged_by: Who acknowledged it, or None, and `acknowledged_at`.
        assigned_to: Who was asked to act, or None: then the KPI's owner.
        snoozed_until: No reminder before this instant; None: not snoozed.
        lead_told_at: When the team's lead was told that no one acts, or None (RULES 5.5).
        said_at: When its thread last heard that it got worse, better or is still so; None: since it was opened.
    """

    id: AlertId
    kpi: KpiKey
    kind: AlertKind
    state: AlertState
    state_shown: KpiState
    since: date
    opened_at: datetime
    worst: Decimal | None = None
    worst_period: date | None = None
    last: Decimal | None = None
    last_period: date | None = None
    closed_at: datetime | None = None
    acknowledged_by: PersonId | None = None
    acknowledged_at: datetime | None = None
    assigned_to: PersonId | None = None
    snoozed_until: datetime | None = None
    lead_told_at: datetime | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNote:
    """Something that a person did to an alert: acknowledged, snoozed, assigned, noted (RULES 5.4)."""

    alert: AlertId
    by: PersonId
    at: datetime
    action: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDecision:
    """What the machine decided, and why.

    Attributes:
        reason: The named reason; NONE, FIRST_LOAD, HOLDING and CLEARING tell nobody.
        state: The KPI's state by its limits at the newest reading.
        since: The period with which the present run of this state (or worse) began, where one runs.
        held: How many successive periods the run has lasted.
        worst: The worst value of the run, with `worst_period`, where one runs.
    """

    reason: Reason
    state: KpiState
    since: date | None = None
    held: int = 0
    worst: Decimal | None = None
    worst_period: date | None = None

    @property
    def tells(self) -> bool:
        """Whether somebody hears of it."""
        return self.reason in (Reason.OPENED, Reason.WORSE, Reason.EASED, *OVER)


class Reminder(StrEnum):
    """Whether "still red" is said again, and why not (RULES 5.5)."""

    DUE = "due"
    NOT_OPEN = "not_open"
    SNOOZED = "snoozed"
    TOO_SOON = "too_soon"


class LeadNotice(StrEnum):
    """Whether the team's lead is told that no one acts, and why not (RULES 5.5)."""

    DUE = "due"
    NOT_RED = "not_red"
    TOLD_BEFORE = "told_before"
    SNOOZED = "snoozed"
    SOMEONE_ACTS = "someone_acts"
    TOO_SOON = "too_soon"


_REMIND_EVERY = timedelta(days=7)
_PERIODS_WITHOUT_ACTION = 2


def decide(
    kpi: Kpi, readings: Sequence[Reading], *, open_alert: Alert | None, evaluated_through: date | None
) -> AlertDecision:
    """Decide whether anyone must hear of a KPI's newest reading (RULES 5.1 to 5.3).

    Args:
        kpi: The KPI with its limits.
        readings: Oldest first, up to and including the newest one that counts.
        open_alert: The KPI's open alert about its limits, if there is one.
        evaluated_through: The newest period that was evaluated before; None for never: then this is the first load
            of history, which alerts nobody, and the caller stores the newest period. For a correction (or a reading
            that fills a gap), pass the day before the corrected period, so that it counts as new.

    Returns:
        The same again for the same input; when nothing new came and no alert is open, NONE. An episode that ends
        though nothing new came was lifted by other limits.
    """
    if kpi.limits is None or not readings:
        # Without limits nothing can be out of them: an alert that is still open has lost its ground.
        reason = Reason.NONE if open_alert is None or kpi.limits is not None else Reason.LIFTED
        return AlertDecision(reason=reason, state=KpiState.NO_TARGET if kpi.limits is None else KpiState.NO_DATA)
    limits = kpi.limits
    if open_alert is not None:
        decided = _decide_open(kpi, limits, readings, open_alert)
        lifted = _is_lifted(decided.reason, limits, readings[-1], open_alert, evaluated_through)
        return replace(decided, reason=Reason.LIFTED) if lifted else decided
    run = run_of_bad_periods(kpi, limits, readings, len(readings))
    machine = replay(run, hold=limits.hold, clear=limits.clear)
    reason = Reason.HOLDING if machine.shown is KpiState.OK else Reason.OPENED
    if evaluated_through is None:
        reason = Reason.FIRST_LOAD
    elif readings[-1].period <= evaluated_through or not run:
        reason = Reason.NONE
    state = machine.shown if reason is Reason.OPENED else run[-1].state if run else KpiState.OK
    return _decide_told(reason, state, machine)


def _decide_told(reason: Reason, state: KpiState, machine: Machine) -> AlertDecision:
    worst = machine.worst
    return AlertDecision(
        reason=reason,
        state=state,
        since=machine.since,
        held=machine.held,
        worst=worst.value if worst else None,
        worst_period=worst.period if worst else None,
    )


def _decide_open(kpi: Kpi, limits: Limits, readings: Sequence[Reading], alert: Alert) -> AlertDecision:
    """Step through the episode again with the readings as they are now; only a change of what is shown is told."""
    begin = bisect_left(readings, alert.since, key=attrgetter("period"))
    later = (judge(kpi, limits, readings, at) for at in range(begin, len(readings)))
    episode = run_of_bad_periods(kpi, limits, readings, begin) + [judged for judged in later if judged is not None]
    machine = replay(episode, hold=limits.hold, clear=limits.clear)
    if machine.opened == 0:
        # With the readings as they are now, it would never have been opened: a correction took its ground away.
        return _decide_told(Reason.WITHDRAWN, episode[-1].state if episode else KpiState.OK, machine)
    if machine.shown is KpiState.OK:
        return _decide_told(Reason.RECOVERED, KpiState.OK, machine)
    if machine.shown is alert.state_shown:
        newest = episode[-1].state
        return _decide_told(Reason.CLEARING if newest is KpiState.OK else Reason.NONE, machine.shown, machine)
    worse = SEVERITY[machine.shown] > SEVERITY[alert.state_shown]
    return _decide_told(Reason.WORSE if worse else Reason.EASED, machine.shown, machine)


def _is_lifted(reason: Reason, limits: Limits, newest: Reading, alert: Alert, through: date | None) -> bool:
    """Tell whether an episode is over because its limits are others now, so that no correction is spoken of."""
    if through is not None and newest.period <= through:
        return reason in OVER
    came = alert.last_period is not None and newest.period > alert.last_period
    changed = limits.set_on is not None and limits.set_on > alert.opened_at.date()
    return reason is Reason.WITHDRAWN and came and changed


def decide_missing(kpi: Kpi, last_period: date | None, open_alert: Alert | None, *, today: date) -> AlertDecision:
    """Decide whether a KPI's owner must hear that a reading does not come (RULES 5.2).

    A KPI that never had a reading is `no_data` and alerts nobody: it is being set up.

    Args:
        kpi: The KPI; with or without limits.
        last_period: The period of its newest reading, or None.
        open_alert: Its open alert about missing readings, if there is one.
        today: The day in the team's zone.
    """
    if last_period is None:
        return AlertDecision(reason=Reason.NONE, state=KpiState.NO_DATA)
    if days_late(kpi, last_period, today=today) == 0:
        reason = Reason.NONE if open_alert is None else Reason.RECOVERED
        return AlertDecision(reason=reason, state=KpiState.OK)
    missing = next_period(last_period, kpi.frequency)
    overdue = today - timedelta(days=kpi.grace + 1)
    return AlertDecision(
        reason=Reason.OPENED if open_alert is None else Reason.NONE,
        state=KpiState.STALE,
        since=missing,
        held=count_periods(missing, overdue, kpi.frequency),
    )


def reminder_due(alert: Alert, *, last_said: datetime, now: datetime, every: timedelta = _REMIND_EVERY) -> Reminder:
    """Decide whether the alert's thread is reminded that it is still red (RULES 5.5).

    Args:
        alert: The alert.
        last_said: When it was posted or last reminded.
        now: The present instant.
        every: How often at most; apart from how often readings come.
    """
    if alert.state is not AlertState.OPEN:
        return Reminder.NOT_OPEN
    if alert.snoozed_until is not None and now < alert.snoozed_until:
        return Reminder.SNOOZED
    return Reminder.DUE if now - last_said >= every else Reminder.TOO_SOON


def lead_notice(
    alert: Alert, notes: Sequence[AlertNote], *, hold: int, held: int, has_key_result: bool, now: datetime
) -> LeadNotice:
    """Decide whether the team's lead is told, once, that a red KPI has gone unanswered for two periods (RULES 5.5).

    Args:
        alert: The alert.
        notes: What people did to it; any note counts as acting, and so does an acknowledgement.
        hold: How many periods had to pass before it alerted; only from the last of these on could anyone act.
        held: How many successive periods it has been out of limits (`AlertDecision.held`).
        has_key_result: Whether a key result was made from it.
        now: The present instant.
    """
    if alert.state is not AlertState.OPEN or alert.state_shown is not KpiState.CRITICAL:
        return LeadNotice.NOT_RED
    if alert.lead_told_at is not None:
        return LeadNotice.TOLD_BEFORE
    if alert.acknowledged_at is not None or notes or has_key_result:
        return LeadNotice.SOMEONE_ACTS
    if alert.snoozed_until is not None and now < alert.snoozed_until:
        return LeadNotice.SNOOZED
    return LeadNotice.DUE if held - hold + 1 >= _PERIODS_WITHOUT_ACTION else LeadNotice.TOO_SOON
