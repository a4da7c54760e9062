"""The buttons that open the forms of objectives and key results, and those that carry over (SPEC 2.6 and 9)."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import CycleId, KeyResultId, ObjectiveId
from handlers import ids, organization
from handlers.deps import Deps
from handlers.notices import okr_forms as outgoing
from handlers.queries import editing as answers
from handlers.slack import errors, listeners
from handlers.slack.payloads import OldFormError, Payload, action_of, actor_of, number_of, value_of
from handlers.usecases.company.query_parser import NotUnderstoodError
from handlers.views.blocks.message import View
from storage.store import Transaction

_Make = Callable[[Transaction, Payload, organization.Organization], View]


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    for action_id, make in (
        (ids.OKR_EDIT, _edit),
        (ids.NEW_OBJECTIVE, _new_objective),
        (ids.NEW_KEY_RESULT, _new_key_result),
    ):
        app.action(action_id)(listeners.click(partial(open_form, deps=deps, make=make)))
    app.action(ids.CARRY_OVER)(listeners.click(partial(carry, deps=deps)))
    app.action(ids.CARRY_ONE)(listeners.click(partial(carry_one, deps=deps)))


def open_form(*, body: Payload, client: WebClient, deps: Deps, make: _Make) -> None:
    """Open a form, upon the one that is open if the click came from one."""
    with deps.store.reading() as tx:
        view = make(tx, body, organization.load(tx, calendars=deps.calendars))
    _show(client, body, view)


def _show(client: WebClient, body: Payload, view: View) -> None:
    on_form = (body.get("view") or {}).get("type") == "modal"
    late = errors.open_view(client, body, view, push=on_form)
    if late is not None:
        errors.tell(client, body, late)


def _edit(tx: Transaction, body: Payload, org: organization.Organization) -> View:
    try:
        wanted = answers.form_wanted(f"edit {value_of(action_of(body))}")
    except NotUnderstoodError as problem:
        raise OldFormError("This button is from an older message. Ask again for a fresh one.") from problem
    return outgoing.wanted_view(
        tx,
        key_result=wanted.key_result if wanted is not None else None,
        objective=wanted.objective if wanted is not None else None,
        actor=actor_of(body),
        org=org,
    )


def _new_objective(tx: Transaction, body: Payload, org: organization.Organization) -> View:
    return outgoing.objective_view(tx, objective=None, actor=actor_of(body), org=org)


def _new_key_result(tx: Transaction, body: Payload, org: organization.Organization) -> View:
    value = value_of(action_of(body))
    under = ObjectiveId(int(value)) if value.isascii() and value.isdigit() else None
    return outgoing.new_key_result(tx, objective=under, actor=actor_of(body), org=org)


def carry(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Carry over what the person decided to keep or to change; a second click adds nothing."""
    cycle = CycleId(number_of(action_of(body)))
    with deps.store.transaction() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        message = answers.carry_from(tx, cycle, actor=actor_of(body), now=deps.now(), org=org)
    deps.wake()
    errors.reply(client, body, message)


def carry_one(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form for one key result that needs a target from a person."""
    with deps.store.transaction() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        key_result = KeyResultId(number_of(action_of(body)))
        view = outgoing.carried_view(tx, key_result, actor=actor_of(body), now=deps.now(), org=org)
    _show(client, body, view)
