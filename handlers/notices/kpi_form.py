"""The form that adds or changes a KPI, as it is opened and as it follows what is typed in it (SPEC 4.1 to 4.4)."""

from datetime import date, datetime

from domain.company.teams import Team, team_day
from domain.kpis.model import Direction
from domain.kpis.target_changes import read_change
from domain.values.errors import TillerError
from domain.values.ids import KpiKey, PersonId
from domain.values.numbers import NumberStyle
from domain.values.units import Unit
from handlers.organization import Organization
from handlers.usecases.kpis import editing as kpi_editing
from handlers.views.blocks import numbers
from handlers.views.blocks.locales import locale_of, style_of
from handlers.views.blocks.message import View
from handlers.views.kpis import form as views
from handlers.views.kpis import targets
from handlers.views.kpis.form import Written
from storage.store import Transaction


def opened(tx: Transaction, *, kpi_key: KpiKey, actor: PersonId, now: datetime, org: Organization) -> View:
    """Return the form for a KPI that is there.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not change it.
    """
    kpi = kpi_editing.editable(tx, kpi_key=kpi_key, actor=actor, org=org)
    today = team_day(org.teams.get(kpi.team), now)
    written = views.written_of(kpi, on=today, style=style_of(locale_of(org.people.get(actor))))
    return rendered(tx, written, kpi_key=kpi_key, actor=actor, now=now, org=org)


def opened_new(tx: Transaction, *, actor: PersonId, now: datetime, org: Organization, name: str = "") -> View:
    """Return the empty form, with the person as owner and their team chosen where they may add to it.

    Raises:
        AccessError: The person may add KPIs to no team.
    """
    teams = kpi_editing.creatable_teams(actor=actor, org=org)
    own = org.person_team(actor)
    team = next((each.key for each in teams if each.key == own), teams[0].key)
    return rendered(tx, Written(name=name, team=team, owner=actor), kpi_key=None, actor=actor, now=now, org=org)


def rendered(
    tx: Transaction,
    written: Written,
    *,
    kpi_key: KpiKey | None,
    actor: PersonId,
    now: datetime,
    org: Organization,
    problem: str = "",
) -> View:
    """Return the form with what stands in its fields, and how its target is read.

    Args:
        tx: The transaction.
        written: What stands in the fields.
        kpi_key: The KPI that is changed, or None for a new one.
        actor: Who writes.
        now: The instant.
        world: The company.
        problem: A sentence above all.

    Raises:
        AccessError: The person may not change this KPI, or add one.
    """
    teams = _teams(tx, kpi_key, actor=actor, org=org)
    today = team_day(next((each for each in teams if each.key == written.team), None), now)
    locale = locale_of(org.people.get(actor))
    line, shown = target_line(written, style=style_of(locale), today=today, locale=locale)
    return views.modal(kpi_key, written, teams=teams, preview=line, shown=shown, problem=problem)


def target_line(written: Written, *, style: NumberStyle, today: date, locale: str) -> tuple[str, str]:
    """Return what stands below the target, and the reading that is shown by it; empty where nothing could be read."""
    try:
        unit, direction = Unit.parse(written.unit), Direction(written.direction)
        read = read_change(written.target, unit, direction, style, today=today)
    except (TillerError, ValueError) as refused:
        return str(refused), ""
    if read.target is None:
        return "Read as: no target yet. Without a target and limits a KPI is never green.", "no target"
    words = targets.target_said(read.target, unit, locale=locale)
    if read.valid_from is not None:
        words = f"{words}, from {numbers.day_of_year(read.valid_from, locale=locale)}"
    return f"Read as: {words}.", words


def _teams(tx: Transaction, kpi_key: KpiKey | None, *, actor: PersonId, org: Organization) -> list[Team]:
    """Return the teams to choose from: those to which the person may add, and the one that a KPI has."""
    if kpi_key is None:
        return kpi_editing.creatable_teams(actor=actor, org=org)
    kpi = kpi_editing.editable(tx, kpi_key=kpi_key, actor=actor, org=org)
    own = [team for team in org.teams.values() if team.key == kpi.team]
    return own + [team for team in kpi_editing.teams_to_add(actor=actor, org=org) if team.key != kpi.team]
