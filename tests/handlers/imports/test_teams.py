"""teams.csv."""

import dataclasses

import pytest

from domain.calendar.cadence import Cadence
from domain.values.ids import PersonId, TeamKey
from handlers.usecases.imports.run import Defaults, FileKind, run_import
from handlers.usecases.imports.teams import DigestTime
from storage.store import Store
from tests.handlers.imports.files import NOW, PEOPLE, TEAMS, imported, refusal

HEADER = "key,name,parent,lead,channel,timezone\n"


def test_teams_are_imported_whatever_stands_first_and_again_changes_nothing(store: Store) -> None:
    report = imported(store, FileKind.TEAMS, TEAMS)
    assert str(report) == "2 teams: 2 new\nLeads known by id only: 2. Import people.csv next."
    assert str(imported(store, FileKind.TEAMS, TEAMS)) == "2 teams: 2 unchanged"
    with store.reading() as tx:
        growth = tx.teams.get(TeamKey("growth"))
        subscriptions = tx.subscriptions.all()
    assert growth is not None
    assert (growth.parent, growth.lead, growth.channel) == ("company", "U0OWEN002", "C0GROWTH1")
    assert {
        (subscription.team, subscription.to, subscription.weekday, subscription.hour, subscription.timezone)
        for subscription in subscriptions
    } == {
        ("company", "C0COMPANY1", 0, 9, "Europe/Amsterdam"),
        ("growth", "C0GROWTH1", 0, 9, "Europe/Amsterdam"),
    }


def test_a_lead_who_is_not_imported_yet_is_completed_by_people_csv(store: Store) -> None:
    imported(store, FileKind.TEAMS, TEAMS)
    with store.reading() as tx:
        owen = tx.people.get(PersonId("U0OWEN002"))
    assert owen is not None
    assert (owen.name, owen.team) == ("U0OWEN002", None)
    assert str(imported(store, FileKind.PEOPLE, PEOPLE)) == "3 people: 3 new"


def test_a_team_takes_the_zone_of_the_one_above_or_the_companys(sqlite_store: Store) -> None:
    content = HEADER + "a,A,b,,,\nb,B,c,,,Asia/Tokyo\nc,C,,,,\n"
    run_import(sqlite_store, FileKind.TEAMS, content, now=NOW, defaults=Defaults(timezone="Europe/Oslo"))
    with sqlite_store.reading() as tx:
        zones = {team.key: team.timezone for team in tx.teams.all()}
    assert zones == {"a": "Asia/Tokyo", "b": "Asia/Tokyo", "c": "Europe/Oslo"}


def test_the_digest_follows_the_team_to_a_new_channel_and_zone_unless_a_person_moved_it(sqlite_store: Store) -> None:
    imported(sqlite_store, FileKind.TEAMS, TEAMS)
    with sqlite_store.transaction() as tx:
        own = next(subscription for subscription in tx.subscriptions.all() if subscription.team == "company")
        tx.subscriptions.save(dataclasses.replace(own, to="C0ELSEWHERE"))
    moved = TEAMS.replace("C0GROWTH1,Europe/Amsterdam", "C0GROWTH2,Europe/Oslo").replace("C0COMPANY1", "C0COMPANY2")
    imported(sqlite_store, FileKind.TEAMS, moved)
    with sqlite_store.reading() as tx:
        found = {subscription.team: (subscription.to, subscription.timezone) for subscription in tx.subscriptions.all()}
    assert found == {"growth": ("C0GROWTH2", "Europe/Oslo"), "company": ("C0ELSEWHERE", "Europe/Amsterdam")}


def test_a_file_that_says_no_channel_leaves_the_stored_one(sqlite_store: Store) -> None:
    imported(sqlite_store, FileKind.TEAMS, TEAMS)
    assert str(imported(sqlite_store, FileKind.TEAMS, TEAMS.replace("C0GROWTH1", ""))) == "2 teams: 2 unchanged"


