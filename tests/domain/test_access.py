"""Tests of who may do what: owner, delegate, lead, coordinator, and the stranger who may not."""

from dataclasses import replace
from datetime import date

import pytest

from domain.company.access import AccessError, may_run_cycles, may_write_objective, require
from domain.company.teams import Person, Role, Team
from domain.kpis.access import may_act_on_alert, may_create_kpi, may_edit_kpi
from domain.kpis.alerts import Alert, AlertKind, AlertState
from domain.kpis.model import Kpi, KpiState
from domain.okrs.access import may_check_in, may_edit_key_result, may_edit_objective, may_write_under
from domain.values.ids import AlertId, KpiKey, PersonId, TeamKey
from tests.domain.okr_company import (
    ADA,
    BEN,
    COMPANY,
    GROWTH,
    MIA,
    NOON,
    SALES,
    TODAY,
    ZOE,
    key_result,
    objective,
    person,
    teams,
)

KPI = Kpi(key=KpiKey("churn"), name="Churn", team=GROWTH, owner=ADA)
INNER = TeamKey("inner-growth")


def alert(assigned_to: PersonId | None = None) -> Alert:
    return Alert(
        id=AlertId(1),
        kpi=KPI.key,
        kind=AlertKind.LIMIT,
        state=AlertState.OPEN,
        state_shown=KpiState.CRITICAL,
        since=date(2026, 8, 3),
        opened_at=NOON,
        assigned_to=assigned_to,
    )


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        pytest.param(person(ADA, team=SALES), "owner", id="owner"),
        pytest.param(person(BEN, team=SALES, role=Role.COORDINATOR), "coordinator", id="coordinator"),
        pytest.param(person(MIA, team=SALES), "lead of Growth", id="the team's lead"),
        pytest.param(person(ZOE, team=COMPANY), "lead of Company", id="lead above"),
        pytest.param(person(BEN, team=GROWTH, role=Role.LEAD), "lead of Growth", id="lead by role"),
        pytest.param(person(BEN, team=COMPANY, role=Role.LEAD), "lead of Company", id="lead by role above"),
    ],
)
def test_owners_leads_and_coordinators_may_change_what_is_theirs(who: Person, reason: str) -> None:
    permissions = [
        may_edit_key_result(who, key_result(), objective(), teams()),
        may_edit_kpi(who, KPI, teams()),
    ]
    assert {(permission.allowed, permission.reason) for permission in permissions} == {(True, reason)}
    assert require(permissions[0]) is permissions[0]


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(person(BEN), id="a member of the same team"),
        pytest.param(person(BEN, team=SALES, role=Role.LEAD), id="another team's lead"),
        pytest.param(person(BEN, team=None), id="without a team"),
    ],
)
def test_a_stranger_is_told_who_may(who: Person) -> None:
    refused = may_edit_key_result(who, key_result(), objective(), teams())
    assert not refused.allowed
    assert refused.reason == "KR-12 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    with pytest.raises(AccessError, match="KR-12 is not yours"):
        require(refused)
    assert may_edit_kpi(who, KPI, teams()).reason.startswith("Churn is not yours")


def test_the_lead_of_a_team_below_may_not_change_what_is_above() -> None:
    teams_by_key = {**teams(), INNER: Team(key=INNER, name="Inner growth", parent=GROWTH, lead=BEN)}
    assert not may_edit_key_result(person(BEN, team=INNER), key_result(), objective(), teams_by_key).allowed
    assert may_edit_key_result(person(MIA), key_result(), objective(team=INNER), teams_by_key).allowed


def test_an_objectives_owner_may_change_its_key_results() -> None:
    assert may_edit_key_result(person(BEN), key_result(), objective(owner=BEN), teams()).allowed
    assert not may_edit_key_result(person(BEN), key_result(), objective(), teams()).allowed


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (person(ADA, role=Role.VIEWER), "You can look, but not change anything."),
        (person(ADA, active=False), "Your account is deactivated."),
        (person(ADA, active=False, role=Role.COORDINATOR), "Your account is deactivated."),
    ],
)
def test_viewers_and_deactivated_accounts_change_nothing(who: Person, sentence: str) -> None:
    for refused in (
        may_edit_key_result(who, key_result(), objective(), teams()),
        may_edit_kpi(who, KPI, teams()),
        may_act_on_alert(who, alert(assigned_to=ADA), KPI, teams()),
    ):
        assert not refused.allowed
        assert refused.reason.startswith(sentence)


def test_a_delegate_may_check_in_only_while_the_owner_is_away() -> None:
    away = person(ADA, away_until=date(2026, 8, 20), delegate=BEN)

    def may(who: Person, owner: Person | None, today: date = TODAY) -> bool:
        return may_check_in(who, key_result(), objective(), teams(), owner=owner, today=today).allowed

    assert may(person(BEN), away)
    assert not may(person(BEN), away, today=date(2026, 8, 20))
    assert not may(person(BEN), person(ADA, delegate=BEN))
    assert not may(person(BEN), None)
    assert not may(person(BEN, role=Role.VIEWER), away)
    assert may(person(ADA), away)
    assert may(person(MIA), None)


