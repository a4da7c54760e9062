"""people.csv."""

import dataclasses

import pytest

from domain.company.teams import Role
from domain.values.ids import PersonId
from handlers.usecases.imports.run import FileKind
from storage.store import Store
from tests.handlers.imports.files import NOW, PEOPLE, TEAMS, imported, refusal

PEOPLE_KIND, TEAMS_KIND = FileKind.PEOPLE, FileKind.TEAMS


def test_people_are_imported_with_team_and_role_and_again_changes_nothing(store: Store) -> None:
    imported(store, TEAMS_KIND, TEAMS)
    assert str(imported(store, PEOPLE_KIND, PEOPLE)) == "3 people: 3 new"
    assert str(imported(store, PEOPLE_KIND, PEOPLE)) == "3 people: 3 unchanged"
    with store.reading() as tx:
        ada, mia = tx.people.get(PersonId("U0ADA0001")), tx.people.get(PersonId("U0MIA0003"))
    assert ada is not None
    assert mia is not None
    assert (ada.name, ada.team, ada.role, ada.email) == ("Ada", "company", Role.COORDINATOR, "ada@example.com")
    assert (mia.name, mia.team, mia.role, mia.email) == ("Mia", "growth", Role.MEMBER, None)


def test_people_may_come_before_teams(store: Store) -> None:
    report = imported(store, PEOPLE_KIND, PEOPLE)
    assert report.notes == ("Teams not known yet: 2. Their people join them when you import teams.csv.",)
    imported(store, TEAMS_KIND, TEAMS)
    with store.reading() as tx:
        assert [person.team for person in tx.people.all()] == ["company", "growth", "growth"]
    assert str(imported(store, PEOPLE_KIND, PEOPLE)) == "3 people: 3 unchanged"


def test_someone_who_waits_for_a_team_that_never_comes_is_named(store: Store) -> None:
    imported(store, PEOPLE_KIND, "slack_id,name,team,role\nU0ADA0001,Ada,grwoth,coordinator\n")
    report = imported(store, TEAMS_KIND, TEAMS)
    assert report.notes[0] == (
        "people.csv puts U0ADA0001 in ‘grwoth’, which is no team. Did you mean Growth? "
        "Correct people.csv and import it again."
    )


def test_what_slack_told_of_a_person_stays(sqlite_store: Store) -> None:
    imported(sqlite_store, TEAMS_KIND, TEAMS)
    imported(sqlite_store, PEOPLE_KIND, PEOPLE)
    with sqlite_store.transaction() as tx:
        mia = tx.people.by_ids([PersonId("U0MIA0003")])[PersonId("U0MIA0003")]
        told = dataclasses.replace(mia, name="Mia Chen", timezone="Europe/London", locale="en-GB", active=False)
        tx.people.save(told)
    assert str(imported(sqlite_store, PEOPLE_KIND, PEOPLE)) == "3 people: 3 unchanged"
    with sqlite_store.reading() as tx:
        assert tx.people.get(mia.id) == told


def test_a_person_who_is_known_may_be_named_by_their_address(sqlite_store: Store) -> None:
    imported(sqlite_store, TEAMS_KIND, TEAMS)
    imported(sqlite_store, PEOPLE_KIND, PEOPLE)
    report = imported(sqlite_store, PEOPLE_KIND, "email,name,team,role\nAda@Example.com,Ada,growth,coordinator\n")
    assert str(report) == "1 people: 1 changed"


def test_a_change_is_audited_with_what_differs(sqlite_store: Store) -> None:
    imported(sqlite_store, TEAMS_KIND, TEAMS)
    imported(sqlite_store, PEOPLE_KIND, PEOPLE)
    imported(sqlite_store, PEOPLE_KIND, PEOPLE.replace("growth,\n", "company,viewer\n"))
    with sqlite_store.reading() as tx:
        entry = tx.audit.of("person:U0MIA0003")[-1]
    assert (entry.old, entry.new) == ({"team": "growth", "role": "member"}, {"team": "company", "role": "viewer"})
    assert (entry.actor, entry.origin, entry.at) == ("import", "csv", NOW)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            "ada,,Ada,growth,",
            (
                "line 2, slack_id: ‘ada’ is not a Slack user id. They look like U0ADA0001; "
                "in Slack: profile, ⋮, Copy member ID."
            ),
        ),
        (",,Ada,growth,", "line 2, slack_id: A person needs a slack_id, or an email that is known already."),
        (
            ",ada@example.com,Ada,growth,",
            (
                "line 2, email: Nobody is known by the address ada@example.com yet. "
                "Add their slack_id: profile, ⋮, Copy member ID."
            ),
        ),
        ("U0ADA0001,ada@,Ada,growth,", "line 2, email: ‘ada@’ is not an e-mail address, for example ada@example.com."),
        ("U0ADA0001,,,growth,", "line 2, name: The name is empty."),
        (f"U0ADA0001,,{'A' * 201},growth,", "line 2, name: The name has 201 characters, 200 is the most."),
        ("U0ADA0001,,Ada,grwoth,", "line 2, team: There is no team ‘grwoth’. Did you mean Growth?"),
        ("U0ADA0001,,Ada,zzz,", "line 2, team: There is no team ‘zzz’."),
        (
            "U0ADA0001,,Ada,growth,cordinator",
            (
                "line 2, role: ‘cordinator’ is not known here. Did you mean coordinator? "
                "Write member, lead, coordinator or viewer."
            ),
        ),
    ],
)
def test_a_row_that_cannot_be_gets_a_sentence_with_line_and_column(
    sqlite_store: Store, row: str, sentence: str
) -> None:
    imported(sqlite_store, TEAMS_KIND, TEAMS)
    assert refusal(sqlite_store, PEOPLE_KIND, f"slack_id,email,name,team,role\n{row}\n") == sentence


def test_one_wrong_row_keeps_all_others_out(store: Store) -> None:
    imported(store, TEAMS_KIND, TEAMS)
    content = PEOPLE + "U0MIA0003,,Mia again,growth,\n"
    assert refusal(store, PEOPLE_KIND, content) == "line 5, slack_id: U0MIA0003 stands in line 4 already."
    with store.reading() as tx:
        assert {person.name for person in tx.people.all()} == {"U0ADA0001", "U0OWEN002"}


def test_a_dry_run_says_what_would_happen_and_changes_nothing(store: Store) -> None:
    assert str(imported(store, TEAMS_KIND, TEAMS, dry_run=True)).startswith("2 teams: 2 new")
    with store.reading() as tx:
        assert tx.teams.all() == ()
        assert tx.people.all() == ()


def test_a_company_without_a_coordinator_is_told_so(sqlite_store: Store) -> None:
    report = imported(sqlite_store, PEOPLE_KIND, "slack_id,name\nU0ADA0001,Ada\n")
    assert report.notes == ("Nobody is a coordinator. Give at least one person the role coordinator.",)
