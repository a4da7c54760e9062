"""Limits: proposed from a KPI's own history, tried on the past, in force only once a person says so (RULES 4.6)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.company.teams import team_day
from domain.kpis.alerts import AlertKind, AlertState
from domain.kpis.limit_codes import code_of
from domain.kpis.limit_reviews import BackTest, NewProposal, back_test_year, differs_noticeably
from domain.kpis.limits import LimitProposal, NoProposal, propose
from domain.kpis.model import Kpi, Limits, Reading
from domain.kpis.seasons import usual_value
from domain.kpis.status_model import KpiStatus
from domain.kpis.target_changes import refuse_disorder
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from handlers.context import ActorContext, Context
from handlers.usecases.kpis import alerts
from handlers.usecases.kpis.alerts import Evaluated
from handlers.usecases.kpis.editing import editable
from handlers.usecases.status import kpis as kpi_statuses

_YEARS = 3


class LimitsGoneError(TillerError):
    """What was offered does not fit any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Limits proposed for a KPI, with what they would have done in the last year."""

    kpi: Kpi
    proposal: LimitProposal
    back_test: BackTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A KPI's limits, looked at.

    Attributes:
        status: How the KPI stands.
        today: The day of its team.
        readings: Its history, oldest first.
        proposal: What its history proposes, or why it proposes nothing.
    """

    kpi: Kpi
    status: KpiStatus
    today: date
    readings: tuple[Reading, ...]
    proposal: LimitProposal | NoProposal

    def tried(self, limits: Limits) -> BackTest:
        """Try limits on the last year."""
        return back_test_year(self.kpi, limits, self.readings, today=self.today)

    def with_limits(self, limits: Limits) -> Kpi:
        """Return the KPI as it would be with these limits."""
        return replace(self.kpi, limits=limits)

    def usual(self, limits: Limits) -> Decimal | None:
        """Return what these limits take for usual now: in the newest period that has a reading; None without one."""
        if self.status.reading is None:
            return None
        return usual_value(self.readings, self.status.reading.period, limits.season, self.kpi.frequency)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsSet:
    """What setting limits did.

    Attributes:
        before: The KPI as it was; equal to `kpi` where nothing changed.
        evaluated: What judging the KPI again found, for the alerts.
    """

    before: Kpi
    kpi: Kpi
    evaluated: tuple[Evaluated, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything changed."""
        return self.before != self.kpi

    @property
    def over(self) -> bool:
        """Whether an open alert about a value is over by it."""
        alerts_now = [found.alert for found in self.evaluated if found.alert is not None]
        return any(alert.kind is AlertKind.LIMIT and alert.state is not AlertState.OPEN for alert in alerts_now)


def look(ctx: Context, *, kpi: Kpi) -> Looked:
    """Look at a KPI's limits: how it stands, what its history proposes."""
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    readings = kpi_statuses.read_readings(ctx.tx, [kpi], today=today, years=_YEARS).get(kpi.key, ())
    status = kpi_statuses.assess_kpis([kpi], {kpi.key: readings}, org=ctx.org, now=ctx.now)[0]
    proposal = propose(kpi, readings, today=today)
    return Looked(kpi=kpi, status=status, today=today, readings=readings, proposal=proposal)


def propose_for(ctx: Context, *, kpi: Kpi) -> Proposed | NoProposal:
    """Propose limits from a KPI's last readings, with a back-test over the last year."""
    looked = look(ctx, kpi=kpi)
    if isinstance(looked.proposal, NoProposal):
        return looked.proposal
    return Proposed(kpi=kpi, proposal=looked.proposal, back_test=looked.tried(looked.proposal.limits))


def propose_anew(looked: Looked) -> NewProposal | None:
    """Return what a KPI's history proposes beside the limits in force, or None where it proposes nothing."""
    proposal, limits = looked.proposal, looked.kpi.limits
    if isinstance(proposal, NoProposal):
        return None
    differs = limits is None or differs_noticeably(limits, proposal)
    return NewProposal(proposal=proposal, tried=looked.tried(proposal.limits), differs=differs)


def agree(ctx: ActorContext, *, kpi_key: KpiKey) -> LimitsSet:
    """Put the limits in force that Tiller proposes for a KPI without any; where some are in force, they stay.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not set its limits.
        LimitsGoneError: Nothing can be proposed any more.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    if kpi.limits is not None:
        return LimitsSet(before=kpi, kpi=kpi)
    proposed = propose_for(ctx, kpi=kpi)
    if isinstance(proposed, NoProposal):
        raise LimitsGoneError(f"There is nothing to propose for {kpi.name} any more: {proposed.reason}")
    return set_limits(ctx, kpi_key=kpi_key, limits=proposed.proposal.limits)


def set_limits(
    ctx: ActorContext, *, kpi_key: KpiKey, limits: Limits | None, was: str | None = None, origin: str = "button"
) -> LimitsSet:
    """Put limits in force, or none; then judge the KPI again, since an open alert may have lost its ground.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        kpi_key: Whose limits.
        limits: The limits; `suggested` where they are Tiller's. Who sets them and when is filled in here.
        was: The code of the limits that the person saw in force, or None where that does not matter.
        origin: From where.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not set its limits.
        LimitsError: They contradict the target.
        LimitsGoneError: Other limits were set meanwhile.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    in_force = code_of(kpi.limits)
    if code_of(limits) == in_force:
        return LimitsSet(before=kpi, kpi=kpi)
    if was is not None and was != in_force:
        raise LimitsGoneError(f"The limits of {kpi.name} were changed meanwhile, so these were not set. Ask again.")
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    if limits is not None:
        limits = replace(limits, set_by=ctx.actor, set_on=today)
    changed = replace(kpi, limits=limits)
    refuse_disorder(changed, today=today)
    action = "limits removed" if limits is None else "limits agreed" if limits.suggested else "limits set"
    return _store(ctx, kpi, changed, action=action, origin=origin)


def keep(ctx: ActorContext, *, kpi_key: KpiKey) -> tuple[Kpi, Limits]:
    """Note that limits are still right: they count as set today (RULES 4.6). A second click changes nothing.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not set its limits.
        LimitsGoneError: There are none any more.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    if kpi.limits is None:
        raise LimitsGoneError(f"{kpi.name} has no limits any more.")
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    limits = replace(kpi.limits, set_on=today)
    changed = replace(kpi, limits=limits)
    if changed != kpi:
        _store(ctx, kpi, changed, action="limits kept", origin="button")
    return changed, limits


def decline(ctx: ActorContext, *, kpi_key: KpiKey) -> Kpi:
    """Note that a person wants no limits for now; where some are in force, they stay.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not set its limits.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    if kpi.limits is None:
        subject = f"kpi:{kpi.key}"
        ctx.tx.audit.add(
            actor=ctx.actor, action="limits declined", subject=subject, old=None, new=None, at=ctx.now, origin="button"
        )
    return kpi


def _store(ctx: ActorContext, before: Kpi, kpi: Kpi, *, action: str, origin: str) -> LimitsSet:
    ctx.tx.kpis.save(kpi)
    ctx.tx.audit.add(
        actor=ctx.actor,
        action=action,
        subject=f"kpi:{kpi.key}",
        old=before.limits,
        new=kpi.limits,
        at=ctx.now,
        origin=origin,
    )
    evaluated = alerts.evaluate(ctx, kpi_key=kpi.key)
    return LimitsSet(before=before, kpi=kpi, evaluated=evaluated)
