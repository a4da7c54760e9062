"""After a move everything goes on as if there had been none: nothing is said twice, nothing is forgotten."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from domain.kpis.model import Limits
from domain.values.ids import KpiKey
from storage.dump import write_everything
from storage.loading import read_everything
from storage.store import Store
from tests.databases import migrated_store
from tests.handlers.jobs.scenario import START, Scenario, add_churn, set_up

VALUES = ["2", "2.2", "4.5", "4.8", "4.9", "4.7", "2.1", "2"]
FIRST_PERIOD = date(2026, 9, 28)


@pytest.fixture
def other(store: Store, tmp_path: Path) -> Iterator[Store]:
    """An empty store on the other database."""
    with migrated_store("postgresql" if store.path else "sqlite", tmp_path) as lent:
        yield lent


def everything(store: Store) -> bytes:
    out = io.BytesIO()
    write_everything(store, out)
    return out.getvalue()


def live(scenario: Scenario, weeks: range) -> list[dict[str, str]]:
    """Let some weeks pass: a reading on Monday, the calendar three times a day, an answer now and then."""
    rung = []
    for week in weeks:
        monday = START + timedelta(weeks=week)
        scenario.put("churn", FIRST_PERIOD + timedelta(weeks=week), VALUES[week], at=monday)
        for hour in (0, 3, 8, 27, 56, 80):
            rung.append(scenario.tick(monday + timedelta(hours=hour)))
            if hour == 27 and week % 2 == 0:
                scenario.answer(
                    scenario.key_results[0].id, str(30 + week), at=monday + timedelta(hours=28), note="=moved"
                )
    return rung


def test_the_weeks_after_a_move_are_those_that_would_have_been_without_it(store: Store, other: Store) -> None:
    scenario = set_up(store)
    add_churn(store, limits=Limits(warning_high=Decimal(3), critical_high=Decimal(4)))
    scenario.follow()
    scenario.tick(START - timedelta(hours=1))
    live(scenario, range(4))
    read_everything(other, io.BytesIO(everything(store)))
    moved = replace(scenario, store=other)
    again = START + timedelta(weeks=3, hours=80)
    assert moved.tick(again) == scenario.tick(again) == {}
    assert live(moved, range(4, 8)) == live(scenario, range(4, 8))
    assert everything(other) == everything(store)
    said = {kind: len(scenario.said(kind)) for kind in ("digest", "alert", "prompt")}
    assert all(said.values()), said
    with store.reading() as tx:
        (alert,) = tx.alerts.of_kpi(KpiKey("churn"))
    assert alert.closed_at is not None
    assert alert.opened_at < START + timedelta(weeks=4) < alert.closed_at
