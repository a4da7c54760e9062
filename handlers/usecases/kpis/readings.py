"""KPIs as somebody asks for them, and their readings as somebody types them (RULES 4.5, 4.8 and 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.calendar.period_parser import check_period
from domain.calendar.periods import last_complete_period
from domain.company.access import AccessError, require
from domain.company.teams import Person, Team, team_day
from domain.kpis.access import may_edit_kpi
from domain.kpis.model import Kpi, Reading
from domain.kpis.status_model import KpiStatus
from domain.okrs.model import KeyResult
from domain.values.ids import KpiKey, PersonId, TeamKey
from domain.values.precision import check_value
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.checkins import linked_kpi
from handlers.usecases.company.query_parser import NotUnderstoodError, shorten, suggest_like
from handlers.usecases.kpis import alerts
from handlers.usecases.kpis.alerts import Evaluated
from handlers.usecases.status import kpis as kpi_statuses
from storage.store import Transaction

STRANGER = "I don't know you yet. Ask a coordinator to add you to a team."


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What logging a reading did.

    Attributes:
        period: The first day of the period that it was stored for.
        value: What was logged; `old` the value that stood there before, or None. Equal: nothing changed.
        status: How the KPI stands with it.
        evaluated: What judging it found, for the alerts.
        fed: The key results that took the value over.
    """

    kpi: Kpi
    period: date
    value: Decimal
    old: Decimal | None
    status: KpiStatus
    evaluated: tuple[Evaluated, ...]
    fed: tuple[KeyResult, ...]


def loggable(ctx: ActorContext) -> list[Kpi]:
    """Return the KPIs whose readings a person may log, by key.

    Raises:
        AccessError: Nobody has added this person yet.
    """
    person = _require_known(ctx.actor, ctx.org)
    return [kpi for kpi in ctx.tx.kpis.all() if may_edit_kpi(person, kpi, ctx.org.teams).allowed]


def log_reading(
    ctx: ActorContext, *, kpi: Kpi, value: Decimal, day: date | None = None, note: str = "", source: str = "slack"
) -> Logged:
    """Store a reading, judge the KPI by it, and hand it on to the key results that it feeds.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        kpi: Whose reading.
        value: The value, in the KPI's unit.
        day: A day of its period, or None for the last period that is over.
        note: What was said with it.
        source: Where it came from.

    Raises:
        AccessError: The person may not log this KPI's readings.
        PeriodNotReadError: The period is not over yet.
        ValueRefusedError: The value is too long.
    """
    require(may_edit_kpi(_require_known(ctx.actor, ctx.org), kpi, ctx.org.teams))
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    period = (
        last_complete_period(today, kpi.frequency) if day is None else check_period(day, kpi.frequency, today=today)
    )
    reading = Reading(
        kpi=kpi.key, period=period, value=check_value(value), learnt_at=ctx.now, note=note, source=source, by=ctx.actor
    )
    before = _value_of(ctx.tx, kpi.key, period)
    ctx.tx.readings.put(reading)
    if before is None:
        ctx.tx.audit.add(
            actor=ctx.actor, action="reading", subject=f"reading:{kpi.key}:{period}", old=None, new=value, at=ctx.now,
            origin=source,
        )  # fmt: skip
    evaluated = alerts.evaluate(ctx, kpi_key=kpi.key)
    return Logged(
        kpi=kpi,
        period=period,
        value=reading.value,
        old=before,
        status=status_of(ctx, kpi),
        evaluated=evaluated,
        fed=linked_kpi.feed(ctx, [kpi.key]),
    )


def _require_known(actor: PersonId, org: Organization) -> Person:
    person = org.people.get(actor)
    if person is None:
        raise AccessError(STRANGER)
    return person


def _value_of(tx: Transaction, kpi: KpiKey, period: date) -> Decimal | None:
    found = tx.readings.of([kpi], since=period, until=period)[kpi]
    return found[0].value if found else None


def status_of(ctx: Context, kpi: Kpi) -> KpiStatus:
    """Tell how one KPI stands."""
    return statuses_of(ctx, [kpi])[0]


def statuses_of(ctx: Context, kpis: Sequence[Kpi]) -> list[KpiStatus]:
    """Tell how some KPIs stand, in the order given."""
    today = max((team_day(ctx.org.teams.get(kpi.team), ctx.now) for kpi in kpis), default=ctx.now.date())
    readings = kpi_statuses.read_readings(ctx.tx, kpis, today=today)
    return kpi_statuses.assess_kpis(kpis, readings, org=ctx.org, now=ctx.now)


def list_of_team(ctx: Context, team: TeamKey) -> tuple[Kpi, ...]:
    """Return the KPIs of a team and of those below it."""
    return ctx.tx.kpis.of_teams([item.key for item in ctx.org.below(team)])


def nearest_with_kpis(ctx: ActorContext) -> tuple[Team | None, tuple[Kpi, ...]]:
    """Return a person's team, or the nearest above it that has KPIs, with these; the company for a stranger."""
    team = ctx.org.team_of(ctx.actor) or ctx.org.root()
    while team is not None:
        found = list_of_team(ctx, team.key)
        if found or team.parent is None:
            return team, found
        team = ctx.org.teams.get(team.parent)
    return None, ()


def find_kpi(words: str, kpis: Iterable[Kpi]) -> Kpi | None:
    """Return the KPI that is called so, by key or name in any case; or the only one whose name has all the words."""
    name = _fold(words)
    every = list(kpis)
    exact = [kpi for kpi in every if name in (_fold(kpi.key), _fold(kpi.name))]
    if exact:
        return exact[0]
    wanted = set(name.split())
    partly = [kpi for kpi in every if wanted and wanted <= set(f"{_fold(kpi.name)} {_fold(kpi.key)}".split())]
    return partly[0] if len(partly) == 1 else None


def _fold(words: str) -> str:
    return words.casefold().replace("_", " ").replace("-", " ").strip()


def kpi_leading(text: str, kpis: Sequence[Kpi], *, command: str) -> tuple[Kpi, str]:
    """Return the KPI whose key or name a line begins with, the longest that fits, and what follows.

    Raises:
        NotUnderstoodError: It begins with none; says what may have been meant after `command`.
    """
    words = text.split()
    for count in range(len(words), 0, -1):
        name = _fold(" ".join(words[:count]))
        exact = next((kpi for kpi in kpis if name in (_fold(kpi.key), _fold(kpi.name))), None)
        if exact is not None:
            return exact, " ".join(words[count:])
    raise no_kpi(words[0] if words else "", kpis, command=command)


def no_kpi(words: str, kpis: Sequence[Kpi], *, command: str = "") -> NotUnderstoodError:
    """Return the refusal that names the KPIs that there are."""
    prefix = f"{command} ".lstrip()
    choices = {kpi.name: f"{prefix}{kpi.key}" for kpi in kpis} | {str(kpi.key): f"{prefix}{kpi.key}" for kpi in kpis}
    known = [str(kpi.key) for kpi in kpis]
    if not words:
        return NotUnderstoodError("Which KPI?", near=[f"{prefix}{key}" for key in known[:1]], known=known)
    return NotUnderstoodError(f"There is no KPI ‘{shorten(words)}’.", near=suggest_like(words, choices), known=known)
