"""The next cycle drafts itself two weeks before the running one ends, and is remembered if it begins as a draft."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.company.teams import Role
from domain.ledger.occurrences import Occurrence, Ritual
from domain.okrs.cycles import Cycle, CycleState
from handlers.jobs.context import read_context
from handlers.jobs.next_cycle import run_beginning
from storage.store import Store
from tests import people
from tests.handlers.jobs.stage import START, Stage, add_churn, set_up
from tests.tiller import known

DRAFTS = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)
"""Ten in Amsterdam, fourteen days before 1 January."""
BEGINS = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)


def named(stage: Stage, name: str) -> Cycle | None:
    with stage.store.reading() as tx:
        return tx.cycles.by_name(name)


def test_the_next_cycle_is_drafted_two_weeks_before_the_end(store: Store) -> None:
    stage = set_up(store)

    stage.ring(DRAFTS - timedelta(minutes=1))
    assert named(stage, "2027-Q1") is None
    stage.ring(DRAFTS)
    stage.ring(DRAFTS + timedelta(days=3))

    drafted = known(named(stage, "2027-Q1"))
    assert (drafted.start, drafted.end, drafted.state) == (date(2027, 1, 1), date(2027, 4, 1), CycleState.DRAFT)
    assert stage.texts("cycle") == [
        ("U0ADA0001", "2026-Q4 ends on Thu 31 Dec 2026, so I drafted 2027-Q1: 1 Jan – 31 Mar 2027.")
    ]
    with store.reading() as tx:
        assert [(each.actor, each.action, each.origin) for each in tx.audit.of("2027-Q1")] == [
            ("tiller", "cycle draft", "calendar")
        ]


def test_each_coordinator_is_told(sqlite_store: Store) -> None:
    stage = set_up(sqlite_store)
    with sqlite_store.transaction() as tx:
        tx.people.save(replace(people.MEMBER, role=Role.COORDINATOR))
    stage.ring(DRAFTS)
    assert [to for to, _ in stage.texts("cycle")] == ["U0ADA0001", "U0MIA0003"]


def test_a_cycle_that_somebody_drafted_already_is_left_alone(sqlite_store: Store) -> None:
    stage = set_up(sqlite_store)
    with sqlite_store.transaction() as tx:
        tx.cycles.add(name="Winter", start=date(2027, 1, 4), end=date(2027, 3, 1), state=CycleState.DRAFT)
    endings = stage.ring(DRAFTS)
    assert endings[f"next-cycle:{stage.cycle.id}"] == "skipped: a cycle lies there already"
    assert (stage.said("cycle"), named(stage, "2027-Q1")) == ([], None)


def test_a_draft_that_was_taken_away_does_not_come_back(sqlite_store: Store) -> None:
    stage = set_up(sqlite_store)
    stage.ring(DRAFTS)
    with sqlite_store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2027-Q1")), start=date(2028, 1, 1), end=date(2028, 4, 1)))
    stage.ring(DRAFTS + timedelta(days=1))
    with sqlite_store.reading() as tx:
        assert len(tx.cycles.all()) == 2


def test_nothing_is_drafted_after_a_cycle_of_long_ago(sqlite_store: Store) -> None:
    stage = set_up(sqlite_store)
    stage.ring(DRAFTS + timedelta(days=60))
    assert named(stage, "2027-Q1") is None


def test_a_cycle_that_begins_as_a_draft_is_remembered_once(store: Store) -> None:
    stage = set_up(store)
    stage.ring(DRAFTS)
    stage.ring(BEGINS - timedelta(minutes=1))
    assert len(stage.said("cycle")) == 1
    stage.ring(BEGINS)
    stage.ring(BEGINS + timedelta(days=1))
    assert [text for _, text in stage.texts("cycle")][1:] == [
        "2027-Q1 begins today and is still a draft, with no objectives yet."
    ]


def test_a_cycle_that_was_activated_in_time_begins_in_silence(sqlite_store: Store) -> None:
    stage = set_up(sqlite_store)
    stage.ring(DRAFTS)
    with sqlite_store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2027-Q1")), state=CycleState.ACTIVE))
    stage.ring(BEGINS)
    assert len(stage.said("cycle")) == 1


def test_a_cycle_that_is_activated_at_the_last_moment_begins_in_silence(sqlite_store: Store) -> None:
    stage = set_up(sqlite_store)
    occurrence = Occurrence(key="x", ritual=Ritual.CYCLE_BEGINS, due_at=BEGINS, cycle=stage.cycle.id)
    with sqlite_store.transaction() as tx:
        outcome = run_beginning(read_context(tx, deps=stage.deps(BEGINS), now=BEGINS), occurrence)
    assert (outcome.reason, stage.said("cycle")) == ("2026-Q4 is active", [])


def test_objectives_of_a_draft_send_no_prompts_and_are_in_no_digest(store: Store) -> None:
    stage = set_up(store)
    stage.follow()
    add_churn(store, limits=None)
    with store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.DRAFT))

    stage.ring(START + timedelta(hours=6))
    stage.ring(START + timedelta(days=7, hours=6))

    assert stage.said("prompt", "reminder", "escalation") == []
    digests = [one.payload["text"] for one in stage.said("digest")]
    assert len(digests) == 2
    assert not any("Become the obvious choice" in text or "KR-" in text for text in digests)
