"""Values to render: a small company as it stands on one Monday."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.emulator.blocks.reading import message_text, view_text
from bot.emulator.blocks.state import initial_values
from bot.emulator.blocks.validate import message_problems, view_problems
from domain.calendar.periods import Frequency
from domain.company.teams import Person, Team
from domain.kpis.alerts import Alert, AlertKind, AlertState
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Reading, Target
from domain.kpis.status_model import Change, KpiStatus, Rule, Verdict
from domain.okrs.checkins import Prompt
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import CheckIn, Commitment, KeyResult, Metric, Milestone, Objective
from domain.okrs.status_model import Disagreement, KeyResultStatus, ObjectiveStatus, OkrState, Pace, Progress
from domain.values.ids import AlertId, CheckInId, CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.values.units import PERCENT, Unit, UnitKind
from handlers.views.blocks.block_kit import Message, View

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MIA, ADA, OWEN, BEN = (PersonId(item) for item in ("U0MIA0001", "U0ADA0001", "U0OWEN001", "U0BEN0001"))
NAMES: dict[PersonId, str] = {MIA: "Mia", ADA: "Ada", OWEN: "Owen", BEN: "Ben"}
_AS_TEXT: dict[str, str] = {str(person): name for person, name in NAMES.items()}
ADA_PERSON = Person(id=ADA, name="Ada Byron", timezone="Europe/Amsterdam")
GROWTH = Team(key=TeamKey("growth"), name="Growth", lead=BEN, channel="C0GROWTH1")
CYCLE = Cycle(id=CycleId(1), name="2026-Q4", start=date(2026, 10, 1), end=date(2027, 1, 1), state=CycleState.ACTIVE)
DOLLARS = Unit(kind=UnitKind.CURRENCY, code="USD")


def weekly(key: KpiKey, values: tuple[str, ...]) -> tuple[Reading, ...]:
    """Return readings of successive weeks, the last one for week 47."""
    first = date(2026, 11, 16) - timedelta(weeks=len(values) - 1)
    return tuple(
        Reading(kpi=key, period=first + timedelta(weeks=week), value=Decimal(value), learnt_at=NOW, source="csv")
        for week, value in enumerate(values)
    )


def change(before: str, now: str, verdict: Verdict) -> Change:
    """Return a change on the week before."""
    old, difference = Decimal(before), Decimal(now) - Decimal(before)
    return Change(
        from_value=old,
        from_period=date(2026, 11, 9),
        difference=difference,
        ratio=difference / abs(old) if old else None,
        verdict=verdict,
    )


CHURN_KPI = Kpi(
    key=KpiKey("churn"),
    name="Churn",
    team=TeamKey("growth"),
    owner=MIA,
    unit=PERCENT,
    direction=Direction.DOWN,
    targets=(Target(high=Decimal("2.5"), high_inclusive=False, text="< 2.5%"),),
    limits=Limits(warning_high=Decimal(3), critical_high=Decimal(4), set_by=MIA, set_on=date(2026, 9, 1)),
)
CHURN = KpiStatus(
    kpi=CHURN_KPI,
    on=TODAY,
    state=KpiState.CRITICAL,
    rule=Rule.PAST_CRITICAL,
    reading=weekly(CHURN_KPI.key, ("4.8",))[0],
    recent=weekly(CHURN_KPI.key, ("2.6", "2.4", "2.7", "2.9", "3.1", "3.0", "3.9", "4.8")),
    target=CHURN_KPI.targets[0],
    limit=Decimal(4),
    against_previous=change("3.9", "4.8", Verdict.WORSE),
    since=date(2026, 11, 9),
    held=2,
)
ACTIVATION = KpiStatus(
    kpi=Kpi(
        key=KpiKey("activation"),
        name="Activation",
        team=TeamKey("growth"),
        owner=OWEN,
        unit=PERCENT,
        targets=(Target(low=Decimal(45)),),
    ),
    on=TODAY,
    state=KpiState.WARNING,
    rule=Rule.OFF_TARGET,
    reading=weekly(KpiKey("activation"), ("38",))[0],
    recent=weekly(KpiKey("activation"), ("41", "40", "40", "38")),
    target=Target(low=Decimal(45)),
    against_previous=change("40", "38", Verdict.WORSE),
    since=date(2026, 11, 16),
    held=1,
)
NPS = KpiStatus(
    kpi=Kpi(key=KpiKey("nps"), name="NPS", team=TeamKey("growth"), owner=OWEN, frequency=Frequency.MONTH),
    on=TODAY,
    state=KpiState.STALE,
    rule=Rule.STALE,
    reading=Reading(kpi=KpiKey("nps"), period=date(2026, 9, 1), value=Decimal(41), learnt_at=NOW),
    days_late=9,
)
MRR = KpiStatus(
    kpi=Kpi(key=KpiKey("mrr"), name="MRR", team=TeamKey("growth"), owner=BEN, unit=DOLLARS),
    on=TODAY,
    state=KpiState.OK,
    rule=Rule.TARGET_MET,
    reading=weekly(KpiKey("mrr"), ("1210000",))[0],
    recent=weekly(KpiKey("mrr"), ("1185000", "1210000")),
    target=Target(low=Decimal(1_200_000)),
    against_previous=change("1185000", "1210000", Verdict.BETTER),
)
WIN_RATE_KPI = KpiStatus(
    kpi=Kpi(key=KpiKey("win_rate"), name="Win rate", team=TeamKey("growth"), owner=BEN, unit=PERCENT),
    on=TODAY,
    state=KpiState.NO_TARGET,
    rule=Rule.NOTHING_SET,
    reading=weekly(KpiKey("win_rate"), ("31",))[0],
)


def checkin(key_result: int, value: str, day: date, confidence: int | None = None, **more: object) -> CheckIn:
    """Return a check-in of Ada's."""
    return CheckIn(
        id=CheckInId(key_result),
        key_result=KeyResultId(key_result),
        by=ADA,
        at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
        value=Decimal(value),
        confidence=confidence,
        **more,  # type: ignore[arg-type]
    )


