"""Feeding: a KPI's newest value becomes the check-in of each key result that it feeds (RULES 4.8).

One number, two readings. It does not matter how the value came (Slack, a file, a push): whoever stores readings calls
`feed` afterwards with the KPIs that got some, and each key result takes the newest one over, once. A key result that
was linked to its KPI a moment ago takes over in the same way what is known already.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from domain.calendar.periods import last_complete_period
from domain.company.teams import team_day
from domain.kpis.model import Kpi, Reading
from domain.okrs.model import CheckIn, CheckInSource, KeyResult, Metric
from domain.values.ids import KpiKey, key_result_name
from handlers.context import Context
from storage.store import Transaction

MEASURED = (Metric.INCREASE, Metric.DECREASE, Metric.MAINTAIN, Metric.BASELINE)
"""The kinds of key results that a KPI can feed: those that are one number."""


def feed(ctx: Context, kpis: Iterable[KpiKey]) -> tuple[KeyResult, ...]:
    """Hand the newest value of some KPIs on to the key results of open cycles that they feed.

    Only the newest period that has ended counts, and only if it began within the cycle. The same value of the same
    period again is nothing new; another one corrects the check-in that the first one made. It says no confidence:
    that is the owner's to say.

    Returns:
        The key results that took a value over, by id.
    """
    wanted = set(kpis)
    key_results = [
        key_result
        for key_result in _list_fed(ctx.tx, wanted)
        if not key_result.cancelled and key_result.metric in MEASURED
    ]
    if not key_results:
        return ()
    readings = _newest(ctx, wanted)
    objectives = ctx.tx.okrs.objectives_by_ids(sorted({key_result.objective for key_result in key_results}))
    taken = []
    for key_result in sorted(key_results, key=lambda key_result: key_result.id):
        reading = readings.get(key_result.kpi) if key_result.kpi is not None else None
        cycle = ctx.org.cycle(objectives[key_result.objective].cycle)
        within = reading is not None and cycle is not None and cycle.start <= reading.period < cycle.end
        if reading is not None and within and _take_over(ctx.tx, key_result, reading, now=ctx.now):
            taken.append(key_result)
    return tuple(taken)


def _list_fed(tx: Transaction, kpis: set[KpiKey]) -> Iterable[KeyResult]:
    if len(kpis) == 1:
        return tx.okrs.by_kpi(next(iter(kpis)))
    return [key_result for key_result in tx.okrs.fed() if key_result.kpi in kpis]


def _newest(ctx: Context, keys: set[KpiKey]) -> dict[KpiKey, Reading]:
    """Return the newest reading of each KPI whose period has ended for its team."""
    ended: dict[date, list[Kpi]] = defaultdict(list)
    for kpi in ctx.tx.kpis.by_keys(sorted(keys)).values():
        today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
        ended[last_complete_period(today, kpi.frequency)].append(kpi)
    found: list[Reading] = []
    for until, kpis in ended.items():
        for readings in ctx.tx.readings.of([kpi.key for kpi in kpis], until=until, last=1).values():
            found += readings
    return {reading.kpi: reading for reading in found}


def _take_over(tx: Transaction, key_result: KeyResult, reading: Reading, *, now: datetime) -> CheckIn | None:
    """Add the check-in that a reading makes; None where it has made it already."""
    submission = f"kpi:{reading.kpi}:{reading.period}:"
    made = tx.checkins.submitted(key_result.id, submission)
    if made and made[-1].value == reading.value:
        return None
    shown = tx.checkins.of([key_result.id])[key_result.id]
    last = shown[-1] if shown else None
    # What a person said since is theirs: then the corrected value is news that comes after it.
    corrects = last.id if last is not None and made and last.id == made[-1].id else None
    checkin = tx.checkins.add(
        key_result=key_result.id,
        by=reading.by,
        at=now,
        value=reading.value,
        note=reading.note,
        source=CheckInSource.KPI,
        corrects=corrects,
        submission=f"{submission}{len(made)}",
    )
    tx.audit.add(
        actor=reading.by or reading.source,
        action="checkin",
        subject=key_result_name(key_result.id),
        old=str(last.value) if last is not None else None,
        new=str(reading.value),
        at=now,
        origin=f"kpi {reading.kpi}",
    )
    return checkin
