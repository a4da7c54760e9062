"""What a person gets when something cannot be done: what, where, and what would be right (RULES 13)."""

from collections.abc import Sequence

from handlers import ids
from handlers.views.blocks import block_kit, form

_LENGTH = 2_000
_MAX_KNOWN = 12


def sentence(text: str, *, did_you_mean: Sequence[str] = (), known: Sequence[str] = ()) -> block_kit.Message:
    """Say a sentence that only the asker sees.

    Args:
        text: What was not understood or not done, in words; what a person typed in it is shown as they typed it.
        did_you_mean: Commands that are near, whole: `/okr growth`.
        known: What there is, by name.
    """
    first = block_kit.typed_text(text, _LENGTH)
    lines = [first]
    if did_you_mean:
        near = [f"`{block_kit.typed_text(name.replace('`', ''), 80)}`" for name in did_you_mean]
        lines.append(f"Did you mean {block_kit.join_names(near) if len(near) == 1 else ' or '.join(near[:4])}?")
    if known:
        lines.append(
            f"There is: {block_kit.join_at_most([block_kit.typed_text(name, 60) for name in known], _MAX_KNOWN)}."
        )
    return block_kit.message(
        first, [block_kit.section(first), *([block_kit.section(*lines[1:])] if lines[1:] else [])], compared_with=1
    )


def old_button() -> block_kit.Message:
    """Say that a button does nothing any more, and what does."""
    return sentence(f"This button is from an older message. {ids.OKR} and {ids.KPI} show how things stand now.")


def explain_unknown_command(command: str) -> block_kit.Message:
    """Say that a command is none of ours, and which ones are."""
    return sentence(f"I don’t know {command}. I answer {ids.OKR} help and {ids.KPI} help.")


def error_view(text: str) -> block_kit.View:
    """Say a sentence in place of a form, or upon it."""
    return form.modal(
        "That did not work", [block_kit.section(block_kit.typed_text(text, _LENGTH))], callback_id=ids.READ_ONLY
    )
