"""The button that opens the scoring form: in the scoring DM and on the Home tab (SPEC 7.8)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import CycleId
from handlers import ids, organization
from handlers.deps import Deps
from handlers.notices import scoring as outgoing
from handlers.slack import errors, listeners
from handlers.slack.payloads import Payload, action_of, actor_of, number_of
from handlers.usecases.okrs import scoring_pages as scoring_forms
from handlers.views.blocks.locales import locale_of


def register(app: App, deps: Deps) -> None:
    """Answer the button."""
    app.action(ids.SCORE)(listeners.click(partial(score, deps=deps)))


def score(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form for what the person has not scored yet, or for all of it when everything is scored."""
    with deps.store.reading() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        cycle = CycleId(number_of(action_of(body)))
        page = scoring_forms.first_page(tx, cycle=cycle, actor=actor_of(body), now=deps.now(), org=org)
    view = outgoing.form(page, locale=locale_of(org.people.get(actor_of(body))))
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)
