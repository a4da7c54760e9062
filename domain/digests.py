"""The weekly digest: what is said first, what is left to "Show all" (SPEC 7.1 to 7.6)."""

from dataclasses import dataclass
from datetime import date

from domain.ids import PersonId
from domain.standings import KpiStanding, ObjectiveStanding
from domain.teams import Team


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
    """

    team: Team
    week: str
    first_day: date
    last_day: date
    on: date
    turned_red: tuple[KpiStanding, ...] = ()
    turned_amber: tuple[KpiStanding, ...] = ()
    recovered: tuple[KpiStanding, ...] = ()
    exceptions: tuple[KpiStanding, ...] = ()
    no_target: tuple[KpiStanding, ...] = ()
    fine: tuple[KpiStanding, ...] = ()
    objectives: tuple[ObjectiveStanding, ...] = ()
    slipped: tuple[ObjectiveStanding, ...] = ()
    overdue: tuple[tuple[PersonId, int], ...] = ()
    charted: tuple[KpiStanding, ...] = ()
