"""What happens when nobody knows whether a message was posted (DESIGN D6 and D7)."""

import threading
import time
from datetime import timedelta

import pytest

from bot.delivery.requests import message_id
from domain.ledger.deliveries import DeliveryState, Method
from tests.bot.delivery.bench import CHANNEL, INSTANCE, OTHER, Bench
from tests.bot.delivery.scripted import Fault, refuses, slow_down
from tests.people import MEMBER

HTML = "<html><body>Slack is having trouble</body></html>"
UNCLEAR = {
    "dropped": Fault(drops=True),
    "error 500": Fault(status=500, body=HTML),
    "error 502 in JSON": Fault(status=502, body={"ok": False, "error": "bad_gateway"}),
    "error 503": Fault(status=503, body=""),
    "html": Fault(body=HTML),
    "half a JSON": Fault(body='{"ok": true, "ts": "17'),
    "a list": Fault(body="[1, 2]"),
    "a word": Fault(body='"ok"'),
    "nothing": Fault(body=""),
    "shorter than it said": Fault(body='{"ok": true}', headers={"Content-Length": "900"}),
    "ok without ts": Fault(body={"ok": True}),
    "ok that is no true": Fault(body={"ok": "yes", "ts": "1.0", "channel": CHANNEL}),
    "fatal_error": refuses("fatal_error"),
    "internal_error": refuses("internal_error"),
    "unknown": refuses("a_code_of_the_year_2030"),
    "no code": Fault(body={"ok": False}),
    "sent elsewhere": Fault(status=307, headers={"Location": "/elsewhere"}),
}


def stored(fault: Fault) -> Fault:
    """The same answer, after Slack has taken the message."""
    return Fault(stored=True, drops=fault.drops, status=fault.status, body=fault.body, headers=fault.headers)


@pytest.mark.parametrize("name", UNCLEAR)
def test_a_message_that_slack_took_without_saying_so_is_found_and_not_repeated(sqlite_bench: Bench, name: str) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", stored(UNCLEAR[name]))
    key = bench.add("digest:1")
    assert bench.worker.deliver_due() == 0
    assert bench.row(key).state is DeliveryState.SENDING
    assert bench.run() == 1
    assert len(bench.slack.called("chat.postMessage")) == 1, "it was posted again by somebody"
    assert bench.slack.keys(CHANNEL) == [key]
    assert bench.row(key).ts == bench.slack.channels[CHANNEL][0]["ts"]


@pytest.mark.parametrize("name", UNCLEAR)
def test_a_message_that_slack_did_not_take_is_sent_once(sqlite_bench: Bench, name: str) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", UNCLEAR[name])
    key = bench.add("digest:1")
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]
    assert bench.row(key).attempts == 2


@pytest.mark.parametrize("taken", [True, False])
def test_no_answer_in_time_is_looked_after(bench: Bench, *, taken: bool) -> None:
    bench.slack.breaks("chat.postMessage", Fault(stored=taken, holds=threading.Event()))
    key = bench.add("digest:1")
    assert bench.run() == 1
    bench.slack.on_call = lambda _: None
    assert bench.slack.keys(CHANNEL) == [key]
    with bench.store.reading() as tx:
        outcomes = [attempt.outcome for attempt in tx.outbox.attempts(key)]
    told = "sent (found in Slack)" if taken else "TimeoutError: timed out; it is not in the channel"
    assert outcomes == [told] if taken else [told, "sent"]


def test_a_message_that_appears_after_our_patience_is_waited_for(bench: Bench) -> None:
    late = threading.Event()
    bench.slack.breaks("chat.postMessage", Fault(holds=late, stored_late=True))
    key = bench.add("digest:1")
    bench.worker.deliver_due()
    bench.clock.advance(bench.policy.settle - timedelta(seconds=1))
    assert bench.worker.deliver_due() == 0
    assert bench.slack.called("conversations.history") == [], "it was looked for before it could have appeared"
    late.set()
    for _ in range(2000):
        if bench.slack.channels[CHANNEL]:
            break
        time.sleep(0.001)
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]


