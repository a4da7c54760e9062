"""The form that writes a key result: its fields follow the kind, the coach reads along, errors stand at the field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.okrs.draft_parser import read_key_result, unit_text
from domain.okrs.drafts import DraftRefusedError, Field, KeyResultDraft, Prefill
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import KpiKey, ObjectiveId, PersonId
from domain.values.numbers import NumberStyle, number_text
from handlers import ids
from handlers.context import ActorContext, Context
from handlers.deps import Deps
from handlers.metadata import KeyResultMetadata, OldFormError
from handlers.notices import alerts, okr_forms
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.once import save_once
from handlers.slack.payloads import Payload, action_of, field, metadata_of, read_choice, read_text
from handlers.usecases.lint import linting
from handlers.usecases.loop import key_result_from_alert
from handlers.usecases.okrs import choices, cycles, key_results
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.okrs import key_result_form, receipts
from storage.store import Transaction

_FOLLOWING = (ids.KR_METRIC, ids.KR_TITLE, ids.KR_TARGET, ids.KR_KPI)
"""The fields that change the form as soon as they are filled in."""


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.KEY_RESULT_FORM)(save_once(_save, deps))
    for action_id in _FOLLOWING:
        app.action(action_id)(listeners.click(partial(follow, deps=deps)))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Save the key result, and say what was saved."""
    view = body["view"]
    metadata = metadata_of(view, KeyResultMetadata)
    about = read_about(metadata)
    prefill = read_typed(view, about)
    locale = ctx.locale
    before = ctx.tx.okrs.key_result(about.key_result) if about.key_result is not None else None
    try:
        draft = read_key_result(prefill, style=style_of(locale))
        saved = _store(ctx, draft, about, prefill.reason)
    except DraftRefusedError as refused:
        raise listeners.FormError(_place_errors(refused, view, about)) from refused
    okr_forms.tell_owner(ctx, saved, before.owner if before is not None else None, by=ctx.actor)
    coach = _coach(ctx, draft, replace(about, key_result=saved.id))
    return _render_saved(ctx, saved, new=before is None, coach=coach, locale=locale)


def _store(ctx: ActorContext, draft: KeyResultDraft, about: key_result_form.About, reason: str) -> KeyResult:
    if about.key_result is not None:
        return key_results.change(ctx, key_result=about.key_result, draft=draft, reason=reason, origin="modal")
    if about.alert is not None and about.cycle is not None:
        made, alert = key_result_from_alert.create(
            ctx, alert_id=about.alert, cycle_id=about.cycle, draft=draft, origin="modal"
        )
        alerts.show_last_action(ctx, alert)
        return made
    whole = replace(draft, origin_alert=about.alert, predecessor=about.predecessor)
    return key_results.create(ctx, draft=whole, origin="modal")


def _render_saved(ctx: Context, saved: KeyResult, *, new: bool, coach: tuple[str, ...], locale: str) -> View:
    objective = ctx.tx.okrs.objective(saved.objective)
    if objective is None:
        raise LookupError(f"the objective of {saved.id} was there a moment ago")
    cycle = cycles.writable(ctx, objective.cycle)
    return receipts.render_key_result_saved(saved, objective, cycle, new=new, coach=coach, locale=locale)


def _place_errors(refused: DraftRefusedError, view: Payload, about: key_result_form.About) -> dict[str, str]:
    """Return each sentence at its block; one about a field that is not shown stands at the kind."""
    shown = {block.get("block_id") for block in view["blocks"]}
    found: dict[str, str] = {}
    for name, sentence in refused.fields.items():
        block = key_result_form.block_of(name, about)
        block = block if block in shown else key_result_form.block_of(Field.METRIC, about)
        found[block] = f"{found[block]} {sentence}" if block in found else sentence
    return found


def read_about(metadata: KeyResultMetadata) -> key_result_form.About:
    """Return what a form is about."""
    return key_result_form.About(
        key_result=metadata.key_result,
        alert=metadata.alert,
        cycle=metadata.cycle,
        predecessor=metadata.predecessor,
        round=metadata.round,
    )


