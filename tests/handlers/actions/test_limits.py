"""The buttons of a proposal of limits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.calendar.working_days import weekdays
from domain.ledger.deliveries import NewDelivery
from handlers.context import Context
from handlers.notices.limits import proposal_key
from handlers.organization import load
from handlers.usecases.kpis.limits import Proposed, propose_for
from handlers.views.kpis import limits as kpi_limits
from tests.handlers.actions.test_alerts import button
from tests.people import MEMBER, OWNER
from tests.tiller import CHURN, NPS, WIN_RATE_KPI, Running, known


def proposed(tiller: Running) -> dict[str, object]:
    """Propose limits to the owner, as the calendar would."""
    with tiller.store.transaction() as tx:
        org = load(tx, calendars=lambda _: weekdays)
        found = propose_for(Context(tx=tx, now=tiller.clock.now(), org=org), kpi=WIN_RATE_KPI)
        assert isinstance(found, Proposed)
        message = kpi_limits.proposal(found.kpi, found.proposal, found.back_test, asked=proposal_key(WIN_RATE_KPI))
        key = proposal_key(WIN_RATE_KPI)
        tx.outbox.add(
            NewDelivery(key=key, kind="limits", to=OWNER.id, payload=message.payload()), now=tiller.clock.now()
        )
    tiller.deliver()
    return tiller.dms(OWNER.id)[-1]


def test_limits_are_in_force_once_the_owner_agrees(tiller: Running) -> None:
    message = proposed(tiller)
    tiller.owen.click(message, action_id="limits_use")
    tiller.again("block_actions")
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm) == [
        "Win rate has limits now: warning below 30.8 %, critical below 30 %. Agreed by Owen."
    ]
    with tiller.store.reading() as tx:
        limits = known(known(tx.kpis.get(WIN_RATE_KPI.key)).limits)
        assert (limits.set_by, limits.suggested) == (OWNER.id, True)
        assert len(tx.audit.of("kpi:win_rate")) == 1


def test_not_now_leaves_it_without(tiller: Running) -> None:
    tiller.owen.click(proposed(tiller), action_id="limits_not_now")
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm) == [
        "No limits for Win rate for now. It stays on the dashboard and does not alert on values."
    ]
    with tiller.store.reading() as tx:
        assert known(tx.kpis.get(WIN_RATE_KPI.key)).limits is None


def test_limits_that_were_asked_for_are_agreed_in_place(tiller: Running) -> None:
    answer = known(tiller.owen.command("/kpi", "limits win rate", channel="C0GROWTH1").reply)
    tiller.owen.click(answer, action_id="limits_use")
    assert [tiller.read(see) for see in tiller.owen.sees] == [
        "Win rate has limits now: warning below 30.8 %, critical below 30 %. Agreed by Owen."
    ]


def test_the_stranger_may_not_agree(tiller: Running) -> None:
    message = tiller.post("C0GROWTH1", button("limits_use", "win_rate"))
    sentence = "Win rate is not yours. Its owner, the lead of Growth or a coordinator can change it."
    assert tiller.answer(tiller.sam.click(message, action_id="limits_use")) == sentence
    other = tiller.post("C0GROWTH1", button("limits_not_now", "win_rate"))
    assert tiller.answer(tiller.sam.click(other, action_id="limits_not_now")) == sentence


def test_a_button_of_an_older_message_carries_the_kpi_alone_and_still_works(tiller: Running) -> None:
    message = tiller.post(OWNER.id, button("limits_use", "win_rate"))
    tiller.owen.click(message, action_id="limits_use")
    with tiller.store.reading() as tx:
        assert known(tx.kpis.get(WIN_RATE_KPI.key)).limits is not None
    edit = tiller.post(OWNER.id, button("limits_edit", "win_rate"))
    assert "Limits" in tiller.read_view(tiller.owen.click(edit, action_id="limits_edit").opened)


def test_an_older_button_never_replaces_limits_and_says_when_nothing_is_proposed_any_more(tiller: Running) -> None:
    message = tiller.post(MEMBER.id, button("limits_use", "churn"))
    tiller.mia.click(message, action_id="limits_use")
    with tiller.store.reading() as tx:
        assert known(tx.kpis.get(CHURN.key)).limits == CHURN.limits
    other = tiller.post(OWNER.id, button("limits_use", "nps"))
    assert tiller.answer(tiller.owen.click(other, action_id="limits_use")) == (
        "There is nothing to propose for NPS any more: Limits need at least 6 readings; there are 0."
    )


def test_limits_can_be_set_before_there_is_any_reading(tiller: Running) -> None:
    answer = known(tiller.owen.command("/kpi", "limits nps", channel="C0GROWTH1").reply)
    shown = tiller.read_view(tiller.owen.click(answer, action_id="limits_edit").opened)
    assert "No limits to propose. Limits need at least 6 readings; there are 0." in shown
    told = tiller.owen.fill("warning_low:0", "30")
    assert told is not None
    assert "There are no readings yet to try them on." in tiller.read_view(told.opened)
    assert tiller.owen.submit().errors == {}
    with tiller.store.reading() as tx:
        assert known(known(tx.kpis.get(NPS.key)).limits).warning_low == 30


def reviewed(tiller: Running) -> dict[str, object]:
    """Let churn's limits grow old, and return the message that asks about them."""
    tiller.move(datetime(2026, 11, 30, 11, tzinfo=UTC) - tiller.clock.now())
    tiller.tiller.tick()
    while tiller.deliver():
        tiller.move(timedelta(seconds=2))  # Slack takes one message a second in a conversation
    return next(entry for entry in tiller.dms(MEMBER.id) if "Still right?" in tiller.read(entry))


def test_old_limits_are_kept_with_one_click(tiller: Running) -> None:
    message = reviewed(tiller)
    tiller.mia.click(message, action_id="limits_keep")
    tiller.again("block_actions")
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    said = "The limits of Churn stay: warning above 3 %, critical above 4 %. Looked at by Mia."
    assert said in tiller.texts(tiller.mia.dm)
    with tiller.store.reading() as tx:
        limits = known(known(tx.kpis.get(CHURN.key)).limits)
        assert (limits.set_on, limits.set_by, limits.warning_high) == (date(2026, 11, 30), MEMBER.id, Decimal(3))
        assert [entry.action for entry in tx.audit.of("kpi:churn")] == ["limits kept"]


def test_old_limits_are_edited_from_the_question_which_then_says_what_holds(tiller: Running) -> None:
    message = reviewed(tiller)
    tiller.mia.click(message, action_id="limits_edit")
    tiller.mia.fill("warning_high:0", "3.4")
    assert tiller.mia.submit().errors == {}
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert "Churn has limits now: warning above 3.4 %, critical above 4 %. Set by Mia." in tiller.texts(tiller.mia.dm)


def test_keeping_limits_that_are_gone_says_so(tiller: Running) -> None:
    message = reviewed(tiller)
    with tiller.store.transaction() as tx:
        tx.kpis.save(replace(CHURN, limits=None))
    assert tiller.answer(tiller.mia.click(message, action_id="limits_keep")) == "Churn has no limits any more."


def test_a_kpi_that_is_gone_says_so(tiller: Running) -> None:
    message = tiller.post(OWNER.id, button("limits_use", "gone"))
    assert tiller.answer(tiller.owen.click(message, action_id="limits_use")) == "There is no KPI ‘gone’ any more."
