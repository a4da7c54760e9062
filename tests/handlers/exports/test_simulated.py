"""A company that lived through the end of a quarter, with people, messages and scores: it can move anywhere."""

import io
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.simulate.run import played
from storage.dump import write_everything
from storage.loading import read_everything
from storage.store import Store, open_store
from tests.databases import database_url, migrated_store
from tests.e2e import company
from tests.handlers.exports.files import exported, imported

CYCLE = "2026-01-01:2026-03-31"


def everything(store: Store) -> bytes:
    out = io.BytesIO()
    write_everything(store, out)
    return out.getvalue()


def test_the_simulated_company_is_the_same_on_the_other_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    with database_url("sqlite", tmp_path) as url:
        played(data=company.write(tmp_path / "company"), first=company.FIRST, last=company.LAST, database=url)
        store = open_store(url)
        content, files = everything(store), exported(store, cycle="2026-Q1")
        store.close()
    with migrated_store("postgresql", tmp_path) as other, migrated_store("postgresql", tmp_path) as by_csv:
        counts = read_everything(other, io.BytesIO(content))
        assert everything(other) == content
        assert all(counts[table] for table in ("scores", "alerts", "prompts", "occurrences", "outbox", "inbound"))
        imported(by_csv, files, cycle=CYCLE)
        assert exported(by_csv, cycle="2026-Q1") == files
