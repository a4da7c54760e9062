"""How a channel is read back, where the search starts, and what happens when it cannot be read (DESIGN D7 and D8)."""

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.delivery.addresses import Addresses
from bot.delivery.calls import SlackCalls
from bot.delivery.channel_search import Place, Sight, View, look
from bot.delivery.outcomes import Kind, Outcome
from domain.ledger.deliveries import DeliveryState
from tests.bot.delivery.bench import CHANNEL, Bench
from tests.bot.delivery.scripted import Fault, refuses, slow_down
from tests.people import MEMBER

SOON = timedelta(seconds=5)


def calls(bench: Bench) -> SlackCalls:
    return SlackCalls(WebClient(token="xoxb-test", base_url=bench.slack.api_url), timeout=bench.policy.http_timeout)


def stored(fault: Fault) -> Fault:
    """The same answer, after Slack has taken the message."""
    return Fault(stored=True, drops=fault.drops, status=fault.status, body=fault.body, headers=fault.headers)


def test_a_channel_that_cannot_be_read_now_is_read_later_and_nothing_is_guessed(bench: Bench) -> None:
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    bench.slack.breaks(
        "conversations.history",
        Fault(status=503),
        Fault(drops=True),
        slow_down("60"),
        refuses("invalid_auth"),
        refuses("a_code_of_the_year_2030"),
    )
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert len(bench.slack.called("conversations.history")) == 6
    assert bench.slack.keys(CHANNEL) == [key]
    assert len(bench.slack.called("chat.postMessage")) == 1


def test_a_reading_that_breaks_off_between_pages_proves_nothing(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    bench.add("digest:1")
    bench.worker.deliver_due()
    for number in range(250):
        bench.slack.say(CHANNEL, f"chatter {number}")
    first_page = bench.slack.answer("conversations.history", {"channel": CHANNEL, "limit": "200"})
    bench.slack.breaks("conversations.history", Fault(body=first_page), Fault(status=500))
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == ["digest:1"]


def test_where_a_channel_may_not_be_read_the_message_comes_again_and_says_so(bench: Bench) -> None:
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)), slow_down("1"))
    bench.slack.breaks("conversations.history", refuses("missing_scope", needed="channels:history"))
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}
    bench.add("digest:1", payload={"text": "hello", "blocks": [section]})
    assert bench.run() == 1
    first, again = bench.slack.channels[CHANNEL]
    assert (first["text"], again["text"]) == ("hello", "hello (may be a repeat)")
    assert first["blocks"] == [section]
    assert again["blocks"][0] == section
    assert "may be a repeat" in again["blocks"][1]["elements"][0]["text"]


