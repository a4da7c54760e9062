"""The check-in form: a page is saved when it is submitted, then comes the next one (SPEC 6.3 to 6.6)."""

from decimal import Decimal
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from domain.checkins import Prompt, preview
from domain.errors import TillerError
from domain.ids import KeyResultId
from domain.numbers import NumberNotReadError, read_number
from domain.okrs import KeyResult, Metric
from handlers import ids, listeners
from handlers.deps import Deps
from handlers.outgoing import checkins as outgoing
from handlers.payloads import (
    CheckInMetadata,
    Payload,
    action_of,
    actor_of,
    chosen_in,
    field,
    metadata_of,
    text_in,
    ticked_in,
)
from handlers.usecases import forms, prompts
from handlers.usecases import world as worlds
from handlers.usecases.checkins import Answer, CheckInRefusedError, Recorded, record
from handlers.views import checkin as messages
from handlers.views import checkin_form as views
from handlers.views.locales import locale_of, style_of
from handlers.views.message import View
from storage.store import Transaction


def register(app: App, deps: Deps) -> None:
    """Answer the check-in form."""
    app.view(ids.CHECK_IN_FORM)(listeners.form(partial(submit, deps=deps)))
    app.action(ids.VALUE)(listeners.click(partial(show_preview, deps=deps)))


def submit(*, body: Payload, client: WebClient, deps: Deps) -> View | None:
    """Save a page, and return the next one, or the thanks after the last."""
    del client
    view = body["view"]
    metadata = metadata_of(view, CheckInMetadata)
    now = deps.now()
    with deps.store.transaction() as tx:
        world = worlds.load(tx, calendars=deps.calendars)
        prompt = tx.prompts.get(metadata.prompt) if metadata.prompt is not None else None
        answers = read_answers(tx, view, metadata, locale=locale_of(world.people.get(actor_of(body))))
        try:
            recorded = record(
                tx,
                answers=answers,
                actor=actor_of(body),
                now=now,
                world=world,
                submission=_submission(view, metadata),
                origin="modal",
                prompt=prompt,
                editing=metadata.edit,
            )
        except CheckInRefusedError as refused:
            raise listeners.FormError(_at_fields(refused)) from refused
        outgoing.receipt(tx, recorded, now=now, world=world, because=_submission(view, metadata))
        following = _following(tx, recorded, metadata, actor=actor_of(body), now=now, world=world)
    deps.wake()
    return following


def _submission(view: Payload, metadata: CheckInMetadata) -> str:
    return f"{view['id']}:{metadata.page}"


def _following(
    tx: Transaction, recorded: Recorded, metadata: CheckInMetadata, *, actor: Any, now: Any, world: worlds.World
) -> View:
    done = forms.Page(
        prompt=recorded.prompt, number=metadata.page, of=metadata.pages, standings=(), fed={}, edit=metadata.edit
    )
    page = forms.next_page(tx, done=done, actor=actor, now=now, world=world)
    locale = locale_of(world.people.get(actor))
    if page is not None:
        return outgoing.form(page, locale=locale)
    return messages.thanks(recorded.after, recorded.skipped, person=world.people[actor], locale=locale)


def read_answers(tx: Transaction, view: Payload, metadata: CheckInMetadata, *, locale: str) -> list[Answer]:
    """Read what was typed on a page.

    Raises:
        FormError: Some field cannot be read; each is named.
    """
    problems: dict[str, str] = {}
    answers = []
    for key_result_id in metadata.key_results:
        key_result = tx.okrs.key_result(key_result_id)
        if key_result is None:
            answers.append(Answer(key_result=key_result_id, skipped=True))
            continue
        answers.append(_answer(view, key_result, problems, locale=locale))
    if problems:
        raise listeners.FormError(problems)
    return answers


def _answer(view: Payload, key_result: KeyResult, problems: dict[str, str], *, locale: str) -> Answer:
    number = key_result.id

    def at(name: str) -> Payload:
        return field(view, ids.block(name, number), name)

    if ids.SKIPPED in ticked_in(at(ids.SKIP)):
        return Answer(key_result=number, skipped=True)
    try:
        value = _value(view, key_result, locale=locale)
    except NumberNotReadError as problem:
        problems[ids.block(ids.VALUE, number)] = str(problem)
        value = None
    steps = _steps(view, key_result)
    confidence = chosen_in(at(ids.CONFIDENCE))
    note, blocker = text_in(at(ids.NOTE)), text_in(at(ids.BLOCKER))
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


def _value(view: Payload, key_result: KeyResult, *, locale: str) -> Decimal | None:
    if key_result.metric is Metric.BINARY:
        chosen = chosen_in(field(view, ids.block(ids.DONE, key_result.id), ids.DONE))
        return None if not chosen else Decimal(chosen == ids.DONE_YES)
    if key_result.metric is Metric.MILESTONE:
        return None
    text = text_in(field(view, ids.block(ids.VALUE, key_result.id), ids.VALUE))
    return read_number(text, key_result.unit, style_of(locale)) if text.strip() else None


def _steps(view: Payload, key_result: KeyResult) -> tuple[int, ...]:
    found = []
    for block_id, fields in (view.get("state") or {}).get("values", {}).items():
        if ids.block_of(block_id) == (ids.STEPS, key_result.id):
            found += [int(value) for value in ticked_in(fields.get(ids.STEPS, {}))]
    return tuple(sorted(found))


def _at_fields(refused: CheckInRefusedError) -> dict[str, str]:
    return {
        ids.block(name, key_result): sentence
        for key_result, sentences in refused.fields.items()
        for name, sentence in sentences.items()
    }


def show_preview(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Say below a value what it would change, while the form stays as it is (SPEC 6.3)."""
    view = body["view"]
    metadata = metadata_of(view, CheckInMetadata)
    named = ids.block_of(str(action_of(body).get("block_id") or ""))
    if named is None:
        return
    now = deps.now()
    with deps.store.reading() as tx:
        world = worlds.load(tx, calendars=deps.calendars)
        locale = locale_of(world.people.get(actor_of(body)))
        standings = prompts.asked_standings(tx, metadata.key_results, now=now, world=world)
        prompt: Prompt | None = tx.prompts.get(metadata.prompt) if metadata.prompt is not None else None
        cycles = {cycle.id: cycle for cycle in world.cycles}
        objectives = tx.okrs.objectives_by_ids([one.key_result.objective for one in standings])
    previews: dict[KeyResultId, str] = {}
    for one in standings:
        cycle = cycles.get(objectives[one.key_result.objective].cycle)
        text = text_in(field(view, ids.block(ids.VALUE, one.key_result.id), ids.VALUE))
        if cycle is not None and text.strip():
            previews[one.key_result.id] = _preview(one, text, cycle, locale=locale)
    shown = views.modal(
        prompt, metadata.page, metadata.pages, standings, previews=previews, edit=metadata.edit, locale=locale
    )
    client.views_update(view_id=view["id"], hash=view["hash"], view=shown)


def _preview(one: Any, text: str, cycle: Any, *, locale: str) -> str:
    try:
        value = read_number(text, one.key_result.unit, style_of(locale))
        seen = preview(
            one.key_result, one.last.value if one.last is not None else None, value, cycle=cycle, today=one.on
        )
    except TillerError as problem:
        return str(problem)
    return views.preview_line(seen, locale=locale)
