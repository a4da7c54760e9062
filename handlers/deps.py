"""What every listener and every job is given; nothing else reaches them from outside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.calendar.working_days import WorkDays, weekdays
from domain.values.ids import PersonId
from storage.store import Store

Calendars = Callable[[str | None], WorkDays]
"""Returns the working days of a holiday calendar by its code; None is plain Monday to Friday."""


def plain_calendars(code: str | None) -> WorkDays:
    """Return Monday to Friday, whatever the code; the process brings real holidays."""
    del code
    return weekdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The operator's choices about when things are said.

    Attributes:
        checkin_hour: The local hour of a check-in prompt (RULES 6.1).
        summary_hour: The hour of the company's zone at which a quarter's summary is posted.
        digest_late: A digest that is later than this is skipped and logged.
        still_red_every: How often an open alert is remembered in its thread (RULES 5.5).
        fiscal_start_month: The month in which the fiscal year starts, which names quarters; None: as they are named.
        coordinators: People who are coordinators whatever the database says.
    """

    checkin_hour: int = 10
    summary_hour: int = 16
    digest_late: timedelta = timedelta(hours=24)
    still_red_every: timedelta = timedelta(days=7)
    fiscal_start_month: int | None = None
    coordinators: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """The store, the time, the calendars and the operator's choices.

    Attributes:
        now: Tells the present instant (UTC, aware); a listener reads it once.
        wake: Wakes the delivery worker, so that what was just said leaves at once.
    """

    store: Store
    now: Callable[[], datetime]
    calendars: Calendars = plain_calendars
    policy: Policy = field(default_factory=Policy)
    wake: Callable[[], None] = lambda: None
