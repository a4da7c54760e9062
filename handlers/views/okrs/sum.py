"""The sums behind one key result: its progress, its pace, what is believed of it, its score (RULES 3.13)."""

from collections.abc import Mapping
from decimal import Decimal

from domain.okrs.confidence import days_until_outdated
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import CheckIn, CheckInSource, Commitment, KeyResult, Metric
from domain.okrs.pace import BEHIND_AFTER, QUIET_UNTIL, WELL_BEHIND_AFTER, leg_of
from domain.okrs.progress import start_and_target, total_weight
from domain.okrs.scores import Score
from domain.okrs.scoring import CAUSES, FEWEST_PERIODS, band, periods_inside, suggest_for, suggest_original_score
from domain.okrs.status_model import KeyResultStatus, Pace, Progress
from domain.values.ids import PersonId
from handlers.views.blocks import block_kit, labels, numbers
from handlers.views.okrs import adjusted
from handlers.views.okrs import line as okr_line

_SCALE = "7 to 10 is on track, 4 to 6 at risk, 0 to 3 off track."
_UNPACED = {
    Metric.BINARY: "Nothing is expected of it before the end: it is done or it is not.",
    Metric.BASELINE: "Nothing is expected of it before the end: the number is found or it is not.",
    Metric.MAINTAIN: "Nothing is expected on the way: it is inside or it is not.",
}
_MOST_CHECKPOINTS = 6


def ratio(value: Decimal) -> str:
    """Show a ratio with four digits, so that the sum can be checked by hand."""
    return numbers.decimal_text(value, 4)


def progress(status: KeyResultStatus, names: Mapping[PersonId, str], *, locale: str = "en") -> list[str]:
    """Print the formula of the progress with its numbers, and where the last one came from."""
    last, known, key_result = status.last, status.progress, status.key_result
    if last is None or known is None:
        return ["No check-in yet: it counts as 0 in its objective and is shown as nothing."]
    day = numbers.day_of_year(last.at.date(), locale=locale)
    value = okr_line.check_in_value_text(key_result, last, locale=locale)
    return [f"{value}, from {_source(key_result, last, names)} on {day}.", *_formula(status, last, known, locale)]


def _source(key_result: KeyResult, checkin: CheckIn, names: Mapping[PersonId, str]) -> str:
    if checkin.source is CheckInSource.IMPORT:
        found = "an import"
    elif checkin.source is CheckInSource.KPI:
        found = f"its KPI {block_kit.typed_text(key_result.kpi, 60)}" if key_result.kpi is not None else "a KPI"
    else:
        found = "a check-in"
    if checkin.by is None:
        return found
    by = "of" if checkin.source is CheckInSource.PERSON else "by"
    return f"{found} {by} {block_kit.name_of(checkin.by, names)}"


def _formula(status: KeyResultStatus, last: CheckIn, known: Progress, locale: str) -> list[str]:
    key_result = status.key_result
    if key_result.metric is Metric.BINARY:
        return [f"Done counts as 1, everything before as 0: {ratio(known.ratio)}."]
    if key_result.metric is Metric.BASELINE:
        return [f"Whatever number is found counts as 1, none as 0: {ratio(known.ratio)}."]
    if key_result.metric is Metric.MAINTAIN:
        return _maintained_lines(status, last, known, locale)
    if key_result.metric is Metric.MILESTONE:
        sums = f"{ratio(last.value)} ÷ {ratio(total_weight(key_result))} = {ratio(known.raw)}"
        return [f"Weights done ÷ all weights = {sums}."]
    return _way(key_result, last.value, known, locale)


def _maintained_lines(status: KeyResultStatus, last: CheckIn, known: Progress, locale: str) -> list[str]:
    key_result = status.key_result
    words = okr_line.maintained_text(key_result, last.value, locale=locale) if known.ratio == 0 else "inside"
    band_words = okr_line.band(key_result, locale=locale)
    lines = [f"Kept {band_words}, the ends included, is 1, outside 0: {words}, so {ratio(known.ratio)}."]
    held, days = periods_inside(key_result, status.history, zone=status.zone)
    if days < FEWEST_PERIODS:
        return [*lines, f"With values on fewer than {FEWEST_PERIODS} days the last one makes the score."]
    share = ratio(Decimal(held) / Decimal(days))
    return [*lines, f"Its score is the share of days with a value on which it was inside: {held} of {days} = {share}."]


def _way(key_result: KeyResult, value: Decimal, known: Progress, locale: str) -> list[str]:
    now, start, end = (
        numbers.value_text(number, key_result.unit, locale=locale) for number in (value, *start_and_target(key_result))
    )
    lines = [f"(now − baseline) ÷ (target − baseline) = ({now} − {start}) ÷ ({end} − {start}) = {ratio(known.raw)}."]
    if known.raw != known.ratio:
        lines.append(f"Cut to between 0 and 1 where it counts: {ratio(known.ratio)}.")
    return lines