def read_typed(view: Payload, about: key_result_form.About) -> Prefill:
    """Return what stands in the form's fields, word for word.

    Raises:
        OldFormError: It holds a choice that this version does not offer.
    """

    def read_field(name: Field) -> Payload:
        return field(view, key_result_form.block_of(name, about), key_result_form.ACTIONS[name])

    due = read_field(Field.DUE).get("selected_date")
    owner = read_field(Field.OWNER).get("selected_user")
    objective = read_choice(read_field(Field.OBJECTIVE))
    kpi = read_choice(read_field(Field.KPI))
    try:
        metric = Metric(read_choice(read_field(Field.METRIC)) or Metric.INCREASE)
    except ValueError as problem:
        raise OldFormError("This form is from an older version. Close it and open it again.") from problem
    return Prefill(
        objective=ObjectiveId(int(objective)) if objective.isdigit() else None,
        title=read_text(read_field(Field.TITLE)),
        metric=metric,
        baseline=read_text(read_field(Field.BASELINE)),
        target=read_text(read_field(Field.TARGET)),
        unit=read_text(read_field(Field.UNIT)),
        steps=read_text(read_field(Field.STEPS)),
        checkpoints=read_text(read_field(Field.CHECKPOINTS)),
        due=date.fromisoformat(str(due)) if due else None,
        owner=PersonId(str(owner)) if owner else None,
        weight=read_text(read_field(Field.WEIGHT)),
        kpi=KpiKey(kpi) if kpi else None,
        reason=read_text(read_field(Field.REASON)),
    )


def follow(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Let the form follow what was just chosen or typed: the fields of the kind, the KPI's unit, the coach's word."""
    view = body["view"]
    metadata = metadata_of(view, KeyResultMetadata)
    about = read_about(metadata)
    prefill = key_result_form.add_kept(read_typed(view, about), metadata.kept)
    with reading(deps, body) as ctx:
        style = style_of(ctx.locale)
        if action_of(body).get("action_id") == ids.KR_KPI:
            filled = _fill_from_kpi(ctx.tx, prefill, style)
            # Slack keeps what stands in a block that stays: what is filled in needs new ones.
            about = replace(about, round=about.round + (filled != prefill))
            prefill = filled
        draft = _readable(prefill, style)
        said = _coach(ctx, draft, about) if draft is not None else ()
        shown = okr_forms.key_result_view(ctx, prefill, about=about, coach=said)
    errors.update_view(client, view, shown)


def _coach(ctx: Context, draft: KeyResultDraft, about: key_result_form.About) -> tuple[str, ...]:
    return tuple(linting.coach_lines(ctx, draft, key_result=about.key_result))


def _fill_from_kpi(tx: Transaction, prefill: Prefill, style: NumberStyle) -> Prefill:
    """Fill in the unit and the baseline from the KPI that was chosen, where they are empty."""
    kpi = tx.kpis.get(prefill.kpi) if prefill.kpi is not None else None
    if kpi is None:
        return prefill
    last = choices.last_value(tx, kpi)
    baseline = prefill.baseline or (number_text(last, style) if last is not None else "")
    return replace(prefill, unit=prefill.unit or unit_text(kpi.unit), baseline=baseline)


def _readable(prefill: Prefill, style: NumberStyle) -> KeyResultDraft | None:
    """Return the draft so far; numbers that cannot be read yet are left out. None while there is no title."""
    if not prefill.title.strip():
        return None
    try:
        return read_key_result(replace(prefill, objective=prefill.objective or ObjectiveId(0)), style=style)
    except DraftRefusedError as refused:
        left: Mapping[str, str] = {name.value: "" for name in refused.fields if name in key_result_form.TEXTS}
        try:
            return read_key_result(replace(prefill, objective=ObjectiveId(0), weight="", **left), style=style)  # type: ignore[arg-type]  # these fields take text
        except DraftRefusedError:
            return None
