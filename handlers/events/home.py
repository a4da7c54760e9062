"""Somebody opens the Home tab (SPEC 9.2)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.values.ids import PersonId
from handlers import organization
from handlers.deps import Deps
from handlers.queries import home
from handlers.slack import listeners
from handlers.slack.payloads import Payload
from handlers.slack.publishing import publish


def register(app: App, deps: Deps) -> None:
    """Listen for it."""
    app.event("app_home_opened")(listeners.event(partial(opened, deps=deps)))


def opened(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Show who opened it what they owe and own, as of now; the Messages tab needs nothing."""
    event = body["event"]
    if event.get("tab") != "home":
        return
    person = PersonId(str(event["user"]))
    with deps.store.reading() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        view = home.view(tx, person, now=deps.now(), org=org)
    publish(client, person, view)
