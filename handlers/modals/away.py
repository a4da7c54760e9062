"""The form that pauses check-ins (SPEC 6.8)."""

from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import PersonId
from handlers import ids, organization
from handlers.deps import Deps
from handlers.notices import checkins as outgoing
from handlers.queries import home
from handlers.slack import listeners
from handlers.slack.payloads import Payload, PromptMetadata, actor_of, field, metadata_of
from handlers.slack.publishing import publish
from handlers.usecases.checkins import prompts
from handlers.usecases.company.absences import AbsenceError, check_absence
from handlers.views.blocks.locales import locale_of
from handlers.views.checkins import messages
from storage.store import Transaction


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
    actor, now = actor_of(body), deps.now()
    with deps.store.transaction() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        until = date.fromisoformat(str(chosen)) if chosen else None
        stand_in = PersonId(str(delegate)) if delegate else None
        try:
            back = check_absence(person=actor, until=until, delegate=stand_in, now=now, org=org)
        except AbsenceError as refused:
            block = delegate_block if refused.about_delegate else until_block
            raise listeners.FormError({block: str(refused)}) from refused
        prompts.go_away(tx, person=actor, until=back, delegate=stand_in, now=now, origin="modal")
        _show(tx, body, metadata.prompt, until=back, delegate=stand_in, deps=deps)
        shown = home.view(tx, actor, now=now, org=organization.load(tx, calendars=deps.calendars))
    deps.wake()
    if metadata.prompt is None:
        publish(client, actor, shown)


def _show(
    tx: Transaction, body: Payload, number: int | None, *, until: date, delegate: PersonId | None, deps: Deps
) -> None:
    """Turn the prompt into the word that nobody is asked until then."""
    prompt = tx.prompts.get(number) if number is not None else None
    if prompt is None:
        return
    org = organization.load(tx, calendars=deps.calendars)
    locale = locale_of(org.people.get(actor_of(body)))
    message = messages.away(prompt, until=until, delegate=delegate, names=org.names, locale=locale)
    outgoing.edit(tx, prompt, message, now=deps.now(), because=f"away:{until}:{delegate}:{deps.now().isoformat()}")
