"""Puts the sample company into a database as if Tiller had run there since the quarter began."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bot.demo import company
from domain.cadence import resolve, weekdays
from domain.ids import KeyResultId
from handlers.usecases import alerts
from handlers.usecases import world as worlds
from handlers.usecases.checkins import Answer, record
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store, Transaction

_WEEK = timedelta(days=7)
_HEADER = "kpi,date,value\n"


def fill(store: Store, *, start: datetime) -> None:
    """Fill an empty database for a Monday on which the last week's numbers have just come in.

    All weeks but the last are history by then and were judged: what the last one breaks is news.
    """
    monday = start.date()
    begin = at(company.FIRST_DAY, 8)
    cycle = f"{company.FIRST_DAY}:{company.LAST_DAY}"
    for kind, table in (
        (FileKind.TEAMS, company.TEAMS),
        (FileKind.PEOPLE, company.PEOPLE),
        (FileKind.KPIS, company.KPIS),
        (FileKind.OKRS, company.OKRS),
    ):
        run_import(store, kind, table, now=begin, cycle=cycle if kind is FileKind.OKRS else None)
    for number, day in enumerate(company.ROUNDS):
        with store.transaction() as tx:
            _round(tx, number, at(day, 11))
    last = monday - _WEEK
    readings = company.readings(last)
    _learn(store, [line for period, line in readings if period < last], now=at(last, 8))
    with store.transaction() as tx:
        world = worlds.load(tx, calendars=lambda _: weekdays)
        for kpi in tx.kpis.all():
            alerts.evaluate(tx, kpi_key=kpi.key, now=at(last, 8), world=world)
    _learn(store, [line for period, line in readings if period == last], now=start - timedelta(hours=1))


def at(day: date, hour: int) -> datetime:
    """Return the instant of an hour where the company is."""
    return resolve(day, time(hour), company.ZONE)


def _learn(store: Store, lines: list[str], *, now: datetime) -> None:
    run_import(store, FileKind.READINGS, _HEADER + "".join(lines), now=now)


def _round(tx: Transaction, number: int, now: datetime) -> None:
    """Record what everyone said in a round."""
    world = worlds.load(tx, calendars=lambda _: weekdays)
    for key_result_id, said in company.SAID.items():
        words = said[number]
        key_result = tx.okrs.key_result(KeyResultId(key_result_id))
        if words is None or key_result is None:
            continue
        value, confidence, note = words
        answer = Answer(
            key_result=key_result.id,
            value=None if key_result.milestones else Decimal(value),
            confidence=confidence,
            note=note,
            done_steps=tuple(range(int(value))) if key_result.milestones else (),
        )
        record(
            tx,
            answers=[answer],
            actor=key_result.owner,
            now=now,
            world=world,
            submission=f"demo:{number}:{key_result_id}",
            origin="demo",
        )
