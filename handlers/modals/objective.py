"""The form that writes an objective (RULES 1 and 9)."""

from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.okrs.drafts import DraftRefusedError, Field, ObjectiveDraft
from domain.okrs.model import Commitment
from domain.values.ids import (
    CycleId,
    KeyResultId,
    KpiKey,
    ObjectiveId,
    PersonId,
    TeamKey,
    is_short_id,
    parse_key_result_name,
    parse_objective_name,
)
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import ObjectiveMetadata, OldFormError
from handlers.notices import okr_forms
from handlers.slack import errors, listeners
from handlers.slack.once import save_once
from handlers.slack.payloads import Payload, field, metadata_of, read_choice, read_text, read_ticks
from handlers.usecases.lint import linting
from handlers.usecases.okrs import cycles, objectives
from handlers.views.blocks.block_kit import View
from handlers.views.okrs import objective_form, receipts


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.OBJECTIVE_FORM)(save_once(_save, deps))
    app.action(ids.O_TITLE)(listeners.click(partial(follow, deps=deps)))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Save the objective, and say what was saved."""
    view = body["view"]
    number = metadata_of(view, ObjectiveMetadata).objective
    draft = _draft(view)
    before = ctx.tx.okrs.objective(number) if number is not None else None
    try:
        if number is None:
            saved = objectives.create(ctx, draft=draft, cycle=_cycle(view), origin="modal")
        else:
            saved = objectives.change(ctx, objective=number, draft=draft, origin="modal")
    except DraftRefusedError as refused:
        raise listeners.FormError(_place_errors(refused, view)) from refused
    okr_forms.tell_objective_owner(ctx, saved, before.owner if before is not None else None, by=ctx.actor)
    cycle = cycles.writable(ctx, saved.cycle)
    coach = linting.objective_lines(ctx.tx, saved.title, objective=saved.id)
    return receipts.render_objective_saved(saved, cycle, new=number is None, coach=coach)


def follow(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Let the coach read the title that was just typed."""
    view = body["view"]
    number = metadata_of(view, ObjectiveMetadata).objective
    with deps.store.reading() as tx:
        said = linting.objective_lines(tx, read_text(_read_field(view, Field.TITLE)), objective=number)
    errors.update_view(client, view, objective_form.add_coach(dict(view), said))


def _place_errors(refused: DraftRefusedError, view: Payload) -> dict[str, str]:
    shown = {block.get("block_id") for block in view["blocks"]}
    blocks = {name: objective_form.ACTIONS[name] for name in refused.fields}
    return {
        blocks[name] if blocks[name] in shown else objective_form.ACTIONS[Field.TITLE]: sentence
        for name, sentence in refused.fields.items()
    }


def _read_field(view: Payload, name: Field) -> Payload:
    return field(view, objective_form.ACTIONS[name], objective_form.ACTIONS[name])


def _cycle(view: Payload) -> CycleId:
    chosen = read_choice(_read_field(view, Field.CYCLE))
    if not chosen.isdigit():
        raise OldFormError("This form is from an older version. Close it and open it again.")
    return CycleId(int(chosen))


def _draft(view: Payload) -> ObjectiveDraft:
    owner = _read_field(view, Field.OWNER).get("selected_user")
    above, served = _parent(read_choice(_read_field(view, Field.PARENT)))
    try:
        commitment = Commitment(read_choice(_read_field(view, Field.COMMITMENT)))
    except ValueError as problem:
        raise OldFormError("This form is from an older version. Close it and open it again.") from problem
    return ObjectiveDraft(
        team=TeamKey(read_choice(_read_field(view, Field.TEAM))),
        owner=PersonId(str(owner)) if owner else None,
        title=" ".join(read_text(_read_field(view, Field.TITLE)).split()),
        commitment=commitment,
        parent_objective=above,
        parent_key_result=served,
        guardrails=tuple(KpiKey(key) for key in read_ticks(_read_field(view, Field.GUARDRAILS))),
    )


def _parent(chosen: str) -> tuple[ObjectiveId | None, KeyResultId | None]:
    if not is_short_id(chosen):
        return None, None
    if chosen.startswith("K"):
        return None, parse_key_result_name(chosen)
    return parse_objective_name(chosen), None
