"""Cycles move on with the calendar: from running to being scored, and then to closed (SPEC 2.1)."""

from datetime import datetime

from domain.cycles import Cycle, CycleState, move
from domain.ids import CycleId
from storage.store import Transaction


def start_scoring(tx: Transaction, *, cycle: CycleId, now: datetime) -> Cycle | None:
    """Move an active cycle on to scoring; None when it is not active any more."""
    known = tx.cycles.get(cycle)
    return _moved(tx, known, CycleState.SCORING, now) if known and known.state is CycleState.ACTIVE else None


def close(tx: Transaction, *, cycle: CycleId, now: datetime) -> Cycle | None:
    """Close a cycle, so that its scores are final; None when it is closed already."""
    known = tx.cycles.get(cycle)
    return _moved(tx, known, CycleState.CLOSED, now) if known and known.state is not CycleState.CLOSED else None


def _moved(tx: Transaction, known: Cycle, state: CycleState, now: datetime) -> Cycle:
    changed = move(known, state, on=now.date())
    tx.cycles.save(changed)
    tx.audit.add(
        actor="tiller",
        action=f"cycle {state}",
        subject=known.name,
        old=known.state,
        new=state,
        at=now,
        origin="calendar",
    )
    return changed
