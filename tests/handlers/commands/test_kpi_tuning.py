"""`/kpi target` and `/kpi limits`: typed in one line, shown back, in force only once a button says so."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.kpis.alerts import AlertKind
from domain.kpis.limit_codes import code_of
from domain.kpis.model import Direction, Kpi, Limits, Reading, Season
from domain.values.numbers import ENGLISH
from handlers.usecases.kpis.typed_limits import read_limits
from tests.people import GROWTH, MEMBER, OWNER, STRANGER
from tests.tiller import CHURN, WIN_RATE_KPI, Running, known, open_alert

NOT_YOURS = "Churn is not yours. Its owner, the lead of Growth or a coordinator can change it."


def asked(tiller: Running, text: str, person: str = MEMBER.id) -> str:
    return tiller.answer(tiller.actor(person).command("/kpi", text, channel=GROWTH.channel))


def decided(tiller: Running, text: str, action_id: str, person: str = MEMBER.id) -> str:
    """Ask, press a button of the answer, and return what stands there then."""
    answer = known(tiller.actor(person).command("/kpi", text, channel=GROWTH.channel).reply)
    tiller.actor(person).click(answer, action_id=action_id)
    return tiller.read(tiller.actor(person).sees[-1])


def stored(tiller: Running, kpi: Kpi = CHURN) -> Kpi:
    with tiller.store.reading() as tx:
        return known(tx.kpis.get(kpi.key))


def test_a_target_is_saved_once_it_was_shown(tiller: Running) -> None:
    text = "target churn < 2% from Q1 2027"
    assert asked(tiller, text).splitlines()[0] == (
        "The target of Churn, read as: below 2.5 %; from Fri 1 Jan 2027 below 2 %."
    )
    assert len(stored(tiller).targets) == 1
    assert decided(tiller, text, "target_save") == (
        "Saved. The target of Churn: below 2.5 %; from Fri 1 Jan 2027 below 2 %."
    )
    assert [(target.high, target.valid_from) for target in stored(tiller).targets] == [
        (Decimal("2.5"), None),
        (Decimal(2), date(2027, 1, 1)),
    ]
    tiller.again("block_actions")
    with tiller.store.reading() as tx:
        (entry,) = tx.audit.of("kpi:churn")
    assert (entry.actor, entry.action, entry.origin) == (MEMBER.id, "target", "button")
    assert [target["high"] for target in entry.old["targets"]] == ["2.5"]
    assert [target["high"] for target in entry.new["targets"]] == ["2.5", "2"]


def test_a_target_can_be_left_and_taken_away(tiller: Running) -> None:
    assert decided(tiller, "target churn 1%", "target_not_now") == (
        "Nothing was changed. The target of Churn: below 2.5 %."
    )
    assert decided(tiller, "target churn TBD", "target_save") == "Saved. The target of Churn: no target yet."
    assert stored(tiller).targets == ()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "target churn",
            "The target of Churn: below 2.5 %.\n/kpi target churn below 2% from Q1 2027 sets one; TBD takes it away.",
        ),
        ("target churn < 2.5%", "Nothing to change. The target of Churn: below 2.5 %."),
        (
            "target churn >= 2%",
            (
                "‘>= 2%’ says what is too little, but for this KPI lower is better. Write ‘at or below …’, or change "
                "its direction to up."
            ),
        ),
        (
            "target churn < 2% from 31 Nov",
            "I can’t read ‘31 Nov’ as the day from which it counts. Try 2027-01-01, Q1 2027 or October.",
        ),
        (
            "target churn TBD from 2027",
            "Churn has no target that begins on 2027-01-01.",
        ),
        (
            "target churn < 5%",
            (
                "The warning limit 3 lies below the target ‘< 5%’: a value that meets the target would alert. "
                "Change the limit or the target."
            ),
        ),
        (
            "limits churn warning",
            "There is no number here. Write one, for example 3.1 or 3,1 %.",
        ),
        (
            "limits churn warning 3O%",
            "I can’t read ‘3O%’ as a percentage: there is a letter O in it. Try 30 %.",
        ),
        (
            "limits churn yellow 3",
            (
                "I can’t read ‘yellow 3’ in these limits. Write for example ‘warning 3 critical 4’, and if you like "
                "‘hold 2 clear 2 clear-limit 2.8’."
            ),
        ),
        ("limits churn warning 5 critical 4", "The warning high limit 5 is above the critical high limit 4."),
        ("limits churn hold often", "After ‘hold’ comes how many readings in a row, for example ‘hold 2’."),
        (
            "limits churn clear-limit 3.5",
            "The clear-limit 3.5 must lie within the upper limits, not past them.",
        ),
        (
            "limits churn warning 2%",
            (
                "The warning limit 2 lies below the target ‘< 2.5%’: a value that meets the target would alert. "
                "Change the limit or the target."
            ),
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(tiller: Running, text: str, answer: str) -> None:
    assert asked(tiller, text) == answer
    assert stored(tiller) == CHURN


def test_limits_in_one_line_are_tried_on_the_past_before_they_are_set(tiller: Running) -> None:
    text = "limits churn warning 2.6% critical 3% hold 2 clear 1 clear-limit 2.55%"
    shown = asked(tiller, text).splitlines()
    assert shown[:3] == [
        "Churn would have limits: warning above 2.6 %, critical above 3 %.",
        "Now: warning above 3 %, critical above 4 %.",
        "In 2 months they would not have alerted once.",
    ]
    assert stored(tiller).limits == CHURN.limits
    assert decided(tiller, text, "limits_use") == (
        "Churn has limits now: warning above 2.6 %, critical above 3 %. Set by Mia."
    )
    limits = known(stored(tiller).limits)
    assert (limits.warning_high, limits.hold, limits.clear_high, limits.suggested, limits.set_by, limits.set_on) == (
        Decimal("2.6"),
        2,
        Decimal("2.55"),
        False,
        MEMBER.id,
        date(2026, 11, 18),
    )
    tiller.again("block_actions")
    with tiller.store.reading() as tx:
        assert [entry.action for entry in tx.audit.of("kpi:churn")] == ["limits set"]


def test_what_a_line_does_not_name_stays_and_people_s_limits_need_one_reading(tiller: Running) -> None:
    decided(tiller, "limits churn critical above 5", "limits_use")
    limits = known(stored(tiller).limits)
    assert (limits.warning_high, limits.critical_high, limits.hold) == (Decimal(3), Decimal(5), 1)


def test_limits_are_taken_away_only_after_a_question(tiller: Running) -> None:
    assert asked(tiller, "limits churn none").splitlines()[0] == (
        "Take the limits of Churn away? It would not alert on its values any more."
    )
    assert decided(tiller, "limits churn none", "limits_not_now") == (
        "Churn keeps its limits: warning above 3 %, critical above 4 %."
    )
    assert decided(tiller, "limits churn none", "limits_use") == (
        "Churn has no limits any more. It stays on the dashboard and does not alert on values."
    )
    assert stored(tiller).limits is None
    assert asked(tiller, "limits churn none").startswith("No limits for Churn for now.")


def test_an_alert_that_has_lost_its_ground_is_withdrawn(tiller: Running) -> None:
    open_alert(tiller)
    said = decided(tiller, "limits churn warning 5 critical 6", "limits_use")
    assert said.splitlines()[-1] == "Its open alert is over by that."
    with tiller.store.reading() as tx:
        assert tx.alerts.open_for(CHURN.key, AlertKind.LIMIT) is None


def test_limits_that_were_changed_meanwhile_are_not_lost(tiller: Running) -> None:
    answer = known(tiller.mia.command("/kpi", "limits churn warning 3.5", channel=GROWTH.channel).reply)
    decided(tiller, "limits churn warning 3.2", "limits_use", OWNER.id)
    late = tiller.mia.click(answer, action_id="limits_use")
    assert tiller.answer(late) == ("The limits of Churn were changed meanwhile, so these were not set. Ask again.")
    assert known(stored(tiller).limits).warning_high == Decimal("3.2")


def test_the_stranger_may_look_but_not_tune(tiller: Running) -> None:
    for text in ("target churn 1%", "limits churn warning 3", "limits churn none", "edit churn"):
        assert asked(tiller, text, STRANGER.id) == NOT_YOURS
    assert "[Edit them]" not in asked(tiller, "limits churn", STRANGER.id)
    assert "[Edit]" not in asked(tiller, "churn", STRANGER.id)
    assert "sets one" not in asked(tiller, "target churn", STRANGER.id)


def test_the_stranger_s_click_on_another_s_answer_changes_nothing(tiller: Running) -> None:
    answer = known(tiller.mia.command("/kpi", "target churn 1%", channel=GROWTH.channel).reply)
    public = tiller.post(GROWTH.channel or "", {"text": "x", "blocks": answer["blocks"]})
    for action_id in ("target_save", "target_not_now"):
        assert tiller.answer(tiller.sam.click(public, action_id=action_id)) == NOT_YOURS
    assert stored(tiller) == CHURN


def test_a_band_asks_for_the_side(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.kpis.save(Kpi(key=WIN_RATE_KPI.key, name="Win rate", team=GROWTH.key, owner=OWNER.id, direction="band"))  # type: ignore[arg-type]  # as a file would give it
    assert asked(tiller, "limits win_rate warning 30", OWNER.id) == (
        "Win rate can have limits on both sides. Write for example ‘warning below 10 warning above 20’."
    )
    shown = asked(
        tiller, "limits win_rate warning below 30 and warning above 40, clear above 31, good below 39", OWNER.id
    )
    assert shown.splitlines()[0] == "Win rate would have limits: warning below 30, warning above 40."
    assert "good is from 31 up and from 39 down" in shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("warning 3.1% critical 4%", "//3.1/4///none/1/1/"),
        ("warn 3.1 crit 4", "//3.1/4///none/1/1/"),
        ("amber > 3.1, red >= 4", "//3.1/4///none/1/1/"),
        ("warning above 3,1 % and critical above 4 %", "//3.1/4///none/1/1/"),
        ("critical: 5%, hold 3 weeks, clear 2", "//3/5///none/3/2/"),
        ("clear limit 2.8", "//3/4//2.8/none/1/1/"),
        ("good from 2.8", "//3/4//2.8/none/1/1/"),
        ("warning below 1 warning above 3.5", "1//3.5/4///none/1/1/"),
    ],
)
def test_limits_are_read_as_people_type_them(typed: str, code: str) -> None:
    assert code_of(read_limits(typed, CHURN, ENGLISH)) == code


def test_a_line_does_not_keep_seasonal_limits_nor_a_proposal_s_hold() -> None:
    proposed = replace(CHURN, limits=replace(known(CHURN.limits), suggested=True, hold=2))
    assert code_of(read_limits("critical 5", proposed, ENGLISH)) == "//3/5///none/1/1/"
    seasonal = replace(CHURN, limits=replace(known(CHURN.limits), season=Season.YEAR))
    assert code_of(read_limits("critical 5", seasonal, ENGLISH)) == "///5///none/1/1/"
    upwards = replace(CHURN, direction=Direction.UP, limits=None)
    assert code_of(read_limits("warning 5", upwards, ENGLISH)) == "5//////none/1/1/"


def test_in_a_channel_nothing_is_tried_for_all_to_see(tiller: Running) -> None:
    for text in ("limits churn warning 3.5", "target churn 1%"):
        tiller.mia.say(f"<@{tiller.slack.bot_user_id}> kpi {text}", channel=GROWTH.channel)
        tiller.slack.settle()
        tiller.move(timedelta(seconds=2))
        tiller.deliver()
    said = [text for text in tiller.texts(GROWTH.channel or "") if "so that only you see what you try." in text]
    assert len(said) == 2
    assert "/kpi limits churn warning 3.5" in said[0]
    assert stored(tiller) == CHURN


def test_why_tells_of_a_correction_and_of_what_is_usual(tiller: Running) -> None:
    asked(tiller, "set churn 2.2%")
    asked(tiller, "set churn 2.3%")
    assert "↳ was 2.2 % until Wed 18 Nov 2026, corrected by Mia" in asked(tiller, "why churn")
    year_ago = date(2025, 11, 10)
    with tiller.store.transaction() as tx:
        tx.readings.put(Reading(kpi=CHURN.key, period=year_ago, value=Decimal(2), learnt_at=tiller.clock.now()))
        seasonal = Limits(warning_high=Decimal("1.5"), season=Season.YEAR, set_by=MEMBER.id, set_on=year_ago)
        tx.kpis.save(replace(CHURN, limits=seasonal))
    why = asked(tiller, "why churn")
    assert "Compared with a usual November: 2 %, Mon 10 Nov 2025 (2 %)." in why
    assert "worse than a year ago" in why
    assert "worse than a year ago" in asked(tiller, "churn")
