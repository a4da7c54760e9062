"""kpis.csv."""

import dataclasses
from decimal import Decimal

import pytest

from domain.calendar.periods import Frequency
from domain.kpis.model import Direction, Indicator, Kpi, Limits
from domain.values.ids import KpiKey
from handlers.usecases.imports.run import FileKind
from storage.store import Store
from tests.handlers.imports.files import KPIS, NOW, company, imported, refusal

HEADER = "key,name,team,owner,unit,direction,target,warning,critical,frequency,indicator\n"


def kpi(store: Store, key: str) -> Kpi:
    with store.reading() as tx:
        found = tx.kpis.get(KpiKey(key))
    assert found is not None
    return found


def test_kpis_are_imported_with_target_and_limits_and_again_changes_nothing(store: Store) -> None:
    company(store)
    assert str(imported(store, FileKind.KPIS, KPIS)) == "2 KPIs: 2 unchanged"
    churn = kpi(store, "churn")
    assert (churn.direction, churn.frequency, churn.indicator) == (Direction.DOWN, Frequency.WEEK, Indicator.LAGGING)
    assert (churn.targets[0].high, churn.targets[0].high_inclusive) == (Decimal("2.5"), False)
    assert churn.limits == Limits(warning_high=Decimal(3), critical_high=Decimal(4), set_on=NOW.date())
    assert kpi(store, "signups").limits is None


def test_limits_stand_on_the_side_that_the_direction_makes_bad(sqlite_store: Store) -> None:
    company(sqlite_store)
    rows = (
        "uptime,Uptime,growth,U0ADA0001,percent,up,,99.5,99,daily,\n"
        "load,Load,growth,U0ADA0001,number,band,between 0.4 and 0.6,0.35..0.65,0.2..0.8,daily,\n"
    )
    imported(sqlite_store, FileKind.KPIS, HEADER + rows)
    uptime, load = kpi(sqlite_store, "uptime").limits, kpi(sqlite_store, "load").limits
    assert uptime is not None
    assert load is not None
    assert (uptime.warning_low, uptime.critical_low) == (Decimal("99.5"), Decimal(99))
    assert (load.critical_low, load.warning_low) == (Decimal("0.2"), Decimal("0.35"))
    assert (load.warning_high, load.critical_high) == (Decimal("0.65"), Decimal("0.8"))


def test_an_empty_target_or_limit_keeps_what_is_stored_and_tbd_takes_the_target_away(sqlite_store: Store) -> None:
    company(sqlite_store)
    agreed = Limits(critical_high=Decimal(5), hold=2, suggested=True)
    with sqlite_store.transaction() as tx:
        tx.kpis.save(dataclasses.replace(kpi(sqlite_store, "churn"), limits=agreed))
    row = "churn,Churn,growth,U0MIA0003,percent,down,{},,,weekly,lagging\n"
    assert str(imported(sqlite_store, FileKind.KPIS, HEADER + row.format(""))) == "1 KPIs: 1 unchanged"
    assert kpi(sqlite_store, "churn").limits == agreed
    assert str(imported(sqlite_store, FileKind.KPIS, HEADER + row.format("TBD"))) == "1 KPIs: 1 changed"
    assert kpi(sqlite_store, "churn").targets == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("x,X,grwoth,U0MIA0003,,,,,,,", "line 2, team: There is no team ‘grwoth’. Did you mean Growth?"),
        ("x,X,,U0MIA0003,,,,,,,", "line 2, team: A KPI needs a team."),
        ("x,X,growth,,,,,,,,", "line 2, owner: A KPI needs an owner."),
        ("x,X,growth,U0MIA0004,,,,,,,", "line 2, owner: Nobody is known as ‘U0MIA0004’. Did you mean U0MIA0003?"),
        ("x,X,growth,Mia,,,,,,,", "line 2, owner: Write Mia as a Slack id: U0MIA0003."),
        (
            "x,X,growth,U0MIA0003,furlongs,,,,,,",
            (
                "line 2, unit: ‘furlongs’ is not a unit. Write number, percent, ratio, a currency such as USD, "
                "or one of ms, s, min, h, d."
            ),
        ),
        (
            "x,X,growth,U0MIA0003,,upp,,,,,",
            "line 2, direction: ‘upp’ is not known here. Did you mean up? Write up, down, band or neutral.",
        ),
        (
            "x,X,growth,U0MIA0003,,,,,,yearly,",
            "line 2, frequency: ‘yearly’ is not known here. Write daily, weekly, monthly or quarterly.",
        ),
        (
            "x,X,growth,U0MIA0003,,band,12,,,,",
            "line 2, target: ‘12’ says no direction. Write for example ‘at or above 12’ or ‘below 12’.",
        ),
        (
            "x,X,growth,U0MIA0003,,band,,12,,,",
            "line 2, warning: A KPI whose direction is band has limits on both sides. Write low..high, as in 10..20.",
        ),
        (
            "x,X,growth,U0MIA0003,,band,,20..10,,,",
            "line 2, warning: ‘20..10’ is upside down: write the lower number first.",
        ),
        (
            "x,X,growth,U0MIA0003,,up,,10,20,,",
            "line 2, critical: The critical low limit 20 is above the warning low limit 10.",
        ),
        (
            "churn,X,growth,U0MIA0003,,,,,,,\nchurn,Y,growth,U0MIA0003,,,,,,,",
            "line 3, key: The KPI ‘churn’ stands in line 2 already.",
        ),
    ],
)
def test_a_row_that_cannot_be_gets_a_sentence_with_line_and_column(
    sqlite_store: Store, row: str, sentence: str
) -> None:
    company(sqlite_store)
    assert refusal(sqlite_store, FileKind.KPIS, f"{HEADER}{row}\n") == sentence


def test_a_target_that_was_not_understood_is_refused_with_the_piece(sqlite_store: Store) -> None:
    company(sqlite_store)
    told = refusal(sqlite_store, FileKind.KPIS, f"{HEADER}x,X,growth,U0MIA0003,,up,rather more,,,,\n")
    assert told.startswith("line 2, target: ")
    assert "rather more" in told
