"""What becomes of a check-in prompt: its DM turns into a receipt, and the team may read along (RULES 6.6)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.ledger.deliveries import Method, NewDelivery
from domain.okrs.checkins import EDITABLE, Preview, Prompt, missing
from domain.values.ids import CycleId, KeyResultId, PersonId
from handlers.context import Context
from handlers.usecases.checkins.pages import Page
from handlers.usecases.checkins.prompts import prompt_statuses
from handlers.usecases.checkins.record import Recorded
from handlers.views.blocks.block_kit import Message, View
from handlers.views.blocks.locales import style_of
from handlers.views.checkins import echo, messages
from handlers.views.checkins import form as checkin_form
from storage.store import Transaction


def prompt_message(prompt: Prompt) -> str:
    """Return the key of the delivery that asked; the receipt is an edit of that message."""
    return f"prompt:{prompt.id}"


def scoring_message(cycle: CycleId, owner: PersonId) -> str:
    """Return the key of the delivery that asked an owner for scores."""
    return f"scoring:{cycle}:{owner}"


def receipt(ctx: Context, recorded: Recorded, *, because: str) -> None:
    """Turn the prompt's DM into a receipt, and echo what changed where the team wants it.

    Args:
        ctx: The transaction, the moment and the company.
        recorded: What was stored.
        because: The submit, unique; the same submit again says nothing twice.
    """
    prompt = recorded.prompt
    if prompt is None:
        return
    answered = [
        key_result_id for key_result_id in prompt.key_results if key_result_id in _list_answered_since(ctx.tx, prompt)
    ]
    message = messages.receipt(
        prompt,
        prompt_statuses(ctx, answered),
        prompt.skipped,
        editable_until=(prompt.answered_at or ctx.now) + EDITABLE,
        names=ctx.org.names,
        zone=ctx.org.zone(prompt.person),
    )
    edit(ctx.tx, prompt, message, now=ctx.now, because=because)
    _echo(ctx, recorded, prompt, because=because)


def _list_answered_since(tx: Transaction, prompt: Prompt) -> set[KeyResultId]:
    """Return what was answered since the prompt was sent, by any page or command."""
    unskipped = replace(prompt, skipped=())
    return set(prompt.key_results) - set(missing(unskipped, tx.checkins.of(prompt.key_results)))


def edit(tx: Transaction, prompt: Prompt, message: Message, *, now: datetime, because: str) -> None:
    """Edit the prompt's DM in place."""
    tx.outbox.add(
        NewDelivery(
            key=f"receipt:{prompt.id}:{because}",
            kind="receipt",
            to=prompt.person,
            method=Method.UPDATE,
            payload=message.payload(),
            follows=prompt_message(prompt),
        ),
        now=now,
    )


def form(page: Page, *, locale: str) -> View:
    """Render a page of the check-in form; an edit shows what was said before."""
    style = style_of(locale)
    typed = (
        {
            key_result_status.key_result.id: checkin_form.read_typed(key_result_status, style=style)
            for key_result_status in page.statuses
        }
        if page.edit
        else None
    )
    return checkin_form.modal(
        page.prompt,
        page.number,
        page.of,
        page.statuses,
        typed=typed,
        fed=page.fed,
        edit=page.edit,
        locale=locale,
        style=style,
    )


def preview_form(page: Page, previews: Mapping[KeyResultId, Preview | str], *, locale: str) -> View:
    """Render a page that is open, with what its values would change below them; what was typed in it stays."""
    lines = {
        status.key_result.id: seen
        if isinstance(seen, str)
        else checkin_form.preview_line(status.key_result, seen, locale=locale)
        for status in page.statuses
        if (seen := previews.get(status.key_result.id)) is not None
    }
    return checkin_form.modal(
        page.prompt,
        page.number,
        page.of,
        page.statuses,
        previews=lines,
        fed=page.fed,
        edit=page.edit,
        locale=locale,
        style=style_of(locale),
    )


def _echo(ctx: Context, recorded: Recorded, prompt: Prompt, *, because: str) -> None:
    """Say one line per key result in the round's thread of the team's channel, if the team wants it."""
    team = ctx.org.team_of(prompt.owner)
    if team is None or not team.echoes_checkins or not team.channel or not recorded.after:
        return
    parent = f"round:{prompt.cycle}:{prompt.due_on}:{team.key}"
    opening = echo.render_round_opening(team, prompt.round, on=prompt.due_on)
    ctx.notify(NewDelivery(key=parent, kind="echo", to=team.channel, payload=opening.payload()))
    line = echo.echo_line(recorded.after, recorded.before, by=prompt.person, names=ctx.org.names)
    ctx.notify(
        NewDelivery(
            key=f"echo:{prompt.id}:{because}",
            kind="echo",
            to=team.channel,
            payload=line.payload(),
            follows=parent,
            in_thread=True,
        )
    )
