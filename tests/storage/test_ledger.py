"""Occurrences, answers, the audit and the words that Tiller keeps."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.ledger.occurrences import Job, Occurrence, OccurrenceState
from domain.values.ids import CycleId, KpiKey
from storage.occurrences import LedgerEntry
from storage.store import Store
from tests.people import GROWTH, NOW, OWNER
from tests.storage.test_store import together

DIGEST = Occurrence(key="digest:1:2026-W47", job=Job.DIGEST, due_at=NOW, team=GROWTH.key, period="2026-W47")


def test_an_occurrence_is_claimed_once(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.occurrences.claim(DIGEST, now=NOW)
    with store.transaction() as tx:
        assert not tx.occurrences.claim(DIGEST, now=NOW, state=OccurrenceState.SKIPPED, reason="late")
        assert tx.occurrences.get(DIGEST.key) == LedgerEntry(
            occurrence=DIGEST, state=OccurrenceState.DONE, reason="", claimed_at=NOW
        )


def test_of_many_threads_one_claims(store: Store) -> None:
    won: list[str] = []

    def claim(_: int) -> None:
        for number in range(20):
            with store.transaction() as tx:
                if tx.occurrences.claim(replace(DIGEST, key=f"digest:{number}"), now=NOW):
                    won.append(f"digest:{number}")

    together(4, claim)
    assert sorted(won) == sorted(f"digest:{number}" for number in range(20))


def test_what_is_rolled_back_was_not_claimed(store: Store) -> None:
    def fail() -> None:
        with store.transaction() as tx:
            assert tx.occurrences.claim(DIGEST, now=NOW)
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.transaction() as tx:
        assert tx.occurrences.claim(DIGEST, now=NOW)


def test_an_occurrence_comes_back_as_it_was(store: Store) -> None:
    occurrence = Occurrence(
        key="prompt:3",
        job=Job.CHECKIN_PROMPT,
        due_at=NOW,
        late_after=timedelta(hours=36),
        team=GROWTH.key,
        person=OWNER.id,
        cycle=CycleId(3),
        kpi=KpiKey("churn"),
        subject=7,
        period="round 3",
    )
    with store.transaction() as tx:
        tx.occurrences.claim(occurrence, now=NOW, state=OccurrenceState.SKIPPED, reason="Owen is away.")
    with store.reading() as tx:
        entry = tx.occurrences.get(occurrence.key)
        assert entry is not None
        assert entry.occurrence == occurrence
        assert tx.occurrences.skipped(NOW) == (entry,)
        assert tx.occurrences.skipped(NOW + timedelta(seconds=1)) == ()
        assert tx.occurrences.get("prompt:4") is None


def test_known_tells_which_keys_were_claimed(store: Store) -> None:
    with store.transaction() as tx:
        tx.occurrences.claim(DIGEST, now=NOW)
        assert tx.occurrences.list_claimed(["digest:2:2026-W47", DIGEST.key]) == {DIGEST.key}
        assert tx.occurrences.list_claimed([]) == set()


def test_a_snapshot_is_written_down_with_its_occurrence(store: Store) -> None:
    with store.transaction() as tx:
        tx.occurrences.claim(DIGEST, now=NOW, snapshot={"b": Decimal("1.10"), "a": [NOW.date()]})
        assert tx.occurrences.snapshot(DIGEST.key) == {"b": "1.1", "a": ["2026-11-18"]}
        assert tx.occurrences.snapshot("digest:9") is None


def test_an_answer_is_remembered_once(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.inbound.recall("view:1") is None
        assert tx.inbound.remember("view:1", {"said": Decimal("1.50")}, at=NOW)
        assert not tx.inbound.remember("view:1", {"said": "else"}, at=NOW)
        assert tx.inbound.recall("view:1") == {"said": "1.5"}


def test_old_answers_are_forgotten(store: Store) -> None:
    with store.transaction() as tx:
        tx.inbound.remember("old", {}, at=NOW - timedelta(days=8))
        tx.inbound.remember("new", {}, at=NOW)
        assert tx.inbound.forget(before=NOW - timedelta(days=7)) == 1
        assert tx.inbound.recall("old") is None
        assert tx.inbound.recall("new") == {}


def test_the_audit_keeps_who_what_old_new_and_from_where(store: Store) -> None:
    with store.transaction() as tx:
        tx.audit.add(actor=OWNER.id, action="team", subject="team:growth", old=None, new=GROWTH, at=NOW, origin="slack")
        tx.audit.add(actor="csv", action="team", subject="team:growth", old=Decimal(1), new="x", at=NOW, origin="csv")
        first, second = tx.audit.of("team:growth")
    assert (first.actor, first.origin, first.old, first.new["name"]) == (OWNER.id, "slack", None, "Growth")
    assert (second.old, second.new) == ("1", "x")


def test_a_word_is_kept_under_its_name(store: Store) -> None:
    with store.transaction() as tx:
        assert tx.meta.get("instance") is None
        tx.meta.set("instance", "a")
        tx.meta.set("instance", "b")
        assert tx.meta.get("instance") == "b"
