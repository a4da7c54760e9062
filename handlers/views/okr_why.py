"""Why a number is what it is: the sum, its inputs, and where each came from and when (SPEC 3.13)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.belief import outdated_after
from domain.ids import PersonId, key_result_name, objective_name
from domain.okrs import CheckInSource, KeyResult, Metric
from domain.pace import BEHIND_AFTER, QUIET_UNTIL, WELL_BEHIND_AFTER
from domain.progress import counts
from domain.standings import KeyResultStanding, ObjectiveStanding, Pace
from handlers.views import message as m
from handlers.views import numbers, okr_line, status

_MOST = 30
_SCALE = "7 to 10 is on track, 4 to 6 at risk, 0 to 3 off track."
_SOURCES = {CheckInSource.PERSON: "a check-in", CheckInSource.KPI: "its KPI", CheckInSource.IMPORT: "an import"}


def why(
    standing: KeyResultStanding,
    objective: ObjectiveStanding,
    *,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> m.Message:
    """Print the sum of one key result and what it is in its objective."""
    name = key_result_name(standing.key_result.id)
    where = numbers.dotted([okr_line.way(standing, locale=locale), okr_line.pace(standing.pace, standing.gap)])
    day = numbers.day_of_year(standing.on, locale=locale)
    first = f"Why {name} stands where it does on {day}: {where or 'no check-in yet'}"
    blocks = [
        m.section(f"*{first}*"),
        m.section(okr_line.subject(standing.key_result, locale=locale)),
        m.section("*Progress*", *_progress(standing, names, locale)),
        m.section("*Pace*", *_pace(standing, objective, locale)),
        m.section("*Confidence and health*", *_health(standing, names, locale)),
        m.section(f"*In {objective_name(objective.objective.id)}*", *_share(objective, locale)),
    ]
    return m.message(first, blocks, told_from=1)


def why_objective(objective: ObjectiveStanding, *, names: Mapping[PersonId, str], locale: str = "en") -> m.Message:
    """Print the sum of one objective: each key result, its weight, what is left out."""
    name = objective_name(objective.objective.id)
    ratio = objective.progress_ratio
    where = "no live key result" if ratio is None else numbers.percent(ratio, locale=locale)
    first = f"Why {name} stands at {where} on {numbers.day_of_year(objective.on, locale=locale)}"
    inputs = [_input(each, names, locale) for each in objective.key_results[:_MOST]]
    blocks = [
        m.section(f"*{first}*"),
        m.section(m.said(objective.objective.title, 200)),
        *m.paragraphs([[line] for line in inputs], most=3),
        m.section("*The sum*", *_share(objective, locale), *_objective_pace(objective, locale)),
    ]
    return m.message(first, blocks, told_from=1)


def _ratio(value: Decimal) -> str:
    """Show a ratio with four digits, so that the sum can be checked by hand."""
    return numbers.fixed(value, 4)


def _plain(value: Decimal, key_result: KeyResult, locale: str) -> str:
    return numbers.shown(value, key_result.unit, locale=locale)


def _progress(standing: KeyResultStanding, names: Mapping[PersonId, str], locale: str) -> list[str]:
    last, progress, key_result = standing.last, standing.progress, standing.key_result
    if last is None or progress is None:
        return ["No check-in yet: it counts as 0 in its objective and is shown as nothing."]
    source = f"{_SOURCES[last.source]} of {m.name_of(last.by, names)}" if last.by is not None else _SOURCES[last.source]
    day = numbers.day_of_year(last.at.date(), locale=locale)
    lines = [f"{okr_line.said_value(key_result, last, locale=locale)}, from {source} on {day}."]
    if key_result.metric is Metric.BINARY:
        return [*lines, f"Done counts as 1, everything before as 0: {_ratio(progress.ratio)}."]
    if key_result.metric is Metric.MILESTONE:
        whole = sum((step.weight for step in key_result.milestones), Decimal(0))
        return [
            *lines,
            f"Weights done ÷ all weights = {_ratio(last.value)} ÷ {_ratio(whole)} = {_ratio(progress.raw)}.",
        ]
    return [*lines, *_formula(key_result, last.value, progress.raw, progress.ratio, locale)]


def _formula(key_result: KeyResult, value: Decimal, raw: Decimal, ratio: Decimal, locale: str) -> list[str]:
    if key_result.baseline is None or key_result.target is None:
        return []
    now, start = _plain(value, key_result, locale), _plain(key_result.baseline, key_result, locale)
    end = _plain(key_result.target, key_result, locale)
    lines = [f"(now − baseline) ÷ (target − baseline) = ({now} − {start}) ÷ ({end} − {start}) = {_ratio(raw)}."]
    if raw != ratio:
        lines.append(f"Cut to between 0 and 1 where it counts: {_ratio(ratio)}.")
    return lines


def _pace(standing: KeyResultStanding, objective: ObjectiveStanding, locale: str) -> list[str]:
    expected = standing.expected
    if expected is None:
        return ["Nothing is expected of it before the end: it is done or it is not."]
    first = numbers.day(objective.cycle.first_day, locale=locale)
    last = numbers.day(objective.cycle.last_day, locale=locale)
    gone = f"{standing.days_gone} of {standing.days_all} days, " if standing.days_all else ""
    lines = [f"Expected by the calendar, {gone}{first} to {last}: {_ratio(expected)}."]
    if standing.gap is not None and standing.progress is not None:
        sums = f"{_ratio(expected)} − {_ratio(standing.progress.ratio)} = {_ratio(standing.gap)}"
        lines.append(f"Gap: {sums}: {status.PACE[standing.pace] or 'no word yet'}.")
    return [*lines, _rule(standing.pace)]


def _rule(pace: Pace) -> str:
    if pace is Pace.TOO_EARLY:
        return f"Nothing is said about pace before {numbers.percent(QUIET_UNTIL)} of the days are gone."
    behind, well = numbers.points(BEHIND_AFTER), numbers.points(WELL_BEHIND_AFTER)
    return f"Up to {behind} short is on pace, up to {well} behind, more well behind."


def _health(standing: KeyResultStanding, names: Mapping[PersonId, str], locale: str) -> list[str]:
    lines = []
    if standing.confidence is not None:
        lines.append(f"Confidence {standing.confidence} of 10{_said(standing, names, locale)}. {_SCALE}")
    days = numbers.counted(outdated_after(standing.cadence), "day")
    shown = okr_line.health(standing)
    lines.append(f"Shown as {shown}. After {days} without a word it is outdated.")
    disagree = okr_line.disagreement(standing, locale=locale)
    return [*lines, f"{disagree[:1].upper()}{disagree[1:]}." if disagree else ""]


def _said(standing: KeyResultStanding, names: Mapping[PersonId, str], locale: str) -> str:
    before = f", {standing.previous_confidence} before" if standing.previous_confidence is not None else ""
    if standing.said is None:
        return before
    day = numbers.day(standing.said.at.date(), locale=locale)
    return f", said by {m.name_of(standing.said.by, names)} on {day}{before}"


def _input(standing: KeyResultStanding, names: Mapping[PersonId, str], locale: str) -> str:
    key_result = standing.key_result
    if key_result.cancelled:
        return f"{okr_line.head(key_result, limit=60)}: cancelled, left out"
    if key_result.weight == 0:
        return f"{okr_line.head(key_result, limit=60)}: weight 0, left out"
    progress = _ratio(standing.progress.ratio) if standing.progress is not None else "0 (no check-in yet)"
    owner = m.name_of(key_result.owner, names)
    last = okr_line.last_said(standing, locale=locale)
    return f"{okr_line.head(key_result, limit=60)}: {progress} × weight {_ratio(key_result.weight)} · {last} · {owner}"


def _share(objective: ObjectiveStanding, locale: str) -> list[str]:
    """Print Σ weight × progress ÷ Σ weight, and what it leaves out."""
    live = [each for each in objective.key_results if counts(each.key_result)]
    left = [key_result_name(each.id) for each in objective.left_out]
    out = [f"Left out (cancelled, or weight 0): {m.at_most(left, 10)}."] if left else []
    if objective.progress_ratio is None or not live:
        return ["No key result counts, so there is no progress to show.", *out]
    terms = [_term(each) for each in live]
    above = f"{' + '.join(terms[:6])}{f' + {len(terms) - 6} more' if len(terms) > 6 else ''}"  # noqa: PLR2004 - one line
    weights = _ratio(sum((each.key_result.weight for each in live), Decimal(0)))
    result = f"{_ratio(objective.progress_ratio)}, {numbers.percent(objective.progress_ratio, locale=locale)}"
    return [f"Σ weight × progress ÷ Σ weight = ({above}) ÷ {weights} = {result}.", *out]


def _term(standing: KeyResultStanding) -> str:
    ratio = standing.progress.ratio if standing.progress is not None else Decimal(0)
    return f"{_ratio(standing.key_result.weight)} × {_ratio(ratio)}"


def _objective_pace(objective: ObjectiveStanding, locale: str) -> Sequence[str]:
    if objective.expected is None or objective.gap is None:
        return [_said_confidence(objective)]
    paced = objective.paced_ratio if objective.paced_ratio is not None else objective.progress_ratio
    against = _ratio(paced) if paced is not None else "0"
    sums = f"{_ratio(objective.expected)} expected − {against} = {_ratio(objective.gap)}"
    word = status.PACE[objective.pace] or "no word yet"
    day = numbers.day(objective.on, locale=locale)
    return [f"Gap on {day}: {sums}: {word}. {_rule(objective.pace)}", _said_confidence(objective)]


def _said_confidence(objective: ObjectiveStanding) -> str:
    words = okr_line.confidence(objective.confidence, objective.previous_confidence)
    return f"The mean of what owners said: {words}." if words else "No owner has said a confidence yet."
