"""The way back: a key result that is met and whose KPI stays ok is given back to the dashboard (RULES 5.7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar.periods import count_periods
from domain.company.access import require
from domain.company.teams import team_day
from domain.kpis.access import may_edit_kpi
from domain.kpis.alerts import AlertNote
from domain.kpis.limit_reviews import BackTest, back_test_year
from domain.kpis.model import Kpi, Limits, Reading
from domain.kpis.status import count_ok_periods
from domain.kpis.status_model import KpiStatus
from domain.loop.return_to_dashboard import (
    RETURNED,
    RETURNING,
    STABLE_PERIODS,
    Return,
    ReturnDecision,
    back_to_dashboard,
    limits_after,
)
from domain.okrs.model import KeyResult
from domain.okrs.progress import progress_of
from domain.okrs.status_model import Progress
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, KpiKey, key_result_name
from handlers.context import ActorContext, Context
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.kpis.alerts import Evaluated
from handlers.usecases.kpis.limits import set_limits
from handlers.usecases.okrs.key_results import person_of
from handlers.usecases.status import kpis as kpi_statuses
from storage.store import Transaction

_KEEP_ACTION = "kept as a key result"


class NotBackError(TillerError):
    """A key result that cannot go back to the dashboard now, with the reason as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A key result that is fed by a KPI, whether it goes back to the dashboard, and with which limits.

    Attributes:
        status: How the KPI stands.
        since: The first of the periods for which it has been ok without a break; the newest one where it is not.
        until: The newest period that counted.
        kept: The newest period that counted when somebody last chose to keep the key result, or None for never.
        limits: The new limits; None where the present ones stay.
        evaluated: What judging the KPI by its new limits found, for the alerts.
        tried: What the limits would have done in the last year; None for a KPI without any.
    """

    key_result: KeyResult
    kpi: Kpi
    decision: ReturnDecision
    status: KpiStatus
    since: date
    until: date
    learnt_at: datetime
    kept: date | None = None
    limits: Limits | None = None
    tried: BackTest | None = None
    evaluated: tuple[Evaluated, ...] = ()


def ripe(ctx: Context) -> list[Proposal]:
    """Return the key results of any cycle that may go back to the dashboard now, by id.

    One that was carried over into a later cycle is left to its successor.
    """
    waiting = _list_at_target(ctx.tx)
    reached = _progress(ctx.tx, waiting)
    met = [
        key_result for key_result in waiting if (progress := reached[key_result.id]) is not None and progress.ratio >= 1
    ]
    kpis = ctx.tx.kpis.by_keys(sorted({key_result.kpi for key_result in met if key_result.kpi is not None}))
    readings = _readings(ctx, kpis.values())
    found = []
    for key_result in met:
        kpi = kpis.get(key_result.kpi) if key_result.kpi is not None else None
        if kpi is None or not readings[kpi.key]:
            continue
        proposal = _judge(ctx, key_result, kpi, readings[kpi.key], reached[key_result.id])
        if proposal.decision.reason is Return.PROPOSE:
            found.append(proposal)
    return found


def _list_at_target(tx: Transaction) -> list[KeyResult]:
    """Return the fed key results that may be met, by their KPIs' newest values: few of many, without their history."""
    fed = tx.okrs.fed()
    carried = {key_result.predecessor for key_result in fed}
    live = [
        key_result
        for key_result in fed
        if key_result.returned_on is None and not key_result.cancelled and key_result.id not in carried
    ]
    waiting = [key_result for key_result in live if key_result.metric in RETURNING]
    newest = tx.readings.of(sorted({key_result.kpi for key_result in waiting if key_result.kpi is not None}), last=1)
    values = {kpi: readings[-1].value for kpi, readings in newest.items() if readings}
    return [
        key_result
        for key_result in waiting
        if key_result.kpi in values and progress_of(key_result, values[key_result.kpi]).ratio >= 1
    ]


def _progress(tx: Transaction, key_results: Collection[KeyResult]) -> dict[KeyResultId, Progress | None]:
    said = tx.checkins.of([key_result.id for key_result in key_results])
    return {
        key_result.id: progress_of(key_result, checkins[-1].value) if (checkins := said[key_result.id]) else None
        for key_result in key_results
    }


def _readings(ctx: Context, kpis: Collection[Kpi]) -> dict[KpiKey, tuple[Reading, ...]]:
    # The latest day of any team: each KPI is judged on its own team's day afterwards.
    today = max((team_day(ctx.org.teams.get(kpi.team), ctx.now) for kpi in kpis), default=ctx.now.date())
    return kpi_statuses.read_readings(ctx.tx, kpis, today=today)


def _judge(
    ctx: Context, key_result: KeyResult, kpi: Kpi, readings: Sequence[Reading], progress: Progress | None
) -> Proposal:
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    status = kpi_statuses.assess_kpis([kpi], {kpi.key: tuple(readings)}, org=ctx.org, now=ctx.now)[0]
    newest = status.reading or readings[0]
    run = count_ok_periods(kpi, readings, today=today)
    counted = [reading for reading in readings if reading.period <= newest.period]
    kept = _last_kept_period(ctx.tx, key_result)
    decision = back_to_dashboard(
        key_result,
        progress=progress,
        state=status.state,
        ok_periods=run,
        kept_for=None if kept is None else count_periods(kept, newest.period, kpi.frequency),
    )
    return Proposal(
        key_result=key_result,
        kpi=kpi,
        decision=decision,
        status=status,
        since=counted[-max(run, 1)].period,
        until=newest.period,
        learnt_at=newest.learnt_at,
        kept=kept,
    )


