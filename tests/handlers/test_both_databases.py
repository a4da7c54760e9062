"""The way of a check-in and of a reading from the person to the database and back, on SQLite and PostgreSQL."""

from datetime import timedelta

from storage.store import Store
from tests.people import GROWTH, OWNER
from tests.tiller import LOGOS, WIN_RATE, Line, ask, furnish, open_alert, running


def test_a_person_s_day_is_the_same_on_both(store: Store, line: Line) -> None:
    furnish(store)
    with running(store, line) as tiller:
        ask(tiller, WIN_RATE, LOGOS)
        tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
        tiller.owen.fill("value:12", "30")
        tiller.owen.fill("value:15", "7")
        assert tiller.owen.submit().errors == {}
        alert = open_alert(tiller)
        tiller.owen.click(alert, action_id="alert_acknowledge")
        tiller.again("block_actions")
        assert tiller.answer(tiller.owen.command("/okr", "growth at risk", channel=GROWTH.channel)).splitlines()[0] == (
            "Growth on Wed 18 Nov 2026: 1 key result at risk."
        )
        for _ in range(3):
            tiller.move(timedelta(seconds=2))
            tiller.deliver()
        assert tiller.texts(tiller.owen.dm)[0].splitlines()[0] == "Thanks Owen. Round 4: 2 of 2 done."
        assert tiller.texts(GROWTH.channel or "")[1:] == ["Owen acknowledged this."]
