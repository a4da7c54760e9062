"""The buttons of a check-in prompt and its receipt: check in, edit, snooze, away, back, why (RULES 6)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.calendar.local_time import local_day
from domain.company.teams import locale_of
from domain.okrs.checkins import EDITABLE, Prompt
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId
from handlers import ids, organization
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError
from handlers.notices import checkins
from handlers.queries import home
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, actor_of, number_of, value_of
from handlers.slack.publishing import publish
from handlers.usecases.checkins import pages, prompts
from handlers.views.checkins import form, messages
from storage.store import Transaction


class NotForYouError(TillerError):
    """The prompt asks somebody else."""


class TooLateError(TillerError):
    """The receipt cannot be edited any more."""


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    app.action(ids.CHECK_IN)(listeners.click(partial(check_in, deps=deps)))
    app.action(ids.CHECK_IN_EDIT)(listeners.click(partial(check_in, deps=deps, edit=True)))
    app.action(ids.CHECK_IN_ONE)(listeners.click(partial(check_in_one, deps=deps)))
    app.action(ids.CHECK_IN_MINE)(listeners.click(partial(check_in_mine, deps=deps)))
    app.action(ids.SNOOZE_PROMPT)(listeners.click(partial(snooze, deps=deps)))
    app.action(ids.AWAY)(listeners.click(partial(away, deps=deps)))
    app.action(ids.BACK)(listeners.click(partial(back, deps=deps)))
    app.action(ids.WHY_ASKED)(listeners.click(partial(explain, deps=deps)))


def check_in(*, body: Payload, client: WebClient, deps: Deps, edit: bool = False) -> None:
    """Open the form of a prompt: for what it waits for, or for what was answered."""
    with reading(deps, body) as ctx:
        prompt = _own(ctx.tx, body)
        if edit and prompt.answered_at is not None and ctx.now - prompt.answered_at > EDITABLE:
            raise TooLateError("A receipt can be edited for a day. To correct it now, check in again: /okr checkin.")
        page = pages.first_page(ctx, prompt=prompt, edit=edit)
    _open_form(client, body, page, ctx.org)


def check_in_one(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form for one key result."""
    with reading(deps, body) as ctx:
        key_result = KeyResultId(number_of(action_of(body)))
        prompt = prompts.waiting_for(ctx.tx, ctx.actor, key_result)
        page = pages.one_page(ctx, key_result=key_result, prompt=prompt)
    _open_form(client, body, page, ctx.org)


def check_in_mine(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form for whatever the person owes, or else for all that they own."""
    with reading(deps, body) as ctx:
        page = pages.open_page(ctx)
    _open_form(client, body, page, ctx.org)


def _open_form(client: WebClient, body: Payload, page: pages.Page, org: organization.Organization) -> None:
    locale = locale_of(org.people.get(actor_of(body)))
    late = errors.open_view(client, body, checkins.form(page, locale=locale))
    if late is not None:
        errors.tell(client, body, late)


def _own(tx: Transaction, body: Payload) -> Prompt:
    prompt = tx.prompts.get(number_of(action_of(body)))
    if prompt is None:
        raise OldFormError("This prompt is not there any more. Use /okr checkin to check in.")
    if actor_of(body) not in (prompt.person, prompt.owner):
        raise NotForYouError("This prompt asks somebody else. Use /okr checkin for your own.")
    return prompt


def snooze(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Let a prompt rest until the next morning; it can still be answered."""
    del client
    with writing(deps, body) as ctx:
        prompt = _own(ctx.tx, body)
        until = prompts.next_morning(prompt.person, now=ctx.now, org=ctx.org, hour=deps.policy.checkin_hour)
        changed = prompts.snooze(ctx.tx, prompt=prompt, until=until)
        waiting = prompts.prompt_statuses(ctx, prompts.list_unanswered(ctx.tx, changed))
        day = local_day(until, ctx.org.zone(prompt.person))
        message = messages.render_snoozed(changed, waiting, until=day, names=ctx.org.names)
        checkins.edit(ctx.tx, changed, message, now=ctx.now, because=f"snoozed:{day}")
    deps.wake()


def away(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form that pauses prompts."""
    with reading(deps, body) as ctx:
        value = value_of(action_of(body))
        prompt = ctx.tx.prompts.get(int(value)) if value.isdigit() else None
        today = ctx.org.today(ctx.actor, ctx.now)
    late = errors.open_view(client, body, form.away_modal(prompt, today=today))
    if late is not None:
        errors.tell(client, body, late)


def back(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """End a pause, and ask again what is still open; on the Home tab, show it as it is now."""
    with writing(deps, body) as ctx:
        prompts.come_back(ctx.tx, person=ctx.actor, now=ctx.now, origin="button")
        back_again = ctx.read_again()
        value = value_of(action_of(body))
        prompt = ctx.tx.prompts.get(int(value)) if value.isdigit() else None
        if prompt is not None and ctx.actor in (prompt.person, prompt.owner):
            _ask_again(back_again, prompt, body)
        shown = home.view(back_again)
    deps.wake()
    if (body.get("view") or {}).get("type") == "home":
        publish(client, ctx.actor, shown)


def _ask_again(ctx: ActorContext, prompt: Prompt, body: Payload) -> None:
    waiting = prompts.prompt_statuses(ctx, prompts.list_unanswered(ctx.tx, prompt))
    person = ctx.org.people[prompt.person]
    today = ctx.org.today(prompt.person, ctx.now)
    message = messages.prompt(prompt, waiting, person=person, today=today, names=ctx.org.names)
    checkins.edit(ctx.tx, prompt, message, now=ctx.now, because=f"back:{action_of(body).get('action_ts')}")


def explain(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Say why somebody is asked, how often, and how to change it (RULES 6.9)."""
    with reading(deps, body) as ctx:
        prompt = _own(ctx.tx, body)
        lead = ctx.org.lead_above(prompt.person)
    view = form.explain_prompt(prompt, lead=lead, names=ctx.org.names)
    late = errors.open_view(client, body, view)
    if late is not None:
        errors.tell(client, body, late)
