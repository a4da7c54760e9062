"""`/okr`: the steering wheel (RULES 9)."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.errors import TillerError
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.grammar import OKR
from handlers.notices import checkins, okr_forms, scoring
from handlers.queries import editing, okrs
from handlers.queries.query import answer_or_explain, ask
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload
from handlers.usecases.checkins import pages
from handlers.usecases.company.query_parser import clean_text
from handlers.usecases.okrs import scoring_pages as scoring_forms
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message, View

_Make = Callable[[ActorContext], View]


def register(app: App, deps: Deps) -> None:
    """Answer the command."""
    app.command(ids.OKR)(listeners.command(partial(answer, deps=deps)))


def answer(*, body: Payload, client: WebClient, deps: Deps) -> Message | None:
    """Answer what was asked, or open the form that it asks for."""
    text = clean_text(str(body.get("text") or ""))
    make = _form(text)
    if make is not None:
        return _open_form(body, client, deps, make)
    writes = OKR.writes(text)
    with writing(deps, body) if writes else reading(deps, body) as ctx:
        query = ask(ctx, command=ids.OKR, text=text, key=f"command:{body.get('trigger_id')}")
        message = answer_or_explain(query, okrs.answer)
    if writes:
        deps.wake()
    return message


def _form(text: str) -> _Make | None:
    """Return how to make the form that a line asks for, or None where it asks for none, or for one that is not."""
    if okrs.opens_form(text):
        return _checkin_form
    if text.lower() == "score":
        return _scoring_form
    try:
        wanted = editing.parse_form(text)
    except TillerError:
        return None
    return partial(_writing_form, wanted=wanted) if wanted is not None else None


def _open_form(body: Payload, client: WebClient, deps: Deps, make: _Make) -> Message | None:
    with reading(deps, body) as ctx:
        view = make(ctx)
    late = errors.open_view(client, body, view)
    return problem.sentence(late) if late is not None else None


def _checkin_form(ctx: ActorContext) -> View:
    page = pages.open_page(ctx)
    return checkins.form(page, locale=ctx.locale)


def _scoring_form(ctx: ActorContext) -> View:
    page = scoring_forms.first_page(ctx, cycle=None)
    return scoring.form(page, locale=ctx.locale)


def _writing_form(ctx: ActorContext, wanted: editing.FormWanted) -> View:
    if wanted.new_objective:
        return okr_forms.objective_view(ctx, objective=None)
    if wanted.name:
        return okr_forms.render_change(ctx, key_result=wanted.key_result, objective=wanted.objective)
    return okr_forms.new_key_result(ctx, objective=wanted.under)