def _last_kept_period(tx: Transaction, key_result: KeyResult) -> date | None:
    """Return the newest period that was known when somebody last chose to keep a key result, or None for never."""
    entries = [entry for entry in tx.audit.of(key_result_name(key_result.id)) if entry.action == _KEEP_ACTION]
    return date.fromisoformat(entries[-1].new) if entries else None


def propose(ctx: Context, key_result_id: KeyResultId) -> Proposal:
    """Return how it stands with a key result's way back, with the limits that its KPI would get.

    Raises:
        GoneError: The key result is gone, or no KPI with readings feeds it.
    """
    return _proposal(ctx, key_result_id, until=None)


def _proposal(ctx: Context, key_result_id: KeyResultId, *, until: date | None) -> Proposal:
    """Return how it stands now, with the limits that follow from the readings up to a period."""
    key_result = ctx.tx.okrs.key_result(key_result_id)
    kpi = ctx.tx.kpis.get(key_result.kpi) if key_result is not None and key_result.kpi is not None else None
    readings = _readings(ctx, [kpi])[kpi.key] if kpi is not None else ()
    if key_result is None or kpi is None or not readings:
        raise GoneError(f"{key_result_name(key_result_id)} is not there any more, or no KPI feeds it.")
    progress = _progress(ctx.tx, [key_result])[key_result.id]
    found = _judge(ctx, key_result, kpi, readings, progress)
    seen = [reading for reading in readings if found.since <= reading.period <= (until or found.until)]
    if found.decision.reason not in (Return.PROPOSE, Return.KEPT) or not seen:
        return found
    limits = limits_after(kpi, key_result, seen, today=found.status.on)
    in_force = limits or kpi.limits
    tried = None if in_force is None else back_test_year(kpi, in_force, readings, today=found.status.on)
    return replace(found, limits=limits, tried=tried)


def give_back(ctx: ActorContext, *, key_result_id: KeyResultId, until: date) -> tuple[Proposal, bool]:
    """Give a key result back to the dashboard: its KPI gets the limits that were shown; again changes nothing.

    Why its cycle may be closed: nothing that was scored changes, only who looks at the number from now on.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        key_result_id: The key result.
        until: The newest period that counted when it was proposed, so that what was shown is what is set.

    Returns:
        What it was, with the KPI and the key result as they are now, and whether this changed anything.

    Raises:
        AccessError: The person may not set the KPI's limits.
        GoneError: The key result or its KPI is gone.
        NotBackError: It is not met any more, or its KPI is out of its limits again.
    """
    found = _proposal(ctx, key_result_id, until=until)
    require(may_edit_kpi(person_of(ctx.actor, ctx.org), found.kpi, ctx.org.teams))
    if found.decision.reason is Return.ALREADY_BACK:
        return found, False
    if found.decision.reason not in (Return.PROPOSE, Return.KEPT):
        raise NotBackError(_explain_obstacle(found))
    today = found.status.on
    kpi, evaluated = found.kpi, found.evaluated
    if found.limits is not None:
        done = set_limits(ctx, kpi_key=kpi.key, limits=found.limits)
        kpi, evaluated = done.kpi, done.evaluated
    returned = replace(found.key_result, returned_on=today)
    ctx.tx.okrs.save_key_result(returned)
    name = key_result_name(returned.id)
    ctx.tx.audit.add(
        actor=ctx.actor,
        action="back to the dashboard",
        subject=name,
        old=None,
        new=str(today),
        at=ctx.now,
        origin="button",
    )
    if returned.origin_alert is not None and ctx.tx.alerts.get(returned.origin_alert) is not None:
        ctx.tx.alerts.add_note(
            AlertNote(alert=returned.origin_alert, by=ctx.actor, at=ctx.now, action=RETURNED, text=name)
        )
    return replace(found, key_result=returned, kpi=kpi, evaluated=evaluated), True


def _explain_obstacle(found: Proposal) -> str:
    name, kpi = key_result_name(found.key_result.id), found.kpi.name
    if found.decision.reason is Return.NOT_STABLE:
        count = found.decision.ok_periods
        return f"{kpi} has been fine for {count} of {STABLE_PERIODS} periods only, so {name} stays for now."
    if found.decision.reason is Return.NOT_MET:
        return f"{name} is not met any more, so it stays for now."
    return f"{name} is cancelled or has no target any more, so there is nothing to give back."


def keep(ctx: ActorContext, *, key_result_id: KeyResultId, until: date) -> tuple[Proposal, bool]:
    """Keep a key result as one; it is not asked about again for four periods, and the same choice again is one.

    Returns:
        How it stands, and whether this changed anything; it does not once it went back to the dashboard.

    Raises:
        AccessError: The person may not set the KPI's limits.
        GoneError: The key result or its KPI is gone.
    """
    found = propose(ctx, key_result_id)
    require(may_edit_kpi(person_of(ctx.actor, ctx.org), found.kpi, ctx.org.teams))
    if found.key_result.returned_on is not None or (found.kept is not None and found.kept >= until):
        return found, False
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=_KEEP_ACTION,
        subject=key_result_name(key_result_id),
        old=None,
        new=until.isoformat(),
        at=ctx.now,
        origin="button",
    )
    return replace(found, kept=until), True
