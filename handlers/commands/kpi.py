"""`/kpi`: the dashboard (RULES 9)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from handlers import ids
from handlers.deps import Deps
from handlers.grammar import KPI
from handlers.notices import kpi_form as kpi_editor
from handlers.queries import kpis as kpi_queries
from handlers.queries.query import answer_or_explain, ask
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload
from handlers.usecases.company.query_parser import clean_text
from handlers.usecases.kpis import readings
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message, View
from handlers.views.kpis import reading_form as kpi_form

_FORMS = ("new", "edit")


def register(app: App, deps: Deps) -> None:
    """Answer the command."""
    app.command(ids.KPI)(listeners.command(partial(answer, deps=deps)))


def answer(*, body: Payload, client: WebClient, deps: Deps) -> Message | None:
    """Answer what was asked, or open the form that was asked for."""
    text = clean_text(str(body.get("text") or ""))
    form = _form(body, text, deps)
    if form is not None:
        late = errors.open_view(client, body, form)
        return problem.sentence(late) if late is not None else None
    writes = KPI.writes(text)
    with writing(deps, body) if writes else reading(deps, body) as ctx:
        query = ask(ctx, command=ids.KPI, text=text, key=f"command:{body.get('trigger_id')}")
        message = answer_or_explain(query, kpi_queries.answer)
    if writes:
        deps.wake()
    return message


def _form(body: Payload, text: str, deps: Deps) -> View | None:
    """Return the form that a line asks for, or None where it asks for none."""
    first, _, rest = text.partition(" ")
    if not kpi_queries.opens_form(text) and first.lower() not in _FORMS:
        return None
    with reading(deps, body) as ctx:
        known = ctx.tx.kpis.all()
        if first.lower() == "edit":
            kpi = readings.find_kpi(rest.strip(" ?!."), known) if rest else None
            return None if kpi is None else kpi_editor.open_form(ctx, kpi_key=kpi.key)
        if first.lower() != "new":
            theirs = readings.loggable(ctx)
            return kpi_form.log_modal(theirs, today=ctx.org.today(ctx.actor, ctx.now))
        if rest and readings.find_kpi(text, known) is not None:
            return None  # a KPI may be called "New logos"
        return kpi_editor.open_new_form(ctx, name=rest)
