"""The form that adds or changes a KPI, as it is opened and as it follows what is typed in it (RULES 4.1 to 4.4)."""

from datetime import date

from domain.company.teams import Team, locale_of, team_day
from domain.kpis.model import Direction
from domain.kpis.target_changes import read_change
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from domain.values.numbers import NumberStyle
from domain.values.units import Unit
from handlers.context import ActorContext
from handlers.usecases.kpis import editing as kpi_editing
from handlers.views.blocks import numbers
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import form, targets
from handlers.views.kpis.form import Written


def open_form(ctx: ActorContext, *, kpi_key: KpiKey) -> View:
    """Return the form for a KPI that is there.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not change it.
    """
    kpi = kpi_editing.editable(ctx, kpi_key=kpi_key)
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    written = form.read_written(kpi, on=today, style=style_of(locale_of(ctx.org.people.get(ctx.actor))))
    return render_form(ctx, written, kpi_key=kpi_key)


def open_new_form(ctx: ActorContext, *, name: str = "") -> View:
    """Return the empty form, with the person as owner and their team chosen where they may add to it.

    Raises:
        AccessError: The person may add KPIs to no team.
    """
    teams = kpi_editing.creatable_teams(actor=ctx.actor, org=ctx.org)
    own = ctx.org.person_team(ctx.actor)
    team = next((team.key for team in teams if team.key == own), teams[0].key)
    return render_form(ctx, Written(name=name, team=team, owner=ctx.actor), kpi_key=None)


def render_form(ctx: ActorContext, written: Written, *, kpi_key: KpiKey | None, problem: str = "") -> View:
    """Return the form with what stands in its fields, and how its target is read.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        written: What stands in the fields.
        kpi_key: The KPI that is changed, or None for a new one.
        problem: A sentence above all.

    Raises:
        AccessError: The person may not change this KPI, or add one.
    """
    teams = _teams(ctx, kpi_key)
    today = team_day(next((team for team in teams if team.key == written.team), None), ctx.now)
    locale = locale_of(ctx.org.people.get(ctx.actor))
    line, shown = target_line(written, style=style_of(locale), today=today, locale=locale)
    return form.modal(kpi_key, written, teams=teams, preview=line, shown=shown, problem=problem)


def target_line(written: Written, *, style: NumberStyle, today: date, locale: str) -> tuple[str, str]:
    """Return what stands below the target, and the reading that is shown by it; empty where nothing could be read."""
    try:
        unit, direction = Unit.parse(written.unit), Direction(written.direction)
        read = read_change(written.target, unit, direction, style, today=today)
    except (TillerError, ValueError) as refused:
        return str(refused), ""
    if read.target is None:
        return "Read as: no target yet. Without a target and limits a KPI is never green.", "no target"
    words = targets.target_sentence(read.target, unit, locale=locale)
    if read.valid_from is not None:
        words = f"{words}, from {numbers.day_of_year(read.valid_from, locale=locale)}"
    return f"Read as: {words}.", words


def _teams(ctx: ActorContext, kpi_key: KpiKey | None) -> list[Team]:
    """Return the teams to choose from: those to which the person may add, and the one that a KPI has."""
    if kpi_key is None:
        return kpi_editing.creatable_teams(actor=ctx.actor, org=ctx.org)
    kpi = kpi_editing.editable(ctx, kpi_key=kpi_key)
    own = [team for team in ctx.org.teams.values() if team.key == kpi.team]
    return own + [team for team in kpi_editing.teams_to_add(actor=ctx.actor, org=ctx.org) if team.key != kpi.team]
