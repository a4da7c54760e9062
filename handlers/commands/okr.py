"""`/okr`: the steering wheel (SPEC 9)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.errors import TillerError
from domain.values.ids import PersonId
from handlers import ids, organization
from handlers.deps import Deps
from handlers.notices import checkins as outgoing
from handlers.notices import okr_forms as writing
from handlers.notices import scoring
from handlers.queries import editing
from handlers.queries import okrs as answers
from handlers.queries.query import Query, told
from handlers.slack import errors, listeners
from handlers.slack.payloads import Payload, actor_of
from handlers.usecases.checkins import pages as forms
from handlers.usecases.company.query_parser import typed
from handlers.usecases.okrs import scoring_pages as scoring_forms
from handlers.views.blocks import problem
from handlers.views.blocks.locales import locale_of
from handlers.views.blocks.message import Message, View
from storage.store import Transaction

_Make = Callable[[Transaction, PersonId, datetime, organization.Organization], View]


def register(app: App, deps: Deps) -> None:
    """Answer the command."""
    app.command(ids.OKR)(listeners.command(partial(answer, deps=deps)))


def answer(*, body: Payload, client: WebClient, deps: Deps) -> Message | None:
    """Answer what was asked, or open the form that it asks for."""
    text = typed(str(body.get("text") or ""))
    make = _form(text)
    if make is not None:
        return _open(body, client, deps, make)
    writes = answers.writes(text)
    with deps.store.transaction() if writes else deps.store.reading() as tx:
        query = Query(
            command=ids.OKR,
            text=text,
            actor=actor_of(body),
            now=deps.now(),
            org=organization.load(tx, calendars=deps.calendars),
            key=f"command:{body.get('trigger_id')}",
        )
        message = told(answers.answer, tx, query)
    if writes:
        deps.wake()
    return message


def _form(text: str) -> _Make | None:
    """Return how to make the form that a line asks for, or None where it asks for none, or for one that is not."""
    if answers.opens_form(text):
        return _checkin_form
    if text.lower() == "score":
        return _scoring_form
    try:
        wanted = editing.form_wanted(text)
    except TillerError:
        return None
    return partial(_writing_form, wanted) if wanted is not None else None


def _open(body: Payload, client: WebClient, deps: Deps, make: _Make) -> Message | None:
    with deps.store.reading() as tx:
        view = make(tx, actor_of(body), deps.now(), organization.load(tx, calendars=deps.calendars))
    late = errors.open_view(client, body, view)
    return problem.sentence(late) if late is not None else None


def _checkin_form(tx: Transaction, actor: PersonId, now: datetime, org: organization.Organization) -> View:
    page = forms.owed_page(tx, actor=actor, now=now, org=org)
    return outgoing.form(page, locale=locale_of(org.people.get(actor)))


def _scoring_form(tx: Transaction, actor: PersonId, now: datetime, org: organization.Organization) -> View:
    page = scoring_forms.first_page(tx, cycle=None, actor=actor, now=now, org=org)
    return scoring.form(page, locale=locale_of(org.people.get(actor)))


def _writing_form(
    wanted: editing.FormWanted, tx: Transaction, actor: PersonId, now: datetime, org: organization.Organization
) -> View:
    del now
    if wanted.new_objective:
        return writing.objective_view(tx, objective=None, actor=actor, org=org)
    if wanted.name:
        return writing.wanted_view(tx, key_result=wanted.key_result, objective=wanted.objective, actor=actor, org=org)
    return writing.new_key_result(tx, objective=wanted.under, actor=actor, org=org)
