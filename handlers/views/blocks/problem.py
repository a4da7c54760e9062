"""What a person gets when something cannot be done: what, where, and what would be right (SPEC 13)."""

from collections.abc import Sequence

from handlers import ids
from handlers.views.blocks import form
from handlers.views.blocks import message as m

_LENGTH = 2_000
_MAX_KNOWN = 12


def sentence(text: str, *, did_you_mean: Sequence[str] = (), known: Sequence[str] = ()) -> m.Message:
    """Say a sentence that only the asker sees.

    Args:
        text: What was not understood or not done, in words; what a person typed in it is shown as they typed it.
        did_you_mean: Commands that are near, whole: `/okr growth`.
        known: What there is, by name.
    """
    first = m.typed_text(text, _LENGTH)
    lines = [first]
    if did_you_mean:
        near = [f"`{m.typed_text(each.replace('`', ''), 80)}`" for each in did_you_mean]
        lines.append(f"Did you mean {m.join_names(near) if len(near) == 1 else ' or '.join(near[:4])}?")
    if known:
        lines.append(f"There is: {m.join_at_most([m.typed_text(each, 60) for each in known], _MAX_KNOWN)}.")
    return m.message(first, [m.section(first), *([m.section(*lines[1:])] if lines[1:] else [])], compared_with=1)


def old_button() -> m.Message:
    """Say that a button does nothing any more, and what does."""
    return sentence(f"This button is from an older message. {ids.OKR} and {ids.KPI} show how things stand now.")


def explain_unknown_command(command: str) -> m.Message:
    """Say that a command is none of ours, and which ones are."""
    return sentence(f"I don’t know {command}. I answer {ids.OKR} help and {ids.KPI} help.")


def error_view(text: str) -> m.View:
    """Say a sentence in place of a form, or upon it."""
    return form.modal("That did not work", [m.section(m.typed_text(text, _LENGTH))], callback_id=ids.READ_ONLY)
