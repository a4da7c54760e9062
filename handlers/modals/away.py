"""The form that pauses check-ins (RULES 6.8)."""

from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import PersonId
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import PromptMetadata
from handlers.notices import checkins
from handlers.queries import home
from handlers.slack import listeners
from handlers.slack.acting import writing
from handlers.slack.payloads import Payload, field, metadata_of
from handlers.slack.publishing import publish
from handlers.usecases.checkins import prompts
from handlers.usecases.company.absences import AbsenceError, check_absence
from handlers.views.checkins import messages


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.AWAY_FORM)(listeners.form(partial(submit, deps=deps)))


def submit(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Pause the person's prompts until a day; the prompt that they came from says so."""
    view = body["view"]
    metadata = metadata_of(view, PromptMetadata)
    number = metadata.prompt or 0
    until_block, delegate_block = ids.block(ids.UNTIL, number), ids.block(ids.DELEGATE, number)
    chosen = field(view, until_block, ids.UNTIL).get("selected_date")
    delegate = field(view, delegate_block, ids.DELEGATE).get("selected_user")
    with writing(deps, body) as ctx:
        until = date.fromisoformat(str(chosen)) if chosen else None
        stand_in = PersonId(str(delegate)) if delegate else None
        try:
            back = check_absence(person=ctx.actor, until=until, delegate=stand_in, now=ctx.now, org=ctx.org)
        except AbsenceError as refused:
            block = delegate_block if refused.about_delegate else until_block
            raise listeners.FormError({block: str(refused)}) from refused
        prompts.go_away(ctx.tx, person=ctx.actor, until=back, delegate=stand_in, now=ctx.now, origin="modal")
        gone = ctx.read_again()
        _show(gone, metadata.prompt, until=back, delegate=stand_in)
        shown = home.view(gone)
    deps.wake()
    if metadata.prompt is None:
        publish(client, ctx.actor, shown)


def _show(ctx: ActorContext, number: int | None, *, until: date, delegate: PersonId | None) -> None:
    """Turn the prompt into the word that nobody is asked until then."""
    prompt = ctx.tx.prompts.get(number) if number is not None else None
    if prompt is None:
        return
    message = messages.away(prompt, until=until, delegate=delegate, names=ctx.org.names, locale=ctx.locale)
    checkins.edit(ctx.tx, prompt, message, now=ctx.now, because=f"away:{until}:{delegate}:{ctx.now.isoformat()}")