def test_a_delegate_may_not_change_the_key_result_itself() -> None:
    assert not may_edit_key_result(person(BEN), key_result(), objective(), teams()).allowed


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        pytest.param(person(BEN), "member of Growth", id="its team"),
        pytest.param(person(BEN, team=COMPANY), "member of Company", id="a team above"),
        pytest.param(person(BEN, team=INNER), "member of Inner growth", id="a team below"),
        pytest.param(person(ADA, team=SALES), "owner", id="its owner"),
        pytest.param(person(BEN, team=None, role=Role.COORDINATOR), "coordinator", id="coordinator"),
    ],
)
def test_those_who_see_an_alert_may_act_on_it(who: Person, reason: str) -> None:
    teams_by_key = {**teams(), INNER: Team(key=INNER, name="Inner growth", parent=GROWTH)}
    found = may_act_on_alert(who, alert(), KPI, teams_by_key)
    assert (found.allowed, found.reason) == (True, reason)


def test_another_teams_member_acts_on_an_alert_only_when_asked() -> None:
    other = person(BEN, team=SALES)
    refused = may_act_on_alert(other, alert(), KPI, teams())
    assert not refused.allowed
    assert refused.reason == "This alert belongs to Growth. Its members, its lead or a coordinator can act on it."
    assert may_act_on_alert(other, alert(assigned_to=BEN), KPI, teams()).reason == "asked to act"


def test_a_team_that_is_not_known_is_named_by_its_key() -> None:
    refused = may_edit_key_result(person(BEN), key_result(), objective(team=TeamKey("lost")), teams())
    assert "the lead of lost" in refused.reason


def test_an_objective_is_written_under_by_its_owner_its_lead_and_a_coordinator() -> None:
    item = objective(owner=ADA)
    may = {
        who.name: may_write_under(who, item, teams()).reason
        for who in (
            person(ADA, team=SALES),
            person(MIA, team=SALES),
            person(BEN, team=SALES, role=Role.COORDINATOR),
            person(ZOE, team=SALES, role=Role.VIEWER),
        )
    }
    assert list(may.values()) == [
        "owner",
        "lead of Growth",
        "coordinator",
        "You can look, but not change anything. A coordinator can make you a member.",
    ]
    stranger = person(BEN, team=SALES)
    assert may_edit_objective(stranger, item, teams()).reason == (
        "O-3 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    )


@pytest.mark.parametrize(
    ("who", "owner", "reason"),
    [
        pytest.param(person(BEN, team=GROWTH), BEN, "owner", id="a member for themselves"),
        pytest.param(
            person(BEN, team=GROWTH),
            ADA,
            "You can write an objective of your own; for others the lead of Growth can.",
            id="a member for somebody else",
        ),
        pytest.param(person(MIA, team=SALES), ADA, "lead of Growth", id="the lead for anybody"),
        pytest.param(person(BEN, team=SALES, role=Role.COORDINATOR), ADA, "coordinator", id="a coordinator"),
        pytest.param(
            person(BEN, team=SALES),
            BEN,
            "Growth is not your team. Its members, its lead or a coordinator can write for it.",
            id="another team",
        ),
        pytest.param(
            person(BEN, team=GROWTH, role=Role.VIEWER),
            BEN,
            "You can look, but not change anything. A coordinator can make you a member.",
            id="a viewer",
        ),
    ],
)
def test_an_objective_of_a_team_is_written_by_those_who_belong_to_it(who: Person, owner: PersonId, reason: str) -> None:
    assert may_write_objective(who, team=GROWTH, owner=owner, teams=teams()).reason == reason


@pytest.mark.parametrize(
    ("coordinators", "reason"),
    [
        (["Ada", "Ben"], "Only a coordinator can do that: Ada or Ben."),
        (["Ada"], "Only a coordinator can do that: Ada."),
        ([], "Only a coordinator can do that, and nobody is one yet."),
    ],
)
def test_only_coordinators_run_cycles_and_the_others_are_told_who_they_are(
    coordinators: list[str], reason: str
) -> None:
    refused = may_run_cycles(person(MIA, team=GROWTH, role=Role.LEAD), coordinators=coordinators)
    assert (refused.allowed, refused.reason) == (False, reason)
    assert may_run_cycles(person(BEN, team=GROWTH, role=Role.COORDINATOR), coordinators=coordinators).allowed


def test_a_coordinator_whose_account_is_deactivated_runs_no_cycles() -> None:
    gone = replace(person(BEN, team=GROWTH, role=Role.COORDINATOR), active=False)
    assert may_run_cycles(gone, coordinators=[]).reason == "Your account is deactivated. A coordinator can help."


@pytest.mark.parametrize(
    ("who", "allowed", "reason"),
    [
        pytest.param(person(BEN, team=GROWTH, role=Role.LEAD), True, "lead of", id="lead"),
        pytest.param(person(ADA, team=SALES, role=Role.COORDINATOR), True, "coordinator", id="coordinator"),
        pytest.param(person(BEN, team=GROWTH), False, "or a coordinator can add a KPI to", id="member"),
        pytest.param(person(BEN, team=GROWTH, role=Role.VIEWER), False, "You can look", id="viewer"),
    ],
)
def test_who_may_add_a_kpi_to_a_team(*, who: Person, allowed: bool, reason: str) -> None:
    found = may_create_kpi(who, GROWTH, teams())
    assert found.allowed is allowed
    assert reason in found.reason


def test_who_may_not_add_a_kpi_is_told_of_which_team_the_lead_could() -> None:
    found = may_create_kpi(person(BEN, team=GROWTH), GROWTH, teams())
    assert found.reason == "The lead of Growth or a coordinator can add a KPI to Growth."
