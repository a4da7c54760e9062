"""The one question after scoring: shall what was kept be carried over? (RULES 2.6)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.ledger.deliveries import NewDelivery
from domain.okrs.cycles import Cycle
from domain.values.ids import PersonId
from handlers.context import Context
from handlers.usecases.okrs import carry_over, cycles
from handlers.views.okrs import carry_over as okr_carry_over

_BUDGET = timedelta(days=7)


def ask_owners(ctx: Context, cycle: Cycle, *, hour: Callable[[PersonId], datetime] | None = None) -> int:
    """Ask each owner who decided to keep or to change something, once per cycle; return how many are asked.

    `hour` tells when each of them is asked; without it, at once.
    """
    into = cycles.follower(ctx.tx, cycle)
    asked = 0
    for owner in carry_over.owners_of(ctx, cycle):
        decided = carry_over.read_decisions(ctx.tx, cycle, owner=owner)
        if decided.kept or decided.changed:
            message = okr_carry_over.question(decided.kept, decided.changed, cycle=cycle, into=into)
            key = f"carry:{cycle.id}:{owner}"
            delivery = NewDelivery(key=key, kind="carry", to=owner, payload=message.payload(), budget=_BUDGET)
            asked += ctx.tx.outbox.add(delivery, now=ctx.now, run_at=hour(owner) if hour is not None else None)
    return asked
