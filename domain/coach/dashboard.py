"""What the coach says of the KPIs of a team (RULES 8)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from domain.coach.findings import CoachRule, Finding
from domain.kpis.limit_reviews import REVIEW_EVERY
from domain.kpis.model import Direction, Indicator, Kpi
from domain.kpis.status_model import KpiStatus
from domain.values.ids import KpiKey, TeamKey

MOST_KPIS = 10
_A_FEW = 2


def lint_kpi(status: KpiStatus, *, alerted: AbstractSet[KpiKey], acted_on: AbstractSet[KpiKey]) -> tuple[Finding, ...]:
    """Return what the coach says of one KPI.

    Args:
        status: How it stands.
        alerted: The KPIs that ever raised an alert.
        acted_on: Those of which somebody ever acknowledged or noted an alert, or made a key result.
    """
    kpi, found = status.kpi, []
    # A neutral KPI has no good side, so its limits are all that can be set.
    if not kpi.targets and not (kpi.direction is Direction.NEUTRAL and kpi.limits is not None):
        why = f"{kpi.name} has no target, so nobody can tell whether it is well. Where shall it be?"
        found.append(_finding(kpi, CoachRule.KPI_WITHOUT_TARGET, why))
    if kpi.key in alerted and kpi.key not in acted_on:
        why = f"{kpi.name} has alerted, and nobody ever acted on it. Are its limits right, and does anybody need it?"
        found.append(_finding(kpi, CoachRule.NEVER_ACTED_ON, why))
    set_on = kpi.limits.set_on if kpi.limits is not None else None
    if set_on is not None and status.on - set_on > REVIEW_EVERY:
        why = f"The limits of {kpi.name} are {(status.on - set_on).days} days old. Still right?"
        found.append(_finding(kpi, CoachRule.OLD_LIMITS, why))
    return tuple(found)


def lint_dashboard(key: TeamKey, name: str, kpis: Sequence[Kpi]) -> tuple[Finding, ...]:
    """Return what the coach says of a team's KPIs together: too many, or all of them about the past."""
    found = []
    if len(kpis) > MOST_KPIS:
        why = f"{name} has {len(kpis)} KPIs. Which {MOST_KPIS} at most would you look at every week?"
        found.append(Finding(rule=CoachRule.TOO_MANY_KPIS, subject=f"team:{key}", about=name, why=why))
    if len(kpis) >= _A_FEW and all(kpi.indicator is Indicator.LAGGING for kpi in kpis):
        why = f"All {len(kpis)} KPIs of {name} tell what has happened. Which number would warn you before?"
        found.append(Finding(rule=CoachRule.ALL_LAGGING, subject=f"team:{key}", about=name, why=why))
    return tuple(found)


def _finding(kpi: Kpi, rule: CoachRule, why: str) -> Finding:
    return Finding(rule=rule, subject=f"kpi:{kpi.key}", about=kpi.name, why=why)
