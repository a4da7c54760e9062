"""The demo's tour in a browser, from the first click to the summary, as a newcomer walks it."""

import io
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from rich.console import Console

from bot.demo import company
from bot.demo.past import live_through
from bot.demo.play import Door, Wishes, performing, play, setup_door
from bot.demo.run import free_port
from bot.demo.screen import Screen
from bot.demo.script import sample
from bot.demo.setup import set_up
from tests.browser.conftest import Opened

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LONG_MS = 30_000
PRIYA = "U08PRIYAR"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """The demo without its opening: it is the visitor who leads."""
    script = sample(tmp_path)
    with setup_door(script) as opened, set_up(tmp_path, script, opened.slack, opened.clock) as setup:
        live_through(setup)
        with performing(setup, opened):
            opened.session.leave_to_visitor()
            yield opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a demo of another thread shows its page."""

    page_url: str


def arrived(port: int) -> Address:
    """Wait until a demo's company has moved in."""
    address = Address(page_url=f"http://127.0.0.1:{port}/")
    for _ in range(1000):
        with suppress(httpx.TransportError):
            if httpx.get(address.page_url, follow_redirects=True).status_code == httpx.codes.OK:
                return address
        threading.Event().wait(0.01)
    raise AssertionError("The demo did not come up.")


def tour(page: "Page") -> "Locator":
    return page.get_by_role("region", name="Guided tour")


def step(page: "Page", button: str, shown: str) -> None:
    """Press the one button of a step, and wait until it is made."""
    tour(page).get_by_role("button", name=button).click()
    page.locator(".tour:not([aria-busy]) h2", has_text=shown).wait_for(timeout=LONG_MS)
    page.wait_for_selector("body[data-ready][data-connected=yes]")


def who(page: "Page") -> str:
    found: str = page.evaluate("document.body.dataset.me")
    return found


def read_digest_and_alert(page: "Page") -> None:
    step(page, "Let Monday begin", "1 of 7")
    page.wait_for_url(f"**/as/{PRIYA}/{company.GROWTH}")
    page.get_by_text("Growth · week 46").wait_for()
    step(page, "Let a number turn red", "2 of 7")
    page.get_by_text("Churn is critical: 4.8 %, limit 4 %").wait_for()
    # Mia's command was answered to her alone.
    assert page.get_by_text("Saved: Churn is 4.8 %").count() == 0


def make_it_a_key_result(page: "Page") -> None:
    step(page, "Be the owner", "3 of 7")
    page.wait_for_url(f"**/as/{company.MIA}/{company.GROWTH}")
    page.get_by_text("Saved: Churn is 4.8 %").wait_for()
    alert = page.locator("#messages .row", has_text="Churn is critical").last
    alert.get_by_role("button", name="Acknowledge").click()
    alert.get_by_text("Mia Lindqvist acknowledged it").wait_for()
    alert.get_by_role("button", name="Make it a key result").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="Save").click()
    form.get_by_text("KR-15").first.wait_for()
    page.keyboard.press("Escape")
    form.wait_for(state="detached")
    alert.get_by_text("KR-15").first.wait_for()


def check_in(page: "Page") -> None:
    step(page, "Let the check-in come", "4 of 7")
    page.get_by_role("button", name="Check in").last.click()
    form = page.get_by_role("dialog")
    form.get_by_label("Value now").first.fill("3O")
    form.get_by_role("button", name="Save").click()
    form.locator(".field-error:visible", has_text="3O").wait_for()
    form.get_by_label("Value now").first.fill("33")
    form.get_by_label("Confidence").first.select_option("5")
    form.get_by_role("button", name="Save").click()
    page.get_by_role("dialog", name="Thanks").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator("#messages").get_by_text("Thanks Mia").last.wait_for()


def test_the_tour_leads_from_the_first_click_to_the_summary(door: Door, visit: Opened) -> None:
    page = visit(door.slack)
    read_digest_and_alert(page)
    make_it_a_key_result(page)
    check_in(page)
    step(page, "Let a week pass", "5 of 7")
    assert who(page) == PRIYA
    page.get_by_text("Growth · week 47").wait_for()
    step(page, "Let the quarter end", "6 of 7")
    page.get_by_role("button", name="Score").last.wait_for()
    step(page, "Read the summary", "7 of 7")
    page.get_by_text("Harbourlight, 2026-Q4 in one line").wait_for()
    page.get_by_text("Get Churn back within its limits").wait_for()
    assert page.get_by_role("button", name="Start over").is_visible()
    assert any(
        "back to the dashboard" in str(message).lower()
        for message in door.slack.messages(door.slack.dm_of(company.MIA))
    )
    assert door.slack.problems() == []


