"""Puts every listener on bolt's app, and catches what none of them knows."""

from slack_bolt import App

from handlers.actions import checkins as checkin_buttons
from handlers.deps import Deps
from handlers.modals import checkin as checkin_form


def register(app: App, deps: Deps) -> None:
    """Register every listener."""
    for module in (checkin_form, checkin_buttons):
        module.register(app, deps)
