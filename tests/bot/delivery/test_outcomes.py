"""What an answer means, and how long to wait by it (DESIGN 2; SLACK_RULES 2.1 and 2.2)."""

from datetime import timedelta

import pytest

from bot.delivery.calls import Answer, Transport
from bot.delivery.outcomes import Kind, classify, read_wait
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
