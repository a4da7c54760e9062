"""Tests of the end-of-quarter summary: what it counts, what it names and how it is read."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kpis.model import Kpi, KpiState
from domain.kpis.status_model import KpiStatus, Rule, Verdict
from domain.okrs.checkins import Prompt, PromptState
from domain.okrs.model import Commitment, KeyResult
from domain.okrs.scores import Cause, Score
from domain.okrs.scoring import objective_score
from domain.okrs.summaries import KpiMovement, Reading, ScoredObjective, Summary, read_mean, summarise
from domain.values.ids import KpiKey, ObjectiveId
from tests.domain.okr_company import (
    ADA,
    GROWTH,
    NOON,
    QUICK,
    days,
    key_result,
    objective,
    prompt,
    quarter,
    score,
    teams,
)

COMMITTED = Commitment.COMMITTED


def scored(
    id_: int, *parts: tuple[KeyResult, Score | None], commitment: Commitment = Commitment.ASPIRATIONAL
) -> ScoredObjective:
    scores = {item.id: verdict for item, verdict in parts if verdict is not None}
    return objective_score(objective(id=ObjectiveId(id_), commitment=commitment), [item for item, _ in parts], scores)


def simple(id_: int, *given_scores: str, commitment: Commitment = Commitment.ASPIRATIONAL) -> ScoredObjective:
    """An objective whose key results are numbered from ten times its own number."""
    parts = [
        (key_result(id_ * 10 + place), score(text, of=id_ * 10 + place)) for place, text in enumerate(given_scores)
    ]
    return scored(id_, *parts, commitment=commitment)


def summary(*objectives: ScoredObjective, prompts: Sequence[Prompt] = ()) -> Summary:
    return summarise(team=teams()[GROWTH], cycle=quarter(), objectives=objectives, prompts=prompts)


def test_the_mean_is_that_of_the_aspirational_objectives() -> None:
    found = summary(simple(2, "0.7"), simple(1, "0.4"), simple(3, "1.0", commitment=COMMITTED), simple(4, "0.8"))
    assert str(found.mean) == "0.63"
    assert found.reading is Reading.HEALTHY
    assert [scored_objective.objective.id for scored_objective in found.objectives] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("average", "reading"),
    [
        ("0.86", Reading.TOO_EASY),
        ("0.85", Reading.HEALTHY),
        ("0.60", Reading.HEALTHY),
        ("0.59", Reading.LOOK_AT_CAUSES),
        ("0.40", Reading.LOOK_AT_CAUSES),
        ("0.39", Reading.OUTRAN_CAPACITY),
        (None, Reading.NOT_SCORED),
    ],
)
def test_a_mean_is_read_by_its_band(average: str | None, reading: Reading) -> None:
    assert read_mean(Decimal(average) if average is not None else None) is reading


def test_without_any_objective_there_is_nothing_to_read() -> None:
    found = summary()
    assert (found.mean, found.reading, found.win, found.miss) == (None, Reading.NOT_SCORED, None, None)
    assert (found.kept, found.committed, found.unscored, found.sandbagged) == (0, 0, 0, False)
    assert found.distribution == (0,) * 11
    assert (found.checkin_rate, found.median_late_days) == (None, None)


def test_a_commitment_is_kept_when_all_of_it_is() -> None:
    whole = simple(1, "1.0", "1.0", commitment=COMMITTED)
    nearly = simple(2, "0.9", "1.0", commitment=COMMITTED)
    open_one = scored(3, (key_result(30), score("1.0", of=30)), (key_result(31), None), commitment=COMMITTED)
    another = simple(4, "1.0", commitment=COMMITTED)
    found = summary(nearly, whole, open_one, another)
    assert (found.kept, found.committed) == (2, 4)
    assert [scored_key_result.key_result.id for scored_key_result in found.missed] == [20]
    assert found.reading is Reading.NOT_SCORED


def test_committed_misses_are_listed_by_id() -> None:
    found = summary(simple(2, "0.8", commitment=COMMITTED), simple(1, "0.9", "0.2", commitment=COMMITTED))
    assert [scored_key_result.key_result.id for scored_key_result in found.missed] == [10, 11, 20]


def ids(found: Summary) -> tuple[int | None, int | None]:
    win = found.win.key_result.id if found.win is not None else None
    return win, found.miss.key_result.id if found.miss is not None else None


def test_the_biggest_win_and_the_biggest_miss_are_named() -> None:
    assert ids(summary(simple(1, "0.9", "0.7", "0.3", "0.1"))) == (10, 13)


def test_a_win_starts_at_seven_tenths_and_a_miss_ends_below() -> None:
    assert ids(summary(simple(1, "0.6"))) == (None, 10)
    assert ids(summary(simple(1, "0.7"))) == (10, None)


def test_among_equals_the_one_that_taught_something_is_named_then_the_heavier_then_the_first() -> None:
    taught = score("0.9", of=14, learning="asking for less data did more than the tour")
    heavy = key_result(12, weight=Decimal(3))
    base = [(key_result(11), score("0.9", of=11)), (heavy, score("0.9", of=12)), (key_result(13), score("0.9", of=13))]
    assert ids(summary(scored(1, base[2], base[0]))) == (11, None)
    assert ids(summary(scored(1, *base))) == (12, None)
    assert ids(summary(scored(1, *base, (key_result(14), taught)))) == (14, None)
    low = [(item, score("0.2", of=item.id, learning="late" if item.id == 13 else " ")) for item, _ in base]
    assert ids(summary(scored(1, *low))) == (None, 13)


def test_scores_are_distributed_over_eleven_steps() -> None:
    found = summary(simple(1, "0.0", "0.3", "0.3"), simple(2, "1.0", commitment=COMMITTED))
    assert found.distribution == (1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1)


def test_what_is_not_scored_is_counted_and_left_out() -> None:
    found = summary(
        scored(
            1,
            (key_result(10), score("0.8", of=10)),
            (key_result(11), None),
            (key_result(12, cancelled=True), None),
            (key_result(13, weight=Decimal(0)), score("0.0", of=13)),
        ),
        scored(2, (key_result(20), None)),
    )
    assert found.unscored == 2
    assert str(found.mean) == "0.80"
    assert sum(found.distribution) == 1


def test_all_exactly_one_is_sandbagged_unless_all_was_promised() -> None:
    assert summary(simple(1, "1.0", "1.0"), simple(2, "1.0", commitment=COMMITTED)).sandbagged
    assert not summary(simple(1, "1.0", "0.9")).sandbagged
    assert not summary(simple(2, "1.0", commitment=COMMITTED)).sandbagged


def test_causes_are_counted_most_often_first() -> None:
    named = [Cause.MARKET, Cause.DEPENDENCY, Cause.CAPACITY, Cause.MARKET, None]
    parts = [(key_result(number), score("0.2", of=number, cause=cause)) for number, cause in enumerate(named, start=10)]
    assert summary(scored(1, *parts)).causes == ((Cause.MARKET, 2), (Cause.CAPACITY, 1), (Cause.DEPENDENCY, 1))


def answered(late: float) -> Prompt:
    return prompt(state=PromptState.ANSWERED, answered_at=NOON + days(late))


def test_the_checkin_rate_counts_answers_in_full_or_in_part() -> None:
    partly = prompt(state=PromptState.PARTIAL, answered_at=NOON)
    found = summary(prompts=[answered(0), partly, prompt(state=PromptState.MISSED), prompt()])
    assert found.checkin_rate == Decimal("0.5")


@pytest.mark.parametrize(
    ("late", "median"), [([3], "3"), ([0, 1], "0.5"), ([9, 0, 1], "1"), ([0, 4, 1, 2], "1.5"), ([0, 0], "0")]
)
def test_half_of_the_answers_came_at_most_this_late(late: list[float], median: str) -> None:
    found = summary(prompts=[*(answered(item) for item in late), prompt()])
    assert found.median_late_days == Decimal(median)


def test_the_movement_of_kpis_is_passed_on() -> None:
    kpi = Kpi(key=KpiKey("churn"), name="Churn", team=GROWTH, owner=ADA)
    status = KpiStatus(kpi=kpi, on=date(2026, 9, 30), state=KpiState.OK, rule=Rule.TARGET_MET, reading=None)
    moved = KpiMovement(status=status, first=Decimal(4), last=Decimal(3), verdict=Verdict.BETTER)
    found = summarise(team=teams()[GROWTH], cycle=quarter(), objectives=[], movements=[moved])
    assert found.movements == (moved,)


@QUICK
@given(st.lists(st.lists(st.integers(0, 10), max_size=4), max_size=5))
def test_whatever_was_scored_the_sums_agree(tenths: list[list[int]]) -> None:
    objectives = [
        simple(number, *(str(Decimal(number) / 10) for number in row)) for number, row in enumerate(tenths, start=1)
    ]
    found = summary(*objectives)
    assert sum(found.distribution) == sum(map(len, tenths))
    assert found.unscored == 0
    assert found.mean is None or 0 <= found.mean <= 1
    assert (found.win is None) is (max((number for row in tenths for number in row), default=0) < 7)
    assert (found.miss is None) is (min((number for row in tenths for number in row), default=10) >= 7)


def test_a_summary_is_that_of_its_team_and_cycle() -> None:
    assert (summary().team, summary().cycle) == (teams()[GROWTH], quarter())
