"""Tests of drafts: what stands in the form is read field by field, and all that is wrong is said at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.okrs.draft_parser import (
    band_text,
    prefill_of,
    read_band,
    read_key_result,
    read_steps,
    read_unit,
    unit_text,
)
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft, Prefill, draft_of, make_key_result
from domain.okrs.model import Checkpoint, KeyResult, Metric, Milestone
from domain.values.ids import AlertId, KeyResultId, KpiKey, ObjectiveId
from domain.values.numbers import ENGLISH, NumberStyle
from domain.values.units import NUMBER, PERCENT, Unit, UnitError, UnitKind
from tests.domain.okr_company import ADA, QUICK, VALUES, key_result, quarter

CYCLE = quarter()
GERMAN = NumberStyle(decimal=",", group=".")
FULL = Prefill(
    objective=ObjectiveId(3), title=" Lift  win rate ", baseline="28", target="45 %", unit="%", owner=ADA, weight="2",
    checkpoints="2026-09-01: 40 %\n2026-08-01 35", due=date(2026, 9, 15), kpi=KpiKey("win_rate"),
)  # fmt: skip


def refused(prefill: Prefill) -> dict[Field, str]:
    with pytest.raises(DraftRefusedError) as problem:
        make_key_result(read_key_result(prefill, style=ENGLISH), cycle=CYCLE)
    assert str(problem.value) == " ".join(problem.value.fields.values())
    return problem.value.fields


def test_what_stands_in_the_form_becomes_a_key_result() -> None:
    draft = read_key_result(FULL, style=ENGLISH)
    assert make_key_result(draft, cycle=CYCLE, number=KeyResultId(12)) == key_result(
        unit=PERCENT,
        weight=Decimal(2),
        checkpoints=(
            Checkpoint(day=date(2026, 8, 1), value=Decimal(35)),
            Checkpoint(day=date(2026, 9, 1), value=Decimal(40)),
        ),
        due=date(2026, 9, 15),
        kpi=KpiKey("win_rate"),
    )


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": "  "}, {Field.TITLE: "What shall be different in the end? For example: Lift"}),
        ({"objective": None}, {Field.OBJECTIVE: "Choose the objective that it shows progress on."}),
        ({"owner": None}, {Field.OWNER: "There is no owner. Name the one person who keeps an eye on it."}),
        ({"baseline": ""}, {Field.BASELINE: "There is no baseline. Say where the number starts, for example 28."}),
        ({"target": " "}, {Field.TARGET: "There is no target. Say where the number shall end, for example 45."}),
        ({"target": "28"}, {Field.TARGET: "Baseline and target are both 28: nothing would change."}),
        ({"target": "20"}, {Field.TARGET: "An increase cannot go from 28 down to 20. Use decrease, or swap them."}),
        (
            {"metric": Metric.DECREASE},
            {Field.TARGET: "A decrease cannot go from 28 up to 45. Use increase, or swap them."},
        ),
        ({"weight": "-1"}, {Field.WEIGHT: "The weight -1 is negative. Use 0 to leave it out, 1 for an equal share."}),
        ({"unit": "furlong", "checkpoints": ""}, {Field.UNIT: "‘furlong’ is not a unit. Write number,"}),
        ({"due": date(2026, 10, 1)}, {Field.DUE: "2026-Q3 runs from 2026-07-01 to 2026-09-30."}),
        (
            {"checkpoints": "2026-09-20: 40"},
            {Field.CHECKPOINTS: "The checkpoint of 2026-09-20 is not between 2026-07-01"},
        ),
        (
            {"checkpoints": "2026-08-01: 40\n2026-08-01: 41"},
            {Field.CHECKPOINTS: "The checkpoint of 2026-08-01 must come after"},
        ),
        ({"checkpoints": "in August"}, {Field.CHECKPOINTS: "I can’t read ‘in August’. Write a day and a value,"}),
        ({"checkpoints": "2026-02-31: 4"}, {Field.CHECKPOINTS: "I can’t read ‘2026-02-31: 4’."}),
        (
            {"metric": Metric.MILESTONE, "checkpoints": ""},
            {Field.STEPS: "A milestone key result needs at least one step."},
        ),
        ({"metric": Metric.MAINTAIN, "target": "TBD"}, {Field.TARGET: "There is nothing to keep. Say"}),
        (
            {"metric": Metric.MAINTAIN, "target": "99.9"},
            {Field.TARGET: "At least or at most? Write ‘at or above 99.9’ or"},
        ),
        (
            {"metric": Metric.MAINTAIN, "target": "below 3 %"},
            {Field.TARGET: "What is kept includes its ends. Write ‘at or below 3’."},
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changes: dict[str, object], fields: dict[Field, str]) -> None:
    said = refused(replace(FULL, **changes))  # type: ignore[arg-type]  # any field
    assert {name: sentence[: len(fields.get(name, ""))] for name, sentence in said.items()} == fields


def test_all_that_is_wrong_is_said_at_once() -> None:
    draft = KeyResultDraft(
        objective=ObjectiveId(3), title="", metric=Metric.INCREASE, owner=None, weight=Decimal(-1),
        due=date(2027, 1, 1), checkpoints=(Checkpoint(day=date(2026, 8, 1), value=Decimal(3)),),
    )  # fmt: skip
    with pytest.raises(DraftRefusedError) as problem:
        make_key_result(draft, cycle=CYCLE)
    assert set(problem.value.fields) == {Field.TITLE, Field.OWNER, Field.WEIGHT, Field.TARGET, Field.DUE}


def test_only_the_fields_of_its_kind_are_read() -> None:
    left_over = replace(FULL, metric=Metric.BINARY, target="no number", unit="furlong", checkpoints="never", steps="x")
    sample = make_key_result(read_key_result(left_over, style=ENGLISH), cycle=CYCLE)
    assert (sample.metric, sample.target, sample.unit, sample.checkpoints, sample.milestones, sample.kpi) == (
        Metric.BINARY,
        None,
        NUMBER,
        (),
        (),
        None,
    )


def test_a_kind_that_has_no_way_takes_no_checkpoints() -> None:
    draft = replace(
        draft_of(key_result(metric=Metric.BINARY, baseline=None, target=None)),
        checkpoints=(Checkpoint(day=date(2026, 8, 1), value=Decimal(1)),),
    )
    with pytest.raises(DraftRefusedError, match="Checkpoints need a way to go") as problem:
        make_key_result(draft, cycle=CYCLE)
    assert set(problem.value.fields) == {Field.CHECKPOINTS}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at or above 99.9", "99.9", None),
        ("at or below 10 %", None, "10"),
        ("between 3 and 5", "3", "5"),
    ],
)
def test_a_band_is_read_as_people_write_it(text: str, low: str | None, high: str | None) -> None:
    wanted = tuple(Decimal(sample) if sample is not None else None for sample in (low, high))
    assert read_band(text, PERCENT, ENGLISH) == wanted


@QUICK
@given(st.tuples(st.none() | VALUES, st.none() | VALUES), st.sampled_from([ENGLISH, GERMAN]))
def test_a_band_is_read_as_it_was_written(ends: tuple[Decimal | None, Decimal | None], style: NumberStyle) -> None:
    low, high = ends
    if low is not None and high is not None and low > high:
        low, high = high, low
    assert read_band(band_text(low, high, style), NUMBER, style) == (low, high)


@pytest.mark.parametrize(
    ("line", "title", "weight"),
    [
        ("Design", "Design", "1"),
        ("  Roll out to all (2) ", "Roll out to all", "2"),
        ("Half (0,5)", "Half", "0.5"),
        ("Review (with legal)", "Review (with legal)", "1"),
        ("(3)", "(3)", "1"),
        ("Plan (2026)", "Plan (2026)", "1"),
    ],
)
def test_a_step_has_its_weight_behind_it(line: str, title: str, weight: str) -> None:
    assert read_steps(f"\n{line}\n") == (Milestone(title=title, weight=Decimal(weight)),)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", NUMBER),
        ("%", PERCENT),
        (" € ", Unit(kind=UnitKind.CURRENCY, code="EUR")),
        ("USD", Unit(kind=UnitKind.CURRENCY, code="USD")),
        ("hours", Unit(kind=UnitKind.DURATION, code="h")),
        ("ratio", Unit(kind=UnitKind.RATIO)),
    ],
)
def test_a_unit_is_read_as_people_write_it(text: str, unit: Unit) -> None:
    assert read_unit(text) == unit
    assert read_unit(unit_text(unit)) == unit


@pytest.mark.parametrize(
    ("text", "sentence"), [("$", "the mark of several currencies. Write one"), ("furlong", "‘furlong’ is not a unit")]
)
def test_a_unit_that_is_none_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UnitError, match=sentence):
        read_unit(text)


MANY = [
    key_result(unit=PERCENT, baseline=Decimal("28.125"), weight=Decimal("0.5")),
    key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(3)),
    key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(-3), high=Decimal("4.5")),
    key_result(metric=Metric.BASELINE, baseline=None, target=None, unit=Unit(kind=UnitKind.DURATION, code="min")),
    key_result(
        metric=Metric.MILESTONE,
        baseline=None,
        target=None,
        milestones=(
            Milestone(title="Design"),
            Milestone(title="Build", weight=Decimal("2.5")),
            Milestone(title="Phase (2)", weight=Decimal(1)),
        ),
        checkpoints=(Checkpoint(day=date(2026, 8, 1), value=Decimal(2)),),
    ),
    key_result(metric=Metric.BINARY, baseline=None, target=None, due=date(2026, 8, 1)),
    key_result(kpi=KpiKey("churn"), checkpoints=(Checkpoint(day=date(2026, 8, 1), value=Decimal("30.5")),)),
]


@pytest.mark.parametrize("sample", MANY)
@pytest.mark.parametrize("style", [ENGLISH, GERMAN])
def test_what_is_edited_without_a_change_stays_as_it_is(sample: KeyResult, style: NumberStyle) -> None:
    draft = read_key_result(prefill_of(sample, style=style), style=style)
    assert make_key_result(draft, cycle=CYCLE, number=sample.id) == sample


def test_a_draft_of_a_key_result_makes_it_again() -> None:
    from_alert = key_result(kpi=KpiKey("churn"), origin_alert=AlertId(7))
    carried = key_result(predecessor=KeyResultId(3))
    for sample in (*MANY, from_alert, carried):
        assert make_key_result(draft_of(sample), cycle=CYCLE, number=sample.id) == sample


@pytest.mark.parametrize(("style", "text"), [(ENGLISH, "1,500"), (GERMAN, "1.500")])
def test_checkpoints_are_read_as_the_person_writes_numbers(style: NumberStyle, text: str) -> None:
    draft = read_key_result(replace(FULL, unit="", target="2000", checkpoints=f"2026-09-01: {text}"), style=style)
    assert draft.checkpoints == (Checkpoint(day=date(2026, 9, 1), value=Decimal(1500)),)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("above 3", "Write ‘at or above 3’."),
        ("below 5", "Write ‘at or below 5’."),
        ("> 3 and <= 5", "Write ‘between 3 and 5’."),
    ],
)
def test_what_is_kept_includes_its_ends(text: str, advice: str) -> None:
    with pytest.raises(DraftRefusedError) as refused:
        read_key_result(replace(FULL, metric=Metric.MAINTAIN, target=text), style=ENGLISH)
    assert refused.value.fields[Field.TARGET] == f"What is kept includes its ends. {advice}"


def test_a_form_is_empty_where_a_key_result_has_nothing() -> None:
    bare = prefill_of(key_result(metric=Metric.BINARY, baseline=None, target=None, unit=NUMBER), style=ENGLISH)
    assert {bare.baseline, bare.target, bare.unit, bare.steps, bare.checkpoints, bare.weight} == {""}
