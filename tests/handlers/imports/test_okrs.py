"""okrs.csv, and the cycle that it is for."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from domain.okrs.cycles import CycleState
from domain.okrs.model import CheckInSource, Commitment, KeyResult, Metric, Milestone, Objective
from domain.okrs.scores import Score
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, ObjectiveId, PersonId
from handlers.usecases.imports.report import ImportRefusedError
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store
from tests.handlers.imports.files import NOW, OKRS, company, imported, refusal

HEADER = OKRS.splitlines()[0] + "\n"
AIM = "objective,3,,growth,U0OWEN002,Become the obvious choice,,,,,,,,,,\n"


def key_result(store: Store, number: int) -> KeyResult:
    with store.reading() as tx:
        found = tx.okrs.key_result(KeyResultId(number))
    assert found is not None
    return found


def objective(store: Store, number: int) -> Objective:
    with store.reading() as tx:
        found = tx.okrs.objective(ObjectiveId(number))
    assert found is not None
    return found


def test_objectives_and_key_results_keep_their_numbers_and_again_changes_nothing(store: Store) -> None:
    company(store)
    first = "1 objectives: 1 new\n3 key results: 3 new\n2 check-ins: 2 new"
    assert str(imported(store, FileKind.OKRS, OKRS)) == first
    assert str(imported(store, FileKind.OKRS, OKRS)) == first.replace("new", "unchanged")
    aim, lift, page, spain = objective(store, 3), key_result(store, 12), key_result(store, 13), key_result(store, 14)
    assert (aim.title, aim.commitment, aim.owner) == ("Become the obvious choice", Commitment.COMMITTED, "U0OWEN002")
    assert (lift.objective, lift.baseline, lift.target, lift.weight) == (3, Decimal(28), Decimal(45), Decimal(2))
    assert page.metric is Metric.BINARY
    assert spain.milestones == (
        Milestone(title="Contract"),
        Milestone(title="Hire", weight=Decimal(2)),
        Milestone(title="Open"),
    )


def test_what_a_file_says_of_now_is_a_check_in_from_the_import(store: Store) -> None:
    company(store)
    imported(store, FileKind.OKRS, OKRS)
    with store.reading() as tx:
        found = tx.checkins.of([KeyResultId(12), KeyResultId(14)])
    (lift,), (spain,) = found[KeyResultId(12)], found[KeyResultId(14)]
    assert (lift.value, lift.confidence, lift.note) == (Decimal(31), 6, "two reference calls")
    assert (lift.source, lift.by, lift.at) == (CheckInSource.IMPORT, None, NOW)
    assert (spain.value, spain.done_steps) == (Decimal(3), (0, 1))
    imported(store, FileKind.OKRS, OKRS.replace(",31,6,", ",33,6,"))
    with store.reading() as tx:
        assert [check_in.value for check_in in tx.checkins.of([KeyResultId(12)])[KeyResultId(12)]] == [
            Decimal(31),
            Decimal(33),
        ]


def test_a_binary_key_result_with_only_a_note_is_not_done_yet(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, HEADER + AIM + "kr,13,3,,U0OWEN002,Page,,binary,,,,,,,,WIP\n")
    with sqlite_store.reading() as tx:
        (said,) = tx.checkins.of([KeyResultId(13)])[KeyResultId(13)]
    assert (said.value, said.note) == (Decimal(0), "WIP")


def test_parents_stand_anywhere_and_may_be_objectives_or_key_results(store: Store) -> None:
    company(store)
    content = (
        HEADER
        + "objective,20,12,growth,U0OWEN002,Serve the win rate,,,,,,,,,,\n"
        + "objective,21,20,growth,U0OWEN002,Serve that,,,,,,,,,,\n"
        + OKRS.removeprefix(HEADER)
    )
    imported(store, FileKind.OKRS, content)
    assert objective(store, 20).parent_key_result == 12
    assert objective(store, 21).parent_objective == 20
    report = imported(store, FileKind.OKRS, content.replace("growth,U0OWEN002,Serve that", "growth,U0MIA0003,Serve it"))
    assert str(report).startswith("3 objectives: 1 changed, 2 unchanged\n3 key results: 3 unchanged")


def test_ids_that_are_no_numbers_or_taken_get_the_next_free_number(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    content = (
        HEADER + "objective,win,,growth,U0OWEN002,Win,,,,,,,,,,\n" + "kr,KR-40,win,,U0OWEN002,Do,,binary,,,,,,,,\n"
    )
    imported(sqlite_store, FileKind.OKRS, content)
    assert objective(sqlite_store, 15).title == "Win"
    assert key_result(sqlite_store, 40).objective == 15
    assert str(imported(sqlite_store, FileKind.OKRS, content)).count("unchanged") == 2


def test_a_key_result_may_hang_under_an_objective_of_an_earlier_import(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    imported(sqlite_store, FileKind.OKRS, HEADER + "kr,99,3,,U0OWEN002,More,,binary,,,,,,,,\n")
    assert key_result(sqlite_store, 99).objective == 3


def test_a_score_is_kept_unless_its_owner_gave_another(store: Store) -> None:
    company(store)
    scored = OKRS.replace("31,6,,two", "31,6,0.2,two")
    assert "1 scores: 1 new" in str(imported(store, FileKind.OKRS, scored))
    assert "1 scores: 1 unchanged" in str(imported(store, FileKind.OKRS, scored))
    with store.transaction() as tx:
        kept = tx.scores.of([KeyResultId(12)])[KeyResultId(12)]
        assert (kept.suggested, kept.given, kept.reason) == (Decimal("0.2"), Decimal("0.2"), "imported")
        tx.scores.put(
            Score(
                key_result=KeyResultId(12),
                suggested=Decimal("0.2"),
                given=Decimal("0.5"),
                by=PersonId("U0MIA0003"),
                at=NOW,
                reason="it counts double",
            )
        )
    report = imported(store, FileKind.OKRS, scored)
    assert report.notes == ("KR-12 was scored 0.5 by its owner; that stays.",)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("task,1,3,,U0OWEN002,T,,,,,,,,,,", "line 3, kind: ‘task’ is not known here. Write objective or key_result."),
        (
            "kr,,3,,U0OWEN002,T,,binary,,,,,,,,",
            "line 3, id: The id is missing. Any word that stands once in the file will do.",
        ),
        ("kr,3,3,,U0OWEN002,T,,binary,,,,,,,,", "line 3, id: The id ‘3’ stands in line 2 already."),
        ("kr,1,,,U0OWEN002,T,,binary,,,,,,,,", "line 3, parent: A key result needs the id of its objective."),
        ("kr,1,9,,U0OWEN002,T,,binary,,,,,,,,", "line 3, parent: ‘9’ is neither in this file nor in the cycle."),
        (
            "kr,1,2,,U0OWEN002,T,,binary,,,,,,,,\nkr,2,3,,U0OWEN002,T,,binary,,,,,,,,",
            "line 3, parent: ‘2’ is a key result. A key result stands under an objective.",
        ),
        ("objective,1,,,U0OWEN002,T,,,,,,,,,,", "line 3, team: An objective needs a team."),
        ("kr,1,3,,,T,,binary,,,,,,,,", "line 3, owner: Nobody owns this. Give it one owner."),
        ("kr,1,3,,U0OWEN002,,,binary,,,,,,,,", "line 3, title: The title is empty."),
        (
            "objective,1,,growth,U0OWEN002,T,,increase,,,,,,,,",
            "line 3, metric: An objective has no numbers of its own; its key results have.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,maintain,,,,,,,,",
            ("line 3, target: There is nothing to keep. Write for example ‘at or above 99.9’ or ‘between 3 and 5’."),
        ),
        (
            "kr,1,3,,U0OWEN002,T,,,,,,,,,,",
            "line 3, metric: This is empty. Write increase, decrease, maintain, milestone, binary or baseline.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,increase,28,,,,,,,",
            "line 3, target: There is no target. Say where the number shall end, for example 45.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,increase,28,28,,,,,,",
            "line 3, target: Baseline and target are both 28: nothing would change.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,decrease,28,45,,,,,,",
            "line 3, target: A decrease cannot go from 28 up to 45. Use increase, or swap them.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,binary,,,,-1,,,,",
            "line 3, weight: The weight -1 is negative. Use 0 to leave it out, 1 for an equal share.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,binary,,,,,maybe,,,",
            "line 3, current: ‘maybe’ is neither done nor open. Write 1 or 0.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,milestone,,A | B,,,3,,,",
            (
                "line 3, current: Write how many of the 2 steps are done, from the first: 0 to 2. "
                "Or name them, as in #1 #3."
            ),
        ),
        (
            "kr,1,3,,U0OWEN002,T,,milestone,,A || B,,,,,,",
            "line 3, target: Write the steps of a milestone with bars between them: Design | Build (2) | Launch.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,increase,0,9,,,,7,,",
            (
                "line 3, current: A note or a confidence needs a current value beside it. Nothing has moved? "
                "Then repeat the baseline."
            ),
        ),
        (
            "kr,1,3,,U0OWEN002,T,,increase,0,9,,,5,11,,",
            "line 3, confidence: ‘11’ is no confidence. Write a whole number from 0 to 10.",
        ),
        (
            "kr,1,3,,U0OWEN002,T,,increase,0,9,,,5,,0.55,",
            "line 3, score: ‘0.55’ is no score. Scores go from 0.0 to 1.0 in steps of 0.1.",
        ),
        (
            f"kr,1,3,,U0OWEN002,T,,binary,,,,,,,,{'n' * 3001}",
            "line 3, note: The note has 3,001 characters, 3,000 is the most.",
        ),
    ],
)
def test_a_row_that_cannot_be_gets_a_sentence_with_line_and_column(
    sqlite_store: Store, row: str, sentence: str
) -> None:
    company(sqlite_store)
    assert refusal(sqlite_store, FileKind.OKRS, f"{HEADER}{AIM}{row}\n") == sentence


def test_a_changed_key_result_is_changed_and_audited(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    wanted = OKRS.replace("28,45,percent", "28,50,percent")
    report = imported(sqlite_store, FileKind.OKRS, wanted, reason="the market grew")
    assert str(report.counts[1]) == "3 key results: 1 changed, 2 unchanged"
    assert key_result(sqlite_store, 12).target == Decimal(50)
    with sqlite_store.reading() as tx:
        assert tx.audit.of("KR-12")[-1].new == {"target": "50"}
        adjusted = tx.adjustments.of([KeyResultId(12)])[KeyResultId(12)]
    assert [(adjustment.target, adjustment.reason) for adjustment in adjusted] == [(Decimal(45), "the market grew")]


def test_what_a_running_key_result_is_measured_by_changes_only_with_a_reason(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    assert refusal(sqlite_store, FileKind.OKRS, OKRS.replace("28,45,percent", "28,50,percent")) == (
        "line 2, target: KR-12 would be measured otherwise, and its cycle has begun. "
        "Say why with --reason; both scores are kept."
    )
    assert key_result(sqlite_store, 12).target == Decimal(45)


def test_the_kind_of_a_running_key_result_stays_whatever_the_reason(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    with pytest.raises(ImportRefusedError, match="line 2, metric: KR-12 is measured as increase"):
        imported(sqlite_store, FileKind.OKRS, OKRS.replace("increase,28,45", "decrease,45,28"), reason="a new idea")


def test_a_draft_is_changed_without_a_reason(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    with sqlite_store.transaction() as tx:
        (cycle,) = tx.cycles.all()
        tx.cycles.save(dataclasses.replace(cycle, state=CycleState.DRAFT))
    imported(sqlite_store, FileKind.OKRS, OKRS.replace("28,45,percent", "28,50,percent"))
    assert key_result(sqlite_store, 12).target == Decimal(50)
    with sqlite_store.reading() as tx:
        assert tx.adjustments.of([KeyResultId(12)]) == {}


def test_a_whole_file_of_objectives_before_teams_and_people_is_told_so_once(sqlite_store: Store) -> None:
    assert refusal(sqlite_store, FileKind.OKRS, OKRS) == (
        "line 2, team (and 3 more): No team is known yet. Import teams.csv first.\n"
        "line 2, owner (and 3 more): No people are known yet. Import people.csv first."
    )


def test_an_objective_above_itself_is_refused_with_the_way_round(sqlite_store: Store) -> None:
    company(sqlite_store)
    rows = AIM.replace(",3,,", ",3,12,") + "kr,12,3,,U0OWEN002,T,,binary,,,,,,,,\n"
    assert refusal(sqlite_store, FileKind.OKRS, HEADER + rows) == (
        "line 2, parent: ‘3’ would stand above itself: 3 → 12 → 3."
    )


def test_an_id_stays_what_it_was(sqlite_store: Store) -> None:
    company(sqlite_store)
    imported(sqlite_store, FileKind.OKRS, OKRS)
    told = refusal(sqlite_store, FileKind.OKRS, HEADER + "objective,12,,growth,U0OWEN002,T,,,,,,,,,,\n")
    assert told == "line 2, kind: ‘12’ was imported as a key result before."


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("2026-10-01:2026-12-31", "2026-Q4"),
        ("2026-11-01:2027-01-31", "FY27-Q1"),
        ("2026-10-05..2026-11-20", "2026-10-05 to 2026-11-20"),
    ],
)
def test_a_new_span_is_an_active_cycle_named_as_the_quarter_it_is(sqlite_store: Store, word: str, name: str) -> None:
    company(sqlite_store)
    run_import(sqlite_store, FileKind.OKRS, OKRS, now=NOW, cycle=word)
    with sqlite_store.reading() as tx:
        (cycle,) = tx.cycles.all()
    assert (cycle.name, cycle.state) == (name, CycleState.ACTIVE)
    assert f"{cycle.start} {cycle.last_day}" == " ".join(word.replace("..", ":").split(":"))
    run_import(sqlite_store, FileKind.OKRS, OKRS, now=NOW, cycle=name)
    with sqlite_store.reading() as tx:
        assert len(tx.cycles.all()) == 1


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (
            "2026-Q3",
            "There is no cycle ‘2026-Q3’. Write its name, or its first and last day as in 2026-10-01:2026-12-31.",
        ),
        ("2026-12-31:2026-10-01", "A cycle from 2026-12-31 to 2026-10-01 would end before it starts."),
        ("2026-01-01:2028-01-01", "A cycle from 2026-01-01 to 2028-01-01 is longer than a year. Most are a quarter."),
        ("1.10.2026:2026-12-31", "‘1.10.2026’ is not a date. Write year, month, day, as in 2026-11-16."),
        ("", "okrs.csv needs a cycle: --cycle 2026-10-01:2026-12-31 (both days included), or an existing name."),
    ],
)
def test_a_cycle_that_cannot_be_gets_a_sentence(sqlite_store: Store, word: str, sentence: str) -> None:
    company(sqlite_store)
    with pytest.raises(TillerError) as refused:
        run_import(sqlite_store, FileKind.OKRS, OKRS, now=NOW, cycle=word)
    assert str(refused.value) == sentence


def test_a_closed_cycle_takes_nothing_more(sqlite_store: Store) -> None:
    company(sqlite_store)
    with sqlite_store.transaction() as tx:
        tx.cycles.add(name="2026-Q4", start=date(2026, 10, 1), end=date(2027, 1, 1), state=CycleState.CLOSED)
    with pytest.raises(TillerError, match=r"2026-Q4 is closed\. Ada can reopen it: /okr admin\."):
        run_import(sqlite_store, FileKind.OKRS, OKRS, now=NOW, cycle="2026-Q4")
