"""`/okr new`, `edit`, `cancel`, `restore` and `carry`: what they answer, and what they refuse."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.okrs.cycles import CycleState
from domain.okrs.model import KeyResult
from domain.values.ids import KeyResultId
from tests.people import GROWTH, OWNER
from tests.tiller import WIN_RATE, Running, known


def okr(tiller: Running, text: str, person: str = OWNER.id) -> str:
    return tiller.answer(tiller.actor(person).command("/okr", text, channel=GROWTH.channel))


def stored(tiller: Running, number: int = WIN_RATE) -> KeyResult:
    with tiller.store.reading() as tx:
        return known(tx.okrs.key_result(KeyResultId(number)))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("new", "New key result"),
        ("NEW key result", "New key result"),
        ("new kr", "New key result"),
        ("new O-4", "New key result"),
        ("new key result for o4", "New key result"),
        ("new objective", "New objective"),
        ("edit KR-12", "Edit KR-12"),
        ("edit kr 12", "Edit KR-12"),
        ("Edit O-3", "Edit O-3"),
    ],
)
def test_a_form_opens_for_what_is_asked(tiller: Running, text: str, title: str) -> None:
    assert known(tiller.owen.command("/okr", text).opened)["title"]["text"] == title


def test_a_form_for_one_objective_has_it_chosen(tiller: Running) -> None:
    view = known(tiller.owen.command("/okr", "new O-4").opened)
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "4"


KEY_RESULTS = "Key results look like KR-34."
NAME = "Name a key result or an objective."
REFUSED = {
    "new dashboard": [
        "I can’t write a new ‘dashboard’.",
        "Did you mean /okr new objective or /okr new key result or /okr new O-3?",
    ],
    "edit": [f"Edit what? {NAME}", "Did you mean /okr edit KR-12 or /okr edit O-3?"],
    "edit churn": [f"‘churn’ is no short id. {NAME}", "Did you mean /okr edit KR-12 or /okr edit O-3?"],
    "edit KR-99": ["There is no KR-99."],
    "edit O-99": ["There is no O-99."],
    "cancel": [f"Which key result? {KEY_RESULTS}", "Did you mean /okr cancel KR-12 the market is gone?"],
    "cancel O-3": [f"‘O-3’ is not a key result. {KEY_RESULTS}", "Did you mean /okr cancel KR-12 the market is gone?"],
    "cancel KR-99 gone": ["There is no KR-99."],
    "cancel KR-12": [
        "Its cycle has begun: say in a line why KR-12 is cancelled.",
        "Did you mean /okr cancel KR-12 the market is gone?",
    ],
    "cancel KR-30 not mine": [
        "KR-30 is not yours. Its owner, the lead of Platform or a coordinator can change it.",
    ],
    "restore": [f"Which key result? {KEY_RESULTS}", "Did you mean /okr restore KR-12?"],
    "restore KR-12": ["KR-12 is not cancelled, so there is nothing to take back.", "[Show KR-12]"],
    "carry 2026-Q9": [
        "There is no cycle ‘2026-Q9’.",
        "Did you mean /okr carry 2026-Q3 or /okr carry 2026-Q4?",
        "There is: 2026-Q3 and 2026-Q4.",
    ],
    "carry 2026-Q4": ["2026-Q4 is still active: decide about it once it is scored."],
    "carry 2026-Q3": ["You own nothing in 2026-Q3, so there is nothing to carry over."],
    "carry": ["You own nothing in 2026-Q3, so there is nothing to carry over."],
}


@pytest.mark.parametrize(("text", "answer"), REFUSED.items())
def test_what_cannot_be_done_is_said_and_changes_nothing(tiller: Running, text: str, answer: list[str]) -> None:
    before = stored(tiller)
    assert okr(tiller, text).splitlines() == answer
    assert stored(tiller) == before


def test_a_key_result_is_cancelled_and_taken_back(tiller: Running) -> None:
    assert okr(tiller, 'cancel kr12 "the market is gone"') == (
        "KR-12 is cancelled.\nIt stays in its objective’s list and does not count. Back again: /okr restore KR-12."
    )
    assert stored(tiller).cancelled
    assert okr(tiller, "cancel KR-12 again").splitlines()[0] == "KR-12 was cancelled already."
    assert okr(tiller, "restore KR-12") == "KR-12 counts again.\n[Show KR-12]"
    assert not stored(tiller).cancelled
    with tiller.store.reading() as tx:
        assert [audit_entry.action for audit_entry in tx.audit.of("KR-12")] == [
            "key result cancelled: the market is gone",
            "key result restored",
        ]


def test_a_draft_is_cancelled_without_a_reason(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q4")), state=CycleState.DRAFT))
    assert okr(tiller, "cancel KR-12").splitlines()[0] == "KR-12 is cancelled."


def test_before_the_first_scoring_there_is_nothing_to_carry(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.cycles.save(replace(known(tx.cycles.by_name("2026-Q3")), state=CycleState.DRAFT))
    assert okr(tiller, "carry") == "No cycle was scored yet, so there is nothing to carry over."


@pytest.mark.parametrize(
    ("text", "label", "title"),
    [
        ("okr new", "A key result", "New key result"),
        ("okr new", "An objective", "New objective"),
        ("okr edit KR-12", "Edit KR-12", "Edit KR-12"),
    ],
)
def test_in_words_a_form_needs_a_click_and_there_is_one(tiller: Running, text: str, label: str, title: str) -> None:
    tiller.owen.say(text, channel=tiller.owen.dm)
    tiller.slack.settle()
    tiller.deliver()
    message = tiller.dms(OWNER.id)[-1]
    assert known(tiller.owen.click(message, label=label).opened)["title"]["text"] == title


def test_an_edit_button_of_another_version_says_so(tiller: Running) -> None:
    button = {"type": "button", "action_id": "okr_edit", "value": "all", "text": {"type": "plain_text", "text": "E"}}
    message = tiller.post(OWNER.id, {"text": "x", "blocks": [{"type": "actions", "elements": [button]}]})
    assert tiller.answer(tiller.owen.click(message, action_id="okr_edit")) == (
        "This button is from an older message. Ask again for a fresh one."
    )


def test_a_weight_of_zero_is_kept(tiller: Running) -> None:
    tiller.owen.command("/okr", "edit KR-12")
    tiller.owen.fill("kr_weight", "0")
    assert tiller.owen.submit().errors == {}
    assert stored(tiller).weight == Decimal(0)