def test_a_visitor_who_only_presses_next_is_led_all_the_same(door: Door, visit: Opened) -> None:
    page = visit(door.slack)
    for number in range(1, 6):
        tour(page).locator(".primary").click()
        page.locator(".tour:not([aria-busy]) h2", has_text=f"{number} of 7").wait_for(timeout=LONG_MS)
        page.wait_for_selector("body[data-ready][data-connected=yes]")
    page.get_by_text("Growth · week 47").wait_for()
    assert "KR-15" in str(door.slack.messages(company.GROWTH))


def test_one_goes_back_puts_the_tour_away_and_takes_it_up_again(door: Door, visit: Opened) -> None:
    page = visit(door.slack)
    step(page, "Let Monday begin", "1 of 7")
    step(page, "Let a number turn red", "2 of 7")
    tour(page).get_by_role("button", name="Put the tour away").click()
    tour(page).wait_for(state="detached")
    page.reload()
    page.wait_for_selector("body[data-ready][data-connected=yes]")
    page.get_by_role("button", name="Guided tour").press("Enter")
    page.locator(".tour").wait_for()
    step(page, "Back", "1 of 7")
    # What has happened does not happen again.
    before = door.slack.transcript()
    step(page, "Let a number turn red", "2 of 7")
    assert door.slack.transcript() == before
    page.goto(f"{door.slack.page_url}as/{company.YUKI}/home")
    page.wait_for_selector("body[data-ready][data-connected=yes]")
    tour(page).get_by_role("button", name="Show me").click()
    page.wait_for_url(f"**/as/{PRIYA}/{company.GROWTH}")


def test_the_clock_says_what_comes_next_and_goes_there(door: Door, visit: Opened) -> None:
    page = visit(door.slack, f"/as/{company.MIA}/{company.GROWTH}")
    step(page, "Let Monday begin", "1 of 7")
    page.goto(f"{door.slack.page_url}as/{company.MIA}/{door.slack.dm_of(company.MIA)}")
    page.wait_for_selector("body[data-ready][data-connected=yes]")
    page.locator(".planned", has_text="Next, 10:00: Check-in for 7 people").wait_for()
    page.get_by_role("button", name="Next event").click()
    page.get_by_role("button", name="Check in").last.wait_for()
    page.get_by_text("Mon 16 Nov 2026, 10:00").wait_for()


def test_a_clock_that_has_left_the_tour_behind_is_told_and_starting_over_helps(tmp_path: Path, visit: Opened) -> None:
    stopping, port = threading.Event(), free_port()
    screen = Screen(Console(file=io.StringIO(), width=60))
    wishes = Wishes(port=port, pause=0.2)
    playing = threading.Thread(target=play, args=(tmp_path, sample(tmp_path), screen, stopping, wishes), daemon=True)
    playing.start()
    try:
        page = visit(arrived(port))
        # The opening has played by itself until now; a visitor begins anew.
        step(page, "Let Monday begin", "1 of 7")
        page.get_by_text("Growth · week 46").wait_for()
        assert page.get_by_text("Churn is critical").count() == 0
        page.get_by_role("button", name="+1 day").click()
        page.get_by_text("Tue 17 Nov 2026").wait_for()
        tour(page).get_by_role("button", name="Let a number turn red").click()
        page.get_by_text("left the tour behind").wait_for()
        tour(page).get_by_role("button", name="Start over").click()
        page.get_by_text("Mon 16 Nov 2026").wait_for(timeout=LONG_MS)
        step(page, "Let Monday begin", "1 of 7")
    finally:
        stopping.set()
        playing.join(20)
    assert not playing.is_alive()


def test_the_tour_is_walked_with_the_keyboard_and_fits_a_phone(door: Door, visit: Opened) -> None:
    page = visit(door.slack, f"/as/{company.MIA}/{company.GROWTH}", width=390, height=844)
    for number in (1, 2, 3):
        tour(page).locator(".primary").press("Enter") if number == 1 else page.keyboard.press("Enter")
        page.locator(".tour:not([aria-busy]) h2", has_text=f"{number} of 7").wait_for(timeout=LONG_MS)
        page.wait_for_selector("body[data-ready][data-connected=yes]")
        page.wait_for_function("document.activeElement?.dataset.tour === 'next'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    alert = page.locator("#messages .row", has_text="Churn is critical").last
    assert alert.get_by_role("button", name="Acknowledge").is_visible()
