"""The end-of-quarter summary: one line, the biggest win, the biggest miss, how to read it (RULES 7.9 and 7.10)."""

import csv
import io
from decimal import Decimal

from domain.kpis.status_model import Verdict
from domain.okrs.model import Commitment, KeyResult
from domain.okrs.scoring import CAUSES
from domain.okrs.summaries import KpiMovement, Reading, ScoredKeyResult, ScoredObjective, Summary
from domain.values.csv_injection import cell_of
from domain.values.ids import key_result_name, objective_name
from domain.values.numbers import plain
from handlers.views.blocks import block_kit, chart, labels, numbers
from handlers.views.okrs import adjusted
from handlers.views.okrs import line as okr_line

_OBJECTIVES = 10
_MISSED = 5
_MOVED = 3
_CAUSES = 3
_ENTRIES_A_MESSAGE = 4
_MOST_MESSAGES = 20
_READING = {
    Reading.TOO_EASY: "the targets were too easy",
    Reading.HEALTHY: "a healthy stretch",
    Reading.LOOK_AT_CAUSES: "worth a look at the causes",
    Reading.OUTRAN_CAPACITY: "it outran the capacity",
    Reading.NOT_SCORED: "",
}

_HEADINGS = (
    "team", "objective", "objective_title", "commitment", "objective_score", "key_result", "title", "owner", "metric",
    "baseline", "target", "unit", "weight", "suggested", "score", "reason", "learning", "decision", "cause",
    "as_set", "adjusted_because",
)  # fmt: skip


def message(summary: Summary, *, threaded: bool = True, locale: str = "en") -> block_kit.Message:
    """Render a team's quarter; people are named nowhere, scores grade nobody.

    Args:
        summary: The quarter.
        threaded: Whether details and a CSV follow in the thread.
        locale: For numbers and days.
    """
    first = f"{block_kit.typed_text(summary.team.name, 60)}, {headline(summary, locale=locale)}"
    blocks: list[block_kit.Block] = [
        block_kit.header(f"{block_kit.shorten(summary.team.name, 60)} · {block_kit.shorten(summary.cycle.name, 40)}")
    ]
    blocks += [block_kit.section(f"*{first}*"), *_verdicts(summary, locale)]
    objectives = [_objective(scored_objective, locale) for scored_objective in summary.objectives[:_OBJECTIVES]]
    rest = len(summary.objectives) - _OBJECTIVES
    blocks += block_kit.paragraphs(
        [*objectives, *([[f"and {rest} more{' in the thread' if threaded else ''}"]] if rest > 0 else [])], most=2
    )
    drawn = chart.score_chart(summary.distribution)
    blocks += [drawn] if drawn is not None else []
    blocks += [block_kit.section(*_habits(summary, locale))]
    days = numbers.span(summary.cycle.start, summary.cycle.last_day, locale=locale)
    note = f"{days} {summary.cycle.last_day.year}. Scores plan the next quarter; they grade nobody."
    note += " Details and a CSV stand in the thread." if threaded else ""
    return block_kit.message(first, [*blocks, block_kit.context(note)], compared_with=2)


def headline(summary: Summary, *, locale: str = "en") -> str:
    """Say the quarter in one line: the mean, how to read it, how many commitments were kept."""
    parts = []
    if summary.mean is not None:
        mean = numbers.decimal_text(summary.mean, 2, locale=locale, whole="0")
        parts.append(f"{mean} on average, {_READING[summary.reading]}")
    if summary.committed:
        parts.append(f"{summary.kept} of {numbers.count_text(summary.committed, 'commitment')} kept")
    if not parts:
        parts = ["nothing is scored" if summary.unscored or not summary.objectives else "no average to give"]
    return f"{block_kit.typed_text(summary.cycle.name, 40)} in one line: {'; '.join(parts)}."


