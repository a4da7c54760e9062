"""Gates, channels, a paused workspace, and clocks that step back."""

from datetime import timedelta

from storage.channel_gates import Gate
from storage.store import Store
from tests.people import NOW
from tests.storage.sending import GROWTH, LEASE, PLATFORM, SECOND, add, claim, new, nothing, send


def test_the_gate_of_an_address_holds_its_next_message_back(store: Store) -> None:
    add(store, new("a"), new("b", to=PLATFORM))
    with store.transaction() as tx:
        assert tx.outbox.gate(GROWTH) == Gate()
        gate = Gate(next_ok_at=NOW + SECOND, floor_ts="100.0")
        tx.outbox.set_gate(GROWTH, gate)
        assert tx.outbox.gate(GROWTH) == gate
        assert send(tx) == "b"
        assert nothing(tx)
        assert tx.outbox.next_due(NOW) == NOW + SECOND
        assert send(tx, now=NOW + SECOND) == "a"


def test_a_blocked_address_keeps_its_messages_and_is_not_waited_for(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        tx.outbox.set_gate(GROWTH, Gate(blocked_reason="is_archived"))
        assert nothing(tx)
        assert tx.outbox.next_due(NOW) is None
        assert tx.outbox.pending_count() == 1
        tx.outbox.set_gate(GROWTH, Gate())
        assert send(tx) == "a"


def test_a_paused_workspace_keeps_everything(store: Store) -> None:
    add(store, new("a"), new("b", to=PLATFORM))
    with store.transaction() as tx:
        in_flight = claim(tx)
        tx.outbox.pause_workspace("invalid_auth")
        assert tx.outbox.workspace_paused() == "invalid_auth"
        assert nothing(tx)
        assert tx.outbox.next_due(NOW) == NOW + LEASE
        tx.outbox.release(in_flight, now=NOW, run_at=NOW, error="invalid_auth", counts=False)
        assert tx.outbox.next_due(NOW) is None
        tx.outbox.resume_workspace()
        assert tx.outbox.workspace_paused() is None
        assert send(tx) == "a"


def test_a_channel_is_remembered_beside_its_gate(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.outbox.channel_of("U1") is None
        tx.outbox.remember_channel("U1", "D1")
        tx.outbox.set_gate("U1", Gate(floor_ts="1.0"))
        tx.outbox.remember_channel("U1", "D2")
        assert tx.outbox.channel_of("U1") == "D2"
        assert tx.outbox.gate("U1") == Gate(floor_ts="1.0")
        tx.outbox.remember_channel("U1", None)
        assert tx.outbox.channel_of("U1") is None


def test_a_clock_that_steps_back_holds_up_nothing_that_was_due(store: Store) -> None:
    before = NOW - timedelta(days=1)
    add(store, new("due at once"), new("put back", to=PLATFORM), new("gated", to="C3"))
    with store.transaction() as tx:
        tx.outbox.set_gate("C3", Gate(next_ok_at=NOW + SECOND))
        tx.outbox.release(claim(tx), now=NOW, run_at=NOW + 5 * SECOND, error="", counts=False)
        assert tx.outbox.next_due(before) == before
        assert [send(tx, now=before) for _ in range(3)] == ["put back", "gated", "due at once"]
        assert nothing(tx, now=before)


def test_a_clock_that_steps_back_a_little_only_delays(store: Store) -> None:
    add(store, new("a"))
    with store.transaction() as tx:
        tx.outbox.release(claim(tx), now=NOW, run_at=NOW + 5 * SECOND, error="", counts=False)
        tx.outbox.set_gate(GROWTH, Gate(next_ok_at=NOW + 6 * SECOND))
        early = NOW - 10 * SECOND
        assert nothing(tx, now=early)
        assert tx.outbox.next_due(early) == NOW + 6 * SECOND
