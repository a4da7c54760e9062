"""The buttons of a cycle: activate, close, reopen (RULES 2)."""

from functools import partial
from typing import Protocol

from slack_bolt import App
from slack_sdk import WebClient

from domain.okrs.cycles import CycleError
from domain.values.ids import CycleId
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.queries import admin
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, number_of
from handlers.usecases.okrs import cycles
from handlers.views.blocks.block_kit import Message
from handlers.views.okrs import cycle as okr_cycle


class Act(Protocol):
    """Moves a cycle on, and returns the message that says so."""

    def __call__(self, ctx: ActorContext, cycle: CycleId, *, origin: str) -> Message:
        """Do it for who clicked."""


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.CYCLE_ACTIVATE)(listeners.click(partial(move, deps=deps, act=admin.activate)))
    app.action(ids.CYCLE_CLOSE)(listeners.click(partial(move, deps=deps, act=admin.close)))
    app.action(ids.CYCLE_REOPEN)(listeners.click(partial(reopen, deps=deps)))


def move(*, body: Payload, client: WebClient, deps: Deps, act: Act) -> None:
    """Move a cycle on, and say so below the message."""
    cycle = CycleId(number_of(action_of(body)))
    with writing(deps, body) as ctx:
        message = act(ctx, cycle, origin="button")
    deps.wake()
    errors.reply(client, body, message)


def reopen(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Ask why a cycle is reopened."""
    with reading(deps, body) as ctx:
        cycles.require_coordinator(ctx.actor, org=ctx.org)
        cycle = ctx.tx.cycles.get(CycleId(number_of(action_of(body))))
    if cycle is None:
        raise CycleError("This cycle is not there any more.")
    late = errors.open_view(client, body, okr_cycle.reopen_modal(cycle))
    if late is not None:
        errors.tell(client, body, late)
