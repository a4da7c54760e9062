"""The button that opens the scoring form: in the scoring DM and on the Home tab (RULES 7.8)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import CycleId
from handlers import ids
from handlers.deps import Deps
from handlers.notices import scoring
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.payloads import Payload, action_of, number_of
from handlers.usecases.okrs import scoring_pages as scoring_forms


def register(app: App, deps: Deps) -> None:
    """Answer the button."""
    app.action(ids.SCORE)(listeners.click(partial(score, deps=deps)))


def score(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form for what the person has not scored yet, or for all of it when everything is scored."""
    with reading(deps, body) as ctx:
        cycle = CycleId(number_of(action_of(body)))
        page = scoring_forms.first_page(ctx, cycle=cycle)
    view = scoring.form(page, locale=ctx.locale)
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)
