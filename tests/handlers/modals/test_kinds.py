"""Every kind of key result from the form to the verdict, as its owner goes through it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.okrs.model import Adjustment, Checkpoint, KeyResult, Metric
from domain.okrs.scores import Score
from domain.values.ids import KeyResultId
from domain.values.units import PERCENT
from tests.people import NOW, OWNER, STRANGER
from tests.tiller import CHOICE, LOGOS, WIN_RATE, Running, ask, begin_scoring

LOAD = KeyResultId(40)
RATE = KeyResultId(50)


def settle(tiller: Running) -> None:
    """Give the owner a number to keep between 3 and 5, and one to find."""
    kept = KeyResult(
        id=LOAD, objective=CHOICE, owner=OWNER.id, title="Keep support load bearable", metric=Metric.MAINTAIN,
        unit=PERCENT, low=Decimal(3), high=Decimal(5),
    )  # fmt: skip
    found = KeyResult(
        id=RATE, objective=CHOICE, owner=OWNER.id, title="Learn our activation rate", metric=Metric.BASELINE,
        unit=PERCENT,
    )  # fmt: skip
    with tiller.store.transaction() as tx:
        for key_result in (kept, found):
            tx.okrs.new_key_result(key_result, wanted_id=key_result.id)


def opened(tiller: Running, *key_results: KeyResultId) -> str:
    ask(tiller, *key_results)
    click = tiller.owen.click(tiller.dms(OWNER.id)[-1], action_id="checkin_open")
    return tiller.read_view(click.opened)


def okr(tiller: Running, text: str) -> str:
    return tiller.answer(tiller.owen.command("/okr", text))


def test_a_band_and_a_baseline_are_checked_in_and_the_receipt_says_what_they_mean(tiller: Running) -> None:
    settle(tiller)
    form = opened(tiller, LOAD, RATE)
    assert "KR-40 Keep support load bearable, between 3 and 5 %\nno check-in yet" in form
    assert "The number that was found, in % (optional)" in form
    owen = tiller.owen
    owen.fill("value:40", "5,4 %")
    owen.fill("confidence:40", "8")
    owen.fill("value:50", "31")
    assert owen.submit().errors == {}
    tiller.move(timedelta(seconds=2))
    tiller.deliver()
    receipt = tiller.texts(owen.dm)[0]
    assert "KR-40 Keep support load bearable: 5.4 %\noutside, by 0.4 pt · confidence 8" in receipt
    assert "KR-50 Learn our activation rate: 31 %\nbaseline found" in receipt
    card = okr(tiller, "KR-40")
    assert "🟢 on track · 5.4 % on 18 Nov · outside, by 0.4 pt · confidence 8 · says on track, numbers disagree" in card
    assert "Whatever number is found counts as 1, none as 0: 1." in okr(tiller, "why KR-50")


def test_a_first_check_in_says_what_it_needs(tiller: Running) -> None:
    settle(tiller)
    opened(tiller, LOAD, RATE)
    for number in (LOAD, RATE):
        tiller.owen.fill(f"confidence:{number}", "8")
    assert tiller.owen.submit().errors == {
        "value:40": "This is the first check-in, so it needs a number, for example 31.",
        "value:50": "This is the first check-in, so it needs the number that was found, for example 31.",
    }


def test_a_value_is_previewed_as_inside_or_outside(tiller: Running) -> None:
    settle(tiller)
    opened(tiller, LOAD)
    for typed, line in (("5.4", "outside, by 0.4 pt"), ("4", "inside 3 to 5 %")):
        told = tiller.owen.fill("value:40", typed)
        assert told is not None
        assert line in tiller.read_view(told.opened)


def test_each_kind_fits_in_one_line(tiller: Running) -> None:
    settle(tiller)
    assert "inside 3 to 5 % · confidence 7" in okr(tiller, 'checkin KR-40 4.2% 7 "quiet week"')
    assert "(was inside)" in okr(tiller, 'checkin KR-40 2% 6 "a holiday"')
    assert "baseline found · confidence 9" in okr(tiller, 'checkin KR-50 31 % 9 "from the new funnel"')
    assert 'Did you mean /okr checkin KR-40 3 7 "what moved"?' in okr(tiller, "checkin KR-40")


def scores(tiller: Running) -> dict[KeyResultId, Score]:
    with tiller.store.reading() as tx:
        return tx.scores.of([WIN_RATE, LOGOS, LOAD, RATE])


def say(tiller: Running, key_result: KeyResultId, *values: str) -> None:
    """Check in some days in a row, up to yesterday."""
    with tiller.store.transaction() as tx:
        for ago, value in enumerate(reversed(values), start=1):
            tx.checkins.add(
                key_result=key_result, by=OWNER.id, at=NOW - timedelta(days=ago), value=Decimal(value), confidence=7
            )


def test_the_score_of_a_band_is_its_share_of_days_inside(tiller: Running) -> None:
    settle(tiller)
    say(tiller, LOAD, "4", "6", "6", "4.5")
    say(tiller, RATE, "31")
    click = tiller.owen.click(begin_scoring(tiller), action_id="scoring_open")
    assert "(As suggested" in tiller.read_view(click.opened)
    for number in (WIN_RATE, LOGOS):
        tiller.owen.fill(f"skip:{number}", ["skip"])
    tiller.owen.fill("cause:40", "capacity")
    following = tiller.owen.submit()
    assert following.errors == {}
    tiller.owen.submit()
    found = scores(tiller)
    assert (found[LOAD].suggested, found[LOAD].given) == (Decimal("0.5"), Decimal("0.5"))
    assert found[RATE].given == Decimal("1.0")
    assert found[LOAD].as_set is None


def test_what_was_adjusted_keeps_both_scores_from_the_form_to_the_summary(tiller: Running) -> None:
    before = Adjustment(
        key_result=WIN_RATE, by=STRANGER.id, at=NOW - timedelta(days=20), reason="the market fell",
        baseline=Decimal(28), target=Decimal(88),
    )  # fmt: skip
    with tiller.store.transaction() as tx:
        tx.adjustments.add(before)
    click = tiller.owen.click(begin_scoring(tiller), action_id="scoring_open")
    assert "the numbers suggest 0.2 as adjusted, 0.1 as set: “the market fell”" in tiller.read_view(click.opened)
    tiller.owen.fill("skip:15", ["skip"])
    tiller.owen.fill("value:12", "43")
    thanks = tiller.owen.submit()
    assert thanks.errors == {}
    assert "0.9\n0.9 as adjusted, 0.3 as set." in tiller.read_view(thanks.opened)
    assert (scores(tiller)[WIN_RATE].given, scores(tiller)[WIN_RATE].as_set) == (Decimal("0.9"), Decimal("0.3"))
    why = okr(tiller, "why KR-12")
    assert "Sam on 29 Oct: target 88 % → 45 %. “the market fell”" in why
    assert "The numbers suggest 0.9 as adjusted, 0.3 as set: “the market fell”." in why


def test_checkpoints_and_an_own_last_day_move_what_is_expected(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        known = tx.okrs.key_result(WIN_RATE)
        assert known is not None
        marks = (Checkpoint(day=date(2026, 11, 18), value=Decimal(32)),)
        tx.okrs.save_key_result(_with(known, marks))
    assert "on pace" in okr(tiller, "KR-12").splitlines()[1]
    assert "by 15 Dec" in okr(tiller, "KR-12").splitlines()[0]
    assert "Checkpoints: 32 % by 18 Nov. Its last day is its own." in okr(tiller, "why KR-12")


def _with(known: KeyResult, marks: tuple[Checkpoint, ...]) -> KeyResult:
    return replace(known, checkpoints=marks, due=date(2026, 12, 15))


def test_a_card_shows_where_the_past_points(tiller: Running) -> None:
    say(tiller, WIN_RATE, "30", "31", "32", "33")
    assert "forecast uncertain: needs 1.9 pt a week, has had 1.8" in okr(tiller, "KR-12")
