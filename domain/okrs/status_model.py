"""How things stand: the values that views render and digests are built from.

`status` builds both, from what was said and what the calendar expects.
The four numbers of RULES 3 (progress, pace, confidence, score) stand side by side here and are never mixed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.calendar.cadence import Cadence
from domain.okrs.cycles import Cycle
from domain.okrs.model import Adjustment, CheckIn, KeyResult, Objective
from domain.okrs.scores import Score


class Pace(StrEnum):
    """The past against the calendar (RULES 3.7)."""

    UNDEFINED = "undefined"
    TOO_EARLY = "too_early"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    WELL_BEHIND = "well_behind"
    MISSED = "missed"


class OkrState(StrEnum):
    """What is shown as a key result's health; silence is never green (RULES 3.9)."""

    CLOSED = "closed"
    OUTDATED = "outdated"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    PENDING = "pending"


class Disagreement(StrEnum):
    """Why "says on track, numbers disagree" is shown, if it is (RULES 3.9)."""

    NONE = "none"
    WELL_BEHIND = "well_behind"
    UNMOVED = "unmoved"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The past.

    Attributes:
        raw: `(current − baseline) / (target − baseline)`, unbounded, never `-0`.
        ratio: `raw` within [0, 1].
    """

    raw: Decimal
    ratio: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultStatus:
    """How one key result stands on one day.

    Attributes:
        on: The day it is seen from, in the team's zone.
        last: The newest check-in (corrections applied), or None: "no check-in yet".
        previous: The one before it, or None.
        progress: None while there is no check-in.
        expected: Expected progress in [0, 1], or None where it is not defined (maintain, binary, baseline).
        gap: expected − progress, in [−1, 1]; None where either is missing.
        confidence: 0 to 10 as last said, or None; `previous_confidence` the one said before.
        said: The check-in that said `confidence`, or None; a KPI's feed after it says no confidence.
        cadence: How often a check-in is expected; three days past it the state is outdated.
        days_gone: Whole days from the first day that counts to `on`, out of `days_all`: without checkpoints, expected
            is the one by the other; both 0 where nothing is expected.
        unmoved_since: The check-in since which the value stands still, where two rounds or more lie between; or None.
        history: All check-ins known by then, oldest first, corrections applied; their days are those of `zone`.
        last_day: The last day that counts: its own or its cycle's; None where it was not asked for.
        adjustments: What it was measured by before each change since its cycle began, oldest first (RULES 2.5).
        as_set: The progress by the target as it was set first; None where nothing was adjusted or said.
    """

    key_result: KeyResult
    on: date
    last: CheckIn | None
    previous: CheckIn | None
    progress: Progress | None
    expected: Decimal | None
    gap: Decimal | None
    pace: Pace
    state: OkrState
    disagreement: Disagreement = Disagreement.NONE
    confidence: int | None = None
    previous_confidence: int | None = None
    score: Score | None = None
    said: CheckIn | None = None
    cadence: Cadence = Cadence.BIWEEKLY
    days_gone: int = 0
    days_all: int = 0
    unmoved_since: CheckIn | None = None
    history: tuple[CheckIn, ...] = ()
    zone: str = "UTC"
    last_day: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    as_set: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveStatus:
    """How one objective stands: the roll-up of its live key results (RULES 3.5).

    Attributes:
        key_results: All of them, by id; cancelled ones too.
        progress_ratio: Σ wᵢ·clamp(rawᵢ) ÷ Σ wᵢ over the live ones, or None.
        left_out: The cancelled and zero-weight ones that the number leaves out.
        expected: The weighted mean of what is expected of the live ones that the calendar can judge; None if none.
        paced_ratio: The weighted mean of those same ones' progress, to set against `expected`. It differs from
            `progress_ratio` where some are binary: nothing is expected of them before the end.
        gap: expected − paced_ratio, in [−1, 1].
        pace: The word for the gap; after the end the word for `progress_ratio`.
        confidence: The mean of the confidences said, one decimal, or None; `previous_confidence` is the mean of the
            same key results' confidences before each last change of mind, None when none was ever said twice.
        previous_pace: The pace as of a week before `on`, to say "slipped"; None where unknown.
    """

    objective: Objective
    cycle: Cycle
    on: date
    key_results: tuple[KeyResultStatus, ...]
    progress_ratio: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    pace: Pace
    paced_ratio: Decimal | None = None
    left_out: tuple[KeyResult, ...] = ()
    confidence: Decimal | None = None
    previous_confidence: Decimal | None = None
    previous_pace: Pace | None = None