def _verdicts(summary: Summary, locale: str) -> list[block_kit.Block]:
    lines = []
    if summary.win is not None:
        lines.append(_verdict("🟢 *Biggest win*", summary.win, locale))
    if summary.miss is not None:
        lines.append(_verdict("🔴 *Biggest miss*", summary.miss, locale))
    missed = [scored_key_result for scored_key_result in summary.missed[:_MISSED] if scored_key_result != summary.miss]
    lines += [_verdict("🔴 *Commitment missed*", scored_key_result, locale) for scored_key_result in missed]
    rest = len(summary.missed) - _MISSED
    lines += [f"and {numbers.count_text(rest, 'missed commitment')} more"] if rest > 0 else []
    if summary.sandbagged:
        lines.append("⚪ *Sandbagging?* Every score is exactly 1.0. Targets that cannot be missed steer nothing.")
    return block_kit.paragraphs([[line] for line in lines], most=2)


def _verdict(what: str, scored: ScoredKeyResult, locale: str) -> str:
    score = scored.score
    head = f"{what}  {okr_line.head(scored.key_result, limit=80)}"
    if score is None:
        return head
    cause = f"cause: {_lower_first(CAUSES[score.cause])}" if score.cause is not None else ""
    learning = f"“{block_kit.typed_text(score.learning, 240)}”" if block_kit.clean(score.learning) else ""
    return numbers.join_dotted([f"{head}  *{numbers.score(score.given, locale=locale)}*", cause, learning])


