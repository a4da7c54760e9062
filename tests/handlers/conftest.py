"""Fixtures of the listeners' tests: a running Tiller with the fixture company in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.databases import furnished_store
from tests.tiller import Line, Running, connected, furnish, running


@pytest.fixture(scope="session")
def line() -> Iterator[Line]:
    """A local Slack with a connection to it."""
    with connected() as lent:
        yield lent


@pytest.fixture
def furnished(tmp_path: Path) -> Iterator[Store]:
    """An open store on a SQLite file with the fixture company in it."""
    with furnished_store(furnish, tmp_path) as lent:
        yield lent


@pytest.fixture
def tiller(furnished: Store, line: Line) -> Iterator[Running]:
    """A Tiller that is connected to a local Slack, at `NOW`, with the fixture company."""
    with running(furnished, line) as lent:
        yield lent
