"""One team's week, gathered from the store (RULES 7.1 to 7.6)."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from domain.company.teams import Team, team_day
from domain.kpis.alerts import AlertKind
from domain.loop.digests import Acting, Digest, compose, report_week
from domain.values.ids import KpiKey, PersonId, TeamKey
from handlers.context import Context
from handlers.usecases.checkins import prompts
from handlers.usecases.loop import guardrails
from handlers.usecases.status import kpis as kpi_statuses
from handlers.usecases.status import okrs
from storage.store import Transaction


def compose_for(ctx: Context, *, team: Team) -> Digest:
    """Gather a team's digest as of now: the KPIs of the team and those below it, its own objectives, what is owed."""
    today = team_day(team, ctx.now)
    kpis = ctx.tx.kpis.of_teams({item.key for item in ctx.org.below(team.key)})
    readings = kpi_statuses.read_readings(ctx.tx, kpis, today=today)
    cycles = {cycle.id: cycle for cycle in ctx.org.cycles if cycle.start <= today}
    rows = okrs.read_objectives(ctx.tx, ctx.tx.okrs.objectives_of([team.key], list(cycles)))
    status = kpi_statuses.assess_kpis(kpis, readings, org=ctx.org, now=ctx.now)
    guarding = guardrails.guardrail_statuses(
        ctx, rows.objectives, known={kpi_status.kpi.key: kpi_status for kpi_status in status}
    )
    return compose(
        team=team,
        week=report_week(today),
        on=today,
        kpis=status,
        kpis_before=kpi_statuses.assess_kpis(kpis, readings, org=ctx.org, now=ctx.now - okrs.WEEK),
        objectives=okrs.assess_objectives(rows, org=ctx.org, cycles=cycles, now=ctx.now),
        overdue=overdue(ctx, team=team),
        guarding=guarding,
        acting=acting(ctx.tx, [kpi.key for kpi in kpis]),
    )


def acting(tx: Transaction, kpis: Sequence[KpiKey]) -> list[Acting]:
    """Return who acts on which of some KPIs: with a key result that was made from an alert, else on the open alert."""
    wanted = set(kpis)
    opened = [alert for alert in tx.alerts.open_all() if alert.kpi in wanted and alert.kind is AlertKind.LIMIT]
    found: dict[KpiKey, Acting] = {}
    for alert in opened:
        person = alert.assigned_to or alert.acknowledged_by
        if person is not None:
            found[alert.kpi] = Acting(kpi=alert.kpi, person=person)
    for made in tx.okrs.by_alerts([alert.id for alert in opened]).values():
        for key_result in made:
            if not key_result.cancelled and key_result.kpi is not None:
                found[key_result.kpi] = Acting(kpi=key_result.kpi, person=key_result.owner, key_result=key_result.id)
    return list(found.values())


def overdue(ctx: Context, *, team: Team) -> dict[PersonId, int]:
    """Return who of a team still owes the running round's check-in since a day or more, with how many key results."""
    late = [
        prompt
        for cycle in ctx.org.cycles
        for prompt in prompts.waiting_ones(ctx.tx, cycle.id)
        if ctx.org.person_team(prompt.person) == team.key and ctx.org.today(prompt.person, ctx.now) > prompt.due_on
    ]
    waiting = prompts.list_unanswered_of(ctx.tx, late)
    owed: Counter[PersonId] = Counter()
    for prompt in late:
        owed[prompt.person] += len(waiting[prompt.id])
    return {person: count for person, count in owed.items() if count}


def read_posted(tx: Transaction, *, team: TeamKey, week: str) -> dict[str, Any] | None:
    """Return what was kept of a team's posted digest of a week, or None: `message`, and the views `all` and `why`."""
    for subscription in tx.subscriptions.all():
        if subscription.team == team:
            kept = tx.occurrences.snapshot(f"digest:{subscription.id}:{week}")
            if kept:
                return kept
    return None