def _lower_first(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _objective(scored: ScoredObjective, locale: str) -> list[str]:
    title = block_kit.typed_text(scored.objective.title, 80)
    known = f"*{objective_name(scored.objective.id)}* {title}"
    if scored.score is None or scored.band is None:
        return [f"⚪ not scored  {known}"]
    kept = scored.objective.commitment is Commitment.COMMITTED
    word = "🟢 kept" if kept and labels.BAND[scored.band].startswith("🟢") else labels.BAND[scored.band]
    partial = ", partly scored" if scored.partial else ""
    return [f"{word}  {known}  *{numbers.score(scored.score, locale=locale)}*{partial}"]


def _habits(summary: Summary, locale: str) -> list[str]:
    """Say how the habit lived, what the misses had in common, how the KPIs moved."""
    lines = []
    if summary.checkin_rate is not None:
        late = ""
        if summary.median_late_days is not None:
            late = f", {_late_text(summary.median_late_days, locale)}"
        lines.append(f"Check-in rate {numbers.percent(summary.checkin_rate, locale=locale)}{late}.")
    if summary.causes:
        named = [f"{_lower_first(CAUSES[cause])} ({count})" for cause, count in summary.causes[:_CAUSES]]
        lines.append(f"Causes named for misses: {block_kit.join_names(named)}.")
    moved = kpi_text(summary, locale=locale)
    lines += [moved] if moved else []
    if summary.unscored:
        lines.append(f"{numbers.count_text(summary.unscored, 'key result')} not scored.")
    return lines or [f"No check-ins and no KPIs in {block_kit.typed_text(summary.cycle.name, 40)}."]


def _late_text(days: Decimal, locale: str) -> str:
    if days == 0:
        return "half of the answers came on the day"
    return f"half of the answers came within {numbers.decimal_text(days, 1, locale=locale)} days"


def kpi_text(summary: Summary, *, locale: str = "en") -> str:
    """Say how many KPIs got better and worse over the quarter, with the first few by name; empty without any."""
    better = [kpi_movement for kpi_movement in summary.movements if kpi_movement.verdict is Verdict.BETTER]
    worse = [kpi_movement for kpi_movement in summary.movements if kpi_movement.verdict is Verdict.WORSE]
    if not better and not worse:
        return ""
    parts = []
    for moved, word in ((better, "better"), (worse, "worse")):
        if moved:
            some = [_movement_text(kpi_movement, locale) for kpi_movement in moved]
            parts.append(f"{numbers.count_text(len(moved), 'KPI')} {word} ({block_kit.join_at_most(some, _MOVED)})")
    return f"Since {numbers.day(summary.cycle.start, locale=locale)}: {', '.join(parts)}."


def _movement_text(movement: KpiMovement, locale: str) -> str:
    kpi, first, last = movement.status.kpi, movement.first, movement.last
    start = numbers.value_text(first, kpi.unit, locale=locale, beside=last)
    end = numbers.value_text(last, kpi.unit, locale=locale, beside=first)
    return f"{block_kit.typed_text(kpi.name, 40)} {start} → {end}"


def details(summary: Summary, *, locale: str = "en") -> list[block_kit.Message]:
    """Render every objective with the scores of its key results, for the thread: as many messages as it takes.

    Nobody is named: a score beside a name would read as a grade.
    """
    entries = [_details_of(scored_objective, locale) for scored_objective in summary.objectives]
    sections = block_kit.paragraphs(entries, most=_ENTRIES_A_MESSAGE * _MOST_MESSAGES)
    parts = [sections[at : at + _ENTRIES_A_MESSAGE] for at in range(0, len(sections), _ENTRIES_A_MESSAGE)]
    title = f"{block_kit.typed_text(summary.team.name, 60)}, {block_kit.typed_text(summary.cycle.name, 40)}: all scores"
    found = []
    for number, blocks in enumerate(parts, start=1):
        first = title if len(parts) == 1 else f"{title}, {number} of {len(parts)}"
        found.append(block_kit.message(first, [block_kit.section(f"*{first}*"), *blocks], compared_with=1))
    return found


def _details_of(scored: ScoredObjective, locale: str) -> list[str]:
    return [
        *_objective(scored, locale),
        *[_detail(scored_key_result, locale) for scored_key_result in scored.key_results],
    ]


def _detail(scored: ScoredKeyResult, locale: str) -> str:
    key_result, score = scored.key_result, scored.score
    head = f"{key_result_name(key_result.id)} {block_kit.typed_text(key_result.title, 70)}"
    if key_result.cancelled:
        return numbers.join_dotted([head, "cancelled"])
    if score is None:
        return numbers.join_dotted([head, "not scored"])
    given = f"*{numbers.score(score.given, locale=locale)}*"
    suggested = adjusted.suggestion(score.suggested, score.as_set, scored.adjustments, locale=locale)
    if score.given != score.suggested:
        given = f"{given} (the numbers suggest {suggested})"
    elif score.as_set is not None:
        given = f"{given} ({suggested})"
    words = [
        f"cause: {_lower_first(CAUSES[score.cause])}" if score.cause is not None else "",
        f"next cycle: {score.decision.value}" if score.decision is not None else "",
        f"“{block_kit.typed_text(score.learning, 120)}”" if block_kit.clean(score.learning) else "",
    ]
    return numbers.join_dotted([f"{head}  {given}", *words])


def csv_text(summary: Summary) -> str:
    """Return one row per key result, by objective; objectives without any have a row of their own."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for objective in summary.objectives:
        for key_result in objective.key_results or (None,):
            writer.writerow(_row(objective, key_result))
    return table.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return cell_of(block_kit.clean(text))


def _row(objective: ScoredObjective, scored: ScoredKeyResult | None) -> list[str]:
    subject = objective.objective
    first = [
        safe(subject.team),
        objective_name(subject.id),
        safe(subject.title),
        subject.commitment.value,
        str(objective.score) if objective.score is not None else "",
    ]
    return first if scored is None else [*first, *_cells(scored)]


def _cells(scored: ScoredKeyResult) -> list[str]:
    key_result, score = scored.key_result, scored.score
    known = [
        key_result_name(key_result.id),
        safe(key_result.title),
        safe(key_result.owner),
        key_result.metric.value,
        plain(key_result.baseline) if key_result.baseline is not None else "",
        _target(key_result),
        safe(str(key_result.unit)),
        plain(key_result.weight),
    ]
    because = safe(adjusted.reasons(scored.adjustments))
    if score is None:
        return [*known, "", "", "", "", "", "", "", because]
    given = [str(score.suggested), str(score.given), safe(score.reason), safe(score.learning)]
    decision = score.decision.value if score.decision is not None else ""
    cause = CAUSES[score.cause] if score.cause is not None else ""
    return [*known, *given, decision, cause, str(score.as_set) if score.as_set is not None else "", because]


def _target(key_result: KeyResult) -> str:
    """Return what was aimed at as a target is typed: `45`, `>= 99.9`, `between 3 and 5`; else empty."""
    low, high = key_result.low, key_result.high
    if low is not None and high is not None:
        return f"between {plain(low)} and {plain(high)}"
    if low is not None:
        return f">= {plain(low)}"
    if high is not None:
        return f"<= {plain(high)}"
    return plain(key_result.target) if key_result.target is not None else ""
