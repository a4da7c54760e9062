"""Fixtures of the listeners' tests: a running Tiller with the fixture company in it."""

from collections.abc import Iterator

import pytest

from storage.store import Store
from tests.tiller import Line, Running, connected, furnish, running


@pytest.fixture(scope="session")
def line() -> Iterator[Line]:
    """A local Slack with a connection to it."""
    with connected() as lent:
        yield lent


@pytest.fixture
def tiller(sqlite_store: Store, line: Line) -> Iterator[Running]:
    """A Tiller that is connected to a local Slack, at `NOW`, with the fixture company."""
    furnish(sqlite_store)
    with running(sqlite_store, line) as lent:
        yield lent
