"""The buttons below what the coach says: show more, do not say it, say it again (SPEC 8)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.coach.findings import CoachRule
from handlers import ids, organization
from handlers.deps import Deps
from handlers.queries import lint as answers
from handlers.queries.query import Query, told
from handlers.slack import errors, listeners
from handlers.slack.payloads import OldFormError, Payload, action_of, actor_of, value_of
from handlers.usecases.lint import dismissing, subjects
from handlers.views.lint import finding as views


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.LINT)(listeners.click(partial(show, deps=deps)))
    app.action(ids.LINT_DISMISS)(listeners.click(partial(ask_why, deps=deps)))
    app.action(ids.LINT_AGAIN)(listeners.click(partial(say_again, deps=deps)))


def show(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Show more of what the coach says, for who clicked alone."""
    with deps.store.reading() as tx:
        query = Query(
            command=ids.OKR,
            text=f"lint {value_of(action_of(body))}",
            actor=actor_of(body),
            now=deps.now(),
            org=organization.load(tx, calendars=deps.calendars),
            key="",
        )
        message = told(answers.answer, tx, query)
    errors.reply(client, body, message)


def ask_why(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Ask why something does not matter, of who may say so."""
    name, rule = _spoken_of(body)
    with deps.store.reading() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        dismissing.check(tx, name, actor=actor_of(body), org=org)
        view = views.reason_modal(name, rule, subjects.title_of(subjects.subject_named(tx, name), org.teams))
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)


def say_again(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Let the coach speak of something again; a second click changes nothing."""
    name, rule = _spoken_of(body)
    with deps.store.transaction() as tx:
        org = organization.load(tx, calendars=deps.calendars)
        changed = dismissing.say_again(
            tx, subject=name, rule=rule, actor=actor_of(body), now=deps.now(), org=org, origin="button"
        )
        about = subjects.title_of(subjects.subject_named(tx, name), org.teams)
    errors.reply(client, body, views.speaks_again(about, rule, changed=changed))


def _spoken_of(body: Payload) -> tuple[str, CoachRule]:
    found = ids.lint_of(value_of(action_of(body)))
    if found is None or found[1] not in set(CoachRule):
        raise OldFormError("This button is from an older message. Ask again for a fresh one.")
    return found[0], CoachRule(found[1])
