"""The first view is small and quick, however much has been said."""

import statistics
from time import perf_counter

import pytest

from bot.emulator.server import LocalSlack
from tests.emulator.page.readers import ask, crowd, feed, page, tags
from tests.emulator.workspaces import ADA, GROWTH

MANY = 10_000


@pytest.fixture
def crowded(still: LocalSlack) -> LocalSlack:
    """A channel with ten thousand messages."""
    crowd(still, GROWTH, MANY)
    return still


def test_ten_thousand_messages_do_not_slow_the_first_view_down(crowded: LocalSlack) -> None:
    times = []
    for _ in range(20):
        started = perf_counter()
        html = page(crowded, f"/as/{ADA}/{GROWTH}")
        times.append((perf_counter() - started) * 1000)
    assert statistics.median(times) < 300
    assert len(html) < 150_000
    assert sum("data-ts" in tag.attributes and tag.name == "li" for tag in tags(html)) == 50


def test_a_new_message_among_ten_thousand_is_the_only_one_sent(crowded: LocalSlack) -> None:
    with feed(crowded, ADA, page(crowded, f"/as/{ADA}/{GROWTH}")) as events:
        sent = crowded.actor(ADA).say("new", GROWTH).sent or {}
        assert events.next()["ts"] == sent["ts"]


def test_unread_marks_stop_counting_at_ninety_nine(crowded: LocalSlack) -> None:
    line = next(tag for tag in tags(page(crowded, f"/as/{ADA}")) if tag.attributes.get("class") == "unread")
    assert "99+" in line.text


def test_the_page_and_all_that_it_loads_are_light(still: LocalSlack) -> None:
    html = page(still, f"/as/{ADA}/{GROWTH}")
    files = [tag.attributes["href"] for tag in tags(html) if tag.name == "link"]
    files += [tag.attributes["src"] for tag in tags(html) if tag.name == "script"]
    asked = [ask(still, "GET", path) for path in files]
    assert {status for status, _, _ in asked} == {200}
    assert all("immutable" in headers["cache-control"] for _, _, headers in asked)
    assert len(html) + sum(len(content) for _, content, _ in asked) < 120_000
