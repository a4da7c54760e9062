"""The check-in form: a page is saved when it is submitted, then comes the next one (RULES 6.3 to 6.6)."""

from collections.abc import Mapping
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.company.teams import locale_of
from domain.okrs.model import KeyResult
from domain.values.ids import KeyResultId
from domain.values.numbers import NumberNotReadError
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import CheckInMetadata
from handlers.modals.values import steps_in, value_block, value_in
from handlers.notices import checkins
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.once import save_once, submission_of
from handlers.slack.payloads import Payload, field, metadata_of, read_choice, read_text, read_ticks
from handlers.usecases.checkins import pages
from handlers.usecases.checkins.record import Answer, CheckInRefusedError, Recorded, record
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.checkins import messages


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


def read_values(view: Payload, metadata: CheckInMetadata) -> dict[KeyResultId, str]:
    """Return what stands in the value fields of a page, as it was typed."""
    return {number: read_text(field(view, ids.block(ids.VALUE, number), ids.VALUE)) for number in metadata.key_results}


def _page_of(ctx: ActorContext, metadata: CheckInMetadata) -> pages.Page:
    return pages.same_page(
        ctx,
        prompt=metadata.prompt,
        number=metadata.page,
        of=metadata.pages,
        key_results=metadata.key_results,
        edit=metadata.edit,
    )


def show_preview(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Say below a value what it would change, while the form stays as it is (RULES 6.3)."""
    view, metadata = body["view"], metadata_of(body["view"], CheckInMetadata)
    with reading(deps, body) as ctx:
        page = _page_of(ctx, metadata)
        previews = pages.preview_values(ctx, page, read_values(view, metadata), style_of(ctx.locale))
    errors.update_view(client, view, checkins.preview_form(page, previews, locale=ctx.locale))