def test_a_refused_connection_is_certainly_not_sent(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.worker.deliver_due()
    key = bench.add("digest:2")
    bench.clock.advance(timedelta(seconds=5))
    bench.slack.__exit__()
    bench.worker.deliver_due()
    row = bench.row(key)
    assert (row.state, row.attempts) == (DeliveryState.PENDING, 1)
    assert "ConnectionRefusedError" in row.last_error
    assert row.run_at > bench.clock.now()


def test_what_was_only_claimed_goes_back_to_the_queue(bench: Bench) -> None:
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=False)
    assert bench.worker.deliver_due() == 0
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]
    assert bench.slack.called("conversations.history") == []
    assert bench.row(key).attempts == 1


def test_what_was_being_sent_when_the_process_died_is_found(bench: Bench) -> None:
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    marks = {"event_type": "tiller_delivery", "event_payload": {"key": key, "instance": INSTANCE}}
    ts = bench.slack.say(CHANNEL, "text", metadata=marks)
    assert bench.run() == 1
    row = bench.row(key)
    assert (row.state, row.ts, row.channel, row.attempts) == (DeliveryState.SENT, ts, CHANNEL, 1)
    assert bench.slack.called("chat.postMessage") == []


def test_what_was_not_sent_when_the_process_died_is_sent_once(bench: Bench) -> None:
    key = bench.add("prompt:1", to=MEMBER.id, kind="prompt")
    bench.leave_in_flight(key, sending=True)
    assert bench.run() == 1
    assert bench.slack.keys("D0MIA0003") == [key]
    assert len(bench.slack.called("conversations.history")) == 1


