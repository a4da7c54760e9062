"""The scoring form: final value, score, what was learnt, and what shall become of it (SPEC 7.8)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult, Metric
from domain.okrs.scores import Cause, Decision, Score
from domain.okrs.scoring import CAUSES, FEWEST_PERIODS, as_set_score, periods_inside, suggested_for
from domain.okrs.status_model import KeyResultStanding
from domain.values.ids import KeyResultId
from domain.values.numbers import ENGLISH, NumberStyle
from domain.values.numbers import typed as as_typed
from handlers import ids
from handlers.views.blocks import form, numbers, status
from handlers.views.blocks import message as m
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


def judged_of(score: Score) -> Judged:
    """Return what stands in the fields when a score is changed."""
    return Judged(
        score=score.given, reason=score.reason, learning=score.learning, decision=score.decision, cause=score.cause
    )


def modal(
    cycle: Cycle,
    page: int,
    pages: int,
    standings: Sequence[KeyResultStanding],
    *,
    judged: Mapping[KeyResultId, Judged] | None = None,
    problem: str = "",
    style: NumberStyle = ENGLISH,
    locale: str = "en",
) -> m.View:
    """Render one page of the form.

    Args:
        cycle: The cycle that ends.
        page: Which page, from 1.
        pages: How many there are.
        standings: The page's key results, at most five.
        judged: What already stands in the fields.
        problem: A sentence above all, when saving failed.
        style: How the person writes numbers.
        locale: For numbers and days.
    """
    blocks = [m.section(f"*{m.said(problem, 500)}*")] if problem else []
    for each in standings:
        blocks += _fields(each, (judged or {}).get(each.key_result.id, NOTHING), style, locale)
        blocks.append(m.divider())
    blocks.append(m.context("Without a choice the score is what the final value suggests. Skipped stays “not scored”."))
    metadata = {
        ids.META_VERSION: ids.METADATA_VERSION,
        ids.META_CYCLE: cycle.id,
        ids.META_PAGE: page,
        ids.META_PAGES: pages,
        ids.META_KEY_RESULTS: [each.key_result.id for each in standings],
    }
    title = f"Score {m.cut(cycle.name, 16)}" if pages <= 1 else f"Scores, {page} of {pages}"
    submit = "Save" if page >= pages else "Save and go on"
    return form.modal(
        title, blocks, callback_id=ids.SCORING_FORM, submit=submit, close="Cancel", metadata=json.dumps(metadata)
    )


def thanks(scored: Sequence[tuple[KeyResult, Score]], *, locale: str = "en") -> m.View:
    """Say in the form itself what was recorded, before it is closed."""
    entries = [scoring.score_line(key_result, score, locale=locale) for key_result, score in scored]
    first = m.section(f"*Saved.* {numbers.counted(len(scored), 'score')}.")
    return form.modal("Thanks", [first, *m.paragraphs(entries, most=20)], callback_id=ids.READ_ONLY)


def _fields(standing: KeyResultStanding, judged: Judged, style: NumberStyle, locale: str) -> list[m.Block]:
    key_result = standing.key_result
    number = key_result.id
    last = standing.last
    text = judged.value or (as_typed(last.value, style) if last is not None else "")
    done = last.value >= 1 if last is not None else None
    steps = last.done_steps if last is not None else ()
    return [
        m.section(*_known(standing, locale)),
        *value_fields(key_result, label=_label(key_result), text=text, done=done, steps=steps),
        form.field("Score", ids.block(ids.SCORE_VALUE, number), _scores(standing, judged, locale), optional=True),
        _line(key_result, "If the score is another one: why?", ids.REASON, judged.reason),
        _line(key_result, "What did we learn?", ids.LEARNING, judged.learning),
        form.field("Next cycle", ids.block(ids.DECISION, number), _decision(judged), optional=True),
        form.field("If it was a miss: the main cause", ids.block(ids.CAUSE, number), _cause(judged), optional=True),
        skip_field(key_result, label="Not scored?", skip=judged.skip),
    ]


def _label(key_result: KeyResult) -> str:
    return "The number that was found" if key_result.metric is Metric.BASELINE else "Final value"


def _line(key_result: KeyResult, label: str, name: str, text: str) -> m.Block:
    return line_field(key_result, label=label, name=name, text=text, limit=_LENGTH)


def _known(standing: KeyResultStanding, locale: str) -> list[str]:
    last = f"last {okr_line.last_said(standing, locale=locale)}" if standing.last else "no check-in yet"
    where = [last, okr_line.way(standing, locale=locale), _inside(standing), _suggested(standing, locale)]
    return [okr_line.subject(standing.key_result, limit=200, locale=locale), numbers.dotted(where)]


def _inside(standing: KeyResultStanding) -> str:
    """Say on how many days with a check-in it was kept, where that is what the score is made of."""
    if standing.key_result.metric is not Metric.MAINTAIN:
        return ""
    held, days = periods_inside(standing.key_result, standing.history, zone=standing.zone)
    return f"inside on {held} of {numbers.counted(days, 'day')}" if days >= FEWEST_PERIODS else ""


def _suggested(standing: KeyResultStanding, locale: str) -> str:
    suggested = suggested_for(standing)
    if suggested is None:
        return ""
    as_set = as_set_score(standing.key_result, standing.adjustments, standing.history, zone=standing.zone)
    return f"*the numbers suggest {adjusted.suggestion(suggested, as_set, standing.adjustments, locale=locale)}*"


def _scores(standing: KeyResultStanding, judged: Judged, locale: str) -> m.Block:
    values = [Decimal(tenth) / 10 for tenth in range(10, -1, -1)]
    suggested = suggested_for(standing)
    placeholder = f"As suggested: {numbers.score(suggested, locale=locale)}" if suggested is not None else "0.0 to 1.0"
    entries = [(numbers.score(each, locale=locale), str(each)) for each in values]
    chosen = next((str(each) for each in values if each == judged.score), None)
    return m.menu(placeholder, ids.SCORE_VALUE, entries, chosen=chosen)


def _decision(judged: Judged) -> m.Block:
    entries = [(status.DECISION[each], each.value) for each in Decision]
    return m.menu("Keep, change or drop?", ids.DECISION, entries, chosen=judged.decision and judged.decision.value)


def _cause(judged: Judged) -> m.Block:
    entries = [(CAUSES[each], each.value) for each in Cause]
    return m.menu("One of eight", ids.CAUSE, entries, chosen=judged.cause and judged.cause.value)
