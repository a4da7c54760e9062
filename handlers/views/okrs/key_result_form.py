"""The form that writes a key result: what it shows progress on, how it is measured, who owns it (RULES 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from domain.kpis.model import Kpi
from domain.okrs.cycles import Cycle
from domain.okrs.draft_parser import FED
from domain.okrs.drafts import Field, Prefill
from domain.okrs.model import Metric, Objective
from domain.values.ids import AlertId, CycleId, KeyResultId, key_result_name, objective_name
from handlers import ids
from handlers.metadata import KeyResultMetadata
from handlers.views.blocks import block_kit, form

_TITLE = 200
_NUMBER = 60
_LINES = 1_000
_REASON = 500

METRICS: Mapping[Metric, str] = MappingProxyType(
    {
        Metric.INCREASE: "Goes up, from a baseline to a target",
        Metric.DECREASE: "Goes down, from a baseline to a target",
        Metric.MAINTAIN: "Is kept, at or above, at or below, or between",
        Metric.MILESTONE: "Is made of steps to tick",
        Metric.BINARY: "Is done or not",
        Metric.BASELINE: "Finds a number that nobody knows yet",
    }
)
"""The six kinds as people choose them."""
ACTIONS: Mapping[Field, str] = MappingProxyType(
    {
        Field.OBJECTIVE: ids.KR_OBJECTIVE,
        Field.TITLE: ids.KR_TITLE,
        Field.METRIC: ids.KR_METRIC,
        Field.BASELINE: ids.KR_BASELINE,
        Field.TARGET: ids.KR_TARGET,
        Field.UNIT: ids.KR_UNIT,
        Field.STEPS: ids.KR_STEPS,
        Field.CHECKPOINTS: ids.KR_CHECKPOINTS,
        Field.DUE: ids.KR_DUE,
        Field.OWNER: ids.KR_OWNER,
        Field.WEIGHT: ids.KR_WEIGHT,
        Field.KPI: ids.KR_KPI,
        Field.REASON: ids.KR_REASON,
    }
)
"""The action that takes each field; its block is named by `block_of`."""
_NUMBERED = (Metric.INCREASE, Metric.DECREASE)
_FIELDS_SHOWN: Mapping[Metric, tuple[Field, ...]] = MappingProxyType(
    {
        Metric.INCREASE: (Field.BASELINE, Field.TARGET, Field.UNIT, Field.CHECKPOINTS),
        Metric.DECREASE: (Field.BASELINE, Field.TARGET, Field.UNIT, Field.CHECKPOINTS),
        Metric.MAINTAIN: (Field.TARGET, Field.UNIT),
        Metric.MILESTONE: (Field.STEPS, Field.CHECKPOINTS),
        Metric.BINARY: (),
        Metric.BASELINE: (Field.UNIT,),
    }
)
"""The fields that each kind has of its own."""
TEXTS = (Field.BASELINE, Field.TARGET, Field.UNIT, Field.STEPS, Field.CHECKPOINTS)
"""The fields that come and go with the kind; what was typed in them is kept while they are hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the form is about, kept in it from opening to saving.

    Attributes:
        key_result: The key result that is changed, or None for a new one.
        alert: The alert that it is made from, or None (RULES 5.7).
        cycle: The cycle in which a new objective would be opened for it, or None where none may be.
        predecessor: The key result of an earlier cycle that it carries on, or None.
        round: Counts how often fields were filled in for the person: Slack shows a new text only in a new block.
    """

    key_result: KeyResultId | None = None
    alert: AlertId | None = None
    cycle: CycleId | None = None
    predecessor: KeyResultId | None = None
    round: int = 0


NEW = About()


def modal(
    prefill: Prefill,
    *,
    objectives: Sequence[tuple[Cycle, Objective]],
    kpis: Sequence[Kpi],
    about: About = NEW,
    running: bool = False,
    coach: Sequence[str] = (),
    problem: str = "",
) -> block_kit.View:
    """Render the form; the fields below the kind follow it.

    Args:
        prefill: What stands in the fields.
        objectives: Those to choose from, each with its cycle.
        kpis: Those that may feed it.
        about: What it is about.
        running: Whether its cycle has begun, so that a change of what it is measured by needs a reason.
        coach: What the coach says, a line each.
        problem: A sentence above all.
    """
    blocks = [
        *([block_kit.section(f"*{block_kit.typed_text(problem, 500)}*")] if problem else []),
        _field(Field.OBJECTIVE, "Which objective does it show progress on?", _objectives(prefill, objectives), about),
        _text(Field.TITLE, "What is different in the end?", prefill.title, about, limit=_TITLE, dispatch=True,
              hint="An outcome with a number: Lift the win rate from 28 to 45 %"),
        block_kit.context(*([block_kit.typed_text(line, 600) for line in coach] or [_QUIET]), block_id=ids.COACH),
        _field(Field.METRIC, "How is it measured?", _metric(prefill.metric), about, dispatch=True),
        *[_own(field, prefill, about) for field in _FIELDS_SHOWN[prefill.metric]],
        *([_kpi_input(prefill, kpis, about)] if prefill.metric in FED and kpis else []),
        _field(Field.OWNER, "Who keeps an eye on it?", _owner(prefill), about),
        _field(Field.DUE, "By when?", _due(prefill), about, optional=True, hint="Empty: the last day of its cycle"),
        _text(Field.WEIGHT, "Weight", prefill.weight, about, optional=True,
              hint="Its share in the objective. Empty: 1; 0 leaves it out"),
    ]  # fmt: skip
    if running:
        blocks.append(_reason(prefill, about))
    title = f"Edit {key_result_name(about.key_result)}" if about.key_result is not None else "New key result"
    return form.modal(
        title,
        blocks,
        callback_id=ids.KEY_RESULT_FORM,
        submit="Save",
        close="Cancel",
        metadata=_metadata(prefill, about),
    )


_QUIET = "Press Enter after the title or the target, and the coach reads them. It never stands in the way."


def block_of(field: Field, about: About) -> str:
    """Return the block in which a field stands, and a sentence about it."""
    return ids.block(ACTIONS[field], about.round)


def shows(field: Field, metric: Metric) -> bool:
    """Tell whether the form has a field for key results of a kind."""
    return field not in TEXTS or field in _FIELDS_SHOWN[metric]


def _field(
    field: Field, label: str, element: block_kit.Block, about: About, *, hint: str = "", optional: bool = False,
    dispatch: bool = False,
) -> block_kit.Block:  # fmt: skip
    return form.field(label, block_of(field, about), element, hint=hint, optional=optional, dispatch=dispatch)


def _text(
    field: Field, label: str, text: str, about: About, *, limit: int = _NUMBER, hint: str = "", optional: bool = False,
    dispatch: bool = False, lines: bool = False,
) -> block_kit.Block:  # fmt: skip
    element: block_kit.Block = {"type": "plain_text_input", "action_id": ACTIONS[field], "max_length": limit}
    if lines:
        element["multiline"] = True
    if dispatch:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    if text.strip():
        element["initial_value"] = text.strip()[:limit]
    return _field(field, label, element, about, hint=hint, optional=optional, dispatch=dispatch)


def _own(field: Field, prefill: Prefill, about: About) -> block_kit.Block:
    """Return one of the fields that only some kinds have.

    Why all are optional to Slack: what is missing is said by us, in a sentence with an example.
    """
    if field is Field.BASELINE:
        hint = "The number before you begin"
        return _text(field, "Where does it start?", prefill.baseline, about, hint=hint, optional=True)
    if field is Field.TARGET and prefill.metric is Metric.MAINTAIN:
        hint = "at or above 99.9, at or below 10, or between 3 and 5"
        return _text(
            field, "What shall be kept?", prefill.target, about, hint=hint, dispatch=True, optional=True, limit=_REASON
        )
    if field is Field.TARGET:
        hint = "As you write it: 45, 1.2M, 90 min"
        return _text(field, "Where shall it end?", prefill.target, about, hint=hint, dispatch=True, optional=True)
    if field is Field.UNIT:
        hint = "%, USD, ms, s, min, h, d, ratio; empty for a bare number"
        return _text(field, "Unit", prefill.unit, about, hint=hint, optional=True)
    if field is Field.STEPS:
        hint = "One a line; with a weight where it is not 1: Roll out to all (2)"
        return _text(field, "Steps", prefill.steps, about, hint=hint, optional=True, limit=_LINES, lines=True)
    hint = "One a line, where the way is no straight line: 2026-11-15: 35"
    return _text(field, "Checkpoints", prefill.checkpoints, about, hint=hint, optional=True, limit=_LINES, lines=True)


def _reason(prefill: Prefill, about: About) -> block_kit.Block:
    hint = "Needed when the baseline, target, unit, steps or day change: both scores will be shown"
    return _text(Field.REASON, "Why does it change?", prefill.reason, about, hint=hint, optional=True, limit=_REASON)


def _objectives(prefill: Prefill, objectives: Sequence[tuple[Cycle, Objective]]) -> block_kit.Block:
    """Return the menu of objectives, in groups by cycle where there is more than one."""
    groups: dict[str, list[block_kit.Option]] = {}
    for cycle, objective in objectives:
        # The one that is opened together with the key result has no number yet.
        words = f"{objective_name(objective.id)} {objective.title}" if objective.id else f"A new one: {objective.title}"
        groups.setdefault(cycle.name, []).append((words, str(objective.id)))
    chosen = str(prefill.objective) if prefill.objective is not None else None
    return form.choice("Choose an objective", ids.KR_OBJECTIVE, groups, chosen=chosen)


def _metric(chosen: Metric) -> block_kit.Block:
    entries = [(words, metric.value) for metric, words in METRICS.items()]
    return block_kit.menu("Choose one", ids.KR_METRIC, entries, chosen=chosen.value)


def _kpi_input(prefill: Prefill, kpis: Sequence[Kpi], about: About) -> block_kit.Block:
    named = sorted(kpis, key=lambda kpi: block_kit.clean(kpi.name).lower())
    groups = {"KPIs": [(kpi.name, str(kpi.key)) for kpi in named]}
    element = form.choice("No KPI", ids.KR_KPI, groups, chosen=prefill.kpi)
    hint = "Its readings become check-ins; unit and baseline are taken from it where they are empty"
    return _field(Field.KPI, "Fed by a KPI", element, about, hint=hint, optional=True, dispatch=True)


def _owner(prefill: Prefill) -> block_kit.Block:
    element: block_kit.Block = {
        "type": "users_select",
        "action_id": ids.KR_OWNER,
        "placeholder": block_kit.plain("Choose a person", 150),
    }
    return element if prefill.owner is None else {**element, "initial_user": prefill.owner}


def _due(prefill: Prefill) -> block_kit.Block:
    element: block_kit.Block = {"type": "datepicker", "action_id": ids.KR_DUE}
    return element if prefill.due is None else {**element, "initial_date": prefill.due.isoformat()}


def _metadata(prefill: Prefill, about: About) -> str:
    kept = {field.value: getattr(prefill, field) for field in TEXTS if not shows(field, prefill.metric)}
    if prefill.metric not in FED and prefill.kpi is not None:
        kept[Field.KPI.value] = prefill.kpi
    return KeyResultMetadata(
        key_result=about.key_result,
        alert=about.alert,
        cycle=about.cycle,
        predecessor=about.predecessor,
        round=about.round,
        kept={name: text for name, text in kept.items() if text},
    ).encode()


def add_kept(prefill: Prefill, kept: Mapping[str, str]) -> Prefill:
    """Return what stands in the form together with what it keeps of the fields that are hidden."""
    hidden = {str(field): kept[field] for field in (*TEXTS, Field.KPI) if kept.get(field)}
    return replace(prefill, **{name: text for name, text in hidden.items() if not getattr(prefill, name)})  # type: ignore[arg-type]  # these fields take text
