"""Cycles as coordinators see them: what there is, how much is in it, and what can be done next (RULES 2)."""

from collections.abc import Sequence
from datetime import date

from domain.okrs.cycles import Cycle, CycleState
from handlers import ids
from handlers.metadata import CycleMetadata
from handlers.views.blocks import block_kit, form, numbers

_MAX_SHOWN = 6
_REASON = 500


def overview(cycles: Sequence[tuple[Cycle, int, int]], *, today: date, locale: str = "en") -> block_kit.Message:
    """Show all cycles, the latest first, each with the number of its objectives and key results, and its buttons."""
    if not cycles:
        first = "There is no cycle yet."
        lines = [f"Draft one: `{ids.OKR} admin draft 2027-Q1`, or with its days:", _EXAMPLE]
        return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(*lines)], compared_with=1)
    first = f"{numbers.count_text(len(cycles), 'cycle')} on {numbers.day_of_year(today, locale=locale)}."
    blocks = [block_kit.section(f"*{first}*")]
    for cycle, objectives, key_results in cycles[:_MAX_SHOWN]:
        head = f"*{_name(cycle)}*  {cycle.state.value} · {_days(cycle, locale)} · {_amount(objectives, key_results)}"
        blocks.append(block_kit.section(head, next_step(cycle, today=today, locale=locale)))
        buttons = _buttons(cycle, today)
        blocks += [block_kit.actions(*buttons)] if buttons else []
    rest = [_name(cycle) for cycle, _, _ in cycles[_MAX_SHOWN:]]
    blocks += [block_kit.context(f"Before these: {block_kit.join_at_most(rest, 12)}.")] if rest else []
    blocks.append(block_kit.context(f"Another one: `{ids.OKR} admin draft 2027-Q1`, or {_EXAMPLE}"))
    return block_kit.message(first, blocks, compared_with=1)


_EXAMPLE = f"`{ids.OKR} admin draft 2027-H1 2027-01-01 to 2027-06-30`"


def next_step(cycle: Cycle, *, today: date, locale: str = "en") -> str:
    """Say what can be done next about a cycle."""
    name = _name(cycle)
    if cycle.state is CycleState.DRAFT:
        if today >= cycle.end:
            return "It is over and was never activated."
        start = numbers.day(cycle.start, locale=locale)
        when = f"from {start}" if today < cycle.start else "now"
        return (
            f"Write its objectives: `{ids.OKR} new objective`. Activate it {when}: `{ids.OKR} admin activate {name}`."
        )
    if cycle.state is CycleState.ACTIVE:
        return "Runs. In its last days owners are asked for scores, then it is summed up and closed."
    if cycle.state is CycleState.SCORING:
        return f"Takes scores. It is closed with its summary; by hand: `{ids.OKR} admin close {name}`."
    return f"Takes no writes. To correct a score: `{ids.OKR} admin reopen {name} why it is reopened`."


def _buttons(cycle: Cycle, today: date) -> list[block_kit.Block]:
    number, name = str(cycle.id), _name(cycle)
    if cycle.state is CycleState.DRAFT and today < cycle.end:
        button = block_kit.button("Activate", ids.CYCLE_ACTIVATE, number, style="primary")
        early = today < cycle.start
        asked = (
            f"{name} begins on {cycle.start}. Its objectives are shown and asked about from the day you activate it."
        )
        return [_confirm_button(button, f"Activate {name} already?", asked, "Activate") if early else button]
    if cycle.state in (CycleState.ACTIVE, CycleState.SCORING):
        asked = (
            f"Its scores become final, and {name} takes no more writes. No summary is posted when it is closed by hand."
        )
        return [
            _confirm_button(
                block_kit.button("Close…", ids.CYCLE_CLOSE, number), f"Close {name} now?", asked, "Close it"
            )
        ]
    return [block_kit.button("Reopen…", ids.CYCLE_REOPEN, number)] if cycle.state is CycleState.CLOSED else []


def _confirm_button(button: block_kit.Block, title: str, text: str, yes: str) -> block_kit.Block:
    """Return a button that asks again before it does anything."""
    confirm = {
        "title": block_kit.plain(title, 100),
        "text": block_kit.plain(text, 300),
        "confirm": block_kit.plain(yes, 30),
        "deny": block_kit.plain("Not now", 30),
    }
    return {**button, "confirm": confirm}


