"""Check-ins, scores and prompts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from domain.okrs.checkins import Prompt, PromptState
from domain.okrs.cycles import Cycle
from domain.okrs.model import CheckIn, CheckInSource, KeyResult
from domain.okrs.scores import Cause, Decision, Score
from domain.values.ids import CheckInId, KeyResultId
from storage.store import Store, Transaction
from tests.people import MEMBER, NOW, OWNER, TODAY, quarter, settle
from tests.storage.okr_company import NOBODYS, add_key_result, add_objective


def company(tx: Transaction) -> tuple[Cycle, KeyResult, KeyResult]:
    settle(tx)
    cycle = quarter(tx)
    objective = add_objective(tx, cycle)
    return cycle, add_key_result(tx, objective, title="a"), add_key_result(tx, objective, title="b")


def say(
    tx: Transaction, key_result: KeyResultId, *, day: int, value: str, corrects: CheckInId | None = None
) -> CheckIn:
    return tx.checkins.add(
        key_result=key_result, by=OWNER.id, at=NOW + timedelta(days=day), value=Decimal(value), corrects=corrects
    )


def test_a_checkin_comes_back_as_it_was_said(store: Store) -> None:
    with store.transaction() as tx:
        _, key_result, _ = company(tx)
        said = tx.checkins.add(
            key_result=key_result.id,
            by=None,
            at=NOW,
            value=Decimal("33.50"),
            confidence=7,
            note="mid-market\nmoved",
            blocker="legal",
            done_steps=(0, 2),
            source=CheckInSource.IMPORT,
        )
    with store.reading() as tx:
        assert tx.checkins.get(said.id) == said
        assert said.value == Decimal("33.5")
        assert said.done_steps == (0, 2)
        assert tx.checkins.get(CheckInId(99)) is None


def test_checkins_come_oldest_first_with_an_entry_for_each_key_result(store: Store) -> None:
    with store.transaction() as tx:
        _, key_result, other = company(tx)
        late, early = say(tx, key_result.id, day=2, value="40"), say(tx, key_result.id, day=1, value="30")
        assert tx.checkins.of([other.id, key_result.id, key_result.id]) == {other.id: (), key_result.id: (early, late)}
        assert tx.checkins.of([]) == {}


def test_a_correction_stands_in_the_place_of_what_it_corrects(store: Store) -> None:
    with store.transaction() as tx:
        _, key_result, _ = company(tx)
        wrong, newer = say(tx, key_result.id, day=1, value="300"), say(tx, key_result.id, day=2, value="31")
        right = say(tx, key_result.id, day=3, value="30", corrects=wrong.id)
        assert tx.checkins.of([key_result.id]) == {key_result.id: (right, newer)}
        assert tx.checkins.get(wrong.id) == wrong


def test_a_correction_of_a_correction_counts_and_of_two_the_later_one(store: Store) -> None:
    with store.transaction() as tx:
        _, key_result, _ = company(tx)
        wrong = say(tx, key_result.id, day=1, value="300")
        better = say(tx, key_result.id, day=2, value="33", corrects=wrong.id)
        best = say(tx, key_result.id, day=3, value="30", corrects=better.id)
        assert tx.checkins.of([key_result.id]) == {key_result.id: (best,)}
        second = say(tx, key_result.id, day=4, value="29", corrects=wrong.id)
        assert tx.checkins.of([key_result.id]) == {key_result.id: (second,)}


def test_until_tells_what_was_known_then(store: Store) -> None:
    with store.transaction() as tx:
        _, key_result, _ = company(tx)
        wrong = say(tx, key_result.id, day=1, value="300")
        say(tx, key_result.id, day=3, value="30", corrects=wrong.id)
        assert tx.checkins.of([key_result.id], NOW + timedelta(days=2)) == {key_result.id: (wrong,)}
        assert tx.checkins.of([key_result.id], until=NOW) == {key_result.id: ()}
        assert tx.checkins.of([key_result.id], until=wrong.at) == {key_result.id: (wrong,)}


def test_the_same_submission_that_says_the_same_is_one_checkin(store: Store) -> None:
    def submit(tx: Transaction, key_result: KeyResult, value: str, submission: str | None) -> CheckIn:
        return tx.checkins.add(
            key_result=key_result.id, by=OWNER.id, at=NOW, value=Decimal(value), submission=submission
        )

    with store.transaction() as tx:
        _, item, other = company(tx)
        first = submit(tx, item, "30", "view:V1")
    with store.transaction() as tx:
        assert submit(tx, item, "30.0", "view:V1") == first
        assert submit(tx, item, "31", "view:V1") != first
        assert submit(tx, other, "30", "view:V1") != first
        assert submit(tx, item, "30", "view:V2") != first
        assert submit(tx, item, "30", None) != submit(tx, item, "30", None)


def test_a_checkin_of_an_unknown_key_result_is_refused(store: Store) -> None:
    with store.transaction() as tx:
        company(tx)
    with pytest.raises(IntegrityError), store.transaction() as tx:
        say(tx, NOBODYS, day=0, value="1")


def test_a_key_result_has_one_score(store: Store) -> None:
    with store.transaction() as tx:
        _, key_result, other = company(tx)
        score = Score(
            key_result=key_result.id,
            suggested=Decimal("0.7"),
            given=Decimal("0.8"),
            by=OWNER.id,
            at=NOW,
            reason="late but done",
            learning="ask earlier",
            decision=Decision.CHANGE,
            cause=Cause.DEPENDENCY,
        )
        assert tx.scores.put(score)
        assert not tx.scores.put(score)
        changed = replace(score, given=Decimal(1), decision=None, cause=None)
        assert tx.scores.put(changed)
        assert tx.scores.of([key_result.id, other.id]) == {key_result.id: changed}


def ask(tx: Transaction, cycle: Cycle, *, round_index: int, key_results: tuple[KeyResultId, ...] = ()) -> Prompt:
    return tx.prompts.add(
        cycle=cycle.id,
        round=round_index,
        person=MEMBER.id,
        owner=OWNER.id,
        key_results=key_results,
        due_on=TODAY + timedelta(weeks=round_index),
        sent_at=NOW,
    )


def test_prompts_come_back_as_they_were(store: Store) -> None:
    with store.transaction() as tx:
        cycle, key_result, other = company(tx)
        first = ask(tx, cycle, round_index=1, key_results=(other.id, key_result.id))
        second = ask(tx, cycle, round_index=2)
        changed = replace(
            first,
            state=PromptState.PARTIAL,
            skipped=(key_result.id,),
            answered_at=NOW,
            snoozed_until=NOW,
            reminded_at=NOW,
            escalated_at=NOW,
        )
        assert tx.prompts.save(changed)
        assert not tx.prompts.save(changed)
    with store.reading() as tx:
        assert tx.prompts.get(first.id) == changed
        assert tx.prompts.get(99) is None
        assert tx.prompts.by_ids([second.id, 99]) == {second.id: second}
        assert tx.prompts.of_round(cycle.id, 2) == (second,)
        assert tx.prompts.of_cycle(cycle.id) == (changed, second)
        assert tx.prompts.find(cycle.id, OWNER.id, first.due_on) == changed
        assert tx.prompts.find(cycle.id, MEMBER.id, first.due_on) is None


def test_open_prompts_are_those_that_wait_for_an_answer(store: Store) -> None:
    with store.transaction() as tx:
        cycle, *_ = company(tx)
        prompts = [ask(tx, cycle, round_index=number) for number in range(4)]
        states = (PromptState.OPEN, PromptState.PARTIAL, PromptState.ANSWERED, PromptState.MISSED)
        for prompt, state in zip(prompts, states, strict=True):
            tx.prompts.save(replace(prompt, state=state))
        waiting = (prompts[0], replace(prompts[1], state=PromptState.PARTIAL))
        assert tx.prompts.open_for(MEMBER.id) == waiting
        assert tx.prompts.open_for(OWNER.id) == ()
        assert tx.prompts.open_all() == waiting


def test_an_owner_is_asked_once_a_day(store: Store) -> None:
    with store.transaction() as tx:
        cycle, *_ = company(tx)
        ask(tx, cycle, round_index=1)
    with pytest.raises(IntegrityError), store.transaction() as tx:
        ask(tx, cycle, round_index=1)
