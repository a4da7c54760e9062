"""The check-in form: a page is saved when it is submitted, then comes the next one (RULES 6.3 to 6.6)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from domain.company.teams import locale_of
from domain.okrs.checkins import Prompt, preview
from domain.okrs.model import KeyResult
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId
from domain.values.numbers import NumberNotReadError, read_number
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import CheckInMetadata
from handlers.modals.values import steps_in, value_block, value_in
from handlers.notices import checkins
from handlers.slack import listeners
from handlers.slack.acting import reading
from handlers.slack.once import save_once, submission_of
from handlers.slack.payloads import Payload, action_of, field, metadata_of, read_choice, read_text, read_ticks
from handlers.usecases.checkins import pages, prompts
from handlers.usecases.checkins.record import Answer, CheckInRefusedError, Recorded, record
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.checkins import form, messages


def register(app: App, deps: Deps) -> None:
    """Answer the check-in form."""
    app.view(ids.CHECK_IN_FORM)(save_once(_save, deps))
    app.action(ids.VALUE)(listeners.click(partial(show_preview, deps=deps)))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Save a page, and return the next one, or the thanks after the last."""
    view = body["view"]
    metadata = metadata_of(view, CheckInMetadata)
    prompt = ctx.tx.prompts.get(metadata.prompt) if metadata.prompt is not None else None
    known = ctx.tx.okrs.key_results_by_ids(metadata.key_results)
    answers = read_answers(view, metadata, known, locale=ctx.locale)
    try:
        recorded = record(
            ctx, answers=answers, submission=submission_of(view), origin="modal", prompt=prompt, editing=metadata.edit
        )
    except CheckInRefusedError as refused:
        raise listeners.FormError(_place_errors(refused, known)) from refused
    checkins.receipt(ctx, recorded, because=submission_of(view))
    return _following(ctx, recorded, metadata)


def _following(ctx: ActorContext, recorded: Recorded, metadata: CheckInMetadata) -> View:
    done = pages.Page(
        prompt=recorded.prompt, number=metadata.page, of=metadata.pages, statuses=(), fed={}, edit=metadata.edit
    )
    page = pages.next_page(ctx, done=done)
    locale = locale_of(ctx.org.people.get(ctx.actor))
    if page is not None:
        return checkins.form(page, locale=locale)
    return messages.thanks(recorded.after, recorded.skipped, person=ctx.org.people[ctx.actor], locale=locale)


def read_answers(
    view: Payload, metadata: CheckInMetadata, known: Mapping[KeyResultId, KeyResult], *, locale: str
) -> list[Answer]:
    """Read what was typed on a page; a key result that is gone meanwhile counts as skipped.

    Raises:
        FormError: Some field cannot be read; each is named.
    """
    problems: dict[str, str] = {}
    answers = []
    for number in metadata.key_results:
        if number in known:
            answers.append(_answer(view, known[number], problems, locale=locale))
        else:
            answers.append(Answer(key_result=number, skipped=True))
    if problems:
        raise listeners.FormError(problems)
    return answers


def _answer(view: Payload, key_result: KeyResult, problems: dict[str, str], *, locale: str) -> Answer:
    number = key_result.id

    def read_field(name: str) -> Payload:
        return field(view, ids.block(name, number), name)

    if ids.SKIPPED in read_ticks(read_field(ids.SKIP)):
        return Answer(key_result=number, skipped=True)
    try:
        value = value_in(view, key_result, locale=locale)
    except NumberNotReadError as problem:
        problems[ids.block(ids.VALUE, number)] = str(problem)
        value = None
    steps = steps_in(view, key_result)
    confidence = read_choice(read_field(ids.CONFIDENCE))
    note, blocker = read_text(read_field(ids.NOTE)), read_text(read_field(ids.BLOCKER))
    said = value is not None or confidence or note.strip() or blocker.strip() or steps
    return Answer(
        key_result=number,
        value=value,
        confidence=int(confidence) if confidence else None,
        note=note,
        blocker=blocker,
        done_steps=steps,
        # A field that was left empty is "nothing to say", unless it was the number that could not be read.
        skipped=not said and ids.block(ids.VALUE, number) not in problems,
    )


def _place_errors(refused: CheckInRefusedError, known: Mapping[KeyResultId, KeyResult]) -> dict[str, str]:
    found = {}
    for number, sentences in refused.fields.items():
        for name, sentence in sentences.items():
            is_value = name == ids.VALUE and number in known
            found[value_block(known[number]) if is_value else ids.block(name, number)] = sentence
    return found


def show_preview(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Say below a value what it would change, while the form stays as it is (RULES 6.3)."""
    view = body["view"]
    metadata = metadata_of(view, CheckInMetadata)
    named = ids.block_of(str(action_of(body).get("block_id") or ""))
    if named is None:
        return
    with reading(deps, body) as ctx:
        locale = ctx.locale
        statuses = prompts.prompt_statuses(ctx, metadata.key_results)
        prompt: Prompt | None = ctx.tx.prompts.get(metadata.prompt) if metadata.prompt is not None else None
        cycles = {cycle.id: cycle for cycle in ctx.org.cycles}
        objectives = ctx.tx.okrs.objectives_by_ids(
            [key_result_status.key_result.objective for key_result_status in statuses]
        )
        fed = pages.read_fed_values(ctx.tx, statuses, now=ctx.now)
    previews: dict[KeyResultId, str] = {}
    for key_result_status in statuses:
        cycle = cycles.get(objectives[key_result_status.key_result.objective].cycle)
        text = read_text(field(view, ids.block(ids.VALUE, key_result_status.key_result.id), ids.VALUE))
        if cycle is not None and text.strip():
            previews[key_result_status.key_result.id] = _preview(key_result_status, text, cycle, locale=locale)
    shown = form.modal(
        prompt,
        metadata.page,
        metadata.pages,
        statuses,
        previews=previews,
        fed=fed,
        edit=metadata.edit,
        style=style_of(locale),
        locale=locale,
    )
    client.views_update(view_id=view["id"], hash=view["hash"], view=shown)


def _preview(item: Any, text: str, cycle: Any, *, locale: str) -> str:
    try:
        value = read_number(text, item.key_result.unit, style_of(locale))
        seen = preview(
            item.key_result, item.last.value if item.last is not None else None, value, cycle=cycle, today=item.on
        )
    except TillerError as problem:
        return str(problem)
    return form.preview_line(item.key_result, seen, locale=locale)