def reopen_modal(cycle: Cycle) -> block_kit.View:
    """Ask why a cycle is reopened."""
    reason: block_kit.Block = {"type": "plain_text_input", "action_id": ids.REASON, "max_length": _REASON}
    question = f"Why is {block_kit.shorten(cycle.name, 40)} reopened?"
    hint = "It is kept in the log, for example: KR-7 was audited late"
    metadata = CycleMetadata(cycle=cycle.id).encode()
    blocks = [
        block_kit.section(f"It takes scores again. To close it by hand: `{ids.OKR} admin close {_name(cycle)}`."),
        form.field(question, ids.block(ids.REASON, cycle.id), reason, hint=hint),
    ]
    return form.modal(
        "Reopen a cycle", blocks, callback_id=ids.REOPEN_FORM, submit="Reopen", close="Cancel", metadata=metadata
    )


def render_drafted(cycle: Cycle, *, today: date, locale: str = "en") -> block_kit.Message:
    """Say that a cycle was drafted, and what comes next."""
    first = f"{_name(cycle)} is drafted: {_days(cycle, locale)}."
    return _step(first, cycle, today, locale)


def render_activated(
    cycle: Cycle, objectives: int, key_results: int, *, changed: bool, today: date, locale: str = "en"
) -> block_kit.Message:
    """Say that a cycle is active, and from when its owners are asked."""
    name = _name(cycle)
    if not changed:
        return block_kit.message(said := f"{name} is active already.", [block_kit.section(said)], compared_with=1)
    first = f"{name} is active, with {_amount(objectives, key_results)}."
    start = numbers.day_of_year(cycle.start, locale=locale)
    line = (
        "Its owners are asked in the next round." if today >= cycle.start else f"Its owners are asked from {start} on."
    )
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(line)], compared_with=1)


def render_closed(cycle: Cycle, *, changed: bool) -> block_kit.Message:
    """Say that a cycle is closed, and how to see how it went."""
    name = _name(cycle)
    first = f"{name} is closed." if changed else f"{name} is closed already."
    note = f"How it went: `{ids.OKR} summary {name}`. To correct a score, reopen it with a reason."
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(note)], compared_with=1)


def render_reopened(cycle: Cycle, *, changed: bool, by_hand: bool) -> block_kit.Message:
    """Say that a cycle takes scores again, and how it is closed."""
    name = _name(cycle)
    first = f"{name} takes scores again." if changed else f"{name} is open for scores."
    note = f"Scores: `{ids.OKR} score`. Close it when that is done: `{ids.OKR} admin close {name}`."
    if not by_hand:
        note = f"Scores: `{ids.OKR} score`. It is closed with its summary on its closing day."
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(note)], compared_with=1)


def render_next_drafted(cycle: Cycle, *, ending: Cycle, locale: str = "en") -> block_kit.Message:
    """Tell a coordinator that the next cycle was drafted, and what to do (RULES 2.3)."""
    ends = numbers.day_of_year(ending.last_day, locale=locale)
    first = f"{_name(ending)} ends on {ends}, so I drafted {_name(cycle)}: {_days(cycle, locale)}."
    start = numbers.day(cycle.start, locale=locale)
    lines = [
        f"1. Write its objectives: `{ids.OKR} new objective`, then key results: `{ids.OKR} new`.",
        f"2. From {start}, activate it: `{ids.OKR} admin activate {_name(cycle)}`.",
        "Until then nobody is asked about it, and no digest shows it.",
    ]
    row = block_kit.actions(block_kit.button("New objective", ids.NEW_OBJECTIVE), *_buttons(cycle, ending.last_day))
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(*lines), row], compared_with=1)


def begins_as_draft(cycle: Cycle, objectives: int, key_results: int) -> block_kit.Message:
    """Tell a coordinator that a cycle begins today and nobody activated it."""
    first = f"{_name(cycle)} begins today and is still a draft, with {_amount(objectives, key_results)}."
    lines = ["Nobody is asked about it before it is activated."]
    row = block_kit.actions(*_buttons(cycle, cycle.start))
    return block_kit.message(first, [block_kit.section(f"*{first}*"), block_kit.section(*lines), row], compared_with=1)


def _step(first: str, cycle: Cycle, today: date, locale: str) -> block_kit.Message:
    line = next_step(cycle, today=today, locale=locale)
    buttons = [block_kit.button("New objective", ids.NEW_OBJECTIVE), *_buttons(cycle, today)]
    return block_kit.message(
        first, [block_kit.section(f"*{first}*"), block_kit.section(line), block_kit.actions(*buttons)], compared_with=1
    )


def _name(cycle: Cycle) -> str:
    return block_kit.typed_text(cycle.name.replace("`", ""), 40)


def _days(cycle: Cycle, locale: str) -> str:
    return f"{numbers.span(cycle.start, cycle.last_day, locale=locale)} {cycle.last_day.year}"


def _amount(objectives: int, key_results: int) -> str:
    if not objectives:
        return "no objectives yet"
    return f"{numbers.count_text(objectives, 'objective')}, {numbers.count_text(key_results, 'key result')}"
