"""The buttons that change a KPI: open its form, save a target that was shown, or leave it (SPEC 4.3 and 4.4)."""

from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.company.teams import team_day
from domain.values.ids import KpiKey
from handlers import ids, organization
from handlers.deps import Deps
from handlers.notices import kpi_form as kpi_editor
from handlers.slack import errors, listeners
from handlers.slack.payloads import OldFormError, Payload, action_of, actor_of, value_of
from handlers.usecases.kpis import editing as kpi_editing
from handlers.views.blocks.locales import locale_of, style_of
from handlers.views.blocks.message import Message
from handlers.views.kpis import targets as views
from storage.store import Transaction


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.KPI_EDIT)(listeners.click(partial(edit, deps=deps)))
    app.action(ids.TARGET_SAVE)(listeners.click(partial(save_target, deps=deps)))
    app.action(ids.TARGET_NOT_NOW)(listeners.click(partial(leave_target, deps=deps)))


def edit(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form that changes a KPI."""
    with deps.store.reading() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        key = KpiKey(value_of(action_of(body)))
        view = kpi_editor.opened(tx, kpi_key=key, actor=actor_of(body), now=deps.now(), org=org)
    late = errors.open_view(client, body, view, push=(body.get("view") or {}).get("type") == "modal")
    if late is not None:
        errors.tell(client, body, late)


def save_target(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Save the target that stood above the button; a second click changes nothing."""
    with deps.store.transaction() as tx:
        message = _save(tx, body, deps, organization.load(tx, calendars=deps.calendars))
    errors.reply(client, body, message, replace=True)


def _save(tx: Transaction, body: Payload, deps: Deps, org: organization.Organization) -> Message:
    actor, now = actor_of(body), deps.now()
    parts = ids.target_of(value_of(action_of(body)))
    if parts is None:
        raise OldFormError("This button is from an older message. Ask again for a fresh one.")
    locale = locale_of(org.people.get(actor))
    done = kpi_editing.set_target(
        tx,
        kpi_key=KpiKey(parts[0]),
        text=parts[2],
        from_day=date.fromisoformat(parts[1]) if parts[1] else None,
        style=style_of(locale),
        actor=actor,
        now=now,
        org=org,
    )
    today = team_day(org.teams.get(done.kpi.team), now)
    return views.saved(done.before or done.kpi, done.kpi, today=today, locale=locale)


def leave_target(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Leave the target as it is."""
    with deps.store.reading() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        key, actor = KpiKey(value_of(action_of(body))), actor_of(body)
        kpi = kpi_editing.editable(tx, kpi_key=key, actor=actor, org=org)
        today = team_day(org.teams.get(kpi.team), deps.now())
        message = views.left(kpi, today=today, locale=locale_of(org.people.get(actor)))
    errors.reply(client, body, message, replace=True)
