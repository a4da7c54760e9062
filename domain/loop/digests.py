"""The weekly digest: what is said first, what is left to "Show all" (RULES 7.1 to 7.6)."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from domain.company.teams import Team
from domain.kpis.model import KpiState
from domain.kpis.status_model import KpiStatus
from domain.loop.guardrails import Guard, Guardrail, guardrails
from domain.okrs.status_model import Disagreement, ObjectiveStatus, OkrState, Pace
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey

_DAYS_OF_A_WEEK = 7
_HOURS_OF_A_DAY = 24
_THURSDAY = 3
_CHARTS = 2
_FEWEST_CHART_POINTS = 3
_WORST_FIRST = (KpiState.CRITICAL, KpiState.WARNING, KpiState.STALE, KpiState.NO_DATA)
_OUT = (KpiState.CRITICAL, KpiState.WARNING)
# Too early says as little against an objective as on pace does; undefined cannot be compared.
_PACE_RANK = {Pace.TOO_EARLY: 0, Pace.ON_PACE: 0, Pace.BEHIND: 1, Pace.WELL_BEHIND: 2, Pace.MISSED: 3}
_NEEDS_WORD = (OkrState.AT_RISK, OkrState.OFF_TRACK, OkrState.OUTDATED)


class SubscriptionError(TillerError):
    """A weekday or an hour that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who gets a team's digest, and when (RULES 7.7).

    Attributes:
        to: A channel (`C…`) or a person (`U…`).
        weekday: 0 for Monday to 6 for Sunday.
        hour: 0 to 23, in `timezone`, an IANA zone.
    """

    id: int
    team: TeamKey
    to: str
    weekday: int = 0
    hour: int = 9
    timezone: str = "UTC"

    def __post_init__(self) -> None:
        if not 0 <= self.weekday < _DAYS_OF_A_WEEK:
            raise SubscriptionError(f"There is no weekday {self.weekday}. Monday is 0, Sunday is 6.")
        if not 0 <= self.hour < _HOURS_OF_A_DAY:
            raise SubscriptionError(f"There is no hour {self.hour}. Hours are 0 to 23.")


class ReportWeek(NamedTuple):
    """The week that a digest is about: `2026-W47`, its Monday and its Sunday."""

    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts on a KPI that is not fine, and with which key result, if one was made from its alert."""

    kpi: KpiKey
    person: PersonId
    key_result: KeyResultId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One team's week.

    Attributes:
        team: The team whose digest it is; it covers the team and those below it.
        week: `2026-W47`; `first_day` and `last_day` are its Monday and Sunday.
        on: The day of rendering, in the team's zone.
        turned_red: KPIs that became critical within the week; `turned_amber` likewise became a warning.
        recovered: KPIs that came back to ok within the week.
        exceptions: KPIs that are critical, warning, stale or without data, worst first.
        no_target: KPIs that say nothing because nobody set a target.
        fine: KPIs that are ok, most changed first.
        objectives: The objectives shown, those that need a word first, then by id.
        slipped: Objectives whose pace is worse than a week ago.
        overdue: People who still owe the running round's check-in, each with how many key results.
        charted: The KPIs whose chart is worth showing, at most two.
        guardrails: The guardrails of the objectives that are not fine, in the order of the objectives.
        acting: Who acts on KPIs that are not fine, at most one entry for each.
    """

    team: Team
    week: str
    first_day: date
    last_day: date
    on: date
    turned_red: tuple[KpiStatus, ...] = ()
    turned_amber: tuple[KpiStatus, ...] = ()
    recovered: tuple[KpiStatus, ...] = ()
    exceptions: tuple[KpiStatus, ...] = ()
    no_target: tuple[KpiStatus, ...] = ()
    fine: tuple[KpiStatus, ...] = ()
    objectives: tuple[ObjectiveStatus, ...] = ()
    slipped: tuple[ObjectiveStatus, ...] = ()
    overdue: tuple[tuple[PersonId, int], ...] = ()
    charted: tuple[KpiStatus, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    acting: tuple[Acting, ...] = ()

    @property
    def conflicts(self) -> tuple[Guardrail, ...]:
        """The guardrails that are critical while their objective advances (RULES 4.8)."""
        return tuple(guardrail for guardrail in self.guardrails if guardrail.verdict is Guard.CONFLICT)

    def guards_of(self, objective: ObjectiveId) -> tuple[Guardrail, ...]:
        """Return the guardrails of an objective that are not fine."""
        return tuple(guardrail for guardrail in self.guardrails if guardrail.objective.objective.id == objective)


def report_week(day: date) -> ReportWeek:
    """Return the ISO week that a digest posted on this day is about.

    Until Wednesday one looks back at the week that is over, from Thursday on at the one that ends.
    """
    monday = day - timedelta(days=day.weekday())
    if day.weekday() < _THURSDAY:
        monday -= timedelta(weeks=1)
    iso = monday.isocalendar()
    return ReportWeek(f"{iso.year}-W{iso.week:02d}", monday, monday + timedelta(days=_DAYS_OF_A_WEEK - 1))


def compose(
    *,
    team: Team,
    week: ReportWeek,
    on: date,
    kpis: Iterable[KpiStatus],
    kpis_before: Iterable[KpiStatus],
    objectives: Iterable[ObjectiveStatus],
    overdue: Mapping[PersonId, int],
    guarding: Mapping[KpiKey, KpiStatus] | None = None,
    acting: Iterable[Acting] = (),
) -> Digest:
    """Compose one team's week; the same input in any order gives the same digest.

    Args:
        team: The team.
        week: The week it is about.
        on: The day of rendering, in the team's zone.
        kpis: The statuses of the KPIs of the team and those below it, on the day.
        kpis_before: Their statuses a week before. A KPI without one is new and has turned nowhere.
        objectives: The statuses of the objectives, `previous_pace` being that of a week before.
        overdue: How many key results each person still owes the running round.
        guarding: The statuses of the KPIs that guard the objectives, of whatever team.
        acting: Who acts on a KPI that is not fine, at most one entry for each.
    """
    before = {status.kpi.key: status.state for status in kpis_before}
    by_key = sorted(kpis, key=lambda status: status.kpi.key)
    turned = {status.kpi.key for status in by_key if _has_turned_worse(status, before)}
    out = _sort_by_gravity((status for status in by_key if status.state in _WORST_FIRST), turned)
    recovered = [status for status in by_key if status.state is KpiState.OK and before.get(status.kpi.key) in _OUT]
    every = sorted(objectives, key=lambda status: status.objective.id)
    strained = _not_fine(every, guarding or {})
    at_odds = {guardrail.objective.objective.id for guardrail in strained if guardrail.verdict is Guard.CONFLICT}
    shown = sorted(every, key=lambda status: not (needs_word(status) or status.objective.id in at_odds))
    places = {status.objective.id: place for place, status in enumerate(shown)}
    return Digest(
        team=team,
        week=week.name,
        first_day=week.first_day,
        last_day=week.last_day,
        on=on,
        turned_red=tuple(status for status in out if status.state is KpiState.CRITICAL and status.kpi.key in turned),
        turned_amber=tuple(status for status in out if status.state is KpiState.WARNING and status.kpi.key in turned),
        recovered=tuple(recovered),
        exceptions=tuple(out),
        no_target=tuple(status for status in by_key if status.state is KpiState.NO_TARGET),
        fine=tuple(
            sorted(
                (status for status in by_key if status.state is KpiState.OK),
                key=lambda status: -_relative_move(status),
            )
        ),
        objectives=tuple(shown),
        slipped=tuple(status for status in shown if has_slipped(status)),
        overdue=tuple(sorted((person, count) for person, count in overdue.items() if count > 0)),
        charted=tuple(_choose_charts(out, recovered, turned)),
        guardrails=tuple(sorted(strained, key=lambda guardrail: places[guardrail.objective.objective.id])),
        acting=tuple(sorted(acting, key=lambda acting: acting.kpi)),
    )


def _sort_by_gravity(statuses: Iterable[KpiStatus], turned: AbstractSet[KpiKey]) -> list[KpiStatus]:
    """Sort KPIs: critical first, what has just turned before what has not, then by how far it moved."""
    return sorted(
        statuses,
        key=lambda status: (_WORST_FIRST.index(status.state), status.kpi.key not in turned, -_relative_move(status)),
    )


def _not_fine(objectives: Iterable[ObjectiveStatus], kpis: Mapping[KpiKey, KpiStatus]) -> list[Guardrail]:
    found = [guardrail for objective in objectives for guardrail in guardrails(objective, kpis)]
    return [guardrail for guardrail in found if guardrail.verdict is not Guard.FINE]


def _has_turned_worse(status: KpiStatus, before: Mapping[KpiKey, KpiState]) -> bool:
    """Tell whether a KPI became critical, or a warning that was no worse before."""
    was = before.get(status.kpi.key)
    if was is None or status.state not in _OUT:
        return False
    return was is not KpiState.CRITICAL and was is not status.state


def _relative_move(status: KpiStatus) -> Decimal:
    change = status.against_previous
    return Decimal(0) if change is None or change.ratio is None else abs(change.ratio)


def _choose_charts(out: Iterable[KpiStatus], recovered: Iterable[KpiStatus], turned: set[KpiKey]) -> list[KpiStatus]:
    """Return the KPIs worth a chart: what turned within the week, else what is out of its limits, most moved first."""
    worth = [kpi_status for kpi_status in out if kpi_status.state in _OUT]
    worth.sort(key=lambda kpi_status: (kpi_status.kpi.key not in turned, -_relative_move(kpi_status)))
    return [kpi_status for kpi_status in (*worth, *recovered) if len(kpi_status.recent) >= _FEWEST_CHART_POINTS][
        :_CHARTS
    ]


def has_slipped(status: ObjectiveStatus) -> bool:
    """Tell whether an objective's pace is worse than a week ago."""
    if status.previous_pace not in _PACE_RANK or status.pace not in _PACE_RANK:
        return False
    return _PACE_RANK[status.pace] > _PACE_RANK[status.previous_pace]


def needs_word(status: ObjectiveStatus) -> bool:
    """Tell whether an objective is to be shown before the others: behind, in doubt, silent, or at odds with itself."""
    if _PACE_RANK.get(status.pace, 0) > 0:
        return True
    live = [key_result_status for key_result_status in status.key_results if not key_result_status.key_result.cancelled]
    return any(
        key_result_status.state in _NEEDS_WORD or key_result_status.disagreement is not Disagreement.NONE
        for key_result_status in live
    )


def is_quiet(digest: Digest) -> bool:
    """Tell whether one sentence says it all: nothing turned or is out, no objective needs a word, nobody owes."""
    told = digest.exceptions or digest.recovered or digest.slipped or digest.overdue or digest.conflicts
    return not told and not any(needs_word(status) for status in digest.objectives)


def has_nothing(digest: Digest) -> bool:
    """Tell whether there is neither a KPI nor an objective, so that a digest would be about nothing."""
    return not (digest.exceptions or digest.no_target or digest.fine or digest.objectives)
