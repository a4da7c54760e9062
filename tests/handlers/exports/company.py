"""A company in which everything is a little odd: words that look like formulas, every kind of number, gaps."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.calendar.cadence import Cadence
from domain.calendar.periods import Frequency
from domain.company.teams import Person, Role
from domain.kpis.model import Direction, Indicator, Kpi, Limits, Reading, Season, Target
from domain.okrs.cycles import Cycle
from domain.okrs.model import Commitment, KeyResult, Metric, Milestone, Objective
from domain.okrs.scores import Score
from domain.values.ids import KeyResultId, KpiKey, ObjectiveId, PersonId
from domain.values.units import PERCENT, Unit
from storage.store import Transaction
from tests.people import COMPANY, GROWTH, MEMBER, NOW, OWNER, PLATFORM, quarter, settle

SPAN = "2026-10-01:2026-12-31"
STRANGER = PersonId("U0STRANGE")
"""Owns things, and nobody knows their name."""
CHURN = Kpi(
    key=KpiKey("churn"),
    name="=Churn, “net”",
    team=GROWTH.key,
    owner=MEMBER.id,
    unit=PERCENT,
    direction=Direction.DOWN,
    targets=(
        Target(high=Decimal("2.5"), high_inclusive=False, text="wie besprochen"),
        Target(high=Decimal("2.25"), text="at most 2.25%", valid_from=date(2026, 10, 1)),
        Target(high=Decimal("1.125"), text="", valid_from=date(2027, 1, 1)),
    ),
    limits=Limits(warning_high=Decimal("3.125"), critical_high=Decimal(4), hold=2, suggested=True),
)
MARGIN = Kpi(
    key=KpiKey("margin"),
    name="-margin",
    team=PLATFORM.key,
    owner=STRANGER,
    unit=Unit.parse("USD"),
    direction=Direction.BAND,
    frequency=Frequency.MONTH,
    indicator=Indicator.LEADING,
    targets=(Target(low=Decimal(-4), high=Decimal(4), text="-4 to 4"),),
    limits=Limits(warning_low=Decimal(-4), warning_high=Decimal(8), critical_low=Decimal("-1200.125")),
)
NEUTRAL = replace(MARGIN, key=KpiKey("neutral"), name="Neutral", direction=Direction.NEUTRAL, targets=(), limits=None)
WAIT = Kpi(
    key=KpiKey("wait"),
    name="Wait",
    team=GROWTH.key,
    owner=OWNER.id,
    unit=Unit.parse("min"),
    direction=Direction.DOWN,
    frequency=Frequency.DAY,
    limits=Limits(critical_low=Decimal("1.125"), warning_high=Decimal(1000)),
)
KPIS = (CHURN, MARGIN, NEUTRAL, WAIT)
NOTES = ("", "-4", "=cmd|' /C calc'!A0", 'two\nlines, “quoted” and "so"', "'=1", "'tis done", "+1", "@ada")
STEPS = (
    Milestone(title="Contract | signed"),
    Milestone(title="Hire (2)", weight=Decimal("0.5")),
    Milestone(title="Open (3)"),
)
_MEASURES: tuple[dict[str, Any], ...] = (
    {"metric": Metric.INCREASE, "unit": PERCENT, "baseline": Decimal(-10), "target": Decimal("10.125")},
    {"metric": Metric.DECREASE, "unit": Unit.parse("h"), "baseline": Decimal(12), "target": Decimal(0)},
    {"metric": Metric.MAINTAIN, "unit": PERCENT, "low": Decimal("99.9")},
    {"metric": Metric.MAINTAIN, "unit": Unit.parse("ratio"), "low": Decimal(-3), "high": Decimal(5)},
    {"metric": Metric.MILESTONE, "milestones": STEPS},
    {"metric": Metric.MILESTONE, "milestones": STEPS},
    {"metric": Metric.BINARY},
    {"metric": Metric.BASELINE, "unit": Unit.parse("EUR")},
    {"metric": Metric.INCREASE, "baseline": Decimal(1), "target": Decimal(1_000_000)},
)


def furnish(tx: Transaction) -> Cycle:
    """Put the company into a store."""
    settle(tx)
    tx.teams.save(
        replace(PLATFORM, lead=STRANGER, channel=None, cadence=Cadence.MONTHLY, holidays="US-CA", name="+Plat")
    )
    tx.people.save(replace(MEMBER, name="=HYPERLINK(1)", email="Mia@Example.com", role=Role.VIEWER))
    tx.people.save(Person(id=PersonId("U0LONER06"), name="Two  blanks ", email="not an address"))
    for kpi in KPIS:
        tx.kpis.save(kpi)
    _readings(tx)
    cycle = quarter(tx)
    _okrs(tx, cycle)
    return cycle


def with_season(kpi: Kpi) -> Kpi:
    """Return a KPI with limits against what is usual for the weekday."""
    return replace(kpi, limits=Limits(warning_low=Decimal("0.6"), season=Season.WEEK))


def _readings(tx: Transaction) -> None:
    for at, note in enumerate(NOTES):
        for kpi, first, step in ((CHURN.key, date(2026, 9, 7), 7), (WAIT.key, date(2026, 11, 1), 1)):
            value = Decimal(-4) if at % 2 else Decimal("1234567.125")
            period = first + timedelta(days=step * at)
            tx.readings.put(Reading(kpi=kpi, period=period, value=value, learnt_at=NOW, note=note, source="slack"))


def _okrs(tx: Transaction, cycle: Cycle) -> None:
    aim = _objective(tx, cycle, "=Aim", wanted_id=7)
    for number, measure in enumerate(_MEASURES):
        draft = KeyResult(id=KeyResultId(0), objective=aim, owner=STRANGER, title=f"@{number} of all", **measure)
        weighted = replace(draft, weight=Decimal("0.25") if number % 2 else Decimal(1))
        _outcome(tx, tx.okrs.new_key_result(weighted, external_id=f"row {number}"), number)
    served = _objective(tx, cycle, "Serves a key result", parent_key_result=KeyResultId(8), wanted_id=3)
    _objective(tx, cycle, "Serves an objective", parent_objective=served)
    _objective(tx, cycle, "Bare")


def _objective(tx: Transaction, cycle: Cycle, title: str, **more: int | None) -> ObjectiveId:
    objective: Objective = tx.okrs.add_objective(
        cycle=cycle.id,
        team=COMPANY.key if title == "Bare" else GROWTH.key,
        owner=OWNER.id,
        title=title,
        commitment=Commitment.COMMITTED,
        **more,  # type: ignore[arg-type]  # numbers of the right kinds
    )
    return objective.id


def _outcome(tx: Transaction, key_result: KeyResult, number: int) -> None:
    """Say something about every key result but the last one; score every second one."""
    if number + 1 < len(_MEASURES):
        steps = {4: (0, 1), 5: (0, 2)}.get(number, ())
        weights = [key_result.milestones[step].weight for step in steps]
        value = sum(weights, Decimal(0)) if weights else Decimal(1) if number == 6 else Decimal("-3.5")
        for at, note in ((NOW - timedelta(days=7), "before"), (NOW, NOTES[number % len(NOTES)])):
            _check_in(tx, key_result, value, at, note, steps)
    if number % 2:
        tx.scores.put(
            Score(key_result=key_result.id, suggested=Decimal("0.3"), given=Decimal("0.7"), by=STRANGER, at=NOW)
        )


def _check_in(
    tx: Transaction, key_result: KeyResult, value: Decimal, at: datetime, note: str, steps: tuple[int, ...]
) -> None:
    tx.checkins.add(
        key_result=key_result.id,
        by=STRANGER,
        at=at,
        value=value,
        confidence=6 if value > 0 else None,
        note=note,
        done_steps=steps,
    )
