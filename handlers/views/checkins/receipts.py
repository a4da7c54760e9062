"""What is said about a check-in that was typed in one line (RULES 6.10)."""

from collections.abc import Sequence

from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import key_result_name
from handlers import ids
from handlers.views.blocks import block_kit
from handlers.views.checkins import messages


def render_saved(recorded: Sequence[KeyResultStatus], *, locale: str = "en") -> block_kit.Message:
    """Say what was saved and where it stands now, with a way to its card."""
    names = [key_result_name(key_result_status.key_result.id) for key_result_status in recorded]
    first = f"Saved: {block_kit.join_at_most(names, 5)}."
    entries = [messages.render_recorded(key_result_status, locale=locale) for key_result_status in recorded]
    row = block_kit.actions(*(block_kit.button(f"Show {name}", ids.OKR_CARD, name) for name in names[:1]))
    return block_kit.message(
        first, [block_kit.section(first), *block_kit.paragraphs(entries, most=4), row], compared_with=1
    )