def test_new_digests_are_posted_when_the_settings_say(sqlite_store: Store) -> None:
    defaults = Defaults(digest=DigestTime(weekday=4, hour=15))
    run_import(sqlite_store, FileKind.TEAMS, TEAMS, now=NOW, defaults=defaults)
    with sqlite_store.reading() as tx:
        assert {(subscription.weekday, subscription.hour) for subscription in tx.subscriptions.all()} == {(4, 15)}


def test_cadence_and_holidays_may_be_given(sqlite_store: Store) -> None:
    content = "key,name,cadence,holidays\nops,Ops,weekly,us-ca\nhr,HR,,de\n"
    imported(sqlite_store, FileKind.TEAMS, content)
    imported(sqlite_store, FileKind.TEAMS, "key,name\nops,Operations\n")
    with sqlite_store.reading() as tx:
        found = {team.key: (team.name, team.cadence, team.holidays) for team in tx.teams.all()}
    assert found == {"ops": ("Operations", Cadence.WEEKLY, "US-CA"), "hr": ("HR", Cadence.BIWEEKLY, "DE")}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (",Ops,,,,", "line 2, key: The team has no key. A key is a short word such as ‘growth’."),
        (
            "new logos,Ops,,,,",
            "line 2, key: ‘new logos’ is not a key. Use up to 80 letters, digits, - and _, for example ‘new-logos’.",
        ),
        ("ops,,,,,", "line 2, name: The name is empty."),
        ("ops,Ops,compny,,,\ncompany,Company,,,,", "line 2, parent: There is no team ‘compny’. Did you mean Company?"),
        ("ops,Ops,ops,,,", "line 2, parent: ‘ops’ would stand above itself: its parents lead back to ‘ops’."),
        (
            "a,A,b,,,\nb,B,a,,,\nc,C,a,,,",
            (
                "line 2, parent: ‘a’ would stand above itself: its parents lead back to ‘a’.\n"
                "line 3, parent: ‘b’ would stand above itself: its parents lead back to ‘b’."
            ),
        ),
        ("ops,Ops,,,,\nOPS,Ops again,,,,", "line 3, key: The team ‘ops’ stands in line 2 already."),
        (
            "ops,Ops,,,#ops,",
            (
                "line 2, channel: ‘#ops’ is not a channel id. They look like C0GROWTH1; in Slack: "
                "the channel's details, at the bottom."
            ),
        ),
        (
            "ops,Ops,,,,Europe/Amsterdm",
            "line 2, timezone: There is no time zone ‘Europe/Amsterdm’. Did you mean Europe/Amsterdam?",
        ),
        ("ops,Ops,,,,?", "line 2, timezone: There is no time zone ‘?’. Zones look like Europe/Amsterdam."),
        ("ops,Ops,,Owen,,", "line 2, lead: No people are known yet. Import people.csv first."),
    ],
)
def test_a_row_that_cannot_be_gets_a_sentence_with_line_and_column(
    sqlite_store: Store, rows: str, sentence: str
) -> None:
    assert refusal(sqlite_store, FileKind.TEAMS, f"{HEADER}{rows}\n") == sentence


@pytest.mark.parametrize(
    ("lead", "sentence"),
    [
        ("Owen", "Write Owen as a Slack id: U0OWEN002."),
        ("ada@exmple.com", "Nobody is known as ‘ada@exmple.com’. Did you mean ada@example.com?"),
        ("the boss", "Nobody is known as ‘the boss’. Write a Slack id such as U0ADA0001, or import people.csv first."),
    ],
)
def test_a_lead_who_is_not_known_gets_a_sentence(sqlite_store: Store, lead: str, sentence: str) -> None:
    imported(sqlite_store, FileKind.PEOPLE, PEOPLE)
    assert refusal(sqlite_store, FileKind.TEAMS, f"{HEADER}ops,Ops,,{lead},,\n") == f"line 2, lead: {sentence}"


def test_a_holiday_calendar_that_does_not_exist_gets_a_sentence(sqlite_store: Store) -> None:
    assert refusal(sqlite_store, FileKind.TEAMS, "key,name,holidays\nops,Ops,Narnia\n") == (
        "line 2, holidays: There is no holiday calendar ‘Narnia’. They look like DE, or US-CA for a part of one."
    )
