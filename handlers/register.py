"""Puts every listener on bolt's app, and catches what none of them knows: nothing is met with silence."""

import re

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.actions import alerts, digest, limits, queries, readings, return_to_dashboard
from handlers.actions import checkins as checkin_buttons
from handlers.actions import cycles as cycle_buttons
from handlers.actions import editing as editing_buttons
from handlers.actions import kpi_editing as kpi_buttons
from handlers.actions import lint as lint_buttons
from handlers.actions import scoring as scoring_button
from handlers.commands import kpi, okr
from handlers.deps import Deps
from handlers.events import home, messages, people
from handlers.modals import alerts as alert_forms
from handlers.modals import away, checkin, reading, scoring
from handlers.modals import cycle as cycle_form
from handlers.modals import key_result as key_result_form
from handlers.modals import kpi as kpi_form
from handlers.modals import limits as limits_form
from handlers.modals import lint as lint_form
from handlers.modals import objective as objective_form
from handlers.slack import errors, listeners
from handlers.slack.payloads import Payload
from handlers.views.blocks import problem
from handlers.views.blocks.block_kit import Message, View

_ANY = re.compile(r"")
_COMMANDS = (okr, kpi)
_FORMS = (
    checkin,
    away,
    scoring,
    alert_forms,
    reading,
    key_result_form,
    objective_form,
    cycle_form,
    kpi_form,
    limits_form,
    lint_form,
)
_BUTTONS = (
    checkin_buttons,
    scoring_button,
    cycle_buttons,
    editing_buttons,
    alerts,
    digest,
    limits,
    return_to_dashboard,
    kpi_buttons,
    lint_buttons,
    readings,
    queries,
)
_EVENTS = (home, messages, people)


def register(app: App, deps: Deps) -> None:
    """Register every listener; what is registered last is asked last."""
    for module in (*_COMMANDS, *_FORMS, *_BUTTONS, *_EVENTS):
        module.register(app, deps)
    _catch_the_rest(app)


def _catch_the_rest(app: App) -> None:
    app.action(_ANY)(listeners.click(_answer_unknown_button))
    app.view_submission(_ANY)(listeners.form(_answer_unknown_form))
    app.view_closed(_ANY)(_ignore_closed)
    app.shortcut(_ANY)(listeners.click(_answer_unknown_button))
    app.command(_ANY)(listeners.command(_answer_unknown_command))


def _answer_unknown_button(*, body: Payload, client: WebClient) -> None:
    """Say that a button, a menu or a shortcut does nothing any more, and what does."""
    message = problem.old_button()
    errors.reply(client, body, message, view=problem.error_view(message.text))


def _answer_unknown_form(*, body: Payload, client: WebClient) -> View:
    """Say that a form is from an older version; what was typed in it has nowhere to go."""
    del body, client
    return problem.error_view("This form is from an older version, so nothing was saved. Open it again.")


def _answer_unknown_command(*, body: Payload, client: WebClient) -> Message:
    """Say which commands there are."""
    del client
    return problem.explain_unknown_command(str(body.get("command") or ""))


def _ignore_closed(ack: Ack) -> None:
    """Take note that a form was closed; nothing hangs on it."""
    ack()
