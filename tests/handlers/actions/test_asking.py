"""The buttons below answers: a card, why, help, and Share to channel (RULES 9.1)."""

import pytest

from domain.ledger.deliveries import DeliveryState
from tests.handlers.actions.test_alerts import button
from tests.people import COMPANY, GROWTH, OWNER
from tests.tiller import ELSEWHERE, Running, known

CHANNEL = GROWTH.channel or ""


@pytest.mark.parametrize(
    ("action_id", "value", "first_line"),
    [
        ("okr_card", "KR-12", "KR-12 Lift win rate, 28 → 45 %"),
        ("okr_card", "O-4", "O-4 Onboard in a day"),
        ("okr_card", "KR-99", "There is no KR-99."),
        ("okr_why", "O-3", "Why O-3 stands at 34 % on Wed 18 Nov 2026"),
        ("okr_why", "", "Why what? Name a key result or an objective."),
        ("kpi_card", "churn", "🟢 Churn  2.4 % · fine"),
        ("kpi_card", "gone", "There is no KPI ‘gone’."),
        ("kpi_why", "churn", "Why Churn is 🟢 fine on Wed 18 Nov 2026: The newest reading is within its limits."),
        ("help", "okr", "/okr: the steering wheel. What you can ask:"),
        ("help", "kpi", "/kpi: the dashboard. What you can ask:"),
    ],
)
def test_a_button_is_answered_for_who_clicked_alone(
    tiller: Running, action_id: str, value: str, first_line: str
) -> None:
    message = tiller.post(CHANNEL, button(action_id, value))
    assert tiller.answer(tiller.mia.click(message, action_id=action_id)).splitlines()[0] == first_line
    assert len(tiller.slack.messages(CHANNEL)) == 1


def test_an_answer_is_shared_once_as_everybody_may_read_it(tiller: Running) -> None:
    mine = known(tiller.owen.command("/okr", "", channel=CHANNEL).reply)
    tiller.owen.click(mine, action_id="share")
    again = tiller.owen.click(mine, action_id="share")
    assert tiller.answer(again) == "This answer is shared already."
    tiller.deliver()
    (shared,) = tiller.texts(CHANNEL)
    assert shared.splitlines()[0] == "Owen owns 1 objective and 2 key results on Wed 18 Nov 2026."
    assert shared.splitlines()[-1] == "Owen shared this: /okr <@U0OWEN002>"
    assert "[" not in shared


def test_a_kpi_is_shared_with_its_chart(tiller: Running) -> None:
    card = known(tiller.owen.command("/kpi", "churn", channel=CHANNEL).reply)
    tiller.owen.click(card, action_id="share")
    tiller.deliver()
    (shared,) = tiller.texts(CHANNEL)
    assert "[line chart: Churn, 8 weeks;" in shared
    assert shared.splitlines()[-1] == "Owen shared this: /kpi churn"


def test_where_tiller_is_not_a_member_it_says_so(tiller: Running) -> None:
    answer = known(tiller.owen.command("/okr", "growth at risk", channel=ELSEWHERE).reply)
    assert tiller.answer(tiller.owen.click(answer, action_id="share")) == (
        "I am not in this channel, so I cannot write here. /invite me, then share again."
    )
    with tiller.store.reading() as tx:
        assert tx.outbox.by_kind("share", states=tuple(DeliveryState)) == ()


def test_an_answer_can_be_shared_to_ones_own_dm(tiller: Running) -> None:
    answer = known(tiller.owen.command("/okr", "growth").reply)
    tiller.owen.click(answer, action_id="share")
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm)[-1].splitlines()[-1] == "Owen shared this: /okr growth"


@pytest.mark.parametrize("value", ["", "rm -rf", "kpi set churn 9%", "okr checkin KR-12 1 1 x"])
def test_a_share_button_that_asks_for_something_else_is_refused(tiller: Running, value: str) -> None:
    message = tiller.post(COMPANY.channel or "", button("share", value))
    assert tiller.answer(tiller.owen.click(message, action_id="share")) == (
        "This button is from an older message. Ask again for a fresh one."
    )


def test_a_click_that_slack_no_longer_answers_goes_to_the_dm(tiller: Running) -> None:
    message = tiller.post(CHANNEL, button("okr_card", "KR-12"))
    click = tiller.owen.click(message, action_id="okr_card")
    assert click.acked
    body = tiller.sent("block_actions")
    tiller.dispatch({**body, "response_url": body["response_url"] + "gone"})
    assert tiller.texts(tiller.slack.dm_of(OWNER.id))[-1].splitlines()[0] == "KR-12 Lift win rate, 28 → 45 %"
    assert tiller.forgive()
