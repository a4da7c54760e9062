"""`--skip-bad`: what is right is taken, what is wrong or leans on it is told with its line."""

import pytest

from domain.values.errors import TillerError
from domain.values.ids import KpiKey, TeamKey
from handlers.usecases.imports.report import ImportReport
from handlers.usecases.imports.run import FileKind, run_import
from handlers.usecases.imports.table import MAX_SKIPS
from storage.store import Store
from tests.handlers.imports.files import CYCLE, KPIS, NOW, OKRS, PEOPLE, TEAMS, company, refusal

NOBODY = "Nobody is known as ‘U0NOBODY1’. Write a Slack id such as U0ADA0001, or import people.csv first."


def taken(store: Store, kind: FileKind, content: str, *, dry_run: bool = False) -> ImportReport:
    return run_import(store, kind, content, now=NOW, cycle=CYCLE, skip_bad=True, dry_run=dry_run)


def test_a_file_without_a_bad_row_is_imported_as_ever(sqlite_store: Store) -> None:
    assert taken(sqlite_store, FileKind.TEAMS, TEAMS).skipped is None
    assert str(taken(sqlite_store, FileKind.TEAMS, TEAMS)) == "2 teams: 2 unchanged"


def test_people_who_are_right_are_taken(store: Store) -> None:
    company(store)
    content = (
        PEOPLE + "U0NEW0005,,New,growht,\nU0NEW0006,,Nell,growth,boss\nU0NEW0007,,Nora,growth,\nU0NEW0007,,Again,,\n"
    )
    said = (
        "4 people: 1 new, 3 unchanged\n"
        "3 rows skipped:\n"
        "line 5, team: There is no team ‘growht’. Did you mean Growth?\n"
        "line 6, role: ‘boss’ is not known here. Write member, lead, coordinator or viewer.\n"
        "line 8, slack_id: U0NEW0007 stands in line 7 already."
    )
    assert str(taken(store, FileKind.PEOPLE, content)) == said
    assert str(taken(store, FileKind.PEOPLE, content)) == said.replace("1 new, 3 unchanged", "4 unchanged")
    with store.reading() as tx:
        assert {person.name for person in tx.people.all()} == {"Ada", "Owen", "Mia", "Nora"}


def test_nobody_who_was_skipped_waits_for_a_team(sqlite_store: Store) -> None:
    taken(sqlite_store, FileKind.PEOPLE, "slack_id,name,team,role\nU0BAD0001,Bad,growth,boss\nU0OWEN002,Owen,growth,\n")
    assert taken(sqlite_store, FileKind.TEAMS, TEAMS).skipped is None
    with sqlite_store.reading() as tx:
        assert {person.name: person.team for person in tx.people.all() if person.team} == {"Owen": TeamKey("growth")}


def test_teams_below_a_skipped_one_are_skipped_and_a_stored_one_still_carries(store: Store) -> None:
    content = (
        "key,name,parent,lead,timezone\n"
        "squad,Squad,crew,,\n"
        "crew,Crew,Growth,,\n"
        "growth,Growth,company,,Nowhere/Land\n"
        "company,Northwind,,U0ADA0001,Europe/Amsterdam\n"
        "ops,Ops,company,U0OPS0008,\n"
        "a,A,b,,\n"
        "b,B,a,,\n"
        "c,C,b,,\n"
    )
    report = taken(store, FileKind.TEAMS, content)
    assert str(report.counts[0]) == "2 teams: 2 new"
    assert report.skipped is not None
    assert [str(problem) for problem in report.skipped.problems] == [
        "line 2, parent: ‘crew’ stands in line 3, which is skipped, so this row is too.",
        "line 3, parent: ‘Growth’ stands in line 4, which is skipped, so this row is too.",
        "line 4, timezone: There is no time zone ‘Nowhere/Land’. Zones look like Europe/Amsterdam.",
        "line 7, parent: ‘a’ would stand above itself: its parents lead back to ‘a’.",
        "line 8, parent: ‘b’ would stand above itself: its parents lead back to ‘b’.",
        "line 9, parent: ‘b’ stands in line 8, which is skipped, so this row is too.",
    ]
    with store.reading() as tx:
        assert [team.key for team in tx.teams.all()] == ["company", "ops"]
        assert [person.id for person in tx.people.all()] == ["U0ADA0001", "U0OPS0008"]
    assert taken(store, FileKind.TEAMS, content.replace("Nowhere/Land", "")).counts[0].new == 3
    again = taken(store, FileKind.TEAMS, content)
    assert str(again.counts[0]) == "4 teams: 4 unchanged"


