"""Alerts: evaluate a KPI, and what people do about an alert (SPEC 5)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access import AccessError, may_act_on_alert, require
from domain.alerts import OVER, Alert, AlertDecision, AlertKind, AlertNote, AlertState, Reason, decide, decide_missing
from domain.errors import TillerError
from domain.ids import AlertId, KpiKey, PersonId
from domain.kpis import Kpi, KpiState, Reading
from domain.limits import judge
from domain.periods import last_ended
from domain.standings import KpiStanding
from handlers.usecases import standings
from handlers.usecases.world import World
from storage.store import Transaction

_FAR_AWAY = 400


_SAME_CLICK = timedelta(minutes=5)
"""The same choice again within this time is the same choice."""


class AlertGoneError(TillerError):
    """The alert is over, or was never there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What an evaluation found.

    Attributes:
        decision: What the machine decided, and why.
        alert: The alert as it stands now, or None when there is none.
        standing: How the KPI stands.
        moved: Whether the newest reading of an alert that was open before is another one now, or was corrected.
    """

    kpi: Kpi
    decision: AlertDecision
    alert: Alert | None
    standing: KpiStanding
    moved: bool = False


def evaluate(tx: Transaction, *, kpi_key: KpiKey, now: datetime, world: World) -> tuple[Evaluated, ...]:
    """Judge a KPI by its newest readings, for its limits and for a reading that came after all.

    Evaluating the same readings again changes nothing. The first load of history never alerts (SPEC 5.1).
    """
    kpi = tx.kpis.get(kpi_key)
    if kpi is None:
        return ()
    today = standings.team_day(world.teams.get(kpi.team), now)
    readings = standings.read_readings(tx, [kpi], today=today).get(kpi.key, ())
    standing = standings.stand_kpis([kpi], {kpi.key: readings}, world=world, now=now)[0]
    if standing.reading is None:
        return ()
    ended = [reading for reading in readings if reading.period <= standing.reading.period]
    limit = _evaluate_limits(tx, kpi, ended, standing, now=now)
    missing = _evaluate_missing(tx, kpi, standing, now=now)
    return tuple(found for found in (limit, missing) if found is not None)


def red_periods(tx: Transaction, kpi: Kpi, *, now: datetime, world: World) -> int:
    """Count the successive newest periods in which a KPI was past its critical limit."""
    if kpi.limits is None:
        return 0
    today = standings.team_day(world.teams.get(kpi.team), now)
    readings = standings.read_readings(tx, [kpi], today=today)[kpi.key]
    ended = [reading for reading in readings if reading.period <= last_ended(today, kpi.frequency)]
    red = 0
    for at in range(len(ended) - 1, -1, -1):
        judged = judge(kpi, kpi.limits, ended, at)
        if judged is None or judged.state is not KpiState.CRITICAL:
            break
        red += 1
    return red


def evaluate_missing(tx: Transaction, *, kpi_key: KpiKey, now: datetime, world: World) -> Evaluated | None:
    """Judge whether a KPI's reading is missing; None when there is nothing new to tell."""
    kpi = tx.kpis.get(kpi_key)
    if kpi is None:
        return None
    return _evaluate_missing(tx, kpi, standing_of(tx, kpi, now=now, world=world), now=now)


def standing_of(tx: Transaction, kpi: Kpi, *, now: datetime, world: World) -> KpiStanding:
    """Tell how one KPI stands."""
    today = standings.team_day(world.teams.get(kpi.team), now)
    readings = standings.read_readings(tx, [kpi], today=today)
    return standings.stand_kpis([kpi], readings, world=world, now=now)[0]


def _evaluate_limits(
    tx: Transaction, kpi: Kpi, readings: list[Reading], standing: KpiStanding, *, now: datetime
) -> Evaluated:
    current = tx.alerts.open_for(kpi.key, AlertKind.LIMIT)
    newest = readings[-1]
    through = tx.alerts.evaluated_through(kpi.key)
    if through is not None and tx.alerts.changed_since(kpi.key):
        # A correction, or a gap that was filled: the newest reading is judged as if it had just come.
        through = min(through, newest.period - timedelta(days=1))
    decision = decide(kpi, readings, open_alert=current, evaluated_through=through)
    alert = _apply(tx, kpi, decision, current, newest, now=now)
    tx.alerts.set_evaluated(kpi.key, newest.period, at=now)
    moved = current is not None and (current.last, current.last_period) != (newest.value, newest.period)
    return Evaluated(kpi=kpi, decision=decision, alert=alert, standing=standing, moved=moved)


def _apply(
    tx: Transaction, kpi: Kpi, decision: AlertDecision, current: Alert | None, newest: Reading, *, now: datetime
) -> Alert | None:
    if decision.reason is Reason.OPENED:
        return tx.alerts.add(
            kpi=kpi.key,
            kind=AlertKind.LIMIT,
            state_shown=decision.state,
            since=decision.since or newest.period,
            opened_at=now,
            worst=decision.worst,
            worst_period=decision.worst_period,
            last=newest.value,
            last_period=newest.period,
        )
    if current is None:
        return None
    changed = replace(
        current,
        last=newest.value,
        last_period=newest.period,
        snoozed_until=_still_snoozed(current, newest, now),
    )
    if decision.worst is not None and decision.state is not KpiState.OK:
        changed = replace(changed, worst=decision.worst, worst_period=decision.worst_period)
    if decision.reason in (Reason.WORSE, Reason.EASED):
        changed = replace(changed, state_shown=decision.state, said_at=now)
    if decision.reason in OVER:
        changed = replace(changed, state=OVER[decision.reason], closed_at=now)
    if changed != current:
        tx.alerts.save(changed)
    return changed


