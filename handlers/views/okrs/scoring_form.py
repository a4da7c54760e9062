"""The scoring form: final value, score, what was learnt, and what shall become of it (RULES 7.8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult, Metric
from domain.okrs.scores import Cause, Decision, Score
from domain.okrs.scoring import CAUSES, FEWEST_PERIODS, periods_inside, suggest_for, suggest_original_score
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import KeyResultId
from domain.values.numbers import ENGLISH, NumberStyle, number_text
from handlers import ids
from handlers.metadata import ScoringMetadata
from handlers.views.blocks import block_kit, form, labels, numbers
from handlers.views.okrs import adjusted, scoring
from handlers.views.okrs import line as okr_line
from handlers.views.okrs.value_field import line_field, skip_field, value_fields

_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What already stands in the fields of one key result; `value` and `score` as typed or chosen."""

    value: str = ""
    score: Decimal | None = None
    reason: str = ""
    learning: str = ""
    decision: Decision | None = None
    cause: Cause | None = None
    skip: bool = False


NOTHING = Judged()


def read_judged(score: Score) -> Judged:
    """Return what stands in the fields when a score is changed."""
    return Judged(
        score=score.given, reason=score.reason, learning=score.learning, decision=score.decision, cause=score.cause
    )


def modal(
    cycle: Cycle,
    page: int,
    pages: int,
    statuses: Sequence[KeyResultStatus],
    *,
    judged: Mapping[KeyResultId, Judged] | None = None,
    problem: str = "",
    style: NumberStyle = ENGLISH,
    locale: str = "en",
) -> block_kit.View:
    """Render one page of the form.

    Args:
        cycle: The cycle that ends.
        page: Which page, from 1.
        pages: How many there are.
        statuses: The page's key results, at most five.
        judged: What already stands in the fields.
        problem: A sentence above all, when saving failed.
        style: How the person writes numbers.
        locale: For numbers and days.
    """
    blocks = [block_kit.section(f"*{block_kit.typed_text(problem, 500)}*")] if problem else []
    for key_result_status in statuses:
        blocks += _fields(
            key_result_status, (judged or {}).get(key_result_status.key_result.id, NOTHING), style, locale
        )
        blocks.append(block_kit.divider())
    blocks.append(
        block_kit.context("Without a choice the score is what the final value suggests. Skipped stays “not scored”.")
    )
    metadata = ScoringMetadata(
        cycle=cycle.id, page=page, pages=pages, key_results=[status.key_result.id for status in statuses]
    )
    title = f"Score {block_kit.shorten(cycle.name, 16)}" if pages <= 1 else f"Scores, {page} of {pages}"
    submit = "Save" if page >= pages else "Save and go on"
    return form.modal(
        title, blocks, callback_id=ids.SCORING_FORM, submit=submit, close="Cancel", metadata=metadata.encode()
    )


def thanks(scored: Sequence[tuple[KeyResult, Score]], *, locale: str = "en") -> block_kit.View:
    """Say in the form itself what was recorded, before it is closed."""
    entries = [scoring.score_line(key_result, score, locale=locale) for key_result, score in scored]
    first = block_kit.section(f"*Saved.* {numbers.count_text(len(scored), 'score')}.")
    return form.modal("Thanks", [first, *block_kit.paragraphs(entries, most=20)], callback_id=ids.READ_ONLY)


def _fields(status: KeyResultStatus, judged: Judged, style: NumberStyle, locale: str) -> list[block_kit.Block]:
    key_result = status.key_result
    number = key_result.id
    last = status.last
    text = judged.value or (number_text(last.value, style) if last is not None else "")
    done = last.value >= 1 if last is not None else None
    steps = last.done_steps if last is not None else ()
    return [
        block_kit.section(*_known_lines(status, locale)),
        *value_fields(key_result, label=_label(key_result), text=text, done=done, steps=steps),
        form.field("Score", ids.block(ids.SCORE_VALUE, number), _scores(status, judged, locale), optional=True),
        _line(key_result, "If the score is another one: why?", ids.REASON, judged.reason),
        _line(key_result, "What did we learn?", ids.LEARNING, judged.learning),
        form.field("Next cycle", ids.block(ids.DECISION, number), _decision(judged), optional=True),
        form.field("If it was a miss: the main cause", ids.block(ids.CAUSE, number), _cause(judged), optional=True),
        skip_field(key_result, label="Not scored?", skip=judged.skip),
    ]


def _label(key_result: KeyResult) -> str:
    return "The number that was found" if key_result.metric is Metric.BASELINE else "Final value"


def _line(key_result: KeyResult, label: str, name: str, text: str) -> block_kit.Block:
    return line_field(key_result, label=label, name=name, text=text, limit=_LENGTH)


def _known_lines(status: KeyResultStatus, locale: str) -> list[str]:
    last = f"last {okr_line.last_value_text(status, locale=locale)}" if status.last else "no check-in yet"
    where = [last, okr_line.way(status, locale=locale), _inside(status), _suggestion_text(status, locale)]
    return [okr_line.subject(status.key_result, limit=200, locale=locale), numbers.join_dotted(where)]


def _inside(status: KeyResultStatus) -> str:
    """Say on how many days with a check-in it was kept, where that is what the score is made of."""
    if status.key_result.metric is not Metric.MAINTAIN:
        return ""
    held, days = periods_inside(status.key_result, status.history, zone=status.zone)
    return f"inside on {held} of {numbers.count_text(days, 'day')}" if days >= FEWEST_PERIODS else ""


def _suggestion_text(status: KeyResultStatus, locale: str) -> str:
    suggested = suggest_for(status)
    if suggested is None:
        return ""
    as_set = suggest_original_score(status.key_result, status.adjustments, status.history, zone=status.zone)
    return f"*the numbers suggest {adjusted.suggestion(suggested, as_set, status.adjustments, locale=locale)}*"


def _scores(status: KeyResultStatus, judged: Judged, locale: str) -> block_kit.Block:
    values = [Decimal(tenth) / 10 for tenth in range(10, -1, -1)]
    suggested = suggest_for(status)
    placeholder = f"As suggested: {numbers.score(suggested, locale=locale)}" if suggested is not None else "0.0 to 1.0"
    entries = [(numbers.score(value, locale=locale), str(value)) for value in values]
    chosen = next((str(value) for value in values if value == judged.score), None)
    return block_kit.menu(placeholder, ids.SCORE_VALUE, entries, chosen=chosen)


def _decision(judged: Judged) -> block_kit.Block:
    entries = [(labels.DECISION[decision], decision.value) for decision in Decision]
    return block_kit.menu(
        "Keep, change or drop?", ids.DECISION, entries, chosen=judged.decision and judged.decision.value
    )


def _cause(judged: Judged) -> block_kit.Block:
    entries = [(CAUSES[cause], cause.value) for cause in Cause]
    return block_kit.menu("One of eight", ids.CAUSE, entries, chosen=judged.cause and judged.cause.value)
