"""Feeding: what a key result takes over from its KPI, however the reading came."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.calendar.periods import Frequency
from domain.calendar.working_days import weekdays
from domain.kpis.model import Direction, Kpi, Reading
from domain.okrs.cycles import CycleState
from domain.okrs.model import CheckIn, CheckInSource, Commitment, KeyResult, Metric
from domain.values.ids import KeyResultId, KpiKey
from domain.values.units import PERCENT
from handlers import organization
from handlers.context import ActorContext, Context
from handlers.usecases.checkins.linked_kpi import feed
from handlers.usecases.imports.run import FileKind, run_import
from handlers.usecases.kpis.readings import Logged, log_reading
from storage.store import Store, Transaction
from tests import people

NOW = people.NOW
CHURN = Kpi(
    key=KpiKey("churn"),
    name="Churn",
    team=people.GROWTH.key,
    owner=people.MEMBER.id,
    unit=PERCENT,
    direction=Direction.DOWN,
    frequency=Frequency.WEEK,
)
WEEK_45, WEEK_46 = date(2026, 11, 2), date(2026, 11, 9)


def a_key_result(tx: Transaction, *, kpi: KpiKey | None = CHURN.key, cancelled: bool = False) -> KeyResult:
    """Add a key result of the running quarter that churn feeds."""
    cycle = tx.cycles.by_name("2026-Q4")
    assert cycle is not None
    objective = tx.okrs.add_objective(
        cycle=cycle.id, team=people.GROWTH.key, owner=people.OWNER.id, title="Keep those we win",
        commitment=Commitment.ASPIRATIONAL,
    )  # fmt: skip
    draft = KeyResult(
        id=KeyResultId(0), objective=objective.id, owner=people.MEMBER.id, title="Lower churn", metric=Metric.DECREASE,
        unit=PERCENT, baseline=Decimal(5), target=Decimal(3), kpi=kpi, cancelled=cancelled,
    )  # fmt: skip
    return tx.okrs.new_key_result(draft)


@pytest.fixture
def key_result(sqlite_store: Store) -> KeyResult:
    """The key result that churn feeds, in the fixture company."""
    with sqlite_store.transaction() as tx:
        people.settle(tx)
        people.quarter(tx)
        tx.kpis.save(CHURN)
        return a_key_result(tx)


def log(store: Store, value: str, *, day: date = WEEK_46, at: datetime = NOW) -> Logged:
    """Log a reading of churn, as a person does."""
    with store.transaction() as tx:
        org = organization.load(tx, calendars=lambda _: weekdays)
        return log_reading(
            ActorContext(tx=tx, actor=people.MEMBER.id, now=at, org=org), kpi=CHURN, value=Decimal(value), day=day
        )


def fed(store: Store, kpis: list[KpiKey], *, at: datetime = NOW) -> tuple[KeyResult, ...]:
    """Feed some KPIs' key results."""
    with store.transaction() as tx:
        return feed(Context(tx=tx, now=at, org=organization.load(tx, calendars=lambda _: weekdays)), kpis)


def put(store: Store, value: str, period: date) -> None:
    """Store a reading and nothing else."""
    with store.transaction() as tx:
        tx.readings.put(Reading(kpi=CHURN.key, period=period, value=Decimal(value), learnt_at=NOW))


def said(store: Store, key_result: KeyResult) -> list[str]:
    """Return the values of a key result's check-ins, corrections in their place."""
    return [str(check_in.value) for check_in in checkins(store, key_result)]


def checkins(store: Store, key_result: KeyResult) -> tuple[CheckIn, ...]:
    """Return a key result's check-ins, corrections in their place."""
    with store.reading() as tx:
        return tx.checkins.of([key_result.id])[key_result.id]


def test_a_reading_becomes_the_check_in_of_the_key_result_that_it_feeds(
    sqlite_store: Store, key_result: KeyResult
) -> None:
    assert log(sqlite_store, "4.8").fed == (key_result,)
    (only,) = checkins(sqlite_store, key_result)
    assert (only.value, only.source, only.confidence, only.by) == (
        Decimal("4.8"), CheckInSource.KPI, None, people.MEMBER.id,
    )  # fmt: skip


def test_the_same_value_again_feeds_nothing(sqlite_store: Store, key_result: KeyResult) -> None:
    log(sqlite_store, "4.8")
    assert log(sqlite_store, "4.8").fed == ()
    assert fed(sqlite_store, [CHURN.key]) == ()
    assert said(sqlite_store, key_result) == ["4.8"]


def test_the_same_value_in_the_next_period_is_a_check_in_of_its_own(sqlite_store: Store, key_result: KeyResult) -> None:
    log(sqlite_store, "4.8", day=WEEK_45)
    assert log(sqlite_store, "4.8").fed == (key_result,)
    assert said(sqlite_store, key_result) == ["4.8", "4.8"]


def test_an_older_period_feeds_nothing(sqlite_store: Store, key_result: KeyResult) -> None:
    log(sqlite_store, "4.8")
    assert log(sqlite_store, "4.1", day=WEEK_45).fed == ()
    assert said(sqlite_store, key_result) == ["4.8"]


