"""Decisions about people and time, on both sides of each boundary: whom, from which instant, until which day.

It proves DESIGN D16.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.calendar.working_days import weekdays
from domain.company.access import AccessError
from domain.company.teams import Person, Role, Team
from domain.okrs.model import CheckIn
from domain.okrs.status_model import Pace
from domain.values.ids import KeyResultId, PersonId, TeamKey
from handlers.context import ActorContext
from handlers.jobs import runner
from handlers.jobs.context import JobContext, read_context
from handlers.organization import Organization, load
from handlers.slack.once import submission_of
from handlers.usecases.checkins.record import Answer, record
from handlers.usecases.company.absences import AbsenceError, check_absence
from handlers.usecases.imports.report import ImportRefusedError
from handlers.usecases.imports.run import FileKind, run_import
from handlers.usecases.status import okrs as okr_statuses
from storage.store import Store, Transaction
from tests.handlers.jobs.scenario import Scenario, add_churn, set_up
from tests.people import COMPANY, COORDINATOR, GROWTH, MEMBER, NOW, OWNER

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MORNING = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""Ten o'clock in Amsterdam, on a Monday."""


@pytest.fixture
def scenario(sqlite_store: Store) -> Scenario:
    return set_up(sqlite_store)


def save(store: Store, *saved: Person | Team) -> None:
    with store.transaction() as tx:
        for item in saved:
            tx.people.save(item) if isinstance(item, Person) else tx.teams.save(item)


# What comes twice


def page(metadata: str, value: str = "7") -> dict[str, object]:
    answer = {"type": "plain_text_input", "value": value}
    return {"id": "V1", "private_metadata": metadata, "state": {"values": {"block": {"action": answer}}}}


def test_the_same_page_with_the_same_answers_is_one_submit() -> None:
    assert submission_of(page("page 1")) == submission_of(page("page 1"))


def test_another_page_with_the_same_answers_is_another_submit() -> None:
    assert submission_of(page("page 1")) != submission_of(page("page 2"))


def test_the_same_page_with_other_answers_is_another_submit() -> None:
    assert submission_of(page("page 1")) != submission_of(page("page 1", "8"))


def test_the_same_page_in_another_view_is_another_submit() -> None:
    assert submission_of(page("page 1")) != submission_of({**page("page 1"), "id": "V2"})


# Which comes first


def test_what_fell_due_earlier_is_done_earlier_whatever_it_is_called(scenario: Scenario) -> None:
    # By name the digest of Monday 14:00 would come before the prompts of Monday 10:00.
    scenario.follow(hour=14)
    late = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)
    done = [name.partition(":")[0] for name in scenario.tick(late)]
    assert done.index("prompt") < done.index("digest")
    assert sorted(done) != done


# From which instant on


def job_context(scenario: Scenario, tx: Transaction, now: datetime = MORNING) -> JobContext:
    return read_context(tx, deps=scenario.deps(now), now=now)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(MORNING - SECOND, MORNING), (MORNING, MORNING), (MORNING + SECOND, MORNING + DAY)],
    ids=["before", "at", "after"],
)
def test_the_next_check_in_hour_is_not_before_a_moment_and_may_be_at_it(
    scenario: Scenario, moment: datetime, expected: datetime
) -> None:
    with scenario.store.reading() as tx:
        assert job_context(scenario, tx).next_prompt_hour(OWNER.id, moment) == expected


@pytest.mark.parametrize(("seconds", "asked"), [(-1, False), (0, True), (1, True)], ids=["before", "at", "after"])
def test_a_prompt_is_due_at_its_hour_and_not_a_second_earlier(*, scenario: Scenario, seconds: int, asked: bool) -> None:
    scenario.tick(datetime(2026, 10, 5, 8, 0, tzinfo=UTC) + seconds * SECOND)
    assert bool(scenario.texts("prompt")) is asked


def reminded_at(scenario: Scenario, snoozed_until: datetime | None) -> datetime:
    """Ask everybody, let one prompt rest, and return when its reminder is due."""
    asked = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    scenario.tick(asked)
    with scenario.store.transaction() as tx:
        prompt = tx.prompts.open_for(OWNER.id)[0]
        tx.prompts.save(replace(prompt, snoozed_until=snoozed_until))
    _, coming = runner.tick_and_look_ahead(scenario.deps(asked), now=asked)
    return next(occurrence.due_at for occurrence in coming if occurrence.key == f"prompt:{prompt.id}:reminder")


