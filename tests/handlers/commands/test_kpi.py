"""`/kpi`: what it answers, what a reading sets in motion, and what somebody gets for words that it cannot read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.kpis.alerts import AlertKind
from domain.okrs.model import CheckInSource
from tests.people import GROWTH, MEMBER, OWNER, STRANGER
from tests.tiller import CHURN, NEWCOMER, WIN_RATE, WIN_RATE_KPI, Running

KNOWN = "There is: churn, nps, uptime and win_rate."


def kpi(tiller: Running, text: str, person: str = MEMBER.id) -> str:
    return tiller.answer(tiller.actor(person).command("/kpi", text, channel=GROWTH.channel))


@pytest.mark.parametrize(
    ("text", "first_line"),
    [
        ("", "Growth: 3 KPIs on Wed 18 Nov 2026: 1 no reading yet, 2 fine."),
        ("growth", "Growth: 3 KPIs on Wed 18 Nov 2026: 1 no reading yet, 2 fine."),
        ("company", "4 KPIs on Wed 18 Nov 2026: 2 no reading yet, 2 fine."),
        ("mine", "Yours: 1 KPI on Wed 18 Nov 2026: 1 fine."),
        ("churn", "🟢 Churn  2.4 % · fine"),
        ("CHURN?", "🟢 Churn  2.4 % · fine"),
        ("win rate", "🟢 Win rate  31.4 % · fine"),
        ("rate", "🟢 Win rate  31.4 % · fine"),
        ("why churn", "Why Churn is 🟢 fine on Wed 18 Nov 2026: The newest reading is within its limits."),
        ("limits churn", "Churn has limits: warning above 3 %, critical above 4 %."),
        (
            "limits win_rate",
            (
                "Win rate has a history now: shall I tell you when it leaves its normal range? "
                "I would alert on warning below 30.8 %, critical below 30 %."
            ),
        ),
        ("limits nps", "No limits to propose for NPS. Limits need at least 6 readings; there are 0."),
        ("digest", "Growth · week 46 (9–15 Nov)"),
        ("digest platform", "Platform · week 46 (9–15 Nov)"),
        ("help", "/kpi: the dashboard. What you can ask:"),
    ],
)
def test_a_question_is_answered(tiller: Running, text: str, first_line: str) -> None:
    assert kpi(tiller, text).splitlines()[0] == first_line


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("chrn", f"There is no KPI ‘chrn’.\nDid you mean /kpi churn?\n{KNOWN}"),
        ("growht", f"There is no KPI ‘growht’.\nDid you mean /kpi growth?\n{KNOWN}"),
        ("<b>&amp;</b>", f"There is no KPI ‘<b>&amp;</b>’.\n{KNOWN}"),
        ("why", f"Which KPI?\nDid you mean /kpi why churn?\n{KNOWN}"),
        ("why chrun", f"There is no KPI ‘chrun’.\nDid you mean /kpi why churn?\n{KNOWN}"),
        ("limits", f"Which KPI?\nDid you mean /kpi limits churn?\n{KNOWN}"),
        (
            "digest grwth",
            "There is no team ‘grwth’.\nDid you mean /kpi digest growth?\nThere is: company, growth and platform.",
        ),
        ("set chrn 3.1%", f"There is no KPI ‘chrn’.\nDid you mean /kpi set churn?\n{KNOWN}"),
        ("set churn", "What is the value of Churn?\nDid you mean /kpi set churn 2.4?"),
        (
            "set churn high",
            "I can’t read ‘high’ as a percentage: I don’t know what ‘high’ means. Try 3.1 or 3,1 %.",
        ),
        (
            "set churn 3,1O",
            "I can’t read ‘3,1O’ as a percentage: there is a letter O in it. Try 3.1 %.",
        ),
        ("set churn $3", "I can’t read ‘$3’ as a percentage: ‘$’ does not belong to a percentage. Try 3.1 or 3,1 %."),
        (
            "set churn 3.1% week 47",
            "Week 47 is not over yet: it ends on 22 Nov. The last one that is over is week 46.",
        ),
        (
            "set churn 3.1% 2026-13-01",
            "I can’t read ‘2026-13-01’ as a date. Try week 46 or 2026-11-09.",
        ),
        (
            "set churn 3.1% 13/11",
            "I can’t read ‘13/11’ as a date. Try week 46 or 2026-11-09.",
        ),
        (f"set churn 3.1% {'x' * 501}", "The note is 501 characters long; 500 fit."),
    ],
)
def test_what_is_not_understood_is_said_and_nothing_is_stored(tiller: Running, text: str, answer: str) -> None:
    assert kpi(tiller, text) == answer
    with tiller.store.reading() as tx:
        assert tx.readings.newest_period(CHURN.key) == date(2026, 11, 2)


def test_a_reading_is_stored_for_the_last_period_that_is_over(tiller: Running) -> None:
    assert kpi(tiller, "set churn 2.2% calm week").splitlines()[0] == "Saved: Churn is 2.2 % for week 46."
    with tiller.store.reading() as tx:
        stored = tx.readings.of([CHURN.key], last=1)[CHURN.key][0]
        audited = tx.audit.of("reading:churn:2026-11-09")
    assert (stored.period, stored.value, stored.note, stored.by, stored.source) == (
        date(2026, 11, 9),
        Decimal("2.2"),
        "calm week",
        MEMBER.id,
        "slack",
    )
    assert len(audited) == 1


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("week 44", date(2026, 10, 26)),
        ("for w44", date(2026, 10, 26)),
        ("2026-W44", date(2026, 10, 26)),
        ("2026-10-30", date(2026, 10, 26)),
        ("30 Oct", date(2026, 10, 26)),
        ("Oct 30", date(2026, 10, 26)),
        ("last week", date(2026, 11, 9)),
    ],
)
def test_an_earlier_period_can_be_named(tiller: Running, words: str, period: date) -> None:
    kpi(tiller, f"set churn 2.9% {words} “late numbers”")
    with tiller.store.reading() as tx:
        stored = tx.readings.of([CHURN.key], since=period, until=period)[CHURN.key][0]
    assert (stored.value, stored.note) == (Decimal("2.9"), "late numbers")


def test_a_correction_shows_the_old_value_and_keeps_it(tiller: Running) -> None:
    kpi(tiller, "set churn 2.2%")
    assert kpi(tiller, "set churn 2.3%").splitlines()[0] == (
        "Corrected: Churn is 2.3 % for week 46, it was 2.2 %. The old value stays on record."
    )
    assert kpi(tiller, "set churn 2.3%").splitlines()[0] == "Nothing to change: Churn was 2.3 % for week 46 already."
    with tiller.store.reading() as tx:
        assert [audit_entry.old for audit_entry in tx.audit.of("reading:churn:2026-11-09")] == [None, "2.2"]


def test_a_reading_past_its_limit_opens_an_alert_in_the_channel(tiller: Running) -> None:
    kpi(tiller, "set churn 4.8%")
    tiller.deliver()
    assert tiller.texts(GROWTH.channel or "")[0].splitlines()[0] == "🔴 Churn is critical: 4.8 %, limit 4 %"
    kpi(tiller, "set churn 2.4%")
    tiller.move(timedelta(seconds=3))
    tiller.deliver()
    assert tiller.texts(GROWTH.channel or "")[0].splitlines()[0] == "⚪ Churn: corrected, alert withdrawn"


def test_a_reading_that_comes_twice_is_stored_once_and_alerts_once(tiller: Running) -> None:
    first = kpi(tiller, "set churn 4.8%")
    assert tiller.read(tiller.again("slash_commands")) == first
    tiller.deliver()
    with tiller.store.reading() as tx:
        assert len(tx.audit.of("reading:churn:2026-11-09")) == 1
        assert len(tx.alerts.of_kpi(CHURN.key)) == 1
        assert tx.alerts.open_for(CHURN.key, AlertKind.LIMIT) is not None
    assert len(tiller.slack.messages(GROWTH.channel)) == 1


def test_a_key_result_that_the_kpi_feeds_takes_its_newest_value_over(tiller: Running) -> None:
    assert "KR-12 took it over." in kpi(tiller, "set win rate 33,5 %", OWNER.id).splitlines()
    assert "took it over" not in kpi(tiller, "set win rate 20 % week 40", OWNER.id)
    with tiller.store.reading() as tx:
        fed = tx.checkins.of([WIN_RATE])[WIN_RATE]
    assert [(check_in.value, check_in.source, check_in.confidence) for check_in in fed][1:] == [
        (Decimal("33.5"), CheckInSource.KPI, None)
    ]


def test_the_stranger_may_look_but_not_log(tiller: Running) -> None:
    assert kpi(tiller, "set churn 2.2%", STRANGER.id) == (
        "Churn is not yours. Its owner, the lead of Growth or a coordinator can change it."
    )
    assert kpi(tiller, "set churn 2.2%", NEWCOMER) == "I don't know you yet. Ask a coordinator to add you to a team."
    assert kpi(tiller, "churn", STRANGER.id).splitlines()[0] == "🟢 Churn  2.4 % · fine"


def test_set_alone_opens_the_form(tiller: Running) -> None:
    assert tiller.read_view(tiller.mia.command("/kpi", "set").opened).splitlines()[0] == "Log a reading"
    assert tiller.answer(tiller.actor(NEWCOMER).command("/kpi", "set")) == (
        "I don't know you yet. Ask a coordinator to add you to a team."
    )


def test_the_digest_that_was_posted_is_shown_again_as_it_was(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.subscriptions.add(team=GROWTH.key, to=GROWTH.channel or "", weekday=2, hour=9, timezone="Europe/Amsterdam")
    tiller.tiller.tick()
    tiller.deliver()
    posted = tiller.texts(GROWTH.channel or "")[0]
    kpi(tiller, "set churn 4.8%")
    assert kpi(tiller, "digest") == posted
    assert WIN_RATE_KPI.name in posted