def test_a_corrected_reading_corrects_the_check_in_that_it_made(sqlite_store: Store, key_result: KeyResult) -> None:
    log(sqlite_store, "4.8", day=WEEK_45)
    log(sqlite_store, "4.4")
    (_, made) = checkins(sqlite_store, key_result)
    for value in ("4.3", "4.4", "4.2"):
        assert log(sqlite_store, value).fed == (key_result,)
        assert said(sqlite_store, key_result) == ["4.8", value]
    with sqlite_store.reading() as tx:
        assert tx.checkins.get(made.id) == made


def test_a_correction_after_a_persons_own_word_comes_after_it(sqlite_store: Store, key_result: KeyResult) -> None:
    def person_says(value: str, at: datetime) -> None:
        with sqlite_store.transaction() as tx:
            tx.checkins.add(key_result=key_result.id, by=people.MEMBER.id, at=at, value=Decimal(value), confidence=6)

    log(sqlite_store, "4.8")
    person_says("4.8", NOW + timedelta(minutes=1))
    log(sqlite_store, "4.5", at=NOW + timedelta(minutes=2))
    person_says("4.5", NOW + timedelta(minutes=3))
    log(sqlite_store, "4.8", at=NOW + timedelta(minutes=4))
    assert [(str(check_in.value), check_in.confidence) for check_in in checkins(sqlite_store, key_result)] == [
        ("4.8", None), ("4.8", 6), ("4.5", None), ("4.5", 6), ("4.8", None),
    ]  # fmt: skip


def test_cancelled_and_unfed_key_results_take_nothing_over(sqlite_store: Store, key_result: KeyResult) -> None:
    with sqlite_store.transaction() as tx:
        cancelled, unfed = a_key_result(tx, cancelled=True), a_key_result(tx, kpi=None)
    assert log(sqlite_store, "4.8").fed == (key_result,)
    assert said(sqlite_store, cancelled) == said(sqlite_store, unfed) == []


@pytest.mark.parametrize("state", [CycleState.DRAFT, CycleState.CLOSED])
def test_only_open_cycles_are_fed(sqlite_store: Store, key_result: KeyResult, state: CycleState) -> None:
    with sqlite_store.transaction() as tx:
        cycle = tx.cycles.by_name("2026-Q4")
        assert cycle is not None
        tx.cycles.save(cycle.__class__(id=cycle.id, name=cycle.name, start=cycle.start, end=cycle.end, state=state))
    assert log(sqlite_store, "4.8").fed == ()
    assert said(sqlite_store, key_result) == []


@pytest.mark.parametrize(
    ("period", "now", "feeds"),
    [
        (date(2026, 9, 28), datetime(2026, 10, 6, 9, 0, tzinfo=NOW.tzinfo), False),
        (date(2026, 10, 5), datetime(2026, 10, 13, 9, 0, tzinfo=NOW.tzinfo), True),
        (date(2026, 12, 28), datetime(2027, 1, 5, 9, 0, tzinfo=NOW.tzinfo), True),
        (date(2027, 1, 4), datetime(2027, 1, 12, 9, 0, tzinfo=NOW.tzinfo), False),
    ],
)
def test_only_periods_that_began_within_the_cycle_feed_it(
    sqlite_store: Store, key_result: KeyResult, period: date, now: datetime, *, feeds: bool
) -> None:
    assert log(sqlite_store, "4.8", day=period, at=now).fed == ((key_result,) if feeds else ())


def test_a_period_that_is_not_over_waits(sqlite_store: Store, key_result: KeyResult) -> None:
    put(sqlite_store, "4.4", WEEK_45)
    put(sqlite_store, "3.9", date(2026, 11, 16))
    assert fed(sqlite_store, [CHURN.key]) == (key_result,)
    assert fed(sqlite_store, [CHURN.key], at=NOW + timedelta(days=5)) == (key_result,)
    assert said(sqlite_store, key_result) == ["4.4", "3.9"]


def test_a_file_feeds_its_newest_value_once_and_not_its_history(sqlite_store: Store, key_result: KeyResult) -> None:
    with sqlite_store.transaction() as tx:
        tx.kpis.save(Kpi(key=KpiKey("nps"), name="NPS", team=people.GROWTH.key, owner=people.MEMBER.id))
    rows = "churn,2026-10-26,4.9\nchurn,2026-11-09,4.4\nchurn,2026-11-02,4.6\nnps,2026-11-09,40\n"

    def imported(rows: str) -> None:
        run_import(sqlite_store, FileKind.READINGS, f"kpi,date,value\n{rows}", now=NOW)

    imported(rows)
    imported(rows)
    assert said(sqlite_store, key_result) == ["4.4"]
    imported(rows.replace("4.4", "4.3"))
    assert said(sqlite_store, key_result) == ["4.3"]


def test_a_key_result_linked_later_takes_over_what_is_known(sqlite_store: Store, key_result: KeyResult) -> None:
    log(sqlite_store, "4.8")
    with sqlite_store.transaction() as tx:
        linked = a_key_result(tx)
    assert fed(sqlite_store, [CHURN.key, KpiKey("gone")]) == (linked,)
    assert said(sqlite_store, linked) == said(sqlite_store, key_result) == ["4.8"]
