"""Tiller itself on the page: a check-in, an alert, an answer to one person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage.store import Store
from tests.browser.conftest import Opened
from tests.people import GROWTH, MEMBER, OWNER
from tests.tiller import LOGOS, Line, Running, ask, connected, furnish, open_alert, running


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    """A local Slack with a connection to it."""
    with connected() as lent:
        yield lent


@pytest.fixture
def tiller(sqlite_store: Store, line: Line) -> Iterator[Running]:
    """A Tiller that is connected to a local Slack, with the fixture company."""
    furnish(sqlite_store)
    with running(sqlite_store, line) as lent:
        yield lent


def test_a_check_in_is_answered_with_a_wrong_and_then_a_right_number(tiller: Running, visit: Opened) -> None:
    ask(tiller, LOGOS)
    page = visit(tiller.slack, f"/as/{OWNER.id}/{tiller.owen.dm}")
    page.get_by_role("button", name="Check in").click()
    value = page.get_by_role("dialog").get_by_label("Value now")
    value.fill("a few")
    page.get_by_label("One line").fill("Two are close")
    page.get_by_role("button", name="Save").click()
    page.locator(".field-error:visible", has_text="a few").wait_for()
    assert page.get_by_label("One line").input_value() == "Two are close"
    value.fill("7")
    page.get_by_label("Confidence").select_option("8")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog", name="Thanks").get_by_text("Two are close").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    with tiller.store.transaction() as tx:
        assert tx.checkins.of([LOGOS])[LOGOS][-1].value == 7


def test_an_alert_that_is_acknowledged_changes_in_place(tiller: Running, visit: Opened) -> None:
    open_alert(tiller)
    page = visit(tiller.slack, f"/as/{MEMBER.id}/{GROWTH.channel}")
    alert = page.locator("#messages .row").last
    assert alert.locator("svg[role=img]").count() == 1
    with page.expect_response("**/click"):
        alert.get_by_role("button", name="Acknowledge").click()
    # Tiller writes to a channel once a second at most, and time stands still here.
    tiller.move(timedelta(seconds=2))
    assert tiller.deliver()
    page.get_by_role("button", name="Acknowledge").wait_for(state="detached")
    page.get_by_text(f"{MEMBER.name} acknowledged it").wait_for()


def test_what_a_command_answers_is_for_its_person_only(tiller: Running, visit: Opened) -> None:
    page = visit(tiller.slack, f"/as/{MEMBER.id}/{GROWTH.channel}")
    page.get_by_label("Message #growth").fill("/okr growth")
    page.get_by_label("Message #growth").press("Enter")
    page.get_by_text("Only visible to you").wait_for()
    page.get_by_label("You are").select_option(OWNER.id)
    page.wait_for_url(f"**/as/{OWNER.id}/{GROWTH.channel}")
    assert page.get_by_text("Only visible to you").count() == 0
