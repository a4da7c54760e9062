"""Why a number is what it is: the sum, its inputs, and where each came from and when (RULES 3.13)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.okrs.progress import counts
from domain.okrs.scoring import objective_score
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus
from domain.values.ids import PersonId, key_result_name, objective_name
from handlers.views.blocks import block_kit, labels, numbers
from handlers.views.okrs import adjusted, forecast
from handlers.views.okrs import line as okr_line
from handlers.views.okrs import sum as okr_sum

_MOST = 30
_TERMS = 6


def explain_key_result(
    status: KeyResultStatus,
    objective: ObjectiveStatus,
    *,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Print the sum of one key result and what it is in its objective."""
    name, commitment = key_result_name(status.key_result.id), objective.objective.commitment
    where = numbers.join_dotted([okr_line.way(status, locale=locale), okr_line.pace(status.pace, status.gap)])
    day = numbers.day_of_year(status.on, locale=locale)
    first = f"Why {name} stands where it does on {day}: {where or 'no check-in yet'}"
    blocks = [
        block_kit.section(f"*{first}*"),
        block_kit.section(okr_line.subject(status.key_result, locale=locale)),
        block_kit.section("*Progress*", *okr_sum.progress(status, names, locale=locale)),
        *_heading_blocks("Adjusted", _adjustment_lines(status, names, locale)),
        block_kit.section("*Pace*", *okr_sum.pace(status, objective.cycle, locale=locale)),
        *_heading_blocks("Forecast", forecast.explain_forecast(status, locale=locale)),
        block_kit.section("*Confidence and health*", *okr_sum.explain_state(status, names, locale=locale)),
        *_heading_blocks("Score", okr_sum.score(status, commitment, objective.cycle, names, locale=locale)),
        block_kit.section(f"*In {objective_name(objective.objective.id)}*", *_share(objective, locale)),
    ]
    return block_kit.message(first, blocks, compared_with=1)


def explain_objective(
    objective: ObjectiveStatus, *, names: Mapping[PersonId, str], locale: str = "en"
) -> block_kit.Message:
    """Print the sum of one objective: each key result, its weight, what is left out."""
    name = objective_name(objective.objective.id)
    ratio = objective.progress_ratio
    where = "no live key result" if ratio is None else numbers.percent(ratio, locale=locale)
    first = f"Why {name} stands at {where} on {numbers.day_of_year(objective.on, locale=locale)}"
    inputs = [_input_text(key_result_status, names, locale) for key_result_status in objective.key_results[:_MOST]]
    blocks = [
        block_kit.section(f"*{first}*"),
        block_kit.section(block_kit.typed_text(objective.objective.title, 200)),
        *block_kit.paragraphs([[line] for line in inputs], most=3),
        block_kit.section("*The sum*", *_share(objective, locale), *_objective_pace(objective, locale)),
        *_heading_blocks("Score", _objective_score(objective, locale)),
    ]
    return block_kit.message(first, blocks, compared_with=1)


def _heading_blocks(title: str, lines: Sequence[str]) -> list[block_kit.Block]:
    return [block_kit.section(f"*{title}*", *lines)] if lines else []


def _adjustment_lines(status: KeyResultStatus, names: Mapping[PersonId, str], locale: str) -> list[str]:
    """Say each change since its cycle began, and how far it had come by what was set first."""
    lines = adjusted.explain_adjustments(status, names, locale=locale)
    if lines and status.as_set is not None:
        lines.append(f"By what was set first its progress would be {okr_sum.ratio(status.as_set.raw)}.")
    return lines


