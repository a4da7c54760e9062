"""How one objective and one key result are said in a line or two (SPEC 3 and 7.4)."""

from decimal import Decimal

from domain.ids import key_result_name, objective_name
from domain.okrs import CheckIn, KeyResult, Metric
from domain.standings import Disagreement, Health, KeyResultStanding, ObjectiveStanding, Pace
from domain.units import UnitKind
from handlers.views import numbers, status
from handlers.views.message import bold, said

_TITLE = 90
_DISAGREE = "says on track, numbers disagree"
_SPACED_UNITS = (UnitKind.PERCENT, UnitKind.DURATION)


def measure(key_result: KeyResult, *, locale: str = "en") -> str:
    """Say what is measured: `28 → 45 %`, `5 steps`; empty for what is done or not, since its title says that."""
    if key_result.metric is Metric.MILESTONE:
        return numbers.counted(len(key_result.milestones), "step")
    if key_result.baseline is None or key_result.target is None:
        return ""
    start = numbers.shown(key_result.baseline, key_result.unit, locale=locale, beside=key_result.target)
    end = numbers.shown(key_result.target, key_result.unit, locale=locale, beside=key_result.baseline)
    # One unit is enough where it follows the number: 28 → 45 %.
    start = start.rpartition(" ")[0] if key_result.unit.kind in _SPACED_UNITS else start
    return f"{start} → {end}"


def said_value(key_result: KeyResult, checkin: CheckIn, *, locale: str = "en") -> str:
    """Say the value of a check-in: `31 %`, `done`, `2 of 5 steps`."""
    if key_result.metric is Metric.BINARY:
        return "done" if checkin.value >= 1 else "not done yet"
    if key_result.metric is Metric.MILESTONE:
        steps = len(key_result.milestones)
        return f"{len(checkin.done_steps)} of {numbers.counted(steps, 'step')}"
    return numbers.shown(checkin.value, key_result.unit, locale=locale)


def unit_words(key_result: KeyResult) -> str:
    """Say in a field's label in what a value is asked: `, in %`, `, in USD`; empty for a bare number."""
    unit = key_result.unit
    words = {UnitKind.PERCENT: ", in %", UnitKind.RATIO: ", as in 10:1", UnitKind.NUMBER: ""}
    return words.get(unit.kind, f", in {unit.code}")


def way(standing: KeyResultStanding, *, locale: str = "en") -> str:
    """Say the progress: `18 % of the way`, `135 %, beat the target`, `47 % worse than at the start`."""
    if standing.progress is None:
        return ""
    raw = standing.progress.raw
    if standing.key_result.metric is Metric.BINARY:
        return ""
    if raw < 0:
        return f"{numbers.percent(-raw, locale=locale)} worse than at the start"
    if raw > 1:
        return f"{numbers.percent(raw, locale=locale)}, beat the target"
    return "target met" if raw == 1 else f"{numbers.percent(raw, locale=locale)} of the way"


def pace(word: Pace, gap: Decimal | None) -> str:
    """Say the pace with its distance from the calendar: `on pace`, `14 points behind`, `well behind, by 31 points`."""
    if gap is None or word in (Pace.TOO_EARLY, Pace.UNDEFINED, Pace.ON_PACE, Pace.MISSED):
        return status.PACE[word]
    if word is Pace.WELL_BEHIND:
        return f"well behind, by {numbers.points(gap)}"
    return f"{numbers.points(gap)} behind"


def confidence(now: Decimal | None, before: Decimal | None) -> str:
    """Say the confidence with the one before: `confidence 6 → 4`."""
    if now is None:
        return ""
    if before is None or before == now:
        return f"confidence {_plain(now)}"
    return f"confidence {_plain(before)} → {_plain(now)}"


