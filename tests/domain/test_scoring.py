"""Tests of scores: rounding, colours, what a person may give, and an objective's score (RULES 2.5, 3.11 and 3.12)."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.cadence import Cadence
from domain.okrs.model import CheckIn, CheckInSource, Commitment, KeyResult
from domain.okrs.scores import Cause, Score
from domain.okrs.scoring import (
    CAUSES,
    ScoringError,
    band,
    check_score,
    is_miss,
    objective_score,
    periods_inside,
    round_half_up,
    score_of,
    suggest_for,
    suggest_original_score,
    suggest_score,
)
from domain.okrs.status import assess_key_result
from domain.okrs.summaries import Band, ScoredObjective
from domain.values.ids import KeyResultId, KpiKey
from tests.domain.okr_company import (
    NOON,
    QUICK,
    TODAY,
    VALUES,
    adjustment,
    binary,
    checkin,
    days,
    key_result,
    objective,
    quarter,
    score,
    seen,
    to_find,
)
from tests.domain.okr_company import band as okr_company_band

ASPIRATIONAL, COMMITTED = Commitment.ASPIRATIONAL, Commitment.COMMITTED


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("0.34", "0.3"),
        ("0.35", "0.4"),
        ("0.649", "0.6"),
        ("0.65", "0.7"),
        ("0.95", "1.0"),
        ("1.3", "1.0"),
        ("-0.2", "0.0"),
        ("0.25", "0.3"),
        ("-0.04", "0.0"),
    ],
)
def test_the_golden_scores_hold(raw: str, wanted: str) -> None:
    assert str(score_of(Decimal(raw))) == wanted


def test_rounding_never_gives_a_minus_zero() -> None:
    assert str(round_half_up(Decimal("-0.04"))) == "0.0"
    assert str(round_half_up(Decimal("-0.05"))) == "-0.1"


@QUICK
@given(VALUES, VALUES)
def test_scores_stay_on_the_scale_and_never_fall_with_progress(value: Decimal, other: Decimal) -> None:
    less, more = sorted((value / 1000, other / 1000))
    assert 0 <= score_of(less) <= score_of(more) <= 1


def test_the_suggestion_comes_from_the_last_value() -> None:
    assert suggest_score(key_result(), [checkin(45), checkin("36.5")]) == Decimal("0.5")
    assert suggest_score(binary(), [checkin(0), checkin(1)]) == 1
    assert suggest_score(key_result(), []) is None


def kept(*values: str, apart: float = 7) -> list[CheckIn]:
    """Values of what is maintained, so many days apart."""
    return [checkin(value, at=NOON + days(apart * at), of=40) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["4"], "1.0"),
        (["4", "6"], "0.0"),
        (["6", "4"], "1.0"),
        (["4", "6", "4"], "0.7"),
        (["6", "6", "4"], "0.3"),
        (["3", "5", "4", "6"], "0.8"),
        (["6"] * 19 + ["4"], "0.1"),
        (["6"] * 5, "0.0"),
    ],
)
def test_what_is_maintained_scores_the_share_of_days_inside_of_at_least_three(values: list[str], wanted: str) -> None:
    assert str(suggest_score(okr_company_band("3", "5"), kept(*values))) == wanted


def test_of_a_day_only_the_last_value_counts_and_days_are_those_of_the_team() -> None:
    every_six_hours = kept("6", "4", "6", "6", "6", "6", "6", "4", apart=0.25)
    assert periods_inside(okr_company_band("3", "5"), every_six_hours) == (2, 3)
    assert str(suggest_score(okr_company_band("3", "5"), every_six_hours)) == "0.7"
    assert periods_inside(okr_company_band("3", "5"), every_six_hours, zone="Asia/Tokyo") == (1, 3)
    assert str(suggest_score(okr_company_band("3", "5"), every_six_hours, zone="Asia/Tokyo")) == "0.3"
    status = assess_key_result(
        okr_company_band("3", "5"),
        every_six_hours,
        cycle=quarter(),
        today=TODAY,
        cadence=Cadence.WEEKLY,
        zone="Asia/Tokyo",
    )
    assert str(suggest_for(status)) == "0.3"


def test_a_kpis_feed_counts_as_check_ins() -> None:
    fed = [checkin(value, at=NOON + days(at), source=CheckInSource.KPI) for at, value in enumerate(("4", "9", "4"))]
    assert suggest_score(okr_company_band("3", "5", kpi=KpiKey("load")), fed) == Decimal("0.7")


def test_a_baseline_scores_all_once_it_is_found() -> None:
    assert suggest_score(to_find(), [checkin(0)]) == 1
    assert suggest_score(to_find(), []) is None


def test_what_was_adjusted_has_a_score_as_it_was_set_too() -> None:
    said = [checkin("39")]
    changes = [adjustment(), adjustment("again", target=Decimal(40))]
    assert suggest_score(key_result(), said) == Decimal("0.6")
    assert suggest_original_score(key_result(), changes, said) == Decimal("0.5")
    assert suggest_original_score(key_result(), [], said) is None
    assert suggest_original_score(key_result(), changes, []) is None
    wider = adjustment(key_result=KeyResultId(40), baseline=None, target=None, low=Decimal(3), high=Decimal(9))
    assert suggest_original_score(okr_company_band("3", "5"), [wider], kept("4", "6", "9")) == 1


def test_a_status_knows_what_its_numbers_suggest() -> None:
    assert suggest_for(seen((20, "4", 7), (10, "6", 7), (0, "6", 7), of=okr_company_band("3", "5"))) == Decimal("0.3")
    assert suggest_for(seen()) is None


@pytest.mark.parametrize(
    ("value", "aspirational", "committed"),
    [
        ("0.0", Band.RED, Band.MISSED_COMMITMENT),
        ("0.3", Band.RED, Band.MISSED_COMMITMENT),
        ("0.34", Band.RED, Band.MISSED_COMMITMENT),
        ("0.35", Band.AMBER, Band.MISSED_COMMITMENT),
        ("0.6", Band.AMBER, Band.MISSED_COMMITMENT),
        ("0.65", Band.GREEN, Band.MISSED_COMMITMENT),
        ("0.9", Band.GREEN, Band.MISSED_COMMITMENT),
        ("1.0", Band.GREEN, Band.GREEN),
    ],
)
def test_the_colour_is_that_of_the_rounded_score(value: str, aspirational: Band, committed: Band) -> None:
    assert band(Decimal(value), ASPIRATIONAL) is aspirational
    assert band(Decimal(value), COMMITTED) is committed


def test_a_miss_is_below_seven_tenths_and_for_a_commitment_below_one() -> None:
    assert is_miss(Decimal("0.6"), ASPIRATIONAL)
    assert not is_miss(Decimal("0.7"), ASPIRATIONAL)
    assert is_miss(Decimal("0.9"), COMMITTED)


@pytest.mark.parametrize(
    ("given_text", "reason", "sentence"),
    [
        ("1.1", "", "not on the scale"),
        ("-0.1", "", "not on the scale"),
        ("NaN", "", "not on the scale"),
        ("Infinity", "", "not on the scale"),
        ("0.65", "rounded", r"Write 0\.7 instead of 0\.65"),
        ("0.8", " ", r"suggest 0\.6\. Say in a line why it is 0\.8"),
    ],
)
def test_a_score_that_cannot_be_given_is_refused_with_a_sentence(given_text: str, reason: str, sentence: str) -> None:
    with pytest.raises(ScoringError, match=sentence):
        check_score(Decimal(given_text), suggested=Decimal("0.6"), reason=reason)


def test_a_score_is_given_as_suggested_or_with_a_reason() -> None:
    assert str(check_score(Decimal(1), suggested=Decimal("1.0"), reason="")) == "1.0"
    assert str(check_score(Decimal(0), suggested=Decimal("0.0"), reason="")) == "0.0"
    assert check_score(Decimal("0.8"), suggested=Decimal("0.6"), reason="two logos signed today") == Decimal("0.8")
    assert check_score(Decimal("0.8"), suggested=None, reason="") == Decimal("0.8")


def test_there_are_eight_causes_and_each_fits_an_option() -> None:
    assert set(CAUSES) == set(Cause)
    assert len(set(CAUSES.values())) == 8
    assert all(re.fullmatch(r"[A-Z].{5,74}", text) for text in CAUSES.values())


def verdict(*parts: tuple[KeyResult, str | None], commitment: Commitment = ASPIRATIONAL) -> ScoredObjective:
    scores: dict[KeyResultId, Score] = {
        item.id: score(given_text, of=item.id) for item, given_text in parts if given_text is not None
    }
    return objective_score(objective(commitment=commitment), [item for item, _ in parts], scores)


def test_an_objectives_score_is_the_weighted_mean_then_rounded() -> None:
    found = verdict((key_result(2), "0.4"), (key_result(1, weight=Decimal(2)), "0.9"))
    assert (str(found.score), found.band, found.partial) == ("0.7", Band.GREEN, False)
    assert [scored_key_result.key_result.id for scored_key_result in found.key_results] == [1, 2]
    assert verdict((key_result(1), "0.3"), (key_result(2), "0.4")).score == Decimal("0.4")


def test_an_unscored_key_result_makes_it_partial_and_never_zero() -> None:
    found = verdict((key_result(1), "0.8"), (key_result(2), None))
    assert (found.score, found.partial) == (Decimal("0.8"), True)
    nothing = verdict((key_result(1), None))
    assert (nothing.score, nothing.band, nothing.partial) == (None, None, True)


def test_a_scored_key_result_keeps_what_was_adjusted() -> None:
    found = objective_score(objective(), [key_result(1), key_result(2)], {}, {KeyResultId(2): [adjustment()]})
    assert [len(scored_key_result.adjustments) for scored_key_result in found.key_results] == [0, 1]


def test_cancelled_and_weightless_key_results_do_not_count() -> None:
    found = verdict(
        (key_result(1), "0.8"),
        (key_result(2, cancelled=True), "0.1"),
        (key_result(3, weight=Decimal(0)), "0.1"),
        (key_result(4, cancelled=True), None),
    )
    assert (found.score, found.partial) == (Decimal("0.8"), False)
    assert len(found.key_results) == 4
    assert verdict().score is None


def test_a_commitment_with_one_miss_is_missed_even_where_the_mean_rounds_to_one() -> None:
    found = verdict((key_result(1), "0.9"), (key_result(2), "1.0"), commitment=COMMITTED)
    assert (found.score, found.band) == (Decimal("1.0"), Band.MISSED_COMMITMENT)
    kept = verdict((key_result(1), "1.0"), (key_result(2), "1.0"), commitment=COMMITTED)
    assert kept.band is Band.GREEN


@QUICK
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=6))
def test_an_objectives_score_lies_between_those_of_its_key_results(parts: list[tuple[int, int]]) -> None:
    given_parts = [
        (key_result(number, weight=Decimal(weight)), str(Decimal(tenths) / 10))
        for number, (weight, tenths) in enumerate(parts, start=1)
    ]
    found = verdict(*given_parts)
    counted = [Decimal(tenths) / 10 for weight, tenths in parts if weight]
    assert (found.score is None) is (not counted)
    if found.score is not None:
        assert min(counted) <= found.score <= max(counted)
