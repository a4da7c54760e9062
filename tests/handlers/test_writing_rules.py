"""What may be written by whom and where: the rules of the use cases, without a form in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.calendar.working_days import weekdays
from domain.company.access import AccessError
from domain.okrs.cycles import CycleError, CycleState
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft, draft_of
from domain.okrs.model import Commitment, Metric, Milestone
from domain.okrs.scores import Decision, Score
from domain.values.errors import TillerError
from domain.values.ids import CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId
from handlers.context import ActorContext, Context
from handlers.organization import Organization, load
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.okrs import carry_over, cycles, key_results, objectives
from storage.store import Store, Transaction
from tests.people import GROWTH, MEMBER, NOW, OWNER, PLATFORM, STRANGER
from tests.tiller import CHOICE, CHURN, LOGOS, ONBOARD, REPORT, TOUR, WIN_RATE, known

GONE = ObjectiveId(99)


@contextmanager
def company(store: Store) -> Iterator[tuple[Transaction, Organization]]:
    """Lend a transaction on the fixture company, rolled back by what a test expects to be refused."""
    with store.transaction() as tx:
        yield tx, load(tx, calendars=lambda _: weekdays)


def draft(tx: Transaction, number: KeyResultId = WIN_RATE, **changes: object) -> KeyResultDraft:
    return replace(draft_of(known(tx.okrs.key_result(number))), **changes)  # type: ignore[arg-type]  # any field


def create(tx: Transaction, org: Organization, wanted: KeyResultDraft, actor: PersonId = OWNER.id) -> KeyResultId:
    return key_results.create(ActorContext(tx=tx, actor=actor, now=NOW, org=org), draft=wanted, origin="test").id


def change(
    tx: Transaction,
    org: Organization,
    wanted: KeyResultDraft,
    number: KeyResultId = WIN_RATE,
    actor: PersonId = OWNER.id,
) -> None:
    key_results.change(
        ActorContext(tx=tx, actor=actor, now=NOW, org=org),
        key_result=number,
        draft=wanted,
        reason="because",
        origin="test",
    )


def test_whoever_may_not_write_under_an_objective_adds_nothing_to_it(furnished: Store) -> None:
    with pytest.raises(AccessError, match=r"O-3 is not yours\. Its owner"), company(furnished) as (tx, org):
        create(tx, org, draft(tx), STRANGER.id)


def test_a_link_to_a_predecessor_opens_no_door_into_another_team(furnished: Store) -> None:
    with pytest.raises(AccessError, match="O-3 is not yours"), company(furnished) as (tx, org):
        create(tx, org, draft(tx, predecessor=KeyResultId(30)), STRANGER.id)


def test_whoever_owned_a_key_result_carries_it_on_where_it_belongs(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        tx.okrs.save_key_result(replace(known(tx.okrs.key_result(LOGOS)), owner=MEMBER.id))
        number = create(tx, org, draft(tx, LOGOS, predecessor=LOGOS), MEMBER.id)
        assert known(tx.okrs.key_result(number)).predecessor == LOGOS


def test_a_key_result_moves_to_another_objective_of_its_cycle(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        change(tx, org, draft(tx, objective=ONBOARD))
        assert known(tx.okrs.key_result(WIN_RATE)).objective == ONBOARD
        assert tx.adjustments.of([WIN_RATE]) == {}


@pytest.mark.parametrize("actor", [MEMBER.id, OWNER.id])
def test_a_key_result_moves_only_where_one_may_write(furnished: Store, actor: PersonId) -> None:
    with company(furnished) as (tx, org):
        tx.okrs.save_key_result(replace(known(tx.okrs.key_result(WIN_RATE)), owner=actor))
        elsewhere = draft(tx, objective=ObjectiveId(5))
        with pytest.raises(AccessError, match="O-5 is not yours"):
            change(tx, org, elsewhere, actor=actor)


def test_a_key_result_does_not_move_into_another_cycle(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        later = tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        other = tx.okrs.add_objective(
            cycle=later.id, team=GROWTH.key, owner=OWNER.id, title="Next", commitment=Commitment.ASPIRATIONAL
        )
        elsewhere = draft(tx, objective=other.id)
        with pytest.raises(DraftRefusedError) as refused:
            change(tx, org, elsewhere)
    assert refused.value.fields == {
        Field.OBJECTIVE: "O-31 belongs to another cycle. Carrying over makes a copy: /okr carry."
    }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"kpi": KpiKey("gone")}, Field.KPI, "There is no KPI ‘gone’ any more. Choose another one, or none."),
        (
            {"kpi": CHURN.key, "metric": Metric.BINARY},
            Field.KPI,
            "A KPI gives a number, but this key result is done or not.",
        ),
        (
            {"kpi": CHURN.key, "metric": Metric.MILESTONE, "milestones": (Milestone(title="x"),)},
            Field.KPI,
            "A KPI gives a number, but this key result is made of steps.",
        ),
        (
            {"owner": PersonId("U0NOBODY1")},
            Field.OWNER,
            "I don’t know this person. A coordinator can add them to a team.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(
    furnished: Store, changes: dict[str, object], field: Field, sentence: str
) -> None:
    with pytest.raises(DraftRefusedError) as refused, company(furnished) as (tx, org):
        create(tx, org, replace(draft(tx), **changes))  # type: ignore[arg-type]  # any field
    assert refused.value.fields == {field: sentence}


def test_a_key_result_that_is_linked_to_a_kpi_takes_its_value_over_at_once(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        number = create(tx, org, draft(tx))
        assert [str(check_in.value) for check_in in tx.checkins.of([number])[number]] == ["31.4"]


def test_where_a_key_result_came_from_is_not_changed_by_a_draft(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        tx.okrs.save_key_result(replace(known(tx.okrs.key_result(WIN_RATE)), predecessor=LOGOS))
        change(tx, org, draft(tx, predecessor=TOUR, title="Another title"))
        assert known(tx.okrs.key_result(WIN_RATE)).predecessor == LOGOS


def test_somebody_whom_nobody_added_writes_nothing(furnished: Store) -> None:
    newcomer = PersonId("U0NEW0005")
    with company(furnished) as (tx, org):
        for write in (
            lambda: create(tx, org, draft(tx), newcomer),
            lambda: change(tx, org, draft(tx), actor=newcomer),
            lambda: cycles.require_coordinator(newcomer, org=org),
            lambda: key_results.cancel(
                ActorContext(tx=tx, actor=newcomer, now=NOW, org=org), key_result=WIN_RATE, reason="x", origin="test"
            ),
        ):
            with pytest.raises(AccessError, match="I don't know you yet"):
                write()


def test_what_is_gone_is_said_to_be_gone(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        nowhere = draft(tx, objective=GONE)
        for error, sentence, write in (
            (GoneError, "There is no O-99", lambda: create(tx, org, nowhere)),
            (GoneError, "There is no KR-99", lambda: change(tx, org, draft(tx), KeyResultId(99))),
            (
                GoneError,
                "There is no O-99",
                lambda: objectives.editable(ActorContext(tx=tx, now=NOW, actor=OWNER.id, org=org), GONE),
            ),
            (CycleError, "not there any more", lambda: cycles.writable(Context(tx=tx, now=NOW, org=org), CycleId(99))),
            (
                GoneError,
                "There is no KR-99",
                lambda: carry_over.prepare_target(
                    ActorContext(tx=tx, actor=OWNER.id, now=NOW, org=org), KeyResultId(99)
                ),
            ),
        ):
            with pytest.raises(error, match=sentence):
                write()


def test_an_objective_goes_only_to_a_team_for_which_one_may_write(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        wanted = replace(objectives.draft_of(known(tx.okrs.objective(CHOICE))), team=PLATFORM.key)
        with pytest.raises(AccessError, match="Platform is not your team"):
            objectives.change(
                ActorContext(tx=tx, actor=OWNER.id, now=NOW, org=org), objective=CHOICE, draft=wanted, origin="test"
            )


def test_an_objective_that_does_not_change_is_not_written(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        wanted = objectives.draft_of(known(tx.okrs.objective(CHOICE)))
        objectives.change(
            ActorContext(tx=tx, actor=OWNER.id, now=NOW, org=org), objective=CHOICE, draft=wanted, origin="test"
        )
        assert tx.audit.of("O-3") == ()


def test_an_objective_is_copied_along_once_for_all_of_its_key_results(furnished: Store) -> None:
    with company(furnished) as (tx, org):
        ending = replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.SCORING)
        tx.cycles.save(ending)
        tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        for number in (WIN_RATE, LOGOS):
            tx.scores.put(
                Score(
                    key_result=number,
                    suggested=Decimal("0.5"),
                    given=Decimal("0.5"),
                    by=OWNER.id,
                    at=NOW,
                    decision=Decision.KEEP,
                )
            )
        done = carry_over.carry_over(ActorContext(tx=tx, actor=OWNER.id, now=NOW, org=org), cycle=ending)
        assert [new.predecessor for _, new in done.copies] == [WIN_RATE, LOGOS]
        (copy,) = tx.okrs.objectives(done.into.id)
        assert {new.objective for _, new in done.copies} == {copy.id}


def test_one_key_result_is_carried_over_only_by_who_may_change_it_and_only_if_anything_is_left(
    furnished: Store,
) -> None:
    with company(furnished) as (tx, org):
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.SCORING))
        tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        for actor, sentence in (
            (STRANGER.id, "KR-16 is not yours"),
            (MEMBER.id, "Nobody decided about KR-16 yet"),
        ):
            with pytest.raises(TillerError, match=sentence):
                carry_over.prepare_target(ActorContext(tx=tx, actor=actor, now=NOW, org=org), REPORT)
