"""What is certainly not sent: it waits, or it is given up and a coordinator is told (DESIGN D9 to D12)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.delivery.worker import Deliverer
from domain.ledger.deliveries import DeliveryState, Method
from tests.bot.delivery.bench import CHANNEL, OTHER, Bench
from tests.bot.delivery.scripted import Fault, refuses, slow_down
from tests.people import COORDINATOR, MEMBER, STRANGER

COORDINATORS_DM = "D0ADA0001"


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("0", 0), ("3600", 300), (None, 30), ("garbage", 30)])
def test_when_slack_asks_for_less_one_address_waits_and_others_go_on(
    bench: Bench, header: str | None, seconds: int
) -> None:
    bench.slack.breaks("chat.postMessage", slow_down(header))
    start = bench.clock.now()
    key = bench.add("digest:1")
    other = bench.add("digest:2", to=OTHER)
    assert bench.worker.deliver_due() >= 1
    assert bench.states()[other] is DeliveryState.SENT
    bench.run()
    row = bench.row(key)
    assert (row.state, row.attempts) == (DeliveryState.SENT, 1), "to be asked for less is not an attempt"
    waited = (bench.clock.now() - start).total_seconds()
    assert seconds <= waited <= seconds + 1.1


def test_two_requests_for_less_in_a_row_hold_everything(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    addresses = [f"C0CHANNEL{number}" for number in range(20)]
    for address in addresses:
        bench.add(f"digest:{address}", to=address)
    bench.slack.breaks("chat.postMessage", *[slow_down("20")] * 3)
    assert bench.worker.deliver_due() == 0
    assert len(bench.slack.called("chat.postMessage")) == 2, "twenty refusals would only make Slack angrier"
    assert bench.run() == 20
    assert all(len(bench.slack.channels[address]) == 1 for address in addresses)


@pytest.mark.parametrize("down", [Fault(status=503), Fault(drops=True), slow_down("300")])
def test_an_outage_is_not_hammered_and_everything_arrives_in_order_after_it(sqlite_bench: Bench, down: Fault) -> None:
    bench = sqlite_bench
    bench.add("digest:0")
    bench.run()
    bench.slack.calls.clear()
    bench.slack.down = down
    keys = ["digest:0", *(bench.add(f"digest:{number}") for number in range(1, 4))]
    others = [bench.add(f"digest:o{number}", to=OTHER) for number in range(3)]
    bench.run(within=timedelta(hours=6))
    assert 6 < len(bench.slack.calls) < 150
    bench.slack.down = None
    assert bench.run() == 6
    assert bench.slack.keys(CHANNEL) == keys
    assert bench.slack.keys(OTHER) == others


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("is_archived", "the channel is archived"),
        ("not_in_channel", "Invite me there"),
        ("channel_not_found", "it is gone, or it is private"),
        ("restricted_action_read_only_channel", "posting there is restricted"),
        ("posting_to_channel_denied", "Slack said ‘posting_to_channel_denied’"),
    ],
)
def test_a_channel_that_is_gone_is_given_up_and_a_coordinator_told_once(bench: Bench, error: str, said: str) -> None:
    bench.slack.breaks("chat.postMessage", refuses(error))
    key = bench.add("digest:1:2026-W47")
    other = bench.add("digest:2:2026-W47", to=OTHER)
    bench.run()
    assert (bench.row(key).state, bench.row(key).last_error) == (DeliveryState.DEAD, error)
    assert bench.states()[other] is DeliveryState.SENT
    bench.slack.breaks("chat.postMessage", refuses(error))
    bench.add("alert:1:open", kind="alert")
    bench.run()
    assert bench.row("alert:1:open").state is DeliveryState.DEAD
    (told,) = bench.slack.texts(COORDINATORS_DM)
    assert told.startswith(f"I could not deliver a digest to <#{CHANNEL}>: ")
    assert said in told


def test_a_channel_that_came_back_and_went_again_is_told_again(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    for number in range(2):
        bench.slack.breaks("chat.postMessage", refuses("is_archived"))
        bench.add(f"digest:gone:{number}")
        bench.run()
        bench.add(f"digest:back:{number}")
        bench.run()
    assert len(bench.slack.texts(COORDINATORS_DM)) == 2


def test_a_person_who_left_is_named_to_the_coordinator(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", refuses("user_disabled"))
    bench.add("prompt:1", to=MEMBER.id, kind="prompt")
    bench.run()
    (told,) = bench.slack.texts(COORDINATORS_DM)
    assert told.startswith(f"I could not deliver a prompt to <@{MEMBER.id}>: the account is deactivated.")


def test_a_coordinator_who_cannot_be_reached_starts_no_avalanche(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", *[refuses("user_disabled")] * 5)
    bench.add("prompt:ada", to=COORDINATOR.id, kind="prompt")
    bench.add("prompt:mia", to=MEMBER.id, kind="prompt")
    bench.run()
    assert list(bench.states().values()).count(DeliveryState.DEAD) == 3
    assert len(bench.states()) == 3, "a notice about a notice was added"


def test_a_deactivated_coordinator_is_not_told(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    with bench.store.transaction() as tx:
        tx.people.save(replace(COORDINATOR, active=False))
    bench.slack.breaks("chat.postMessage", refuses("is_archived"))
    bench.add("digest:1")
    bench.run()
    assert list(bench.states()) == ["digest:1"]


def test_a_kind_of_message_that_slack_refuses_is_told_once_a_day(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", *[refuses("msg_too_long")] * 2)
    bench.add("digest:1")
    bench.add("digest:2", to=OTHER)
    bench.run()
    assert len(bench.slack.texts(COORDINATORS_DM)) == 1
    bench.clock.advance(timedelta(days=1))
    bench.slack.breaks("chat.postMessage", refuses("msg_too_long"))
    bench.add("digest:3")
    bench.run()
    assert len(bench.slack.texts(COORDINATORS_DM)) == 2


def test_a_message_that_a_person_deleted_is_not_changed_and_nobody_is_told(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("alert:1:open", kind="alert")
    bench.run()
    bench.slack.breaks("chat.update", refuses("message_not_found"))
    bench.add("alert:1:update:1", kind="alert", method=Method.UPDATE, follows="alert:1:open")
    bench.run()
    assert bench.row("alert:1:update:1").state is DeliveryState.DEAD
    assert bench.slack.texts(COORDINATORS_DM) == []


def test_what_follows_something_that_was_given_up_is_given_up(bench: Bench) -> None:
    bench.slack.breaks("chat.postMessage", refuses("is_archived"))
    bench.add("alert:1:open", kind="alert")
    bench.add("alert:1:thread:1", kind="alert", follows="alert:1:open", in_thread=True)
    bench.run()
    assert bench.row("alert:1:thread:1").state is DeliveryState.DEAD
    assert bench.worker.next_due() is None


def test_what_changes_a_message_that_has_no_name_is_given_up(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    bench.add("summary:1:csv:update", kind="summary", method=Method.UPDATE, follows="summary:1:csv")
    bench.run()
    assert bench.row("summary:1:csv:update").state is DeliveryState.DEAD


def test_coordinators_of_the_settings_are_told_too(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    worker = Deliverer(
        store=bench.store,
        client=WebClient(token="xoxb-test", base_url=bench.slack.api_url),
        clock=bench.clock,
        owner="one",
        instance_id="one",
        coordinators=[STRANGER.id, COORDINATOR.id],
    )
    bench.slack.breaks("chat.postMessage", refuses("is_archived"))
    bench.add("digest:1")
    bench.run(worker=worker)
    assert (len(bench.slack.texts("D0SAM0004")), len(bench.slack.texts(COORDINATORS_DM))) == (1, 1)


def test_a_file_without_the_permission_is_given_up_and_the_rest_goes_on(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("files.getUploadURLExternal", refuses("missing_scope", needed="files:write"))
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    bench.add("summary:1:csv", kind="summary", method=Method.UPLOAD, payload=payload)
    bench.add("digest:1")
    bench.run()
    assert bench.row("summary:1:csv").last_error == "missing_scope: files:write"
    assert bench.slack.keys(CHANNEL) == ["digest:1"]
    assert bench.slack.texts(COORDINATORS_DM)[0].startswith(
        f"I could not deliver a file to <#{CHANNEL}>: the app lacks"
    )


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_refused_token_pauses_everything_and_each_message_is_sent_once_after_it(bench: Bench, error: str) -> None:
    bench.add("digest:0")
    bench.run()
    bench.slack.breaks("chat.postMessage", refuses(error))
    bench.slack.breaks("auth.test", *[refuses(error)] * 3)
    keys = [bench.add("digest:1"), bench.add("digest:2", to=OTHER)]
    bench.clock.advance(timedelta(seconds=2))
    assert bench.worker.deliver_due() == 0
    assert {bench.row(key).state for key in keys} == {DeliveryState.PENDING}
    with bench.store.reading() as tx:
        assert tx.outbox.workspace_paused() == error
    assert len(bench.slack.called("chat.postMessage")) == 2
    assert bench.run() == 2
    assert bench.slack.keys(CHANNEL) == ["digest:0", "digest:1"]
    assert bench.slack.keys(OTHER) == ["digest:2"]
    assert {bench.row(key).attempts for key in keys} == {1}


def test_slack_is_not_asked_all_the_time_whether_a_refused_token_works_again(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("auth.test", *[refuses("invalid_auth")] * 3)
    bench.add("digest:1")
    for _ in range(5):
        bench.worker.deliver_due()
        bench.clock.advance(timedelta(seconds=1))
    assert len(bench.slack.called("auth.test")) == 2
    due = bench.worker.next_due()
    assert due is not None
    assert timedelta(seconds=50) < due - bench.clock.now() <= bench.policy.probe_every


def test_a_refused_token_at_the_start_pauses_before_anything_is_tried(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("auth.test", *[refuses("not_authed")] * 3)
    bench.add("prompt:1", to=MEMBER.id, kind="prompt")
    bench.worker.deliver_due()
    assert bench.slack.called("chat.postMessage") == []
    assert bench.run() == 1


def test_a_token_that_is_refused_for_a_dm_pauses_too(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", refuses("token_expired"))
    bench.add("prompt:1", to=MEMBER.id, kind="prompt")
    bench.worker.deliver_due()
    assert bench.slack.called("chat.postMessage") == []
    assert bench.run() == 1


def test_what_was_not_sent_within_its_time_is_given_up_and_told(bench: Bench) -> None:
    bench.slack.breaks("chat.postMessage", *[slow_down("300")] * 50)
    key = bench.add("alert:1:open", kind="alert", budget=timedelta(hours=1))
    bench.run(within=timedelta(hours=3))
    assert bench.row(key).state is DeliveryState.DEAD
    bench.slack.faults.clear()
    bench.run()
    (told,) = bench.slack.texts(COORDINATORS_DM)
    assert "not sent within 1 hours: ratelimited" in told


def test_an_error_of_the_database_leaves_the_worker_and_the_row_in_doubt(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")

    def disconnect(method: str) -> None:
        if method == "chat.postMessage":
            with bench.store.transaction() as tx:
                tx.outbox._connection.exec_driver_sql("ALTER TABLE outbox_attempts RENAME TO away")

    bench.slack.on_call = disconnect
    with pytest.raises(Exception, match="outbox_attempts"):
        bench.worker.deliver_due()
    bench.slack.on_call = lambda _: None
    with bench.store.transaction() as tx:
        tx.outbox._connection.exec_driver_sql("ALTER TABLE away RENAME TO outbox_attempts")
    assert bench.row(key).state is DeliveryState.SENDING
    assert bench.run() == 1
    assert bench.slack.keys(CHANNEL) == [key]
