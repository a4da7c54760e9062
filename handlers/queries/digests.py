"""Answers `/kpi digest`: a team's week, now; the one that was posted where there is one (SPEC 7.6 and 7.7)."""

from domain.company.teams import Team, team_day
from domain.loop.digests import has_nothing, report_week
from domain.values.ids import TeamKey
from handlers.queries.query import Asked
from handlers.usecases.company.query_parser import NotUnderstoodError, like, shown, team_named
from handlers.usecases.loop import digests as usecase
from handlers.views.blocks.message import Message
from handlers.views.loop import digest as views
from storage.store import Transaction


def answer(tx: Transaction, asked: Asked) -> Message:
    """Show the digest of the asker's team, or of the one that is named.

    Raises:
        NotUnderstoodError: There is no such team, or nothing to report.
    """
    team = _team(asked)
    week = report_week(team_day(team, asked.now)).name
    posted = usecase.posted(tx, team=team.key, week=week)
    if posted is not None:
        return Message(**posted["message"])
    found = usecase.compose_for(tx, team=team, now=asked.now, world=asked.world)
    if has_nothing(found):
        raise NotUnderstoodError(f"{team.name} has no KPI and no objective in a running cycle: nothing to report.")
    return views.message(found, names=asked.world.names, locale=asked.locale)


def _team(asked: Asked) -> Team:
    teams = asked.world.teams
    if asked.rest:
        found = team_named(asked.rest, teams)
        if found is not None:
            return found
        choices = {team.name: f"digest {team.key}" for team in teams.values()}
        keys: list[TeamKey] = list(teams)
        raise NotUnderstoodError(
            f"There is no team ‘{shown(asked.rest)}’.", near=like(asked.rest, choices), known=[str(key) for key in keys]
        )
    own = asked.world.team_of(asked.actor) or asked.world.root()
    if own is None:
        raise NotUnderstoodError("There are no teams yet, so there is no digest.")
    return own
