"""The buttons of a proposal of limits."""

from datetime import timedelta

from domain.cadence import weekdays
from domain.deliveries import NewDelivery
from handlers.outgoing.limits import proposal_key
from handlers.usecases.limits import Proposed, propose_for
from handlers.usecases.world import load
from handlers.views import limits as views
from tests.handlers.actions.test_alerts import button
from tests.people import OWNER
from tests.tiller import WIN_RATE_KPI, Running, known


def proposed(tiller: Running) -> dict[str, object]:
    """Propose limits to the owner, as the calendar would."""
    with tiller.store.transaction() as tx:
        world = load(tx, calendars=lambda _: weekdays)
        found = propose_for(tx, kpi=WIN_RATE_KPI, now=tiller.clock.now(), world=world)
        assert isinstance(found, Proposed)
        message = views.proposal(found.kpi, found.proposal, found.back_test, asked=proposal_key(WIN_RATE_KPI))
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
    assert [tiller.read(each) for each in tiller.owen.sees] == [
        "Win rate has limits now: warning below 30.8 %, critical below 30 %. Agreed by Owen."
    ]


def test_the_stranger_may_not_agree(tiller: Running) -> None:
    message = tiller.post("C0GROWTH1", button("limits_use", "win_rate"))
    sentence = "Win rate is not yours. Its owner, the lead of Growth or a coordinator can change it."
    assert tiller.answer(tiller.sam.click(message, action_id="limits_use")) == sentence
    other = tiller.post("C0GROWTH1", button("limits_not_now", "win_rate"))
    assert tiller.answer(tiller.sam.click(other, action_id="limits_not_now")) == sentence


def test_a_kpi_that_is_gone_says_so(tiller: Running) -> None:
    message = tiller.post(OWNER.id, button("limits_use", "gone"))
    assert tiller.answer(tiller.owen.click(message, action_id="limits_use")) == "There is no KPI ‘gone’ any more."
