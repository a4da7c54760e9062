"""The scoring form: a page is saved when it is submitted, then comes the next one (RULES 7.8)."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from slack_bolt import App

from domain.okrs.model import KeyResult, Metric
from domain.okrs.scores import Cause, Decision
from domain.values.ids import CycleId, KeyResultId, PersonId
from domain.values.numbers import NumberNotReadError
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import OldFormError, ScoringMetadata
from handlers.modals.values import steps_in, value_block, value_in
from handlers.notices import scoring
from handlers.slack import listeners
from handlers.slack.once import save_once, submission_of
from handlers.slack.payloads import Payload, field, metadata_of, read_choice, read_text, read_ticks
from handlers.usecases.checkins import prompts
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs import scoring_pages as scoring_forms
from handlers.usecases.okrs.scoring import ScoreRefusedError, Verdict, record
from handlers.views.blocks.block_kit import View
from storage.store import Transaction

_T = TypeVar("_T")


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.SCORING_FORM)(save_once(_save, deps))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Save a page, and return the next one, or the thanks after the last."""
    view = body["view"]
    metadata = metadata_of(view, ScoringMetadata)
    locale = ctx.locale
    cycle = cycles.writable(ctx, metadata.cycle)
    submission = submission_of(view)
    known = ctx.tx.okrs.key_results_by_ids(metadata.key_results)
    verdicts = _verdicts(
        view, [known[key_result] for key_result in metadata.key_results if key_result in known], locale=locale
    )
    try:
        record(ctx, verdicts=verdicts, submission=submission)
    except ScoreRefusedError as refused:
        raise listeners.FormError(_place_errors(refused, known)) from refused
    owners = sorted({key_result.owner for key_result in known.values()})
    scoring.receipts(ctx, cycle, owners, because=submission)
    done = scoring_forms.ScoringPage(
        cycle=cycle,
        number=metadata.page,
        of=metadata.pages,
        statuses=tuple(prompts.prompt_statuses(ctx, metadata.key_results)),
        scores={},
    )
    page = scoring_forms.next_page(ctx, done=done)
    if page is not None:
        return scoring.form(page, locale=locale)
    return scoring.thanks(ctx.tx, _theirs(ctx.tx, cycle.id, owners), locale=locale)


def _theirs(tx: Transaction, cycle: CycleId, owners: list[PersonId]) -> list[KeyResultId]:
    return [kr.id for owner in owners for kr in tx.okrs.key_results_of(owner, [cycle])]


def _verdicts(view: Payload, key_results: list[KeyResult], *, locale: str) -> list[Verdict]:
    problems: dict[str, str] = {}
    verdicts = [_verdict(view, key_result, problems, locale=locale) for key_result in key_results]
    if problems:
        raise listeners.FormError(problems)
    return verdicts


def _verdict(view: Payload, key_result: KeyResult, problems: dict[str, str], *, locale: str) -> Verdict:
    number = key_result.id

    def read_field(name: str) -> Payload:
        return field(view, ids.block(name, number), name)

    if ids.SKIPPED in read_ticks(read_field(ids.SKIP)):
        return Verdict(key_result=number, skipped=True)
    value = None
    try:
        value = value_in(view, key_result, locale=locale)
    except NumberNotReadError as problem:
        problems[ids.block(ids.VALUE, number)] = str(problem)
    return Verdict(
        key_result=number,
        value=value,
        done_steps=steps_in(view, key_result) if key_result.metric is Metric.MILESTONE else None,
        given=_read_choice(read_field(ids.SCORE_VALUE), Decimal),
        reason=read_text(read_field(ids.REASON)),
        learning=read_text(read_field(ids.LEARNING)),
        decision=_read_choice(read_field(ids.DECISION), Decision),
        cause=_read_choice(read_field(ids.CAUSE), Cause),
    )


def _read_choice(state: Payload, kind: Callable[[str], _T]) -> _T | None:
    """Return what was chosen in a menu, or None for nothing.

    Raises:
        OldFormError: It is no choice that this version offers.
    """
    value = read_choice(state)
    try:
        return kind(value) if value else None
    except (ValueError, InvalidOperation) as problem:
        raise OldFormError("This form is from an older version. Close it and open it again.") from problem


def _place_errors(refused: ScoreRefusedError, known: Mapping[KeyResultId, KeyResult]) -> dict[str, str]:
    found = {}
    for number, sentences in refused.fields.items():
        for name, sentence in sentences.items():
            is_value = name == ids.VALUE and number in known
            found[value_block(known[number]) if is_value else ids.block(name, number)] = sentence
    return found
