"""Makers of OKR values for tests: each gives a sensible value and takes what the test is about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

from domain.calendar.cadence import Cadence
from domain.company.teams import Person, Role, Team
from domain.okrs.checkins import Prompt
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import Adjustment, CheckIn, CheckInSource, Commitment, KeyResult, Metric, Milestone, Objective
from domain.okrs.scores import Score
from domain.okrs.status import assess_key_result
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import CheckInId, CycleId, KeyResultId, ObjectiveId, PersonId, TeamKey

VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
QUICK = settings(max_examples=25, deadline=None)
"""For properties: few examples each, so that the folder stays quick, and no deadline on a busy machine."""

ADA = PersonId("U0ADA0001")
BEN = PersonId("U0BEN0001")
MIA = PersonId("U0MIA0001")
ZOE = PersonId("U0ZOE0001")
COMPANY = TeamKey("company")
GROWTH = TeamKey("growth")
SALES = TeamKey("sales")

TODAY = date(2026, 8, 15)
"""The middle of the quarter."""
NOON = datetime(2026, 8, 3, 12, tzinfo=UTC)


def close_to(value: Decimal | None, wanted: float) -> bool:
    """Tell whether a number agrees with one that is given with four decimals."""
    return value is not None and abs(value - Decimal(str(wanted))) <= Decimal("0.00005")


def quarter(**changes: object) -> Cycle:
    """The third quarter of 2026, 1 July to 30 September, active."""
    fields: dict[str, object] = {
        "id": CycleId(1),
        "name": "2026-Q3",
        "start": date(2026, 7, 1),
        "end": date(2026, 10, 1),
        "state": CycleState.ACTIVE,
    }
    return Cycle(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def objective(**changes: object) -> Objective:
    fields: dict[str, object] = {
        "id": ObjectiveId(3),
        "cycle": CycleId(1),
        "team": GROWTH,
        "owner": ADA,
        "title": "Become the obvious choice for mid-market",
        "commitment": Commitment.ASPIRATIONAL,
    }
    return Objective(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def key_result(id_: int = 12, /, **changes: object) -> KeyResult:
    """KR-12: lift the win rate from 28 to 45."""
    fields: dict[str, object] = {
        "id": KeyResultId(id_),
        "objective": ObjectiveId(3),
        "owner": ADA,
        "title": "Lift win rate",
        "metric": Metric.INCREASE,
        "baseline": Decimal(28),
        "target": Decimal(45),
    }
    return KeyResult(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def way(baseline: str, target: str, id_: int = 12) -> KeyResult:
    """An increase or a decrease from one number to another."""
    rising = Decimal(target) >= Decimal(baseline)
    metric = Metric.INCREASE if rising else Metric.DECREASE
    return key_result(id_, metric=metric, baseline=Decimal(baseline), target=Decimal(target))


def binary(id_: int = 20, /, **changes: object) -> KeyResult:
    return key_result(id_, **{"metric": Metric.BINARY, "baseline": None, "target": None, **changes})


def steps(*weights: str, id_: int = 30) -> KeyResult:
    milestones = tuple(Milestone(title=f"Step {weight}", weight=Decimal(weight)) for weight in weights)
    return key_result(id_, metric=Metric.MILESTONE, baseline=None, target=None, milestones=milestones)


def band(low: str | None = None, high: str | None = None, id_: int = 40, /, **changes: object) -> KeyResult:
    """What is maintained: at or above, at or below, or between."""
    ends = {"low": Decimal(low) if low else None, "high": Decimal(high) if high else None}
    return key_result(id_, **{"metric": Metric.MAINTAIN, "baseline": None, "target": None, **ends, **changes})


def to_find(id_: int = 50, /, **changes: object) -> KeyResult:
    """A baseline that is to be found."""
    return key_result(id_, **{"metric": Metric.BASELINE, "baseline": None, "target": None, **changes})


def adjustment(reason: str = "the market fell", **changes: object) -> Adjustment:
    """A change of KR-12, whose target was 50 before it."""
    fields: dict[str, object] = {
        "key_result": KeyResultId(12),
        "by": MIA,
        "at": NOON,
        "reason": reason,
        "baseline": Decimal(28),
        "target": Decimal(50),
    }
    return Adjustment(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def checkin(
    value: str | int,
    confidence: int | None = None,
    *,
    at: datetime = NOON,
    of: int = 12,
    source: CheckInSource = CheckInSource.PERSON,
) -> CheckIn:
    return CheckIn(
        id=CheckInId(1),
        key_result=KeyResultId(of),
        by=ADA,
        at=at,
        value=Decimal(value),
        confidence=confidence,
        source=source,
    )


def days(count: float) -> timedelta:
    return timedelta(days=count)


def score(given: str, *, of: int = 12, suggested: str | None = None, **changes: object) -> Score:
    fields: dict[str, object] = {
        "key_result": KeyResultId(of),
        "suggested": Decimal(suggested or given),
        "given": Decimal(given),
        "by": ADA,
        "at": NOON,
    }
    return Score(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def prompt(**changes: object) -> Prompt:
    """Round 2, asked on Monday 3 August 2026 at noon UTC, about KR-12 and KR-15."""
    fields: dict[str, object] = {
        "id": 7,
        "cycle": CycleId(1),
        "round": 2,
        "person": ADA,
        "owner": ADA,
        "key_results": (KeyResultId(12), KeyResultId(15)),
        "due_on": date(2026, 8, 3),
        "sent_at": NOON,
    }
    return Prompt(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def person(id_: PersonId = ADA, **changes: object) -> Person:
    names = {ADA: "Ada", BEN: "Ben", MIA: "Mia", ZOE: "Zoe"}
    fields: dict[str, object] = {"id": id_, "name": names[id_], "team": GROWTH, "role": Role.MEMBER}
    return Person(**{**fields, **changes})  # type: ignore[arg-type]  # makers take any field


def teams() -> dict[TeamKey, Team]:
    """A company, led by Zoe, with Growth, led by Mia, and Sales below it, led by nobody."""
    return {
        COMPANY: Team(key=COMPANY, name="Company", lead=ZOE),
        GROWTH: Team(key=GROWTH, name="Growth", parent=COMPANY, lead=MIA),
        SALES: Team(key=SALES, name="Sales", parent=COMPANY),
    }


def seen(
    *values: tuple[float, str, int | None],
    of: KeyResult | None = None,
    today: date = TODAY,
    cadence: Cadence = Cadence.BIWEEKLY,
    source: CheckInSource = CheckInSource.PERSON,
    **cycle: object,
) -> KeyResultStatus:
    """Stand a key result on check-ins given as (days before noon of today, value, confidence)."""
    now = datetime.combine(today, NOON.timetz())
    checkins = [checkin(value, confidence, at=now - days(age), source=source) for age, value, confidence in values]
    return assess_key_result(of or key_result(), checkins, cycle=quarter(**cycle), today=today, cadence=cadence)
