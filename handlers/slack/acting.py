"""One event, one transaction: what a listener opens, with the moment, the company and the person in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.organization import load
from handlers.slack.payloads import Payload, actor_of
from storage.store import Transaction


@contextmanager
def reading(deps: Deps, body: Payload) -> Iterator[ActorContext]:
    """Open a transaction that only reads."""
    with deps.store.reading() as tx:
        yield context_of(tx, deps, body)


@contextmanager
def writing(deps: Deps, body: Payload) -> Iterator[ActorContext]:
    """Open a transaction that is committed at its end, and rolled back by what is raised in it."""
    with deps.store.transaction() as tx:
        yield context_of(tx, deps, body)


def context_of(tx: Transaction, deps: Deps, body: Payload) -> ActorContext:
    """Read the company for who sent this event; the clock is read here, once."""
    return ActorContext(tx=tx, now=deps.now(), org=load(tx, calendars=deps.calendars), actor=actor_of(body))
