"""The form that writes an objective."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.okrs.cycles import CycleState
from domain.okrs.model import Commitment, Objective
from domain.values.ids import KpiKey, ObjectiveId
from tests.people import COORDINATOR, GROWTH, MEMBER, OWNER, PLATFORM, STRANGER
from tests.tiller import CHOICE, NEWCOMER, ONBOARD, Running, known


def opened(tiller: Running, text: str = "new objective", person: str = OWNER.id) -> dict[str, Any]:
    return dict(known(tiller.actor(person).command("/okr", text).opened))


def fill(tiller: Running, person: str = OWNER.id, **answers: Any) -> None:
    for name, answer in answers.items():
        tiller.actor(person).fill(f"o_{name}", answer)


def stored(tiller: Running, number: int) -> Objective:
    with tiller.store.reading() as tx:
        return known(tx.okrs.objective(ObjectiveId(number)))


def test_an_objective_is_written_with_what_it_serves_and_what_guards_it(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, title="Be  loved by newcomers", commitment="committed", parent="O-3", guardrails=["churn", "nps"])
    fill(tiller, owner=MEMBER.id)
    saved = tiller.owen.submit()
    assert saved.errors == {}
    assert "O-31 is written." in tiller.read_view(saved.opened)
    objective = stored(tiller, 31)
    assert (objective.title, objective.team, objective.owner) == ("Be loved by newcomers", GROWTH.key, MEMBER.id)
    assert (objective.commitment, objective.parent_objective) == (Commitment.COMMITTED, CHOICE)
    assert objective.guardrails == (KpiKey("churn"), KpiKey("nps"))
    tiller.deliver()
    assert tiller.texts(tiller.mia.dm)[-1].splitlines()[0] == (
        "Owen made you the owner of O-31 Be loved by newcomers, in 2026-Q4."
    )


def test_its_first_key_result_is_one_click_away(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, title="Be loved")
    tiller.owen.submit()
    form = known(tiller.owen.click(action_id="key_result_new").opened)
    assert form["blocks"][0]["element"]["initial_option"]["value"] == "31"


def test_a_form_submitted_twice_is_one_objective(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, title="Be loved")
    tiller.owen.submit()
    tiller.again("view_submission")
    with tiller.store.reading() as tx:
        assert len(tx.okrs.objectives(known(tx.cycles.by_name("2026-Q4")).id)) == 4


def test_an_objective_is_changed_and_says_so(tiller: Running) -> None:
    view = opened(tiller, "edit O-4", MEMBER.id)
    assert view["title"]["text"] == "Edit O-4"
    fill(tiller, MEMBER.id, title="Onboard in an hour", parent="KR-12", guardrails=["churn"])
    saved = tiller.mia.submit()
    assert "O-4 is changed." in tiller.read_view(saved.opened)
    objective = stored(tiller, ONBOARD)
    assert (objective.title, objective.parent_objective, objective.parent_key_result) == (
        "Onboard in an hour",
        None,
        12,
    )
    opened(tiller, "edit O-4", MEMBER.id)
    fill(tiller, MEMBER.id, parent=None, guardrails=[])
    assert tiller.mia.submit().errors == {}
    assert (stored(tiller, ONBOARD).parent_key_result, stored(tiller, ONBOARD).guardrails) == (None, ())
    with tiller.store.reading() as tx:
        assert [audit_entry.action for audit_entry in tx.audit.of("O-4")] == ["objective changed", "objective changed"]


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"owner": NEWCOMER}, {"o_owner": "I don’t know this person. A coordinator can add them to a team."}),
        (
            {"title": "   "},
            {"o_title": "What do you want to become? For example: Become the obvious choice for mid-market."},
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    tiller: Running, answers: dict[str, str], errors: dict[str, str]
) -> None:
    opened(tiller)
    fill(tiller, title="Be loved")
    fill(tiller, **answers)
    assert tiller.owen.submit().errors == errors


def test_an_objective_never_serves_itself(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.okrs.save_objective(replace(known(tx.okrs.objective(ONBOARD)), parent_objective=CHOICE))
    opened(tiller, "edit O-3")
    fill(tiller, parent="KR-16")
    assert tiller.owen.submit().errors == {"o_parent": "O-3 would serve itself. Choose something above it."}


def test_an_objective_serves_only_within_its_cycle(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        cycle = tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
    opened(tiller)
    fill(tiller, title="Be loved", parent="O-3", cycle=str(cycle.id))
    assert tiller.owen.submit().errors == {"o_parent": "O-3 belongs to another cycle than 2027-Q1."}
    fill(tiller, parent=None)
    saved = tiller.owen.submit()
    assert "2027-Q1 is a draft: nobody is asked about it before a coordinator activates it." in tiller.read_view(
        saved.opened
    )


def test_a_kpi_that_is_gone_cannot_guard(tiller: Running) -> None:
    opened(tiller)
    fill(tiller, title="Be loved", guardrails=["churn"])
    view = dict(known(tiller.owen.modal))
    view["state"]["values"]["o_guardrails"]["o_guardrails"]["selected_options"][0]["value"] = "gone"
    answered = tiller.dispatch(tiller.submission(OWNER.id, view))
    assert answered["errors"] == {"o_guardrails": "There is no KPI ‘gone’ any more."}


def test_a_member_writes_an_objective_of_their_own_only(tiller: Running) -> None:
    opened(tiller, person=MEMBER.id)
    fill(tiller, MEMBER.id, title="Be loved", owner=OWNER.id)
    assert list(tiller.mia.submit().errors.values()) == [
        "You can write an objective of your own; for others the lead of Growth can."
    ]
    fill(tiller, MEMBER.id, owner=MEMBER.id)
    assert tiller.mia.submit().errors == {}


def test_each_is_offered_the_teams_that_they_write_for(tiller: Running) -> None:
    def offered(person: str) -> list[str]:
        element = opened(tiller, person=person)["blocks"][3]["element"]
        return [option["value"] for option in element["options"]]

    assert offered(MEMBER.id) == [GROWTH.key]
    assert offered(STRANGER.id) == [PLATFORM.key]
    assert offered(COORDINATOR.id) == ["company", "growth", "platform"]


def test_a_stranger_cannot_edit_and_is_told_who_can(tiller: Running) -> None:
    sentence = "O-3 is not yours. Its owner, the lead of Growth or a coordinator can change it."
    assert tiller.answer(tiller.sam.command("/okr", "edit O-3")) == sentence
    opened(tiller, "edit O-3")
    answered = tiller.dispatch(tiller.submission(STRANGER.id, known(tiller.owen.modal)))
    assert list(answered["errors"].values()) == [sentence]


def test_without_an_open_cycle_there_is_nothing_to_write_into(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.SCORING))
    assert tiller.answer(tiller.owen.command("/okr", "new objective")) == (
        "No cycle is running or drafted. A coordinator can draft one: /okr admin."
    )
    assert tiller.answer(tiller.actor(NEWCOMER).command("/okr", "new objective")) == (
        "I don't know you yet. Ask a coordinator to add you to a team."
    )


def test_a_person_without_a_team_has_none_to_write_for(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.people.save(replace(MEMBER, team=None))
    assert tiller.answer(tiller.mia.command("/okr", "new objective")) == (
        "There is no team that you may write objectives for. A coordinator can add you."
    )
