"""What the check-in form asks next: which key results, page by page (RULES 6.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.okrs.checkins import Preview, Prompt, pages, preview
from domain.okrs.cycles import Cycle
from domain.okrs.status_model import KeyResultStatus
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId
from domain.values.numbers import NumberStyle, read_number
from handlers.context import ActorContext, Context
from handlers.usecases.checkins import prompts
from storage.store import Transaction


class NothingToAskError(TillerError):
    """There is nothing to check in on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the check-in form.

    Attributes:
        prompt: What is answered, or None for a check-in at a time of one's own.
        number: Which page, from 1, of `of`.
        statuses: The key results on it, at most five.
        fed: The newest values of the KPIs that feed some of them: then only to confirm.
        edit: Whether earlier answers are corrected.
    """

    prompt: Prompt | None
    number: int
    of: int
    statuses: tuple[KeyResultStatus, ...]
    fed: dict[KeyResultId, Decimal]
    edit: bool = False


def first_page(ctx: ActorContext, *, prompt: Prompt | None, edit: bool = False) -> Page:
    """Return the first page of what a prompt still waits for, of what was answered (edit), or of all that one owns.

    Raises:
        NothingToAskError: There is nothing to check in on.
    """
    if prompt is None:
        own = [status.key_result.id for status in prompts.own_statuses(ctx, owner=ctx.actor)]
        if not own:
            raise NothingToAskError("You own no key result in a running cycle, so there is nothing to check in on.")
        return _page(ctx, own, None, 1, len(pages(own)))
    every = list(prompt.key_results)
    asked = every if edit else list(prompts.list_unanswered(ctx.tx, prompt)) or every
    found = _page(ctx, asked, prompt, 1, len(pages(asked)), edit=edit)
    if not found.statuses:
        raise NothingToAskError("These key results are not there any more, so there is nothing left to answer.")
    return found


def open_page(ctx: ActorContext) -> Page:
    """Return the first page of what the newest open prompt waits for, else of all that one owns.

    Raises:
        NothingToAskError: There is nothing to check in on.
    """
    waiting = [prompt for prompt in ctx.tx.prompts.open_for(ctx.actor) if prompts.is_waiting(prompt)]
    return first_page(ctx, prompt=waiting[-1] if waiting else None)


def one_page(ctx: Context, *, key_result: KeyResultId, prompt: Prompt | None) -> Page:
    """Return a page with one key result."""
    return _page(ctx, [key_result], prompt, 1, 1)


def next_page(ctx: ActorContext, *, done: Page) -> Page | None:
    """Return the page after one that was just saved, or None when that was the last."""
    if done.number >= done.of:
        return None
    if done.prompt is not None and not done.edit:
        left = list(prompts.list_unanswered(ctx.tx, done.prompt))
        return _page(ctx, left, done.prompt, done.number + 1, done.of) if left else None
    if done.prompt is not None:
        every: Sequence[KeyResultId] = done.prompt.key_results
    else:
        every = [key_result_status.key_result.id for key_result_status in prompts.own_statuses(ctx, owner=ctx.actor)]
    sheets = pages(every)
    if done.number >= len(sheets):
        return None
    return _page(ctx, sheets[done.number], done.prompt, done.number + 1, done.of, edit=done.edit)


def _page(
    ctx: Context, asked: Sequence[KeyResultId], prompt: Prompt | None, number: int, of: int, *, edit: bool = False
) -> Page:
    first = pages(asked)[0] if asked else ()
    statuses = prompts.prompt_statuses(ctx, first)
    return Page(
        prompt=prompt,
        number=number,
        of=max(of, number),
        statuses=tuple(statuses),
        fed=read_fed_values(ctx.tx, statuses, now=ctx.now),
        edit=edit,
    )


def read_fed_values(
    tx: Transaction, statuses: Sequence[KeyResultStatus], *, now: datetime
) -> dict[KeyResultId, Decimal]:
    """Return the newest values of the KPIs that feed some of the key results."""
    kpis = {
        key_result_status.key_result.kpi
        for key_result_status in statuses
        if key_result_status.key_result.kpi is not None
    }
    newest = tx.readings.of(sorted(kpis), until=now.date(), last=1) if kpis else {}
    return {
        key_result_status.key_result.id: newest[key_result_status.key_result.kpi][-1].value
        for key_result_status in statuses
        if key_result_status.key_result.kpi is not None and newest.get(key_result_status.key_result.kpi)
    }


def preview_values(
    ctx: Context, page: Page, texts: Mapping[KeyResultId, str], style: NumberStyle
) -> dict[KeyResultId, Preview | str]:
    """Return what each typed value of a page would change, or the sentence why it cannot be read (RULES 6.3)."""
    objectives = ctx.tx.okrs.objectives_by_ids([status.key_result.objective for status in page.statuses])
    found: dict[KeyResultId, Preview | str] = {}
    for status in page.statuses:
        cycle = ctx.org.cycle(objectives[status.key_result.objective].cycle)
        text = texts.get(status.key_result.id, "").strip()
        if cycle is not None and text:
            found[status.key_result.id] = _preview_value(status, text, cycle, style)
    return found


def _preview_value(status: KeyResultStatus, text: str, cycle: Cycle, style: NumberStyle) -> Preview | str:
    before = status.last.value if status.last is not None else None
    try:
        value = read_number(text, status.key_result.unit, style)
        return preview(status.key_result, before, value, cycle=cycle, today=status.on)
    except TillerError as problem:
        return str(problem)


def same_page(
    ctx: Context, *, prompt: int | None, number: int, of: int, key_results: Sequence[KeyResultId], edit: bool
) -> Page:
    """Return a page that is open, as it stands now."""
    known = ctx.tx.prompts.get(prompt) if prompt is not None else None
    return _page(ctx, key_results, known, number, of, edit=edit)
