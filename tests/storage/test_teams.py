"""Teams, people and subscriptions."""

from dataclasses import replace
from datetime import timedelta

from domain.calendar.cadence import Cadence
from domain.values.ids import PersonId, TeamKey
from storage.store import Store
from tests.people import COMPANY, COORDINATOR, GROWTH, MEMBER, OWNER, PEOPLE, PLATFORM, STRANGER, TODAY, settle


def test_teams_come_back_by_key_as_they_were(store: Store) -> None:
    changed = replace(GROWTH, cadence=Cadence.MONTHLY, holidays="DE", echoes_checkins=True)
    with store.transaction() as tx:
        settle(tx)
        assert tx.teams.save(changed)
    with store.reading() as tx:
        assert tx.teams.all() == (COMPANY, changed, PLATFORM)
        assert tx.teams.get(GROWTH.key) == changed
        assert tx.teams.get(TeamKey("nobody")) is None


def test_a_team_may_come_before_its_parent(store: Store) -> None:
    with store.transaction() as tx:
        tx.people.save(MEMBER)
        tx.teams.save(GROWTH)
        tx.teams.save(COMPANY)
    with store.reading() as tx:
        assert tx.teams.get(GROWTH.key) == GROWTH


def test_keys_are_ordered_byte_by_byte_on_both(store: Store) -> None:
    keys = ["b", "A", "a-b", "a_b", "B", "ä", "a"]
    with store.transaction() as tx:
        for key in keys:
            tx.teams.save(replace(COMPANY, key=TeamKey(key)))
        assert [team.key for team in tx.teams.all()] == sorted(keys)


def test_saving_what_is_there_already_changes_nothing(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        assert not tx.teams.save(GROWTH)
        assert not tx.people.save(MEMBER)
        assert tx.people.save(replace(MEMBER, name="Mia B."))


def test_people_come_back_by_id_as_they_were(store: Store) -> None:
    away = replace(
        MEMBER, away_until=TODAY + timedelta(days=9), delegate=OWNER.id, email="mia@example.org", active=False
    )
    with store.transaction() as tx:
        settle(tx)
        tx.people.save(away)
    with store.reading() as tx:
        assert tx.people.all() == tuple(sorted((COORDINATOR, OWNER, away, STRANGER), key=lambda person: person.id))
        assert tx.people.get(MEMBER.id) == away
        assert tx.people.get(PersonId("U0NOBODY1")) is None
        assert tx.people.by_ids([OWNER.id, PersonId("U0NOBODY1"), OWNER.id]) == {OWNER.id: OWNER}
        assert tx.people.by_ids([]) == {}


def test_more_people_are_found_than_one_statement_takes(store: Store) -> None:
    asked = [PersonId(f"U{number:08}") for number in range(12_000)]
    with store.transaction() as tx:
        settle(tx)
        found = tx.people.by_ids([*asked, *(person.id for person in PEOPLE)])
    assert set(found) == {person.id for person in PEOPLE}


def test_a_team_has_one_subscription_per_address(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        first = tx.subscriptions.add(team=GROWTH.key, to="C0GROWTH1", weekday=0, hour=9, timezone="Europe/Berlin")
        again = tx.subscriptions.add(team=GROWTH.key, to="C0GROWTH1", weekday=4, hour=17, timezone="UTC")
        other = tx.subscriptions.add(team=GROWTH.key, to=OWNER.id, weekday=4, hour=17, timezone="UTC")
        later = replace(first, hour=11)
        assert again == first
        assert tx.subscriptions.save(later)
        assert not tx.subscriptions.save(later)
    with store.reading() as tx:
        assert tx.subscriptions.all() == (later, other)
        assert tx.subscriptions.get(other.id) == other
        assert tx.subscriptions.get(99) is None
