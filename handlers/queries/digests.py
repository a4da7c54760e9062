"""Answers `/kpi digest`: a team's week, now; the one that was posted where there is one (RULES 7.6 and 7.7)."""

from domain.company.teams import Team, team_day
from domain.loop.digests import has_nothing, report_week
from domain.values.ids import TeamKey
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError, find_team, shorten, suggest_like
from handlers.usecases.loop import digests
from handlers.views.blocks.block_kit import Message
from handlers.views.loop import digest


def answer(query: Query) -> Message:
    """Show the digest of the asker's team, or of the one that is named.

    Raises:
        NotUnderstoodError: There is no such team, or nothing to report.
    """
    team = _team(query)
    week = report_week(team_day(team, query.now)).name
    posted = digests.read_posted(query.tx, team=team.key, week=week)
    if posted is not None:
        return Message(**posted["message"])
    found = digests.compose_for(query, team=team)
    if has_nothing(found):
        raise NotUnderstoodError(f"{team.name} has no KPI and no objective in a running cycle: nothing to report.")
    return digest.message(found, names=query.org.names, locale=query.locale)


def _team(query: Query) -> Team:
    teams = query.org.teams
    if query.rest:
        found = find_team(query.rest, teams)
        if found is not None:
            return found
        choices = {team.name: f"digest {team.key}" for team in teams.values()}
        keys: list[TeamKey] = list(teams)
        raise NotUnderstoodError(
            f"There is no team ‘{shorten(query.rest)}’.",
            near=suggest_like(query.rest, choices),
            known=[str(key) for key in keys],
        )
    own = query.org.team_of(query.actor) or query.org.root()
    if own is None:
        raise NotUnderstoodError("There are no teams yet, so there is no digest.")
    return own
