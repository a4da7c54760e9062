"""The form that pauses check-ins, from a prompt and from the Home tab (RULES 6.8)."""

from datetime import date, timedelta

import pytest

from tests.people import COORDINATOR, MEMBER, OWNER
from tests.tiller import NEWCOMER, WIN_RATE, Running, ask, known


def test_a_pause_is_kept_and_the_prompt_says_so(tiller: Running) -> None:
    ask(tiller, WIN_RATE)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_away")
    tiller.owen.fill("until:1", "2026-11-30")
    tiller.owen.fill("delegate:1", MEMBER.id)
    done = tiller.owen.submit()
    assert (done.errors, done.closed) == ({}, True)
    with tiller.store.reading() as tx:
        owner = known(tx.people.get(OWNER.id))
        assert len(tx.audit.of(OWNER.id)) == 1
    assert (owner.away_until, owner.delegate) == (date(2026, 11, 30), MEMBER.id)
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    said = tiller.texts(tiller.owen.dm)
    assert said == [
        "You are away: no check-ins before Mon 30 Nov 2026. Mia is asked meanwhile.\n[I'm back]",
    ]


@pytest.mark.parametrize(
    ("until", "delegate", "errors"),
    [
        ("2026-11-18", None, {"until:1": "The day you are back lies after today."}),
        ("2026-01-01", None, {"until:1": "The day you are back lies after today."}),
        (
            "2028-01-01",
            None,
            {"until:1": "That is more than a year away. Choose an earlier day; you can always add to it."},
        ),
        (
            "2026-11-30",
            OWNER.id,
            {"delegate:1": "You cannot stand in for yourself. Choose somebody else, or nobody."},
        ),
        (
            "2026-11-30",
            NEWCOMER,
            {"delegate:1": "They cannot check in for you. Choose a member of a team, or nobody."},
        ),
    ],
)
def test_a_pause_that_cannot_be_is_refused_at_its_field(
    tiller: Running, until: str, delegate: str | None, errors: dict[str, str]
) -> None:
    ask(tiller, WIN_RATE)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_away")
    tiller.owen.fill("until:1", until)
    if delegate is not None:
        tiller.owen.fill("delegate:1", delegate)
    assert tiller.owen.submit().errors == errors
    with tiller.store.reading() as tx:
        assert known(tx.people.get(OWNER.id)).away_until is None


def test_from_home_the_tab_shows_that_one_is_away_and_back_again(tiller: Running) -> None:
    tiller.ada.open_home()
    home = known(tiller.ada.open_home().opened)
    tiller.ada.click(home, action_id="checkin_away")
    tiller.ada.fill("until:0", "2026-11-30")
    assert tiller.ada.submit().errors == {}
    home = known(tiller.ada.home)
    assert "[I'm back]" in tiller.read_view(home)
    tiller.ada.click(home, action_id="checkin_back")
    assert tiller.slack.wait_until(lambda: True)
    assert "[I'm away…]" in tiller.read_view(tiller.ada.home)
    with tiller.store.reading() as tx:
        assert known(tx.people.get(COORDINATOR.id)).away_until is None


def test_back_asks_again_what_is_still_open(tiller: Running) -> None:
    ask(tiller, WIN_RATE)
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_away")
    tiller.owen.submit()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_back")
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert tiller.texts(tiller.owen.dm)[0].startswith("Owen, 1 key result wants a word")
