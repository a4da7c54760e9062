"""The scoring form: three key results to a page, what is refused, and the receipt in the DM."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.okrs.model import Metric
from domain.okrs.scores import Cause, Decision, Score
from domain.values.ids import KeyResultId
from domain.values.units import NUMBER
from tests.people import MEMBER, OWNER
from tests.tiller import CHOICE, LOGOS, WIN_RATE, Running, begin_scoring, known


def opened(tiller: Running) -> None:
    click = tiller.owen.click(begin_scoring(tiller), action_id="scoring_open")
    assert click.opened is not None


def scores(tiller: Running) -> dict[KeyResultId, Score]:
    with tiller.store.reading() as tx:
        return tx.scores.of([WIN_RATE, LOGOS])


def answer(tiller: Running, number: int, **answers: str) -> None:
    for name, text in answers.items():
        tiller.owen.fill(f"{name}:{number}", text)


def test_scores_are_saved_with_what_was_learnt_and_the_dm_turns_into_a_receipt(tiller: Running) -> None:
    opened(tiller)
    answer(tiller, WIN_RATE, value="45", learning="references work", decision="change")
    answer(tiller, LOGOS, value="6", score="0.6", reason="two signed on the day after", cause="dependency")
    thanks = tiller.owen.submit()
    assert thanks.errors == {}
    assert "Saved. 2 scores." in tiller.read_view(thanks.opened)
    found = scores(tiller)
    assert (found[WIN_RATE].suggested, found[WIN_RATE].given) == (Decimal("1.0"), Decimal("1.0"))
    assert (found[WIN_RATE].learning, found[WIN_RATE].decision) == ("references work", Decision.CHANGE)
    assert (found[LOGOS].suggested, found[LOGOS].given) == (Decimal("0.5"), Decimal("0.6"))
    assert (found[LOGOS].reason, found[LOGOS].cause) == ("two signed on the day after", Cause.DEPENDENCY)
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    receipt = tiller.texts(tiller.owen.dm)[0]
    assert receipt.splitlines()[0] == "Thanks. 2026-Q4: 2 of 2 scored. They can change until Thu 7 Jan 2027."


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"value": "4O%"},
            {"value:12": "I can’t read ‘4O%’ as a percentage: there is a letter O in it. Try 40 %."},
        ),
        (
            {"score": "0.8"},
            {"reason:12": "The numbers suggest 0.2. Say in a line why it is 0.8."},
        ),
        (
            {"value": "31"},
            {"cause:12": "0.2 is less than the 0.7 that was aimed at. Choose the main cause."},
        ),
        (
            {"score": "0.3"},
            {
                "reason:12": "The numbers suggest 0.2. Say in a line why it is 0.3.",
                "cause:12": "0.3 is less than the 0.7 that was aimed at. Choose the main cause.",
            },
        ),
    ],
)
def test_a_bad_answer_is_refused_at_its_field_and_nothing_is_stored(
    tiller: Running, typed: dict[str, str], errors: dict[str, str]
) -> None:
    opened(tiller)
    tiller.owen.fill("skip:15", ["skip"])
    answer(tiller, WIN_RATE, **typed)
    refused = tiller.owen.submit()
    assert refused.errors == errors
    assert scores(tiller) == {}
    with tiller.store.reading() as tx:
        assert len(tx.checkins.of([WIN_RATE])[WIN_RATE]) == 1


def test_what_has_no_value_is_asked_for_or_skipped(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.okrs.add_key_result(
            objective=CHOICE, owner=OWNER.id, title="Referrals", metric=Metric.INCREASE, unit=NUMBER,
            baseline=Decimal(0), target=Decimal(5), weight=Decimal(1), milestones=(), wanted_id=18,
        )  # fmt: skip
    opened(tiller)
    for number in (WIN_RATE, LOGOS):
        answer(tiller, number, cause="target")
    assert tiller.owen.submit().errors == {"value:18": "There is no value yet. Say where it ended, or skip it."}
    tiller.owen.fill("skip:18", ["skip"])
    assert tiller.owen.submit().errors == {}
    assert set(scores(tiller)) == {WIN_RATE, LOGOS}


def test_a_fourth_key_result_comes_on_the_next_page_and_each_page_is_saved(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        for number in (18, 19):
            tx.okrs.add_key_result(
                objective=CHOICE, owner=OWNER.id, title=f"Goal {number}", metric=Metric.BINARY, unit=NUMBER,
                baseline=None, target=None, weight=Decimal(1), milestones=(), wanted_id=number,
            )  # fmt: skip
    opened(tiller)
    for number in (WIN_RATE, LOGOS):
        answer(tiller, number, cause="target")
    tiller.owen.fill("done:18", "done")
    second = tiller.owen.submit()
    assert second.errors == {}
    assert tiller.read_view(second.opened).splitlines()[0] == "Scores, 2 of 2"
    assert set(scores(tiller)) == {WIN_RATE, LOGOS}
    tiller.owen.fill("done:19", "not_yet")
    tiller.owen.fill("cause:19", "capacity")
    thanks = tiller.owen.submit()
    assert "Saved. 4 scores." in tiller.read_view(thanks.opened)


def test_a_form_that_is_submitted_twice_is_saved_once(tiller: Running) -> None:
    opened(tiller)
    for number in (WIN_RATE, LOGOS):
        answer(tiller, number, cause="target")
    tiller.owen.submit()
    assert tiller.again("view_submission")["response_action"] == "update"
    with tiller.store.reading() as tx:
        assert [audit_entry.action for audit_entry in tx.audit.of("KR-12")] == ["scored"]


def test_scores_can_change_until_the_cycle_closes(tiller: Running) -> None:
    opened(tiller)
    for number in (WIN_RATE, LOGOS):
        answer(tiller, number, cause="target")
    tiller.owen.submit()
    tiller.owen.close()
    tiller.owen.click(tiller.dms(OWNER.id)[0], action_id="scoring_open")
    answer(tiller, WIN_RATE, score="0.7", reason="signed late")
    assert tiller.owen.submit().errors == {}
    assert scores(tiller)[WIN_RATE].given == Decimal("0.7")


def test_the_stranger_has_nothing_to_score_and_may_not_score_for_others(tiller: Running) -> None:
    prompt = begin_scoring(tiller)
    tiller.owen.click(prompt, action_id="scoring_open")
    for number in (WIN_RATE, LOGOS):
        answer(tiller, number, cause="target")
    answered = tiller.dispatch(tiller.submission("U0SAM0004", known(tiller.owen.modal)))
    assert list(answered["errors"].values()) == [
        "KR-12 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    ]
    assert tiller.answer(tiller.ada.command("/okr", "score")) == (
        "You own no key result in 2026-Q4, so there is nothing to score."
    )


def test_a_delegate_scores_for_whoever_is_away(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        owner = known(tx.people.get(OWNER.id))
        tx.people.save(replace(owner, away_until=date(2027, 2, 1), delegate=MEMBER.id))
    begin_scoring(tiller)
    assert tiller.mia.command("/okr", "score").opened is not None
    for number in (WIN_RATE, LOGOS):
        tiller.mia.fill(f"cause:{number}", "target")
    for other in (16, 17):
        if any(block["block_id"] == f"skip:{other}" for block in known(tiller.mia.modal)["blocks"]):
            tiller.mia.fill(f"skip:{other}", ["skip"])
    assert tiller.mia.submit().errors == {}
    assert set(scores(tiller)) == {WIN_RATE, LOGOS}
