"""What is sent, where to, and in which order."""

from datetime import timedelta

from bot.delivery.requests import message_id
from domain.ledger.deliveries import DeliveryState, Method
from tests.bot.delivery.bench import CHANNEL, INSTANCE, OTHER, Bench
from tests.bot.delivery.scripted import refuses, slow_down
from tests.people import MEMBER

CHART = {"type": "data_visualization", "title": "Churn", "chart": {}}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Churn 4.8 %"}}


def test_a_post_carries_its_key_and_this_installation_and_no_previews(bench: Bench) -> None:
    key = bench.add("digest:1:2026-W47", payload={"text": "hello", "blocks": [SECTION]})
    assert bench.run() == 1
    (call,) = bench.slack.called("chat.postMessage")
    assert call == {
        "channel": CHANNEL,
        "text": "hello",
        "blocks": [SECTION],
        "metadata": {"event_type": "tiller_delivery", "event_payload": {"key": key, "instance": INSTANCE}},
        "unfurl_links": False,
        "unfurl_media": False,
        "client_msg_id": message_id(key, INSTANCE),
    }
    row = bench.row(key)
    assert (row.state, row.channel, row.attempts) == (DeliveryState.SENT, CHANNEL, 1)
    assert row.ts == bench.slack.channels[CHANNEL][0]["ts"]


def test_a_persons_dm_is_asked_for_once(bench: Bench) -> None:
    """DESIGN D15."""
    bench.add("prompt:1:r1:mia", to=MEMBER.id)
    bench.run()
    bench.restart()
    bench.add("prompt:1:r2:mia", to=MEMBER.id)
    bench.run()
    assert len(bench.slack.called("conversations.open")) == 1
    assert [call["channel"] for call in bench.slack.called("chat.postMessage")] == ["D0MIA0003", "D0MIA0003"]


