"""The end of a quarter: asked, reminded, told to the lead, closed and summed up in one step (RULES 7.8 to 7.10)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.ledger.deliveries import Method
from domain.okrs.cycles import CycleState
from domain.okrs.scores import Cause
from handlers.context import ActorContext
from handlers.usecases.okrs import scoring
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import Scenario, set_up

OPENS = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
"""Five working days before 31 December."""
CLOSES = datetime(2027, 1, 7, 16, 0, tzinfo=UTC)
"""Past 16:00 in Amsterdam, five working days after."""


def state(scenario: Scenario) -> CycleState:
    with scenario.store.reading() as tx:
        cycle = tx.cycles.get(scenario.cycle.id)
    assert cycle is not None
    return cycle.state


def score(scenario: Scenario, number: int, given: str, *, at: datetime) -> None:
    key_result = scenario.key_results[number]
    with scenario.store.transaction() as tx:
        scoring.record(
            ActorContext(tx=tx, actor=key_result.owner, now=at, org=scenario.org()),
            verdicts=[
                scoring.Verdict(
                    key_result=key_result.id,
                    value=Decimal("36.5") if key_result.baseline is not None else Decimal(1),
                    given=Decimal(given),
                    reason="it was like that",
                    learning="start earlier",
                    cause=Cause.CAPACITY,
                )
            ],
            submission=f"test:{at}",
        )


def test_the_window_opens_and_each_owner_is_asked_once(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(OPENS - timedelta(days=1))
    assert (state(scenario), scenario.said("scoring")) == (CycleState.ACTIVE, [])
    scenario.tick(OPENS)
    scenario.tick(OPENS + timedelta(hours=1))

    assert state(scenario) is CycleState.SCORING
    assert sorted(delivery.to for delivery in scenario.said("scoring")) == ["U0MIA0003", "U0OWEN002"]


def test_scores_are_taken_from_whoever_is_asked_first(sqlite_store: Store) -> None:
    scenario = set_up(sqlite_store)
    with scenario.store.transaction() as tx:
        tx.people.save(replace(people.MEMBER, timezone="Pacific/Auckland"))
    ten_in_auckland = datetime(2026, 12, 23, 21, 0, tzinfo=UTC)

    scenario.tick(ten_in_auckland)

    assert [delivery.to for delivery in scenario.said("scoring")] == [people.MEMBER.id]
    assert state(scenario) is CycleState.SCORING


def test_reminders_and_leads_follow_as_for_a_check_in(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(OPENS)
    score(scenario, 0, "0.5", at=OPENS + timedelta(hours=1))

    scenario.tick(OPENS + timedelta(days=4))
    scenario.tick(OPENS + timedelta(days=6))

    assert [delivery.to for delivery in scenario.said("reminder") if delivery.key.startswith("scoring:")] == [
        "U0MIA0003"
    ]
    assert [delivery.to for delivery in scenario.said("escalation") if delivery.key.startswith("scoring-lead:")] == [
        "U0OWEN002"
    ]


def test_the_summary_is_posted_once_to_the_company_and_to_the_team_and_the_cycle_closes(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(OPENS)
    score(scenario, 0, "0.5", at=OPENS + timedelta(hours=1))
    score(scenario, 1, "0.9", at=OPENS + timedelta(hours=2))

    scenario.tick(CLOSES - timedelta(hours=2))
    assert scenario.said("summary") == []
    scenario.tick(CLOSES)
    scenario.tick(CLOSES + timedelta(days=1))

    assert state(scenario) is CycleState.CLOSED
    roots = [delivery for delivery in scenario.said("summary") if delivery.follows is None]
    assert [delivery.to for delivery in roots] == ["C0COMPANY1", "C0GROWTH1"]
    assert "2026-Q4" in roots[0].payload["text"].splitlines()[0]
    tables = [delivery for delivery in scenario.said("summary") if delivery.method is Method.UPLOAD]
    assert [delivery.follows for delivery in tables] == [root.key for root in roots]
    assert "0.9" in tables[1].payload["content"]


def test_a_summary_is_posted_however_late_within_three_months(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(CLOSES + timedelta(days=40))

    assert [delivery.to for delivery in scenario.said("summary") if delivery.follows is None] == [
        "C0COMPANY1",
        "C0GROWTH1",
    ]
    assert scenario.said("scoring") == []


def test_a_quarter_of_years_ago_is_left_in_peace(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(CLOSES + timedelta(days=400))

    assert scenario.said("summary", "scoring", "prompt", "reminder", "escalation") == []
    assert state(scenario) is CycleState.ACTIVE


def test_an_owner_who_has_scored_everything_is_not_asked(store: Store) -> None:
    scenario = set_up(store)
    score(scenario, 0, "0.5", at=OPENS - timedelta(hours=20))

    endings = scenario.tick(OPENS)

    assert endings[f"scoring:{scenario.cycle.id}:{people.OWNER.id}"] == "skipped: everything is scored"


def test_who_is_away_is_not_asked_for_scores_and_who_answers_for_them_is(store: Store) -> None:
    scenario = set_up(store)
    with store.transaction() as tx:
        tx.people.save(replace(people.OWNER, away_until=date(2027, 2, 1)))
        tx.people.save(replace(people.MEMBER, away_until=date(2027, 2, 1), delegate=people.COORDINATOR.id))

    endings = scenario.tick(OPENS)
    later = scenario.tick(OPENS + timedelta(days=4))

    assert endings[f"scoring:{scenario.cycle.id}:{people.OWNER.id}"].startswith("skipped: ")
    assert later[f"scoring:{scenario.cycle.id}:{people.OWNER.id}:reminder"].startswith("skipped: ")
    assert {delivery.to for delivery in scenario.said("scoring", "reminder")} == {people.COORDINATOR.id}


def test_a_lead_whose_people_have_scored_everything_hears_nothing(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(OPENS)
    for number, key_result in enumerate(scenario.key_results):
        if not key_result.cancelled:
            score(scenario, number, "0.9", at=OPENS + timedelta(hours=1 + number))

    endings = scenario.tick(OPENS + timedelta(days=6))

    told = {key: ending for key, ending in endings.items() if key.startswith("scoring-lead:")}
    assert set(told.values()) == {"skipped: everything is scored"}
    assert scenario.said("escalation") == []
