"""The buttons that change a KPI: open its form, save a target that was shown, or leave it (RULES 4.3 and 4.4)."""

from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.company.teams import team_day
from domain.values.ids import KpiKey
from handlers import button_values, ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.notices import kpi_form as kpi_editor
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, value_of
from handlers.usecases.kpis import editing as kpi_editing
from handlers.views.blocks.block_kit import Message
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import targets


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.KPI_EDIT)(listeners.click(partial(edit, deps=deps)))
    app.action(ids.TARGET_SAVE)(listeners.click(partial(save_target, deps=deps)))
    app.action(ids.TARGET_NOT_NOW)(listeners.click(partial(leave_target, deps=deps)))


def edit(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form that changes a KPI."""
    with reading(deps, body) as ctx:
        key = KpiKey(value_of(action_of(body)))
        view = kpi_editor.open_form(ctx, kpi_key=key)
    late = errors.open_view(client, body, view, push=(body.get("view") or {}).get("type") == "modal")
    if late is not None:
        errors.tell(client, body, late)


def save_target(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Save the target that stood above the button; a second click changes nothing."""
    with writing(deps, body) as ctx:
        message = _save(ctx, body)
    errors.reply(client, body, message, replace=True)


def _save(ctx: ActorContext, body: Payload) -> Message:
    parts = button_values.target_of(value_of(action_of(body)))
    if parts is None:
        raise OldFormError("This button is from an older message. Ask again for a fresh one.")
    done = kpi_editing.set_target(
        ctx,
        kpi_key=KpiKey(parts[0]),
        text=parts[2],
        from_day=date.fromisoformat(parts[1]) if parts[1] else None,
        style=style_of(ctx.locale),
    )
    today = team_day(ctx.org.teams.get(done.kpi.team), ctx.now)
    return targets.render_saved(done.before or done.kpi, done.kpi, today=today, locale=ctx.locale)


def leave_target(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Leave the target as it is."""
    with reading(deps, body) as ctx:
        kpi = kpi_editing.editable(ctx, kpi_key=KpiKey(value_of(action_of(body))))
        today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
        message = targets.left(kpi, today=today, locale=ctx.locale)
    errors.reply(client, body, message, replace=True)