def _evaluate_missing(tx: Transaction, kpi: Kpi, standing: KpiStanding, *, now: datetime) -> Evaluated | None:
    """Open or close the alert about a reading that does not come."""
    current = tx.alerts.open_for(kpi.key, AlertKind.MISSING)
    last = standing.reading.period if standing.reading is not None else None
    decision = decide_missing(kpi, last, current, today=standing.on)
    if decision.reason is Reason.OPENED:
        alert = tx.alerts.add(
            kpi=kpi.key,
            kind=AlertKind.MISSING,
            state_shown=KpiState.STALE,
            since=decision.since or standing.on,
            opened_at=now,
            worst=None,
            worst_period=None,
            last=standing.reading.value if standing.reading is not None else None,
            last_period=last,
        )
        return Evaluated(kpi=kpi, decision=decision, alert=alert, standing=standing)
    if current is not None and decision.reason is Reason.RECOVERED:
        alert = replace(current, state=AlertState.CLOSED, closed_at=now)
        tx.alerts.save(alert)
        return Evaluated(kpi=kpi, decision=decision, alert=alert, standing=standing)
    return None


def acknowledge(
    tx: Transaction, *, alert_id: AlertId, actor: PersonId, now: datetime, world: World
) -> tuple[Alert, bool]:
    """Note that somebody has seen an alert; a second click changes nothing (SPEC 5.4).

    Returns:
        The alert, and whether this click changed anything.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _open(tx, alert_id, actor=actor, world=world)
    if alert.acknowledged_by is not None:
        return alert, False
    changed = replace(alert, acknowledged_by=actor, acknowledged_at=now)
    return _remember(tx, changed, actor=actor, now=now, action="acknowledged"), True


def snooze(
    tx: Transaction, *, alert_id: AlertId, actor: PersonId, now: datetime, until: datetime, words: str, world: World
) -> Alert:
    """Keep an alert's reminders quiet until an instant; its state goes on being shown.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _open(tx, alert_id, actor=actor, world=world)
    if alert.snoozed_until is not None and abs(until - alert.snoozed_until) < _SAME_CLICK:
        return alert
    changed = replace(alert, snoozed_until=until)
    return _remember(tx, changed, actor=actor, now=now, action="snoozed", text=words)


def assign(tx: Transaction, *, alert_id: AlertId, actor: PersonId, to: PersonId, now: datetime, world: World) -> Alert:
    """Ask somebody to act on an alert.

    Raises:
        AlertGoneError: The alert is over.
        AccessError: The person may not act on it.
    """
    alert = _open(tx, alert_id, actor=actor, world=world)
    if alert.assigned_to == to:
        return alert
    return _remember(tx, replace(alert, assigned_to=to), actor=actor, now=now, action="assigned", text=to)


def add_note(tx: Transaction, *, alert_id: AlertId, actor: PersonId, text: str, now: datetime, world: World) -> Alert:
    """Keep what somebody wrote about an alert.

    Raises:
        AlertGoneError: There is no such alert.
        AccessError: The person may not act on it.
    """
    alert = _theirs(tx, alert_id, actor=actor, world=world)
    already = [note for note in tx.alerts.notes(alert_id) if note.by == actor and note.text == text]
    if already:
        return alert
    return _remember(tx, alert, actor=actor, now=now, action="noted", text=text)


def actable(tx: Transaction, *, alert_id: AlertId, actor: PersonId, world: World) -> Alert:
    """Return an alert that a person may act on, open or over.

    Raises:
        AlertGoneError: There is no such alert.
        AccessError: The person may not act on it.
    """
    return _theirs(tx, alert_id, actor=actor, world=world)


def _open(tx: Transaction, alert_id: AlertId, *, actor: PersonId, world: World) -> Alert:
    alert = _theirs(tx, alert_id, actor=actor, world=world)
    if alert.state is not AlertState.OPEN:
        raise AlertGoneError("This alert is over, so there is nothing left to do about it.")
    return alert


def _theirs(tx: Transaction, alert_id: AlertId, *, actor: PersonId, world: World) -> Alert:
    """Return an alert that a person may act on."""
    alert = tx.alerts.get(alert_id)
    kpi = tx.kpis.get(alert.kpi) if alert is not None else None
    person = world.people.get(actor)
    if alert is None or kpi is None:
        raise AlertGoneError("This alert is not there any more.")
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    require(may_act_on_alert(person, alert, kpi, world.teams))
    return alert


def _remember(tx: Transaction, alert: Alert, *, actor: PersonId, now: datetime, action: str, text: str = "") -> Alert:
    tx.alerts.save(alert)
    tx.alerts.add_note(AlertNote(alert=alert.id, by=actor, at=now, action=action, text=text))
    tx.audit.add(
        actor=actor,
        action=f"alert {action}",
        subject=f"alert {alert.id}",
        old=None,
        new=text or None,
        at=now,
        origin="button",
    )
    return alert


def snooze_until(choice: str, now: datetime) -> datetime | None:
    """Return the instant that a choice of the Snooze menu means, or None for a word that is no choice.

    "Until the next reading" is far away; the next reading ends it.
    """
    days = {"1d": 1, "3d": 3, "1w": 7, "next": _FAR_AWAY}.get(choice)
    return now + timedelta(days=days) if days is not None else None


def _still_snoozed(alert: Alert, newest: Reading, now: datetime) -> datetime | None:
    """Return until when an alert stays snoozed once a reading has come."""
    until = alert.snoozed_until
    to_next_reading = until is not None and until - now > timedelta(days=_FAR_AWAY // 2)
    has_come = alert.last_period is None or newest.period > alert.last_period
    return None if to_next_reading and has_come else until
