"""How an outcome is written down: the row, the gate of its address, the workspace, the attempt."""

from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.policy import jitter
from bot.delivery.results import Books
from domain.ledger.deliveries import Delivery, DeliveryState, Method
from tests.bot.delivery.bench import CHANNEL, Bench
from tests.bot.delivery.scripted import Fault, refuses, slow_down
from tests.people import COORDINATOR, MEMBER

CHART = {"type": "data_visualization", "title": "Churn", "chart": {}}
SENT = Outcome(kind=Kind.SENT, channel=CHANNEL, ts="17.000001")
OUTCOMES = {
    "sent": (SENT, DeliveryState.SENT, "", 1),
    "not sent": (Outcome(kind=Kind.NOT_SENT, error="refused"), DeliveryState.PENDING, "refused", 1),
    "less": (
        Outcome(kind=Kind.RATE_LIMITED, error="ratelimited", wait=timedelta(seconds=7)),
        DeliveryState.PENDING,
        "ratelimited",
        0,
    ),
    "workspace": (Outcome(kind=Kind.WORKSPACE, error="invalid_auth"), DeliveryState.PENDING, "invalid_auth", 0),
    "message": (Outcome(kind=Kind.BAD_MESSAGE, error="no_text"), DeliveryState.DEAD, "no_text", 1),
    "destination": (Outcome(kind=Kind.BAD_DESTINATION, error="is_archived"), DeliveryState.DEAD, "is_archived", 1),
    "unknown": (Outcome(kind=Kind.UNKNOWN, error="never found"), DeliveryState.DEAD, "never found", 1),
}


def books_of(bench: Bench) -> Books:
    return Books(bench.store, bench.policy, coordinators=frozenset())


def in_flight(bench: Bench, key: str = "digest:1", **fields: Any) -> Delivery:
    return bench.leave_in_flight(bench.add(key, **fields), sending=True)


def gate(bench: Bench, to: str = CHANNEL) -> Any:
    with bench.store.reading() as tx:
        return tx.outbox.gate(to)


@pytest.mark.parametrize("name", OUTCOMES)
def test_an_outcome_is_written_into_the_row_and_its_attempt_and_only_while_it_is_ours(
    sqlite_bench: Bench, name: str
) -> None:
    bench, (outcome, state, error, attempts) = sqlite_bench, OUTCOMES[name]
    ours = in_flight(bench)
    now = bench.clock.now() + timedelta(seconds=3)
    assert books_of(bench).record(ours, outcome, now=now) is True
    row = bench.row(ours.key)
    assert (row.state, row.last_error, row.attempts, row.owner) == (state, error, attempts, None)
    with bench.store.reading() as tx:
        (attempt,) = tx.outbox.attempts(ours.key)
        paused = tx.outbox.workspace_paused()
    assert attempt.ended_at == now
    assert attempt.outcome == (error or "sent")
    assert paused == ("invalid_auth" if name == "workspace" else None)
    assert books_of(bench).record(ours, outcome, now=now) is False


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        (OUTCOMES["workspace"][0], 0.0),
        (OUTCOMES["not sent"][0], None),
        (OUTCOMES["less"][0], 7 + 1.1 * jitter("digest:1", 1)),
    ],
)
def test_what_is_put_back_waits_as_long_as_its_outcome_asks(
    sqlite_bench: Bench, outcome: Outcome, wait: float | None
) -> None:
    bench = sqlite_bench
    ours, now = in_flight(bench), bench.clock.now()
    books_of(bench).record(ours, outcome, now=now)
    asked = bench.policy.backoff("digest:1", 1) if wait is None else timedelta(seconds=wait)
    assert abs(bench.row("digest:1").run_at - now - asked) < timedelta(milliseconds=1)


