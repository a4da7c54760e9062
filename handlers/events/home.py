"""Somebody opens the Home tab (RULES 9.2)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from handlers.deps import Deps
from handlers.queries import home
from handlers.slack import listeners
from handlers.slack.acting import reading
from handlers.slack.payloads import Payload
from handlers.slack.publishing import publish


def register(app: App, deps: Deps) -> None:
    """Listen for it."""
    app.event("app_home_opened")(listeners.event(partial(show_home, deps=deps)))


def show_home(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Show who opened it what they owe and own, as of now; the Messages tab needs nothing."""
    event = body["event"]
    if event.get("tab") != "home":
        return
    with reading(deps, body) as ctx:
        view = home.view(ctx)
    publish(client, ctx.actor, view)
