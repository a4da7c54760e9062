"""A key result is made from an alert: what the form starts with, and what is remembered of it (RULES 5.4 and 5.7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.company.access import may_write_objective, require
from domain.company.teams import ancestors, team_day
from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState
from domain.kpis.model import Kpi
from domain.loop.key_result_from_alert import (
    KEY_RESULT_MADE,
    AlertDraft,
    AlertToKeyResultError,
    cycle_for,
    draft_from_alert,
)
from domain.okrs.access import may_write_under
from domain.okrs.cycles import Cycle
from domain.okrs.drafts import KeyResultDraft, ObjectiveDraft
from domain.okrs.model import KeyResult, Objective
from domain.values.ids import AlertId, CycleId, ObjectiveId, PersonId, key_result_name
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.checkins import linked_kpi
from handlers.usecases.kpis import alert_actions, alerts
from handlers.usecases.okrs import cycles, key_results, objectives
from handlers.usecases.okrs.key_results import person_of
from storage.store import Transaction

NEW_OBJECTIVE = ObjectiveId(0)
"""What is chosen where no objective fits: one is opened together with the key result."""


class AlreadyMadeError(AlertToKeyResultError):
    """A key result was made from this alert before; the sentence names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertProposal:
    """What the form opens with.

    Attributes:
        draft: The key result as it is proposed.
        cycle: The cycle that it would belong to.
        today: The day it is for the KPI's team.
        chosen: The likeliest objective, or None where nothing speaks for any.
    """

    alert: Alert
    kpi: Kpi
    draft: AlertDraft
    cycle: Cycle
    today: date
    chosen: ObjectiveId | None


def begin(ctx: ActorContext, *, alert_id: AlertId) -> AlertProposal:
    """Return what the form opens with that makes a key result from an alert.

    Raises:
        AlertGoneError: The alert is over, or was never there.
        AccessError: The person may not act on it, or write no key result for this team.
        AlreadyMadeError: A key result was made from it before.
        AlertToKeyResultError: No cycle is open, or nothing says what would be healthy.
    """
    alert, kpi = _require_limit_alert(ctx, alert_id)
    if alert.state is not AlertState.OPEN:
        raise alert_actions.AlertGoneError("This alert is over, so there is nothing left to make a key result of.")
    status = alerts.status_of(ctx, kpi)
    draft = draft_from_alert(status, owner=alert.assigned_to)
    cycle = _cycle(ctx, kpi)
    offered = _objectives(ctx, kpi, cycle)
    chosen = _choose(ctx.tx, kpi, offered)
    return AlertProposal(alert=alert, kpi=kpi, draft=draft, cycle=cycle, today=status.on, chosen=chosen)


def choices(ctx: ActorContext, *, alert_id: AlertId, cycle_id: CycleId) -> list[tuple[Cycle, Objective]]:
    """Return the objectives to choose from, the likeliest first; a new one, `NEW_OBJECTIVE`, last where that may be.

    Raises:
        AccessError: The person may write no key result for this team.
        AlertGoneError: The alert was never there.
        CycleClosedError: The cycle is closed.
    """
    alert = alert_actions.actable(ctx, alert_id=alert_id)
    kpi = ctx.tx.kpis.get(alert.kpi)
    cycle = cycles.writable(ctx, cycle_id)
    if kpi is None:
        return []
    return [(cycle, objective) for objective in _objectives(ctx, kpi, cycle)]


def made_from(tx: Transaction, alert_id: AlertId) -> KeyResult | None:
    """Return the live key result that was made from an alert, or None."""
    made = tx.okrs.by_alerts([alert_id]).get(alert_id, ())
    return next((key_result for key_result in made if not key_result.cancelled), None)


def create(
    ctx: ActorContext, *, alert_id: AlertId, cycle_id: CycleId, draft: KeyResultDraft, origin: str
) -> tuple[KeyResult, Alert]:
    """Store the key result that an alert becomes; the alert remembers it, and the KPI's last value is its first one.

    An alert that has recovered meanwhile does not stand in the way: the work in the form is not lost.

    Raises:
        AlreadyMadeError: Somebody else was first.
        AccessError: The person may not act on the alert, or not write under the objective.
        CycleClosedError: The objective's cycle is closed.
        DraftRefusedError: Names every field that is missing or cannot be, with a sentence each.
    """
    alert, kpi = _require_limit_alert(ctx, alert_id)
    if draft.objective == NEW_OBJECTIVE:
        opened = _require_open(ctx, kpi, cycle_id, origin=origin)
        draft = replace(draft, objective=opened.id)
    draft = replace(draft, origin_alert=alert.id)
    added = key_results.create(ctx, draft=draft, origin=origin)
    name = key_result_name(added.id)
    ctx.tx.alerts.add_note(AlertNote(alert=alert.id, by=ctx.actor, at=ctx.now, action=KEY_RESULT_MADE, text=name))
    subject = f"alert {alert.id}"
    ctx.tx.audit.add(
        actor=ctx.actor, action="alert key_result", subject=subject, old=None, new=name, at=ctx.now, origin=origin
    )
    if added.kpi is not None:
        linked_kpi.feed(ctx, [added.kpi])
    return added, alert