def test_the_gate_of_an_address_opens_when_its_next_message_may_go(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    now = bench.clock.now()
    books_of(bench).record(in_flight(bench), OUTCOMES["less"][0], now=now)
    assert (gate(bench).next_ok_at, gate(bench).floor_ts) == (now + timedelta(seconds=7), None)
    bench.clock.advance(timedelta(minutes=1))
    now = bench.clock.now()
    with bench.store.transaction() as tx:
        ours = tx.outbox.claim_next(now=now, owner="x", lease=bench.policy.lease)
        assert ours is not None
        ours = tx.outbox.start_sending(ours, now=now, floor_ts="1.0")
        assert ours is not None
    books_of(bench).record(ours, SENT, now=now)
    assert (gate(bench).next_ok_at, gate(bench).floor_ts) == (now + bench.policy.spacing, "17.000001")


def test_a_file_without_a_timestamp_leaves_the_floor_where_it_was(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    books_of(bench).record(in_flight(bench), SENT, now=bench.clock.now())
    bench.clock.advance(timedelta(minutes=1))
    file = in_flight(bench, "csv", method=Method.UPLOAD)
    books_of(bench).record(file, Outcome(kind=Kind.SENT, channel=CHANNEL), now=bench.clock.now())
    assert gate(bench).floor_ts == "17.000001"


def test_a_change_takes_no_turn_and_is_no_floor(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    books_of(bench).record(in_flight(bench, "open"), SENT, now=bench.clock.now())
    before = gate(bench)
    bench.clock.advance(timedelta(minutes=1))
    change = in_flight(bench, "update", method=Method.UPDATE, follows="open")
    books_of(bench).record(change, Outcome(kind=Kind.SENT, channel=CHANNEL, ts="99.0"), now=bench.clock.now())
    assert gate(bench) == before


@pytest.mark.parametrize(
    ("to", "channel", "remembered"),
    [(MEMBER.id, "D0MIA0003", "D0MIA0003"), (MEMBER.id, "C0GROWTH1", None), (CHANNEL, "D0MIA0003", None)],
)
def test_only_the_dm_of_a_person_is_remembered(
    sqlite_bench: Bench, to: str, channel: str, remembered: str | None
) -> None:
    bench = sqlite_bench
    outcome = Outcome(kind=Kind.SENT, channel=channel, ts="17.000001")
    books_of(bench).record(in_flight(bench, to=to), outcome, now=bench.clock.now())
    with bench.store.reading() as tx:
        assert tx.outbox.channel_of(to) == remembered


def test_coordinators_are_told_in_the_transaction_that_gives_up_and_from_then_on(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    now = bench.clock.now()
    books_of(bench).record(in_flight(bench), OUTCOMES["destination"][0], now=now)
    notice = bench.row(f"undelivered:{CHANNEL}:is_archived:never:{COORDINATOR.id}")
    assert (notice.to, notice.created_at, notice.run_at) == (COORDINATOR.id, now, now)


def test_what_slack_says_of_a_change_matters_less_than_what_was_changed(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.add("open")
    bench.run()
    bench.slack.breaks("chat.update", Fault(body={"ok": True}))
    bench.add("update", method=Method.UPDATE, follows="open")
    assert bench.run() == 1
    opened, changed = bench.row("open"), bench.row("update")
    assert (changed.channel, changed.ts) == (CHANNEL, opened.ts)


def test_a_file_stands_in_the_channel_in_which_it_was_shared(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    payload = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\n"}
    bench.add("csv", method=Method.UPLOAD, payload=payload)
    assert bench.run() == 1
    assert bench.row("csv").channel == CHANNEL


def test_only_a_refused_form_is_tried_again_without_charts(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    for error in ("msg_too_long", "is_archived"):
        bench.slack.breaks("chat.postMessage", refuses(error))
        key = bench.add(error, kind="notice", payload={"text": "x", "blocks": [CHART]})
        bench.run()
        assert bench.row(key).state is DeliveryState.DEAD
    assert len(bench.slack.called("chat.postMessage")) == 2
    bench.slack.breaks("chat.postMessage", refuses("invalid_blocks_format"))
    bench.add("form", payload={"text": "x", "blocks": [CHART]})
    assert bench.run() == 1


def test_who_judges_a_row_is_its_owner_meanwhile(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    in_flight(bench)
    owners: list[str | None] = []
    bench.slack.on_call = lambda method: owners.append(bench.row("digest:1").owner) if "history" in method else None
    bench.run()
    assert owners == ["life-1"]


@pytest.mark.parametrize(
    ("over", "state"), [(-1, DeliveryState.SENT), (0, DeliveryState.SENT), (1, DeliveryState.DEAD)]
)
def test_a_message_is_given_up_only_after_the_end_of_its_time(
    sqlite_bench: Bench, over: int, state: DeliveryState
) -> None:
    bench = sqlite_bench
    key = bench.add("alert:1", kind="alert", budget=timedelta(hours=1.5))
    bench.clock.advance(timedelta(hours=1.5, seconds=over))
    bench.worker.deliver_due()
    assert bench.row(key).state is state
    said = "not sent within 1.5 hours: it was never its turn"
    assert bench.row(key).last_error == (said if state is DeliveryState.DEAD else "")


def test_the_worker_comes_back_when_an_address_that_asked_for_less_opens(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", slow_down("7"))
    bench.add("digest:1")
    start = bench.clock.now()
    bench.worker.deliver_due()
    due = bench.worker.next_due()
    assert due is not None
    assert start + timedelta(seconds=7) <= due <= start + timedelta(seconds=8.1)


@pytest.mark.parametrize("found", [True, False])
def test_an_attempt_tells_whether_slack_said_so_or_the_message_was_found(sqlite_bench: Bench, *, found: bool) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", *[Fault(stored=True, drops=True)] * found)
    key = bench.add("digest:1")
    assert bench.run() == 1
    with bench.store.reading() as tx:
        assert [attempt.outcome for attempt in tx.outbox.attempts(key)] == [
            "sent (found in Slack)" if found else "sent"
        ]
