"""The outbox: which row goes next, in whose hands it is, and what becomes of it (DESIGN D1 to D3)."""

from datetime import timedelta

import pytest

from domain.ledger.deliveries import Delivery, DeliveryState, Method, NewDelivery
from storage.store import Store
from tests.people import NOW
from tests.storage.sending import GROWTH, LEASE, PLATFORM, SECOND, add, begin, claim, new, nothing, send


def test_a_key_is_added_once(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.outbox.add(new("a"), now=NOW)
        assert not tx.outbox.add(new("a", to=PLATFORM), now=NOW)
        stored = tx.outbox.get("a")
        assert stored is not None
        assert stored.to == GROWTH
        assert tx.outbox.get("b") is None
        assert tx.outbox.list_added(["b", "a"]) == {"a"}


def test_a_delivery_comes_back_as_it_was_added(store: Store) -> None:
    more = NewDelivery(
        key="file",
        kind="summary",
        to=GROWTH,
        payload={"filename": "a.csv", "content": "x\n"},
        method=Method.UPLOAD,
        follows="a",
        in_thread=True,
        budget=timedelta(days=14),
    )
    add(store, more, run_at=NOW + SECOND)
    with store.reading() as tx:
        stored = tx.outbox.get("file")
    assert stored == Delivery(
        number=1,
        key="file",
        kind="summary",
        to=GROWTH,
        method=Method.UPLOAD,
        payload=more.payload,
        state=DeliveryState.PENDING,
        run_at=NOW + SECOND,
        created_at=NOW,
        budget=timedelta(days=14),
        follows="a",
        in_thread=True,
    )


def test_the_way_of_a_message_that_is_sent(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        leased = claim(tx)
        assert (leased.state, leased.owner, leased.claim, leased.attempts) == (DeliveryState.LEASED, "me", 1, 0)
    with store.transaction() as tx:
        sending = tx.outbox.start_sending(leased, now=NOW + SECOND, floor_ts="100.0")
        assert sending is not None
        assert (sending.state, sending.attempts, sending.floor_ts) == (DeliveryState.SENDING, 1, "100.0")
    with store.transaction() as tx:
        assert tx.outbox.sent(sending, now=NOW + 2 * SECOND, channel="C9", ts="101.0")
        done = tx.outbox.get("a")
        assert done is not None
        assert (done.state, done.channel, done.ts, done.owner) == (DeliveryState.SENT, "C9", "101.0", None)
        (attempt,) = tx.outbox.attempts("a")
        assert (attempt.started_at, attempt.ended_at, attempt.outcome) == (NOW + SECOND, NOW + 2 * SECOND, "sent")
        assert nothing(tx)


def test_one_message_at_a_time_goes_to_an_address_and_in_order(store: Store) -> None:
    add(store, new("a"), new("b"), new("c", to=PLATFORM))
    with store.transaction() as tx:
        first = begin(tx)
        assert first.key == "a"
        assert claim(tx).key == "c"
        assert nothing(tx)
        tx.outbox.sent(first, now=NOW, channel=GROWTH, ts="1.0")
        assert claim(tx).key == "b"


def test_what_was_put_back_keeps_its_place(store: Store) -> None:
    add(store, new("a"), new("b"))
    with store.transaction() as tx:
        assert tx.outbox.release(begin(tx), now=NOW, run_at=NOW + 5 * SECOND, error="refused", counts=True)
        assert nothing(tx)
        assert nothing(tx, now=NOW + 4 * SECOND)
        again = claim(tx, now=NOW + 5 * SECOND)
        assert (again.key, again.attempts, again.claim, again.last_error) == ("a", 1, 2, "refused")
        (attempt,) = tx.outbox.attempts("a")
        assert attempt.outcome == "refused"


def test_a_rate_limit_does_not_count_as_a_try(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        assert tx.outbox.release(begin(tx), now=NOW, run_at=NOW, error="ratelimited", counts=False)
        leased = claim(tx)
        assert leased.attempts == 0
        assert tx.outbox.release(leased, now=NOW, run_at=NOW, error="stopped", counts=False)
        assert claim(tx).attempts == 0


def test_what_is_due_later_holds_up_nobody(store: Store) -> None:
    add(store, new("later"), run_at=NOW + 60 * SECOND)
    add(store, new("now"))
    with store.transaction() as tx:
        assert tx.outbox.next_due(NOW) == NOW
        assert send(tx) == "now"
        assert nothing(tx)
        assert tx.outbox.next_due(NOW) == NOW + 60 * SECOND
        assert send(tx, now=NOW + 60 * SECOND) == "later"
        assert tx.outbox.next_due(NOW + 60 * SECOND) is None


def test_of_two_addresses_the_one_that_is_due_first_comes_first(store: Store) -> None:
    add(store, new("b", to=PLATFORM), run_at=NOW + SECOND)
    add(store, new("a"), run_at=NOW)
    with store.transaction() as tx:
        assert [send(tx, now=NOW + 2 * SECOND) for _ in range(2)] == ["a", "b"]


def test_a_row_waits_for_what_it_follows(store: Store) -> None:
    add(store, new("open"), new("reply", to=PLATFORM, follows="open", in_thread=True))
    with store.transaction() as tx:
        opening = begin(tx)
        assert nothing(tx)
        tx.outbox.sent(opening, now=NOW, channel=GROWTH, ts="1.0")
        assert claim(tx).key == "reply"


@pytest.mark.parametrize("fate", ["dead", "cancelled", "never added"])
def test_what_follows_something_that_was_never_sent_is_given_up_with_the_reason(store: Store, fate: str) -> None:
    if fate != "never added":
        add(store, new("open"))
    with store.transaction() as tx:
        if fate == "dead":
            assert tx.outbox.dead(begin(tx), now=NOW, error="channel_not_found")
        elif fate == "cancelled":
            assert tx.outbox.cancel("open", now=NOW, reason="answered before")
    add(store, new("reply", follows="open"), new("edit", follows="reply", method=Method.UPDATE), new("other"))
    with store.transaction() as tx:
        assert claim(tx).key == "other"
        for key, followed in (("reply", "open"), ("edit", "reply")):
            buried = tx.outbox.get(key)
            assert buried is not None
            assert buried.state is DeliveryState.DEAD
            assert buried.last_error == f"What it follows was never sent: {followed}."


def test_only_who_holds_a_row_says_what_became_of_it(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        leased = claim(tx)
        assert not tx.outbox.sent(leased, now=NOW, channel="C", ts="1.0")  # nobody said that it would be sent
        sending = tx.outbox.start_sending(leased, now=NOW, floor_ts=None)
        assert sending is not None
        assert tx.outbox.start_sending(leased, now=NOW, floor_ts=None) is None
        taken = tx.outbox.take_over(sending, owner="other", now=NOW)
        assert taken is not None
        assert (taken.owner, taken.claim, taken.state) == ("other", 2, DeliveryState.SENDING)
        assert tx.outbox.take_over(sending, owner="third", now=NOW) is None
        assert not tx.outbox.sent(sending, now=NOW, channel="C", ts="1.0")
        assert not tx.outbox.release(sending, now=NOW, run_at=NOW, error="", counts=True)
        assert not tx.outbox.dead(sending, now=NOW, error="")
        assert tx.outbox.sent(taken, now=NOW, channel="C", ts="1.0", reconciled=True)
        assert not tx.outbox.dead(taken, now=NOW, error="")
        (attempt,) = tx.outbox.attempts("a")
        assert attempt.outcome == "sent (found in Slack)"


def test_the_floor_of_the_first_try_is_kept(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        tx.outbox.release(begin(tx), now=NOW, run_at=NOW, error="", counts=True)
        again = tx.outbox.start_sending(claim(tx), now=NOW, floor_ts="200.0")
        assert again is not None
        assert (again.floor_ts, again.attempts) == ("100.0", 2)


def test_a_row_whose_lease_is_over_is_taken_over(store: Store) -> None:
    add(store, new("a"), new("b", to=PLATFORM))
    with store.transaction() as tx:
        first, second = claim(tx), begin(tx, now=NOW + SECOND)
        found = tx.outbox.taken_over(now=NOW + LEASE - SECOND, owner="me")
        assert found == ()
        assert tx.outbox.taken_over(now=NOW + LEASE, owner="me") == (first,)
        assert tx.outbox.taken_over(now=NOW + LEASE + SECOND, owner="me") == (first, second)


def test_a_lease_that_lies_too_far_ahead_is_over_since_the_clock_stepped_back(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        leased = claim(tx)
        assert tx.outbox.taken_over(now=NOW - LEASE, owner="me") == ()
        assert tx.outbox.taken_over(now=NOW - LEASE - SECOND, owner="me") == (leased,)


def test_the_rows_of_an_earlier_life_are_taken_over_by_who_is_alone(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        leased = claim(tx, owner="earlier life")
        assert tx.outbox.taken_over(now=NOW, owner="me", alone=True) == (leased,)
        assert tx.outbox.taken_over(now=NOW, owner="me", alone=False) == ()
        assert tx.outbox.taken_over(now=NOW, owner="earlier life", alone=True) == ()
        usual = tx.outbox.taken_over(now=NOW, owner="me")
        assert usual == ((leased,) if store.path else ())


def test_a_lease_is_counted_anew_when_the_sending_begins_and_when_it_is_taken_over(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        leased = claim(tx)
        assert tx.outbox.next_due(NOW) == NOW + LEASE
        sending = tx.outbox.start_sending(leased, now=NOW + 10 * SECOND, floor_ts=None)
        assert sending is not None
        assert tx.outbox.next_due(NOW) == NOW + 10 * SECOND + LEASE
        tx.outbox.take_over(sending, owner="other", now=NOW + 70 * SECOND)
        assert tx.outbox.next_due(NOW) == NOW + 70 * SECOND + LEASE


def test_only_what_nobody_has_begun_is_cancelled(store: Store) -> None:
    add(store, new("a"), new("b"))
    with store.transaction() as tx:
        claim(tx)
        assert not tx.outbox.cancel("a", now=NOW, reason="too late")
        assert tx.outbox.cancel("b", now=NOW, reason="answered before")
        assert not tx.outbox.cancel("b", now=NOW, reason="twice")
        assert not tx.outbox.cancel("c", now=NOW, reason="never there")
        cancelled = tx.outbox.get("b")
        assert cancelled is not None
        assert (cancelled.state, cancelled.last_error) == (DeliveryState.CANCELLED, "answered before")


def test_rows_are_counted_and_listed_by_what_became_of_them(store: Store) -> None:
    add(store, new("a"), new("b", to=PLATFORM), new("c", to="C3"), new("d", to="C4"), new("e", to="C5"))
    with store.transaction() as tx:
        send(tx)
        tx.outbox.dead(begin(tx), now=NOW, error="is_archived")
        begin(tx)
        claim(tx)
        tx.outbox.add(NewDelivery(key="f", kind="alert", to="C6", payload={}), now=NOW)
        tx.outbox.cancel("e", now=NOW, reason="")
        assert tx.outbox.counts() == {
            DeliveryState.PENDING: 1,
            DeliveryState.LEASED: 1,
            DeliveryState.SENDING: 1,
            DeliveryState.SENT: 1,
            DeliveryState.DEAD: 1,
            DeliveryState.CANCELLED: 1,
        }
        assert tx.outbox.pending_count() == 3
        (dead,) = tx.outbox.list_dead()
        assert (dead.key, dead.last_error) == ("b", "is_archived")
        assert [row.key for row in tx.outbox.by_kind("alert")] == ["f"]
        sent = tx.outbox.by_kind("alert", "digest", states=[DeliveryState.SENT, DeliveryState.PENDING])
        assert [row.key for row in sent] == ["a", "f"]


def test_an_empty_outbox_has_nothing_to_do(store: Store) -> None:
    with store.transaction() as tx:
        assert nothing(tx)
        assert tx.outbox.next_due(NOW) is None
        assert tx.outbox.pending_count() == 0
        assert set(tx.outbox.counts().values()) == {0}
        assert tx.outbox.attempts("a") == ()
