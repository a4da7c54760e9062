"""The golden tables of `domain/RULES.md` about the dashboard and the loop, computed through the product's functions.

Each function takes a row, by column, and returns the cells that it can compute.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.calendar.period_parser import PeriodNotReadError, leading_period
from domain.calendar.periods import Frequency, last_complete_period, period_end, period_start, same_period_last_year
from domain.coach.dashboard import lint_dashboard, lint_kpi
from domain.coach.findings import CoachRule
from domain.coach.objectives import lint_objective, lint_team
from domain.kpis.alert_episode import Judged, Machine
from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState, lead_notice, reminder_due
from domain.kpis.limit_reviews import review_days
from domain.kpis.limits import NoProposal, propose
from domain.kpis.model import Direction, Kpi, KpiState, Limits
from domain.kpis.status import assess_kpi, compare, stale_on
from domain.kpis.targets import NeedsDirection, NoTarget, TargetNotReadError, read_target
from domain.loop.digests import report_week
from domain.loop.guardrails import guardrails
from domain.loop.key_result_from_alert import draft_from_alert
from domain.loop.return_to_dashboard import back_to_dashboard
from domain.okrs.model import Metric
from domain.okrs.status import assess_objective
from domain.okrs.status_model import Progress
from domain.values.csv_injection import cell_of, text_of
from domain.values.ids import AlertId, KpiKey, ShortIdError, TeamKey, parse_key_result_name, parse_objective_name
from domain.values.numbers import ENGLISH, MACHINE, AmbiguousNumberError, NumberNotReadError, NumberStyle, read_number
from domain.values.units import Unit
from tests.domain import okr_company as make
from tests.domain.dashboard import MONDAY, NOW, a_kpi, series
from tests.golden_cells import NONE, Row, number, optional, shown, shown_target, target_of, whole

_STYLES = {"English": ENGLISH, "German": NumberStyle(decimal=",", group="."), "machine": MACHINE}
_PERIODS = {"o": KpiState.OK, "w": KpiState.WARNING, "c": KpiState.CRITICAL}
_SIDES = ("critical low", "warning low", "warning high", "critical high")


def short_id(row: Row) -> Row:
    """Read a short id as either kind."""

    def read(parse: Callable[[str], int]) -> str:
        try:
            return str(parse(row["typed"]))
        except ShortIdError:
            return NONE

    return {"key result": read(parse_key_result_name), "objective": read(parse_objective_name)}


def period(row: Row) -> Row:
    """Return the period of a day, and its neighbours."""
    day, frequency = date.fromisoformat(row["day"]), Frequency(row["frequency"])
    start = period_start(day, frequency)
    return {
        "first day": str(start),
        "end": str(period_end(start, frequency)),
        "a year before": str(same_period_last_year(start, frequency)),
        "last one ended": str(last_complete_period(day, frequency)),
    }


def _limits(row: Row) -> Limits | None:
    critical_low, warning_low, warning_high, critical_high = (optional(row.get(side, NONE)) for side in _SIDES)
    if critical_low is warning_low is warning_high is critical_high is None:
        return None
    return Limits(
        critical_low=critical_low, warning_low=warning_low, warning_high=warning_high, critical_high=critical_high
    )


def _kpi(row: Row) -> Kpi:
    return a_kpi(direction=Direction(row["direction"]), target=target_of(row["target"]), limits=_limits(row))


def kpi_state(row: Row) -> Row:
    """Say in which state a KPI is."""
    kpi = _kpi(row)
    readings = [] if row["value"] == NONE else series([whole(row["value"])])
    late = int(row["days late"])
    today = stale_on(kpi, MONDAY) + timedelta(days=late - 1)
    found = assess_kpi(kpi, readings, today=today)
    assert found.days_late == (late if readings else 0)
    return {"state": found.state.replace("_", " ")}


def grace(row: Row) -> Row:
    """Return how late a reading may be, and when its KPI is stale."""
    kpi = a_kpi(frequency=Frequency(row["frequency"]))
    return {"grace days": str(kpi.grace), "stale on": str(stale_on(kpi, date.fromisoformat(row["last period"])))}


def target(row: Row) -> Row:
    """Read a target."""
    direction = None if row["direction"] == NONE else Direction(row["direction"])
    try:
        found = read_target(row["typed"], Unit.parse(row["unit"]), direction, ENGLISH)
    except TargetNotReadError:
        return {"read as": "refused"}
    if isinstance(found, NoTarget):
        return {"read as": "no target"}
    return {"read as": "asked back" if isinstance(found, NeedsDirection) else shown_target(found)}


def typed_number(row: Row) -> Row:
    """Read a number."""
    try:
        found = read_number(row["typed"], Unit.parse(row["unit"]), _STYLES[row["style"]])
    except AmbiguousNumberError:
        return {"read as": "asked back"}
    except NumberNotReadError:
        return {"read as": "refused"}
    return {"read as": shown(found)}


def typed_period(row: Row) -> Row:
    """Read the period that a line begins with."""
    today = date.fromisoformat(row["today"])
    try:
        found, note = leading_period(row["typed"], Frequency(row["frequency"]), today=today)
    except PeriodNotReadError:
        return {"period": "refused", "note": "refused"}
    return {"period": NONE if found is None else str(found), "note": note or NONE}


def control_limits(row: Row) -> Row:
    """Propose limits from a history."""
    readings = series(value.strip() for value in row["readings, weekly"].split(","))
    kpi = a_kpi(direction=Direction(row["direction"]), unit=Unit.parse(row["unit"]))
    found = propose(kpi, readings, today=readings[-1].period + timedelta(days=7))
    if isinstance(found, NoProposal):
        return dict.fromkeys((*_SIDES, "used", "provisional"), "no proposal")
    sides = {side: shown(getattr(found.limits, side.replace(" ", "_"))) for side in _SIDES}
    return {**sides, "used": str(found.used), "provisional": "yes" if found.provisional else "no"}


def limit_review(row: Row) -> Row:
    """Return when limits are looked at again."""
    limits = Limits(warning_high=Decimal(3), set_on=date.fromisoformat(row["set on"]))
    last, following = review_days(limits, today=date.fromisoformat(row["today"]))
    return {"last look": str(last), "next look": str(following)}


def change(row: Row) -> Row:
    """Say whether a change is good."""
    before, now = series([whole(row["before"]), whole(row["now"])])
    return {"verdict": compare(Direction(row["direction"]), target_of(row["target"]), before, now).verdict}


def guardrail(row: Row) -> Row:
    """Say how a guardrail stands against its objective."""
    kpi = replace(assess_kpi(a_kpi(), [], today=MONDAY), state=KpiState(row["KPI"]))
    objective = assess_objective(
        make.objective(guardrails=(KpiKey("churn"),)), [], cycle=make.quarter(), today=make.TODAY
    )
    objective = replace(objective, progress_ratio=optional(row["objective's progress"]))
    return {"verdict": guardrails(objective, {KpiKey("churn"): kpi})[0].verdict}


def alert_episode(row: Row) -> Row:
    """Step through judged periods; a period without a reading is no step."""
    machine = Machine(hold=int(row["hold"]), clear=int(row["clear"]))
    seen = []
    for at, said in enumerate(row["periods"].split()):
        if said in _PERIODS:
            state = _PERIODS[said]
            excess = Decimal(list(_PERIODS).index(said))
            day, good = MONDAY + timedelta(weeks=at), state is KpiState.OK
            machine.step(Judged(period=day, value=excess, state=state, excess=excess, clears=good))
        seen.append(next(letter for letter, state in _PERIODS.items() if state is machine.shown))
    return {"shown after each": " ".join(seen)}


def _alert(shown_state: KpiState = KpiState.CRITICAL) -> Alert:
    return Alert(
        id=AlertId(1),
        kpi=KpiKey("churn"),
        kind=AlertKind.LIMIT,
        state=AlertState.OPEN,
        state_shown=shown_state,
        since=MONDAY,
        opened_at=NOW,
    )


def lead(row: Row) -> Row:
    """Tell whether the lead is told."""
    alert = _alert(KpiState(row["shown"]))
    if row["acknowledged"] == "yes":
        alert = replace(alert, acknowledged_at=NOW)
    note = AlertNote(alert=alert.id, by=make.ADA, at=NOW, action="noted")
    verdict = lead_notice(
        alert,
        [note] * int(row["notes"]),
        hold=int(row["hold"]),
        held=int(row["periods out"]),
        has_key_result=row["key result"] == "yes",
        now=NOW,
    )
    return {"verdict": verdict.replace("_", " ")}


def alert_reminder(row: Row) -> Row:
    """Tell whether the thread is reminded."""
    alert, snoozed = _alert(), row["snoozed for days more"]
    if snoozed != NONE:
        alert = replace(alert, snoozed_until=NOW + timedelta(days=int(snoozed)))
    said = NOW - timedelta(days=int(row["days since it was said"]))
    return {"verdict": reminder_due(alert, last_said=said, now=NOW).replace("_", " ")}


def from_alert(row: Row) -> Row:
    """Draft the key result that brings a KPI back."""
    kpi = _kpi(row)
    readings = series(whole(value) for value in row["last readings"].split(","))
    found = draft_from_alert(assess_kpi(kpi, readings, today=readings[-1].period + timedelta(days=7)))
    return {"kind": found.metric, "baseline": shown(found.baseline), "new target": shown(found.target)}


def back(row: Row) -> Row:
    """Tell whether a key result goes back to the dashboard."""
    ratio = number(row["progress"])
    fed = KpiKey("churn") if row["fed"] == "yes" else None
    found = back_to_dashboard(
        make.key_result(kpi=fed, cancelled=row["cancelled"] == "yes", metric=Metric.INCREASE),
        progress=Progress(raw=ratio, ratio=ratio),
        state=KpiState(row["KPI"]),
        ok_periods=int(row["periods ok"]),
        kept_for=None if row["kept for"] == NONE else int(row["kept for"]),
    )
    return {"verdict": found.reason.replace("_", " ")}


def week(row: Row) -> Row:
    """Return the week that a digest is about."""
    found = report_week(date.fromisoformat(row["posted on"]))
    return {"week": found.name, "first day": str(found.first_day), "last day": str(found.last_day)}


def _coach_speaks(what: str, count: int) -> bool:
    growth = TeamKey("growth")
    if what.startswith("objectives"):
        return bool(lint_team(growth, "Growth", count))
    if what.startswith("key results"):
        found = lint_objective(make.objective(), [make.key_result(at) for at in range(1, count + 1)], teams={})
        return CoachRule.TOO_MANY_KEY_RESULTS in {finding.rule for finding in found}
    if what.startswith("KPIs"):
        found = lint_dashboard(growth, "Growth", [a_kpi()] * count)
        return CoachRule.TOO_MANY_KPIS in {finding.rule for finding in found}
    limits = Limits(warning_high=Decimal(3), set_on=MONDAY - timedelta(days=count))
    found = lint_kpi(assess_kpi(a_kpi(limits=limits), [], today=MONDAY), alerted=frozenset(), acted_on=frozenset())
    return CoachRule.OLD_LIMITS in {finding.rule for finding in found}


def coach(row: Row) -> Row:
    """Return up to which count the coach is silent, and from which it speaks."""
    speaks_from = next(count for count in range(1, 400) if _coach_speaks(row["count"], count))
    return {"none said up to": str(speaks_from - 1), "said from": str(speaks_from)}


def csv_cell(row: Row) -> Row:
    """Write a text as a cell, which is read back as it was."""
    cell = cell_of(whole(row["text"]))
    assert text_of(cell) == whole(row["text"])
    return {"cell": cell.replace("-", "−")}


GOLDEN = {
    "short-id": short_id,
    "period": period,
    "kpi-state": kpi_state,
    "grace": grace,
    "target": target,
    "number": typed_number,
    "typed-period": typed_period,
    "control-limits": control_limits,
    "limit-review": limit_review,
    "change": change,
    "guardrail": guardrail,
    "alert-episode": alert_episode,
    "lead-notice": lead,
    "alert-reminder": alert_reminder,
    "key-result-from-alert": from_alert,
    "back-to-dashboard": back,
    "report-week": week,
    "coach": coach,
    "csv-cell": csv_cell,
}
