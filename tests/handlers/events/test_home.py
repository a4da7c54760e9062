"""The Home tab (RULES 9.2)."""

from dataclasses import replace

from tests.people import OWNER
from tests.tiller import NEWCOMER, WIN_RATE, Running, ask, begin_scoring, known


def test_home_shows_what_one_owes_first(tiller: Running) -> None:
    prompt = ask(tiller, WIN_RATE)
    home = known(tiller.owen.open_home().opened)
    lines = tiller.read_view(home).splitlines()
    assert "What I owe now, Wed 18 Nov 2026" in lines[0]
    assert lines[1].startswith("Check-in, round 4: 1 key result, asked on 18 Nov.")
    assert "My key results (2)" in lines
    assert "My KPIs (2)" in lines
    assert tiller.owen.click(home, action_id="checkin_open").opened is not None
    assert prompt.person == OWNER.id


def test_home_asks_for_scores_while_a_cycle_is_scored(tiller: Running) -> None:
    begin_scoring(tiller)
    home = known(tiller.owen.open_home().opened)
    assert "Scores of 2026-Q4 are still missing." in tiller.read_view(home)
    assert tiller.owen.click(home, action_id="scoring_open").opened is not None


def test_a_newcomer_s_home_says_who_can_help(tiller: Running) -> None:
    home = tiller.actor(NEWCOMER).open_home().opened
    assert "I don't know you yet. A coordinator can add you to a team; then this page fills." in tiller.read_view(home)


def test_a_refusal_from_home_is_shown_as_a_form(tiller: Running) -> None:
    home = known(tiller.owen.open_home().opened)
    with tiller.store.transaction() as tx:
        tx.people.save(replace(OWNER, active=False))
    tiller.owen.click(home, action_id="kpi_log")
    assert "There is no KPI that you can log." in tiller.read_view(tiller.owen.modal)


def test_the_messages_tab_publishes_nothing(tiller: Running) -> None:
    event = {"type": "app_home_opened", "user": OWNER.id, "channel": "D1", "tab": "messages"}
    tiller.dispatch({"type": "event_callback", "event": event, "team_id": tiller.slack.team_id})
    assert tiller.owen.home is None


def test_a_home_that_slack_does_not_take_is_logged_and_harms_nothing(tiller: Running) -> None:
    tiller.slack.faults.add(method="views.publish", kind="error_500")
    tiller.owen.open_home()
    tiller.slack.settle()
    assert tiller.owen.home is None
    tiller.forgive()
