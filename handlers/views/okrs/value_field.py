"""The field that takes a key result's value: a number, done or not, or steps to tick."""

from domain.okrs.model import KeyResult, Metric
from handlers import ids
from handlers.views.blocks import block_kit, form
from handlers.views.okrs import line as okr_line

VALUE_LENGTH = 60
_OPTIONS_A_BLOCK = 10


def value_fields(
    key_result: KeyResult, *, label: str, text: str, done: bool | None, steps: tuple[int, ...], dispatch: bool = False
) -> list[block_kit.Block]:
    """Return the fields for a value, all optional, since a key result may be skipped.

    Args:
        key_result: Whose value is asked.
        label: How a number is asked for; its unit follows.
        text: The number that stands there, as typed; empty for none.
        done: For binary, or None while neither is chosen.
        steps: For milestone, the indices of the ticked steps.
        dispatch: Whether a number is sent as soon as it is typed, so that a preview can follow.
    """
    if key_result.metric is Metric.BINARY:
        return [_done(key_result, done)]
    if key_result.metric is Metric.MILESTONE:
        return _steps(key_result, steps)
    element: block_kit.Block = {"type": "plain_text_input", "action_id": ids.VALUE, "max_length": VALUE_LENGTH}
    if dispatch:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    whole = f"{label}{okr_line.unit_label(key_result)}"
    block_id = ids.block(ids.VALUE, key_result.id)
    return [
        form.field(whole, block_id, form.filled_input(element, text, VALUE_LENGTH), optional=True, dispatch=dispatch)
    ]


def _done(key_result: KeyResult, done: bool | None) -> block_kit.Block:  # noqa: FBT001 - three answers: yes, no, none yet
    options = [block_kit.option(("Done", ids.DONE_YES)), block_kit.option(("Not yet", ids.DONE_NOT_YET))]
    element: block_kit.Block = {"type": "radio_buttons", "action_id": ids.DONE, "options": options}
    if done is not None:
        element["initial_option"] = options[0] if done else options[1]
    return form.field("Is it done?", ids.block(ids.DONE, key_result.id), element, optional=True)


def _steps(key_result: KeyResult, ticked: tuple[int, ...]) -> list[block_kit.Block]:
    """Return boxes to tick, ten to a block, since Slack takes no more."""
    steps = list(enumerate(key_result.milestones))
    fields = []
    for part, start in enumerate(range(0, len(steps), _OPTIONS_A_BLOCK)):
        some = steps[start : start + _OPTIONS_A_BLOCK]
        options = [
            block_kit.option((f"{index + 1}. {block_kit.shorten(step.title, 66)}", str(index))) for index, step in some
        ]
        element: block_kit.Block = {"type": "checkboxes", "action_id": ids.STEPS, "options": options}
        chosen = [box for box in options if int(box["value"]) in ticked]
        if chosen:
            element["initial_options"] = chosen
        label = "Which steps are done?" if part == 0 else f"Steps from {start + 1}"
        fields.append(form.field(label, ids.block(ids.STEPS, key_result.id, part), element, optional=True))
    return fields


def skip_field(key_result: KeyResult, *, label: str, skip: bool) -> block_kit.Block:
    """Return the box that leaves a key result out."""
    box = block_kit.option(("Skip it", ids.SKIPPED))
    element: block_kit.Block = {"type": "checkboxes", "action_id": ids.SKIP, "options": [box]}
    if skip:
        element["initial_options"] = [box]
    return form.field(label, ids.block(ids.SKIP, key_result.id), element, optional=True)


def line_field(key_result: KeyResult, *, label: str, name: str, text: str, limit: int) -> block_kit.Block:
    """Return a field for one line of words."""
    element: block_kit.Block = {"type": "plain_text_input", "action_id": name, "max_length": limit}
    return form.field(label, ids.block(name, key_result.id), form.filled_input(element, text, limit), optional=True)
