"""The buttons of a cycle: activate, close, reopen (SPEC 2)."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.okrs.cycles import CycleError
from domain.values.ids import CycleId
from handlers import ids, organization
from handlers.deps import Deps
from handlers.queries import admin
from handlers.slack import errors, listeners
from handlers.slack.payloads import Payload, action_of, actor_of, number_of
from handlers.usecases.okrs import cycles as usecase
from handlers.views.blocks.message import Message
from handlers.views.okrs import cycle as views

_Act = Callable[..., Message]


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.CYCLE_ACTIVATE)(listeners.click(partial(move, deps=deps, act=admin.activate)))
    app.action(ids.CYCLE_CLOSE)(listeners.click(partial(move, deps=deps, act=admin.close)))
    app.action(ids.CYCLE_REOPEN)(listeners.click(partial(reopen, deps=deps)))


def move(*, body: Payload, client: WebClient, deps: Deps, act: _Act) -> None:
    """Move a cycle on, and say so below the message."""
    cycle = CycleId(number_of(action_of(body)))
    with deps.store.transaction() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        message = act(tx, cycle, actor=actor_of(body), now=deps.now(), org=org, origin="button")
    deps.wake()
    errors.reply(client, body, message)


def reopen(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Ask why a cycle is reopened."""
    with deps.store.reading() as tx:
        usecase.require_coordinator(actor_of(body), org=organization.load(tx, calendars=deps.calendars))
        cycle = tx.cycles.get(CycleId(number_of(action_of(body))))
    if cycle is None:
        raise CycleError("This cycle is not there any more.")
    late = errors.open_view(client, body, views.reopen_modal(cycle))
    if late is not None:
        errors.tell(client, body, late)
