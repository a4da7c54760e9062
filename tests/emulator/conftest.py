"""Fixtures of the emulator's own tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import bolt_app, client, connected, local_slack


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[LocalSlack]:
    """A local Slack whose clock runs."""
    with local_slack(tmp_path) as running:
        yield running


@pytest.fixture
def still(tmp_path: Path) -> Iterator[LocalSlack]:
    """A local Slack whose clock stands still."""
    with local_slack(tmp_path, frozen=True) as running:
        yield running


@pytest.fixture
def web(slack: LocalSlack) -> WebClient:
    """The app's client of `slack`."""
    return client(slack)


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[App]:
    """A bolt app connected to `slack` over Socket Mode; listeners may be added afterwards."""
    made = bolt_app(slack)
    with connected(slack, made):
        yield made
