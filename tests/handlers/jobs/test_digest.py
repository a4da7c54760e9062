"""The weekly digest: once a week and subscription, late within a day, and never about nothing (RULES 7.1 to 7.6).

It proves RULES 7.7.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.kpis.alerts import AlertKind
from domain.kpis.model import Limits
from domain.loop.digests import Acting
from handlers.usecases.loop import digests
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import add_churn, set_up, weeks
from tests.tiller import known

MONDAY_NINE = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
"""Nine in Amsterdam, on the Monday after week 46."""


def test_a_digest_is_posted_once_a_week_with_its_week_in_the_first_line(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()

    scenario.tick(MONDAY_NINE)
    scenario.tick(MONDAY_NINE + timedelta(hours=3))

    (posted,) = scenario.said("digest")
    assert (posted.key, posted.to) == ("digest:1:2026-W46", "C0GROWTH1")
    assert posted.payload["text"].startswith("Growth · week 46 (9–15 Nov 2026):")


def test_a_digest_is_not_due_a_minute_early(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()

    scenario.tick(MONDAY_NINE - timedelta(minutes=1))

    assert scenario.said("digest") == []


def test_a_late_digest_goes_out_within_a_day_and_is_skipped_after(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()
    scenario.follow(team=people.COMPANY, hour=8)

    endings = scenario.tick(MONDAY_NINE + timedelta(hours=23, minutes=30))

    assert endings["digest:1:2026-W46"] == "done"
    assert endings["digest:2:2026-W46"].startswith("skipped: late: it was due 2026-11-16 07:00 UTC")


def test_a_team_with_nothing_to_report_is_left_in_peace(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow(team=people.PLATFORM)

    endings = scenario.tick(datetime(2026, 11, 16, 15, 0, tzinfo=UTC))

    assert endings["digest:1:2026-W46"].startswith("skipped: nothing to report")


def test_show_all_is_kept_as_it_was(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()
    scenario.tick(MONDAY_NINE)

    with store.reading() as tx:
        kept = tx.occurrences.snapshot("digest:1:2026-W46")

    assert kept is not None
    assert kept["all"]["type"] == "modal"


def test_exceptions_come_first_and_who_owes_a_check_in_is_counted(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()
    add_churn(store, limits=Limits(warning_high=Decimal(3), critical_high=Decimal(4)))
    for period, value in weeks(date(2026, 9, 7), ["2.1"] * 8 + ["4.8"]):
        scenario.put("churn", period, value, at=MONDAY_NINE)
    scenario.tick(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))

    scenario.tick(MONDAY_NINE - timedelta(weeks=1))

    text = scenario.said("digest")[-1].payload["text"]
    assert text.splitlines()[:2] == [
        "Growth · week 45 (2–8 Nov 2026): Churn turned red. 3 check-ins are overdue.",
        "🔴 *Churn*  4.8 % · critical, limit 4 %",
    ]


def test_the_clock_going_back_does_not_post_again(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()
    scenario.tick(MONDAY_NINE)

    scenario.tick(MONDAY_NINE - timedelta(hours=2))
    scenario.tick(MONDAY_NINE)

    assert len(scenario.said("digest")) == 1


def test_a_guardrail_that_went_critical_and_who_is_on_it_are_said(store: Store) -> None:
    scenario = set_up(store)
    scenario.follow()
    kpi = add_churn(store, limits=Limits(warning_high=Decimal(3), critical_high=Decimal(4)))
    lift = scenario.key_results[0]
    with store.transaction() as tx:
        objective = known(tx.okrs.objective(lift.objective))
        tx.okrs.save_objective(replace(objective, guardrails=(kpi.key,)))
    for period, value in weeks(date(2026, 10, 5), ["2.4", "2.5", "2.4", "2.6", "2.4"]):
        scenario.put("churn", period, value, at=MONDAY_NINE - timedelta(days=8))
    scenario.tick(MONDAY_NINE - timedelta(days=7, hours=3))
    scenario.put("churn", date(2026, 11, 9), "4.8", at=MONDAY_NINE - timedelta(hours=2))
    scenario.answer(lift.id, "40", at=MONDAY_NINE - timedelta(days=1))
    scenario.tick(MONDAY_NINE - timedelta(hours=1))
    with store.transaction() as tx:
        alert = known(tx.alerts.open_for(kpi.key, AlertKind.LIMIT))
        tx.okrs.new_key_result(replace(lift, kpi=kpi.key, origin_alert=alert.id, owner=people.MEMBER.id))

    scenario.tick(MONDAY_NINE)

    said = scenario.said("digest")[-1].payload["text"]
    assert "O-1 is at 18 %, and its guardrail Churn went critical." in said
    assert "— but its guardrail Churn is critical" in said
    assert "Mia is on it (KR-5)" in said


def test_who_took_an_alert_up_is_on_it_before_there_is_a_key_result(store: Store) -> None:
    scenario = set_up(store)
    kpi = add_churn(store, limits=Limits(warning_high=Decimal(3), critical_high=Decimal(4)))
    scenario.put("churn", date(2026, 11, 2), "2.4", at=MONDAY_NINE - timedelta(days=8))
    scenario.tick(MONDAY_NINE - timedelta(days=7))
    scenario.put("churn", date(2026, 11, 9), "4.8", at=MONDAY_NINE)
    scenario.tick(MONDAY_NINE)
    with store.transaction() as tx:
        alert = known(tx.alerts.open_for(kpi.key, AlertKind.LIMIT))
        assert digests.acting(tx, [kpi.key]) == []
        tx.alerts.save(replace(alert, acknowledged_by=people.MEMBER.id, acknowledged_at=MONDAY_NINE))
        assert digests.acting(tx, [kpi.key]) == [Acting(kpi=kpi.key, person=people.MEMBER.id)]
        tx.alerts.save(replace(alert, assigned_to=people.OWNER.id))
        assert digests.acting(tx, [kpi.key]) == [Acting(kpi=kpi.key, person=people.OWNER.id)]
        assert digests.acting(tx, []) == []
