"""Digests: which week, what comes first, what is left out, when one sentence is enough (RULES 7.3 and 7.4)."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.company.teams import Team
from domain.kpis.model import KpiState, Limits, Target
from domain.kpis.status import assess_kpi
from domain.kpis.status_model import KpiStatus
from domain.loop.digests import (
    Acting,
    Digest,
    Subscription,
    SubscriptionError,
    compose,
    has_nothing,
    has_slipped,
    is_quiet,
    report_week,
)
from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult, Metric, Objective
from domain.okrs.status_model import Disagreement, KeyResultStatus, ObjectiveStatus, OkrState, Pace
from domain.values.ids import CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from tests.domain.dashboard import MONDAY, a_kpi, series

D = Decimal
TEAM = Team(key=TeamKey("growth"), name="Growth")
TODAY = MONDAY + timedelta(weeks=5)
WEEK = report_week(TODAY)
LIMITS = Limits(warning_low=D(20), critical_low=D(10))


def kpi(key: str, values: list[float | str | None], *, weeks_ago: int = 0) -> KpiStatus:
    """Return the status of a KPI that ends with today's week, or of some weeks before."""
    readings = series(values, first=TODAY - timedelta(weeks=len(values)), key=key)
    limits = None if key == "goalless" else LIMITS
    return assess_kpi(a_kpi(key, limits=limits), readings, today=TODAY - timedelta(weeks=weeks_ago))


def objective(
    number: int,
    pace: Pace = Pace.ON_PACE,
    *,
    previous: Pace | None = None,
    state: OkrState = OkrState.ON_TRACK,
    cancelled: bool = False,
    disagreement: Disagreement = Disagreement.NONE,
) -> ObjectiveStatus:
    """Return the status of an objective with one key result."""
    owner = PersonId("U0ADA")
    an_objective = Objective(
        id=ObjectiveId(number), cycle=CycleId(1), team=TEAM.key, owner=owner, title=f"Objective {number}"
    )
    key_result = KeyResult(
        id=KeyResultId(number + 100),
        objective=an_objective.id,
        owner=owner,
        title="Lift it",
        metric=Metric.BINARY,
        cancelled=cancelled,
    )
    status = KeyResultStatus(
        key_result=key_result, on=TODAY, last=None, previous=None, progress=None, expected=None, gap=None, pace=pace,
        state=state, disagreement=disagreement,
    )  # fmt: skip
    return ObjectiveStatus(
        objective=an_objective,
        cycle=Cycle(id=CycleId(1), name="2026-Q1", start=date(2026, 1, 1), end=date(2026, 4, 1)),
        on=TODAY,
        key_results=(status,),
        progress_ratio=None,
        expected=None,
        gap=None,
        pace=pace,
        previous_pace=previous,
    )


def digest(
    kpis: list[KpiStatus] | None = None,
    before: list[KpiStatus] | None = None,
    objectives: list[ObjectiveStatus] | None = None,
    overdue: dict[PersonId, int] | None = None,
) -> Digest:
    """Return the digest of these."""
    return compose(
        team=TEAM,
        week=WEEK,
        on=TODAY,
        kpis=kpis or [],
        kpis_before=before or [],
        objectives=objectives or [],
        overdue=overdue or {},
    )


def both(values: dict[str, list[float | str | None]]) -> tuple[list[KpiStatus], list[KpiStatus]]:
    """Return the statuses of KPIs today and a week ago."""
    return (
        [kpi(key, of) for key, of in values.items()],
        [kpi(key, of, weeks_ago=1) for key, of in values.items()],
    )


def keys(statuses: tuple[KpiStatus, ...]) -> list[str]:
    """Return the keys of the KPIs, in order."""
    return [str(status.kpi.key) for status in statuses]


@pytest.mark.parametrize(
    ("day", "name", "monday"),
    [
        (date(2026, 11, 16), "2026-W46", date(2026, 11, 9)),
        (date(2026, 11, 18), "2026-W46", date(2026, 11, 9)),
        (date(2026, 11, 19), "2026-W47", date(2026, 11, 16)),
        (date(2026, 11, 22), "2026-W47", date(2026, 11, 16)),
        (date(2026, 12, 31), "2026-W53", date(2026, 12, 28)),
        (date(2027, 1, 4), "2026-W53", date(2026, 12, 28)),
    ],
)
def test_early_in_the_week_one_looks_back(day: date, name: str, monday: date) -> None:
    assert report_week(day) == (name, monday, monday + timedelta(days=6))


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_weekly_digest_never_reports_a_week_twice_or_skips_one(day: date) -> None:
    this, following = report_week(day), report_week(day + timedelta(weeks=1))
    assert following.first_day - this.first_day == timedelta(weeks=1)
    assert this.name != following.name