def test_kpis_that_are_right_are_taken(store: Store) -> None:
    company(store)
    content = (
        KPIS + "nps,NPS,growth,U0MIA0003,number,up,at or above 40,45,30,monthly,\nnrr,NRR,growth,U0MIA0003,gold,,,,,,\n"
    )
    content += "mrr,MRR,growth,U0MIA0003,USD,up,1000,,,,\nfine,Fine,growth,U0MIA0003,,,,,,,\n"
    report = taken(store, FileKind.KPIS, content)
    assert str(report.counts[0]) == "4 KPIs: 2 new, 2 unchanged"
    assert report.skipped is not None
    assert (report.skipped.rows, [problem.line for problem in report.skipped.problems]) == (2, [4, 5])
    assert "lies above the target ‘at or above 40’" in report.skipped.problems[0].sentence
    with store.reading() as tx:
        assert [kpi.key for kpi in tx.kpis.all()] == ["churn", "fine", "mrr", "signups"]


def test_readings_that_are_right_are_taken(store: Store) -> None:
    company(store)
    content = "kpi,date,value,note\nchrun,2026-11-09,3,\nchurn,2026-11-09,3,\nchurn,9.11.,3,\nchurn,2026-11-11,4,\n"
    content += "churn,2026-11-02,high,\nchurn,2026-10-26,3.5\n"
    report = taken(store, FileKind.READINGS, content)
    assert str(report) == (
        "1 readings: 1 new\n"
        "5 rows skipped:\n"
        "line 2, kpi: There is no KPI ‘chrun’. Did you mean churn?\n"
        "line 4, date: ‘9.11.’ is not a date. Write year, month, day, as in 2026-11-16.\n"
        "line 5, date: churn has a reading for week 46 in line 3 already.\n"
        "line 6, value: I can’t read ‘high’ as a percentage: I don’t know what ‘high’ means. Try 3.1 or 3,1 %.\n"
        "line 7: This row has 3 cells, the header has 4. Write an empty cell as nothing between two commas."
    )
    assert str(taken(store, FileKind.READINGS, content).counts[0]) == "1 readings: 1 unchanged"
    with store.reading() as tx:
        assert len(tx.readings.of([KpiKey("churn")])[KpiKey("churn")]) == 1


