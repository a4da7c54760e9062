"""A quarter as people live it: drafted, written, activated, changed, scored, closed, reopened, carried over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, Objective
from domain.values.ids import KeyResultId
from tests.people import COORDINATOR, MEMBER, OWNER
from tests.tiller import CHOICE, LOGOS, ONBOARD, REPORT, TOUR, WIN_RATE, Running, known

DRAFTS = datetime(2026, 12, 18, 9, 30, tzinfo=UTC)
SCORING = datetime(2026, 12, 28, 12, tzinfo=UTC)
CLOSES = datetime(2027, 1, 7, 16, 0, tzinfo=UTC)
MORNING_AFTER = datetime(2027, 1, 8, 16, 0, tzinfo=UTC)


def at(tiller: Running, moment: datetime) -> None:
    """Let time pass, do what falls due, and send what is said."""
    tiller.move(moment - tiller.clock.now())
    tiller.tiller.tick()
    # Slack takes one message a second for one address.
    while tiller.deliver():
        tiller.move(timedelta(seconds=2))


def okr(tiller: Running, text: str, person: str = OWNER.id) -> list[str]:
    return tiller.answer(tiller.actor(person).command("/okr", text)).splitlines()


def cycle(tiller: Running, name: str) -> Cycle:
    with tiller.store.reading() as tx:
        return known(tx.cycles.by_name(name))


def new_ones(tiller: Running) -> tuple[tuple[Objective, ...], tuple[KeyResult, ...]]:
    with tiller.store.reading() as tx:
        into = known(tx.cycles.by_name("2027-Q1")).id
        return tx.okrs.objectives(into), tx.okrs.key_results(into)


def score(tiller: Running, person: str, **answers: dict[str, str]) -> Any:
    """Answer the scoring form, page by page; what is not answered is skipped."""
    actor = tiller.actor(person)
    assert actor.command("/okr", "score").opened is not None
    for number, said in answers.items():
        for name, text in said.items():
            actor.fill(f"{name}:{number.removeprefix('KR')}", text)
    return actor.submit()


def dm_with(tiller: Running, person: str, words: str) -> dict[str, Any]:
    found = [entry for entry in tiller.dms(person) if words in tiller.read(entry)]
    assert len(found) == 1, tiller.texts(tiller.slack.dm_of(person))
    return found[0]


def scored(tiller: Running) -> None:
    """Bring the quarter to its end, with what each owner decided."""
    at(tiller, DRAFTS)
    at(tiller, SCORING)
    done = score(
        tiller,
        OWNER.id,
        KR12={"value": "45", "decision": "keep"},
        KR15={"value": "6", "decision": "change", "cause": "capacity"},
    )
    assert done.errors == {}
    done = score(
        tiller,
        MEMBER.id,
        KR16={"done": "not_yet", "decision": "keep", "cause": "dependency"},
        KR17={"decision": "drop", "cause": "priority"},
    )
    assert done.errors == {}


def test_a_cycle_is_drafted_written_activated_and_asks(tiller: Running) -> None:
    at(tiller, DRAFTS)
    told = dm_with(tiller, COORDINATOR.id, "so I drafted 2027-Q1")
    assert tiller.ada.click(told, action_id="objective_new").opened is not None
    tiller.ada.fill("o_title", "Be loved by newcomers")
    tiller.ada.fill("o_cycle", str(cycle(tiller, "2027-Q1").id))
    tiller.ada.fill("o_team", "growth")
    tiller.ada.fill("o_owner", MEMBER.id)
    assert tiller.ada.submit().errors == {}
    assert tiller.mia.command("/okr", "new O-31").opened is not None
    for name, text in {"title": "Raise retention", "baseline": "35", "target": "45", "unit": "%"}.items():
        tiller.mia.fill(f"kr_{name}", text)
    saved = tiller.mia.submit()
    draft = "2027-Q1 is a draft: nobody is asked about it before a coordinator activates it."
    assert draft in tiller.read_view(saved.opened)
    assert okr(tiller, "checkin KR-32 36% 7", MEMBER.id) == [
        "2027-Q1 is still a draft. Check-ins begin once a coordinator activates it."
    ]

    at(tiller, datetime(2027, 1, 1, 9, 30, tzinfo=UTC))
    told = dm_with(tiller, COORDINATOR.id, "2027-Q1 begins today and is still a draft")
    activated = tiller.answer(tiller.ada.click(told, action_id="cycle_activate")).splitlines()
    assert activated[0] == "2027-Q1 is active, with 1 objective, 1 key result."

    at(tiller, datetime(2027, 1, 4, 11, 0, tzinfo=UTC))
    assert any("KR-32 Raise retention" in text for text in tiller.texts(tiller.mia.dm))


def test_a_change_with_its_reason_shows_both_scores(tiller: Running) -> None:
    assert tiller.owen.command("/okr", "edit KR-15").opened is not None
    tiller.owen.fill("kr_target", "8")
    tiller.owen.fill("kr_reason", "two sellers left")
    assert tiller.owen.submit().errors == {}
    at(tiller, SCORING)
    assert score(tiller, OWNER.id, KR15={"value": "6"}, KR12={"value": "45"}).errors == {}
    with tiller.store.reading() as tx:
        found = tx.scores.of([LOGOS])
    assert (found[LOGOS].given, found[LOGOS].as_set) == (Decimal("0.8"), Decimal("0.5"))


def test_a_quarter_ends_is_refused_reopened_and_closed_again(tiller: Running) -> None:
    scored(tiller)
    closed(tiller)
    assert cycle(tiller, "2026-Q4").state is CycleState.CLOSED
    assert okr(tiller, "checkin KR-12 33 7") == ["2026-Q4 is closed. Ada can reopen it: /okr admin."]
    okr(tiller, "admin reopen 2026-Q4 KR-12 was audited late", COORDINATOR.id)
    at(tiller, CLOSES + timedelta(hours=1))
    assert cycle(tiller, "2026-Q4").state is CycleState.SCORING
    assert score(tiller, OWNER.id, KR12={"value": "44", "score": "0.9"}).errors == {}
    okr(tiller, "admin close 2026-Q4", COORDINATOR.id)
    assert cycle(tiller, "2026-Q4").state is CycleState.CLOSED
    summaries = [text for text in tiller.texts("C0COMPANY1") if "2026-Q4 in one line" in text]
    assert len(summaries) == 1


def closed(tiller: Running) -> None:
    """Let the cycle close, and each owner's check-in hour after that come."""
    at(tiller, CLOSES)
    assert not any("carry over into" in text for text in tiller.texts(tiller.owen.dm)), "nobody is asked at night"
    at(tiller, MORNING_AFTER)


