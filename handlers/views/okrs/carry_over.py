"""Carrying over: what was decided, and what became of it (RULES 2.6)."""

from collections.abc import Collection, Sequence

from domain.okrs.carry_over import NeedsTarget
from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult
from domain.values.ids import KeyResultId, key_result_name
from handlers import ids
from handlers.views.blocks import block_kit, numbers
from handlers.views.okrs import line as okr_line

_NAMED = 6
_BUTTONS = 5


def question(
    kept: Sequence[KeyResult], changed: Sequence[KeyResult], *, cycle: Cycle, into: Cycle | None
) -> block_kit.Message:
    """Ask an owner once whether what they decided shall be carried over."""
    said = [f"kept {_names(kept)}"] if kept else []
    said += [f"want to change {_names(changed)}"] if changed else []
    where = block_kit.typed_text(into.name, 40) if into is not None else "the next cycle"
    first = (
        f"{block_kit.typed_text(cycle.name, 40)} is scored. You {block_kit.join_names(said)}: carry over into {where}?"
    )
    note = "Each copy starts at its last value and has no check-ins. What you dropped stays behind."
    row = block_kit.actions(block_kit.button("Carry over", ids.CARRY_OVER, str(cycle.id), style="primary"))
    return block_kit.message(first, [block_kit.section(first), block_kit.context(note), row], compared_with=1)


def _names(key_results: Sequence[KeyResult]) -> str:
    return block_kit.join_shown(key_results, _NAMED, lambda key_result: key_result_name(key_result.id))


def done(
    copies: Sequence[tuple[KeyResult, KeyResult]],
    *,
    into: Cycle,
    to_change: Collection[KeyResultId] = (),
    waiting: Sequence[tuple[KeyResult, NeedsTarget]] = (),
    left: Sequence[str] = (),
    already: Sequence[KeyResult] = (),
    locale: str = "en",
) -> block_kit.Message:
    """Say what was carried over, what waits for a word, and what stays behind."""
    name = block_kit.typed_text(into.name, 40)
    first = f"{numbers.count_text(len(copies), 'key result')} carried over into {name}."
    if not copies:
        first = f"Nothing new was carried over into {name}."
    blocks = [block_kit.section(f"*{first}*")]
    blocks += [_needs_a_word(old, needs) for old, needs in waiting[:_BUTTONS]]
    wished = [(old, new) for old, new in copies if new.id in to_change]
    blocks += [_to_change(old, new, locale) for old, new in wished[:_BUTTONS]]
    rest = [pair for pair in copies if pair not in wished[:_BUTTONS]]
    entries = [[_copied_text(old, new, locale)] for old, new in rest]
    entries += [[block_kit.typed_text(needs.reason, 300)] for _, needs in waiting[_BUTTONS:]]
    entries += [[block_kit.typed_text(reason, 300)] for reason in left]
    if already:
        entries.append([f"Carried over before: {_names(already)}."])
    return block_kit.message(first, [*blocks, *block_kit.paragraphs(entries, most=4)], compared_with=1)


def _needs_a_word(old: KeyResult, needs: NeedsTarget) -> block_kit.Block:
    button = block_kit.button("Set a target…", ids.CARRY_ONE, str(old.id), style="primary")
    return block_kit.section(block_kit.typed_text(needs.reason, 300), accessory=button)


def _to_change(old: KeyResult, new: KeyResult, locale: str) -> block_kit.Block:
    button = block_kit.button("Edit", ids.OKR_EDIT, key_result_name(new.id))
    return block_kit.section(f"{_copied_text(old, new, locale)} · you wanted to change it", accessory=button)


def _copied_text(old: KeyResult, new: KeyResult, locale: str) -> str:
    return f"{okr_line.subject(new, locale=locale)}  from {key_result_name(old.id)}"
