"""The buttons of an alert: acknowledge, snooze, assign, add a note; each is remembered, none twice (RULES 5.4)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.kpis.alerts import Alert
from domain.values.ids import AlertId
from handlers import button_values, ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.notices import alerts
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, number_of, value_of
from handlers.usecases.kpis import alert_actions
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import View
from handlers.views.kpis import alert as kpi_alert
from handlers.views.kpis import alert_form
from storage.store import Transaction


def register(app: App, deps: Deps) -> None:
    """Answer the buttons and the menu."""
    app.action(ids.ALERT_ACKNOWLEDGE)(listeners.click(partial(acknowledge, deps=deps)))
    app.action(ids.ALERT_SNOOZE)(listeners.click(partial(snooze, deps=deps)))
    app.action(ids.ALERT_ASSIGN)(listeners.click(partial(open_form, deps=deps, what=ids.ALERT_ASSIGN)))
    app.action(ids.ALERT_NOTE)(listeners.click(partial(open_form, deps=deps, what=ids.ALERT_NOTE)))


def acknowledge(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Note who has seen an alert; whoever clicks later is told who was first."""
    with writing(deps, body) as ctx:
        number = AlertId(number_of(action_of(body)))
        alert, changed = alert_actions.acknowledge(ctx, alert_id=number)
        if changed:
            alerts.show_last_action(ctx, alert)
        elsewhere = not _is_its_message(ctx.tx, alert, body)
    deps.wake()
    if not changed or elsewhere:
        who = ctx.org.names.get(alert.acknowledged_by, "Somebody") if alert.acknowledged_by is not None else "Somebody"
        errors.reply(client, body, problem.sentence(f"{who} has acknowledged this alert."))


def _is_its_message(tx: Transaction, alert: Alert, body: Payload) -> bool:
    """Tell whether the click came from the alert's own message, which shows by itself what was done."""
    posted = tx.outbox.get(alerts.opening_key(alert))
    return posted is not None and posted.ts == (body.get("message") or {}).get("ts")


def snooze(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Keep an alert's reminders quiet for the time that was chosen."""
    del client
    chosen = button_values.snooze_of(value_of(action_of(body)))
    with writing(deps, body) as ctx:
        until = alert_actions.snooze_until(chosen[1], ctx.now) if chosen is not None else None
        if chosen is None or until is None:
            raise OldFormError("This menu is from an older message. The newest message of the alert has a fresh one.")
        alert = alert_actions.snooze(
            ctx, alert_id=AlertId(chosen[0]), until=until, words=kpi_alert.snooze_text(chosen[1])
        )
        alerts.show_last_action(ctx, alert)
    deps.wake()


def open_form(*, body: Payload, client: WebClient, deps: Deps, what: str) -> None:
    """Open the form that assigns an alert, or the one that takes a note."""
    with reading(deps, body) as ctx:
        view = _form(ctx, AlertId(number_of(action_of(body))), what)
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)


def _form(ctx: ActorContext, number: AlertId, what: str) -> View:
    alert = alert_actions.actable(ctx, alert_id=number)
    kpi = ctx.tx.kpis.get(alert.kpi)
    shows = alert_form.assign_modal if what == ids.ALERT_ASSIGN else alert_form.note_modal
    return shows(alert, name=kpi.name if kpi is not None else "")
