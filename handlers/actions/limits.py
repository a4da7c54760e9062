"""The buttons of a proposal of limits: use these, not now (SPEC 4.6)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.ids import KpiKey
from handlers import errors, ids, listeners
from handlers.deps import Deps
from handlers.outgoing import limits as outgoing
from handlers.payloads import Payload, action_of, actor_of, value_of
from handlers.usecases import limits as usecase
from handlers.usecases import world as worlds
from handlers.views import kpi as views
from handlers.views.locales import locale_of
from handlers.views.message import Message
from storage.store import Transaction


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.LIMITS_USE)(listeners.click(partial(settle, deps=deps, use=True)))
    app.action(ids.LIMITS_NOT_NOW)(listeners.click(partial(settle, deps=deps, use=False)))


def settle(*, body: Payload, client: WebClient, deps: Deps, use: bool) -> None:
    """Put the limits in force, or leave them; the proposal turns into what was decided."""
    with deps.store.transaction() as tx:
        world = worlds.load(tx, calendars=deps.calendars)
        message = (_agree if use else _decline)(tx, body, deps, world)
    deps.wake()
    if (body.get("container") or {}).get("is_ephemeral"):
        errors.reply(client, body, message, replace=True)


def _agree(tx: Transaction, body: Payload, deps: Deps, world: worlds.World) -> Message:
    key = KpiKey(value_of(action_of(body)))
    kpi, _ = usecase.agree(tx, kpi_key=key, actor=actor_of(body), now=deps.now(), world=world)
    locale = locale_of(world.people.get(actor_of(body)))
    if kpi.limits is None:
        return views.limits_declined(kpi)
    by = world.names.get(kpi.limits.set_by or actor_of(body), "somebody")
    message = views.limits_agreed(kpi, kpi.limits, by=by, locale=locale)
    outgoing.settle(tx, kpi, message, now=deps.now(), because="agreed")
    return message


def _decline(tx: Transaction, body: Payload, deps: Deps, world: worlds.World) -> Message:
    key = KpiKey(value_of(action_of(body)))
    kpi = usecase.decline(tx, kpi_key=key, actor=actor_of(body), now=deps.now(), world=world)
    if kpi.limits is not None:
        return views.limits_known(kpi, kpi.limits)
    message = views.limits_declined(kpi)
    outgoing.settle(tx, kpi, message, now=deps.now(), because="declined")
    return message
