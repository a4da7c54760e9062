"""An open page is told what changes, and nothing else."""

from contextlib import ExitStack
from pathlib import Path

from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.page.readers import ask, feed, page, show, tags, text_of
from tests.emulator.workspaces import ADA, GRACE, GROWTH, button, local_slack, modal, refusal, text_input


def opened(slack: LocalSlack, user: str, place: str = GROWTH) -> str:
    return page(slack, f"/as/{user}/{place}")


def test_a_new_message_comes_by_itself(slack: LocalSlack, web: WebClient) -> None:
    with feed(slack, ADA, opened(slack, ADA)) as events:
        ts = web.chat_postMessage(channel=GROWTH, text="news")["ts"]
        event = events.until("message")
    assert (event["ts"], event["list"]) == (ts, "messages")
    assert "news" in text_of(event["html"])


def test_what_happened_between_the_page_and_its_feed_is_not_lost(slack: LocalSlack, web: WebClient) -> None:
    html = opened(slack, ADA)
    ts = web.chat_postMessage(channel=GROWTH, text="in between")["ts"]
    with feed(slack, ADA, html) as events:
        assert events.next()["ts"] == ts


def test_edits_reactions_and_deletions_come_too(slack: LocalSlack, web: WebClient) -> None:
    ts = web.chat_postMessage(channel=GROWTH, text="one")["ts"]
    with feed(slack, ADA, opened(slack, ADA)) as events:
        web.chat_update(channel=GROWTH, ts=ts, text="two")
        assert "two" in events.until("message")["html"]
        web.reactions_add(channel=GROWTH, timestamp=ts, name="eyes")
        assert "👀 1" in events.until("message")["html"]
        web.chat_delete(channel=GROWTH, ts=ts)
        assert events.until("gone") == {"kind": "gone", "list": "messages", "ts": ts}


def test_an_ephemeral_message_comes_to_its_person_only(slack: LocalSlack, web: WebClient) -> None:
    with feed(slack, ADA, opened(slack, ADA)) as hers, feed(slack, GRACE, opened(slack, GRACE)) as other:
        web.chat_postEphemeral(channel=GROWTH, user=ADA, text="psst")
        web.chat_postMessage(channel=GROWTH, text="for all")
        assert "psst" in hers.until("message")["html"]
        assert "for all" in other.until("message")["html"]


def test_messages_elsewhere_only_change_the_unread_marks(slack: LocalSlack, web: WebClient) -> None:
    with feed(slack, ADA, opened(slack, ADA)) as events:
        web.chat_postMessage(channel=ADA, text="direct")
        event = events.next()
    assert (event["kind"], event["name"]) == ("part", "rail")
    assert "1 unread" in text_of(event["html"])


def test_replies_come_to_the_thread_and_are_counted_in_the_channel(slack: LocalSlack, web: WebClient) -> None:
    parent = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    with feed(slack, ADA, page(slack, f"/as/{ADA}/{GROWTH}/{parent}")) as events:
        web.chat_postMessage(channel=GROWTH, text="reply", thread_ts=parent)
        assert "1 reply" in events.until("message", list="messages")["html"]
        parent_again, reply = (events.until("message", list="replies")["html"] for _ in range(2))
    assert "parent" in text_of(parent_again)
    assert "reply" in text_of(reply)


def test_modals_come_change_and_go(slack: LocalSlack) -> None:
    screens = slack.core.screens

    with feed(slack, ADA, opened(slack, ADA)) as events, feed(slack, GRACE, opened(slack, GRACE)) as other:
        show(slack, lambda: screens.open(ADA, modal(title="First")))
        assert "First" in events.until("part", name="modals")["html"]
        top = screens.top(ADA)
        assert top is not None
        show(slack, lambda: screens.replace(top, modal(title="Changed")))
        assert "Changed" in events.until("part", name="modals")["html"]
        show(slack, lambda: screens.push(ADA, modal(title="Second")))
        assert [tag.name for tag in tags(events.until("part", name="modals")["html"])].count("dialog") == 2
        show(slack, lambda: screens.clear(ADA))
        assert events.until("part", name="modals")["html"] == ""
        slack.actor(ADA).say("end", GROWTH)
        assert other.next()["kind"] == "message"


def test_what_is_typed_into_a_modal_does_not_bring_it_again(slack: LocalSlack) -> None:
    slack._thread.call(lambda: slack.core.screens.open(ADA, modal(text_input())))
    with feed(slack, ADA, opened(slack, ADA)) as events:
        slack.actor(ADA).fill("value", "typed")
        slack.actor(ADA).say("next", GROWTH)
        assert events.next()["kind"] == "message"


def test_home_comes_when_it_is_published(slack: LocalSlack, web: WebClient) -> None:
    with feed(slack, ADA, opened(slack, ADA, "home")) as events:
        web.views_publish(user_id=ADA, view={"type": "home", "blocks": [button("Now")]})
        assert "Now" in events.until("part", name="home")["html"]


def test_the_clock_comes_when_it_is_moved(still: LocalSlack) -> None:
    with feed(still, ADA, opened(still, ADA)) as events:
        still.clock.move_to(still.clock.now().replace(day=9))
        assert "Mon 9 Mar 2026, 10:00" in events.until("part", name="clock")["html"]


def test_a_refused_call_comes_as_the_red_strip(slack: LocalSlack, web: WebClient) -> None:
    with feed(slack, ADA, opened(slack, ADA)) as events:
        refusal(web.chat_postMessage, channel="C0NOWHERE", text="x")
        assert "channel_not_found" in events.until("part", name="strip")["html"]
        ask(slack, "POST", "/page/dismiss")
        assert events.until("part", name="strip")["html"] == ""


def test_a_page_that_connects_again_gets_everything_once_more(slack: LocalSlack, web: WebClient) -> None:
    ts = web.chat_postMessage(channel=GROWTH, text="one")["ts"]
    html = opened(slack, ADA)
    with feed(slack, ADA, html) as events:
        web.chat_postMessage(channel=GROWTH, text="two")
        events.until("message")
    with feed(slack, ADA, html) as events:
        kept = events.next()
        assert kept["kind"] == "kept"
        assert kept["lists"]["messages"] == [message["ts"] for message in slack.messages(GROWTH)]
        assert events.next()["ts"] == ts


def test_a_page_that_is_not_known_is_told_to_load_again(slack: LocalSlack) -> None:
    html = opened(slack, ADA).replace('data-viewer="1"', 'data-viewer="77"')
    with feed(slack, ADA, html) as events:
        assert events.next() == {"kind": "reload"}


def test_somebody_elses_page_cannot_be_listened_to(slack: LocalSlack) -> None:
    html = opened(slack, ADA)
    with feed(slack, GRACE, html) as events:
        assert events.next() == {"kind": "reload"}


def test_the_feed_ends_with_the_server(tmp_path: Path) -> None:
    with ExitStack() as reading:
        with local_slack(tmp_path) as slack:
            events = reading.enter_context(feed(slack, ADA, opened(slack, ADA)))
            slack.actor(ADA).say("x", GROWTH)
            events.until("message")
        assert events.ended()
