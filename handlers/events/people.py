"""A person's Slack account changes: their name, zone, locale, or it is deactivated (RULES 1)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from handlers.deps import Deps
from handlers.slack import listeners
from handlers.slack.payloads import Payload
from handlers.usecases.company import people


def register(app: App, deps: Deps) -> None:
    """Listen for it."""
    app.event("user_change")(listeners.event(partial(update_person, deps=deps)))


def update_person(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Take over what Slack says."""
    del client
    with deps.store.transaction() as tx:
        people.take_over(tx, body["event"].get("user") or {}, now=deps.now())