def _objective_score(objective: ObjectiveStatus, locale: str) -> list[str]:
    """Print the weighted mean of its scored key results, then rounded (RULES 3.11)."""
    scores = {
        key_result_status.key_result.id: key_result_status.score
        for key_result_status in objective.key_results
        if key_result_status.score is not None
    }
    verdict = objective_score(
        objective.objective, [key_result_status.key_result for key_result_status in objective.key_results], scores
    )
    if verdict.score is None or verdict.band is None:
        return []
    terms = [
        f"{okr_sum.ratio(scored.key_result.weight)} × {numbers.score(scored.score.given, locale=locale)}"
        for scored in objective.key_results
        if scored.score is not None and counts(scored.key_result)
    ]
    shown = f"{numbers.score(verdict.score, locale=locale)}: {labels.BAND[verdict.band]}"
    lines = [f"Σ weight × score ÷ Σ weight, from {_sum(terms)}, rounded: {shown}."]
    if verdict.partial:
        lines.append(f"{numbers.count_text(_count_unscored(objective), 'key result')} not scored: left out, not 0.")
    return lines


def _count_unscored(objective: ObjectiveStatus) -> int:
    return sum(
        key_result_status.score is None and counts(key_result_status.key_result)
        for key_result_status in objective.key_results
    )


def _sum(terms: Sequence[str]) -> str:
    return f"{' + '.join(terms[:_TERMS])}{f' + {len(terms) - _TERMS} more' if len(terms) > _TERMS else ''}"


def _input_text(status: KeyResultStatus, names: Mapping[PersonId, str], locale: str) -> str:
    key_result = status.key_result
    if key_result.cancelled:
        return f"{okr_line.head(key_result, limit=60)}: cancelled, left out"
    if key_result.weight == 0:
        return f"{okr_line.head(key_result, limit=60)}: weight 0, left out"
    progress = okr_sum.ratio(status.progress.ratio) if status.progress is not None else "0 (no check-in yet)"
    owner = block_kit.name_of(key_result.owner, names)
    last = okr_line.last_value_text(status, locale=locale)
    share = f"{progress} × weight {okr_sum.ratio(key_result.weight)}"
    return f"{okr_line.head(key_result, limit=60)}: {share} · {last} · {owner}"


def _share(objective: ObjectiveStatus, locale: str) -> list[str]:
    """Print Σ weight × progress ÷ Σ weight, and what it leaves out."""
    live = [key_result_status for key_result_status in objective.key_results if counts(key_result_status.key_result)]
    left = [key_result_name(key_result.id) for key_result in objective.left_out]
    out = [f"Left out (cancelled, or weight 0): {block_kit.join_at_most(left, 10)}."] if left else []
    if objective.objective.guardrails:
        guards = block_kit.join_at_most([block_kit.typed_text(key, 60) for key in objective.objective.guardrails], 6)
        out.append(f"Guarded by {guards}: never averaged in.")
    if objective.progress_ratio is None or not live:
        return ["No key result counts, so there is no progress to show.", *out]
    above = _sum([_term(key_result_status) for key_result_status in live])
    weights = okr_sum.ratio(sum((key_result_status.key_result.weight for key_result_status in live), Decimal(0)))
    result = f"{okr_sum.ratio(objective.progress_ratio)}, {numbers.percent(objective.progress_ratio, locale=locale)}"
    return [f"Σ weight × progress ÷ Σ weight = ({above}) ÷ {weights} = {result}.", *out]


def _term(status: KeyResultStatus) -> str:
    ratio = status.progress.ratio if status.progress is not None else Decimal(0)
    return f"{okr_sum.ratio(status.key_result.weight)} × {okr_sum.ratio(ratio)}"


def _objective_pace(objective: ObjectiveStatus, locale: str) -> Sequence[str]:
    if objective.expected is None or objective.gap is None:
        return [_confidence_text(objective)]
    paced = objective.paced_ratio if objective.paced_ratio is not None else objective.progress_ratio
    against = okr_sum.ratio(paced) if paced is not None else "0"
    sums = f"{okr_sum.ratio(objective.expected)} expected − {against} = {okr_sum.ratio(objective.gap)}"
    word = labels.PACE[objective.pace] or "no word yet"
    day = numbers.day(objective.on, locale=locale)
    return [f"Gap on {day}: {sums}: {word}. {okr_sum.rule(objective.pace)}", _confidence_text(objective)]


def _confidence_text(objective: ObjectiveStatus) -> str:
    words = okr_line.confidence_text(objective.confidence, objective.previous_confidence)
    return f"The mean of what owners said: {words}." if words else "No owner has said a confidence yet."
