"""The next cycle drafts itself two weeks before the running one ends, and is remembered if it begins as a draft.

It proves RULES 2.3.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.company.teams import Role
from domain.ledger.occurrences import Job, Occurrence
from domain.okrs.cycles import Cycle, CycleState
from handlers.jobs.context import read_context
from handlers.jobs.next_cycle import run_beginning
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import START, Scenario, add_churn, set_up
from tests.tiller import known

DRAFTS = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)
"""Ten in Amsterdam, fourteen days before 1 January."""
BEGINS = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)


def named(scenario: Scenario, name: str) -> Cycle | None:
    with scenario.store.reading() as tx:
        return tx.cycles.by_name(name)


def test_the_next_cycle_is_drafted_two_weeks_before_the_end(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(DRAFTS - timedelta(minutes=1))
    assert named(scenario, "2027-Q1") is None
    scenario.tick(DRAFTS)
    scenario.tick(DRAFTS + timedelta(days=3))

    drafted = known(named(scenario, "2027-Q1"))
    assert (drafted.start, drafted.end, drafted.state) == (date(2027, 1, 1), date(2027, 4, 1), CycleState.DRAFT)
    assert scenario.texts("cycle") == [
        ("U0ADA0001", "2026-Q4 ends on Thu 31 Dec 2026, so I drafted 2027-Q1: 1 Jan – 31 Mar 2027.")
    ]
    with store.reading() as tx:
        assert [
            (audit_entry.actor, audit_entry.action, audit_entry.origin) for audit_entry in tx.audit.of("2027-Q1")
        ] == [("tiller", "cycle draft", "calendar")]


def test_each_coordinator_is_told(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    with sqlite_store.transaction() as tx:
        tx.people.save(replace(people.MEMBER, role=Role.COORDINATOR))
    scenario.tick(DRAFTS)
    assert [to for to, _ in scenario.texts("cycle")] == ["U0ADA0001", "U0MIA0003"]


def test_a_cycle_that_somebody_drafted_already_is_left_alone(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    with sqlite_store.transaction() as tx:
        tx.cycles.add(name="Winter", start=date(2027, 1, 4), end=date(2027, 3, 1), state=CycleState.DRAFT)
    endings = scenario.tick(DRAFTS)
    assert endings[f"next-cycle:{scenario.cycle.id}"] == "skipped: a cycle lies there already"
    assert (scenario.said("cycle"), named(scenario, "2027-Q1")) == ([], None)


def test_a_draft_that_was_taken_away_does_not_come_back(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    scenario.tick(DRAFTS)
    with sqlite_store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2027-Q1")), start=date(2028, 1, 1), end=date(2028, 4, 1)))
    scenario.tick(DRAFTS + timedelta(days=1))
    with sqlite_store.reading() as tx:
        assert len(tx.cycles.all()) == 2


def test_nothing_is_drafted_after_a_cycle_of_long_ago(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    scenario.tick(DRAFTS + timedelta(days=60))
    assert named(scenario, "2027-Q1") is None


def test_a_cycle_that_begins_as_a_draft_is_remembered_once(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(DRAFTS)
    scenario.tick(BEGINS - timedelta(minutes=1))
    assert len(scenario.said("cycle")) == 1
    scenario.tick(BEGINS)
    scenario.tick(BEGINS + timedelta(days=1))
    assert [text for _, text in scenario.texts("cycle")][1:] == [
        "2027-Q1 begins today and is still a draft, with no objectives yet."
    ]


def test_a_cycle_that_was_activated_in_time_begins_in_silence(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    scenario.tick(DRAFTS)
    with sqlite_store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2027-Q1")), state=CycleState.ACTIVE))
    scenario.tick(BEGINS)
    assert len(scenario.said("cycle")) == 1


def test_a_cycle_that_is_activated_at_the_last_moment_begins_in_silence(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    occurrence = Occurrence(key="x", job=Job.CYCLE_BEGINS, due_at=BEGINS, cycle=scenario.cycle.id)
    with sqlite_store.transaction() as tx:
        outcome = run_beginning(read_context(tx, deps=scenario.deps(BEGINS), now=BEGINS), occurrence)
    assert (outcome.reason, scenario.said("cycle")) == ("2026-Q4 is active", [])


def test_objectives_of_a_draft_send_no_prompts_and_are_in_no_digest(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()
    add_churn(store, limits=None)
    with store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.DRAFT))

    scenario.tick(START + timedelta(hours=6))
    scenario.tick(START + timedelta(days=7, hours=6))

    assert scenario.said("prompt", "reminder", "escalation") == []
    digests = [delivery.payload["text"] for delivery in scenario.said("digest")]
    assert len(digests) == 2
    assert not any("Become the obvious choice" in text or "KR-" in text for text in digests)
