"""The buttons below what the coach says: show more, do not say it, say it again (RULES 8)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.coach.findings import CoachRule
from handlers import button_values, ids
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.queries import lint
from handlers.queries.query import answer_or_explain, ask
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, value_of
from handlers.usecases.lint import dismissing, subjects
from handlers.views.lint import finding


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.LINT)(listeners.click(partial(show, deps=deps)))
    app.action(ids.LINT_DISMISS)(listeners.click(partial(ask_why, deps=deps)))
    app.action(ids.LINT_AGAIN)(listeners.click(partial(say_again, deps=deps)))


def show(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Show more of what the coach says, for who clicked alone."""
    with reading(deps, body) as ctx:
        query = ask(ctx, command=ids.OKR, text=f"lint {value_of(action_of(body))}")
        message = answer_or_explain(query, lint.answer)
    errors.reply(client, body, message)


def ask_why(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Ask why something does not matter, of who may say so."""
    name, rule = _subject_of(body)
    with reading(deps, body) as ctx:
        dismissing.check(ctx, name)
        view = finding.reason_modal(name, rule, subjects.title_of(subjects.find_subject(ctx.tx, name), ctx.org.teams))
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)


def say_again(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Let the coach speak of something again; a second click changes nothing."""
    name, rule = _subject_of(body)
    with writing(deps, body) as ctx:
        changed = dismissing.say_again(ctx, subject=name, rule=rule, origin="button")
        about = subjects.title_of(subjects.find_subject(ctx.tx, name), ctx.org.teams)
    errors.reply(client, body, finding.speaks_again(about, rule, changed=changed))


def _subject_of(body: Payload) -> tuple[str, CoachRule]:
    found = button_values.lint_of(value_of(action_of(body)))
    if found is None or found[1] not in set(CoachRule):
        raise OldFormError("This button is from an older message. Ask again for a fresh one.")
    return found[0], CoachRule(found[1])