REMINDER = datetime(2026, 10, 7, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("snoozed_until", "expected"),
    [
        (None, REMINDER),
        (REMINDER - DAY, REMINDER),
        (REMINDER, REMINDER),
        (REMINDER + SECOND, REMINDER + SECOND),
        (REMINDER + 3 * DAY, REMINDER + 3 * DAY),
    ],
    ids=["never", "shorter", "just as long", "a second longer", "longer"],
)
def test_a_prompt_that_rests_is_reminded_of_when_its_rest_ends_and_never_earlier_than_otherwise(
    scenario: Scenario, snoozed_until: datetime | None, expected: datetime
) -> None:
    assert reminded_at(scenario, snoozed_until) == expected


# Up to which instant


def pace_a_week_ago(scenario: Scenario, at: datetime, now: datetime) -> Pace | None:
    """Return the objective's pace of a week ago, where its first key result jumped to its target at an instant."""
    with scenario.store.transaction() as tx:
        for key_result in scenario.key_results[1:]:
            tx.okrs.save_key_result(replace(key_result, cancelled=True))
        for value, when in ((Decimal(28), now - timedelta(days=20)), (Decimal(45), at)):
            tx.checkins.add(
                key_result=scenario.key_results[0].id, by=OWNER.id, at=when, value=value, confidence=7,
                submission=f"test:{when}",
            )  # fmt: skip
        org = load(tx, calendars=scenario.deps(now).calendars)
        rows = okr_statuses.read_objectives(tx, tx.okrs.objectives(scenario.cycle.id))
        cycles = {cycle.id: cycle for cycle in org.cycles}
        (status,) = okr_statuses.assess_objectives(rows, org=org, cycles=cycles, now=now)
    return status.previous_pace


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-SECOND, Pace.ON_PACE), (timedelta(0), Pace.ON_PACE), (SECOND, Pace.WELL_BEHIND), (6 * DAY, Pace.WELL_BEHIND)],
    ids=["before", "at", "after", "yesterday"],
)
def test_the_pace_of_a_week_ago_knows_what_was_said_by_then_and_nothing_later(
    scenario: Scenario, offset: timedelta, expected: Pace
) -> None:
    assert pace_a_week_ago(scenario, NOW - timedelta(days=7) + offset, NOW) is expected


@pytest.mark.parametrize(("days", "taken"), [(366, True), (367, False), (3_660, False)])
def test_a_reading_may_lie_a_year_ahead_and_no_further(*, sqlite_store: Store, days: int, taken: bool) -> None:
    set_up(sqlite_store)
    add_churn(sqlite_store, limits=None)
    content = f"kpi,date,value\nchurn,{NOW.date() + days * DAY},3\n"
    if taken:
        assert run_import(sqlite_store, FileKind.READINGS, content, now=NOW).counts[0].new == 1
    else:
        with pytest.raises(ImportRefusedError):
            run_import(sqlite_store, FileKind.READINGS, content, now=NOW)


TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        (None, "The day you are back lies after today."),
        (TODAY, "The day you are back lies after today."),
        (TODAY + DAY, None),
        (TODAY + 366 * DAY, None),
        (TODAY + 367 * DAY, "That is more than a year away."),
    ],
)
def test_one_is_back_after_today_and_within_a_year(scenario: Scenario, until: date | None, refused: str | None) -> None:
    org = scenario.org()
    if refused is None:
        assert check_absence(person=MEMBER.id, until=until, delegate=None, now=NOW, org=org) == until
        return
    with pytest.raises(AbsenceError, match=refused):
        check_absence(person=MEMBER.id, until=until, delegate=None, now=NOW, org=org)


# Who