def test_where_the_dm_may_not_be_asked_for_the_message_goes_to_the_person(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", refuses("missing_scope", needed="im:write"))
    bench.add("one", to=MEMBER.id)
    bench.add("two", to=MEMBER.id)
    bench.add("three", to="U0OWEN002")
    bench.run()
    assert [call["channel"] for call in bench.slack.called("chat.postMessage")] == [MEMBER.id, "U0OWEN002", "D0MIA0003"]
    assert len(bench.slack.called("conversations.open")) == 1, "it was asked again although it is not permitted"
    assert bench.row("one").channel == "D0MIA0003"


def test_when_slack_asks_for_fewer_dms_people_are_still_written_to(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", slow_down("30"))
    bench.add("one", to=MEMBER.id)
    bench.add("two", to="U0OWEN002")
    assert bench.worker.deliver_due() == 2
    assert len(bench.slack.called("conversations.open")) == 1
    bench.clock.advance(timedelta(seconds=31))
    bench.add("three", to="U0SAM0004")
    bench.run()
    assert len(bench.slack.called("conversations.open")) == 2


def test_a_reply_waits_for_its_parent_and_goes_into_its_thread(bench: Bench) -> None:
    bench.add("alert:1:open", kind="alert")
    bench.add("alert:1:thread:1", kind="alert", follows="alert:1:open", in_thread=True)
    bench.slack.breaks("chat.postMessage", slow_down("20"))
    assert bench.worker.deliver_due() == 0
    assert bench.run() == 2
    assert bench.slack.keys(CHANNEL) == ["alert:1:open", "alert:1:thread:1"]
    parent, reply = bench.slack.channels[CHANNEL]
    assert reply["thread_ts"] == parent["ts"]


def test_a_reply_whose_thread_is_gone_is_posted_in_the_channel(sqlite_bench: Bench) -> None:
    """DESIGN D13."""
    bench = sqlite_bench
    bench.add("alert:1:open", kind="alert")
    bench.run()
    bench.add("alert:1:thread:1", kind="alert", follows="alert:1:open", in_thread=True)
    bench.slack.breaks("chat.postMessage", refuses("thread_not_found"))
    assert bench.run() == 1
    assert "thread_ts" not in bench.slack.channels[CHANNEL][-1]


def test_an_update_changes_the_message_that_it_follows(bench: Bench) -> None:
    bench.add("alert:1:open", kind="alert", to=MEMBER.id, payload={"text": "open", "blocks": [SECTION]})
    update = {"text": "acknowledged", "blocks": []}
    bench.add(
        "alert:1:update:1", kind="alert", to=MEMBER.id, method=Method.UPDATE, follows="alert:1:open", payload=update
    )
    assert bench.run() == 2
    assert bench.slack.texts("D0MIA0003") == ["acknowledged"]
    (call,) = bench.slack.called("chat.update")
    assert call["blocks"] == [], "without blocks the old ones would stay"
    assert bench.row("alert:1:update:1").ts == bench.row("alert:1:open").ts


def test_a_file_goes_into_the_thread_of_what_it_follows(bench: Bench) -> None:
    bench.add("summary:1:growth", kind="summary")
    content = {"filename": "scores.csv", "title": "Scores of 2026-Q4", "content": "kr,score\nKR-1,0.7\n"}
    bench.add(
        "summary:1:growth:csv",
        kind="summary",
        method=Method.UPLOAD,
        follows="summary:1:growth",
        in_thread=True,
        payload=content,
    )
    assert bench.run() == 2
    parent, shared = bench.slack.channels[CHANNEL]
    assert shared["thread_ts"] == parent["ts"]
    (file,) = shared["files"]
    assert (file["title"], bench.slack.files[file["id"]]) == ("Scores of 2026-Q4", b"kr,score\nKR-1,0.7\n")


def test_messages_to_one_address_keep_their_order_and_a_second_between_them(bench: Bench) -> None:
    """DESIGN D2."""
    keys = [bench.add(f"digest:{number}") for number in range(3)]
    other = bench.add("digest:other", to=OTHER)
    assert bench.worker.deliver_due() == 2, "one for each address; the rest waits for its turn"
    assert bench.states()[other] is DeliveryState.SENT
    start = bench.clock.now()
    assert bench.worker.next_due() == start + bench.policy.spacing
    assert bench.run() == 2
    assert bench.slack.keys(CHANNEL) == keys
    assert bench.clock.now() == start + 2 * bench.policy.spacing


def test_where_charts_are_not_known_the_message_goes_without_them(sqlite_bench: Bench) -> None:
    """DESIGN D13."""
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", refuses("invalid_blocks"))
    key = bench.add("digest:1", payload={"text": "▁▃▅", "blocks": [SECTION, CHART]})
    assert bench.run() == 1
    assert bench.slack.channels[CHANNEL][0]["blocks"] == [SECTION]
    assert bench.row(key).attempts == 1


def test_a_message_of_charts_alone_goes_as_text(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", refuses("invalid_blocks"))
    bench.add("digest:1", payload={"text": "▁▃▅", "blocks": [CHART]})
    assert bench.run() == 1
    assert "blocks" not in bench.slack.channels[CHANNEL][0]


def test_an_update_loses_its_charts_in_the_same_way(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("open")
    bench.run()
    bench.slack.breaks("chat.update", refuses("invalid_blocks"))
    bench.add("update", method=Method.UPDATE, follows="open", payload={"text": "▁▃▅", "blocks": [CHART]})
    assert bench.run() == 1
    assert bench.slack.channels[CHANNEL][0]["blocks"] == []


def test_blocks_that_are_bad_without_charts_are_given_up_at_once(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bad = refuses("invalid_blocks", response_metadata={"messages": ["[ERROR] no [json-pointer:/blocks/0]"]})
    bench.slack.breaks("chat.postMessage", bad)
    key = bench.add("digest:1", payload={"text": "x", "blocks": [SECTION]})
    bench.worker.deliver_due()
    assert bench.row(key).state is DeliveryState.DEAD
    assert bench.row(key).last_error == "invalid_blocks: [ERROR] no [json-pointer:/blocks/0]"


def test_stopping_ends_between_two_messages(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("one")
    bench.add("two", to=OTHER)
    bench.slack.on_call = lambda method: bench.worker.stop() if method == "chat.postMessage" else None
    assert bench.worker.deliver_due() == 1
    assert bench.states() == {"one": DeliveryState.SENT, "two": DeliveryState.PENDING}


def test_nothing_to_do_is_nothing_due(sqlite_bench: Bench) -> None:
    assert sqlite_bench.worker.deliver_due() == 0
    assert sqlite_bench.worker.next_due() is None
    assert sqlite_bench.slack.calls == []
