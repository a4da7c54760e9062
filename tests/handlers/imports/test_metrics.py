"""The six kinds of key results in okrs.csv, and short ids as names."""

from decimal import Decimal

import pytest

from domain.okrs.model import CheckIn, KeyResult, Metric
from domain.values.ids import KeyResultId, ObjectiveId
from handlers.usecases.imports.run import FileKind
from storage.store import Store
from tests.handlers.imports.files import OKRS, company, imported, refusal

HEADER = OKRS.splitlines()[0] + "\n"
AIM = "objective,3,,growth,U0OWEN002,Become the obvious choice,,,,,,,,,,\n"


def taken(store: Store, row: str) -> tuple[KeyResult, CheckIn | None]:
    """Import one key result, twice; return it with what was said of it."""
    company(store)
    content = f"{HEADER}{AIM}{row}\n"
    imported(store, FileKind.OKRS, content)
    assert "new" not in str(imported(store, FileKind.OKRS, content))
    with store.reading() as tx:
        found = tx.okrs.key_result(KeyResultId(12))
        assert found is not None
        said = tx.checkins.of([found.id])[found.id]
    return found, said[-1] if said else None


@pytest.mark.parametrize(
    ("target", "ends"),
    [
        ("at or above 99.9", (Decimal("99.9"), None)),
        (">= 99.9%", (Decimal("99.9"), None)),
        ("at or below 3", (None, Decimal(3))),
        ("between 3 and 5", (Decimal(3), Decimal(5))),
        ("exactly 4", (Decimal(4), Decimal(4))),
        ("between -4 and 4", (Decimal(-4), Decimal(4))),
    ],
)
def test_what_is_kept_up_has_its_ends_from_the_words_of_the_target(
    sqlite_store: Store, target: str, ends: tuple[Decimal | None, Decimal | None]
) -> None:
    found, said = taken(sqlite_store, f"kr,12,3,,U0OWEN002,Stay up,,maintain,,{target},percent,,99.95,7,,")
    assert (found.metric, found.low, found.high, found.target, found.baseline) == (Metric.MAINTAIN, *ends, None, None)
    assert said is not None
    assert (said.value, said.confidence) == (Decimal("99.95"), 7)


def test_a_baseline_key_result_has_a_unit_and_the_number_that_was_found(sqlite_store: Store) -> None:
    found, said = taken(sqlite_store, "kr,12,3,,U0OWEN002,Find out,,baseline,,,h,2,17.5,,,")
    assert (found.metric, str(found.unit), found.target, found.weight) == (Metric.BASELINE, "h", None, Decimal(2))
    assert said is not None
    assert said.value == Decimal("17.5")


NOTHING = "There is nothing to keep. Write for example ‘at or above 99.9’ or ‘between 3 and 5’."
NO_NUMBER = (
    "There is no number in ‘well’. Write for example ‘at or above 95%’ or ‘between 0.4 and 0.6’, or TBD for none yet."
)
NO_WAY = "‘99.9’ says no direction. Write for example ‘at or above 99.9’ or ‘at or below 99.9’."
CLOSED = "The ends of what is kept count themselves. Write ‘at or below 3’ instead of ‘below 3’."
FROM_NOTHING = "A key result of the kind {} starts from no number. Leave this empty."
TO_BE_FOUND = "A baseline key result is about finding a number; its target comes after. Leave this empty."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("maintain,,99.9", f"target: {NO_WAY}"),
        ("maintain,,TBD", f"target: {NOTHING}"),
        ("maintain,,below 3", f"target: {CLOSED}"),
        ("maintain,,well", f"target: {NO_NUMBER}"),
        ("maintain,5,at or above 3", f"baseline: {FROM_NOTHING.format('maintain')}"),
        ("baseline,5,", f"baseline: {FROM_NOTHING.format('baseline')}"),
        ("baseline,,5", f"target: {TO_BE_FOUND}"),
    ],
)
def test_what_cannot_be_kept_or_found_is_refused_with_a_sentence(sqlite_store: Store, row: str, sentence: str) -> None:
    company(sqlite_store)
    content = f"{HEADER}{AIM}kr,12,3,,U0OWEN002,Stay up,,{row},,,,,,\n"
    assert refusal(sqlite_store, FileKind.OKRS, content) == f"line 3, {sentence}"


def test_steps_that_are_done_out_of_their_order_are_named(sqlite_store: Store) -> None:
    steps = r"Contract \| signed | Hire (2) | Open (3) (1)"
    found, said = taken(sqlite_store, f"kr,12,3,,U0OWEN002,Launch,,milestone,,{steps},,,#3 #1,,,")
    assert [(step.title, step.weight) for step in found.milestones] == [
        ("Contract | signed", Decimal(1)),
        ("Hire", Decimal(2)),
        ("Open (3)", Decimal(1)),
    ]
    assert said is not None
    assert (said.done_steps, said.value) == ((0, 2), Decimal(2))


@pytest.mark.parametrize("steps", ["#4", "#0", "4", "-1", "1 2", "#1 2"])
def test_steps_that_there_are_not_are_refused(sqlite_store: Store, steps: str) -> None:
    company(sqlite_store)
    content = f"{HEADER}{AIM}kr,12,3,,U0OWEN002,Launch,,milestone,,A | B | C,,,{steps},,,\n"
    assert refusal(sqlite_store, FileKind.OKRS, content).startswith("line 3, current: Write how many of the 3 steps")


def test_a_short_id_names_what_is_called_so_in_the_cycle(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    renamed = "objective,O-3,,growth,U0OWEN002,Be the obvious choice,committed,,,,,,,,,\n"
    more = "kr,new,O-3,,U0OWEN002,More,,binary,,,,,,,,\n"
    report = imported(sqlite_store, FileKind.OKRS, HEADER + renamed + more)
    assert str(report) == "1 objectives: 1 changed\n1 key results: 1 new"
    with sqlite_store.reading() as tx:
        aim = tx.okrs.objective(ObjectiveId(3))
        assert aim is not None
        assert aim.title == "Be the obvious choice"
        assert len(tx.okrs.key_results_under([aim.id])) == 4


def test_an_id_of_an_earlier_file_goes_before_a_short_id(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    other = "objective,x,,growth,U0OWEN002,Other,,,,,,,,,,\nkr,O-3,x,,U0OWEN002,Named like an aim,,binary,,,,,,,,\n"
    said = refusal(sqlite_store, FileKind.OKRS, HEADER + other)
    assert said == "line 3, kind: ‘O-3’ was imported as an objective before."


def test_what_was_said_last_is_not_said_again(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    with sqlite_store.transaction() as tx:
        (said,) = tx.checkins.of([KeyResultId(12)])[KeyResultId(12)]
        tx.checkins.add(
            key_result=said.key_result, by=None, at=said.at, value=Decimal(33), confidence=5, note="a new one"
        )
    again = OKRS.replace(",31,6,,two reference calls", ",33,5,,a new one")
    assert "2 check-ins: 2 unchanged" in str(imported(sqlite_store, FileKind.OKRS, again))
