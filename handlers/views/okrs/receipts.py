"""What is said once an objective or a key result was written, changed, cancelled or taken back."""

from collections.abc import Mapping, Sequence

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, Objective
from domain.values.ids import PersonId, key_result_name, objective_name
from handlers import ids
from handlers.views.blocks import block_kit, form
from handlers.views.okrs import line as okr_line


def render_key_result_saved(
    key_result: KeyResult, objective: Objective, cycle: Cycle, *, new: bool, coach: Sequence[str] = (),
    locale: str = "en",
) -> block_kit.View:  # fmt: skip
    """Say in the form itself what was saved, and what comes next."""
    name = key_result_name(key_result.id)
    first = f"{name} is {'written' if new else 'changed'}."
    lines = [okr_line.subject(key_result, locale=locale), f"Shows progress on {_objective(objective)}."]
    blocks = [block_kit.section(f"*{first}*", *lines), *([block_kit.section(*_saved_lines(coach))] if coach else [])]
    return form.modal("Saved", [*blocks, block_kit.context(_next(cycle))], callback_id=ids.READ_ONLY)


def render_objective_saved(
    objective: Objective, cycle: Cycle, *, new: bool, coach: Sequence[str] = ()
) -> block_kit.View:
    """Say in the form itself what was saved, with a way on to its first key result."""
    first = f"{objective_name(objective.id)} is {'written' if new else 'changed'}."
    blocks = [
        block_kit.section(f"*{first}*", block_kit.typed_text(objective.title, 200)),
        *([block_kit.section(*_saved_lines(coach))] if coach else []),
    ]
    blocks.append(block_kit.context(_next(cycle)))
    if new:
        blocks.append(
            block_kit.actions(block_kit.button("Write its first key result", ids.NEW_KEY_RESULT, str(objective.id)))
        )
    return form.modal("Saved", blocks, callback_id=ids.READ_ONLY)


def _saved_lines(lines: Sequence[str]) -> list[str]:
    return [block_kit.typed_text(line, 600) for line in lines[:3]]


def _next(cycle: Cycle) -> str:
    name = block_kit.typed_text(cycle.name, 40)
    if cycle.state is CycleState.DRAFT:
        return f"{name} is a draft: nobody is asked about it before a coordinator activates it."
    return f"It counts from now on, in {name}."


def _objective(objective: Objective) -> str:
    return f"{objective_name(objective.id)} {block_kit.typed_text(objective.title, 90)}"


def yours_now(
    key_result: KeyResult, objective: Objective, cycle: Cycle, *, by: PersonId, names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:  # fmt: skip
    """Tell somebody that a key result is theirs now."""
    name = key_result_name(key_result.id)
    first = f"{block_kit.name_of(by, names)} made you the owner of {okr_line.subject(key_result, locale=locale)}."
    lines = [f"It shows progress on {_objective(objective)}, in {block_kit.typed_text(cycle.name, 40)}."]
    if cycle.state is CycleState.DRAFT:
        lines.append("The cycle is a draft: you are asked about it once it is activated.")
    row = block_kit.actions(
        block_kit.button(f"Show {name}", ids.OKR_CARD, name), block_kit.button("Edit", ids.OKR_EDIT, name)
    )
    return block_kit.message(first, [block_kit.section(first), block_kit.section(*lines), row], compared_with=1)


def objective_yours_now(
    objective: Objective, cycle: Cycle, *, by: PersonId, names: Mapping[PersonId, str]
) -> block_kit.Message:
    """Tell somebody that an objective is theirs now."""
    in_cycle = block_kit.typed_text(cycle.name, 40)
    first = f"{block_kit.name_of(by, names)} made you the owner of {_objective(objective)}, in {in_cycle}."
    row = block_kit.actions(
        block_kit.button("Write a key result", ids.NEW_KEY_RESULT, str(objective.id)),
        block_kit.button("Edit", ids.OKR_EDIT, objective_name(objective.id)),
    )
    return block_kit.message(first, [block_kit.section(first), row], compared_with=1)


def render_cancelled(key_result: KeyResult, *, changed: bool) -> block_kit.Message:
    """Say that a key result is cancelled, and how to take it back."""
    name = key_result_name(key_result.id)
    first = f"{name} is cancelled." if changed else f"{name} was cancelled already."
    note = f"It stays in its objective’s list and does not count. Back again: {ids.OKR} restore {name}."
    return block_kit.message(first, [block_kit.section(first), block_kit.context(note)], compared_with=1)


def render_restored(key_result: KeyResult, *, changed: bool) -> block_kit.Message:
    """Say that a key result counts again."""
    name = key_result_name(key_result.id)
    first = f"{name} counts again." if changed else f"{name} is not cancelled, so there is nothing to take back."
    row = block_kit.actions(block_kit.button(f"Show {name}", ids.OKR_CARD, name))
    return block_kit.message(first, [block_kit.section(first), row], compared_with=1)


def needs_a_click(words: str, button: block_kit.Block) -> block_kit.Message:
    """Say that a form opens from a button only, and give it."""
    first = f"A form needs a click: here is one to {words}."
    return block_kit.message(first, [block_kit.section(first), block_kit.actions(button)], compared_with=1)


def write_something() -> block_kit.Message:
    """Offer both forms, where somebody asked in words."""
    first = "A form needs a click. What do you want to write?"
    row = block_kit.actions(
        block_kit.button("A key result", ids.NEW_KEY_RESULT, style="primary"),
        block_kit.button("An objective", ids.NEW_OBJECTIVE),
    )
    return block_kit.message(first, [block_kit.section(first), row], compared_with=1)


def edit_something(name: str) -> block_kit.Message:
    """Offer the form that edits one thing, by its short id."""
    return needs_a_click(f"edit {name}", block_kit.button(f"Edit {name}", ids.OKR_EDIT, name, style="primary"))