def test_what_hangs_on_a_skipped_objective_or_key_result_is_skipped_too(store: Store) -> None:
    company(store)
    rows = (
        "objective,20,,growth,U0NOBODY1,Nobody owns this,,,,,,,,,,\n"
        "kr,21,20,,U0OWEN002,Under it,,binary,,,,1,,,,\n"
        "objective,22,21,growth,U0OWEN002,Serves that,,,,,,,,,,\n"
        "kr,23,22,,U0OWEN002,And this,,binary,,,,,,,,\n"
        "objective,24,25,growth,U0OWEN002,Round,,,,,,,,,,\n"
        "objective,25,24,growth,U0OWEN002,And round,,,,,,,,,,\n"
        "task,26,3,,U0OWEN002,A task,,binary,,,,,,,,\n"
        "kr,27,26,,U0OWEN002,Under a task,,binary,,,,,,,,\n"
        "kr,28,99,,U0OWEN002,Under nothing,,binary,,,,,,,,\n"
        "kr,29,3,,U0OWEN002,Fine,,binary,,,,,1,,,\n"
    )
    report = taken(store, FileKind.OKRS, OKRS + rows)
    assert [str(count) for count in report.counts] == [
        "1 objectives: 1 new",
        "4 key results: 4 new",
        "3 check-ins: 3 new",
    ]
    assert report.skipped is not None
    assert report.skipped.rows == 9
    assert [str(problem) for problem in report.skipped.problems] == [
        f"line 6, owner: {NOBODY}",
        "line 7, parent: ‘20’ stands in line 6, which is skipped, so this row is too.",
        "line 8, parent: ‘21’ stands in line 7, which is skipped, so this row is too.",
        "line 9, parent: ‘22’ stands in line 8, which is skipped, so this row is too.",
        "line 10, parent: ‘24’ would stand above itself: 24 → 25 → 24.",
        "line 11, parent: ‘25’ would stand above itself: 25 → 24 → 25.",
        "line 12, kind: ‘task’ is not known here. Write objective or key_result.",
        "line 13, parent: ‘26’ stands in line 12, which is skipped, so this row is too.",
        "line 14, parent: ‘99’ is neither in this file nor in the cycle.",
    ]
    again = taken(store, FileKind.OKRS, OKRS + rows)
    assert all(count.unchanged == count.total for count in again.counts)


def test_a_row_under_a_skipped_change_of_a_stored_objective_is_taken(sqlite_store: Store) -> None:
    company(sqlite_store)
    taken(sqlite_store, FileKind.OKRS, OKRS)
    header = OKRS.splitlines()[0]
    content = f"{header}\nobjective,3,,growth,U0NOBODY1,Renamed,,,,,,,,,,\nkr,30,3,,U0OWEN002,More,,binary,,,,,,,,\n"
    report = taken(sqlite_store, FileKind.OKRS, content)
    assert [str(count) for count in report.counts] == ["0 objectives", "1 key results: 1 new"]
    assert report.skipped is not None
    assert report.skipped.rows == 1


@pytest.mark.parametrize(
    ("content", "piece"),
    [
        ("", "The file is empty"),
        ("key\nops\n", "The column ‘name’ is missing"),
        ('key,name\nops,Ops\ncrew,"Crew\n', "A double quote is opened here"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_all_the_same(sqlite_store: Store, content: str, piece: str) -> None:
    with pytest.raises(TillerError, match=piece):
        taken(sqlite_store, FileKind.TEAMS, content)
    with sqlite_store.reading() as tx:
        assert tx.teams.all() == ()


def test_a_dry_run_tells_what_would_be_skipped_and_changes_nothing(sqlite_store: Store) -> None:
    report = taken(sqlite_store, FileKind.TEAMS, TEAMS + "x,,,,,\n", dry_run=True)
    assert str(report).endswith("1 row skipped:\nline 4, name: The name is empty.")
    with sqlite_store.reading() as tx:
        assert tx.teams.all() == ()


def test_without_it_the_same_problem_is_told_once_and_what_leans_on_it_is_no_news(sqlite_store: Store) -> None:
    content = "key,name,parent,timezone\na,A,,Nowhere\nb,B,a,Nowhere\nc,C,a,UTC\n"
    said = refusal(sqlite_store, FileKind.TEAMS, content)
    assert said == "line 2, timezone (and 1 more): There is no time zone ‘Nowhere’. Zones look like Europe/Amsterdam."


def test_a_list_of_skipped_rows_ends_somewhere(sqlite_store: Store) -> None:
    rows = "".join(f"x{number},,,,,\n" for number in range(MAX_SKIPS + 3))
    report = taken(sqlite_store, FileKind.TEAMS, TEAMS.splitlines()[0] + "\n" + rows)
    assert str(report).startswith(f"0 teams\n{MAX_SKIPS + 3} rows skipped:\nline 2, name: ")
    assert str(report).endswith(f"line {MAX_SKIPS + 1}, name: The name is empty.\n… and 3 more.")
