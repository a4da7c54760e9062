"""Alerts: whether anyone must hear of a KPI, and the episode that follows (SPEC 5).

`decide` is the whole machine: what was, what the readings say, what the limits are; out comes a decision with a named
reason. Nothing else in Tiller opens or closes an alert.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.ids import AlertId, KpiKey, PersonId
from domain.kpis import KpiState


class AlertState(StrEnum):
    """Where an episode stands."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class AlertKind(StrEnum):
    """What the episode is about: a value past its limit, or a reading that does not come (SPEC 5.2)."""

    LIMIT = "limit"
    MISSING = "missing"


class Reason(StrEnum):
    """Why the machine decided as it did."""

    NONE = "none"
    FIRST_LOAD = "first_load"
    HOLDING = "holding"
    OPENED = "opened"
    WORSE = "worse"
    EASED = "eased"
    CLEARING = "clearing"
    RECOVERED = "recovered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An episode during which a KPI is out of its limits, or its reading is missing.

    Attributes:
        state_shown: The KPI state that its message shows: warning or critical (stale for a missing reading).
        since: The first day of the period with which it began.
        opened_at: When it was opened.
        worst: The worst value of the episode, and `worst_period` when that was; None for a missing reading.
        last: The newest value seen, and `last_period`.
        closed_at: When it was closed or withdrawn, or None.
        acknowledged_by: Who acknowledged it, or None, and `acknowledged_at`.
        assigned_to: Who was asked to act, or None: then the KPI's owner.
        snoozed_until: No reminder before this instant; None: not snoozed.
        lead_told_at: When the team's lead was told that no one acts, or None (SPEC 5.5).
    """

    id: AlertId
    kpi: KpiKey
    kind: AlertKind
    state: AlertState
    state_shown: KpiState
    since: date
    opened_at: datetime
    worst: Decimal | None = None
    worst_period: date | None = None
    last: Decimal | None = None
    last_period: date | None = None
    closed_at: datetime | None = None
    acknowledged_by: PersonId | None = None
    acknowledged_at: datetime | None = None
    assigned_to: PersonId | None = None
    snoozed_until: datetime | None = None
    lead_told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNote:
    """Something that a person did to an alert: acknowledged, snoozed, assigned, noted (SPEC 5.4)."""

    alert: AlertId
    by: PersonId
    at: datetime
    action: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDecision:
    """What the machine decided, and why.

    Attributes:
        reason: The named reason; NONE, FIRST_LOAD, HOLDING and CLEARING tell nobody anything.
        state: The KPI's state by its limits at the newest reading.
        since: The period with which the present run of this state (or worse) began, where one runs.
        held: How many successive periods the run has lasted.
        worst: The worst value of the run, with `worst_period`, where one runs.
    """

    reason: Reason
    state: KpiState
    since: date | None = None
    held: int = 0
    worst: Decimal | None = None
    worst_period: date | None = None

    @property
    def tells(self) -> bool:
        """Whether somebody hears of it."""
        return self.reason in (Reason.OPENED, Reason.WORSE, Reason.EASED, Reason.RECOVERED, Reason.WITHDRAWN)
