"""Belief: what an owner says with a confidence, and where the numbers disagree (RULES 3.8 and 3.9)."""

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta

from domain.calendar.cadence import Cadence, cadence_days
from domain.calendar.local_time import local_day
from domain.okrs.model import PACED, CheckIn, Metric
from domain.okrs.status_model import Disagreement, KeyResultStatus, OkrState, Pace

GRACE_DAYS = 3
"""How many days a check-in may be late before the key result is outdated."""
LOW_CONFIDENCE = 3
"""0 to 3 is low: off track."""
MEDIUM_CONFIDENCE = 6
"""4 to 6 is medium: at risk. 7 to 10 is high: on track."""


def state_of_confidence(confidence: int) -> OkrState:
    """Return what an owner says with a confidence: 7 to 10 on track, 4 to 6 at risk, 0 to 3 off track."""
    if confidence <= LOW_CONFIDENCE:
        return OkrState.OFF_TRACK
    return OkrState.AT_RISK if confidence <= MEDIUM_CONFIDENCE else OkrState.ON_TRACK


def days_until_outdated(cadence: Cadence) -> int:
    """Return how many days old a check-in may be: the cadence and its grace."""
    return cadence_days(cadence) + GRACE_DAYS


def add_confidence(
    numbers: KeyResultStatus, checkins: Sequence[CheckIn], *, over: bool, finished: bool, zone: str
) -> KeyResultStatus:
    """Return a status with its state, its confidences and its disagreement filled in.

    The check-ins are oldest first. `over`: the cycle is closed or the key result cancelled. `finished`: it is done for
    good, so nothing more need be said. `zone`: where the age of a check-in is counted.
    """
    said = [checkin for checkin in checkins if checkin.confidence is not None]
    word = said[-1] if said else None
    state = shown_state(
        over=over,
        finished=finished,
        age_days=_age_days(numbers.last, numbers.on, zone),
        confidence=word.confidence if word is not None else None,
        confidence_age_days=_age_days(word, numbers.on, zone),
        cadence=numbers.cadence,
    )
    since = find_unmoved_since(numbers.key_result.metric, checkins, numbers.cadence)
    return dataclasses.replace(
        numbers,
        state=state,
        disagreement=_disagreement(numbers, state, since),
        confidence=word.confidence if word is not None else None,
        previous_confidence=said[-2].confidence if len(said) > 1 else None,
        said=word,
        unmoved_since=since,
    )


def _age_days(checkin: CheckIn | None, today: date, zone: str) -> int | None:
    return (today - local_day(checkin.at, zone)).days if checkin is not None else None


def shown_state(
    *,
    over: bool,
    finished: bool,
    age_days: int | None,
    confidence: int | None,
    confidence_age_days: int | None,
    cadence: Cadence,
) -> OkrState:
    """Return the health that is shown: closed, then outdated, then what the owner said, then pending (RULES 3.9).

    Of what is finished, silence is no news: the deed itself says on track. A confidence older than a check-in may be
    no longer counts, even where a KPI's feed keeps the number fresh: silence is never green.
    """
    limit = days_until_outdated(cadence)
    if over:
        return OkrState.CLOSED
    if finished:
        return OkrState.ON_TRACK
    if age_days is not None and age_days > limit:
        return OkrState.OUTDATED
    if confidence is None or confidence_age_days is None or confidence_age_days > limit:
        return OkrState.PENDING
    return state_of_confidence(confidence)


def find_unmoved_since(metric: Metric, checkins: Sequence[CheckIn], cadence: Cadence) -> CheckIn | None:
    """Return the check-in since which the value stands still, if that lasts for two rounds or more, else None.

    The check-ins are oldest first. Two rounds are counted in days, less the grace, since an answer may come late in
    one round and early in another. What has no way to go (maintain, binary, baseline) may stand still.
    """
    if metric not in PACED or not checkins:
        return None
    newest = first = checkins[-1]
    for checkin in reversed(checkins):
        if checkin.value != newest.value:
            break
        first = checkin
    two_rounds = 2 * timedelta(weeks=cadence_days(cadence) // 7) - timedelta(days=GRACE_DAYS)
    return first if newest.at - first.at >= two_rounds else None


def _disagreement(numbers: KeyResultStatus, state: OkrState, since: CheckIn | None) -> Disagreement:
    # What has met its target may stand still.
    if state is not OkrState.ON_TRACK or numbers.progress is None or numbers.progress.ratio == 1:
        return Disagreement.NONE
    if numbers.key_result.metric is Metric.MAINTAIN:
        return Disagreement.OUTSIDE
    if numbers.pace is Pace.WELL_BEHIND:
        return Disagreement.WELL_BEHIND
    return Disagreement.UNMOVED if since is not None else Disagreement.NONE
