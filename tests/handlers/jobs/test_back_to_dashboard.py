"""When a KPI's owner is asked whether a key result goes back to the dashboard (RULES 5.7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.calendar.periods import Frequency
from domain.kpis.model import Limits
from domain.loop.return_to_dashboard import Return
from domain.okrs.cycles import CycleState
from domain.okrs.model import Metric
from domain.values.ids import KeyResultId
from domain.values.units import PERCENT
from handlers.context import ActorContext, Context
from handlers.usecases.checkins import linked_kpi
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.loop import return_to_dashboard
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import Scenario, add_churn, set_up, weeks

LIMITS = Limits(warning_high=Decimal(3), critical_high=Decimal(4))
FIRST = date(2026, 10, 26)
LEARNT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""Noon on the Monday after the fourth good week: Mia's ten o'clock is over."""
ASKED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def fed(store: Store, values: list[str], **changes: object) -> tuple[Scenario, KeyResultId]:
    """Put a key result that churn feeds into the store, with readings of successive weeks from `FIRST` on."""
    scenario = set_up(store)
    kpi = add_churn(store, limits=LIMITS)
    with store.transaction() as tx:
        draft = replace(
            scenario.key_results[0], title="Bring churn down", metric=Metric.DECREASE, unit=PERCENT, kpi=kpi.key,
            baseline=Decimal("4.8"), target=Decimal("2.5"), owner=people.MEMBER.id,
        )  # fmt: skip
        number = tx.okrs.new_key_result(replace(draft, **changes)).id  # type: ignore[arg-type]  # any field
    for period, value in weeks(FIRST, values):
        scenario.put("churn", period, value, at=LEARNT)
    with store.transaction() as tx:
        linked_kpi.feed(Context(tx=tx, now=LEARNT, org=scenario.org()), [kpi.key])
    return scenario, number


GOOD = ["2.4", "2.3", "2.4", "2.2"]


def test_the_owner_is_asked_once_at_the_next_check_in_hour(store: Store) -> None:
    scenario, number = fed(store, GOOD)
    scenario.tick(LEARNT)
    assert scenario.said("loop") == []
    endings = scenario.tick(ASKED)
    assert endings[f"back:{number}:{FIRST}:first"] == "done"
    scenario.tick(ASKED + timedelta(days=1))
    ((to, said),) = scenario.texts("loop")
    assert to == people.MEMBER.id
    assert said == (
        f"KR-{number} is met, and Churn has been fine for 4 weeks. "
        "Back to the dashboard, with new limits: warning above 2.65 %, critical above 3.65 %?"
    )


@pytest.mark.parametrize(
    ("values", "changes"),
    [
        (GOOD[:3], {}),
        (["2.4", "3.2", "2.4", "2.2"], {}),
        (["2.4", "2.3", "2.4", "2.7"], {}),
        (GOOD, {"kpi": None}),
        (GOOD, {"cancelled": True}),
        (GOOD, {"returned_on": date(2026, 11, 20)}),
        (GOOD, {"metric": Metric.BASELINE, "baseline": None, "target": None}),
        ([], {}),
    ],
)
def test_nobody_is_asked_about_what_is_not_ripe(store: Store, values: list[str], changes: dict[str, object]) -> None:
    scenario, _ = fed(store, values, **changes)
    scenario.tick(ASKED)
    assert scenario.said("loop") == []


def test_a_key_result_of_a_closed_cycle_is_asked_about_too(store: Store) -> None:
    scenario, number = fed(store, GOOD)
    with store.transaction() as tx:
        tx.cycles.save(replace(scenario.cycle, state=CycleState.CLOSED))
    scenario.tick(ASKED)
    assert len(scenario.said("loop")) == 1
    with store.transaction() as tx:
        found, changed = return_to_dashboard.give_back(
            ActorContext(tx=tx, actor=people.MEMBER.id, now=ASKED, org=scenario.org()),
            key_result_id=number,
            until=date(2026, 11, 16),
        )
    assert (changed, found.key_result.returned_on) == (True, date(2026, 11, 24))


