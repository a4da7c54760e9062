"""From when on a delivery in doubt may be judged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.in_doubt import Doubt, Doubts
from bot.delivery.policy import DeliveryPolicy
from domain.ledger.deliveries import DeliveryState
from tests.bot.delivery.test_notices import given_up

POLICY = DeliveryPolicy()
AGE = POLICY.in_doubt.total_seconds()
LEFT = given_up(number=1, claim=3, owner="a peer")
OURS = given_up(number=2, claim=1, owner="me")


def test_a_row_is_old_enough_when_its_request_must_have_ended() -> None:
    assert POLICY.in_doubt == POLICY.start_within + POLICY.http_timeout + POLICY.settle


@pytest.mark.parametrize(("later", "ripe"), [(0.0, False), (AGE - 0.5, False), (AGE, True), (AGE + 1, True)])
def test_what_others_left_may_be_judged_when_it_was_seen_unchanged_for_long_enough(later: float, *, ripe: bool) -> None:
    doubts = Doubts(POLICY)
    doubts.see([LEFT], at=100.0)
    doubts.see([LEFT], at=100.0 + later)
    assert doubts.ripe(at=100.0 + later) == ([Doubt(delivery=LEFT, ripe_at=100.0 + AGE)] if ripe else [])


@pytest.mark.parametrize("change", [{"claim": 4}, {"owner": "another"}, {"state": DeliveryState.LEASED}])
def test_what_changed_since_is_seen_for_the_first_time(change: dict[str, Any]) -> None:
    doubts = Doubts(POLICY)
    doubts.see([LEFT], at=100.0)
    changed = replace(LEFT, **change)
    doubts.see([changed], at=110.0)
    assert doubts.ripe(at=100.0 + AGE) == []
    assert doubts.ripe(at=110.0 + AGE) == [Doubt(delivery=changed, ripe_at=110.0 + AGE)]


def test_what_others_have_settled_is_forgotten_and_what_is_ours_is_not() -> None:
    doubts = Doubts(POLICY)
    doubts.see([LEFT], at=100.0)
    doubts.keep(OURS, at=100.0, wait=timedelta(seconds=15), reason="timed out")
    doubts.see([], at=101.0)
    assert doubts.ripe(at=1000.0) == [Doubt(delivery=OURS, ripe_at=115.0, ours=True, reason="timed out")]
    doubts.drop(OURS)
    doubts.drop(OURS)
    assert doubts.ripe(at=1000.0) == []


def test_what_is_ours_keeps_its_wait_and_its_reason_when_the_outbox_shows_it_too() -> None:
    doubts = Doubts(POLICY)
    doubts.keep(OURS, at=100.0, wait=timedelta(seconds=15), reason="timed out")
    doubts.see([OURS], at=101.0)
    assert doubts.ripe(at=114.5) == []
    assert doubts.ripe(at=115.0) == [Doubt(delivery=OURS, ripe_at=115.0, ours=True, reason="timed out")]


def test_doubts_are_judged_in_the_order_of_the_outbox() -> None:
    doubts = Doubts(POLICY)
    doubts.keep(OURS, at=100.0, wait=timedelta(seconds=1), reason="")
    doubts.see([LEFT], at=90.0)
    assert [doubt.delivery.number for doubt in doubts.ripe(at=1000.0)] == [1, 2]


def test_the_next_wait_is_that_of_the_first_to_be_ripe_and_never_below_zero() -> None:
    doubts = Doubts(POLICY)
    assert doubts.next_wait(at=100.0) is None
    doubts.keep(OURS, at=100.0, wait=timedelta(seconds=15), reason="")
    doubts.keep(LEFT, at=100.0, wait=timedelta(seconds=40), reason="")
    assert doubts.next_wait(at=105.0) == timedelta(seconds=10)
    assert doubts.next_wait(at=114.5) == timedelta(seconds=0.5)
    assert doubts.next_wait(at=120.0) == timedelta(0)
