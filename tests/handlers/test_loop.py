"""The whole loop, as people live it: dashboard, alert, key result, dashboard (RULES 5.7)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.kpis.model import Kpi
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import AlertId
from handlers import organization
from handlers.context import Context
from handlers.jobs import runner
from handlers.usecases.checkins import prompts
from tests.people import GROWTH, MEMBER, OWNER
from tests.tiller import CHOICE, CHURN, NEWCOMER, Running, known, open_alert

WEEK = timedelta(weeks=1)


def settle(tiller: Running) -> None:
    """Let the calendar ring and all that was said leave, and wait until Tiller has heard of it before time passes."""
    runner.tick(tiller.tiller.deps, now=tiller.clock.now())
    for _ in range(3):
        tiller.slack.settle()
        tiller.move(timedelta(seconds=2))
        tiller.deliver()
    tiller.slack.settle()


def wait(tiller: Running, by: timedelta) -> None:
    """Let time pass once nothing is on its way to Tiller any more."""
    tiller.slack.settle()
    tiller.move(by)


def channel(tiller: Running) -> list[str]:
    settle(tiller)
    return tiller.texts(GROWTH.channel or "")


def begin(tiller: Running, person: str = MEMBER.id) -> Any:
    """Let churn leave its limits, and press Make it a key result."""
    return tiller.actor(person).click(open_alert(tiller), action_id="alert_key_result")


def week_after(tiller: Running, value: str) -> None:
    """A week later, the next reading comes."""
    wait(tiller, WEEK)
    assert tiller.mia.command("/kpi", f"set churn {value}").trouble is None
    settle(tiller)


def make(tiller: Running, objective: str = "A new one: Get Churn back within its limits") -> Any:
    """Make a key result from an alert, under an objective."""
    begin(tiller)
    tiller.mia.fill("kr_objective:0", objective)
    return tiller.mia.submit()


def made(tiller: Running) -> KeyResult:
    with tiller.store.reading() as tx:
        (found,) = tx.okrs.by_alerts([AlertId(1)])[AlertId(1)]
    return found


def kpi(tiller: Running) -> Kpi:
    with tiller.store.reading() as tx:
        return known(tx.kpis.get(CHURN.key))


def bring_back(tiller: Running) -> Any:
    """Make a key result, let churn be fine for four weeks, and return the question to Mia."""
    assert make(tiller).errors == {}
    settle(tiller)
    for value in ("2.4%", "2.3%", "2.4%", "2.2%"):
        week_after(tiller, value)
    assert not asked(tiller)
    wait(tiller, timedelta(days=1))
    settle(tiller)
    (question,) = asked(tiller)
    return question


def asked(tiller: Running) -> list[Any]:
    return [entry for entry in tiller.dms(MEMBER.id) if "Keep the key result" in tiller.read(entry)]


def test_dashboard_alert_key_result_dashboard(tiller: Running) -> None:
    done = make(tiller)
    assert (done.errors, done.trouble) == ({}, None)
    alert, *thread = channel(tiller)
    assert "Owner @Mia. Feeds KR-32." in alert
    assert "18 Nov: Mia opened KR-32 from it" in alert
    assert thread == ["Mia opened KR-32 from it."]
    with tiller.store.reading() as tx:
        objective = known(tx.okrs.objective(made(tiller).objective))
        fed = tx.checkins.of([made(tiller).id])[made(tiller).id]
    assert (objective.title, objective.owner, objective.team) == (
        "Get Churn back within its limits", MEMBER.id, GROWTH.key,
    )  # fmt: skip
    assert (made(tiller).metric, made(tiller).baseline, made(tiller).target) == (
        Metric.DECREASE, Decimal("4.8"), Decimal("2.5"),
    )  # fmt: skip
    assert [check_in.value for check_in in fed] == [Decimal("4.8")]

    for value in ("2.4%", "2.3%", "2.4%", "2.2%"):
        week_after(tiller, value)
    assert channel(tiller)[0] == (
        "🟢 Churn recovered: 2.4 %\n"
        "Was critical for 16 days, since week 46, at worst 4.8 % (week 46).\n"
        "Mia opened KR-32."
    )
    assert not asked(tiller)

    wait(tiller, timedelta(days=1))
    settle(tiller)
    (question,) = asked(tiller)
    assert tiller.read(question).startswith(
        "KR-32 is met, and Churn has been fine for 4 weeks. Back to the dashboard, with new limits: "
        "warning above 2.65 %, critical above 3.65 %?\n"
        "KR-32 Bring Churn down, 4.8 → 2.5 %\n"
        "So far: warning above 3 %, critical above 4 %.\n"
    )

    tiller.mia.click(question, action_id="loop_return")
    back = channel(tiller)
    assert (
        "🟢 Churn is back on the dashboard. KR-32 is met, and Churn has been fine for 4 weeks.\n"
        "Limits: warning above 2.65 %, critical above 3.65 %. Mia agreed to it."
    ) in back
    assert "Mia gave KR-32 back to the dashboard." in back
    assert sum("is back on the dashboard" in name for name in back) == 1
    limits = known(kpi(tiller).limits)
    assert (limits.warning_high, limits.critical_high) == (Decimal("2.65"), Decimal("3.65"))
    assert (limits.set_by, limits.suggested) == (MEMBER.id, True)
    with tiller.store.reading() as tx:
        assert tx.audit.of("kpi:churn")[-1].action == "limits agreed"
    assert made(tiller).returned_on == limits.set_on == date(2026, 12, 17)
    assert not asked(tiller)
    assert "is back on the dashboard" in tiller.texts(tiller.slack.dm_of(MEMBER.id))[-1]


def test_every_second_click_is_harmless(tiller: Running) -> None:
    question = bring_back(tiller)
    tiller.mia.click(question, action_id="loop_return")
    for button in ("loop_return", "loop_keep"):
        answer = tiller.answer(tiller.mia.click(question, action_id=button))
        assert answer == "Churn is back on the dashboard already."
    tiller.again("block_actions")
    assert sum("is back on the dashboard" in name for name in channel(tiller)) == 1
    assert sum("gave KR-32 back" in name for name in channel(tiller)) == 1


def test_a_key_result_is_made_once_and_then_shown(tiller: Running) -> None:
    alert = open_alert(tiller)
    for person in (tiller.mia, tiller.owen):
        assert person.click(alert, action_id="alert_key_result").opened
        person.fill("kr_objective:0", "A new one: Get Churn back within its limits")
    assert tiller.mia.submit().errors == {}
    tiller.again("view_submission")
    late = tiller.owen.submit()
    assert "KR-32 was made from this alert already." in str(late.ack)
    assert channel(tiller)[1:] == ["Mia opened KR-32 from it."]
    # The message shows the key result now; a copy of it from before still has the button.
    assert "[Show KR-32]" in channel(tiller)[0]
    before = tiller.post("C0COMPANY1", {"text": "x", "blocks": alert["blocks"]})
    said = tiller.answer(tiller.owen.click(before, action_id="alert_key_result"))
    assert said.startswith("KR-32 was made from this alert already.\nKR-32 Bring Churn down")
    assert "[Show KR-32]" in said
    assert made(tiller).id == 32


def test_what_is_kept_is_asked_about_again_after_four_more_weeks(tiller: Running) -> None:
    question = bring_back(tiller)
    tiller.mia.click(question, action_id="loop_keep")
    assert tiller.answer(tiller.mia.click(question, action_id="loop_keep")) == "It stays a key result already."
    settle(tiller)
    assert tiller.texts(tiller.slack.dm_of(MEMBER.id))[-1] == (
        "KR-32 stays a key result: Mia decided so.\nIf Churn stays fine, I ask again in 4 weeks."
    )
    for value in ("2.3%", "2.4%", "2.2%"):
        week_after(tiller, value)
        assert not asked(tiller)
    week_after(tiller, "2.3%")
    wait(tiller, timedelta(days=1))
    settle(tiller)
    assert len(asked(tiller)) == 1
    assert made(tiller).returned_on is None


def test_nothing_is_given_back_that_is_out_again(tiller: Running) -> None:
    question = bring_back(tiller)
    wait(tiller, timedelta(days=6))
    tiller.mia.command("/kpi", "set churn 3.4%")
    answer = tiller.answer(tiller.mia.click(question, action_id="loop_return"))
    assert answer in (
        "Churn has been fine for 0 of 4 periods only, so KR-32 stays for now.",
        "KR-32 is not met any more, so it stays for now.",
    )
    assert made(tiller).returned_on is None
    assert known(kpi(tiller).limits).warning_high == Decimal(3)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("U0SAM0004", "This alert belongs to Growth. Its members, its lead or a coordinator can act on it."),
        (NEWCOMER, "I don't know you yet. Ask a coordinator to add you to a team."),
    ],
)
def test_the_stranger_makes_no_key_result(tiller: Running, person: str, sentence: str) -> None:
    assert tiller.answer(begin(tiller, person)) == sentence


@pytest.mark.parametrize("button", ["loop_return", "loop_keep"])
@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ("U0SAM0004", "Churn is not yours. Its owner, the lead of Growth or a coordinator can change it."),
        (NEWCOMER, "I don't know you yet. Ask a coordinator to add you to a team."),
    ],
)
def test_the_stranger_gives_nothing_back(tiller: Running, button: str, person: str, sentence: str) -> None:
    shared = tiller.post(GROWTH.channel or "", {"text": "shared", "blocks": bring_back(tiller)["blocks"]})
    assert tiller.answer(tiller.actor(person).click(shared, action_id=button)) == sentence
    assert made(tiller).returned_on is None


def test_a_button_of_an_older_message_is_told_as_one(tiller: Running) -> None:
    block = {"type": "actions", "elements": [
        {"type": "button", "text": {"type": "plain_text", "text": "Back"}, "action_id": "loop_return", "value": "31:x"},
    ]}  # fmt: skip
    old = tiller.post(MEMBER.id, {"text": "old", "blocks": [block]})
    assert tiller.answer(tiller.mia.click(old, action_id="loop_return")) == (
        "This button is from an older message. The next proposal has a fresh one."
    )


def test_an_alert_that_is_over_becomes_no_key_result(tiller: Running) -> None:
    alert = open_alert(tiller)
    wait(tiller, WEEK)
    tiller.mia.command("/kpi", "set churn 2.4%")
    assert tiller.answer(tiller.mia.click(alert, action_id="alert_key_result")) == (
        "This alert is over, so there is nothing left to make a key result of."
    )


def test_what_was_typed_is_not_lost_when_the_alert_recovers_meanwhile(tiller: Running) -> None:
    begin(tiller)
    tiller.mia.fill("kr_objective:0", "O-4 Onboard in a day")
    wait(tiller, WEEK)
    tiller.owen.command("/kpi", "set churn 2.4%")
    assert tiller.mia.submit().errors == {}
    assert made(tiller).objective == 4


def test_a_guarded_objective_is_offered_first_and_touched(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.okrs.save_objective(replace(known(tx.okrs.objective(CHOICE)), guardrails=(CHURN.key,)))
    assert "Owner @Mia. Touches O-3 as its guardrail." in tiller.read(open_alert(tiller))
    form = tiller.read_view(
        tiller.owen.click(tiller.slack.messages(GROWTH.channel)[-1], action_id="alert_key_result").opened
    )
    assert "[ O-3 Become the obvious choice for mid-market ▾ ]" in form


def test_the_lead_is_not_told_of_a_red_kpi_that_a_key_result_is_on(tiller: Running) -> None:
    make(tiller)
    week_after(tiller, "4.9%")
    week_after(tiller, "5%")
    wait(tiller, timedelta(days=3))
    settle(tiller)
    assert not any("Nobody has taken it up" in text for text in tiller.texts(tiller.slack.dm_of(OWNER.id)))


def test_a_key_result_that_went_back_is_not_asked_about_in_check_ins(tiller: Running) -> None:
    tiller.mia.click(bring_back(tiller), action_id="loop_return")
    settle(tiller)
    with tiller.store.reading() as tx:
        org = organization.load(tx, calendars=tiller.tiller.deps.calendars)
        due = prompts.due_key_results(
            Context(tx=tx, now=tiller.clock.now(), org=org), owner=MEMBER.id, cycle=org.cycles[0]
        )
    assert made(tiller).id not in [key_result_status.key_result.id for key_result_status in due]
