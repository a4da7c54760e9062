"""A move to another database: everything goes along, and nothing changes on the way."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Date, Integer

from domain.okrs.cycles import CycleState
from storage.dump import LEFT_OUT, REASONS, tables_in_order, write_everything
from storage.loading import FileNotTakenError, NotEmptyError, read_everything
from storage.schema import METADATA
from storage.store import Store
from storage.types import Key
from tests.databases import migrated_store
from tests.people import settle
from tests.storage.everything import ROWS, fill


def written(store: Store) -> bytes:
    out = io.BytesIO()
    write_everything(store, out)
    return out.getvalue()


def taken(store: Store, content: bytes, *, dry_run: bool = False) -> dict[str, int]:
    return read_everything(store, io.BytesIO(content), dry_run=dry_run)


def test_every_table_is_carried_or_named_as_left_out_with_a_reason() -> None:
    assert set(REASONS) == {table.name for table in tables_in_order()}
    assert set(REASONS) | set(LEFT_OUT) == set(METADATA.tables)
    assert all(len(reason) > len("the past") for reason in [*REASONS.values(), *LEFT_OUT.values()])


def test_rows_stand_in_the_order_of_keys_that_both_databases_order_alike() -> None:
    kinds = {type(column.type) for table in tables_in_order() for column in table.primary_key}
    assert kinds == {Key, Integer, Date}


def test_everything_goes_to_the_other_database_and_back_byte_for_byte(tmp_path: Path) -> None:
    with (
        migrated_store("sqlite", tmp_path) as first,
        migrated_store("postgresql", tmp_path) as second,
        migrated_store("sqlite", tmp_path) as third,
    ):
        fill(first)
        content = written(first)
        full = dict.fromkeys(METADATA.tables, ROWS)
        assert taken(second, content) == full
        assert written(second) == content
        assert taken(third, written(second)) == full
        assert written(third) == content


def test_the_same_state_gives_the_same_bytes_on_both_databases(store: Store, tmp_path: Path) -> None:
    fill(store)
    with migrated_store("sqlite", tmp_path) as other:
        fill(other)
        assert written(store) == written(other)


def test_the_file_is_json_with_one_row_a_line(sqlite_store: Store) -> None:
    fill(sqlite_store)
    content = written(sqlite_store)
    read = json.loads(content)
    assert read["tables"]["key_results"][0]["weight"] == "0.1"
    assert read["tables"]["cycles"][0]["start"] == "2026-11-16"
    lines = content.decode().split("\n")
    assert sum(1 for line in lines if line.startswith("{") and line != lines[0]) == ROWS * len(METADATA.tables)
    assert "ü" in content.decode()


def test_new_numbers_go_on_after_those_that_came_in(store: Store, tmp_path: Path) -> None:
    with migrated_store("sqlite", tmp_path) as original:
        fill(original)
        taken(store, written(original))
    with store.transaction() as tx:
        highest = max(cycle.id for cycle in tx.cycles.all())
        added = tx.cycles.add(name="2027-Q1", start=date(2027, 1, 1), end=date(2027, 4, 1), state=CycleState.DRAFT)
        assert added.id == highest + 1


def test_a_dry_run_tells_the_same_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    with migrated_store("sqlite", tmp_path) as original:
        fill(original)
        content = written(original)
    empty = written(store)
    assert taken(store, content, dry_run=True)["people"] == ROWS
    assert written(store) == empty
    assert taken(store, content)["people"] == ROWS


def test_a_database_that_holds_something_takes_nothing(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
    before = written(sqlite_store)
    with pytest.raises(NotEmptyError, match=r"not empty, it holds teams, people\. .* DATABASE_URL"):
        taken(sqlite_store, before)
    assert written(sqlite_store) == before


def test_a_database_on_which_tiller_was_started_takes_nothing(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        tx.meta.set("instance", "one")
    with pytest.raises(NotEmptyError, match=r"it holds the mark of a Tiller that was started on it\. Everything goes"):
        taken(sqlite_store, written(sqlite_store))


def line_of(content: str, piece: str) -> int:
    return content[: content.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda text: text[:0], "line 1: This is no file that `export --json` wrote."),
        (lambda text: text.replace("tiller everything", "other", 1), "line 1: This is no file"),
        (lambda text: text.replace('"version": 1', '"version": 9', 1), "line 1: The file is of version 9, schema"),
        (lambda text: text.replace('"schema": "', '"schema": "9', 1), "line 1: The file is of version 1, schema 9"),
        (lambda text: text.replace('"kpi": "b-0"', '"kpi": 7', 1), "‘kpi’ cannot be 7."),
        (lambda text: text.replace('"0.1"', "0.1", 1), "cannot be 0.1."),
        (lambda text: text.replace('"0.1"', '"NaN"', 1), 'cannot be "NaN".'),
        (lambda text: text.replace("2026-11-18T15:00:00Z", "2026-11-18T15:00:00", 1), "cannot be"),
        (lambda text: text.replace('"increase"', '"upwards"', 1), 'key_results: ‘metric’ cannot be "upwards".'),
        (lambda text: text.replace('"currency:USD"', '"gold"', 1), '‘unit’ cannot be "gold".'),
        (lambda text: text.replace('"season": "week"', '"season": "moon"', 1), "kpis: ‘limits’ cannot be {"),
        (lambda text: text.replace('"start"', '"begin"', 1), "cycles: This row does not have the columns id, name,"),
        (lambda text: text.replace('"cancelled": false', '"cancelled": null', 1), "‘cancelled’ is empty"),
        (lambda text: text.replace('"cancelled": false', '"cancelled": 0', 1), "‘cancelled’ cannot be 0."),
        (lambda text: text.replace('{"id"', "{id", 1), "This row cannot be read as JSON."),
        (lambda text: text.replace("},\n", "}\n", 1), "A comma is missing at the end of the row before."),
        (lambda text: text.replace('"teams": [', '"gangs": [', 1), "The table ‘teams’ should begin here."),
        (lambda text: text + "more", "Something stands behind the end of the file."),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_with_table_and_line(
    store: Store, tmp_path: Path, damage: Callable[[str], str], sentence: str
) -> None:
    with migrated_store("sqlite", tmp_path) as original:
        fill(original)
        content = written(original).decode()
    with pytest.raises(FileNotTakenError) as refused:
        taken(store, damage(content).encode())
    head, _, told = str(refused.value).partition("\n")
    assert head == "Nothing was imported."
    assert re.match(r"line \d+(, \w+)?: ", told)
    assert sentence in told
    with store.reading() as tx:
        assert tx.teams.all() == ()


def test_a_refusal_names_the_line_of_the_row(store: Store, tmp_path: Path) -> None:
    with migrated_store("sqlite", tmp_path) as original:
        fill(original)
        content = written(original).decode()
    twice = content.replace('{"key": "b-0", "name"', '{"key": "B-1", "name"', 1)
    line = line_of(content, '{"key": "b-0", "name"')
    with pytest.raises(FileNotTakenError, match=rf"line {line}, teams: The database does not take this row: .*key"):
        taken(store, twice.encode())
    not_text = content.encode().replace("ü".encode(), b"\xfc", 1)
    with pytest.raises(FileNotTakenError, match=r"This line is not UTF-8\."):
        taken(store, not_text)


def test_a_row_that_names_another_which_is_missing_is_refused(store: Store, tmp_path: Path) -> None:
    with migrated_store("sqlite", tmp_path) as original:
        fill(original)
        content = written(original).decode()
    orphaned = re.sub(r'("key": "_ä-2".*?"parent": )"B-1"', r'\1"gone"', content, count=1)
    assert orphaned != content
    for dry_run in (True, False):
        with pytest.raises(FileNotTakenError, match=r"A row (of teams )?names"):
            taken(store, orphaned.encode(), dry_run=dry_run)
    assert taken(store, content.encode())["teams"] == ROWS


def test_a_file_that_was_cut_off_anywhere_is_refused(sqlite_store: Store, tmp_path: Path) -> None:
    with migrated_store("sqlite", tmp_path) as original:
        fill(original)
        lines = written(original).splitlines(keepends=True)
    empty = written(sqlite_store)
    for end in range(len(lines) - 1):
        with pytest.raises(FileNotTakenError):
            taken(sqlite_store, b"".join(lines[:end]))
    assert written(sqlite_store) == empty
