"""Answers about objectives and key results: mine, a person's, a team's, at risk, one of them (RULES 9)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.okrs.status_model import ObjectiveStatus
from domain.values.ids import KeyResultId, PersonId
from handlers import grammar, ids
from handlers.views.blocks import answer, block_kit, labels, numbers
from handlers.views.okrs import line as okr_line

_HISTORY = 5
_SECTIONS = 4


def mine(
    objectives: Sequence[ObjectiveStatus],
    *,
    person: PersonId,
    on: date,
    names: Mapping[PersonId, str],
    owed: Collection[KeyResultId] = (),
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show a person their own key results, those that want a check-in first (RULES 9)."""
    kept = _select_owned(objectives, person)
    day = numbers.day_of_year(on, locale=locale)
    if not kept:
        first = f"You own no key results on {day}. {ids.OKR} company shows everybody's."
        return block_kit.message(first, [block_kit.section(first)], compared_with=1)
    due = [
        key_result_id
        for key_result_id in owed
        if any(
            key_result_id == key_result_status.key_result.id
            for group in kept
            for key_result_status in group.key_results
        )
    ]
    ask = f"{numbers.count_text(len(due), 'check-in')} due." if due else "No check-in is due."
    first = f"You own {_owned_line(kept, person)} on {day}. {ask}"
    ordered = sorted(
        kept,
        key=lambda group: not any(key_result_status.key_result.id in due for key_result_status in group.key_results),
    )
    entries = [okr_line.group(group, names, locale=locale, due=due, owners=False) for group in ordered]
    check_in = block_kit.button("Check in", ids.CHECK_IN_MINE, style="primary" if due else None)
    return _answer(first, entries, answer.buttons(share, check_in))


def render_person(
    objectives: Sequence[ObjectiveStatus],
    *,
    person: PersonId,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show what another person owns."""
    kept = _select_owned(objectives, person)
    who, day = block_kit.name_of(person, names), numbers.day_of_year(on, locale=locale)
    first = f"{who} owns {_owned_line(kept, person)} on {day}."
    return _answer(
        first,
        [okr_line.group(objective_status, names, locale=locale, owners=False) for objective_status in kept],
        _row(share),
    )


def render_team(
    objectives: Sequence[ObjectiveStatus],
    *,
    team: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show a team's objectives with their key results."""
    first = f"{block_kit.typed_text(team, 60)} on {numbers.day_of_year(on, locale=locale)}: {_paces(objectives)}."
    return _answer(
        first, [okr_line.group(objective_status, names, locale=locale) for objective_status in objectives], _row(share)
    )


def company(
    objectives: Sequence[ObjectiveStatus],
    *,
    team: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show the company's objectives in two lines each, without their key results."""
    first = f"{block_kit.typed_text(team, 60)} on {numbers.day_of_year(on, locale=locale)}: {_paces(objectives)}."
    entries = [
        okr_line.objective(
            objective_status, locale=locale, owner=block_kit.name_of(objective_status.objective.owner, names)
        )
        for objective_status in objectives
    ]
    note = block_kit.context(f"One of them: {ids.OKR} O-3. A team: {ids.OKR} growth.")
    return _answer(first, entries, note, _row(share))


def render_at_risk(
    objectives: Sequence[ObjectiveStatus],
    *,
    where: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show what is at risk; the objectives come with only those key results that are."""
    count = _count(objectives)
    found = f"{numbers.count_text(count, 'key result')} at risk" if count else "nothing is at risk"
    return _some(objectives, found, where=where, on=on, names=names, share=share, locale=locale)


def stale(
    objectives: Sequence[ObjectiveStatus],
    *,
    where: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> block_kit.Message:
    """Show what waits for a word; the objectives come with only those key results that do."""
    count = _count(objectives)
    wait = "waits" if count == 1 else "wait"
    found = (
        f"{numbers.count_text(count, 'key result')} {wait} for a word" if count else "everything has a recent check-in"
    )
    return _some(objectives, found, where=where, on=on, names=names, share=share, locale=locale)


def _count(objectives: Sequence[ObjectiveStatus]) -> int:
    return sum(len(objective_status.key_results) for objective_status in objectives)


def _some(
    objectives: Sequence[ObjectiveStatus],
    found: str,
    *,
    where: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str,
    locale: str,
) -> block_kit.Message:
    first = f"{block_kit.typed_text(where, 60)} on {numbers.day_of_year(on, locale=locale)}: {found}."
    kept = [objective_status for objective_status in objectives if objective_status.key_results]
    return _answer(
        first, [okr_line.group(objective_status, names, locale=locale) for objective_status in kept], _row(share)
    )


def _select_owned(objectives: Sequence[ObjectiveStatus], person: PersonId) -> list[ObjectiveStatus]:
    """Return the objectives with only those key results that a person owns; one of their own is shown whole."""
    kept = []
    for objective_status in objectives:
        own = tuple(
            key_result_status
            for key_result_status in objective_status.key_results
            if key_result_status.key_result.owner == person
        )
        if objective_status.objective.owner == person:
            kept.append(objective_status)
        elif own:
            kept.append(replace(objective_status, key_results=own))
    return kept


def _owned_line(objectives: Sequence[ObjectiveStatus], person: PersonId) -> str:
    aims = sum(objective_status.objective.owner == person for objective_status in objectives)
    results = sum(
        key_result_status.key_result.owner == person
        for objective_status in objectives
        for key_result_status in objective_status.key_results
    )
    parts = [numbers.count_text(aims, "objective")] if aims else []
    parts += [numbers.count_text(results, "key result")] if results else []
    return block_kit.join_names(parts) or "no key results"


def _paces(objectives: Sequence[ObjectiveStatus]) -> str:
    if not objectives:
        return "no objectives"
    found = Counter(labels.PACE[objective_status.pace] or "without a pace yet" for objective_status in objectives)
    words = [f"{count} {pace}" for pace, count in found.most_common()]
    return f"{numbers.count_text(len(objectives), 'objective')}, {', '.join(words)}"


def _row(share: str) -> block_kit.Block | None:
    row = answer.buttons(share)
    return row if row["elements"] else None


def _answer(first: str, entries: Sequence[Sequence[str]], *after: block_kit.Block | None) -> block_kit.Message:
    blocks = [block_kit.section(f"*{first}*"), *block_kit.paragraphs(entries, most=_SECTIONS)]
    return block_kit.message(first, [*blocks, *[block for block in after if block is not None]], compared_with=1)


def help_text() -> block_kit.Message:
    """Say what `/okr` understands."""
    first = f"{ids.OKR}: the steering wheel. What you can ask:"
    note = "Names are matched forgivingly. Only you see an answer, until you share it."
    return block_kit.message(
        first,
        [block_kit.section(f"*{first}*"), block_kit.section(*grammar.OKR.help_lines), block_kit.context(note)],
        compared_with=1,
    )
