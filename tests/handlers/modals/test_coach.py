"""The coach reads along in the forms that write key results and objectives, and never stands in the way (RULES 8)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.kpis.model import Reading
from domain.okrs.lint_dismissals import Dismissal
from domain.okrs.model import Commitment
from domain.values.ids import KeyResultId
from tests.people import NOW, OWNER
from tests.tiller import CHOICE, CHURN, Running, known

QUIET = "Press Enter after the title or the target, and the coach reads them. It never stands in the way."
READS = "Press Enter, and the coach reads it. It never stands in the way."


def coach(view: Any) -> str:
    """What the coach says in a form."""
    (block,) = [block for block in known(view)["blocks"] if block.get("block_id") == "coach"]
    return "\n".join(element["text"] for element in block["elements"])


def write(tiller: Running, kind: str = "kr", **answers: str) -> None:
    for name, answer in answers.items():
        tiller.owen.fill(f"{kind}_{name}", answer)


SPOKEN = {
    "Launch the new onboarding": (
        "‘Launch the new onboarding’ is something you do. What changes when it is done? "
        "For example: Raise … from … to … with the new onboarding"
    ),
    "Reduce churn by 30%": (
        "‘Reduce churn by 30%’ says how much shall change, but not from where: at the end nobody could tell "
        "whether it did. For example: Reduce churn by 30%, from … to …"
    ),
    "Maintain a churn rate below 3%": (
        "‘Maintain a churn rate below 3%’ asks for things to stay as they are. Make it a KPI with a limit: it "
        "alerts you by itself, and no quarter ends it. For example: KPI: a churn rate below 3%"
    ),
    "Launch Spotify in 15 new markets": QUIET,
    "Sign 3 enterprise reference customers": QUIET,
    "Achieve NPS of 45 by June 30": QUIET,
}


@pytest.mark.parametrize(("title", "said"), SPOKEN.items())
def test_the_coach_speaks_while_a_key_result_is_typed(tiller: Running, title: str, said: str) -> None:
    assert QUIET in coach(tiller.owen.command("/okr", "new").opened)
    write(tiller, title=title)
    assert coach(tiller.owen.modal) == said


def test_a_better_title_is_met_with_silence(tiller: Running) -> None:
    tiller.owen.command("/okr", "new")
    write(tiller, title="Launch the new onboarding")
    write(tiller, title="Raise day-7 retention from 35 to 45 % with the new onboarding")
    assert coach(tiller.owen.modal) == QUIET


def test_doing_nothing_is_compared_with_the_kpi_with_a_target_beyond_it(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.readings.put(
            Reading(
                kpi=CHURN.key, period=NOW.date() - timedelta(days=51), value=Decimal("2.9"), learnt_at=NOW, source="csv"
            )
        )
    tiller.owen.command("/okr", "new")
    write(
        tiller, objective="3", title="Lower churn below 3 %", metric="decrease", kpi="churn", baseline="4", target="3"
    )
    said = coach(tiller.owen.modal)
    assert said.startswith(
        "Churn is at 2.4 % already, so ‘3 %’ would score 1.0 for doing nothing. "
        "Keep it as a KPI with a limit, or set a target beyond it. For example: Lower churn below 1.6 %"
    )
    write(tiller, target="1.5")
    assert coach(tiller.owen.modal) == QUIET


def test_whatever_the_coach_says_the_key_result_is_saved_and_it_is_said_again(tiller: Running) -> None:
    tiller.owen.command("/okr", "new")
    write(tiller, objective="3", metric="binary", title="Launch the new onboarding")
    saved = tiller.owen.submit()
    assert saved.errors == {}
    read = tiller.read_view(saved.opened)
    assert "KR-31 is written." in read
    assert "is something you do" in read
    with tiller.store.reading() as tx:
        assert known(tx.okrs.key_result(KeyResultId(31))).title == "Launch the new onboarding"


def test_what_was_dismissed_is_not_said_in_the_form_either(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.dismissals.put(Dismissal(subject="KR-16", rule="task", by=OWNER.id, at=NOW, reason="a promise"))
    tiller.owen.command("/okr", "edit KR-16")
    write(tiller, title="Launch the newer onboarding")
    assert coach(tiller.owen.modal) == QUIET
    tiller.owen.command("/okr", "new")
    write(tiller, title="Launch the newer onboarding")
    assert "is something you do" in coach(tiller.owen.modal)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            "Do great things",
            "‘Do great things’ could stand over anything. What will be true at the end that is not true today?",
        ),
        (
            "Win 40 % of the mid-market",
            "‘Win 40 % of the mid-market’ has a number in it. Say it in words that move people; 40 % is a key result.",
        ),
        ("Become the obvious choice for mid-market", READS),
    ],
)
def test_the_coach_speaks_while_an_objective_is_typed_and_what_was_filled_in_stays(
    tiller: Running, title: str, said: str
) -> None:
    assert coach(tiller.owen.command("/okr", "new objective").opened) == READS
    write(tiller, "o", commitment="committed", parent="O-3")
    write(tiller, "o", title=title)
    assert coach(tiller.owen.modal) == said
    saved = tiller.owen.submit()
    assert saved.errors == {}
    assert (said in tiller.read_view(saved.opened)) is (said != READS)
    with tiller.store.reading() as tx:
        objective = tx.okrs.objectives(tx.cycles.all()[-1].id)[-1]
    assert (objective.title, objective.commitment, objective.parent_objective) == (title, Commitment.COMMITTED, CHOICE)


def test_an_objective_whose_number_was_dismissed_is_read_in_silence(tiller: Running) -> None:
    with tiller.store.transaction() as tx:
        tx.dismissals.put(
            Dismissal(subject="O-3", rule="number_in_objective", by=OWNER.id, at=NOW, reason="our battle cry")
        )
    tiller.owen.command("/okr", "edit O-3")
    write(tiller, "o", title="Reach 1M users")
    assert coach(tiller.owen.modal) == READS
