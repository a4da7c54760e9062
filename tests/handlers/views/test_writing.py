"""The forms and words around writing and cycles are taken by Slack at the edge of what can be stored."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from bot.emulator.blocks.validate import view_problems
from domain.kpis.model import Kpi
from domain.okrs.carry_over import NeedsTarget
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.draft_parser import prefill_of
from domain.okrs.drafts import Field, Prefill
from domain.okrs.model import Commitment, Metric, Objective
from domain.values.ids import AlertId, CycleId, KeyResultId, KpiKey, ObjectiveId, TeamKey
from domain.values.numbers import ENGLISH
from handlers.metadata import KeyResultMetadata
from handlers.slack.payloads import metadata_of
from handlers.views.okrs import carry_over, key_result_form, objective_form, receipts
from handlers.views.okrs import cycle as cycle_views
from handlers.views.okrs.key_result_form import About
from tests.handlers.views.extremes import Extremes
from tests.handlers.views.sample_company import ADA, CYCLE, GROWTH, NAMES, TODAY, read
from tests.handlers.views.test_every_view import EXTREMES, SEEDED, check

DRAFT = replace(CYCLE, id=CycleId(2), name="2027-Q1", start=CYCLE.end, end=date(2027, 4, 1), state=CycleState.DRAFT)


def an_objective(number: int, title: str = "Become the obvious choice") -> Objective:
    return Objective(
        id=ObjectiveId(number), cycle=CYCLE.id, team=GROWTH.key, owner=ADA, title=title,
        commitment=Commitment.ASPIRATIONAL,
    )  # fmt: skip


def a_kpi(number: int, name: str = "Churn") -> Kpi:
    return Kpi(key=KpiKey(f"kpi_{number}"), name=name, team=TeamKey("growth"), owner=ADA)


@SEEDED
@given(EXTREMES)
def test_any_form_for_a_key_result_is_taken(make: Extremes) -> None:
    key_result, text = make.key_result(), make.text()
    prefill = replace(
        prefill_of(key_result, style=ENGLISH), title=text, target=text, steps=text, checkpoints=text, reason=text
    )
    objectives = [(make.pick([CYCLE, DRAFT]), an_objective(number + 1, text)) for number in range(make.number(1, 300))]
    kpis = [a_kpi(number, make.text()) for number in range(make.number(0, 300))]
    about = About(key_result=key_result.id, alert=AlertId(7), predecessor=KeyResultId(3), round=make.number(0, 99))
    for metric in Metric:
        shown = key_result_form.modal(
            replace(prefill, metric=metric), objectives=objectives, kpis=kpis, about=about, running=make.flag(),
            coach=[text, text], problem=text,
        )  # fmt: skip
        check(shown)
        assert len(shown["blocks"]) <= 15
        assert metadata_of(shown, KeyResultMetadata).round == about.round


@SEEDED
@given(EXTREMES)
def test_any_form_for_an_objective_is_taken(make: Extremes) -> None:
    text = make.text()
    parents = [(an_objective(number + 1, text), [make.key_result()]) for number in range(make.number(0, 200))]
    kpis = [a_kpi(number, make.text()) for number in range(make.number(0, 400))]
    prefill = objective_form.ObjectivePrefill(
        cycle=CYCLE.id, team=GROWTH.key, title=text, owner=ADA, parent="O-3", guardrails=("kpi_0", "kpi_399")
    )
    cycles = [replace(CYCLE, name=text[:400] or "x")]
    teams = [make.team() for _ in range(make.number(1, 300))]
    check(objective_form.modal(prefill, cycles=cycles, teams=teams, parents=parents, kpis=kpis, problem=text))


@SEEDED
@given(EXTREMES)
def test_any_word_about_cycles_is_taken(make: Extremes) -> None:
    cycle = replace(CYCLE, name=make.text(), state=make.pick(list(CycleState)))
    every = [(replace(cycle, id=CycleId(number)), number, number) for number in range(make.number(0, 20))]
    check(cycle_views.overview(every, today=make.day(), locale=make.locale()))
    check(cycle_views.reopen_modal(cycle))
    check(cycle_views.render_drafted(cycle, today=TODAY, locale=make.locale()))
    check(cycle_views.render_activated(cycle, 3, 1, changed=make.flag(), today=make.day()))
    check(cycle_views.render_closed(cycle, changed=make.flag()))
    check(cycle_views.render_reopened(cycle, changed=make.flag(), by_hand=make.flag()))
    check(cycle_views.render_next_drafted(cycle, ending=cycle, locale=make.locale()))
    check(cycle_views.begins_as_draft(cycle, 0, 0))


@SEEDED
@given(EXTREMES)
def test_any_word_about_what_was_written_is_taken(make: Extremes) -> None:
    key_result, other, names = make.key_result(), make.key_result(), make.names()
    objective = an_objective(3, make.text())
    lines = [make.text() for _ in range(5)]
    check(
        receipts.render_key_result_saved(
            key_result, objective, CYCLE, new=make.flag(), coach=lines, locale=make.locale()
        )
    )
    check(receipts.render_objective_saved(objective, DRAFT, new=make.flag()))
    check(receipts.yours_now(key_result, objective, DRAFT, by=ADA, names=names, locale=make.locale()))
    check(receipts.objective_yours_now(objective, CYCLE, by=ADA, names=names))
    check(receipts.render_cancelled(key_result, changed=make.flag()))
    check(receipts.render_restored(key_result, changed=make.flag()))
    check(carry_over.question([key_result] * make.number(1, 20), [other] * make.number(0, 20), cycle=CYCLE, into=DRAFT))
    waiting = [(key_result, NeedsTarget(reason=make.text(), start=Decimal(1), metric=Metric.INCREASE))] * make.number(
        0, 12
    )
    copies = [(key_result, other)] * make.number(0, 40)
    wished = {other.id} if make.flag() else set()
    shown = carry_over.done(copies, into=DRAFT, to_change=wished, waiting=waiting, left=lines, already=[key_result])
    check(shown)


def test_what_was_typed_and_is_hidden_is_kept_and_comes_back() -> None:
    typed = Prefill(
        title="x", metric=Metric.MILESTONE, baseline="35", target="45", unit="%", steps="a", kpi=KpiKey("nps")
    )
    shown = key_result_form.modal(typed, objectives=[(CYCLE, an_objective(1))], kpis=[a_kpi(1)])
    kept = metadata_of(shown, KeyResultMetadata).kept
    assert kept == {"baseline": "35", "target": "45", "unit": "%", "kpi": "nps"}
    back = key_result_form.add_kept(Prefill(title="x", metric=Metric.INCREASE, target="50"), kept)
    assert (back.baseline, back.target, back.unit, back.kpi) == ("35", "50", "%", "nps")


def test_what_is_too_long_to_be_kept_is_let_go_rather_than_refused() -> None:
    typed = Prefill(metric=Metric.BINARY, steps="\n" * 1 + '"' * 1_000, checkpoints='"' * 1_000)
    shown = key_result_form.modal(typed, objectives=[(CYCLE, an_objective(1))], kpis=[])
    assert metadata_of(shown, KeyResultMetadata).kept == {}
    assert view_problems(shown) == []


@pytest.mark.parametrize(
    ("metric", "shown"), [(Metric.INCREASE, True), (Metric.BINARY, False), (Metric.MAINTAIN, True)]
)
def test_a_target_is_asked_where_there_is_one(metric: Metric, *, shown: bool) -> None:
    assert key_result_form.shows(Field.TARGET, metric) is shown
    assert key_result_form.shows(Field.TITLE, metric)


def test_a_cycle_without_a_day_left_has_no_button() -> None:
    over = Cycle(id=CycleId(9), name="2025-Q1", start=date(2025, 1, 1), end=date(2025, 4, 1))
    shown = cycle_views.overview([(over, 0, 0)], today=TODAY)
    assert "It is over and was never activated." in read(shown)
    assert not any(block["type"] == "actions" for block in shown.blocks)


def test_who_looks_on_the_first_day_activates_without_being_asked_again() -> None:
    shown = cycle_views.overview([(DRAFT, 1, 2)], today=DRAFT.start)
    (row,) = [block for block in shown.blocks if block["type"] == "actions"]
    assert "confirm" not in row["elements"][0]
    early = cycle_views.overview([(DRAFT, 1, 2)], today=DRAFT.start - timedelta(days=1))
    (row,) = [block for block in early.blocks if block["type"] == "actions"]
    assert row["elements"][0]["confirm"]["title"]["text"] == "Activate 2027-Q1 already?"
    assert NAMES[ADA] == "Ada"


def test_no_cycle_at_all_says_how_to_make_one() -> None:
    assert read(cycle_views.overview([], today=TODAY)).splitlines()[0] == "There is no cycle yet."
