"""Fixtures that every folder of tests may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.databases import ENGINES, database_url, migrated_store


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open store on an empty, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    with migrated_store(request.param, tmp_path) as lent:
        yield lent


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An open store on an empty, migrated SQLite file: for tests to which the database does not matter."""
    with migrated_store("sqlite", tmp_path) as lent:
        yield lent


@pytest.fixture
def postgres_store(tmp_path: Path) -> Iterator[Store]:
    """An open store on an empty, migrated PostgreSQL database."""
    with migrated_store("postgresql", tmp_path) as lent:
        yield lent


@pytest.fixture(params=ENGINES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database, on both: for tests that start processes of their own."""
    with database_url(request.param, tmp_path) as lent:
        yield lent
