"""One objective, or one key result: all that is known of it at one look (RULES 9)."""

from collections.abc import Mapping, Sequence

from domain.loop.guardrails import Guardrail
from domain.okrs.model import CheckIn, Commitment, Metric
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus
from domain.values.ids import PersonId, key_result_name, objective_name
from handlers import ids
from handlers.views.blocks import answer, block_kit, numbers
from handlers.views.kpis import guardrail_line
from handlers.views.okrs import adjusted, forecast
from handlers.views.okrs import line as okr_line

_HISTORY = 5
_SECTIONS = 4


def card(
    status: KeyResultStatus,
    *,
    objective: ObjectiveStatus,
    names: Mapping[PersonId, str],
    history: Sequence[CheckIn] = (),
    may_check_in: bool = False,
    may_edit: bool = False,
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show one key result: where it stands, what was said last, what it serves.

    Args:
        status: How it stands.
        objective: The objective that it belongs to.
        names: What people are called.
        history: Its check-ins, oldest first; the newest few are shown.
        may_check_in: Whether the asker may answer for it: then there is a button.
        may_edit: Whether the asker may change it: then there is a button.
        share: The question to ask again in the channel, or empty: then there is no Share button.
        locale: For numbers and days.
    """
    key_result = status.key_result
    first, rest = okr_line.key_result(status, locale=locale, owner=block_kit.name_of(key_result.owner, names))
    serves = f"{objective_name(objective.objective.id)} {block_kit.typed_text(objective.objective.title, 90)}"
    said = [_check_in_line(status, check_in, names, locale) for check_in in history[-_HISTORY:][::-1]]
    more = numbers.join_dotted(
        [forecast.forecast_text(status, locale=locale), adjusted.original_progress_text(status, locale=locale)]
    )
    steps = _steps(status)
    name = key_result_name(key_result.id)
    check_in = (
        [block_kit.button("Check in", ids.CHECK_IN_ONE, str(key_result.id), style="primary")] if may_check_in else []
    )
    in_cycle = block_kit.typed_text(objective.cycle.name, 40)
    note = f"Serves {serves}. {in_cycle}, {numbers.day_of_year(status.on, locale=locale)}"
    if key_result.returned_on is not None:
        note += f". Back on the dashboard since {numbers.day(key_result.returned_on, locale=locale)}"
    blocks = [
        block_kit.section(first, rest),
        *([block_kit.section(more)] if more else []),
        *([block_kit.section(*steps)] if steps else []),
        *block_kit.paragraphs(said, most=1),
        block_kit.context(note),
        answer.buttons(
            share, *check_in, block_kit.button("Why these numbers?", ids.OKR_WHY, name), *_edit(name, may_edit)
        ),
    ]
    return block_kit.message(f"{first}: {rest}", blocks, compared_with=1)


def _edit(name: str, may_edit: bool) -> list[block_kit.Block]:  # noqa: FBT001 - a button or none
    return [block_kit.button("Edit", ids.OKR_EDIT, name)] if may_edit else []


def _check_in_line(status: KeyResultStatus, checkin: CheckIn, names: Mapping[PersonId, str], locale: str) -> list[str]:
    day = numbers.day(checkin.at.date(), locale=locale)
    confidence = f"confidence {checkin.confidence}" if checkin.confidence is not None else ""
    value = okr_line.check_in_value_text(status.key_result, checkin, locale=locale)
    by = block_kit.name_of(checkin.by, names) if checkin.by is not None else checkin.source.value
    words = [f"“{block_kit.typed_text(checkin.note, 200)}”"] if block_kit.clean(checkin.note) else []
    words += [f"in the way: {block_kit.typed_text(checkin.blocker, 200)}"] if block_kit.clean(checkin.blocker) else []
    return [numbers.join_dotted([f"{day}  *{value}*", confidence, by, *words])]


def _steps(status: KeyResultStatus) -> list[str]:
    if status.key_result.metric is not Metric.MILESTONE:
        return []
    done = status.last.done_steps if status.last is not None else ()
    return [
        f"{'☑ done' if index in done else '☐ to do'}  {block_kit.typed_text(step.title, 90)}"
        for index, step in enumerate(status.key_result.milestones)
    ]


def objective_card(
    status: ObjectiveStatus,
    *,
    team: str,
    names: Mapping[PersonId, str],
    parent: str = "",
    guards: Sequence[Guardrail] = (),
    may_edit: bool = False,
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show one objective with its key results.

    Args:
        status: How it stands.
        team: The name of its team.
        names: What people are called.
        parent: What it serves, in words.
        guards: Its guardrails.
        may_edit: Whether the asker may change it: then there is a button.
        share: The question to ask again in the channel, or empty: then there is no Share button.
        locale: For numbers and days.
    """
    objective = status.objective
    committed = objective.commitment is Commitment.COMMITTED
    kind = "committed: done means all of it" if committed else "aspirational: 0.7 is good"
    lines = okr_line.group(status, names, locale=locale)
    lines[1] = guardrail_line.append_guardrails(lines[1], guards)
    note = [
        block_kit.typed_text(team, 60),
        kind,
        f"serves {block_kit.typed_text(parent, 120)}" if parent else "",
        block_kit.typed_text(status.cycle.name, 40),
    ]
    name = objective_name(objective.id)
    buttons = [block_kit.button("Why these numbers?", ids.OKR_WHY, name), *_edit(name, may_edit)]
    day = numbers.day_of_year(status.on, locale=locale)
    blocks = block_kit.paragraphs([lines[:2], *_pairs(lines[2:])], most=_SECTIONS)
    blocks += [block_kit.section(*guardrail_line.each_of(guards, locale=locale))] if guards else []
    blocks += [block_kit.context(numbers.join_dotted([*note, day])), answer.buttons(share, *buttons)]
    return block_kit.message(numbers.join_dotted(lines[:2]), blocks)


def _pairs(lines: Sequence[str]) -> list[Sequence[str]]:
    return [lines[at : at + 2] for at in range(0, len(lines), 2)]
