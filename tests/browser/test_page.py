"""The page as a whole: places and the back button, safety, accessibility, sizes, many messages."""

from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.browser.conftest import Opened
from tests.emulator.page import gallery
from tests.emulator.page.readers import crowd, show
from tests.emulator.page.test_blocks import EVIL
from tests.emulator.page.test_mrkdwn_html import ATTACKS
from tests.emulator.workspaces import ADA, ELSEWHERE, GRACE, GROWTH, button, modal, refusal, text_input

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = f"/as/{ADA}/{GROWTH}"
FEW_REQUESTS = 20


def test_the_back_button_and_addresses_lead_to_places(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    ts = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    web.chat_postMessage(channel=GROWTH, text="child", thread_ts=ts)
    page = visit(slack, f"/as/{ADA}/{ELSEWHERE}")
    page.get_by_role("link", name="growth").click()
    page.get_by_role("link", name="1 reply").click()
    page.locator("#replies").get_by_text("child").wait_for()
    page.go_back()
    page.wait_for_url(f"**{HERE}")
    page.go_back()
    page.wait_for_url(f"**/{ELSEWHERE}")
    assert page.get_by_role("heading", level=1).inner_text() == "#elsewhere"


def test_a_message_elsewhere_marks_its_place_as_unread(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    page = visit(slack, HERE)
    web.chat_postMessage(channel=ADA, text="psst")
    page.locator(".rail .unread", has_text="Messages").wait_for()


def test_nothing_that_people_type_runs(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    slack.add_person(id="U0EVIL001", name=EVIL)
    slack.add_channel(id="C0EVIL001", name=EVIL, members=[ADA, "U0EVIL001"])
    for attack in [EVIL, *ATTACKS]:
        slack.actor("U0EVIL001").say(attack, "C0EVIL001")
        mixed: list[gallery.Payload] = [
            {"type": "section", "text": gallery.marked(attack)},
            {"type": "markdown", "text": attack},
        ]
        web.chat_postMessage(channel="C0EVIL001", text=attack, blocks=mixed)
    field = text_input(label=EVIL, initial_value=EVIL, placeholder=gallery.plain(EVIL))
    page = visit(slack, f"/as/{ADA}/C0EVIL001")
    show(slack, lambda: slack.core.screens.open(ADA, modal(field)))
    page.get_by_role("dialog").wait_for()
    slack.actor("U0EVIL001").say(EVIL, "C0EVIL001")
    page.locator("#messages .row").nth(2 * len(ATTACKS) + 2).wait_for()
    assert page.locator("main img, main script, dialog img, dialog script").count() == 0
    assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length"
        )
        == 0
    )


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_and_nothing_is_wider_than_the_screen(
    slack: LocalSlack, web: WebClient, visit: Opened, width: int, scheme: str
) -> None:
    for blocks in gallery.MESSAGES:
        web.chat_postMessage(channel=GROWTH, text="all", blocks=blocks)
    web.chat_postEphemeral(channel=GROWTH, user=ADA, text="only *you*")
    refusal(web.chat_postMessage, channel="C0NOWHERE", text="x")
    page = visit(slack, HERE, width=width, color_scheme=scheme)
    assert too_wide(page) == []
    assert low_contrast(page) == []
    show(slack, lambda: slack.core.screens.open(ADA, gallery.MODAL))
    page.get_by_role("dialog").wait_for()
    assert too_wide(page) == []
    assert low_contrast(page, "dialog") == []


def too_wide(page: "Page") -> list[str]:
    """What one would have to scroll sideways to read; tables and rows of cards have a bar of their own for that."""
    places = "document.querySelectorAll('html, .frame, .place, .scroll, .rail, .message, .home, dialog, .blocks')"
    found: list[str] = page.evaluate(
        f"[...{places}].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"
    )
    return found


def low_contrast(page: "Page", within: str = "body") -> list[str]:
    """Texts that do not stand out from what is behind them as WCAG AA asks (4.5, or 3 for large ones)."""
    found: list[str] = page.evaluate(_CONTRAST, within)
    return found


_CONTRAST = """(within) => {
  const colour = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const linear = (v) => (v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => [r, g, b].map(linear).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = colour(getComputedStyle(at).backgroundColor);
      if (a > .99) return [r, g, b];
    }
    return colour(getComputedStyle(document.body).backgroundColor);
  };
  const found = new Set();
  for (const element of document.querySelector(within).querySelectorAll('*')) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!words || !seen || element.closest('svg, :disabled, option, .avatar, .brand')) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
    const [one, two] = [light(colour(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + .05) / (two + .05);
    const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    if (ratio < least) found.add(`${element.className || element.tagName}: ${ratio.toFixed(2)}`);
  }
  return [...found];
}"""


def test_a_phone_shows_one_thing_at_a_time(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    ts = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    web.chat_postMessage(channel=GROWTH, text="child", thread_ts=ts)
    page = visit(slack, f"/as/{ADA}", width=390, height=844)

    def _shown() -> list[str]:
        return [name for name in ("rail", "place", "thread") if page.locator(f".{name}").first.is_visible()]

    assert _shown() == ["rail"]
    page.get_by_role("link", name="growth").click()
    page.wait_for_url(f"**{HERE}")
    assert _shown() == ["place"]
    page.get_by_role("link", name="1 reply").click()
    page.wait_for_url(f"**/{ts}")
    assert _shown() == ["thread"]
    page.get_by_role("link", name="Back to the messages").click()
    page.get_by_role("link", name="Back to the list").click()
    page.wait_for_url(f"**/as/{ADA}")
    assert _shown() == ["rail"]


def test_everything_is_reached_with_the_keyboard(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    web.chat_postMessage(channel=GROWTH, text="t", blocks=[button("Press me")])
    page = visit(slack, HERE)
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("(e => e.ariaLabel || e.innerText || e.id || e.className)(document.activeElement)")
        )
    for name in (
        "Skip to the messages",
        "+1 day",
        "#\ngrowth",
        "Messages",
        "Press me",
        "Reply",
        "Message #growth",
        "Send",
    ):
        assert name in reached


def test_landmarks_and_names_are_there_for_those_who_do_not_see(slack: LocalSlack, visit: Opened) -> None:
    page = visit(slack, HERE)
    for role, name in (("navigation", "Channels and messages"), ("log", ""), ("group", "The workspace's clock")):
        assert page.get_by_role(role, name=name).count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("log", name="Messages").get_attribute("aria-live") == "polite"


def test_the_theme_is_chosen_and_stays(slack: LocalSlack, visit: Opened) -> None:
    page = visit(slack, HERE, color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert light != dark == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_red_strip_comes_and_is_put_away(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    page = visit(slack, HERE)
    refusal(web.chat_postMessage, channel=GROWTH, text="x", blocks=[{"type": "sectoin"}])
    page.get_by_text("/blocks/0/type").wait_for()
    page.get_by_role("button", name="Dismiss").click()
    page.locator(".strip").wait_for(state="detached")


def test_the_clock_runs_and_is_moved(slack: LocalSlack, visit: Opened) -> None:
    page = visit(slack, HERE)
    page.get_by_role("button", name="Next Monday").click()
    page.get_by_text("Mon 9 Mar 2026, 09:00").wait_for()


def test_a_table_turns_its_pages(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    web.chat_postMessage(channel=GROWTH, text="t", blocks=gallery.MESSAGES[3][:1])
    page = visit(slack, HERE)
    page.get_by_role("button", name="Next", exact=True).click()
    assert page.locator("table.data tbody tr:visible th").all_inner_texts() == ["Bay 3", "Bay 4"]
    assert page.get_by_text("3 to 4 of 5").is_visible()


def test_ten_thousand_messages_stay_usable(slack: LocalSlack, visit: Opened) -> None:
    crowd(slack, GROWTH, 10_000)
    page = visit(slack, HERE)
    assert page.locator("#messages .row").count() <= 150
    assert page.get_by_text("message 9999").is_visible()
    for _ in range(5):
        before = page.locator("#messages .row").count()
        page.evaluate("document.querySelector('.scroll').scrollTop = -1e9")
        page.wait_for_function("count => document.querySelectorAll('#messages .row').length > count", arg=before)
    page.get_by_label("Message #growth").fill("still here")
    page.get_by_label("Message #growth").press("Enter")
    page.get_by_text("still here").wait_for()


def test_the_first_view_takes_few_requests_and_little_time(slack: LocalSlack, visit: Opened) -> None:
    page = visit(slack, HERE)
    asked: list[str] = []
    page.on("request", lambda item: asked.append(item.url))
    page.reload()
    page.wait_for_selector("body[data-ready][data-connected=yes]")
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert len(asked) <= FEW_REQUESTS
    assert timing < 300
    assert paint < 1000


def test_another_person_is_another_page(slack: LocalSlack, web: WebClient, visit: Opened) -> None:
    slack._thread.call(lambda: slack.core.screens.open(ADA, modal(text_input(), title="Adas own")))
    page = visit(slack, f"/as/{GRACE}/{GROWTH}")
    web.chat_postEphemeral(channel=GROWTH, user=ADA, text="for ada only")
    web.chat_postMessage(channel=GROWTH, text="for all")
    page.get_by_text("for all").wait_for()
    assert page.get_by_text("for ada only").count() == 0
    assert page.get_by_role("dialog").count() == 0
