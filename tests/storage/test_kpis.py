"""KPIs and their readings."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from domain.kpis.model import Kpi, Reading
from domain.values.ids import KpiKey
from storage.kpis import PutKind, ReadingCounts, ReadingPut
from storage.store import Store
from tests.people import GROWTH, MEMBER, NOW, OWNER, PLATFORM, settle

CHURN = Kpi(key=KpiKey("churn"), name="Churn", team=GROWTH.key, owner=OWNER.id)
UPTIME = Kpi(key=KpiKey("uptime"), name="Uptime", team=PLATFORM.key, owner=MEMBER.id)
FIRST = date(2026, 11, 2)


def reading(kpi: Kpi = CHURN, *, week: int = 0, value: str = "3.1", note: str = "") -> Reading:
    return Reading(
        kpi=kpi.key, period=FIRST + timedelta(weeks=week), value=Decimal(value), learnt_at=NOW, note=note, by=MEMBER.id
    )


@pytest.fixture
def dashboard(store: Store) -> Store:
    """A store with two KPIs."""
    with store.transaction() as tx:
        settle(tx)
        tx.kpis.save(UPTIME)
        tx.kpis.save(CHURN)
    return store


def test_kpis_come_back_by_key(dashboard: Store) -> None:
    with dashboard.reading() as tx:
        assert tx.kpis.all() == (CHURN, UPTIME)
        assert tx.kpis.get(UPTIME.key) == UPTIME
        assert tx.kpis.get(KpiKey("nothing")) is None
        assert tx.kpis.by_keys([UPTIME.key, KpiKey("nothing")]) == {UPTIME.key: UPTIME}
        assert tx.kpis.of_teams([PLATFORM.key, GROWTH.key]) == (CHURN, UPTIME)
        assert tx.kpis.of_teams([PLATFORM.key]) == (UPTIME,)
        assert tx.kpis.of_owner(OWNER.id) == (CHURN,)


def test_a_reading_is_added_once(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        assert tx.readings.put(reading()) == ReadingPut(kind=PutKind.ADDED)
        assert tx.readings.put(reading(value="3.10")) == ReadingPut(kind=PutKind.SAME)
        assert tx.readings.of([CHURN.key]) == {CHURN.key: (reading(),)}
        assert tx.audit.of("reading:churn:2026-11-02") == ()


def test_a_new_note_alone_is_taken_over_and_no_correction(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        tx.readings.put(reading())
        assert tx.readings.put(reading(note="strike")).kind is PutKind.SAME
        assert tx.readings.put(reading()).kind is PutKind.SAME
        assert tx.readings.of([CHURN.key]) == {CHURN.key: (reading(note="strike"),)}


def test_a_correction_keeps_the_old_value_in_the_audit(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        tx.readings.put(reading(value="31"))
        assert tx.readings.put(reading()) == ReadingPut(kind=PutKind.CORRECTED, old=Decimal(31))
        assert tx.readings.of([CHURN.key]) == {CHURN.key: (reading(),)}
        (entry,) = tx.audit.of("reading:churn:2026-11-02")
        assert (entry.actor, entry.old, entry.new, entry.at) == (MEMBER.id, "31", "3.1", NOW)
        tx.readings.put(replace(reading(value="4"), by=None, source="csv"))
        assert [row.actor for row in tx.audit.of("reading:churn:2026-11-02")] == [MEMBER.id, "csv"]


def test_readings_come_oldest_first_within_what_is_asked_for(dashboard: Store) -> None:
    weeks = [reading(week=week, value=str(week)) for week in range(6)]
    with dashboard.transaction() as tx:
        for item in reversed(weeks):
            tx.readings.put(item)
    with dashboard.reading() as tx:
        assert tx.readings.of([UPTIME.key, CHURN.key]) == {UPTIME.key: (), CHURN.key: tuple(weeks)}
        assert tx.readings.of([CHURN.key], last=2)[CHURN.key] == tuple(weeks[4:])
        assert tx.readings.of([CHURN.key], since=weeks[1].period, until=weeks[3].period)[CHURN.key] == tuple(weeks[1:4])
        assert tx.readings.of([CHURN.key], until=weeks[3].period, last=2)[CHURN.key] == tuple(weeks[2:4])
        assert tx.readings.newest_period(CHURN.key) == weeks[5].period
        assert tx.readings.newest_period(UPTIME.key) is None
        assert tx.readings.newest_periods(until=weeks[2].period) == {CHURN.key: weeks[2].period}


def test_the_last_ones_are_counted_for_each_kpi(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        for week in range(3):
            tx.readings.put(reading(week=week))
            tx.readings.put(reading(UPTIME, week=week))
        found = tx.readings.of([CHURN.key, UPTIME.key], last=2)
    assert {kpi: len(readings) for kpi, readings in found.items()} == {CHURN.key: 2, UPTIME.key: 2}


def test_many_readings_are_put_as_one_would_be(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        tx.readings.put_many([reading(week=0, value="31"), reading(week=1), reading(week=2)])
        counts = tx.readings.put_many(
            [
                reading(week=0, value="3.1"),  # corrected
                reading(week=1),  # the same
                reading(week=2, note="strike"),  # the same, with a note
                reading(week=3, value="1"),
                reading(week=3, value="2"),  # the last one given counts
                reading(UPTIME),
            ]
        )
        assert counts == ReadingCounts(added=2, same=2, corrected=1)
        assert tx.readings.of([CHURN.key])[CHURN.key] == (
            reading(week=0),
            reading(week=1),
            reading(week=2, note="strike"),
            reading(week=3, value="2"),
        )
        assert [entry.old for entry in tx.audit.of("reading:churn:2026-11-02")] == ["31"]
        assert tx.readings.put_many([]) == ReadingCounts()


def test_a_reading_of_an_unknown_kpi_is_refused(dashboard: Store) -> None:
    with pytest.raises(IntegrityError), dashboard.transaction() as tx:
        tx.readings.put(replace(reading(), kpi=KpiKey("nothing")))


def test_a_change_since_the_last_judgement_is_seen_until_the_next_one(dashboard: Store) -> None:
    with dashboard.transaction() as tx:
        assert not tx.alerts.changed_since(CHURN.key)
        tx.readings.put(reading())
        tx.alerts.set_evaluated(CHURN.key, FIRST, at=NOW)
        assert not tx.alerts.changed_since(CHURN.key)
        tx.readings.put(reading(value="4"))
        assert tx.alerts.changed_since(CHURN.key)
        tx.alerts.set_evaluated(CHURN.key, FIRST, at=NOW)
        assert not tx.alerts.changed_since(CHURN.key)


def test_a_kpi_is_to_be_judged_when_a_reading_came_or_changed(dashboard: Store) -> None:
    def judged_by(week: int) -> set[KpiKey]:
        with dashboard.transaction() as tx:
            found = tx.alerts.unevaluated([kpi.key for kpi in tx.kpis.all()], until=FIRST + timedelta(weeks=week))
            for kpi in found:
                tx.alerts.set_evaluated(kpi, FIRST + timedelta(weeks=week), at=NOW)
            return found

    def put(item: Reading) -> None:
        with dashboard.transaction() as tx:
            tx.readings.put(item)

    assert judged_by(0) == set()
    put(reading(week=0))
    put(reading(week=2))
    assert judged_by(0) == {CHURN.key}
    assert judged_by(0) == set()
    assert judged_by(1) == set()  # the reading of week 2 does not count yet
    assert judged_by(2) == {CHURN.key}
    put(reading(week=0))  # the same again
    assert judged_by(2) == set()
    put(reading(week=0, value="4"))  # a correction
    assert judged_by(2) == {CHURN.key}
    put(reading(week=1))  # a late one
    assert judged_by(2) == {CHURN.key}
    with dashboard.transaction() as tx:
        tx.readings.put_many([reading(week=-1), reading(UPTIME, week=0)])
        assert tx.alerts.evaluated_through(UPTIME.key) is None
        assert tx.alerts.evaluated_through(CHURN.key) == FIRST + timedelta(weeks=2)
    assert judged_by(2) == {CHURN.key, UPTIME.key}
    assert judged_by(2) == set()
