"""A closed cycle takes no write, whichever way it comes, and each refusal says who can reopen it (RULES 2.4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.okrs.cycles import CycleClosedError, CycleState
from handlers.usecases.imports.okrs import import_okrs
from storage.store import Store
from tests.people import OWNER
from tests.tiller import WIN_RATE, Running, ask, begin_scoring, known, open_alert

CLOSED = "2026-Q4 is closed. Ada can reopen it: /okr admin."


def close(store: Store) -> None:
    with store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.CLOSED))


def everything(tiller: Running) -> list[Any]:
    """What is stored of the cycle."""
    with tiller.store.reading() as tx:
        cycle = known(tx.cycles.by_name("2026-Q4")).id
        numbers = [key_result.id for key_result in tx.okrs.key_results(cycle)]
        return [
            tx.okrs.objectives(cycle),
            tx.okrs.key_results(cycle),
            tx.checkins.of(numbers),
            tx.scores.of(numbers),
            tx.adjustments.of(numbers),
        ]


def sentence(done: Any) -> list[str]:
    return list(done.errors.values())


def test_a_check_in_form_that_was_open_is_refused(tiller: Running) -> None:
    ask(tiller, WIN_RATE)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
    tiller.owen.fill("value", "33")
    tiller.owen.fill("confidence", "7")
    close(tiller.store)
    before = everything(tiller)
    assert sentence(tiller.owen.submit()) == [CLOSED]
    assert everything(tiller) == before


def test_a_scoring_form_that_was_open_is_refused(tiller: Running) -> None:
    message = begin_scoring(tiller)
    tiller.owen.click(message, action_id="scoring_open")
    tiller.owen.fill("value:12", "45")
    close(tiller.store)
    before = everything(tiller)
    assert sentence(tiller.owen.submit()) == [CLOSED]
    assert everything(tiller) == before
    assert tiller.answer(tiller.owen.click(message, action_id="scoring_open")) == CLOSED


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        ("edit KR-12", {"kr_title": "Something else"}),
        ("edit O-3", {"o_title": "Something else"}),
        ("new O-3", {"kr_title": "Late", "kr_baseline": "1", "kr_target": "2"}),
        ("new objective", {"o_title": "Late"}),
    ],
)
def test_a_form_that_writes_and_was_open_is_refused(tiller: Running, command: str, answers: dict[str, str]) -> None:
    assert tiller.owen.command("/okr", command).opened is not None
    for name, answer in answers.items():
        tiller.owen.fill(name, answer)
    close(tiller.store)
    before = everything(tiller)
    assert sentence(tiller.owen.submit()) == [CLOSED]
    assert everything(tiller) == before


@pytest.mark.parametrize(
    "text",
    ["checkin KR-12 33 7", "edit KR-12", "edit O-3", "cancel KR-12 the market is gone", "restore KR-12"],
)
def test_a_line_is_refused(tiller: Running, text: str) -> None:
    close(tiller.store)
    before = everything(tiller)
    assert tiller.answer(tiller.owen.command("/okr", text)) == CLOSED
    assert everything(tiller) == before


def test_a_reading_feeds_no_key_result_of_a_closed_cycle(tiller: Running) -> None:
    close(tiller.store)
    before = everything(tiller)
    assert tiller.answer(tiller.owen.command("/kpi", "set win_rate 35")).startswith("Saved: Win rate is 35 %")
    assert everything(tiller) == before


def test_a_file_brings_nothing_into_a_closed_cycle(tiller: Running) -> None:
    close(tiller.store)
    before = everything(tiller)
    table = "kind,id,team,owner,title\nobjective,O-9,growth,U0OWEN002,Late\n"
    with tiller.store.transaction() as tx, pytest.raises(CycleClosedError) as refused:
        import_okrs(tx, table, cycle="2026-Q4", now=tiller.clock.now())
    assert str(refused.value) == CLOSED
    assert everything(tiller) == before


def test_nothing_is_carried_over_into_a_closed_cycle(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        cycle = known(tx.cycles.by_name("2026-Q4"))
        tx.cycles.save(replace(cycle, state=CycleState.SCORING))
        tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.CLOSED)
    assert tiller.answer(tiller.owen.command("/okr", "carry 2026-Q4")) == CLOSED.replace("2026-Q4", "2027-Q1")


def test_an_alert_becomes_no_key_result_of_a_cycle_that_was_closed_meanwhile(tiller: Running) -> None:
    message = open_alert(tiller)
    assert tiller.owen.click(message, action_id="alert_key_result").opened is not None
    tiller.owen.fill("kr_objective", "3")
    close(tiller.store)
    before = everything(tiller)
    assert sentence(tiller.owen.submit()) == [CLOSED]
    assert everything(tiller) == before


def test_whoever_is_asked_may_reopen_it(tiller: Running) -> None:
    close(tiller.store)
    assert tiller.answer(tiller.ada.command("/okr", "admin reopen 2026-Q4 a slip")).startswith("2026-Q4 takes scores")
    assert tiller.answer(tiller.owen.command("/okr", "checkin KR-12 33 7")).startswith("Saved: KR-12.")
