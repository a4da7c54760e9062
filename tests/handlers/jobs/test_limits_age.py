"""Limits that have grown old are looked at every 90 days, and not while an alert is open."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.kpis.model import Limits
from storage.store import Store
from tests import people
from tests.handlers.jobs.scenario import START, Scenario, add_churn, set_up, weeks
from tests.tiller import known

SET_ON = date(2026, 9, 1)
ASKED = datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
"""Ninety days later, a Monday, after the owner's check-in hour."""
KEY = "limits_age:churn:2026-11-30"
LIMITS = Limits(warning_high=Decimal(3), critical_high=Decimal(4), set_by=people.MEMBER.id, set_on=SET_ON)
CALM = ["2.6", "2.4", "2.7", "2.5", "2.4", "2.6", "2.3", "2.4"]


def prepared(store: Store, *, values: list[str] = CALM, limits: Limits = LIMITS) -> Scenario:
    scenario = set_up(store)
    add_churn(store, limits=limits)
    for period, value in weeks(date(2026, 9, 28), values):
        scenario.put("churn", period, value, at=START - timedelta(days=1))
    return scenario


def asked(scenario: Scenario, now: datetime) -> dict[str, str]:
    return {key: ending for key, ending in scenario.tick(now).items() if key.startswith("limits_age:")}


def test_limits_of_ninety_days_are_asked_about_once(store: Store) -> None:
    scenario = prepared(store)
    assert asked(scenario, ASKED - timedelta(days=1)) == {}
    assert asked(scenario, ASKED) == {KEY: "done"}
    assert asked(scenario, ASKED + timedelta(days=3)) == {}
    (said,) = [delivery for delivery in scenario.said("limits") if delivery.key == KEY]
    assert said.to == people.MEMBER.id
    text = str(said.payload["text"])
    assert text.splitlines()[:3] == [
        "The limits of Churn are 90 days old. Still right?",
        "Now: warning above 3 %, critical above 4 %.",
        "In that time they raised no alert.",
    ]
    assert "Its history proposes about the same" in text


def test_it_is_asked_again_after_ninety_more_days(store: Store) -> None:
    scenario = prepared(store)
    asked(scenario, ASKED)
    assert asked(scenario, ASKED + timedelta(days=91)) == {"limits_age:churn:2027-02-28": "done"}


def test_a_question_that_is_a_month_late_is_left_out(store: Store) -> None:
    scenario = prepared(store)
    assert asked(scenario, ASKED + timedelta(days=40)) == {
        KEY: "skipped: late: it was due 2026-11-30 10:00 UTC",
    }


def test_limits_without_a_day_are_never_old(store: Store) -> None:
    scenario = prepared(store, limits=Limits(warning_high=Decimal(3)))
    assert asked(scenario, ASKED) == {}


def test_a_new_proposal_stands_beside_limits_that_do_not_fit_any_more(store: Store) -> None:
    scenario = prepared(store, limits=Limits(warning_high=Decimal(30), set_by=people.MEMBER.id, set_on=SET_ON))
    asked(scenario, ASKED)
    (said,) = [delivery for delivery in scenario.said("limits") if delivery.key == KEY]
    buttons = [button["text"]["text"] for button in said.payload["blocks"][-1]["elements"]]
    assert buttons == ["Keep them", "Use the new ones", "Edit them"]
    assert "Its history proposes now:" in str(said.payload["text"])


def test_while_an_alert_is_open_nobody_is_asked_and_the_day_after_they_are(store: Store) -> None:
    scenario = prepared(store)
    scenario.tick(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    scenario.put("churn", date(2026, 11, 23), "4.8", at=ASKED - timedelta(hours=8))
    assert asked(scenario, ASKED) == {}
    assert asked(scenario, ASKED + timedelta(days=7)) == {}
    over = ASKED + timedelta(days=8)
    scenario.put("churn", date(2026, 11, 30), "2.4", at=over)
    assert asked(scenario, over) == {}
    assert asked(scenario, over + timedelta(days=1)) == {KEY: "done"}
    (said,) = [delivery for delivery in scenario.said("limits") if delivery.key == KEY]
    assert "In that time they raised 1 alert: 30 Nov." in str(said.payload["text"])
    with store.reading() as tx:
        assert known(tx.kpis.all()[0].limits).set_on == SET_ON
