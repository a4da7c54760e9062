"""A browser, and pages in it that may not complain and may not leave this machine."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import bolt_app, client, connected, local_slack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PATIENCE_MS = 5_000


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's own Chromium, without a window."""
    driver = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium is installed (on Debian: apt-get install chromium)")
    # Chromium has no sandbox for root, who runs containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with driver.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


Opened = Callable[..., Any]


@pytest.fixture
def visit(browser: "Browser") -> Iterator[Opened]:
    """Open pages; at the end, none of them may have complained or asked another host."""
    complaints: list[str] = []
    opened: list[Any] = []

    def _heard(message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text}")

    def _asked(dialog: "Dialog") -> None:
        complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _visit(slack: LocalSlack, path: str = "/", *, width: int = 1280, height: int = 860, **more: Any) -> "Page":
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", _heard)
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", _asked)
        host = urlsplit(slack.page_url).netloc
        page.on("request", lambda item: None if urlsplit(item.url).netloc == host else complaints.append(item.url))
        page.goto(slack.page_url.rstrip("/") + path)
        page.wait_for_selector("body[data-ready][data-connected=yes]")
        return page

    yield _visit
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[LocalSlack]:
    """A local Slack whose clock runs."""
    with local_slack(tmp_path) as running:
        yield running


@pytest.fixture
def web(slack: LocalSlack) -> WebClient:
    """The app's client."""
    return client(slack)


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[App]:
    """A bolt app connected over Socket Mode; listeners may be added afterwards."""
    made = bolt_app(slack)
    with connected(slack, made):
        yield made
