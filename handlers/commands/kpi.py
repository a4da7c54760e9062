"""`/kpi`: the dashboard (SPEC 9)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from handlers import errors, ids, listeners
from handlers.answers import kpi as answers
from handlers.answers.asked import Asked, told
from handlers.deps import Deps
from handlers.payloads import Payload, actor_of
from handlers.usecases import kpis
from handlers.usecases import world as worlds
from handlers.usecases.asking import typed
from handlers.views import kpi_form, problem
from handlers.views.message import Message


def register(app: App, deps: Deps) -> None:
    """Answer the command."""
    app.command(ids.KPI)(listeners.command(partial(answer, deps=deps)))


def answer(*, body: Payload, client: WebClient, deps: Deps) -> Message | None:
    """Answer what was asked, or open the form that logs a reading."""
    text = typed(str(body.get("text") or ""))
    if answers.opens_form(text):
        return _open_form(body, client, deps)
    writes = answers.writes(text)
    with deps.store.transaction() if writes else deps.store.reading() as tx:
        asked = Asked(
            command=ids.KPI,
            text=text,
            actor=actor_of(body),
            now=deps.now(),
            world=worlds.load(tx, calendars=deps.calendars),
            key=f"command:{body.get('trigger_id')}",
        )
        message = told(answers.answer, tx, asked)
    if writes:
        deps.wake()
    return message


def _open_form(body: Payload, client: WebClient, deps: Deps) -> Message | None:
    with deps.store.reading() as tx:
        world = worlds.load(tx, calendars=deps.calendars)
        theirs = kpis.loggable(tx, actor=actor_of(body), world=world)
        today = world.today(actor_of(body), deps.now())
    late = errors.open_view(client, body, kpi_form.log_modal(theirs, today=today))
    return problem.sentence(late) if late is not None else None
