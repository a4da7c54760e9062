"""How one objective and one key result are said in a line or two (RULES 3 and 7.4)."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from domain.okrs.model import CheckIn, KeyResult, Metric
from domain.okrs.progress import outside_by
from domain.okrs.status_model import Disagreement, KeyResultStatus, ObjectiveStatus, OkrState, Pace
from domain.values.ids import KeyResultId, PersonId, key_result_name, objective_name
from domain.values.units import UnitKind
from handlers.views.blocks import labels, numbers
from handlers.views.blocks.block_kit import name_of, typed_bold, typed_text

_TITLE = 90
_DISAGREE = "says on track, numbers disagree"
SPACED_UNITS = (UnitKind.PERCENT, UnitKind.DURATION)
"""Units that follow their number after a space, so that of two numbers only the last need carry it."""


def measure(key_result: KeyResult, *, locale: str = "en") -> str:
    """Say what is measured, and until when where that is not the cycle's end: `28 → 45 %`, `5 steps by 15 Nov`.

    Empty for what is done or not, since its title says that.
    """
    what = _name_line(key_result, locale)
    if key_result.due is None:
        return what
    until = "until" if key_result.metric is Metric.MAINTAIN else "by"
    return f"{what} {until} {numbers.day(key_result.due, locale=locale)}".lstrip()


def _name_line(key_result: KeyResult, locale: str) -> str:
    if key_result.metric is Metric.MILESTONE:
        return numbers.count_text(len(key_result.milestones), "step")
    if key_result.metric is Metric.MAINTAIN:
        return band(key_result, locale=locale)
    if key_result.metric is Metric.BASELINE:
        return f"a baseline{unit_label(key_result).replace(',', '', 1)}"
    start, end = _ends(key_result, locale)
    return f"{start} → {end}" if end else ""


def _ends(key_result: KeyResult, locale: str) -> tuple[str, str]:
    if key_result.baseline is None or key_result.target is None:
        return "", ""
    start = numbers.value_text(key_result.baseline, key_result.unit, locale=locale, beside=key_result.target)
    end = numbers.value_text(key_result.target, key_result.unit, locale=locale, beside=key_result.baseline)
    # One unit is enough where it follows the number: 28 → 45 %.
    return _bare(start, key_result), end


def _bare(shown: str, key_result: KeyResult) -> str:
    return shown.rpartition(" ")[0] if key_result.unit.kind in SPACED_UNITS else shown


def band(key_result: KeyResult, *, locale: str = "en") -> str:
    """Say what a key result maintains: `at or above 99.9 %`, `at or below 3 %`, `between 3 and 5 %`; else empty."""
    low, high, unit = key_result.low, key_result.high, key_result.unit
    if low is not None and high is not None:
        start = _bare(numbers.value_text(low, unit, locale=locale, beside=high), key_result)
        end = numbers.value_text(high, unit, locale=locale, beside=low)
        return f"between {start} and {end}" if low != high else f"at {end}"
    if low is not None:
        return f"at or above {numbers.value_text(low, unit, locale=locale)}"
    return f"at or below {numbers.value_text(high, unit, locale=locale)}" if high is not None else ""


def maintained_text(key_result: KeyResult, value: Decimal, *, locale: str = "en") -> str:
    """Say whether a value is inside what a key result maintains: `inside 3 to 5 %`, `outside, by 0.4 pt`."""
    outside = abs(outside_by(key_result, value))
    if outside:
        return f"outside, by {numbers.apart(outside, key_result.unit, locale=locale)}"
    words = band(key_result, locale=locale)
    if words.startswith("between "):
        return f"inside {words.removeprefix('between ').replace(' and ', ' to ')}"
    return f"inside, {words}"


def check_in_value_text(key_result: KeyResult, checkin: CheckIn, *, locale: str = "en") -> str:
    """Say the value of a check-in: `31 %`, `done`, `2 of 5 steps`."""
    if key_result.metric is Metric.BINARY:
        return "done" if checkin.value >= 1 else "not done yet"
    if key_result.metric is Metric.MILESTONE:
        steps = len(key_result.milestones)
        return f"{len(checkin.done_steps)} of {numbers.count_text(steps, 'step')}"
    return numbers.value_text(checkin.value, key_result.unit, locale=locale)


def unit_label(key_result: KeyResult) -> str:
    """Say in a field's label in what a value is asked: `, in %`, `, in USD`; empty for a bare number."""
    unit = key_result.unit
    words = {UnitKind.PERCENT: ", in %", UnitKind.RATIO: ", as in 10:1", UnitKind.NUMBER: ""}
    return words.get(unit.kind, f", in {unit.code}")


def way(status: KeyResultStatus, *, locale: str = "en") -> str:
    """Say the progress: `18 % of the way`, `135 %, beat the target`, `outside, by 0.4 pt`, `baseline found`."""
    key_result = status.key_result
    if status.progress is None or key_result.metric is Metric.BINARY:
        return ""
    if key_result.metric is Metric.BASELINE:
        return "baseline found"
    if key_result.metric is Metric.MAINTAIN:
        return maintained_text(key_result, status.last.value, locale=locale) if status.last is not None else ""
    return come(status.progress.raw, locale=locale)


def come(raw: Decimal, *, locale: str = "en") -> str:
    """Say how far a number has come on its way, by its raw progress."""
    if raw < 0:
        return f"{numbers.percent(-raw, locale=locale)} worse than at the start"
    if raw > 1:
        return f"{numbers.percent(raw, locale=locale)}, beat the target"
    return "target met" if raw == 1 else f"{numbers.percent(raw, locale=locale)} of the way"


