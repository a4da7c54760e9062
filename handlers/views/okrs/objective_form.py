"""The form that writes an objective: what a team wants to become, in which cycle, what must not suffer (RULES 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from domain.company.teams import Team
from domain.kpis.model import Kpi
from domain.okrs.cycles import Cycle
from domain.okrs.drafts import Field
from domain.okrs.model import Commitment, KeyResult, Objective
from domain.values.ids import CycleId, ObjectiveId, PersonId, TeamKey, key_result_name, objective_name
from handlers import ids
from handlers.metadata import ObjectiveMetadata
from handlers.views.blocks import block_kit, form

_TITLE = 200
_MOST = 300
"""How many things a menu offers here: a view must stay below 250 kB."""
_READS = "Press Enter, and the coach reads it. It never stands in the way."

ACTIONS: Mapping[Field, str] = MappingProxyType(
    {
        Field.CYCLE: ids.O_CYCLE,
        Field.TEAM: ids.O_TEAM,
        Field.TITLE: ids.O_TITLE,
        Field.OWNER: ids.O_OWNER,
        Field.COMMITMENT: ids.O_COMMITMENT,
        Field.PARENT: ids.O_PARENT,
        Field.GUARDRAILS: ids.O_GUARDRAILS,
    }
)
"""The action that takes each field, which is the name of its block too."""
_COMMITMENTS = (
    (Commitment.ASPIRATIONAL, "Aspirational: a stretch, 0.7 is good"),
    (Commitment.COMMITTED, "Committed: a promise, done means all of it"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectivePrefill:
    """What stands in the fields; `parent` is a short id, `O-1` or `KR-7`, or empty."""

    cycle: CycleId | None = None
    team: TeamKey | None = None
    title: str = ""
    owner: PersonId | None = None
    commitment: Commitment = Commitment.ASPIRATIONAL
    parent: str = ""
    guardrails: tuple[str, ...] = ()


def prefill_of(objective: Objective) -> ObjectivePrefill:
    """Return what stands in the fields when an objective is changed."""
    parent = objective_name(objective.parent_objective) if objective.parent_objective is not None else ""
    if objective.parent_key_result is not None:
        parent = key_result_name(objective.parent_key_result)
    return ObjectivePrefill(
        cycle=objective.cycle,
        team=objective.team,
        title=objective.title,
        owner=objective.owner,
        commitment=objective.commitment,
        parent=parent,
        guardrails=tuple(str(key) for key in objective.guardrails),
    )


def modal(
    prefill: ObjectivePrefill,
    *,
    cycles: Sequence[Cycle],
    teams: Sequence[Team],
    parents: Sequence[tuple[Objective, Sequence[KeyResult]]],
    kpis: Sequence[Kpi],
    objective: ObjectiveId | None = None,
    problem: str = "",
) -> block_kit.View:
    """Render the form.

    Args:
        prefill: What stands in the fields.
        cycles: Those to choose from; for one that is changed its own alone, which stays.
        teams: Those to choose from.
        parents: What it may serve.
        kpis: What may guard it.
        objective: The one that is changed, or None for a new one.
        problem: A sentence above all.
    """
    title: block_kit.Block = {
        "type": "plain_text_input",
        "action_id": ids.O_TITLE,
        "max_length": _TITLE,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    hint = "What becomes different, in words that people remember. The numbers belong in its key results."
    blocks = [
        *([block_kit.section(f"*{block_kit.typed_text(problem, 500)}*")] if problem else []),
        form.field(
            "What do you want to become?",
            ACTIONS[Field.TITLE],
            form.filled_input(title, prefill.title, _TITLE),
            hint=hint,
            dispatch=True,
        ),
        _coach(()),
        _field(Field.CYCLE, "In which cycle?", _cycles(prefill, cycles)),
        _field(Field.TEAM, "Whose is it?", _teams(prefill, teams)),
        _field(Field.OWNER, "Who owns it?", _owner(prefill)),
        _field(Field.COMMITMENT, "How firm is it?", _commitment(prefill)),
        *_serves(prefill, parents, objective),
        *_guardrail_inputs(prefill, kpis),
    ]
    metadata = ObjectiveMetadata(objective=objective).encode()
    heading = f"Edit {objective_name(objective)}" if objective is not None else "New objective"
    return form.modal(heading, blocks, callback_id=ids.OBJECTIVE_FORM, submit="Save", close="Cancel", metadata=metadata)


def add_coach(view: block_kit.View, lines: Sequence[str]) -> block_kit.View:
    """Return a form that is open with what the coach says now; all that was typed in it stays."""
    blocks = [_coach(lines) if block.get("block_id") == ids.COACH else block for block in view["blocks"]]
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {**{name: view[name] for name in kept}, "blocks": blocks}


def _coach(lines: Sequence[str]) -> block_kit.Block:
    return block_kit.context(*([block_kit.typed_text(line, 600) for line in lines] or [_READS]), block_id=ids.COACH)


def _field(
    field: Field, label: str, element: block_kit.Block, *, hint: str = "", optional: bool = False
) -> block_kit.Block:
    return form.field(label, ACTIONS[field], element, hint=hint, optional=optional)


def _cycles(prefill: ObjectivePrefill, cycles: Sequence[Cycle]) -> block_kit.Block:
    entries = [(f"{cycle.name} ({cycle.state})", str(cycle.id)) for cycle in cycles]
    chosen = str(prefill.cycle) if prefill.cycle is not None else None
    return block_kit.menu("Choose a cycle", ids.O_CYCLE, entries, chosen=chosen)


def _teams(prefill: ObjectivePrefill, teams: Sequence[Team]) -> block_kit.Block:
    groups = {"Teams": [(team.name, str(team.key)) for team in teams[:_MOST]]}
    return form.choice("Choose a team", ids.O_TEAM, groups, chosen=prefill.team)


def _owner(prefill: ObjectivePrefill) -> block_kit.Block:
    element: block_kit.Block = {
        "type": "users_select",
        "action_id": ids.O_OWNER,
        "placeholder": block_kit.plain("Choose a person", 150),
    }
    return element if prefill.owner is None else {**element, "initial_user": prefill.owner}


def _commitment(prefill: ObjectivePrefill) -> block_kit.Block:
    options = {kind: block_kit.option((words, kind.value)) for kind, words in _COMMITMENTS}
    return {
        "type": "radio_buttons",
        "action_id": ids.O_COMMITMENT,
        "options": list(options.values()),
        "initial_option": options[prefill.commitment],
    }


def _serves(
    prefill: ObjectivePrefill, parents: Sequence[tuple[Objective, Sequence[KeyResult]]], own: ObjectiveId | None
) -> list[block_kit.Block]:
    entries: list[block_kit.Option] = []
    for objective, key_results in parents:
        if objective.id != own:
            name = objective_name(objective.id)
            entries.append((f"{name} {objective.title}", name))
            entries += [
                (f"{key_result_name(key_result.id)} {key_result.title}", key_result_name(key_result.id))
                for key_result in key_results
            ]
    if not entries:
        return []
    element = form.choice("Nothing above", ids.O_PARENT, {"Serves": entries[:_MOST]}, chosen=prefill.parent)
    return [_field(Field.PARENT, "What does it serve?", element, optional=True)]


def _guardrail_inputs(prefill: ObjectivePrefill, kpis: Sequence[Kpi]) -> list[block_kit.Block]:
    if not kpis:
        return []
    entries = {"KPIs": [(kpi.name, str(kpi.key)) for kpi in kpis[:_MOST]]}
    element = form.choices("No KPI", ids.O_GUARDRAILS, entries, chosen=prefill.guardrails)
    hint = "KPIs that must not suffer while it advances. They never count in its number"
    return [_field(Field.GUARDRAILS, "Guardrails", element, hint=hint, optional=True)]
