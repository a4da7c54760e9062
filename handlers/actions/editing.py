"""The buttons that open the forms of objectives and key results, and those that carry over (RULES 2.6 and 9)."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import CycleId, KeyResultId, ObjectiveId
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.notices import okr_forms
from handlers.queries import editing
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, number_of, value_of
from handlers.usecases.company.query_parser import NotUnderstoodError
from handlers.views.blocks.block_kit import View

_Make = Callable[[ActorContext, Payload], View]


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    for action_id, make in (
        (ids.OKR_EDIT, _edit),
        (ids.NEW_OBJECTIVE, _new_objective),
        (ids.NEW_KEY_RESULT, _new_key_result),
    ):
        app.action(action_id)(listeners.click(partial(open_form, deps=deps, make=make)))
    app.action(ids.CARRY_OVER)(listeners.click(partial(carry_over, deps=deps)))
    app.action(ids.CARRY_ONE)(listeners.click(partial(carry_over_one, deps=deps)))


def open_form(*, body: Payload, client: WebClient, deps: Deps, make: _Make) -> None:
    """Open a form, upon the one that is open if the click came from one."""
    with reading(deps, body) as ctx:
        view = make(ctx, body)
    _show(client, body, view)


def _show(client: WebClient, body: Payload, view: View) -> None:
    on_form = (body.get("view") or {}).get("type") == "modal"
    late = errors.open_view(client, body, view, push=on_form)
    if late is not None:
        errors.tell(client, body, late)


def _edit(ctx: ActorContext, body: Payload) -> View:
    try:
        wanted = editing.parse_form(f"edit {value_of(action_of(body))}")
    except NotUnderstoodError as problem:
        raise OldFormError("This button is from an older message. Ask again for a fresh one.") from problem
    return okr_forms.render_change(
        ctx,
        key_result=wanted.key_result if wanted is not None else None,
        objective=wanted.objective if wanted is not None else None,
    )


def _new_objective(ctx: ActorContext, body: Payload) -> View:
    del body
    return okr_forms.objective_view(ctx, objective=None)


def _new_key_result(ctx: ActorContext, body: Payload) -> View:
    value = value_of(action_of(body))
    under = ObjectiveId(int(value)) if value.isascii() and value.isdigit() else None
    return okr_forms.new_key_result(ctx, objective=under)


def carry_over(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Carry over what the person decided to keep or to change; a second click adds nothing."""
    cycle = CycleId(number_of(action_of(body)))
    with writing(deps, body) as ctx:
        message = editing.carry_over_from(ctx, cycle)
    deps.wake()
    errors.reply(client, body, message)


def carry_over_one(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form for one key result that needs a target from a person."""
    with writing(deps, body) as ctx:
        key_result = KeyResultId(number_of(action_of(body)))
        view = okr_forms.render_carry_over(ctx, key_result)
    _show(client, body, view)