def objective_title(kpi: Kpi) -> str:
    """Return the title of the objective that is opened where none fits."""
    return f"Get {kpi.name} back within its limits"


def _require_limit_alert(ctx: ActorContext, alert_id: AlertId) -> tuple[Alert, Kpi]:
    alert = alert_actions.actable(ctx, alert_id=alert_id)
    kpi = ctx.tx.kpis.get(alert.kpi)
    if kpi is None or alert.kind is not AlertKind.LIMIT:
        raise AlertToKeyResultError(
            "Only a value that is out of its limits becomes a key result; here a reading is missing."
        )
    made = made_from(ctx.tx, alert_id)
    if made is not None:
        raise AlreadyMadeError(f"{key_result_name(made.id)} was made from this alert already.")
    return alert, kpi


def _cycle(ctx: Context, kpi: Kpi) -> Cycle:
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    cycle = cycle_for(ctx.tx.cycles.all(), today=today)
    if cycle is None:
        raise AlertToKeyResultError(
            "No cycle is open that a key result could belong to. A coordinator can draft one: /okr admin."
        )
    return cycle


def _objectives(ctx: ActorContext, kpi: Kpi, cycle: Cycle) -> tuple[Objective, ...]:
    """Return the objectives of the KPI's team and those above it under which a person may write, the likeliest first.

    Raises:
        AccessError: There is none, and the person may not open one either.
    """
    person = person_of(ctx.actor, ctx.org)
    teams = [team.key for team in ancestors(ctx.org.teams, kpi.team)]
    found = ctx.tx.okrs.objectives_of(teams, [cycle.id])
    theirs = [objective for objective in found if may_write_under(person, objective, ctx.org.teams).allowed]
    feeding_it = _list_fed_objectives(ctx.tx, kpi)
    theirs.sort(
        key=lambda objective: (not _is_related(objective, kpi, feeding_it), teams.index(objective.team), objective.id)
    )
    owner = _owner_of_new(kpi, actor=ctx.actor, org=ctx.org)
    may_open = may_write_objective(person, team=kpi.team, owner=owner, teams=ctx.org.teams)
    if not theirs:
        require(may_open)
    if may_open.allowed:
        theirs.append(
            Objective(id=NEW_OBJECTIVE, cycle=cycle.id, team=kpi.team, owner=owner, title=objective_title(kpi))
        )
    return tuple(theirs)


def _list_fed_objectives(tx: Transaction, kpi: Kpi) -> set[ObjectiveId]:
    return {key_result.objective for key_result in tx.okrs.by_kpi(kpi.key) if not key_result.cancelled}


def _is_related(objective: Objective, kpi: Kpi, fed: set[ObjectiveId]) -> bool:
    return kpi.key in objective.guardrails or objective.id in fed


def _choose(tx: Transaction, kpi: Kpi, offered: Sequence[Objective]) -> ObjectiveId | None:
    """Return the first objective that has to do with the KPI, or the only one there is."""
    first = offered[0]
    return first.id if len(offered) == 1 or _is_related(first, kpi, _list_fed_objectives(tx, kpi)) else None


def _owner_of_new(kpi: Kpi, *, actor: PersonId, org: Organization) -> PersonId:
    """Return who owns a new objective: the KPI's owner where the person may decide that, else the person."""
    person = person_of(actor, org)
    allowed = may_write_objective(person, team=kpi.team, owner=kpi.owner, teams=org.teams).allowed
    return kpi.owner if allowed else actor


def _require_open(ctx: ActorContext, kpi: Kpi, cycle: CycleId, *, origin: str) -> Objective:
    owner = _owner_of_new(kpi, actor=ctx.actor, org=ctx.org)
    draft = ObjectiveDraft(team=kpi.team, owner=owner, title=objective_title(kpi))
    return objectives.create(ctx, draft=draft, cycle=cycle, origin=origin)