def test_where_the_dm_cannot_even_be_asked_for_the_message_comes_again_and_says_so(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", *[refuses("missing_scope", needed="im:write")] * 2)
    key = bench.add("prompt:1", to=MEMBER.id, kind="prompt")
    bench.leave_in_flight(key, sending=True)
    assert bench.run() == 1
    assert bench.slack.texts("D0MIA0003") == ["text of prompt:1 (may be a repeat)"]


def test_a_dm_that_cannot_be_asked_for_now_is_asked_for_later(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", Fault(status=500), slow_down("10"))
    key = bench.add("prompt:1", to=MEMBER.id, kind="prompt")
    bench.leave_in_flight(key, sending=True)
    assert bench.run() == 1
    assert bench.slack.keys("D0MIA0003") == [key]


def test_what_can_never_be_looked_for_is_given_up_when_its_time_is_over(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.history", *[Fault(status=500)] * 100)
    key = bench.add("alert:1:open", kind="alert", budget=timedelta(minutes=3))
    bench.leave_in_flight(key, sending=True)
    bench.run()
    row = bench.row(key)
    assert (row.state, row.last_error) == (DeliveryState.DEAD, "nobody knows whether it was sent: not_json")
    (told,) = bench.slack.texts("D0ADA0001")
    assert "nobody knows whether it was sent" in told


def test_a_first_search_starts_before_slacks_own_time_not_ours(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    slack_time = bench.clock.now()
    bench.clock.jump(timedelta(days=2))
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]
    assert float(bench.row(key).floor_ts or 0) == (slack_time - timedelta(minutes=5)).timestamp()


def test_a_slack_that_tells_no_time_is_searched_from_its_beginning(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.date = None
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]
    assert bench.row(key).floor_ts == "0"


def test_a_first_search_finds_messages_that_are_older_than_the_date_of_the_answers(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.date = lambda: bench.clock.now() + timedelta(days=400)
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]


def test_a_date_that_is_none_tells_no_time(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.date = None
    bench.slack.breaks("auth.test", *[Fault(body={"ok": True}, headers={"Date": "yesterday"})] * 2)
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert bench.row(key).floor_ts == "0"


def test_a_lease_that_is_long_over_is_no_reason_to_look_again_at_once(bench: Bench) -> None:
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    bench.clock.advance(timedelta(hours=8))
    bench.worker.deliver_due()
    due = bench.worker.next_due()
    assert due is not None
    assert bench.clock.now() < due <= bench.clock.now() + bench.policy.in_doubt
    assert bench.run() == 1


def test_later_searches_start_at_our_last_message_there(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("digest:1")
    bench.run()
    bench.add("digest:2")
    bench.run()
    assert bench.row("digest:2").floor_ts == bench.row("digest:1").ts


@pytest.mark.parametrize(
    ("fault", "sight"),
    [
        (Fault(status=500), Sight(view=View.LATER, error="not_json", wait=SOON)),
        (slow_down("60"), Sight(view=View.LATER, error="ratelimited", wait=timedelta(seconds=60))),
        (refuses("rate_limited"), Sight(view=View.LATER, error="rate_limited", wait=timedelta(seconds=30))),
        (refuses("token_revoked"), Sight(view=View.LATER, error="token_revoked", wait=timedelta(seconds=60))),
        (refuses("odd"), Sight(view=View.LATER, error="odd", wait=SOON)),
        *(
            (refuses(error), Sight(view=View.FORBIDDEN, error=error))
            for error in (
                "channel_is_limited_access", "channel_not_found", "is_archived", "missing_scope", "no_permission",
                "method_not_supported_for_channel_type", "not_in_channel",
            )
        ),
    ],
)  # fmt: skip
def test_what_a_channel_that_cannot_be_read_tells(sqlite_bench: Bench, fault: Fault, sight: Sight) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.history", fault)
    assert look(calls(bench), bench.policy, Place(channel=CHANNEL, floor="0"), lambda _: True) == sight


def test_a_thread_that_is_gone_proves_nothing_and_the_channel_is_read(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    ts = bench.slack.say(CHANNEL, "here")
    place = Place(channel=CHANNEL, floor="0", thread_ts="1.0")
    for error in ("thread_not_found", "cannot_reply_to_message"):
        bench.slack.breaks("conversations.replies", refuses(error))
        assert look(calls(bench), bench.policy, place, lambda _: True) == Sight(view=View.THERE, found=(ts,))
    assert bench.slack.called("conversations.replies")[0]["ts"] == "1.0"
    assert look(calls(bench), bench.policy, place, lambda _: False) == Sight(view=View.NOT_THERE)


def test_what_is_found_is_ordered_as_it_was_said(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    for ts in ("9.000002", "10.000001", "9.000010", "9"):
        bench.slack.channels[CHANNEL].append({"ts": ts, "text": "x"})
    found = look(calls(bench), bench.policy, Place(channel=CHANNEL, floor="0"), lambda _: True).found
    assert found == ("9", "9.000002", "9.000010", "10.000001")
    (asked,) = bench.slack.called("conversations.history")
    assert asked == {"channel": CHANNEL, "oldest": "0", "limit": "200", "include_all_metadata": "1"}


@pytest.mark.parametrize(("later", "asked"), [(29.0, 1), (30.0, 2), (31.0, 2)])
def test_no_dm_is_asked_for_until_the_wait_is_over(sqlite_bench: Bench, later: float, asked: int) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", slow_down("30"))
    addresses = Addresses(bench.store, calls(bench), bench.clock, bench.policy)
    refused = Outcome(kind=Kind.RATE_LIMITED, error="ratelimited", wait=timedelta(seconds=30))
    assert addresses.open_dm(MEMBER.id) == refused
    bench.clock.advance(timedelta(seconds=later))
    assert addresses.open_dm(MEMBER.id) == (refused if asked == 1 else "D0MIA0003")
    assert len(bench.slack.called("conversations.open")) == asked
