"""The button that logs a reading: on a KPI's card, in the overview, on the Home tab; and the global shortcut."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import KpiKey
from handlers import ids
from handlers.deps import Deps
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.payloads import Payload, action_of, value_of
from handlers.usecases.kpis import readings
from handlers.views.kpis import reading_form


def register(app: App, deps: Deps) -> None:
    """Answer the button and the shortcut."""
    app.action(ids.KPI_LOG)(listeners.click(partial(log_reading, deps=deps)))
    app.shortcut(ids.LOG_READING)(listeners.click(partial(log_reading, deps=deps)))


def log_reading(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form, with the KPI chosen already where the button belongs to one."""
    with reading(deps, body) as ctx:
        theirs = readings.loggable(ctx)
        today = ctx.org.today(ctx.actor, ctx.now)
    chosen = value_of(action_of(body))
    view = reading_form.log_modal(theirs, today=today, chosen=KpiKey(chosen) if chosen else None)
    late = errors.open_view(client, body, view, push=(body.get("view") or {}).get("type") == "modal")
    if late is not None:
        errors.tell(client, body, late)