def _plain(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return str(int(value)) if whole else str(value.quantize(Decimal("0.1")))


def _whole(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def key_result_confidence(standing: KeyResultStanding) -> str:
    """Say a key result's confidence with the one before."""
    return confidence(_whole(standing.confidence), _whole(standing.previous_confidence))


def disagreement(standing: KeyResultStanding, *, locale: str = "en", briefly: bool = False) -> str:
    """Say where the owner's word and the numbers disagree (SPEC 3.9); empty where they do not.

    Briefly: without the numbers, for a line that has them already.
    """
    if standing.disagreement is Disagreement.NONE or standing.last is None:
        return ""
    if briefly and standing.disagreement is Disagreement.WELL_BEHIND:
        return _DISAGREE
    now = said_value(standing.key_result, standing.last, locale=locale)
    if standing.disagreement is Disagreement.UNMOVED:
        since = (
            f"since {numbers.day(standing.unmoved_since.at.date(), locale=locale)}"
            if standing.unmoved_since
            else "for two rounds"
        )
        return f"{_DISAGREE}: {now} {since}"
    start, arrow, end = measure(standing.key_result, locale=locale).partition(" → ")
    if not arrow:
        return f"{_DISAGREE}: {now}"
    now = now.rpartition(" ")[0] if standing.key_result.unit.kind in _SPACED_UNITS else now
    return f"{_DISAGREE}: {start} → {now} of {end}"


def head(key_result: KeyResult, *, limit: int = _TITLE) -> str:
    """Name a key result: its short id in bold and its title."""
    return f"*{key_result_name(key_result.id)}* {said(key_result.title, limit)}"


def subject(key_result: KeyResult, *, limit: int = _TITLE, locale: str = "en") -> str:
    """Name a key result with what it measures: `KR-12 Lift win rate, 28 → 45 %`."""
    measured = measure(key_result, locale=locale)
    known = head(key_result, limit=limit)
    return f"{known.rstrip('.,;: ')}, {measured}" if measured else known


def last_said(standing: KeyResultStanding, *, locale: str = "en") -> str:
    """Say the newest value and when it was said: `31 % on 5 Nov`, or `no check-in yet`."""
    if standing.last is None:
        return "no check-in yet"
    at = numbers.day(standing.last.at.date(), locale=locale)
    return f"{said_value(standing.key_result, standing.last, locale=locale)} on {at}"


def key_result(standing: KeyResultStanding, *, locale: str = "en", owner: str = "") -> list[str]:
    """Say a key result in two lines: what it is, then where it stands."""
    known = standing.key_result
    if known.cancelled:
        return [
            subject(known, locale=locale),
            numbers.dotted(["cancelled, not counted", owner]),
        ]
    where = [
        health(standing),
        last_said(standing, locale=locale) if standing.last else "",
        way(standing, locale=locale),
        pace(standing.pace, standing.gap),
        key_result_confidence(standing),
        disagreement(standing, locale=locale, briefly=True),
        owner,
    ]
    return [subject(known, locale=locale), numbers.dotted(where)]


def _is_silent(standing: ObjectiveStanding) -> bool:
    return bool(standing.key_results) and all(each.last is None for each in standing.key_results)


def health(standing: KeyResultStanding) -> str:
    """Say a key result's health; a number that nobody has put a word to yet is not silence about the number."""
    if standing.health is Health.PENDING and standing.last is not None:
        return "⚪ nobody's word yet"
    return status.HEALTH[standing.health]


def objective(standing: ObjectiveStanding, *, locale: str = "en", owner: str = "") -> list[str]:
    """Say an objective in two lines: what it is, then its progress, pace and confidence."""
    known = f"{objective_name(standing.objective.id)} {standing.objective.title}"
    if standing.progress_ratio is None:
        progress = "no live key result"
    elif standing.progress_ratio == 0 and _is_silent(standing):
        progress = "no check-in yet"
    else:
        progress = numbers.percent(standing.progress_ratio, locale=locale)
    where = [
        progress,
        pace(standing.pace, standing.gap),
        confidence(standing.confidence, standing.previous_confidence),
        owner,
    ]
    return [bold(known, _TITLE + 10), numbers.dotted(where)]
