"""What use cases let through, refuse and leave out, on both sides of each boundary."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar.periods import Frequency
from domain.calendar.working_days import weekdays
from domain.coach.findings import CoachRule
from domain.company.access import AccessError
from domain.company.teams import Role
from domain.kpis.alerts import AlertKind
from domain.kpis.model import Direction, KpiState, Limits, Reading
from domain.okrs.cycles import Cycle, CycleState, NewCycle
from domain.okrs.drafts import DraftRefusedError, Field, draft_of
from domain.okrs.model import KeyResult, Objective
from domain.okrs.scores import Decision, Score
from domain.values.ids import CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.values.units import PERCENT
from handlers.context import ActorContext
from handlers.jobs import runner
from handlers.modals.values import value_block
from handlers.organization import load
from handlers.usecases.checkins import linked_kpi, prompts
from handlers.usecases.checkins.record import Answer, CheckInRefusedError, record
from handlers.usecases.company.query_parser import Only, Question
from handlers.usecases.kpis.drafts import NAME_LENGTH, KpiDraft, wrong_in
from handlers.usecases.lint.reports import cycle_in_question, lint_cycle_of
from handlers.usecases.loop import key_result_from_alert
from handlers.usecases.okrs import carry_over, cycles, key_results, lists
from handlers.usecases.okrs.carried_objectives import objective_in
from storage.store import Store
from tests.handlers.jobs.scenario import START, add_churn, set_up
from tests.people import COORDINATOR, GROWTH, MEMBER, NOW, OWNER, STRANGER
from tests.tiller import CHOICE, CHURN, LOGOS, ONBOARD, REPORT, TOUR, WIN_RATE, WIN_RATE_KPI, known


@contextmanager
def acting(store: Store, actor: PersonId = OWNER.id) -> Iterator[ActorContext]:
    with store.transaction() as tx:
        yield ActorContext(tx=tx, now=NOW, org=load(tx, calendars=lambda _: weekdays), actor=actor)


def key_result_of(ctx: ActorContext, number: KeyResultId) -> KeyResult:
    return known(ctx.tx.okrs.key_result(number))


NEXT = NewCycle(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1))


def test_a_coordinator_drafts_a_cycle_and_nobody_else_does(furnished: Store) -> None:
    for person in (OWNER, MEMBER):
        with pytest.raises(AccessError), acting(furnished, person.id) as ctx:
            cycles.draft(ctx, wanted=NEXT, origin="test")
    with acting(furnished, COORDINATOR.id) as ctx:
        assert cycles.draft(ctx, wanted=NEXT, origin="test").state is CycleState.DRAFT


def seen(store: Store, **asked: object) -> list[int]:
    with acting(store) as ctx:
        return [found.objective.id for found in lists.objectives_for(ctx, Question(**asked))]  # type: ignore[arg-type]


def test_of_a_person_one_sees_what_they_own_and_what_holds_their_key_results(furnished: Store) -> None:
    with acting(furnished) as ctx:
        choice = known(ctx.tx.okrs.objective(CHOICE))
        ctx.tx.okrs.save_objective(replace(choice, owner=COORDINATOR.id))
    assert seen(furnished, person=COORDINATOR.id) == [CHOICE]
    assert seen(furnished, person=OWNER.id) == [CHOICE]
    assert seen(furnished, person=MEMBER.id) == [ONBOARD]


def test_a_team_with_objectives_shows_its_own_and_one_without_those_below(furnished: Store) -> None:
    assert seen(furnished, team=GROWTH.key) == [CHOICE, ONBOARD]
    assert seen(furnished, team=TeamKey("company")) == [CHOICE, ONBOARD, 5]
    with acting(furnished) as ctx:
        onboard = known(ctx.tx.okrs.objective(ONBOARD))
        ctx.tx.okrs.save_objective(replace(onboard, team=TeamKey("company")))
    assert seen(furnished, team=TeamKey("company")) == [ONBOARD]
    assert seen(furnished, team=TeamKey("company"), only=Only.STALE) != [ONBOARD]


def test_a_value_that_is_too_long_is_said_at_its_field_and_nothing_is_stored(furnished: Store) -> None:
    answers = [
        Answer(key_result=LOGOS, value=Decimal(7), confidence=7),
        Answer(key_result=WIN_RATE, value=Decimal("1.2345678901234567"), confidence=7),
    ]
    with acting(furnished) as ctx:
        before = ctx.tx.checkins.of([LOGOS, WIN_RATE])
    with pytest.raises(CheckInRefusedError) as refused, acting(furnished) as ctx:
        record(ctx, answers=answers, submission="s", origin="test")
    assert {number: list(fields) for number, fields in refused.value.fields.items()} == {WIN_RATE: ["value"]}
    with acting(furnished) as ctx:
        assert ctx.tx.checkins.of([LOGOS, WIN_RATE]) == before


@pytest.mark.parametrize(("delegate", "told"), [(None, "nobody answers"), (MEMBER.id, f"{MEMBER.id} answers")])
def test_who_answers_meanwhile_stands_in_the_log(furnished: Store, delegate: PersonId | None, told: str) -> None:
    with acting(furnished) as ctx:
        until = NOW.date() + timedelta(days=3)
        prompts.go_away(ctx.tx, person=OWNER.id, until=until, delegate=delegate, now=NOW, origin="test")
        assert str(ctx.tx.audit.of(OWNER.id)[-1].new).endswith(told)


@pytest.mark.parametrize(
    ("number", "block"), [(WIN_RATE, f"value:{WIN_RATE}"), (REPORT, f"done:{REPORT}"), (TOUR, f"steps:{TOUR}:0")]
)
def test_a_sentence_about_a_value_stands_where_the_value_is_asked_for(
    furnished: Store, number: KeyResultId, block: str
) -> None:
    with acting(furnished) as ctx:
        assert value_block(key_result_of(ctx, number)) == block


def change_owner(store: Store, owner: PersonId) -> KeyResult:
    with acting(store, COORDINATOR.id) as ctx:
        draft = replace(draft_of(key_result_of(ctx, WIN_RATE)), owner=owner)
        return key_results.change(ctx, key_result=WIN_RATE, draft=draft, reason="", origin="test")


def test_a_key_result_goes_to_somebody_who_is_there(furnished: Store) -> None:
    assert change_owner(furnished, MEMBER.id).owner == MEMBER.id
    with acting(furnished) as ctx:
        ctx.tx.people.save(replace(MEMBER, active=False))
    for gone in (MEMBER.id, PersonId("U0NOBODY9")):
        with pytest.raises(DraftRefusedError) as refused:
            change_owner(furnished, gone)
        assert list(refused.value.fields) == [Field.OWNER]


@pytest.mark.parametrize(
    ("actor", "may"),
    [(OWNER.id, True), (COORDINATOR.id, True), (STRANGER.id, False), (PersonId("U0NOBODY9"), False)],
)
def test_a_card_offers_a_check_in_to_whoever_may(*, furnished: Store, actor: PersonId, may: bool) -> None:
    with acting(furnished, actor) as ctx:
        assert lists.key_result_card(ctx, WIN_RATE).may_check_in is may


def test_a_viewer_is_not_offered_a_check_in(furnished: Store) -> None:
    with acting(furnished) as ctx:
        ctx.tx.people.save(replace(OWNER, role=Role.VIEWER))
    with acting(furnished) as ctx:
        assert not lists.key_result_card(ctx, WIN_RATE).may_check_in


def decide(ctx: ActorContext, number: KeyResultId, decision: Decision) -> None:
    ctx.tx.scores.put(
        Score(
            key_result=number,
            suggested=Decimal("0.5"),
            given=Decimal("0.5"),
            by=OWNER.id,
            at=NOW,
            decision=decision,
        )
    )


def test_what_was_cancelled_is_not_decided_about(furnished: Store) -> None:
    with acting(furnished) as ctx:
        decide(ctx, WIN_RATE, Decision.KEEP)
        decide(ctx, LOGOS, Decision.KEEP)
        ctx.tx.okrs.save_key_result(replace(key_result_of(ctx, LOGOS), cancelled=True))
        (cycle,) = (cycle for cycle in ctx.tx.cycles.all() if cycle.state is CycleState.ACTIVE)
        decided = carry_over.read_decisions(ctx.tx, cycle, owner=OWNER.id)
    assert [found.id for found in decided.kept] == [WIN_RATE]


def a_cycle(number: int, start: date, state: CycleState) -> Cycle:
    return Cycle(
        id=CycleId(number), name=f"cycle {number}", start=start, end=start + timedelta(days=90), state=state,
        activated_on=None if state is CycleState.DRAFT else start,
    )  # fmt: skip


OLD, NEW = date(2026, 1, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((CycleState.DRAFT, CycleState.DRAFT), 1),
        ((CycleState.ACTIVE, CycleState.ACTIVE), 2),
        ((CycleState.CLOSED, CycleState.CLOSED), 2),
        ((CycleState.CLOSED, CycleState.ACTIVE), 2),
        ((CycleState.ACTIVE, CycleState.DRAFT), 1),
        ((CycleState.CLOSED, CycleState.DRAFT), 2),
    ],
)
def test_where_no_cycle_is_named_the_one_that_runs_is_meant_then_the_next_then_the_last(
    states: tuple[CycleState, CycleState], expected: int
) -> None:
    there = [a_cycle(1, OLD, states[0]), a_cycle(2, NEW, states[1])]
    for order in (there, there[::-1]):
        assert known(cycle_in_question(order)).id == expected


def test_of_no_cycles_none_is_meant() -> None:
    assert cycle_in_question([]) is None


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({}, True),
        ({"direction": Direction.NEUTRAL}, False),
        ({"targets": ()}, False),
        ({"limits": Limits(warning_high=Decimal(9))}, False),
    ],
    ids=["a target and no limits", "neither way is better", "no target", "limits"],
)
def test_limits_are_offered_for_a_kpi_with_a_target_a_direction_and_none(
    *, sqlite_store: Store, changes: dict[str, object], offered: bool
) -> None:
    scenario = set_up(sqlite_store)
    kpi = add_churn(sqlite_store, limits=None)
    with sqlite_store.transaction() as tx:
        tx.kpis.save(replace(kpi, **changes))  # type: ignore[arg-type]  # each is a field of a KPI
    _, coming = runner.tick_and_look_ahead(scenario.deps(START), now=START)
    assert any(occurrence.key.startswith("limits:churn") for occurrence in coming) is offered


@pytest.mark.parametrize(
    ("age", "is_named"),
    [(timedelta(days=14) - timedelta(seconds=1), False), (timedelta(days=14), True), (timedelta(days=15), True)],
    ids=["a second short of two weeks", "two weeks", "more"],
)
def test_that_nobody_acted_is_said_two_weeks_after_an_alert(
    *, furnished: Store, age: timedelta, is_named: bool
) -> None:
    with acting(furnished) as ctx:
        ctx.tx.alerts.add(
            kpi=CHURN.key, kind=AlertKind.LIMIT, state_shown=KpiState.CRITICAL, since=date(2026, 10, 5),
            opened_at=NOW - age, worst=None, worst_period=None, last=None, last_period=None,
        )  # fmt: skip
        (cycle,) = (cycle for cycle in ctx.tx.cycles.all() if cycle.state is CycleState.ACTIVE)
        rules = {finding.rule for finding in lint_cycle_of(ctx, cycle).report.findings}
    assert (CoachRule.NEVER_ACTED_ON in rules) is is_named


def test_a_key_result_that_an_alert_became_stands_in_the_log_of_the_alert(furnished: Store) -> None:
    with acting(furnished, MEMBER.id) as ctx:
        alert = ctx.tx.alerts.add(
            kpi=CHURN.key, kind=AlertKind.LIMIT, state_shown=KpiState.CRITICAL, since=date(2026, 11, 2),
            opened_at=NOW, worst=None, worst_period=None, last=None, last_period=None,
        )  # fmt: skip
        begun = key_result_from_alert.begin(ctx, alert_id=alert.id)
        draft = replace(draft_of(key_result_of(ctx, LOGOS)), objective=ONBOARD)
        made, _ = key_result_from_alert.create(
            ctx, alert_id=alert.id, cycle_id=begun.cycle.id, draft=draft, origin="test"
        )
        (entry,) = ctx.tx.audit.of(f"alert {alert.id}")
    assert (entry.actor, entry.action, entry.new) == (MEMBER.id, "alert key_result", f"KR-{made.id}")


@pytest.mark.parametrize(
    ("period", "taken"),
    [(date(2026, 9, 28), False), (date(2026, 10, 1), True), (date(2026, 10, 5), True), (date(2027, 1, 1), False)],
    ids=["before", "on the first day", "within", "on the day after the last"],
)
def test_a_reading_of_a_cycles_own_days_is_handed_on(*, furnished: Store, period: date, taken: bool) -> None:
    later = NOW + timedelta(days=60)
    with acting(furnished) as ctx:
        fresh = replace(WIN_RATE_KPI, key=KpiKey("fresh"), name="Fresh", frequency=Frequency.DAY)
        ctx.tx.kpis.save(fresh)
        ctx.tx.okrs.save_key_result(replace(key_result_of(ctx, WIN_RATE), kpi=fresh.key))
        ctx.tx.readings.put(Reading(kpi=fresh.key, period=period, value=Decimal(33), learnt_at=later, source="test"))
        assert bool(linked_kpi.feed(replace(ctx, now=later), [fresh.key])) is taken


@pytest.mark.parametrize(("length", "wrong"), [(0, True), (1, False), (NAME_LENGTH, False), (NAME_LENGTH + 1, True)])
def test_a_kpis_name_is_there_and_not_too_long(*, furnished: Store, length: int, wrong: bool) -> None:
    with acting(furnished) as ctx:
        draft = KpiDraft(name="x" * length, team=GROWTH.key, owner=OWNER.id, unit=PERCENT, direction=Direction.UP)
        assert ("name" in wrong_in(draft, [], None, ctx.org)) is wrong


def test_an_objective_that_is_carried_along_is_in_the_log(furnished: Store) -> None:
    with acting(furnished, COORDINATOR.id) as ctx:
        into = cycles.draft(ctx, wanted=NEXT, origin="test")
        there: dict[ObjectiveId, Objective] = {}
        choice = known(ctx.tx.okrs.objective(CHOICE))
        first = objective_in(ctx, choice, into, there)
        assert objective_in(ctx, choice, into, there) == first
        (entry,) = ctx.tx.audit.of(f"O-{first.id}")
    assert (entry.actor, entry.action) == (COORDINATOR.id, f"objective carried over from O-{CHOICE}")
