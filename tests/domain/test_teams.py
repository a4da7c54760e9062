"""Tests of the tree of teams, of who leads and of whose zone counts."""

import pytest

from domain.calendar.local_time import is_zone
from domain.company.teams import Team, TeamTreeError, ancestors, check_tree, subtree, zone_of
from domain.values.ids import TeamKey
from tests.domain.okr_company import COMPANY, GROWTH, SALES, person, teams

INNER = TeamKey("inner-sales")


def tree() -> list[Team]:
    return [Team(key=INNER, name="Inner sales", parent=SALES), *teams().values()]


def test_a_team_comes_before_those_below_it() -> None:
    assert [team.key for team in subtree(tree(), COMPANY)] == [COMPANY, GROWTH, SALES, INNER]
    assert [team.key for team in subtree(tree(), SALES)] == [SALES, INNER]


def test_an_unknown_team_has_no_tree() -> None:
    with pytest.raises(TeamTreeError, match="There is no team ‘grwoth’"):
        subtree(tree(), TeamKey("grwoth"))


def test_a_tree_whose_parents_exist_is_sound() -> None:
    check_tree({team.key: team.parent for team in tree()})


def test_a_missing_parent_is_named() -> None:
    with pytest.raises(TeamTreeError, match="parent of ‘growth’, ‘compnay’"):
        check_tree({GROWTH: TeamKey("compnay")})


@pytest.mark.parametrize(
    "parents",
    [{GROWTH: GROWTH}, {GROWTH: SALES, SALES: GROWTH}, {COMPANY: GROWTH, GROWTH: SALES, SALES: GROWTH}],
)
def test_a_team_above_itself_is_refused(parents: dict[TeamKey, TeamKey | None]) -> None:
    with pytest.raises(TeamTreeError, match="above itself"):
        check_tree(parents)


def test_the_teams_above_come_nearest_first() -> None:
    by_key = {team.key: team for team in tree()}
    assert [team.key for team in ancestors(by_key, INNER)] == [INNER, SALES, COMPANY]
    assert ancestors(by_key, TeamKey("nobody")) == ()


def test_a_circle_of_teams_does_not_go_on_for_ever() -> None:
    circle = {
        GROWTH: Team(key=GROWTH, name="Growth", parent=SALES),
        SALES: Team(key=SALES, name="Sales", parent=GROWTH),
    }
    assert [team.key for team in ancestors(circle, GROWTH)] == [GROWTH, SALES]


def test_hours_are_counted_where_the_person_is() -> None:
    berlin = Team(key=GROWTH, name="Growth", timezone="Europe/Berlin")
    assert zone_of(person(timezone="Asia/Kolkata"), berlin) == "Asia/Kolkata"
    assert zone_of(person(), berlin) == "Europe/Berlin"
    assert zone_of(person(), None) == "UTC"


def test_a_zone_that_does_not_exist_never_stops_a_prompt() -> None:
    nowhere = Team(key=GROWTH, name="Growth", timezone="Mars/Base")
    assert zone_of(person(timezone="Moon/Crater"), nowhere) == "UTC"
    assert not is_zone("Moon/Crater")
