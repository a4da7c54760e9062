"""The one question after scoring: shall what was kept be carried over? (SPEC 2.6)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.ledger.deliveries import NewDelivery
from domain.okrs.cycles import Cycle
from domain.values.ids import PersonId
from handlers.organization import Organization
from handlers.usecases.okrs import carry_over, cycles
from handlers.views.okrs import carry as views
from storage.store import Transaction

_BUDGET = timedelta(days=7)


def ask_owners(
    tx: Transaction,
    cycle: Cycle,
    *,
    now: datetime,
    org: Organization,
    hour: Callable[[PersonId], datetime] | None = None,
) -> int:
    """Ask each owner who decided to keep or to change something, once per cycle; return how many are asked.

    `hour` tells when each of them is asked; without it, at once.
    """
    into = cycles.follower(tx, cycle)
    asked = 0
    for owner in carry_over.owners_of(tx, cycle, org=org):
        decided = carry_over.decided_of(tx, cycle, owner=owner)
        if decided.kept or decided.changed:
            message = views.question(decided.kept, decided.changed, cycle=cycle, into=into)
            key = f"carry:{cycle.id}:{owner}"
            delivery = NewDelivery(key=key, kind="carry", to=owner, payload=message.payload(), budget=_BUDGET)
            asked += tx.outbox.add(delivery, now=now, run_at=hour(owner) if hour is not None else None)
    return asked