def pace(status: KeyResultStatus, cycle: Cycle, *, locale: str = "en") -> list[str]:
    """Print what the calendar expects, between which days, and the gap to the progress."""
    expected = status.expected
    if expected is None:
        return [_UNPACED.get(status.key_result.metric, "Nothing is expected of it.")]
    lines = [*_calendar(status, cycle, expected, locale)]
    if status.gap is not None and status.progress is not None:
        sums = f"{ratio(expected)} − {ratio(status.progress.ratio)} = {ratio(status.gap)}"
        lines.append(f"Gap: {sums}: {labels.PACE[status.pace] or 'no word yet'}.")
    return [*lines, rule(status.pace)]


def _calendar(status: KeyResultStatus, cycle: Cycle, expected: Decimal, locale: str) -> list[str]:
    key_result = status.key_result
    first = numbers.day(cycle.first_day, locale=locale)
    last = numbers.day(status.last_day or cycle.last_day, locale=locale)
    gone = f"{status.days_gone} of {status.days_all} days, " if status.days_all else ""
    due = " Its last day is its own." if key_result.due is not None else ""
    if not key_result.checkpoints:
        return [f"Expected by the calendar, {gone}{first} to {last}: {ratio(expected)}.{due}"]
    marks = ", ".join(
        f"{numbers.value_text(point.value, key_result.unit, locale=locale)} by {numbers.day(point.day, locale=locale)}"
        for point in key_result.checkpoints[:_MOST_CHECKPOINTS]
    )
    start, end = leg_of(key_result, cycle, status.on)
    leg = " and ".join(f"{ratio(mark.ratio)} on {numbers.day(mark.day, locale=locale)}" for mark in (start, end))
    return [f"Checkpoints: {marks}.{due}", f"Expected by the calendar, between {leg}: {ratio(expected)}."]


def rule(word: Pace) -> str:
    """Say by which rule the word for a gap is chosen."""
    if word is Pace.TOO_EARLY:
        return f"Nothing is said about pace before {numbers.percent(QUIET_UNTIL)} of the way is expected."
    behind, well = numbers.points(BEHIND_AFTER), numbers.points(WELL_BEHIND_AFTER)
    return f"Up to {behind} short is on pace, up to {well} behind, more well behind."


def explain_state(status: KeyResultStatus, names: Mapping[PersonId, str], *, locale: str = "en") -> list[str]:
    """Say what the owner said and when, what is shown for it, and where the numbers disagree."""
    lines = []
    if status.confidence is not None:
        lines.append(f"Confidence {status.confidence} of 10{_said_line(status, names, locale)}. {_SCALE}")
    days = numbers.count_text(days_until_outdated(status.cadence), "day")
    shown = okr_line.state_text(status)
    lines.append(f"Shown as {shown}. After {days} without a word it is outdated.")
    disagree = okr_line.disagreement(status, locale=locale)
    return [*lines, f"{disagree[:1].upper()}{disagree[1:]}." if disagree else ""]


def _said_line(status: KeyResultStatus, names: Mapping[PersonId, str], locale: str) -> str:
    before = f", {status.previous_confidence} before" if status.previous_confidence is not None else ""
    if status.said is None:
        return before
    day = numbers.day(status.said.at.date(), locale=locale)
    return f", said by {block_kit.name_of(status.said.by, names)} on {day}{before}"


def score(
    status: KeyResultStatus,
    commitment: Commitment,
    cycle: Cycle,
    names: Mapping[PersonId, str],
    *,
    locale: str = "en",
) -> list[str]:
    """Say the score, what the numbers suggest, and why the two differ (RULES 3.11 and 3.12).

    Before the cycle is scored nothing is said, unless something was adjusted: then both numbers are known already.
    """
    given = status.score
    if given is not None:
        return _given_lines(status, given, commitment, names, locale)
    suggested = suggest_for(status)
    if suggested is None or not (status.adjustments or cycle.state in (CycleState.SCORING, CycleState.CLOSED)):
        return []
    as_set = suggest_original_score(status.key_result, status.adjustments, status.history, zone=status.zone)
    return [f"Not scored. The numbers suggest {adjusted.suggestion(suggested, as_set, locale=locale)}."]


def _given_lines(
    status: KeyResultStatus, found: Score, commitment: Commitment, names: Mapping[PersonId, str], locale: str
) -> list[str]:
    day = numbers.day_of_year(found.at.date(), locale=locale)
    shown = numbers.score(found.given, locale=locale)
    word = labels.BAND[band(found.given, commitment)]
    suggested = adjusted.suggestion(found.suggested, found.as_set, status.adjustments, locale=locale)
    lines = [
        f"{shown}, given by {block_kit.name_of(found.by, names)} on {day}: {word}.",
        f"The numbers suggest {suggested}.",
    ]
    if found.given != found.suggested:
        lines.append(f"Overridden: “{block_kit.typed_text(found.reason, 300)}”")
    scale = "0.7 and more is green, 0.4 and more amber."
    if commitment is Commitment.COMMITTED:
        scale = "Committed: 1.0 keeps it, anything less misses it."
    lines += [scale, f"Main cause: {CAUSES[found.cause]}." if found.cause is not None else ""]
    return [*lines, f"Learnt: “{block_kit.typed_text(found.learning, 300)}”" if block_kit.clean(found.learning) else ""]