@pytest.mark.parametrize(
    ("stand_in", "right"),
    [
        (OWNER, True),
        (replace(OWNER, active=False), False),
        (replace(OWNER, role=Role.VIEWER), False),
        (MEMBER, False),
    ],
    ids=["a colleague", "gone", "looks only", "oneself"],
)
def test_who_answers_meanwhile_is_somebody_else_who_is_there_and_may(
    *,
    scenario: Scenario,
    stand_in: Person,
    right: bool,
) -> None:
    save(scenario.store, stand_in)

    def check() -> date:
        return check_absence(person=MEMBER.id, until=TODAY + DAY, delegate=stand_in.id, now=NOW, org=scenario.org())

    if right:
        assert check() == TODAY + DAY
        return
    with pytest.raises(AbsenceError) as refused:
        check()
    assert refused.value.about_delegate


def test_a_stranger_is_not_away(scenario: Scenario) -> None:
    with pytest.raises(AccessError):
        check_absence(person=PersonId("U0NOBODY9"), until=TODAY + DAY, delegate=None, now=NOW, org=scenario.org())


def org_with(scenario: Scenario, *saved: Person | Team) -> Organization:
    save(scenario.store, *saved)
    return scenario.org()


def test_a_person_is_led_by_who_leads_their_team(scenario: Scenario) -> None:
    assert org_with(scenario, replace(GROWTH, lead=OWNER.id)).lead_above(MEMBER.id) == OWNER.id


def test_a_lead_who_has_left_leads_nobody_and_the_one_above_does(scenario: Scenario) -> None:
    teams = (replace(GROWTH, lead=OWNER.id), replace(COMPANY, lead=COORDINATOR.id))
    assert org_with(scenario, *teams, replace(OWNER, active=False)).lead_above(MEMBER.id) == COORDINATOR.id


def test_nobody_leads_themselves(scenario: Scenario) -> None:
    teams = (replace(GROWTH, lead=MEMBER.id), replace(COMPANY, lead=COORDINATOR.id))
    assert org_with(scenario, *teams).lead_above(MEMBER.id) == COORDINATOR.id


def test_where_no_team_above_has_a_lead_nobody_leads(scenario: Scenario) -> None:
    assert org_with(scenario, replace(GROWTH, lead=None), replace(COMPANY, lead=None)).lead_above(MEMBER.id) is None


def test_a_coordinator_who_has_left_is_none_any_more(scenario: Scenario) -> None:
    assert org_with(scenario).coordinators() == (COORDINATOR.id,)
    assert org_with(scenario, replace(COORDINATOR, active=False)).coordinators() == ()


def test_the_channel_is_the_nearest_above_that_there_is(scenario: Scenario) -> None:
    inner = Team(key=TeamKey("inner"), name="Inner", parent=GROWTH.key)
    org = org_with(scenario, inner)
    assert (org.channel(inner.key), org.channel(COMPANY.key)) == (GROWTH.channel, COMPANY.channel)
    assert org_with(scenario, replace(GROWTH, channel=None)).channel(inner.key) == COMPANY.channel


def check_in(
    store: Store, key_result: KeyResultId, value: str, *, actor: PersonId, at: datetime, editing: bool = False
) -> None:
    with store.transaction() as tx:
        record(
            ActorContext(tx=tx, actor=actor, now=at, org=load(tx, calendars=lambda _: weekdays)),
            answers=[Answer(key_result=key_result, value=Decimal(value), confidence=7)],
            submission=f"{actor}:{at}",
            origin="test",
            editing=editing,
        )


def values_of(store: Store, key_result: KeyResultId) -> list[CheckIn]:
    with store.reading() as tx:
        return list(tx.checkins.of([key_result])[key_result])


@pytest.mark.parametrize(
    ("editor", "editing", "left"),
    [(OWNER, True, ["33"]), (OWNER, False, ["31", "33"]), (COORDINATOR, True, ["31", "33"])],
    ids=["one's own", "not an edit", "another's"],
)
def test_an_edit_takes_the_place_of_ones_own_check_in_alone(
    *,
    scenario: Scenario,
    editor: Person,
    editing: bool,
    left: list[str],
) -> None:
    key_result = scenario.key_results[0].id
    check_in(scenario.store, key_result, "31", actor=OWNER.id, at=NOW)
    check_in(scenario.store, key_result, "33", actor=editor.id, at=NOW + DAY, editing=editing)
    assert [str(found.value) for found in values_of(scenario.store, key_result)] == left
