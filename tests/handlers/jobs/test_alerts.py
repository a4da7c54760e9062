"""Alerts as the calendar sees them: opened once, edited, remembered weekly, told to the lead, closed (RULES 5).

It proves RULES 5.3.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.calendar.periods import Frequency
from domain.kpis.alerts import AlertKind
from domain.kpis.model import Limits
from domain.ledger.deliveries import Method
from domain.values.ids import AlertId, KpiKey
from handlers.context import ActorContext
from handlers.usecases.kpis import alert_actions
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import Scenario, add_churn, set_up, weeks

LIMITS = Limits(warning_high=Decimal(3), critical_high=Decimal(4))
MONDAY = date(2026, 9, 7)
HISTORY = ["2.1", "2.2", "2.0", "2.3"]


def monday_after(period: date) -> datetime:
    """Return the morning on which the reading of a week is there."""
    return datetime(period.year, period.month, period.day, 7, 0, tzinfo=UTC) + timedelta(weeks=1)


def prepared(store: Store, *, limits: Limits | None = LIMITS, values: list[str] = HISTORY) -> Scenario:
    scenario = set_up(store)
    add_churn(store, limits=limits)
    for period, value in weeks(MONDAY, values):
        scenario.put("churn", period, value, at=monday_after(period))
    scenario.tick(monday_after(MONDAY + timedelta(weeks=len(values) - 1)))
    return scenario


def reads(scenario: Scenario, number: int, value: str) -> None:
    """Let the reading of the n-th week come, and ring."""
    period = MONDAY + timedelta(weeks=number)
    scenario.put("churn", period, value, at=monday_after(period))
    scenario.tick(monday_after(period))


def acts(scenario: Scenario, at: datetime) -> None:
    with scenario.store.transaction() as tx:
        open_one = tx.alerts.open_for(KpiKey("churn"), AlertKind.LIMIT)
        assert open_one is not None
        alert_actions.acknowledge(
            ActorContext(tx=tx, actor=people.MEMBER.id, now=at, org=scenario.org()), alert_id=open_one.id
        )


def test_the_first_load_of_history_never_alerts(store: Store) -> None:
    scenario = prepared(store, values=["2.1", "2.2", "9.9"])

    assert scenario.said("alert") == []


def test_a_value_past_its_limit_is_posted_once_to_the_teams_channel(store: Store) -> None:
    scenario = prepared(store)

    reads(scenario, 4, "4.8")
    scenario.tick(monday_after(MONDAY + timedelta(weeks=4)) + timedelta(hours=1))

    (posted,) = scenario.said("alert")
    assert (posted.to, posted.method) == ("C0GROWTH1", Method.POST)
    assert posted.payload["text"].startswith("🔴 Churn is critical: 4.8 %")
    assert "<@U0MIA0003>" in posted.payload["text"]


def test_an_alert_gets_worse_and_recovers_in_place_with_its_history_in_the_thread(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "3.4")
    reads(scenario, 5, "4.8")
    reads(scenario, 6, "2.2")

    said = scenario.said("alert")

    assert [(delivery.method, delivery.in_thread) for delivery in said if ":lead" not in delivery.key] == [
        (Method.POST, False),
        (Method.UPDATE, False),
        (Method.POST, True),
        (Method.UPDATE, False),
        (Method.POST, True),
    ]
    recovered = said[-2].payload["text"]
    assert recovered.startswith("🟢 Churn recovered: 2.2 %")
    assert "4.8 %" in recovered


def test_a_correction_that_makes_an_alert_false_withdraws_it(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "4.8")

    scenario.put("churn", MONDAY + timedelta(weeks=4), "2.4", at=monday_after(MONDAY + timedelta(weeks=4)))
    scenario.tick(monday_after(MONDAY + timedelta(weeks=4)) + timedelta(hours=2))

    assert "withdrawn" in scenario.said("alert")[-1].payload["text"]
    with store.reading() as tx:
        assert tx.alerts.open_for(KpiKey("churn"), AlertKind.LIMIT) is None


def test_the_message_follows_the_numbers_of_an_alert_that_stays_what_it_is(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "4.8")
    reads(scenario, 5, "5.2")
    scenario.tick(monday_after(MONDAY + timedelta(weeks=5)) + timedelta(minutes=5))

    (edited,) = (delivery for delivery in scenario.said("alert") if delivery.method is Method.UPDATE)
    assert edited.payload["text"].startswith("🔴 Churn is critical: 5.2 %")


def test_a_reading_corrected_back_and_forth_leaves_the_message_as_the_alert_is(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "3.4")
    week = MONDAY + timedelta(weeks=4)

    for hours, value in enumerate(["4.8", "3.4", "4.8"], start=1):
        scenario.put("churn", week, value, at=monday_after(week) + timedelta(hours=hours))
        scenario.tick(monday_after(week) + timedelta(hours=hours))

    edits = [delivery.payload["text"] for delivery in scenario.said("alert") if delivery.method is Method.UPDATE]
    assert [text.partition(":")[0] for text in edits] == [
        "🔴 Churn is critical", "🟠 Churn is past its warning limit", "🔴 Churn is critical",
    ]  # fmt: skip


def test_a_correction_to_a_bad_value_opens_an_alert(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "2.4")

    scenario.put("churn", MONDAY + timedelta(weeks=4), "4.8", at=monday_after(MONDAY + timedelta(weeks=4)))
    scenario.tick(monday_after(MONDAY + timedelta(weeks=4)) + timedelta(hours=2))

    assert [delivery.payload["text"].partition(":")[0] for delivery in scenario.said("alert")] == [
        "🔴 Churn is critical"
    ]


def test_a_kpi_without_limits_never_alerts_on_its_values(store: Store) -> None:
    scenario = prepared(store, limits=None)

    reads(scenario, 4, "40")

    assert scenario.said("alert") == []


def test_an_open_alert_is_remembered_weekly_in_its_thread(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "4.8")
    acts(scenario, monday_after(MONDAY + timedelta(weeks=4)))

    reads(scenario, 5, "4.9")
    reads(scenario, 6, "4.9")

    reminders = [delivery for delivery in scenario.said("alert") if ":still:" in delivery.key]
    assert [delivery.in_thread for delivery in reminders] == [True, True]


def test_a_snoozed_alert_is_not_remembered(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "4.8")
    now = monday_after(MONDAY + timedelta(weeks=4))
    with store.transaction() as tx:
        until = alert_actions.snooze_until("1w", now)
        assert until is not None
        alert_actions.snooze(
            ActorContext(tx=tx, actor=people.MEMBER.id, now=now, org=scenario.org()),
            alert_id=AlertId(1),
            until=until + timedelta(hours=1),
            words="a week",
        )

    endings = scenario.tick(now + timedelta(weeks=1))

    assert endings["alert:1:still:2026-10-12"] == "skipped: snoozed"


def test_the_lead_is_told_once_when_nobody_acts_on_red_for_two_periods(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "4.8")
    reads(scenario, 5, "4.9")
    scenario.tick(monday_after(MONDAY + timedelta(weeks=5)) + timedelta(hours=6))
    reads(scenario, 6, "4.9")
    scenario.tick(monday_after(MONDAY + timedelta(weeks=6)) + timedelta(hours=6))

    (told,) = [delivery for delivery in scenario.said("alert") if delivery.key.endswith(":lead")]

    assert told.to == people.OWNER.id


def test_weeks_of_warning_do_not_count_as_weeks_of_red(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "3.4")
    reads(scenario, 5, "3.5")
    reads(scenario, 6, "4.8")
    scenario.tick(monday_after(MONDAY + timedelta(weeks=6)) + timedelta(days=2))
    assert not [delivery for delivery in scenario.said("alert") if delivery.key.endswith(":lead")]

    reads(scenario, 7, "4.9")
    scenario.tick(monday_after(MONDAY + timedelta(weeks=7)) + timedelta(hours=6))

    assert [delivery.to for delivery in scenario.said("alert") if delivery.key.endswith(":lead")] == [people.OWNER.id]


def test_the_lead_is_not_told_of_what_somebody_looks_after(store: Store) -> None:
    scenario = prepared(store)
    reads(scenario, 4, "4.8")
    acts(scenario, monday_after(MONDAY + timedelta(weeks=4)))
    reads(scenario, 5, "4.9")

    scenario.tick(monday_after(MONDAY + timedelta(weeks=5)) + timedelta(hours=6))

    assert not [delivery for delivery in scenario.said("alert") if delivery.key.endswith(":lead")]


def test_a_missing_reading_is_told_to_the_owner_alone_and_once(store: Store) -> None:
    scenario = prepared(store)
    due = monday_after(MONDAY + timedelta(weeks=5)) + timedelta(hours=2)
    scenario.tick(due - timedelta(days=1))
    assert scenario.said("alert") == []  # nobody is told on a Sunday

    scenario.tick(due)
    scenario.tick(due + timedelta(days=1))

    (told,) = scenario.said("alert")
    assert told.to == people.MEMBER.id
    assert "Churn" in told.payload["text"]


def test_a_reading_that_comes_after_all_ends_the_alert_about_it(store: Store) -> None:
    scenario = prepared(store)
    told = monday_after(MONDAY + timedelta(weeks=5)) + timedelta(hours=2)
    scenario.tick(told)

    scenario.put("churn", MONDAY + timedelta(weeks=5), "2.2", at=told)
    scenario.tick(told + timedelta(hours=1))

    assert scenario.said("alert")[1].method is Method.UPDATE
    with store.reading() as tx:
        assert tx.alerts.open_for(KpiKey("churn"), AlertKind.MISSING) is None


def test_limits_are_proposed_to_the_owner_once_there_is_history(store: Store) -> None:
    scenario = set_up(store)
    add_churn(store, limits=None)
    values = ["2.1", "2.3", "2.2", "2.0", "2.4", "2.2", "2.1", "2.3", "2.2", "2.1", "2.3", "2.2", "2.0"]
    first = date(2026, 7, 6)
    for period, value in weeks(first, values):
        scenario.put("churn", period, value, at=monday_after(period))
    now = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)

    scenario.tick(now)
    scenario.tick(now + timedelta(weeks=1))

    (proposed,) = scenario.said("limits")
    assert proposed.to == people.MEMBER.id
    assert proposed.payload["text"].startswith("Churn has a history now")


def test_too_little_history_is_said_in_the_log_and_looked_at_again(store: Store) -> None:
    scenario = set_up(store)
    add_churn(store, limits=None, frequency=Frequency.DAY)
    scenario.put("churn", date(2026, 10, 1), "2.1", at=datetime(2026, 10, 2, tzinfo=UTC))

    endings = scenario.tick(datetime(2026, 10, 5, 9, 30, tzinfo=UTC))

    assert endings["limits:churn:2026-W41"].startswith("skipped: A daily KPI needs 28 readings")
