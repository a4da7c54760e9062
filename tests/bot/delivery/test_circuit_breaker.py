"""When all sending is held, and for how long."""

from datetime import timedelta

import pytest

from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.outcomes import Kind, Outcome
from bot.delivery.policy import DeliveryPolicy

POLICY = DeliveryPolicy()
NOTHING = timedelta(0)
SLOWER = Outcome(kind=Kind.RATE_LIMITED, wait=timedelta(seconds=20))
FAILED = Outcome(kind=Kind.NOT_SENT)
UNKNOWN = Outcome(kind=Kind.UNKNOWN)
SENT = Outcome(kind=Kind.SENT)
GONE = Outcome(kind=Kind.BAD_DESTINATION)


def break_after(*outcomes: Outcome) -> CircuitBreaker:
    """Return a breaker that took note of these outcomes at second 100."""
    breaker = CircuitBreaker(POLICY)
    for outcome in outcomes:
        breaker.notice(outcome, at=100.0)
    return breaker


@pytest.mark.parametrize(
    ("outcomes", "held"),
    [
        ([SLOWER], NOTHING),
        ([SLOWER] * 2, timedelta(seconds=20)),
        ([SLOWER, SENT, SLOWER], NOTHING),
        ([SLOWER, GONE, SLOWER], NOTHING),
        ([SLOWER, FAILED, SLOWER], timedelta(seconds=20)),
        ([FAILED] * 3, NOTHING),
        ([FAILED] * 4, POLICY.backoff("all of Slack", 1)),
        ([FAILED, UNKNOWN, UNKNOWN, FAILED], POLICY.backoff("all of Slack", 1)),
        ([FAILED] * 6, POLICY.backoff("all of Slack", 3)),
        ([FAILED, FAILED, FAILED, SENT, FAILED], NOTHING),
    ],
)
def test_two_requests_for_less_or_four_failures_in_a_row_hold_everything(
    outcomes: list[Outcome], held: timedelta
) -> None:
    assert break_after(*outcomes).remaining(100.0) == held


@pytest.mark.parametrize(("at", "left"), [(100.0, 20.0), (119.5, 0.5), (119.75, 0.25), (120.0, 0.0), (121.0, 0.0)])
def test_what_is_held_goes_on_at_the_end_of_the_wait(at: float, left: float) -> None:
    assert break_after(SLOWER, SLOWER).remaining(at) == timedelta(seconds=left)


def test_a_shorter_wait_does_not_end_a_longer_one() -> None:
    breaker = break_after()
    breaker.hold(timedelta(seconds=30), at=100.0)
    breaker.hold(timedelta(seconds=5), at=101.0)
    assert breaker.remaining(101.0) == timedelta(seconds=29)
    breaker.hold(timedelta(seconds=40), at=101.0)
    assert breaker.remaining(101.0) == timedelta(seconds=40)
