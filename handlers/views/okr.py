"""Answers about objectives and key results: mine, a person's, a team's, at risk, one of them (SPEC 9)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.ids import KeyResultId, PersonId, key_result_name, objective_name
from domain.okrs import CheckIn, Commitment, Metric
from domain.standings import KeyResultStanding, ObjectiveStanding
from handlers import ids
from handlers.views import answer, numbers, okr_line, status
from handlers.views import message as m

_HISTORY = 5
_SECTIONS = 4


def mine(
    objectives: Sequence[ObjectiveStanding],
    *,
    person: PersonId,
    on: date,
    names: Mapping[PersonId, str],
    owed: Collection[KeyResultId] = (),
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show a person their own key results, those that want a check-in first (SPEC 9)."""
    kept = _of_owner(objectives, person)
    day = numbers.day_of_year(on, locale=locale)
    if not kept:
        first = f"You own no key results on {day}. {ids.OKR} company shows everybody's."
        return m.message(first, [m.section(first)], told_from=1)
    due = [each for each in owed if any(each == one.key_result.id for group in kept for one in group.key_results)]
    ask = f"{numbers.counted(len(due), 'check-in')} due." if due else "No check-in is due."
    first = f"You own {_owned(kept, person)} on {day}. {ask}"
    ordered = sorted(kept, key=lambda group: not any(one.key_result.id in due for one in group.key_results))
    entries = [_group(group, names, locale, due=due, owners=False) for group in ordered]
    check_in = m.button("Check in", ids.CHECK_IN_MINE, style="primary" if due else None)
    return _answer(first, entries, answer.buttons(share, check_in))


