"""The two forms behind an alert's buttons: a note, and who shall act (RULES 5.4)."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.kpis.alerts import Alert
from domain.values.ids import PersonId
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import AlertMetadata
from handlers.notices import alerts
from handlers.slack import listeners
from handlers.slack.acting import writing
from handlers.slack.payloads import Payload, field, metadata_of, read_text
from handlers.usecases.kpis import alert_actions

_Store = Callable[[ActorContext, Payload], Alert]


def register(app: App, deps: Deps) -> None:
    """Answer the forms."""
    app.view(ids.NOTE_FORM)(listeners.form(partial(submit, deps=deps, store=_note)))
    app.view(ids.ASSIGN_FORM)(listeners.form(partial(submit, deps=deps, store=_assign)))


def submit(*, body: Payload, client: WebClient, deps: Deps, store: _Store) -> None:
    """Store what was filled in, and show it on the alert."""
    del client
    with writing(deps, body) as ctx:
        alert = store(ctx, body)
        alerts.show_last_action(ctx, alert)
    deps.wake()


def _note(ctx: ActorContext, body: Payload) -> Alert:
    view = body["view"]
    number = metadata_of(view, AlertMetadata).alert
    block = ids.block(ids.NOTE, number)
    text = read_text(field(view, block, ids.NOTE)).strip()
    if not text:
        raise listeners.FormError({block: "Write a line, for example: a price change, the fix is out on Friday."})
    return alert_actions.add_note(ctx, alert_id=number, text=text)


def _assign(ctx: ActorContext, body: Payload) -> Alert:
    view = body["view"]
    number = metadata_of(view, AlertMetadata).alert
    block = ids.block(ids.PERSON, number)
    chosen = PersonId(str(field(view, block, ids.PERSON).get("selected_user") or ""))
    person = ctx.org.people.get(chosen)
    if person is None or not person.active:
        raise listeners.FormError({block: "I don’t know this person. A coordinator can add them to a team."})
    return alert_actions.assign(ctx, alert_id=number, to=chosen)
