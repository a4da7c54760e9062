"""The buttons of the loop: make an alert a key result, give a key result back to the dashboard (RULES 5.4 and 5.7)."""

from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import AlertId, KeyResultId
from handlers import button_values, ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.notices import okr_forms, return_to_dashboard
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, number_of, value_of
from handlers.usecases.loop import key_result_from_alert
from handlers.usecases.loop import return_to_dashboard as loop_return_to_dashboard
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message, View
from handlers.views.loop import return_to_dashboard as return_to_dashboard_views
from handlers.views.okrs.key_result_form import About


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.ALERT_KEY_RESULT)(listeners.click(partial(begin, deps=deps)))
    app.action(ids.LOOP_RETURN)(listeners.click(partial(give_back, deps=deps)))
    app.action(ids.LOOP_KEEP)(listeners.click(partial(keep, deps=deps)))


def begin(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form that makes a key result from an alert; where there is one already, show that."""
    number = AlertId(number_of(action_of(body)))
    with reading(deps, body) as ctx:
        made = key_result_from_alert.made_from(ctx.tx, number)
        view = _form(ctx, number) if made is None else None
    if made is not None:
        errors.reply(client, body, return_to_dashboard_views.already_made(made, locale=ctx.locale))
        return
    late = errors.open_view(client, body, view or {})
    if late is not None:
        errors.tell(client, body, late)


def _form(ctx: ActorContext, number: AlertId) -> View:
    proposal = key_result_from_alert.begin(ctx, alert_id=number)
    locale = ctx.locale
    return okr_forms.key_result_view(
        ctx,
        return_to_dashboard_views.prefill(
            proposal.draft, cycle=proposal.cycle, today=proposal.today, objective=proposal.chosen, locale=locale
        ),
        about=About(alert=number, cycle=proposal.cycle.id),
    )


def give_back(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Give a key result back to the dashboard; whoever clicks later is told that it is."""
    number, until = _parse_value(body)
    with writing(deps, body) as ctx:
        found, changed = loop_return_to_dashboard.give_back(ctx, key_result_id=number, until=until)
        if changed:
            return_to_dashboard.announce_return(ctx, found, until=until, by=ctx.actor)
    deps.wake()
    if not changed:
        errors.reply(client, body, _back_already(found))


def keep(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Keep a key result as one for now."""
    number, until = _parse_value(body)
    with writing(deps, body) as ctx:
        found, changed = loop_return_to_dashboard.keep(ctx, key_result_id=number, until=until)
        if changed:
            return_to_dashboard.announce_kept(ctx, found, until=until, by=ctx.actor)
    deps.wake()
    if changed:
        return
    back = found.key_result.returned_on is not None
    errors.reply(client, body, _back_already(found) if back else problem.sentence("It stays a key result already."))


def _back_already(found: loop_return_to_dashboard.Proposal) -> Message:
    return problem.sentence(f"{found.kpi.name} is back on the dashboard already.")


def _parse_value(body: Payload) -> tuple[KeyResultId, date]:
    """Return the key result and the newest period that a proposal's button names.

    Raises:
        OldFormError: It names none.
    """
    named = button_values.return_of(value_of(action_of(body)))
    try:
        number, period = named or (0, "")
        return KeyResultId(number), date.fromisoformat(period)
    except ValueError as broken:
        raise OldFormError("This button is from an older message. The next proposal has a fresh one.") from broken