def of_person(
    objectives: Sequence[ObjectiveStanding],
    *,
    person: PersonId,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show what another person owns."""
    kept = _of_owner(objectives, person)
    who, day = m.name_of(person, names), numbers.day_of_year(on, locale=locale)
    first = f"{who} owns {_owned(kept, person)} on {day}."
    return _answer(first, [_group(each, names, locale, owners=False) for each in kept], _row(share))


def of_team(
    objectives: Sequence[ObjectiveStanding],
    *,
    team: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show a team's objectives with their key results."""
    first = f"{m.said(team, 60)} on {numbers.day_of_year(on, locale=locale)}: {_paces(objectives)}."
    return _answer(first, [_group(each, names, locale) for each in objectives], _row(share))


def company(
    objectives: Sequence[ObjectiveStanding],
    *,
    team: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show the company's objectives in two lines each, without their key results."""
    first = f"{m.said(team, 60)} on {numbers.day_of_year(on, locale=locale)}: {_paces(objectives)}."
    entries = [
        okr_line.objective(each, locale=locale, owner=m.name_of(each.objective.owner, names)) for each in objectives
    ]
    note = m.context(f"One of them: {ids.OKR} O-3. A team: {ids.OKR} growth.")
    return _answer(first, entries, note, _row(share))


def at_risk(
    objectives: Sequence[ObjectiveStanding],
    *,
    where: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show what is at risk; the objectives come with only those key results that are."""
    count = _count(objectives)
    found = f"{numbers.counted(count, 'key result')} at risk" if count else "nothing is at risk"
    return _some(objectives, found, where=where, on=on, names=names, share=share, locale=locale)


def stale(
    objectives: Sequence[ObjectiveStanding],
    *,
    where: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show what waits for a word; the objectives come with only those key results that do."""
    count = _count(objectives)
    wait = "waits" if count == 1 else "wait"
    found = f"{numbers.counted(count, 'key result')} {wait} for a word" if count else "everything has a recent check-in"
    return _some(objectives, found, where=where, on=on, names=names, share=share, locale=locale)


def _count(objectives: Sequence[ObjectiveStanding]) -> int:
    return sum(len(each.key_results) for each in objectives)


def _some(
    objectives: Sequence[ObjectiveStanding],
    found: str,
    *,
    where: str,
    on: date,
    names: Mapping[PersonId, str],
    share: str,
    locale: str,
) -> m.Message:
    first = f"{m.said(where, 60)} on {numbers.day_of_year(on, locale=locale)}: {found}."
    kept = [each for each in objectives if each.key_results]
    return _answer(first, [_group(each, names, locale) for each in kept], _row(share))


def _of_owner(objectives: Sequence[ObjectiveStanding], person: PersonId) -> list[ObjectiveStanding]:
    """Return the objectives with only those key results that a person owns; one of their own is shown whole."""
    kept = []
    for each in objectives:
        own = tuple(one for one in each.key_results if one.key_result.owner == person)
        if each.objective.owner == person:
            kept.append(each)
        elif own:
            kept.append(replace(each, key_results=own))
    return kept


def _owned(objectives: Sequence[ObjectiveStanding], person: PersonId) -> str:
    aims = sum(each.objective.owner == person for each in objectives)
    results = sum(one.key_result.owner == person for each in objectives for one in each.key_results)
    parts = [numbers.counted(aims, "objective")] if aims else []
    parts += [numbers.counted(results, "key result")] if results else []
    return m.listed(parts) or "no key results"


def _paces(objectives: Sequence[ObjectiveStanding]) -> str:
    if not objectives:
        return "no objectives"
    found = Counter(status.PACE[each.pace] or "without a pace yet" for each in objectives)
    words = [f"{count} {pace}" for pace, count in found.most_common()]
    return f"{numbers.counted(len(objectives), 'objective')}, {', '.join(words)}"


def _group(
    group: ObjectiveStanding,
    names: Mapping[PersonId, str],
    locale: str,
    *,
    due: Collection[KeyResultId] = (),
    owners: bool = True,
) -> list[str]:
    def owner(person: PersonId) -> str:
        return m.name_of(person, names) if owners else ""

    lines = okr_line.objective(group, locale=locale, owner=owner(group.objective.owner))
    for each in sorted(group.key_results, key=lambda one: one.key_result.id not in due):
        first, rest = okr_line.key_result(each, locale=locale, owner=owner(each.key_result.owner))
        mark = "*due*  " if each.key_result.id in due else ""
        lines += [f"• {mark}{first}", f"    {rest}"]
    return lines


def _row(share: str) -> m.Block | None:
    row = answer.buttons(share)
    return row if row["elements"] else None


def _answer(first: str, entries: Sequence[Sequence[str]], *after: m.Block | None) -> m.Message:
    blocks = [m.section(f"*{first}*"), *m.paragraphs(entries, most=_SECTIONS)]
    return m.message(first, [*blocks, *[block for block in after if block is not None]], told_from=1)


def card(
    standing: KeyResultStanding,
    *,
    objective: ObjectiveStanding,
    names: Mapping[PersonId, str],
    history: Sequence[CheckIn] = (),
    may_check_in: bool = False,
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show one key result: where it stands, what was said last, what it serves.

    Args:
        standing: How it stands.
        objective: The objective that it belongs to.
        names: What people are called.
        history: Its check-ins, oldest first; the newest few are shown.
        may_check_in: Whether the asker may answer for it: then there is a button.
        share: The question to ask again in the channel, or empty: then there is no Share button.
        locale: For numbers and days.
    """
    key_result = standing.key_result
    first, rest = okr_line.key_result(standing, locale=locale, owner=m.name_of(key_result.owner, names))
    serves = f"{objective_name(objective.objective.id)} {m.said(objective.objective.title, 90)}"
    said = [_said(standing, each, names, locale) for each in history[-_HISTORY:][::-1]]
    steps = _steps(standing)
    name = key_result_name(key_result.id)
    check_in = [m.button("Check in", ids.CHECK_IN_ONE, str(key_result.id), style="primary")] if may_check_in else []
    note = f"Serves {serves}. {m.said(objective.cycle.name, 40)}, {numbers.day_of_year(standing.on, locale=locale)}"
    blocks = [
        m.section(first, rest),
        *([m.section(*steps)] if steps else []),
        *m.paragraphs(said, most=1),
        m.context(note),
        answer.buttons(share, *check_in, m.button("Why these numbers?", ids.OKR_WHY, name)),
    ]
    return m.message(f"{first}: {rest}", blocks, told_from=1)


def _said(standing: KeyResultStanding, checkin: CheckIn, names: Mapping[PersonId, str], locale: str) -> list[str]:
    day = numbers.day(checkin.at.date(), locale=locale)
    confidence = f"confidence {checkin.confidence}" if checkin.confidence is not None else ""
    value = okr_line.said_value(standing.key_result, checkin, locale=locale)
    by = m.name_of(checkin.by, names) if checkin.by is not None else checkin.source.value
    words = [f"“{m.said(checkin.note, 200)}”"] if m.clean(checkin.note) else []
    words += [f"in the way: {m.said(checkin.blocker, 200)}"] if m.clean(checkin.blocker) else []
    return [numbers.dotted([f"{day}  *{value}*", confidence, by, *words])]


def _steps(standing: KeyResultStanding) -> list[str]:
    if standing.key_result.metric is not Metric.MILESTONE:
        return []
    done = standing.last.done_steps if standing.last is not None else ()
    return [
        f"{'☑ done' if index in done else '☐ to do'}  {m.said(step.title, 90)}"
        for index, step in enumerate(standing.key_result.milestones)
    ]


def objective_card(
    standing: ObjectiveStanding,
    *,
    team: str,
    names: Mapping[PersonId, str],
    parent: str = "",
    share: str = "",
    locale: str = "en",
) -> m.Message:
    """Show one objective with its key results; `parent` says what it serves, in words."""
    objective = standing.objective
    committed = objective.commitment is Commitment.COMMITTED
    kind = "committed: done means all of it" if committed else "aspirational: 0.7 is good"
    lines = _group(standing, names, locale)
    note = [m.said(team, 60), kind, f"serves {m.said(parent, 120)}" if parent else "", m.said(standing.cycle.name, 40)]
    why = m.button("Why these numbers?", ids.OKR_WHY, objective_name(objective.id))
    day = numbers.day_of_year(standing.on, locale=locale)
    blocks = [*m.paragraphs([lines[:2], *_pairs(lines[2:])], most=_SECTIONS), m.context(numbers.dotted([*note, day]))]
    return m.message(numbers.dotted(lines[:2]), [*blocks, answer.buttons(share, why)])


def _pairs(lines: Sequence[str]) -> list[Sequence[str]]:
    return [lines[at : at + 2] for at in range(0, len(lines), 2)]


def help_text() -> m.Message:
    """Say what `/okr` understands."""
    first = f"{ids.OKR}: the steering wheel. What you can ask:"
    lines = [
        f"`{ids.OKR}`  yours, what is due first",
        f"`{ids.OKR} @ada`, `{ids.OKR} growth`, `{ids.OKR} company`  a person's, a team's, everybody's",
        f"`{ids.OKR} at risk`, `{ids.OKR} growth at risk`, `{ids.OKR} stale`  what needs a word",
        f"`{ids.OKR} KR-12`, `{ids.OKR} O-3`  one of them",
        f'`{ids.OKR} checkin`  answer now; `{ids.OKR} checkin KR-12 3.1% 7 "mid-market moved"` in one line',
        f"`{ids.OKR} why KR-12`  the whole sum behind its numbers",
        f"`{ids.OKR} 2026-Q3`, `{ids.OKR} summary 2026-Q3`  an earlier cycle, and how it went",
        f"`{ids.OKR} score`  the verdict, in a cycle's last days",
        f"`{ids.OKR} help`  this",
    ]
    note = "Names are matched forgivingly. Only you see an answer, until you share it."
    return m.message(first, [m.section(f"*{first}*"), m.section(*lines), m.context(note)], told_from=1)
