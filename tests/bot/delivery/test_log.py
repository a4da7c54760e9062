"""What an operator finds in the log about deliveries."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.ledger.deliveries import Method
from tests.bot.delivery.bench import CHANNEL, INSTANCE, Bench
from tests.bot.delivery.scripted import Fault, refuses

MARKS = {"event_type": "tiller_delivery", "event_payload": {"key": "digest:1", "instance": INSTANCE}}


def lines_of(bench: Bench) -> list[Any]:
    with capture_logs() as lines:
        bench.run()
    return lines


@pytest.mark.parametrize(
    ("fault", "level", "outcome", "error"),
    [
        (Fault(stored=False, status=500), "warning", "unknown", "not_json"),
        (refuses("is_archived"), "warning", "bad_destination", "is_archived"),
        (None, "info", "sent", ""),
    ],
)
def test_each_try_is_a_line_with_its_key_address_and_outcome(
    sqlite_bench: Bench, fault: Fault | None, level: str, outcome: str, error: str
) -> None:
    bench = sqlite_bench
    if fault is not None:
        bench.slack.breaks("chat.postMessage", fault)
    key = bench.add("digest:1")
    assert lines_of(bench)[0] == {
        "event": "delivery", "log_level": level, "key": key, "to": CHANNEL, "outcome": outcome, "error": error,
    }  # fmt: skip


def test_a_search_and_each_copy_that_it_removes_are_lines(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    _, second = (bench.slack.say(CHANNEL, "text", metadata=MARKS) for _ in range(2))
    bench.slack.breaks("chat.delete", refuses("cant_delete_message"))
    assert lines_of(bench) == [
        {"event": "looked for a delivery", "log_level": "info", "key": key, "view": "there", "error": ""},
        {
            "event": "removed a duplicate", "log_level": "warning", "key": key, "ts": second, "ok": False,
            "error": "cant_delete_message",
        },
    ]  # fmt: skip


def test_the_end_of_a_pause_is_a_line(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("auth.test", refuses("token_revoked"))
    bench.add("digest:1")
    assert {"event": "deliveries go on", "log_level": "info", "after": "token_revoked"} in lines_of(bench)


@pytest.mark.parametrize(
    ("faults", "error"),
    [
        ([], "interrupted; it is not in the channel"),
        ([refuses("missing_scope")], "may be a repeat: missing_scope when it was looked for"),
    ],
)
def test_a_row_that_is_tried_again_says_what_the_search_told(
    sqlite_bench: Bench, faults: list[Fault], error: str
) -> None:
    bench = sqlite_bench
    key = bench.add("digest:1")
    bench.leave_in_flight(key, sending=True)
    bench.slack.breaks("conversations.history", *faults)
    bench.worker.settle()
    bench.clock.advance(bench.policy.in_doubt)
    assert bench.worker.settle() == 0
    assert bench.row(key).last_error == error


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=500, body={"ok": False, "error": "internal_error"}), "internal_error"),
        (Fault(body={"ok": True}), "ok_without_ts"),
    ],
)
def test_what_went_wrong_stands_in_the_row_until_it_is_judged(sqlite_bench: Bench, fault: Fault, error: str) -> None:
    bench = sqlite_bench
    bench.slack.breaks("chat.postMessage", fault)
    key = bench.add("digest:1")
    bench.worker.deliver_due()
    bench.clock.advance(bench.policy.settle)
    assert bench.worker.settle() == 0
    assert bench.row(key).last_error == f"{error}; it is not in the channel"


@pytest.mark.parametrize(("sending", "last_error"), [(False, "interrupted"), (True, "interrupted")])
def test_an_interrupted_try_that_is_harmless_to_repeat_is_not_looked_for(
    sqlite_bench: Bench, last_error: str, *, sending: bool
) -> None:
    bench = sqlite_bench
    bench.add("open")
    bench.run()
    bench.clock.advance(bench.policy.spacing)
    key = bench.add("update", method=Method.UPDATE, follows="open")
    bench.leave_in_flight(key, sending=sending)
    worker = bench.restart()
    worker.settle()
    bench.clock.advance(bench.policy.in_doubt)
    worker.settle()
    assert bench.row(key).last_error == last_error
    assert bench.slack.called("conversations.history") == []


def test_what_nobody_could_look_for_in_time_says_why(sqlite_bench: Bench) -> None:
    bench = sqlite_bench
    bench.slack.breaks("conversations.open", *[refuses("internal_error")] * 100)
    key = bench.add("prompt:1", kind="prompt", to="U0MIA0003", budget=timedelta(minutes=3))
    bench.leave_in_flight(key, sending=True)
    bench.run()
    assert bench.row(key).last_error == "nobody knows whether it was sent: internal_error"
