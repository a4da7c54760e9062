"""Fixtures that every folder of tests may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.store import Store
from tests.databases import ENGINES, database_url, migrated_store

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """Take back one warning: hypothesis blames a strategy when a thread, such as a websocket's, uses `random` too."""
    config.addinivalue_line("filterwarnings", "ignore:Do not use the .random. module inside strategies")


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