def test_a_message_is_known_by_its_id_as_well(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    bench.slack.say(CHANNEL, "text", client_msg_id=message_id(key, INSTANCE))
    bench.worker.settle()
    bench.clock.advance(bench.policy.in_doubt)
    assert bench.worker.settle() == 1
    assert bench.row(key).state is DeliveryState.SENT


def test_a_message_of_another_installation_is_not_taken_for_ours(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    for marks in (
        {"event_type": "tiller_delivery", "event_payload": {"key": key, "instance": "staging"}},
        {"event_type": "tiller_delivery", "event_payload": {"key": "digest:2", "instance": INSTANCE}},
        {"event_type": "deploys", "event_payload": {"key": key, "instance": INSTANCE}},
        {"event_type": "tiller_delivery", "event_payload": None},
    ):
        bench.slack.say(CHANNEL, "not ours", metadata=marks)
    assert bench.run() == 1
    assert bench.slack.texts(CHANNEL)[-1] == "text of digest:1"


def test_of_two_copies_the_later_one_is_removed(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    marks = {"event_type": "tiller_delivery", "event_payload": {"key": key, "instance": INSTANCE}}
    first = bench.slack.say(CHANNEL, "text", metadata=marks)
    bench.slack.say(CHANNEL, "text", metadata=marks)
    bench.run()
    assert [message["ts"] for message in bench.slack.channels[CHANNEL]] == [first]
    assert bench.row(key).ts == first


def test_a_message_is_found_under_two_thousand_others(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    key = bench.add("digest:1")
    bench.worker.deliver_due()
    for number in range(2000):
        bench.slack.say(CHANNEL, f"chatter {number}")
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]
    assert len(bench.slack.called("conversations.history")) == 11


def test_a_reply_is_looked_for_in_its_thread(bench: Bench) -> None:
    bench.add("alert:1:open", kind="alert")
    bench.run()
    bench.slack.breaks("chat.postMessage", stored(Fault(drops=True)))
    bench.add("alert:1:thread:1", kind="alert", follows="alert:1:open", in_thread=True)
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == ["alert:1:open", "alert:1:thread:1"]
    assert len(bench.slack.called("chat.postMessage")) == 2


def test_a_reply_whose_thread_went_meanwhile_is_looked_for_in_the_channel(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("alert:1:open", kind="alert")
    bench.run()
    bench.slack.breaks("chat.postMessage", refuses("thread_not_found"), stored(Fault(drops=True)))
    bench.slack.breaks("conversations.replies", refuses("thread_not_found"))
    bench.add("alert:1:thread:1", kind="alert", follows="alert:1:open", in_thread=True)
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == ["alert:1:open", "alert:1:thread:1"]


def test_an_update_without_a_clear_answer_is_simply_repeated(bench: Bench) -> None:
    bench.add("alert:1:open", kind="alert")
    bench.run()
    bench.slack.breaks("chat.update", stored(Fault(drops=True)))
    payload = {"text": "recovered", "blocks": []}
    bench.add("alert:1:update:1", kind="alert", method=Method.UPDATE, follows="alert:1:open", payload=payload)
    assert bench.run() == 1
    assert bench.slack.texts(CHANNEL) == ["recovered"]
    assert bench.slack.called("conversations.history") == []


def test_an_update_that_was_interrupted_is_repeated(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("alert:1:open", kind="alert")
    bench.run()
    payload = {"text": "recovered", "blocks": []}
    key = bench.add("alert:1:update:1", kind="alert", method=Method.UPDATE, follows="alert:1:open", payload=payload)
    bench.clock.advance(bench.policy.spacing)
    bench.leave_in_flight(key, sending=True)
    assert bench.run(worker=bench.restart()) == 1
    assert bench.slack.texts(CHANNEL) == ["recovered"]


def test_what_somebody_else_judged_first_is_left_to_them(bench: Bench) -> None:
    keys = [bench.add("digest:1"), bench.add("digest:2", to=OTHER)]
    for key in keys:
        bench.leave_in_flight(key, sending=True)
    bench.worker.deliver_due()
    bench.clock.advance(bench.policy.in_doubt)

    def overtake(method: str) -> None:
        if method == "conversations.history" and bench.row(keys[1]).claim == 1:
            with bench.store.transaction() as tx:
                assert tx.outbox.take_over(bench.row(keys[1]), owner="a peer", now=bench.clock.now())

    bench.slack.on_call = overtake
    bench.worker.deliver_due()
    assert [call["channel"] for call in bench.slack.called("conversations.history")] == [CHANNEL]
    assert bench.row(keys[1]).owner == "a peer"


def test_a_claim_that_was_lost_before_the_intent_posts_nothing(bench: Bench) -> None:
    key = bench.add("prompt:1", to=MEMBER.id, kind="prompt")

    def overtake(method: str) -> None:
        if method == "conversations.open" and bench.row(key).claim == 1:
            with bench.store.transaction() as tx:
                assert tx.outbox.take_over(bench.row(key), owner="a peer", now=bench.clock.now())

    bench.slack.on_call = overtake
    assert bench.worker.deliver_due() == 0
    assert bench.slack.called("chat.postMessage") == []
    assert bench.run() == 1


@pytest.mark.parametrize("late", [refuses("is_archived"), slow_down("30"), refuses("invalid_auth")])
def test_a_late_refusal_of_a_worker_that_was_overtaken_changes_nothing(sqlite_bench: Bench, late: Fault) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")

    def overtake(method: str) -> None:
        if method == "chat.postMessage" and bench.row(key).claim == 1:
            with bench.store.transaction() as tx:
                assert tx.outbox.take_over(bench.row(key), owner="a peer", now=bench.clock.now())

    bench.slack.on_call = overtake
    bench.slack.breaks("chat.postMessage", late)
    bench.worker.deliver_due()
    row = bench.row(key)
    assert (row.state, row.owner) == (DeliveryState.SENDING, "a peer")
    assert bench.slack.texts("D0ADA0001") == []
