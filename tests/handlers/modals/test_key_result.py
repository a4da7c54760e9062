"""The form that writes a key result: its fields follow the kind, errors stand at the field, nothing typed is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.okrs.cycles import CycleState
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import KeyResultId
from domain.values.units import PERCENT
from tests.people import COORDINATOR, MEMBER, OWNER, STRANGER
from tests.tiller import NEWCOMER, REPORT, TOUR, WIN_RATE, WIN_RATE_KPI, Running, known


def opened(tiller: Running, text: str = "new", person: str = OWNER.id) -> dict[str, Any]:
    return dict(known(tiller.actor(person).command("/okr", text).opened))


def fill(tiller: Running, person: str = OWNER.id, **answers: str | None) -> None:
    for name, answer in answers.items():
        tiller.actor(person).fill(f"kr_{name}", answer)


def newest(tiller: Running) -> KeyResult:
    with tiller.store.reading() as tx:
        return tx.okrs.key_results(tx.cycles.all()[-1].id)[-1]


def stored(tiller: Running, number: int = WIN_RATE) -> KeyResult:
    with tiller.store.reading() as tx:
        return known(tx.okrs.key_result(KeyResultId(number)))


def blocks(view: dict[str, Any] | None) -> list[str]:
    return [block["block_id"].partition(":")[0] for block in known(view)["blocks"]]


def test_a_key_result_is_written_and_says_what_it_is(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Raise day-7 retention from 35 to 45 %", baseline="35", target="45 %", unit="%")
    fill(tiller, checkpoints="2026-12-01: 40", due="2026-12-15", weight="2")
    saved = tiller.owen.submit()
    assert saved.errors == {}
    assert [line for line in tiller.read_view(saved.opened).splitlines() if line][1:-1] == [
        "KR-31 is written.",
        "KR-31 Raise day-7 retention from 35 to 45 %, 35 → 45 % by 15 Dec",
        "Shows progress on O-3 Become the obvious choice for mid-market.",
        "It counts from now on, in 2026-Q4.",
    ]
    key_result = newest(tiller)
    assert (key_result.owner, key_result.unit, key_result.baseline, key_result.target) == (
        OWNER.id,
        PERCENT,
        Decimal(35),
        Decimal(45),
    )
    assert (key_result.weight, key_result.due, key_result.checkpoints[0].value) == (
        Decimal(2),
        date(2026, 12, 15),
        Decimal(40),
    )
    with tiller.store.reading() as tx:
        assert [audit_entry.action for audit_entry in tx.audit.of("KR-31")] == ["key result created"]


def test_the_same_form_submitted_twice_is_one_key_result(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Raise retention", baseline="35", target="45")
    tiller.owen.submit()
    assert tiller.again("view_submission")["response_action"] == "update"
    assert newest(tiller).id == 31


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        (
            {"baseline": "45", "target": "28"},
            {"kr_target": "An increase cannot go from 45 down to 28. Use decrease, or swap them."},
        ),
        (
            {"baseline": "x", "weight": "-1"},
            {
                "kr_baseline": "I can’t read ‘x’ as a number: I don’t know what ‘x’ means. Try 1500 or 1.5k.",
            },
        ),
        ({"target": ""}, {"kr_target": "There is no target. Say where the number shall end, for example 45."}),
        ({"due": "2027-02-01"}, {"kr_due": "2026-Q4 runs from 2026-10-01 to 2026-12-31. Choose a day in it, or none."}),
        ({"unit": "$"}, {"kr_unit": "‘$’ is the mark of several currencies. Write one, for example USD."}),
        ({"owner": NEWCOMER}, {"kr_owner": "I don’t know this person. A coordinator can add them to a team."}),
        (
            {"kpi": "win_rate"},
            {"kr_kpi": "Win rate is counted in percent, this key result in number: they must be the same."},
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    tiller: Running, answers: dict[str, str], errors: dict[str, str]
) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Raise retention", baseline="35", target="45", unit="number")
    fill(tiller, **answers)
    refused = tiller.owen.submit().errors
    assert {block.partition(":")[0]: sentence for block, sentence in refused.items()} == errors
    assert newest(tiller).id == 30


def test_the_fields_follow_the_kind_and_what_was_typed_comes_back(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Ship it", baseline="35", target="45", unit="%")
    fill(tiller, metric="milestone")
    assert "kr_steps" in blocks(tiller.owen.modal)
    assert not {"kr_target", "kr_baseline", "kr_unit", "kr_kpi"} & set(blocks(tiller.owen.modal))
    fill(tiller, steps="Design\nBuild (2)", metric="increase")
    assert {"kr_target", "kr_baseline", "kr_unit"} < set(blocks(tiller.owen.modal))
    fill(tiller, metric="milestone")
    assert tiller.owen.submit().errors == {}
    assert [(step.title, step.weight) for step in newest(tiller).milestones] == [
        ("Design", Decimal(1)),
        ("Build", Decimal(2)),
    ]
    assert newest(tiller).metric is Metric.MILESTONE


def test_numbers_that_were_hidden_are_back_with_their_kind(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Raise it", baseline="35", target="45", unit="%")
    fill(tiller, metric="binary")
    fill(tiller, metric="increase")
    assert tiller.owen.submit().errors == {}
    assert (newest(tiller).baseline, newest(tiller).target, newest(tiller).unit) == (Decimal(35), Decimal(45), PERCENT)


def test_what_shall_be_kept_is_typed_in_words(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Uptime stays high", metric="maintain")
    fill(tiller, target="99.9", unit="%")
    number = tiller.owen.submit().errors
    assert list(number.values()) == ["At least or at most? Write ‘at or above 99.9’ or ‘at or below 99.9’."]
    fill(tiller, target="at or above 99.9")
    assert tiller.owen.submit().errors == {}
    assert (newest(tiller).low, newest(tiller).high) == (Decimal("99.9"), None)


def test_a_kpi_fills_in_its_unit_and_where_it_stands(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Lift it", kpi="win_rate")
    fill(tiller, target="45")
    assert tiller.owen.submit().errors == {}
    key_result = newest(tiller)
    assert (key_result.kpi, key_result.unit, key_result.baseline) == (WIN_RATE_KPI.key, PERCENT, Decimal("31.4"))


def test_a_kpi_leaves_what_was_typed_alone(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", title="Lift it", baseline="20", unit="%", target="45", kpi="win_rate")
    assert tiller.owen.submit().errors == {}
    assert newest(tiller).baseline == Decimal(20)


def test_the_coach_reads_the_title_and_never_stands_in_the_way(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", metric="binary")
    fill(tiller, title="Launch the new onboarding")
    said = "‘Launch the new onboarding’ is something you do. What changes when it is done?"
    assert said in tiller.read_view(tiller.owen.modal)
    saved = tiller.owen.submit()
    assert saved.errors == {}
    assert said in tiller.read_view(saved.opened)


def test_a_measure_that_changes_while_the_cycle_runs_needs_a_reason(tiller: Running) -> None:
    assert known(opened(tiller, "edit KR-12"))["title"]["text"] == "Edit KR-12"
    fill(tiller, target="40")
    assert tiller.owen.submit().errors == {
        "kr_reason:0": "Its cycle has begun: say in a line why this changes. Both scores will be shown."
    }
    fill(tiller, reason="the market shrank")
    assert tiller.owen.submit().errors == {}
    assert stored(tiller).target == 40
    with tiller.store.reading() as tx:
        (kept,) = tx.adjustments.of([WIN_RATE])[WIN_RATE]
        assert (kept.target, kept.reason, kept.by) == (Decimal(45), "the market shrank", OWNER.id)
        assert tx.audit.of("KR-12")[-1].action == "key result changed: the market shrank"


def test_a_title_a_weight_and_an_owner_change_without_a_reason(tiller: Running) -> None:
    opened(tiller, "edit KR-12")
    fill(tiller, title="Lift the win rate", weight="3", owner=MEMBER.id)
    assert tiller.owen.submit().errors == {}
    key_result = stored(tiller)
    assert (key_result.title, key_result.weight, key_result.owner) == ("Lift the win rate", Decimal(3), MEMBER.id)
    with tiller.store.reading() as tx:
        assert tx.adjustments.of([WIN_RATE]) == {}
    tiller.deliver()
    assert tiller.texts(tiller.mia.dm)[-1].splitlines()[:2] == [
        "Owen made you the owner of KR-12 Lift the win rate, 28 → 45 %.",
        "It shows progress on O-3 Become the obvious choice for mid-market, in 2026-Q4.",
    ]


def test_a_draft_changes_without_a_reason(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        running = known(tx.cycles.by_name("2026-Q4"))
        tx.cycles.save(replace(running, state=CycleState.DRAFT))
    view = opened(tiller, "edit KR-12")
    assert "kr_reason" not in blocks(view)
    fill(tiller, target="40")
    assert tiller.owen.submit().errors == {}
    with tiller.store.reading() as tx:
        assert tx.adjustments.of([WIN_RATE]) == {}


def test_the_kind_stays_once_the_cycle_has_begun(tiller: Running) -> None:
    opened(tiller, "edit KR-12")
    fill(tiller, metric="binary")
    assert list(tiller.owen.submit().errors.values()) == [
        "KR-12 goes up, and its cycle has begun: the kind stays. Cancel KR-12 and write a new one."
    ]


def test_steps_that_may_be_ticked_are_not_taken_away(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.checkins.add(key_result=TOUR, by=MEMBER.id, at=tiller.clock.now(), value=Decimal(1), done_steps=(0,))
    opened(tiller, "edit KR-17", MEMBER.id)
    fill(tiller, MEMBER.id, steps="Draft")
    assert list(tiller.mia.submit().errors.values()) == [
        "Steps were ticked by their place, so none can be taken away. Add, rename or weigh them."
    ]
    fill(tiller, MEMBER.id, steps="Draft\nTest with five\nRoll out\nCelebrate", reason="we forgot the party")
    assert tiller.mia.submit().errors == {}
    assert len(stored(tiller, TOUR).milestones) == 4


def test_nothing_changed_is_nothing_stored(tiller: Running) -> None:
    opened(tiller, "edit KR-12")
    assert tiller.owen.submit().errors == {}
    with tiller.store.reading() as tx:
        assert tx.audit.of("KR-12") == ()


def test_a_stranger_cannot_edit_and_is_told_who_can(tiller: Running) -> None:
    sentence = "KR-12 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    assert tiller.answer(tiller.sam.command("/okr", "edit KR-12")) == sentence
    opened(tiller, "edit KR-12")
    view = known(tiller.owen.modal)
    answered = tiller.dispatch(tiller.submission(STRANGER.id, view))
    assert list(answered["errors"].values()) == [sentence]


def test_one_s_own_objectives_are_offered_first_and_others_not_at_all(tiller: Running) -> None:
    def offered(person: str) -> list[str]:
        element = opened(tiller, "new", person)["blocks"][0]["element"]
        return [option["value"] for option in element["options"]]

    assert offered(OWNER.id) == ["3", "4"]
    assert offered(MEMBER.id) == ["4"]
    assert offered(COORDINATOR.id) == ["3", "4", "5"]


def test_who_may_write_nowhere_is_told_what_to_do(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        for objective in tx.okrs.objectives(known(tx.cycles.by_name("2026-Q4")).id):
            tx.okrs.save_objective(replace(objective, owner=OWNER.id))
    assert tiller.answer(tiller.mia.command("/okr", "new")) == (
        "There is no objective that you may write key results for. Its owner, its team’s lead or a coordinator can; "
        "or write an objective first: /okr new objective."
    )
    assert tiller.answer(tiller.actor(NEWCOMER).command("/okr", "new")) == (
        "I don't know you yet. Ask a coordinator to add you to a team."
    )


def test_a_key_result_s_owner_edits_it_under_somebody_else_s_objective(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.okrs.save_key_result(replace(known(tx.okrs.key_result(WIN_RATE)), owner=MEMBER.id))
    opened(tiller, "edit KR-12", MEMBER.id)
    fill(tiller, MEMBER.id, title="Lift it further")
    assert tiller.mia.submit().errors == {}
    assert stored(tiller).title == "Lift it further"


def test_a_card_has_a_button_to_edit_for_who_may(tiller: Running) -> None:
    card = known(tiller.owen.command("/okr", "KR-12").reply)
    assert known(tiller.owen.click(card, action_id="okr_edit").opened)["title"]["text"] == "Edit KR-12"
    objective = known(tiller.owen.command("/okr", "O-3").reply)
    assert known(tiller.owen.click(objective, action_id="okr_edit").opened)["title"]["text"] == "Edit O-3"
    theirs = known(tiller.sam.command("/okr", "KR-16").reply)
    with pytest.raises(LookupError):
        tiller.sam.click(theirs, action_id="okr_edit")
    assert stored(tiller, REPORT).owner == MEMBER.id


def test_a_form_that_was_closed_meanwhile_follows_nothing(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, objective="3", metric="binary")
    follow = tiller.sent("block_actions")
    tiller.owen.close()
    assert tiller.dispatch(follow) == {}
    tiller.slack.settle()
    tiller.forgive()
