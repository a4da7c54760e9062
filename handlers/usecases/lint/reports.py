"""The coach's report on a cycle or on a part of it, loaded in a few set-based reads (RULES 8).

The whole cycle is read and judged each time, then cut to what was asked for: whether a target is in conflict with a
guardrail, or a team has too much on its plate, shows only beside all the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.calendar.local_time import local_day
from domain.coach.findings import CoachRule, Finding
from domain.coach.report import Report, Review, lint_cycle
from domain.kpis.alerts import AlertKind
from domain.kpis.model import Kpi, Reading
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.lint_dismissals import Dismissal
from domain.okrs.model import KeyResult
from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey, key_result_name, objective_name
from handlers.context import Context
from handlers.usecases.lint.subjects import Subject, subjects_of
from handlers.usecases.okrs.lists import UnknownIdError
from handlers.usecases.status import kpis as kpi_statuses
from handlers.usecases.status import okrs
from storage.store import Transaction

TIME_TO_ACT = timedelta(days=14)
"""An alert that is younger has its own reminders, and is no sign yet that nobody cares."""
_OPEN_FIRST = (CycleState.ACTIVE, CycleState.SCORING, CycleState.DRAFT, CycleState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What the coach says of a cycle, or of a part of it.

    Attributes:
        report: What nobody has dismissed.
        silent: What somebody has, each with who, when and why.
        subjects: What was looked at, by name.
    """

    cycle: Cycle
    report: Report
    silent: tuple[tuple[Finding, Dismissal], ...]
    subjects: Mapping[str, Subject]


def lint_cycle_of(ctx: Context, cycle: Cycle, *, team: TeamKey | None = None, owner: PersonId | None = None) -> Linted:
    """Return what the coach says of a cycle.

    Args:
        ctx: The transaction, the moment and the company.
        cycle: The cycle, in any state.
        team: Only of this team and those below it, or None for everybody's.
        owner: Only of what this person owns, or None.
    """
    teams = {item.key for item in ctx.org.below(team)} if team is not None else None

    def is_wanted(subject: Subject) -> bool:
        return (teams is None or subject.team in teams) and (owner is None or subject.owner == owner)

    return _select(_lint_whole(ctx, cycle), is_wanted)


def lint_one(ctx: Context, *, key_result: KeyResultId | None = None, objective: ObjectiveId | None = None) -> Linted:
    """Return what the coach says of a key result, or of an objective with its key results.

    Raises:
        UnknownIdError: There is none with this number.
    """
    found = ctx.tx.okrs.key_result(key_result) if key_result is not None else None
    number = found.objective if found is not None else objective
    above = ctx.tx.okrs.objective(number) if number is not None else None
    cycle = ctx.tx.cycles.get(above.cycle) if above is not None else None
    if above is None or cycle is None:
        missing = key_result_name(key_result) if key_result is not None else objective_name(objective or ObjectiveId(0))
        raise UnknownIdError(f"There is no {missing}.")

    def is_wanted(subject: Subject) -> bool:
        if found is not None:
            return subject.key_result == found
        return subject.objective == above

    return _select(_lint_whole(ctx, cycle), is_wanted)


def cycle_in_question(cycles: Sequence[Cycle]) -> Cycle | None:
    """Return the cycle that is meant where none is named: the one that runs, else the next, else the last one."""
    order = {state: place for place, state in enumerate(_OPEN_FIRST)}
    # Of drafts the earliest is next; of what runs or is closed the latest is meant.
    days = {cycle.id: cycle.start.toordinal() * (1 if cycle.state is CycleState.DRAFT else -1) for cycle in cycles}
    return min(cycles, key=lambda cycle: (order[cycle.state], days[cycle.id]), default=None)


def _lint_whole(ctx: Context, cycle: Cycle) -> Linted:
    review, subjects = _review(ctx, cycle)
    dismissals = {(dismissal.subject, dismissal.rule): dismissal for dismissal in ctx.tx.dismissals.all()}
    report = lint_cycle(review)
    runs = cycle.state in (CycleState.ACTIVE, CycleState.SCORING)
    findings = tuple(finding for finding in report.findings if runs or not _is_of_the_dashboard(finding))
    silent = tuple(
        (finding, dismissals[finding.subject, finding.rule.value])
        for finding in findings
        if (finding.subject, finding.rule.value) in dismissals
    )
    return Linted(cycle=cycle, report=replace(report, findings=findings), silent=silent, subjects=subjects)