def pace(word: Pace, gap: Decimal | None) -> str:
    """Say the pace with its distance from the calendar: `on pace`, `14 points behind`, `well behind, by 31 points`."""
    if gap is None or word in (Pace.TOO_EARLY, Pace.UNDEFINED, Pace.ON_PACE, Pace.MISSED):
        return labels.PACE[word]
    if word is Pace.WELL_BEHIND:
        return f"well behind, by {numbers.points(gap)}"
    return f"{numbers.points(gap)} behind"


def confidence_text(now: Decimal | None, before: Decimal | None) -> str:
    """Say the confidence with the one before: `confidence 6 → 4`."""
    if now is None:
        return ""
    if before is None or before == now:
        return f"confidence {_plain(now)}"
    return f"confidence {_plain(before)} → {_plain(now)}"


def _plain(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return str(int(value)) if whole else str(value.quantize(Decimal("0.1")))


def _step_total(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def key_result_confidence(status: KeyResultStatus) -> str:
    """Say a key result's confidence with the one before."""
    return confidence_text(_step_total(status.confidence), _step_total(status.previous_confidence))


def disagreement(status: KeyResultStatus, *, locale: str = "en", briefly: bool = False) -> str:
    """Say where the owner's word and the numbers disagree (RULES 3.9); empty where they do not.

    Briefly: without the numbers, for a line that has them already.
    """
    if status.disagreement is Disagreement.NONE or status.last is None:
        return ""
    if briefly and status.disagreement is not Disagreement.UNMOVED:
        return _DISAGREE
    now = check_in_value_text(status.key_result, status.last, locale=locale)
    if status.disagreement is Disagreement.UNMOVED:
        since = (
            f"since {numbers.day(status.unmoved_since.at.date(), locale=locale)}"
            if status.unmoved_since
            else "for two rounds"
        )
        return f"{_DISAGREE}: {now} {since}"
    if status.disagreement is Disagreement.OUTSIDE:
        return f"{_DISAGREE}: {now} is not {band(status.key_result, locale=locale)}"
    start, end = _ends(status.key_result, locale)
    return f"{_DISAGREE}: {start} → {_bare(now, status.key_result)} of {end}" if end else f"{_DISAGREE}: {now}"


def head(key_result: KeyResult, *, limit: int = _TITLE) -> str:
    """Name a key result: its short id in bold and its title."""
    return f"*{key_result_name(key_result.id)}* {typed_text(key_result.title, limit)}"


def subject(key_result: KeyResult, *, limit: int = _TITLE, locale: str = "en") -> str:
    """Name a key result with what it measures: `KR-12 Lift win rate, 28 → 45 %`."""
    measured = measure(key_result, locale=locale)
    known = head(key_result, limit=limit)
    return f"{known.rstrip('.,;: ')}, {measured}" if measured else known


def last_value_text(status: KeyResultStatus, *, locale: str = "en") -> str:
    """Say the newest value and when it was said: `31 % on 5 Nov`, or `no check-in yet`."""
    if status.last is None:
        return "no check-in yet"
    at = numbers.day(status.last.at.date(), locale=locale)
    return f"{check_in_value_text(status.key_result, status.last, locale=locale)} on {at}"


def key_result(status: KeyResultStatus, *, locale: str = "en", owner: str = "") -> list[str]:
    """Say a key result in two lines: what it is, then where it stands."""
    known = status.key_result
    if known.cancelled:
        return [
            subject(known, locale=locale),
            numbers.join_dotted(["cancelled, not counted", owner]),
        ]
    where = [
        state_text(status),
        last_value_text(status, locale=locale) if status.last else "",
        way(status, locale=locale),
        pace(status.pace, status.gap),
        key_result_confidence(status),
        disagreement(status, locale=locale, briefly=True),
        owner,
    ]
    return [subject(known, locale=locale), numbers.join_dotted(where)]


def _is_silent(status: ObjectiveStatus) -> bool:
    return bool(status.key_results) and all(key_result_status.last is None for key_result_status in status.key_results)


def state_text(status: KeyResultStatus) -> str:
    """Say a key result's health; a number that nobody has put a word to yet is not silence about the number."""
    if status.state is OkrState.PENDING and status.last is not None:
        return "⚪ nobody's word yet"
    return labels.OKR_STATE[status.state]


def objective(status: ObjectiveStatus, *, locale: str = "en", owner: str = "") -> list[str]:
    """Say an objective in two lines: what it is, then its progress, pace and confidence."""
    known = f"{objective_name(status.objective.id)} {status.objective.title}"
    if status.progress_ratio is None:
        progress = "no live key result"
    elif status.progress_ratio == 0 and _is_silent(status):
        progress = "no check-in yet"
    else:
        progress = numbers.percent(status.progress_ratio, locale=locale)
    where = [
        progress,
        pace(status.pace, status.gap),
        confidence_text(status.confidence, status.previous_confidence),
        owner,
    ]
    return [typed_bold(known, _TITLE + 10), numbers.join_dotted(where)]


def group(
    status: ObjectiveStatus,
    names: Mapping[PersonId, str],
    *,
    locale: str = "en",
    due: Collection[KeyResultId] = (),
    owners: bool = True,
) -> list[str]:
    """Say an objective and its key results, two lines each; those that are due come first and say so."""

    def owner(person: PersonId) -> str:
        return name_of(person, names) if owners else ""

    lines = objective(status, locale=locale, owner=owner(status.objective.owner))
    for key_result_status in sorted(
        status.key_results, key=lambda key_result_status: key_result_status.key_result.id not in due
    ):
        first, rest = key_result(key_result_status, locale=locale, owner=owner(key_result_status.key_result.owner))
        mark = "*due*  " if key_result_status.key_result.id in due else ""
        lines += [f"• {mark}{first}", f"    {rest}"]
    return lines