def test_what_turned_within_the_week_is_told_apart() -> None:
    now, before = both(
        {
            "red": [50, 50, 5],
            "redder": [50, 15, 5],
            "amber": [50, 50, 15],
            "easing": [50, 5, 15],
            "still": [50, 5, 5],
            "back": [50, 5, 50],
            "fine": [50, 50, 50],
        }
    )
    new = kpi("new", [50, 50, 5])
    found = digest([*now, new], before)
    assert keys(found.turned_red) == ["red", "redder"]
    assert keys(found.turned_amber) == ["amber"]
    assert keys(found.recovered) == ["back"]
    assert keys(found.exceptions) == ["red", "redder", "new", "still", "amber", "easing"]
    assert keys(found.fine) == ["back", "fine"]


def test_the_worst_comes_first_and_silence_is_no_green() -> None:
    stale = kpi("asleep", [50, None, None, None])
    empty = kpi("empty", [])
    goalless = kpi("goalless", [5, 6])
    found = digest([empty, kpi("amber", [50, 15]), goalless, stale, kpi("red", [50, 5])])
    assert keys(found.exceptions) == ["red", "amber", "asleep", "empty"]
    assert [kpi_status.state for kpi_status in found.exceptions[2:]] == [KpiState.STALE, KpiState.NO_DATA]
    assert keys(found.no_target) == ["goalless"]


def test_what_is_fine_is_sorted_by_how_much_it_moved() -> None:
    found = digest([kpi("calm", [50, 50]), kpi("up", [50, 60]), kpi("first", [50]), kpi("down", [100, 50])])
    assert keys(found.fine) == ["down", "up", "calm", "first"]


def test_at_most_two_charts_of_what_turned_first() -> None:
    now, before = both(
        {"still": [50, 50, 5, 4], "red": [50, 50, 50, 5], "amber": [50, 50, 50, 15], "back": [50, 50, 5, 50]}
    )
    assert keys(digest(now, before).charted) == ["red", "amber"]
    assert keys(digest(now[:1], before[:1]).charted) == ["still"]
    assert keys(digest(now[3:], before[3:]).charted) == ["back"]
    assert keys(digest([kpi("short", [50, 5])]).charted) == []


def test_objectives_that_need_a_word_come_first() -> None:
    found = digest(
        objectives=[
            objective(5, cancelled=True, state=OkrState.OFF_TRACK),
            objective(4, disagreement=Disagreement.UNMOVED),
            objective(3, state=OkrState.OUTDATED),
            objective(1),
            objective(2, Pace.BEHIND),
        ]
    )
    assert [objective_status.objective.id for objective_status in found.objectives] == [2, 3, 4, 1, 5]


@pytest.mark.parametrize(
    ("previous", "pace", "slipped"),
    [
        (Pace.ON_PACE, Pace.BEHIND, True),
        (Pace.TOO_EARLY, Pace.BEHIND, True),
        (Pace.BEHIND, Pace.WELL_BEHIND, True),
        (Pace.WELL_BEHIND, Pace.MISSED, True),
        (Pace.BEHIND, Pace.BEHIND, False),
        (Pace.WELL_BEHIND, Pace.BEHIND, False),
        (Pace.TOO_EARLY, Pace.ON_PACE, False),
        (Pace.UNDEFINED, Pace.BEHIND, False),
        (Pace.ON_PACE, Pace.UNDEFINED, False),
        (None, Pace.BEHIND, False),
    ],
)
def test_an_objective_slips_when_its_pace_worsens(previous: Pace | None, pace: Pace, *, slipped: bool) -> None:
    status = objective(1, pace, previous=previous)
    assert has_slipped(status) is slipped
    assert digest(objectives=[status]).slipped == ((status,) if slipped else ())


def test_people_who_owe_are_listed_by_id_and_not_ranked() -> None:
    ada, ben, mia = PersonId("U0ADA"), PersonId("U0BEN"), PersonId("U0MIA")
    assert digest(overdue={mia: 1, ben: 0, ada: 7}).overdue == ((ada, 7), (mia, 1))


def test_a_quiet_week_needs_one_sentence() -> None:
    calm = digest([kpi("calm", [50, 51])], [kpi("calm", [50, 51], weeks_ago=1)], [objective(1)])
    assert is_quiet(calm)
    assert is_quiet(digest([kpi("goalless", [5, 6])]))
    assert not is_quiet(digest([kpi("red", [50, 5])]))
    assert not is_quiet(digest(*both({"back": [50, 5, 50]})))
    assert not is_quiet(digest(objectives=[objective(1, Pace.BEHIND)]))
    assert not is_quiet(replace(calm, overdue=((PersonId("U0ADA"), 1),)))


