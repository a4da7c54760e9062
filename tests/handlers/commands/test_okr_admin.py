"""`/okr admin`: cycles are drafted, activated, closed and reopened by coordinators, each step once (RULES 2).

It proves RULES 2.1, 2.2 and 9.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.company.teams import Role
from domain.okrs.cycles import Cycle, CycleState
from tests.people import COORDINATOR, GROWTH, MEMBER, OWNER
from tests.tiller import Running, known


def admin(tiller: Running, text: str = "", person: str = COORDINATOR.id) -> str:
    return tiller.answer(tiller.actor(person).command("/okr", f"admin {text}".strip(), channel=GROWTH.channel))


def cycle(tiller: Running, name: str) -> Cycle:
    with tiller.store.reading() as tx:
        return known(tx.cycles.by_name(name))


def actions(tiller: Running, name: str) -> list[tuple[str, str]]:
    with tiller.store.reading() as tx:
        return [(audit_entry.action, str(audit_entry.new)) for audit_entry in tx.audit.of(name)]


def draft(tiller: Running, name: str = "2027-Q1") -> Cycle:
    with tiller.store.transaction() as tx:
        return tx.cycles.add(name=name, start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)


def test_cycles_are_listed_with_what_can_be_done_next(tiller: Running) -> None:
    draft(tiller)
    said = [line for line in admin(tiller).splitlines() if line]
    assert said[0] == "3 cycles on Wed 18 Nov 2026."
    assert said[1:3] == [
        "2027-Q1  draft · 1 Jan – 31 Mar 2027 · no objectives yet",
        "Write its objectives: /okr new objective. Activate it from 1 Jan: /okr admin activate 2027-Q1.",
    ]
    assert "2026-Q4  active · 1 Oct – 31 Dec 2026 · 3 objectives, 5 key results" in said
    assert "2026-Q3  closed · 1 Jul – 30 Sep 2026 · no objectives yet" in said
    assert "Takes no writes. To correct a score: /okr admin reopen 2026-Q3 why it is reopened." in said


@pytest.mark.parametrize(
    ("text", "said", "found"),
    [
        ("draft", "2027-Q1 is drafted: 1 Jan – 31 Mar 2027.", ("2027-Q1", date(2027, 1, 1), date(2027, 4, 1))),
        ("draft 2027-Q2", "2027-Q2 is drafted: 1 Apr – 30 Jun 2027.", ("2027-Q2", date(2027, 4, 1), date(2027, 7, 1))),
        (
            "draft 2027-H1 2027-01-01 to 2027-06-30",
            "2027-H1 is drafted: 1 Jan – 30 Jun 2027.",
            ("2027-H1", date(2027, 1, 1), date(2027, 7, 1)),
        ),
        (
            "draft 2027-01-01..2027-03-31",
            "2027-Q1 is drafted: 1 Jan – 31 Mar 2027.",
            ("2027-Q1", date(2027, 1, 1), date(2027, 4, 1)),
        ),
    ],
)
def test_a_cycle_is_drafted(tiller: Running, text: str, said: str, found: tuple[str, date, date]) -> None:
    assert admin(tiller, text).splitlines()[0] == said
    made = cycle(tiller, found[0])
    assert (made.name, made.start, made.end, made.state) == (*found, CycleState.DRAFT)
    assert [action for action, _ in actions(tiller, found[0])] == ["cycle draft"]


ACTIVATE = "/okr admin activate 2026-Q3 or /okr admin activate 2026-Q4"
EXAMPLES = "/okr admin draft 2027-Q1 or /okr admin draft 2027-H1 2027-01-01 to 2027-06-30"
REFUSED = {
    "draft 2026-Q4": ["2026-Q4 is there already, from 2026-10-01 to 2026-12-31."],
    "draft X 2026-12-01 to 2027-02-28": [
        "2026-Q4 lies on some of these days: it runs from 2026-10-01 to 2026-12-31.",
    ],
    "draft X 2027-03-01 to 2027-02-01": ["X would end on 2027-02-02, before it starts on 2027-03-01."],
    "draft X 2027-02-30 to 2027-03-01": [
        "2027-02-30 is no day. Write the first and the last, 2027-01-01 to 2027-03-31.",
    ],
    "draft X 2027-01-01 to 2029-01-01": [
        "From 2027-01-01 to 2029-01-01 is longer than a year. Most cycles are a quarter.",
    ],
    "draft spring": ["I don’t know which days ‘spring’ has.", f"Did you mean {EXAMPLES}?"],
    "activate": ["Which cycle?", "There is: 2026-Q3 and 2026-Q4."],
    "activate 2026-Q5": [
        "There is no cycle ‘2026-Q5’.",
        f"Did you mean {ACTIVATE}?",
        "There is: 2026-Q3 and 2026-Q4.",
    ],
    "activate 2026-Q4": ["2026-Q4 is active already."],
    "activate 2026-Q3": ["2026-Q3 is closed: it cannot go back to active."],
    "reopen 2026-Q3": ["2026-Q3 is closed. Say in a line why it is reopened."],
    "reopen 2026-Q4 just so": ["2026-Q4 was never closed: there is nothing to reopen."],
    "close 2026-Q3": [
        "2026-Q3 is closed already.",
        "How it went: /okr summary 2026-Q3. To correct a score, reopen it with a reason.",
    ],
    "actviate 2026-Q4": [
        "I don’t know ‘actviate’ here.",
        "Did you mean /okr admin activate?",
        "There is: admin, admin activate, admin close, admin reopen and admin draft.",
    ],
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_cannot_be_done_is_said(tiller: Running, text: str, said: list[str]) -> None:
    assert admin(tiller, text).splitlines() == said
    with tiller.store.reading() as tx:
        assert [(item.name, item.state) for item in tx.cycles.all()] == [("2026-Q3", "closed"), ("2026-Q4", "active")]


def test_a_cycle_is_activated_once_and_says_when_it_asks(tiller: Running) -> None:
    draft(tiller)
    assert admin(tiller, "activate 2027-q1") == (
        "2027-Q1 is active, with no objectives yet.\nIts owners are asked from Fri 1 Jan 2027 on."
    )
    assert admin(tiller, "activate 2027-Q1") == "2027-Q1 is active already."
    assert cycle(tiller, "2027-Q1").activated_on == date(2026, 11, 18)
    assert actions(tiller, "2027-Q1") == [("cycle active", "active")]


def test_a_cycle_that_is_over_is_not_activated(tiller: Running) -> None:
    draft(tiller)
    tiller.move(datetime(2027, 4, 2, tzinfo=UTC) - tiller.clock.now())
    assert admin(tiller, "activate 2027-Q1") == (
        "2027-Q1 ended on 2027-03-31: there is nothing left to ask about in it."
    )


def test_a_closed_cycle_is_reopened_with_a_reason_and_closed_again(tiller: Running) -> None:
    assert admin(tiller, "reopen 2026-Q3 KR-7 was audited late").splitlines() == [
        "2026-Q3 takes scores again.",
        "Scores: /okr score. Close it when that is done: /okr admin close 2026-Q3.",
    ]
    assert cycle(tiller, "2026-Q3").state is CycleState.SCORING
    assert admin(tiller, "reopen 2026-Q3 again").startswith("2026-Q3 is open for scores.")
    tiller.tiller.tick()
    assert cycle(tiller, "2026-Q3").state is CycleState.SCORING
    assert admin(tiller, "close 2026-Q3").splitlines()[0] == "2026-Q3 is closed."
    assert actions(tiller, "2026-Q3") == [
        ("cycle scoring", "scoring: KR-7 was audited late"),
        ("cycle closed", "closed"),
    ]


def test_a_cycle_that_was_closed_too_early_is_reopened_and_closes_by_itself(tiller: Running) -> None:
    assert admin(tiller, "close 2026-Q4").splitlines()[0] == "2026-Q4 is closed."
    assert admin(tiller, "reopen 2026-Q4 a slip").splitlines()[1] == (
        "Scores: /okr score. It is closed with its summary on its closing day."
    )
    tiller.move(datetime(2027, 1, 8, tzinfo=UTC) - tiller.clock.now())
    tiller.tiller.tick()
    assert cycle(tiller, "2026-Q4").state is CycleState.CLOSED


def test_a_draft_cannot_be_closed(tiller: Running) -> None:
    draft(tiller)
    assert admin(tiller, "close 2027-Q1") == "2027-Q1 is still a draft: there is nothing to close."
    assert admin(tiller, "reopen 2027-Q1 x") == "2027-Q1 was never closed: there is nothing to reopen."


@pytest.mark.parametrize("text", ["", "activate 2026-Q4", "close 2026-Q4", "reopen 2026-Q3 x", "draft 2027-Q1", "what"])
def test_whoever_is_no_coordinator_is_told_who_is(tiller: Running, text: str) -> None:
    assert admin(tiller, text, OWNER.id) == "Only a coordinator can do that: Ada."
    with tiller.store.transaction() as tx:
        tx.people.save(replace(MEMBER, role=Role.COORDINATOR))
    assert admin(tiller, text, OWNER.id) == "Only a coordinator can do that: Ada or Mia."


def test_the_buttons_do_what_the_words_do(tiller: Running) -> None:
    draft(tiller)
    listed = known(tiller.ada.command("/okr", "admin").reply)
    answered = tiller.answer(tiller.ada.click(listed, action_id="cycle_activate"))
    assert answered.splitlines()[0] == "2027-Q1 is active, with no objectives yet."
    assert tiller.answer(tiller.ada.click(listed, action_id="cycle_activate")) == "2027-Q1 is active already."
    close = tiller.ada.click(listed, action_id="cycle_close", value=str(cycle(tiller, "2026-Q4").id))
    assert tiller.answer(close).splitlines()[0] == "2026-Q4 is closed."


def test_reopening_by_button_asks_for_the_reason(tiller: Running) -> None:
    listed = known(tiller.ada.command("/okr", "admin").reply)
    assert tiller.ada.click(listed, action_id="cycle_reopen").opened is not None
    tiller.ada.fill("reason", "KR-7 was audited late")
    done = tiller.ada.submit()
    assert "2026-Q3 takes scores again." in tiller.read_view(done.opened)
    assert tiller.again("view_submission")["response_action"] == "update"
    assert len(actions(tiller, "2026-Q3")) == 1


def test_a_reason_of_blanks_is_none(tiller: Running) -> None:
    listed = known(tiller.ada.command("/okr", "admin").reply)
    tiller.ada.click(listed, action_id="cycle_reopen")
    tiller.ada.fill("reason", "   ")
    assert list(tiller.ada.submit().errors.values()) == ["2026-Q3 is closed. Say in a line why it is reopened."]


def test_a_stranger_s_click_and_submit_are_refused(tiller: Running) -> None:
    listed = known(tiller.ada.command("/okr", "admin").reply)
    tiller.ada.click(listed, action_id="cycle_reopen")
    tiller.ada.fill("reason", "x")
    view = known(tiller.ada.modal)
    answered = tiller.dispatch(tiller.submission(OWNER.id, view))
    assert list(answered["errors"].values()) == ["Only a coordinator can do that: Ada."]
    assert cycle(tiller, "2026-Q3").state is CycleState.CLOSED
