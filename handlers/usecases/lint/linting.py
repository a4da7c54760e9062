"""The coach reads what is being written (RULES 8): it warns, and never stands in the way."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from domain.coach.drafts import Draft
from domain.coach.findings import CoachRule, Finding, drop_dismissed
from domain.coach.key_results import lint_key_result
from domain.coach.objectives import lint_objective_title
from domain.company.teams import team_day
from domain.kpis.status_model import KpiStatus
from domain.okrs.cycles import Cycle
from domain.okrs.drafts import KeyResultDraft
from domain.okrs.model import Commitment
from domain.values.ids import KeyResultId, KpiKey, ObjectiveId, key_result_name, objective_name
from handlers.context import Context
from handlers.usecases.kpis import readings as kpi_readings
from handlers.usecases.status import kpis as kpi_statuses
from storage.store import Transaction

_MAX_LINES = 3


def coach_lines(ctx: Context, draft: KeyResultDraft, *, key_result: KeyResultId | None = None) -> list[str]:
    """Return what the coach says of a key result while it is written, a line each; nothing where it is fine.

    Args:
        ctx: The transaction, the moment and the company.
        draft: What is written so far; its objective may be missing.
        key_result: The one that is changed, so that what was dismissed for it stays silent; or None.
    """
    return _format_findings(ctx.tx, lint_key_result(_draft_to_coach(ctx, draft, key_result)))


def objective_lines(tx: Transaction, title: str, *, objective: ObjectiveId | None = None) -> list[str]:
    """Return what the coach says of an objective's words while they are written; as `coach_lines`."""
    subject = objective_name(objective) if objective is not None else ""
    return _format_findings(tx, lint_objective_title(title, subject=subject))


def _format_findings(tx: Transaction, findings: Iterable[Finding]) -> list[str]:
    dismissed = {
        (dismissal.subject, CoachRule(dismissal.rule))
        for dismissal in tx.dismissals.all()
        if dismissal.rule in set(CoachRule)
    }
    return [finding_line(finding) for finding in drop_dismissed(findings, dismissed)[:_MAX_LINES]]


def finding_line(finding: Finding) -> str:
    """Say a finding in a line: why, and how it could read instead."""
    return f"{finding.why} For example: {finding.rewrite}" if finding.rewrite else finding.why


def _draft_to_coach(ctx: Context, draft: KeyResultDraft, key_result: KeyResultId | None) -> Draft:
    objective = ctx.tx.okrs.objective(draft.objective)
    cycle = ctx.tx.cycles.get(objective.cycle) if objective is not None else None
    status = _kpi(ctx, draft.kpi)
    team = ctx.org.teams.get(objective.team) if objective is not None else None
    return Draft(
        title=draft.title,
        metric=draft.metric,
        baseline=draft.baseline,
        target=draft.target,
        low=draft.low,
        high=draft.high,
        unit=draft.unit,
        subject=key_result_name(key_result) if key_result is not None else "",
        kpi=status,
        kpi_points=_points(ctx, status),
        committed=objective is not None and objective.commitment is Commitment.COMMITTED,
        guards=_guards(ctx, draft.kpi),
        start=_begins(cycle, is_new=key_result is None, today=team_day(team, ctx.now)),
        end=draft.due or (cycle.last_day if cycle is not None else None),
    )


def _begins(cycle: Cycle | None, *, is_new: bool, today: date) -> date | None:
    """Return the first day that counts: of one that is written while its cycle runs, the day after it is written."""
    if cycle is None:
        return None
    return max(cycle.start, today + timedelta(days=1)) if is_new else cycle.start


def _kpi(ctx: Context, key: KpiKey | None) -> KpiStatus | None:
    kpi = ctx.tx.kpis.get(key) if key is not None else None
    return kpi_readings.status_of(ctx, kpi) if kpi is not None else None


def _points(ctx: Context, status: KpiStatus | None) -> tuple[tuple[date, Decimal], ...]:
    if status is None:
        return ()
    today = team_day(ctx.org.teams.get(status.kpi.team), ctx.now)
    readings = kpi_statuses.read_readings(ctx.tx, [status.kpi], today=today).get(status.kpi.key, ())
    return tuple((reading.period, reading.value) for reading in readings)


def _guards(ctx: Context, key: KpiKey | None) -> tuple[str, ...]:
    if key is None:
        return ()
    guarded = ctx.tx.okrs.guarded([cycle.id for cycle in ctx.org.cycles])
    return tuple(objective_name(objective.id) for objective in guarded if key in objective.guardrails)
