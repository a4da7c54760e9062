"""Dismissals: what the coach said and a person did not want to hear again, with the reason (RULES 8)."""

from dataclasses import dataclass
from datetime import datetime

from domain.values.errors import TillerError
from domain.values.ids import PersonId


class DismissalError(TillerError):
    """A dismissal without a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """One rule of the coach that is silent about one thing.

    Attributes:
        subject: What it was said of: `KR-12`, `O-3`, `kpi:churn`, `team:growth`.
        rule: The coach's rule, by its word.
        reason: Why it does not matter here; never empty.
    """

    subject: str
    rule: str
    by: PersonId
    at: datetime
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DismissalError("Say in a line why this does not matter here.")
