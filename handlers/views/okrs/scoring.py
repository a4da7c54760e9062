"""Scoring: one message per owner at the end of a cycle, which asks, reminds, and turns into a receipt (RULES 7.8)."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult
from domain.okrs.scores import Score
from domain.okrs.scoring import CAUSES
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import PersonId, key_result_name
from handlers import ids
from handlers.views.blocks import block_kit, numbers
from handlers.views.okrs import adjusted
from handlers.views.okrs import line as okr_line

_SHOWN = 8
_NAMED = 6


def prompt(
    cycle: Cycle,
    statuses: Sequence[KeyResultStatus],
    *,
    owner: PersonId,
    person: PersonId,
    closes: date,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Ask for final values and scores of all that one owner has in a cycle."""
    count = numbers.count_text(len(statuses), "key result")
    by = numbers.day_of_year(closes, locale=locale)
    first = f"{_cycle(cycle)} ends: how did your {count} go? Scores are open until {by}."
    if owner != person:
        first = (
            f"{_cycle(cycle)} ends: how did {block_kit.name_of(owner, names)}'s {count} go? Scores are open until {by}."
        )
    note = "Scores plan the next quarter; they grade nobody. What is not scored stays “not scored”, never 0."
    return block_kit.message(
        first,
        [block_kit.section(first), *_lines(statuses, locale), block_kit.context(note), _buttons(cycle)],
        compared_with=1,
    )


def reminder(
    cycle: Cycle,
    statuses: Sequence[KeyResultStatus],
    *,
    owner: PersonId,
    person: PersonId,
    lead: PersonId | None,
    closes: date,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Remind an owner once, and say in advance who hears of what is missing."""
    count = numbers.count_text(len(statuses), "key result")
    whose = f" of {block_kit.name_of(owner, names)}" if owner != person else ""
    by = numbers.day_of_year(closes, locale=locale)
    first = f"{count}{whose} in {_cycle(cycle)} {'is' if len(statuses) == 1 else 'are'} not scored yet. Until {by}."
    later = "This is the only reminder."
    if lead is not None:
        later = (
            f"This is the only reminder; in two working days {block_kit.name_of(lead, names)} sees which are missing."
        )
    return block_kit.message(
        first,
        [block_kit.section(first), *_lines(statuses, locale), block_kit.context(later), _buttons(cycle)],
        compared_with=1,
    )


def escalation(
    cycle: Cycle,
    missing: Mapping[PersonId, Sequence[KeyResultStatus]],
    *,
    lead: PersonId,
    closes: date,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Tell a lead, once, whose scores are missing."""
    who = block_kit.join_at_most([block_kit.name_of(person, names) for person in missing], 4)
    hello = f"{block_kit.name_of(lead, names)}, scores" if lead in names else "Scores"
    by = numbers.day_of_year(closes, locale=locale)
    first = f"{hello} of {_cycle(cycle)} are still missing from {who}. They can be given until {by}."
    unscored = {
        person: block_kit.join_at_most([key_result_name(status.key_result.id) for status in statuses], 12)
        for person, statuses in missing.items()
    }
    entries = [[f"{block_kit.name_of(person, names)}: {key_results}"] for person, key_results in unscored.items()]
    note = "Everybody here was asked and reminded once, and told that you would hear. Nothing more is sent."
    return block_kit.message(
        first,
        [block_kit.section(first), *block_kit.paragraphs(entries, most=4), block_kit.context(note)],
        compared_with=1,
    )


def receipt(
    cycle: Cycle,
    scored: Sequence[tuple[KeyResult, Score]],
    *,
    left: Sequence[KeyResult] = (),
    closes: date,
    locale: str = "en",
) -> block_kit.Message:
    """Say which scores were recorded and which are still open."""
    open_ones = f", {_name_of(left)} still open" if left else ""
    total = len(scored) + len(left)
    by = numbers.day_of_year(closes, locale=locale)
    first = f"Thanks. {_cycle(cycle)}: {len(scored)} of {total} scored{open_ones}. They can change until {by}."
    entries = [score_line(key_result, score, locale=locale) for key_result, score in scored]
    return block_kit.message(
        first, [block_kit.section(first), *block_kit.paragraphs(entries, most=4), _buttons(cycle)], compared_with=1
    )


def score_line(key_result: KeyResult, score: Score, *, locale: str = "en") -> list[str]:
    """Say one score: the number, what the numbers suggested, why it differs, what was learnt (RULES 3.12)."""
    given = numbers.score(score.given, locale=locale)
    suggested = adjusted.suggestion(score.suggested, score.as_set, locale=locale)
    lines = [f"{okr_line.head(key_result, limit=60)}: *{given}*"]
    if score.given != score.suggested:
        lines.append(f"The numbers suggest {suggested}. “{block_kit.typed_text(score.reason, 300)}”")
    elif score.as_set is not None:
        lines.append(f"{suggested}.")
    cause = CAUSES[score.cause] if score.cause is not None else ""
    words = [cause, f"“{block_kit.typed_text(score.learning, 300)}”" if score.learning else ""]
    return [*lines, numbers.join_dotted(words)]


def _cycle(cycle: Cycle) -> str:
    return block_kit.typed_text(cycle.name, 40)


def _name_of(key_results: Sequence[KeyResult]) -> str:
    return block_kit.join_at_most([key_result_name(key_result.id) for key_result in key_results], _NAMED)


def _lines(statuses: Sequence[KeyResultStatus], locale: str) -> list[block_kit.Block]:
    entries = [_line(key_result_status, locale) for key_result_status in statuses[:_SHOWN]]
    rest = [key_result_status.key_result for key_result_status in statuses[_SHOWN:]]
    return block_kit.paragraphs([*entries, *([[f"and {len(rest)} more: {_name_of(rest)}"]] if rest else [])], most=4)


def _line(status: KeyResultStatus, locale: str) -> list[str]:
    last = f"last {okr_line.last_value_text(status, locale=locale)}" if status.last else "no check-in yet"
    return [
        okr_line.subject(status.key_result, locale=locale),
        numbers.join_dotted([last, okr_line.way(status, locale=locale)]),
    ]


def _buttons(cycle: Cycle) -> block_kit.Block:
    return block_kit.actions(block_kit.button("Score", ids.SCORE, str(cycle.id), style="primary"))
