"""How values lie in columns: exactly, and the same on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from domain.calendar.periods import Frequency
from domain.kpis.model import Kpi, Limits, Reading, Season, Target
from domain.okrs.checkins import Prompt
from domain.okrs.cycles import Cycle
from domain.values.ids import KpiKey
from domain.values.units import Unit, UnitKind
from storage.codecs import UnitText, plain
from storage.mapping import Shape
from storage.rows.kpis import KpiRow
from storage.store import Store
from storage.types import (
    Duration,
    ExactDecimal,
    InexactDecimalError,
    Json,
    NaiveInstantError,
    UtcDateTime,
    Word,
    canonical,
)
from tests.people import GROWTH, NOW, OWNER, TODAY, settle

CHURN = Kpi(key=KpiKey("churn"), name="Churn", team=GROWTH.key, owner=OWNER.id)
ANY = sqlite.dialect()


@pytest.mark.parametrize(
    "number",
    ["0", "1", "-1", "123456789012345", "-999999999999999", "0.000000000000001", "-0.1", "12345678.9012345", "1e14"],
)
def test_a_number_comes_back_exactly(store: Store, number: str) -> None:
    value = Decimal(number)
    with store.transaction() as tx:
        settle(tx)
        tx.kpis.save(CHURN)
        tx.readings.put(Reading(kpi=CHURN.key, period=TODAY, value=value, learnt_at=NOW))
    with store.reading() as tx:
        (reading,) = tx.readings.of([CHURN.key])[CHURN.key]
    assert reading.value == value
    assert reading.value.as_tuple() == Decimal(canonical(value)).as_tuple()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=15, min_value=-(10**9), max_value=10**9))
def test_the_canonical_form_is_the_same_number_without_frills(value: Decimal) -> None:
    text = canonical(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert text != "-0"
    assert not ("." in text and text.endswith("0"))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e61", "1e-61", "1e59999", f"0.{'1' * 70}"])
def test_a_number_that_is_none_or_too_long_is_not_stored(number: str) -> None:
    with pytest.raises(InexactDecimalError):
        canonical(Decimal(number))


def test_minus_zero_is_zero() -> None:
    assert canonical(Decimal("-0.00")) == "0"


def test_an_instant_comes_back_aware_and_in_utc(store: Store) -> None:
    tokyo = datetime(2026, 11, 18, 23, 30, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    with store.transaction() as tx:
        tx.inbound.remember("cmd:1", {}, at=tokyo)
        tx.audit.add(actor="U1", action="a", subject="s", old=None, new=None, at=tokyo, origin="test")
        (entry,) = tx.audit.of("s")
    assert entry.at == tokyo
    assert entry.at.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError) as refused, store.transaction() as tx:
        tx.inbound.remember("cmd:1", {}, at=NOW.replace(tzinfo=None))
    assert isinstance(refused.value.orig, NaiveInstantError)
    with store.reading() as tx:
        assert tx.inbound.recall("cmd:1") is None


def test_nothing_stays_nothing_in_every_type() -> None:
    for kind in (UtcDateTime(), ExactDecimal(), Duration(), UnitText(), Json(plain), Word(Frequency)):
        assert kind.process_bind_param(None, ANY) is None
        assert kind.process_result_value(None, ANY) is None


def test_a_word_that_the_enum_does_not_have_is_refused() -> None:
    class Other(StrEnum):
        ODD = "odd"

    with pytest.raises(ValueError, match="odd"):
        Word(Frequency).process_bind_param(Other.ODD, ANY)


def test_broken_text_is_stored_without_what_no_database_takes(store: Store) -> None:
    with store.transaction() as tx:
        tx.meta.set("note", "a\x00b \ud83d c 🚀 \u202e")
        assert tx.meta.get("note") == "ab � c 🚀 \u202e"


def test_a_payload_keeps_the_order_of_its_keys_and_takes_any_text(store: Store) -> None:
    answer = {"zeta": 1, "alpha": ["\x00", "\ud83d", "🚀"], "mid": None}
    with store.transaction() as tx:
        tx.inbound.remember("view:1", answer, at=NOW)
    with store.reading() as tx:
        stored = tx.inbound.recall("view:1")
    assert stored == answer
    assert list(stored or {}) == ["zeta", "alpha", "mid"]


def test_units_targets_and_limits_come_back_as_they_were(store: Store) -> None:
    kpi = Kpi(
        key=KpiKey("cost"),
        name="Cost",
        team=GROWTH.key,
        owner=OWNER.id,
        unit=Unit(kind=UnitKind.CURRENCY, code="USD"),
        targets=(
            Target(high=Decimal("0.11"), high_inclusive=False, text="< 0.11"),
            Target(low=Decimal(-5), high=Decimal("0.1"), valid_from=TODAY, text="between −5 and 0.1"),
        ),
        limits=Limits(
            critical_low=Decimal("-7.5"),
            warning_high=Decimal("1.25"),
            season=Season.WEEK,
            hold=2,
            suggested=True,
            set_by=OWNER.id,
            set_on=TODAY,
        ),
        grace_days=4,
    )
    with store.transaction() as tx:
        settle(tx)
        assert tx.kpis.save(kpi)
    with store.transaction() as tx:
        assert tx.kpis.get(kpi.key) == kpi
        assert not tx.kpis.save(kpi)


def test_plain_writes_values_of_the_domain_as_json_holds_them() -> None:
    target = Target(low=Decimal("1.50"), valid_from=TODAY)
    assert plain({"t": target, "n": (1, True, None, 0.5), "w": Season.WEEK, "d": timedelta(hours=1), "at": NOW}) == {
        "t": {
            "low": "1.5",
            "high": None,
            "low_inclusive": True,
            "high_inclusive": True,
            "valid_from": "2026-11-18",
            "text": "",
        },
        "n": [1, True, None, 0.5],
        "w": "week",
        "d": "1:00:00",
        "at": "2026-11-18T15:00:00+00:00",
    }
    with pytest.raises(TypeError, match="object has no form"):
        plain(object())


def test_a_value_with_a_field_that_no_column_holds_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="Cycle has no column for id, start, end"):
        Shape(Cycle, KpiRow)
    with pytest.raises(TypeError, match="write a migration"):
        Shape(Prompt, KpiRow)