def _is_of_the_dashboard(finding: Finding) -> bool:
    """Tell whether a finding is about KPIs as they are today, which says nothing of a draft or of the past."""
    return finding.subject.startswith("kpi:") or finding.rule in (CoachRule.ALL_LAGGING, CoachRule.TOO_MANY_KPIS)


def _select(whole: Linted, is_wanted: Callable[[Subject], bool]) -> Linted:
    """Return the part of a report that is wanted, without what was dismissed, counted anew."""
    wanted = {name: subject for name, subject in whole.subjects.items() if is_wanted(subject)}
    silent = tuple(pair for pair in whole.silent if pair[0].subject in wanted)
    quiet = {(finding.subject, finding.rule) for finding, _ in silent}
    findings = tuple(
        finding
        for finding in whole.report.findings
        if finding.subject in wanted and (finding.subject, finding.rule) not in quiet
    )
    key_results = {name for name, subject in wanted.items() if subject.key_result is not None}
    report = Report(
        findings=findings,
        looked_at=len(key_results),
        clean=len(key_results - {finding.subject for finding in findings}),
        dismissed=len(silent),
    )
    return Linted(cycle=whole.cycle, report=report, silent=silent, subjects=wanted)


def _review(ctx: Context, cycle: Cycle) -> tuple[Review, dict[str, Subject]]:
    objectives = ctx.tx.okrs.objectives(cycle.id)
    rows = okrs.read_objectives(ctx.tx, objectives)
    kpis = ctx.tx.kpis.all()
    readings = _readings(ctx.tx, rows.key_results, kpis, ctx.now)
    found = okrs.assess_objectives(rows, org=ctx.org, cycles={cycle.id: cycle}, now=ctx.now)
    alerted, acted_on = _alerts(ctx.tx, ctx.now)
    review = Review(
        cycle=cycle,
        objectives=found,
        kpis=kpi_statuses.assess_kpis(kpis, readings, org=ctx.org, now=ctx.now),
        teams=ctx.org.teams,
        people=ctx.org.people,
        points={key: [(reading.period, reading.value) for reading in values] for key, values in readings.items()},
        confidences=_read_expected(found, cycle),
        alerted=alerted,
        acted_on=acted_on,
    )
    return review, subjects_of(objectives, rows.key_results, kpis)


def _readings(
    tx: Transaction, key_results: Sequence[KeyResult], kpis: Sequence[Kpi], now: datetime
) -> dict[KpiKey, tuple[Reading, ...]]:
    """Read the history of those KPIs that feed a key result; of the others only what is set counts."""
    feeding = {key_result.kpi for key_result in key_results if key_result.kpi is not None and not key_result.cancelled}
    # A day more than UTC's: somewhere it is tomorrow already.
    tomorrow = (now + timedelta(days=1)).date()
    return kpi_statuses.read_readings(tx, [kpi for kpi in kpis if kpi.key in feeding], today=tomorrow)


def _read_expected(objectives: Sequence[ObjectiveStatus], cycle: Cycle) -> dict[KeyResultId, int]:
    """Return how sure somebody was of each key result before its cycle had begun."""
    every = [key_result_status for objective in objectives for key_result_status in objective.key_results]
    said = [
        (key_result_status.key_result.id, check_in, local_day(check_in.at, key_result_status.zone))
        for key_result_status in every
        for check_in in key_result_status.history
    ]
    return {
        number: checkin.confidence
        for number, checkin, day in said
        if checkin.confidence is not None and day <= cycle.first_day
    }


def _alerts(tx: Transaction, now: datetime) -> tuple[set[KpiKey], set[KpiKey]]:
    """Return the KPIs whose limits ever alerted long enough ago, and those of whose alerts somebody took notice."""
    every = [alert for alert in tx.alerts.of_kind(AlertKind.LIMIT) if alert.opened_at <= now - TIME_TO_ACT]
    numbers = [alert.id for alert in every]
    notes, made = tx.alerts.notes_of(numbers), tx.okrs.by_alerts(numbers)
    acted_on = {
        alert.kpi for alert in every if alert.acknowledged_by is not None or notes[alert.id] or alert.id in made
    }
    return {alert.kpi for alert in every}, acted_on