def test_what_was_decided_is_carried_over_by_one_click_and_once(tiller: Running) -> None:
    scored(tiller)
    closed(tiller)
    asked = dm_with(tiller, OWNER.id, "carry over into 2027-Q1?")
    assert tiller.read(asked).splitlines()[0] == (
        "2026-Q4 is scored. You kept KR-12 and want to change KR-15: carry over into 2027-Q1?"
    )
    assert new_ones(tiller) == ((), ())
    said = tiller.answer(tiller.owen.click(asked, action_id="carry_over")).splitlines()
    # Owen leads Growth, so what Mia kept comes along, and what she dropped stays.
    assert said[0] == "2 key results carried over into 2027-Q1."
    assert said[1].startswith("KR-12 met its target. Keep it as a KPI, or set a target beyond where it ended.")
    objectives, key_results = new_ones(tiller)
    assert [objective.title for objective in objectives] == [
        "Become the obvious choice for mid-market",
        "Onboard in a day",
    ]
    assert [(key_result.title, key_result.predecessor, key_result.baseline) for key_result in key_results] == [
        ("Close 12 logos", LOGOS, Decimal(6)),
        ("SOC 2 report", REPORT, None),
    ]
    with tiller.store.reading() as tx:
        assert not any(tx.checkins.of([key_result.id for key_result in key_results]).values())
    again = tiller.answer(tiller.owen.click(asked, action_id="carry_over")).splitlines()
    assert again[0] == "Nothing new was carried over into 2027-Q1."
    assert new_ones(tiller) == (objectives, key_results)