WIN_RATE = KeyResult(
    id=KeyResultId(12),
    objective=ObjectiveId(3),
    owner=ADA,
    title="Lift win rate against Competitor X",
    metric=Metric.INCREASE,
    unit=PERCENT,
    baseline=Decimal(28),
    target=Decimal(45),
)
LOGOS = KeyResult(
    id=KeyResultId(15),
    objective=ObjectiveId(3),
    owner=ADA,
    title="Close 12 logos above $50K",
    metric=Metric.INCREASE,
    baseline=Decimal(0),
    target=Decimal(12),
)
SOC = KeyResult(id=KeyResultId(16), objective=ObjectiveId(3), owner=ADA, title="SOC 2 report", metric=Metric.BINARY)
TOUR = KeyResult(
    id=KeyResultId(17),
    objective=ObjectiveId(3),
    owner=ADA,
    title="New tour",
    metric=Metric.MILESTONE,
    milestones=tuple(Milestone(title=item) for item in ("Draft", "Test with five", "Roll out")),
)
WIN_RATES = (checkin(12, "30", date(2026, 10, 22), 7), checkin(12, "31", date(2026, 11, 5), 7))
WIN_RATE_STATUS = KeyResultStatus(
    key_result=WIN_RATE,
    on=TODAY,
    last=WIN_RATES[1],
    previous=WIN_RATES[0],
    history=WIN_RATES,
    last_day=CYCLE.last_day,
    progress=Progress(raw=Decimal(3) / Decimal(17), ratio=Decimal(3) / Decimal(17)),
    expected=Decimal("0.58"),
    gap=Decimal("0.4035"),
    pace=Pace.WELL_BEHIND,
    state=OkrState.ON_TRACK,
    disagreement=Disagreement.WELL_BEHIND,
    confidence=7,
    previous_confidence=7,
)
LOGOS_STATUS = KeyResultStatus(
    key_result=LOGOS,
    on=TODAY,
    last=checkin(15, "7", date(2026, 11, 9), 8),
    previous=checkin(15, "5", date(2026, 10, 26), 6),
    progress=Progress(raw=Decimal(7) / Decimal(12), ratio=Decimal(7) / Decimal(12)),
    expected=Decimal("0.58"),
    gap=Decimal(0),
    pace=Pace.ON_PACE,
    state=OkrState.ON_TRACK,
    confidence=8,
    previous_confidence=6,
)


def silent(key_result: KeyResult) -> KeyResultStatus:
    """Return a key result without any check-in."""
    return KeyResultStatus(
        key_result=key_result,
        on=TODAY,
        last=None,
        previous=None,
        progress=None,
        expected=None,
        gap=None,
        pace=Pace.UNDEFINED,
        state=OkrState.PENDING,
    )


O3 = ObjectiveStatus(
    objective=Objective(
        id=ObjectiveId(3),
        cycle=CycleId(1),
        team=TeamKey("growth"),
        owner=BEN,
        title="Become the obvious choice for mid-market",
    ),
    cycle=CYCLE,
    on=TODAY,
    key_results=(WIN_RATE_STATUS, LOGOS_STATUS),
    progress_ratio=Decimal("0.41"),
    expected=Decimal("0.55"),
    gap=Decimal("0.14"),
    pace=Pace.BEHIND,
    confidence=Decimal(4),
    previous_confidence=Decimal(6),
    previous_pace=Pace.ON_PACE,
)
O4 = ObjectiveStatus(
    objective=Objective(
        id=ObjectiveId(4),
        cycle=CycleId(1),
        team=TeamKey("growth"),
        owner=MIA,
        title="Onboard in a day",
        commitment=Commitment.COMMITTED,
    ),
    cycle=CYCLE,
    on=TODAY,
    key_results=(),
    progress_ratio=Decimal("0.72"),
    expected=Decimal("0.58"),
    gap=Decimal("-0.14"),
    pace=Pace.ON_PACE,
    confidence=Decimal("7.5"),
)
PROMPT = Prompt(
    id=7,
    cycle=CycleId(1),
    round=4,
    person=ADA,
    owner=ADA,
    key_results=(KeyResultId(12), KeyResultId(15)),
    due_on=TODAY,
    sent_at=NOW,
)
ALERT = Alert(
    id=AlertId(41),
    kpi=CHURN_KPI.key,
    kind=AlertKind.LIMIT,
    state=AlertState.OPEN,
    state_shown=KpiState.CRITICAL,
    since=date(2026, 11, 9),
    opened_at=NOW,
    worst=Decimal("4.8"),
    worst_period=date(2026, 11, 16),
    last=Decimal("4.8"),
    last_period=date(2026, 11, 16),
)


def read(shown: Message) -> str:
    """Return what a person reads in a message that Slack takes."""
    assert message_problems(shown.payload()) == []
    return message_text(shown.payload(), _AS_TEXT)


def read_view(view: View) -> str:
    """Return what a person reads in a view that Slack takes."""
    assert view_problems(view) == []
    return view_text(view, initial_values(view["blocks"]), _AS_TEXT)