def test_one_that_was_carried_over_is_left_to_its_successor(store: Store) -> None:
    scenario, number = fed(store, GOOD)
    with store.transaction() as tx:
        before = tx.okrs.key_result(number)
        assert before is not None
        tx.okrs.new_key_result(replace(before, predecessor=number))
    scenario.tick(ASKED)
    assert scenario.said("loop") == []


def test_what_comes_otherwise_between_the_look_and_the_question_is_skipped(store: Store) -> None:
    scenario, number = fed(store, GOOD)
    with store.reading() as tx:
        found = return_to_dashboard.propose(Context(tx=tx, now=ASKED, org=scenario.org()), number)
    assert found.decision.reason is Return.PROPOSE
    scenario.put("churn", date(2026, 11, 16), "3.6", at=ASKED)
    with store.reading() as tx:
        found = return_to_dashboard.propose(Context(tx=tx, now=ASKED, org=scenario.org()), number)
        assert found.decision.reason is Return.NOT_STABLE
        with pytest.raises(GoneError, match="KR-99 is not there any more"):
            return_to_dashboard.propose(Context(tx=tx, now=ASKED, org=scenario.org()), KeyResultId(99))


@pytest.mark.parametrize(
    ("values", "changes", "sentence"),
    [
        (["2.4", "3.2", "2.4", "2.2"], {}, "Churn has been fine for 2 of 4 periods only, so KR-5 stays for now."),
        (["2.4", "2.3", "2.4", "2.7"], {}, "KR-5 is not met any more, so it stays for now."),
        (GOOD, {"cancelled": True}, "KR-5 is cancelled or has no target any more, so there is nothing to give back."),
    ],
)
def test_what_is_not_ripe_any_more_is_not_given_back(
    store: Store, values: list[str], changes: dict[str, object], sentence: str
) -> None:
    scenario, number = fed(store, values, **changes)
    with store.transaction() as tx, pytest.raises(return_to_dashboard.NotBackError) as refused:
        return_to_dashboard.give_back(
            ActorContext(tx=tx, actor=people.MEMBER.id, now=ASKED, org=scenario.org()),
            key_result_id=number,
            until=date(2026, 11, 16),
        )
    assert str(refused.value) == sentence


def test_limits_that_hold_what_was_won_already_stay(store: Store) -> None:
    scenario, number = fed(store, ["2.4", "3", "2.4", "2.2"])
    with store.transaction() as tx:
        found, changed = return_to_dashboard.give_back(
            ActorContext(tx=tx, actor=people.MEMBER.id, now=ASKED, org=scenario.org()),
            key_result_id=number,
            until=date(2026, 11, 16),
        )
        assert (changed, found.limits, found.kpi.limits) == (True, None, LIMITS)
        assert tx.audit.of("churn") == ()


def test_a_daily_kpi_is_asked_about_after_four_good_days(store: Store) -> None:
    scenario = set_up(store)
    kpi = add_churn(store, limits=LIMITS, frequency=Frequency.DAY)
    with store.transaction() as tx:
        tx.okrs.new_key_result(
            replace(
                scenario.key_results[0], metric=Metric.DECREASE, unit=PERCENT, kpi=kpi.key, baseline=Decimal("4.8"),
                target=Decimal("2.5"),
            )
        )  # fmt: skip
    for day, value in enumerate(["4.8", *GOOD]):
        scenario.put("churn", date(2026, 11, 16) + timedelta(days=day), value, at=LEARNT - timedelta(days=2))
    with store.transaction() as tx:
        linked_kpi.feed(Context(tx=tx, now=LEARNT - timedelta(days=2), org=scenario.org()), [kpi.key])
    scenario.tick(LEARNT)
    ((_, said),) = scenario.texts("loop")
    assert "Churn has been fine for 4 days." in said
