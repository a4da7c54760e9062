"""What an answer means, and how long to wait by it (DESIGN D4 and D9; SLACK_RULES 2.1 and 2.2)."""

import socket
import ssl
from datetime import timedelta
from typing import Any
from urllib.error import URLError

import pytest

from bot.delivery.calls import Answer, Transport, _describe, _transport
from bot.delivery.outcomes import Kind, Outcome, classify, read_wait
from bot.delivery.policy import DeliveryPolicy

POLICY = DeliveryPolicy()


def answered(error: str = "", status: int = 200) -> Answer:
    body = {"ok": False, "error": error} if error else {}
    return Answer(transport=Transport.ANSWERED, status=status, body=body, trouble="" if error else "not_json")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(transport=Transport.ANSWERED, status=200, body={"ok": True, "channel": "C1", "ts": "1.0"}), Kind.SENT),
        (Answer(transport=Transport.NEVER_LEFT, trouble="refused"), Kind.NOT_SENT),
        (Answer(transport=Transport.UNKNOWN, trouble="timed out"), Kind.UNKNOWN),
        (answered("ratelimited", 429), Kind.RATE_LIMITED),
        (answered("ratelimited"), Kind.RATE_LIMITED),
        (answered("rate_limited"), Kind.RATE_LIMITED),
        (answered("", 429), Kind.RATE_LIMITED),
        (answered("", 500), Kind.UNKNOWN),
        (answered("internal_error", 500), Kind.UNKNOWN),
        (answered("invalid_auth", 503), Kind.UNKNOWN),
        (answered("fatal_error"), Kind.UNKNOWN),
        (answered("internal_error"), Kind.UNKNOWN),
        (answered("request_timeout"), Kind.UNKNOWN),
        (answered("service_unavailable"), Kind.UNKNOWN),
        (answered("a_code_of_the_year_2030"), Kind.UNKNOWN),
        (answered(), Kind.UNKNOWN),
        (answered("is_archived"), Kind.BAD_DESTINATION),
        (answered("restricted_action_read_only_channel"), Kind.BAD_DESTINATION),
        (answered("msg_too_long"), Kind.BAD_MESSAGE),
        (answered("invalid_blocks"), Kind.BAD_MESSAGE),
        (answered("token_revoked"), Kind.WORKSPACE),
        (answered("missing_scope"), Kind.WORKSPACE),
    ],
)
def test_an_answer_means_one_thing(answer: Answer, kind: Kind) -> None:
    assert classify(answer, POLICY).kind is kind


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("1", 1),
        (" 30 ", 30),
        ("0", 0),
        ("3600", 300),
        ("9" * 400, 300),
        (None, 30),
        ("", 30),
        ("-5", 30),
        ("1.5", 30),
        ("٣", 30),
        ("soon", 30),
        ("Wed, 18 Nov 2026 15:00:00 GMT", 30),
    ],
)
def test_the_wait_is_taken_from_slack_within_bounds(header: str | None, seconds: int) -> None:
    assert read_wait(header, POLICY) == timedelta(seconds=seconds)


def test_back_off_doubles_up_to_its_end_and_never_less_than_half() -> None:
    waits = [POLICY.backoff("key", failures).total_seconds() for failures in range(40)]
    assert waits[0] == 0
    for failures, wait in enumerate(waits[1:], start=1):
        longest = min(5 * 2 ** (failures - 1), 600)
        assert longest / 2 < wait <= longest


def test_back_off_is_the_same_in_each_run_and_differs_between_keys() -> None:
    assert POLICY.backoff("one", 3) == POLICY.backoff("one", 3)
    assert len({POLICY.backoff(f"key {number}", 3) for number in range(20)}) > 15


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"error": "missing_scope", "needed": "files:write"}, "missing_scope: files:write"),
        ({"error": "missing_scope", "needed": ""}, "missing_scope"),
        ({"error": "missing_scope", "needed": 7}, "missing_scope"),
        ({"error": "no_text", "response_metadata": {"messages": ["first", "second"]}}, "no_text: first"),
        ({"error": "no_text", "response_metadata": {"messages": ["x" * 400]}}, f"no_text: {'x' * 291}"),
        ({"error": "no_text", "response_metadata": {"messages": []}}, "no_text"),
        ({"error": "no_text", "response_metadata": {"messages": "first"}}, "no_text"),
        ({"error": "no_text", "response_metadata": {}}, "no_text"),
        ({"error": "no_text", "response_metadata": "first"}, "no_text"),
        ({"error": 404}, "http_200"),
        ({"error": ""}, "http_200"),
    ],
)
def test_an_error_carries_what_slack_says_beside_it(body: dict[str, Any], error: str) -> None:
    answer = Answer(transport=Transport.ANSWERED, status=200, body={"ok": False, **body})
    assert classify(answer, POLICY).error == error


@pytest.mark.parametrize(
    ("body", "channel", "ts"),
    [
        ({"channel": "C1", "ts": "1.0"}, "C1", "1.0"),
        ({"channel": {"id": "C1"}, "ts": 1.0}, "", ""),
        ({}, "", ""),
    ],
)
def test_what_was_sent_stands_where_slack_says(body: dict[str, Any], channel: str, ts: str) -> None:
    answer = Answer(transport=Transport.ANSWERED, status=200, body={"ok": True, **body})
    assert classify(answer, POLICY) == Outcome(kind=Kind.SENT, channel=channel, ts=ts)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(transport=Transport.NEVER_LEFT, trouble="refused"), Outcome(kind=Kind.NOT_SENT, error="refused")),
        (Answer(transport=Transport.UNKNOWN, trouble="timed out"), Outcome(kind=Kind.UNKNOWN, error="timed out")),
        (answered("internal_error", 500), Outcome(kind=Kind.UNKNOWN, error="internal_error")),
        (answered("", 499), Outcome(kind=Kind.UNKNOWN, error="not_json")),
        (answered("is_archived", 499), Outcome(kind=Kind.BAD_DESTINATION, error="is_archived")),
        (answered("is_archived", 500), Outcome(kind=Kind.UNKNOWN, error="is_archived")),
        (
            Answer(transport=Transport.ANSWERED, status=429, retry_after="7", trouble="not_json"),
            Outcome(kind=Kind.RATE_LIMITED, error="not_json", wait=timedelta(seconds=7)),
        ),
    ],
)
def test_an_outcome_keeps_the_error_and_the_wait(answer: Answer, outcome: Outcome) -> None:
    assert classify(answer, POLICY) == outcome


@pytest.mark.parametrize(
    ("trouble", "transport", "described"),
    [
        (URLError(ConnectionRefusedError("no")), Transport.NEVER_LEFT, "ConnectionRefusedError: no"),
        (URLError(socket.gaierror("no name")), Transport.NEVER_LEFT, "gaierror: no name"),
        (URLError(ssl.SSLCertVerificationError("bad")), Transport.NEVER_LEFT, "SSLCertVerificationError: ('bad',)"),
        (URLError(TimeoutError("slow")), Transport.UNKNOWN, "TimeoutError: slow"),
        (ConnectionRefusedError("no"), Transport.UNKNOWN, "ConnectionRefusedError: no"),
        (ValueError("x" * 300), Transport.UNKNOWN, f"ValueError: {'x' * 188}"),
    ],
)
def test_only_what_failed_before_the_first_byte_never_left(
    trouble: Exception, transport: Transport, described: str
) -> None:
    assert (_transport(trouble), _describe(trouble)) == (transport, described)
