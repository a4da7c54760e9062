"""Mentions and direct messages in words (RULES 9.4)."""

from datetime import timedelta

import pytest

from tests.people import GROWTH, OWNER
from tests.tiller import NEWCOMER, WIN_RATE, Running

CHANNEL = GROWTH.channel or ""
HELP = "I keep KPIs and OKRs. You can ask me in words:"


def told(tiller: Running, text: str, person: str = OWNER.id) -> str:
    """What somebody is answered who writes to Tiller."""
    before = len(tiller.dms(person))
    tiller.actor(person).say(text, channel=tiller.slack.dm_of(person))
    tiller.slack.settle()
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    said = tiller.dms(person)[before + 1 :]
    assert len(said) == 1
    return tiller.read(said[0])


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("how is churn?", "🟢 Churn  2.4 % · fine"),
        ("What's our win rate", "🟢 Win rate  31.4 % · fine"),
        ("churn", "🟢 Churn  2.4 % · fine"),
        ("why is churn", "Why Churn is 🟢 fine on Wed 18 Nov 2026: The newest reading is within its limits."),
        ("what is at risk in growth?", "Growth on Wed 18 Nov 2026: 1 key result at risk."),
        ("at risk", "Company on Wed 18 Nov 2026: 1 key result at risk."),
        ("KR-12", "KR-12 Lift win rate, 28 → 45 %"),
        (
            "why KR-12?",
            "Why KR-12 stands where it does on Wed 18 Nov 2026: 18 % of the way · well behind, by 35 points",
        ),
        ("how is growth doing?", "Growth on Wed 18 Nov 2026: 2 objectives, 1 behind, 1 well behind."),
        ("show me Mia", "Mia owns 1 objective and 2 key results on Wed 18 Nov 2026."),
        ("my key results", "You own 1 objective and 2 key results on Wed 18 Nov 2026. No check-in is due."),
        ("my kpis", "Yours: 2 KPIs on Wed 18 Nov 2026: 1 no reading yet, 1 fine."),
        ("check in", "You own 1 objective and 2 key results on Wed 18 Nov 2026. No check-in is due."),
        ("okr company", "Company on Wed 18 Nov 2026: 3 objectives, 2 well behind, 1 behind."),
        ("kpi help", "/kpi: the dashboard. What you can ask:"),
        ("digest", "Growth · week 46 (9–15 Nov)"),
        ("help", "I did not understand “help”. You can ask me in words:"),
        ("hi!", HELP),
        ("thank you", HELP),
        ("kpi set", "A form needs a click: here is one. In words it takes a line, for example /kpi set churn 3.1%."),
        ("sing me a song", "I did not understand “sing me a song”. You can ask me in words:"),
        ("set chrun 3", "There is no KPI ‘chrun’."),
    ],
)
def test_words_are_answered_in_the_dm(tiller: Running, text: str, first_line: str) -> None:
    assert told(tiller, text).splitlines()[0] == first_line


def test_a_reading_and_a_check_in_can_be_written_in_words(tiller: Running) -> None:
    assert told(tiller, "set win rate 33%").splitlines()[0] == "Saved: Win rate is 33 % for week 46."
    assert told(tiller, "checkin KR-12 34% 7 going well").splitlines()[0] == "Saved: KR-12."
    with tiller.store.reading() as tx:
        assert tx.checkins.of([WIN_RATE])[WIN_RATE][-1].value == 34


def test_a_newcomer_is_answered_too(tiller: Running) -> None:
    assert told(tiller, "how is churn?", NEWCOMER).splitlines()[0] == "🟢 Churn  2.4 % · fine"
    assert told(tiller, "set churn 3", NEWCOMER) == "I don't know you yet. Ask a coordinator to add you to a team."


def test_a_message_that_is_delivered_twice_is_answered_once(tiller: Running) -> None:
    tiller.mia.say("set churn 2.2%", channel=tiller.mia.dm)
    tiller.slack.settle()
    tiller.again("message.im")
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    assert len(tiller.dms(tiller.mia.id)) == 2
    with tiller.store.reading() as tx:
        assert len(tx.audit.of("reading:churn:2026-11-09")) == 1


def test_a_mention_is_answered_in_its_thread_once(tiller: Running) -> None:
    said = tiller.owen.say(f"<@{tiller.slack.bot_user_id}> how is churn?", channel=CHANNEL).sent
    tiller.slack.settle()
    tiller.again("app_mention")
    question, *answers = tiller.slack.messages(CHANNEL)
    assert said is not None
    assert question["ts"] == said["ts"]
    assert [tiller.read(answer).splitlines()[0] for answer in answers] == ["🟢 Churn  2.4 % · fine"]
    assert answers[0]["thread_ts"] == question["ts"]


def test_a_mention_that_says_nothing_gets_help(tiller: Running) -> None:
    tiller.owen.say(f"hey <@{tiller.slack.bot_user_id}>!", channel=CHANNEL)
    tiller.slack.settle()
    assert tiller.texts(CHANNEL)[-1].splitlines()[0] == HELP


def test_what_tiller_itself_says_is_left_alone(tiller: Running) -> None:
    told(tiller, "churn")
    tiller.slack.settle()
    assert tiller.deliver() == 0
    assert len(tiller.dms(OWNER.id)) == 2