def test_a_team_without_anything_has_nothing() -> None:
    assert has_nothing(digest(overdue={PersonId("U0ADA"): 1}))
    assert not has_nothing(digest([kpi("empty", [])]))
    assert not has_nothing(digest([kpi("calm", [50])]))
    assert not has_nothing(digest([kpi("goalless", [5])]))
    assert not has_nothing(digest(objectives=[objective(1)]))


@given(seed=st.integers(0, 1000))
def test_the_same_input_in_any_order_gives_the_same_digest(seed: int) -> None:
    now, before = both(
        {
            name: [50, old, new]
            for name, old, new in zip("abcdef", (5, 15, 50, 50, 5, 15), (5, 5, 15, 5, 50, 15), strict=True)
        }
    )
    objectives = [objective(number, pace) for number, pace in enumerate((Pace.BEHIND, Pace.ON_PACE, Pace.BEHIND), 1)]
    straight = digest(now, before, objectives)
    mixer = random.Random(seed)  # noqa: S311 shuffles a test's input
    for items in (now, before, objectives):
        mixer.shuffle(items)
    assert digest(now, before, objectives) == straight


@pytest.mark.parametrize(("weekday", "hour"), [(7, 9), (-1, 9), (0, 24), (0, -1)])
def test_a_subscription_names_a_weekday_and_an_hour(weekday: int, hour: int) -> None:
    with pytest.raises(SubscriptionError, match="There is no"):
        Subscription(id=1, team=TEAM.key, to="C0GROWTH", weekday=weekday, hour=hour)


def test_a_subscription_is_for_monday_at_nine_unless_said() -> None:
    subscription = Subscription(id=1, team=TEAM.key, to="C0GROWTH")
    assert (subscription.weekday, subscription.hour, subscription.timezone) == (0, 9, "UTC")


def test_a_missed_target_without_limits_colours_the_digest() -> None:
    readings = series([50, 30], first=TODAY - timedelta(weeks=2), key="win")
    status = assess_kpi(a_kpi("win", target=Target(low=D(40))), readings, today=TODAY)
    assert keys(digest([status]).exceptions) == ["win"]


def guarded(status: ObjectiveStatus, progress: str | None, *guards: str) -> ObjectiveStatus:
    """Return an objective at some progress, with guardrails."""
    guardrails = tuple(KpiKey(guard) for guard in guards)
    known = replace(status.objective, guardrails=guardrails)
    return replace(status, objective=known, progress_ratio=None if progress is None else D(progress))


def test_a_guardrail_that_is_critical_while_its_objective_advances_stands_first() -> None:
    churn, nps = kpi("churn", [30, 30, 5]), kpi("nps", [30, 30, 15])
    quiet = digest(kpis=[], objectives=[objective(3)])
    assert is_quiet(quiet)
    found = compose(
        team=TEAM, week=WEEK, on=TODAY, kpis=[], kpis_before=[], overdue={},
        objectives=[guarded(objective(3), "0.5", "nps"), guarded(objective(4), "0.9", "churn", "nps")],
        guarding={KpiKey("churn"): churn, KpiKey("nps"): nps},
    )  # fmt: skip
    assert not is_quiet(found)
    assert [objective_status.objective.id for objective_status in found.objectives] == [4, 3]
    assert [(guardrail.objective.objective.id, guardrail.kpi.kpi.key) for guardrail in found.conflicts] == [
        (4, "churn")
    ]
    assert [guardrail.kpi.kpi.key for guardrail in found.guardrails] == ["churn", "nps", "nps"]
    assert [guardrail.kpi.kpi.key for guardrail in found.guards_of(ObjectiveId(3))] == ["nps"]


def test_a_guardrail_that_is_fine_or_only_strained_changes_nothing() -> None:
    fine, warning = kpi("churn", [30, 30, 30]), kpi("nps", [30, 30, 15])
    found = compose(
        team=TEAM, week=WEEK, on=TODAY, kpis=[], kpis_before=[], overdue={},
        objectives=[guarded(objective(3), "0.5", "churn", "nps")],
        guarding={KpiKey("churn"): fine, KpiKey("nps"): warning},
    )  # fmt: skip
    assert is_quiet(found)
    assert found.conflicts == ()
    assert [guardrail.kpi.kpi.key for guardrail in found.guardrails] == ["nps"]


def test_who_acts_comes_by_the_kpis_key() -> None:
    acting = [Acting(kpi=KpiKey(key), person=PersonId("U0MIA")) for key in ("nps", "churn")]
    found = compose(
        team=TEAM, week=WEEK, on=TODAY, kpis=[], kpis_before=[], overdue={}, objectives=[], acting=acting
    )  # fmt: skip
    assert [acting.kpi for acting in found.acting] == ["churn", "nps"]
