"""What Slack tells about people."""

from tests.people import MEMBER
from tests.tiller import NEWCOMER, Running, known


def test_a_new_name_and_zone_are_taken_over(tiller: Running) -> None:
    tiller.slack.add_person(id=MEMBER.id, name="Mia Wallace", tz="Asia/Tokyo")
    tiller.slack.settle()
    with tiller.store.reading() as tx:
        changed = known(tx.people.get(MEMBER.id))
    assert (changed.name, changed.timezone, changed.team) == ("Mia Wallace", "Asia/Tokyo", MEMBER.team)


def test_a_deactivated_account_is_kept_and_no_longer_active(tiller: Running) -> None:
    for _ in range(2):
        tiller.slack.add_person(id=MEMBER.id, name="Mia", tz="Europe/London", deleted=True)
        tiller.slack.settle()
    with tiller.store.reading() as tx:
        assert not known(tx.people.get(MEMBER.id)).active
        assert [audit_entry.action for audit_entry in tx.audit.of(MEMBER.id)] == ["person deactivated"]


def test_somebody_whom_nobody_added_stays_unknown(tiller: Running) -> None:
    tiller.slack.add_person(id=NEWCOMER, name="Newton")
    tiller.slack.settle()
    with tiller.store.reading() as tx:
        assert NEWCOMER not in {person.id for person in tx.people.all()}
