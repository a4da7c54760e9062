"""Where a delivery goes: its channel, its thread, the message that it changes."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery.addresses import Addresses, Known, is_person
from bot.delivery.calls import SlackCalls
from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.posting import Destination
from domain.ledger.deliveries import Method
from tests.bot.delivery.bench import CHANNEL, OTHER, Bench
from tests.bot.delivery.scripted import Fault, refuses
from tests.people import MEMBER

DM = "D0MIA0003"


def addresses_of(bench: Bench) -> Addresses:
    client = WebClient(token="xoxb-test", base_url=bench.slack.api_url)
    return Addresses(bench.store, SlackCalls(client, timeout=bench.policy.http_timeout), bench.clock, bench.policy)


def sent(bench: Bench, key: str, *, to: str, channel: str, ts: str) -> None:
    bench.add(key, to=to)
    left = bench.leave_in_flight(key, sending=True)
    with bench.store.transaction() as tx:
        assert tx.outbox.sent(left, now=bench.clock.now(), channel=channel, ts=ts)


@pytest.mark.parametrize(
    ("parent", "to", "known"),
    [
        (None, CHANNEL, Known(channel=CHANNEL, parent_ts=None)),
        (None, MEMBER.id, Known(channel=None, parent_ts=None)),
        ((CHANNEL, CHANNEL, "17.5"), CHANNEL, Known(channel=CHANNEL, parent_ts="17.5")),
        ((CHANNEL, "C0RENAMED", "17.5"), CHANNEL, Known(channel="C0RENAMED", parent_ts="17.5")),
        ((CHANNEL, CHANNEL, "17.5"), OTHER, Known(channel=OTHER, parent_ts="17.5")),
        ((CHANNEL, CHANNEL, "17.5"), MEMBER.id, Known(channel=None, parent_ts="17.5")),
        ((CHANNEL, CHANNEL, ""), CHANNEL, Known(channel=CHANNEL, parent_ts=None)),
        ((MEMBER.id, DM, "17.5"), MEMBER.id, Known(channel=DM, parent_ts="17.5")),
    ],
)
def test_what_follows_a_message_goes_where_that_one_stands(
    sqlite_bench: Bench, parent: tuple[str, str, str] | None, to: str, known: Known
) -> None:
    bench = sqlite_bench
    if parent is not None:
        sent(bench, "open", to=parent[0], channel=parent[1], ts=parent[2])
    key = bench.add("next", to=to, follows=None if parent is None else "open")
    assert addresses_of(bench).look_up(bench.row(key)) == known


@pytest.mark.parametrize(
    ("fields", "destination"),
    [
        ({}, Destination(channel=CHANNEL)),
        ({"follows": "open"}, Destination(channel=CHANNEL)),
        ({"follows": "open", "in_thread": True}, Destination(channel=CHANNEL, thread_ts="17.5")),
        ({"follows": "open", "method": Method.UPDATE}, Destination(channel=CHANNEL, ts="17.5")),
        ({"follows": "open", "method": Method.UPLOAD}, Destination(channel=CHANNEL)),
        (
            {"in_thread": True},
            Outcome(kind=Kind.BAD_MESSAGE, error="what it follows was never sent"),
        ),
        (
            {"method": Method.UPDATE},
            Outcome(kind=Kind.BAD_MESSAGE, error="what it follows was never sent"),
        ),
    ],
)
def test_a_reply_has_a_thread_a_change_has_a_message_and_neither_goes_without(
    sqlite_bench: Bench, fields: dict[str, Any], destination: Destination | Outcome
) -> None:
    bench = sqlite_bench
    sent(bench, "open", to=CHANNEL, channel=CHANNEL, ts="17.5")
    key = bench.add("next", **fields)
    assert addresses_of(bench).resolve(bench.row(key)) == destination


@pytest.mark.parametrize(
    ("fault", "target"),
    [
        (None, Destination(channel=DM)),
        (refuses("missing_scope"), Destination(channel=MEMBER.id)),
        (refuses("internal_error"), Destination(channel=MEMBER.id)),
        (Fault(body={"ok": True, "channel": {"id": ""}}), Destination(channel=MEMBER.id)),
        (Fault(body={"ok": True, "channel": None}), Destination(channel=MEMBER.id)),
        (Fault(body={"ok": False, "error": "odd", "channel": {"id": DM}}), Destination(channel=MEMBER.id)),
        (refuses("token_revoked"), Outcome(kind=Kind.WORKSPACE, error="token_revoked")),
    ],
)
def test_a_person_whose_dm_does_not_open_is_written_to_by_id_unless_slack_refuses_us(
    sqlite_bench: Bench, fault: Fault | None, target: Destination | Outcome
) -> None:
    bench = sqlite_bench
    if fault is not None:
        bench.slack.breaks("conversations.open", fault)
    key = bench.add("prompt:1", to=MEMBER.id)
    assert addresses_of(bench).resolve(bench.row(key)) == target
    assert bench.slack.called("conversations.open") == [{"users": MEMBER.id}]
    with bench.store.reading() as tx:
        assert tx.outbox.channel_of(MEMBER.id) == (DM if fault is None else None)


@pytest.mark.parametrize(
    ("fault", "later", "asked"),
    [
        (refuses("missing_scope"), 59.0, 1),
        (refuses("missing_scope"), 60.0, 2),
        (refuses("internal_error"), 0.0, 2),
        (refuses("user_not_found"), 0.0, 2),
    ],
)
def test_a_missing_permission_is_asked_about_again_after_a_minute_and_a_failure_at_once(
    sqlite_bench: Bench, fault: Fault, later: float, asked: int
) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", fault)
    addresses = addresses_of(bench)
    first = addresses.open_dm(MEMBER.id)
    assert isinstance(first, Outcome)
    bench.clock.advance(timedelta(seconds=later))
    assert addresses.open_dm(MEMBER.id) == (first if asked == 1 else DM)
    assert len(bench.slack.called("conversations.open")) == asked


@pytest.mark.parametrize(("address", "person"), [("U1", True), ("W1", True), ("C1", False), ("D1", False), ("", False)])
def test_people_are_told_from_channels_by_the_first_letter(address: str, *, person: bool) -> None:
    assert is_person(address) is person
