"""Cadence: how often a team checks in (RULES 6.1)."""

from enum import StrEnum


class Cadence(StrEnum):
    """How often a team checks in (RULES 6.1)."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    TRIWEEKLY = "triweekly"
    MONTHLY = "monthly"


WEEKS = {Cadence.WEEKLY: 1, Cadence.BIWEEKLY: 2, Cadence.TRIWEEKLY: 3}


def cadence_days(cadence: Cadence) -> int:
    """Return how many days may lie between two check-ins: 7, 14, 21 or 31."""
    return 31 if cadence is Cadence.MONTHLY else 7 * WEEKS[cadence]
