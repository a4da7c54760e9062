"""The one question after scoring: shall what was kept be carried over? (SPEC 2.6)."""

from datetime import datetime, timedelta

from domain.cycles import Cycle
from domain.deliveries import NewDelivery
from handlers.usecases import carry_over, cycles
from handlers.usecases.world import World
from handlers.views import carry as views
from storage.store import Transaction

_BUDGET = timedelta(days=7)


def ask_owners(tx: Transaction, cycle: Cycle, *, now: datetime, world: World) -> int:
    """Ask each owner who decided to keep or to change something, once per cycle; return how many are asked now."""
    into = cycles.follower(tx, cycle)
    asked = 0
    for owner in carry_over.owners_of(tx, cycle, world=world):
        decided = carry_over.decided_of(tx, cycle, owner=owner)
        if decided.kept or decided.changed:
            message = views.question(decided.kept, decided.changed, cycle=cycle, into=into)
            key = f"carry:{cycle.id}:{owner}"
            delivery = NewDelivery(key=key, kind="carry", to=owner, payload=message.payload(), budget=_BUDGET)
            asked += tx.outbox.add(delivery, now=now)
    return asked
