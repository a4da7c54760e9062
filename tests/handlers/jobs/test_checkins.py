"""Check-in rounds: who is asked, when, once; the reminder, the lead, and what was missed (RULES 6)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.okrs.checkins import PromptState
from domain.okrs.cycles import CycleState
from handlers.usecases.checkins import prompts
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import START, Scenario, set_up

MONDAY_NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


def prompts_of(scenario: Scenario) -> list[tuple[str, str]]:
    return [(to, text.partition(":")[0]) for to, text in scenario.texts("prompt")]


def test_each_owner_is_asked_once_for_all_that_is_due(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(MONDAY_NOON)

    assert sorted(prompts_of(scenario)) == [
        ("U0MIA0003", "Mia, 2 key results want a word"),
        ("U0OWEN002", "Owen, 1 key result wants a word"),
    ]


def test_ringing_twice_asks_once(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)

    again = scenario.tick(MONDAY_NOON)

    assert not [key for key in again if key.startswith("prompt:")]
    assert len(scenario.said("prompt")) == 2


def test_a_prompt_waits_for_ten_in_the_persons_own_zone(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(datetime(2026, 10, 5, 8, 30, tzinfo=UTC))

    # Ten in Amsterdam is eight in UTC, ten in London is nine.
    assert [to for to, _ in prompts_of(scenario)] == ["U0OWEN002"]


def test_what_was_updated_in_the_last_days_is_not_asked(store: Store) -> None:
    scenario = set_up(store)
    scenario.answer(scenario.key_results[0].id, "31", at=START - timedelta(days=1))

    endings = scenario.tick(MONDAY_NOON)

    assert endings[f"prompt:{scenario.cycle.id}:2026-10-05:U0OWEN002"].startswith(
        "skipped: everything is done, or was updated"
    )
    assert [to for to, _ in prompts_of(scenario)] == ["U0MIA0003"]


def test_a_finished_yes_or_no_is_not_asked_again(store: Store) -> None:
    scenario = set_up(store)
    scenario.answer(scenario.key_results[2].id, "1", at=START - timedelta(days=20))

    scenario.tick(MONDAY_NOON)

    assert ("U0MIA0003", "Mia, 1 key result wants a word") in prompts_of(scenario)


def test_somebody_away_is_left_in_peace_and_a_delegate_is_asked(store: Store) -> None:
    scenario = set_up(store)
    with store.transaction() as tx:
        tx.people.save(replace(people.OWNER, away_until=date(2026, 10, 20)))
        tx.people.save(replace(people.MEMBER, away_until=date(2026, 10, 20), delegate=people.COORDINATOR.id))

    endings = scenario.tick(MONDAY_NOON)

    assert "Owen is away until 2026-10-20" in endings[f"prompt:{scenario.cycle.id}:2026-10-05:U0OWEN002"]
    assert [to for to, _ in prompts_of(scenario)] == ["U0ADA0001"]


def test_the_lead_is_asked_for_an_owner_who_has_left(store: Store) -> None:
    scenario = set_up(store)
    with store.transaction() as tx:
        tx.people.save(replace(people.MEMBER, active=False))

    scenario.tick(MONDAY_NOON)

    assert [to for to, _ in prompts_of(scenario)] == ["U0OWEN002", "U0OWEN002"]


def test_a_draft_sends_nothing(store: Store) -> None:
    scenario = set_up(store)
    with store.transaction() as tx:
        tx.cycles.save(replace(scenario.cycle, state=CycleState.DRAFT))

    scenario.tick(MONDAY_NOON)

    assert scenario.said("prompt") == []


def test_a_prompt_that_is_late_still_goes_out_within_its_round(store: Store) -> None:
    scenario = set_up(store)

    scenario.tick(datetime(2026, 10, 15, 12, 0, tzinfo=UTC))

    assert len(scenario.said("prompt")) == 2


def test_a_person_is_reminded_once_after_two_working_days(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)

    scenario.tick(MONDAY_NOON + timedelta(days=1))
    assert scenario.said("reminder") == []
    scenario.tick(MONDAY_NOON + timedelta(days=2))
    scenario.tick(MONDAY_NOON + timedelta(days=3))

    assert sorted(to for to, _ in scenario.texts("reminder")) == ["U0MIA0003", "U0OWEN002"]
    assert "2 key results still want a word from round 1" in dict(scenario.texts("reminder"))["U0MIA0003"]


def test_who_has_answered_is_not_reminded(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    scenario.answer(scenario.key_results[0].id, "31", at=MONDAY_NOON + timedelta(hours=1))

    scenario.tick(MONDAY_NOON + timedelta(days=2))

    assert [to for to, _ in scenario.texts("reminder")] == ["U0MIA0003"]


def test_a_half_answered_prompt_is_reminded_of_the_other_half(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    scenario.answer(scenario.key_results[1].id, "31", at=MONDAY_NOON + timedelta(hours=1))

    scenario.tick(MONDAY_NOON + timedelta(days=2))

    assert "1 key result still wants a word" in dict(scenario.texts("reminder"))["U0MIA0003"]


def test_the_lead_hears_once_after_four_working_days_of_what_is_missing(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    scenario.tick(MONDAY_NOON + timedelta(days=2))

    scenario.tick(MONDAY_NOON + timedelta(days=4))
    scenario.tick(MONDAY_NOON + timedelta(days=5))

    told = scenario.said("escalation")
    assert sorted(delivery.to for delivery in told) == ["U0ADA0001", "U0OWEN002"]
    of_mia = next(delivery for delivery in told if delivery.to == "U0OWEN002")
    assert "Mia" in of_mia.payload["text"]
    assert "KR-" in of_mia.payload["text"]


def test_a_lead_is_not_told_when_everything_was_answered(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    scenario.tick(MONDAY_NOON + timedelta(days=2))
    for key_result in scenario.key_results:
        scenario.answer(key_result.id, "1" if key_result.baseline is None else "31", at=MONDAY_NOON + timedelta(days=3))

    scenario.tick(MONDAY_NOON + timedelta(days=4))

    assert scenario.said("escalation") == []


def test_a_round_that_ends_unanswered_is_recorded_as_missed(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    scenario.answer(scenario.key_results[0].id, "31", at=MONDAY_NOON + timedelta(hours=1))

    scenario.tick(datetime(2026, 10, 19, 12, 0, tzinfo=UTC))

    with store.reading() as tx:
        first_round = {prompt.owner: prompt.state for prompt in tx.prompts.of_round(scenario.cycle.id, 1)}
    assert first_round == {people.OWNER.id: PromptState.ANSWERED, people.MEMBER.id: PromptState.MISSED}


def test_the_next_round_comes_two_weeks_later(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)

    scenario.tick(MONDAY_NOON + timedelta(days=7))
    assert len(scenario.said("prompt")) == 2
    scenario.tick(MONDAY_NOON + timedelta(days=14))

    assert len(scenario.said("prompt")) == 4


def test_a_changed_cadence_neither_repeats_nor_swallows_a_round(store: Store) -> None:
    scenario = set_up(store)
    with store.transaction() as tx:
        tx.teams.save(replace(people.GROWTH, cadence="weekly"))  # type: ignore[arg-type]  # as it is stored
    for week in range(3):
        scenario.tick(MONDAY_NOON + timedelta(weeks=week))
    asked = len(scenario.said("prompt"))
    with store.transaction() as tx:
        tx.teams.save(people.GROWTH)

    scenario.tick(MONDAY_NOON + timedelta(weeks=4))

    assert (asked, len(scenario.said("prompt"))) == (6, 8)


def test_a_half_answered_round_is_waited_for_only_until_it_closes(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    scenario.answer(scenario.key_results[1].id, "31", at=MONDAY_NOON + timedelta(hours=1))

    scenario.tick(datetime(2026, 10, 19, 6, 0, tzinfo=UTC))

    with store.reading() as tx:
        (of_mia,) = [prompt for prompt in tx.prompts.of_round(scenario.cycle.id, 1) if prompt.owner == people.MEMBER.id]
        waiting = prompts.waiting_ones(tx, scenario.cycle.id)
    assert (of_mia.state, waiting) == (PromptState.ENDED, [])


def test_nobody_is_reminded_of_key_results_that_were_given_up(store: Store) -> None:
    scenario = set_up(store)
    scenario.tick(MONDAY_NOON)
    with store.transaction() as tx:
        for key_result in scenario.key_results:
            tx.okrs.save_key_result(replace(key_result, cancelled=True))
        owens, mias = (tx.prompts.open_for(person.id)[0].id for person in (people.OWNER, people.MEMBER))

    endings = scenario.tick(MONDAY_NOON + timedelta(days=2))

    assert {endings[f"prompt:{number}:reminder"] for number in (owens, mias)} == {"skipped: nothing left to ask"}
    assert scenario.said("reminder") == []