def test_a_target_beyond_is_set_by_a_person(tiller: Running) -> None:
    scored(tiller)
    closed(tiller)
    asked = dm_with(tiller, OWNER.id, "carry over into 2027-Q1?")
    done = known(tiller.owen.click(asked, action_id="carry_over").reply)
    form = known(tiller.owen.click(done, action_id="carry_one").opened)
    assert "KR-12 met its target." in tiller.read_view(form)
    tiller.owen.fill("kr_target", "55")
    assert tiller.owen.submit().errors == {}
    _, key_results = new_ones(tiller)
    mine = key_results[-1]
    assert (mine.predecessor, mine.baseline, mine.target) == (WIN_RATE, Decimal(45), Decimal(55))
    late = tiller.answer(tiller.owen.click(done, action_id="carry_one"))
    assert late.startswith(f"KR-{mine.id} carries KR-12 on already")


def test_what_is_to_change_has_a_button_to_edit_it(tiller: Running) -> None:
    scored(tiller)
    closed(tiller)
    done = known(tiller.owen.click(dm_with(tiller, OWNER.id, "carry over into 2027-Q1?"), action_id="carry_over").reply)
    form = known(tiller.owen.click(done, action_id="okr_edit").opened)
    assert form["title"]["text"].startswith("Edit KR-")


def test_parents_follow_once_both_are_there(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        onboard = known(tx.okrs.objective(ONBOARD))
        tx.okrs.save_objective(replace(onboard, parent_objective=CHOICE))
    scored(tiller)
    closed(tiller)
    asked = dm_with(tiller, MEMBER.id, "carry over into 2027-Q1?")
    tiller.mia.click(asked, action_id="carry_over")
    (alone,), _ = new_ones(tiller)
    assert (alone.title, alone.parent_objective) == ("Onboard in a day", None)
    assert okr(tiller, "carry 2026-Q4")[0] == "1 key result carried over into 2027-Q1."
    (first, second), _ = new_ones(tiller)
    assert (first.title, first.parent_objective) == ("Onboard in a day", second.id)


def test_without_a_next_cycle_there_is_nowhere_to_carry_to(tiller: Running) -> None:
    tiller.move(SCORING - tiller.clock.now())
    with tiller.store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.SCORING))
    assert okr(tiller, "carry") == [
        "There is no cycle after 2026-Q4 yet. A coordinator can draft it: /okr admin draft."
    ]


def test_an_owner_who_decided_nothing_is_not_asked(tiller: Running) -> None:
    at(tiller, DRAFTS)
    at(tiller, SCORING)
    closed(tiller)
    assert not any("carry over into" in text for text in tiller.texts(tiller.owen.dm))
    assert okr(tiller, "carry")[0] == "Nothing new was carried over into 2027-Q1."
    assert any("Nobody decided about KR-12 yet" in line for line in okr(tiller, "carry"))


@pytest.mark.parametrize("number", [WIN_RATE, TOUR])
def test_a_stranger_carries_nothing_over(tiller: Running, number: KeyResultId) -> None:
    scored(tiller)
    closed(tiller)
    asked = dm_with(tiller, OWNER.id, "carry over into 2027-Q1?")
    body = tiller.post("C0COMPANY1", {"text": "x", "blocks": asked["blocks"]})
    answer = tiller.answer(tiller.sam.click(body, action_id="carry_over")).splitlines()
    assert answer[0] == "Nothing new was carried over into 2027-Q1."
    assert not any(key_result.predecessor == number for key_result in new_ones(tiller)[1])
