"""KPIs written and changed by people: what a KPI is, and where it shall be (RULES 4.1 to 4.4, and 10)."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from domain.calendar.effective_dates import split_start
from domain.coach.dashboard import lint_dashboard
from domain.coach.findings import CoachRule, drop_dismissed
from domain.company.access import AccessError, require
from domain.company.teams import Person, Team, team_day
from domain.kpis.access import may_create_kpi, may_edit_kpi
from domain.kpis.keys import KeyRefusedError, check_key, key_from
from domain.kpis.model import Kpi
from domain.kpis.target_changes import TargetChange, apply_change, read_change
from domain.values.errors import TillerError
from domain.values.ids import KpiKey, PersonId
from domain.values.numbers import ENGLISH, NumberStyle
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.kpis.drafts import KpiDraft, fill, flat, misfit, wrong_in
from handlers.usecases.kpis.readings import STRANGER


class KpiGoneError(TillerError):
    """The KPI that was to be changed is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A KPI before and after a change; `before` is None for a new one, and both are equal where nothing changed."""

    before: Kpi | None
    kpi: Kpi


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRead:
    """What a typed target would change: the KPI before and after; the words of the target and the day named with it."""

    before: Kpi
    after: Kpi
    words: str
    day: date | None


def creatable_teams(*, actor: PersonId, org: Organization) -> list[Team]:
    """Return the teams to which a person may add KPIs, in the order of the company.

    Raises:
        AccessError: There is none, or nobody has added this person yet.
    """
    found = teams_to_add(actor=actor, org=org)
    if not found:
        team = org.team_of(actor) or org.root()
        if team is not None:
            require(may_create_kpi(_require_known(actor, org), team.key, org.teams))
        raise AccessError("There are no teams yet. A coordinator can add them.")
    return found


def teams_to_add(*, actor: PersonId, org: Organization) -> list[Team]:
    """Return the teams to which a person may add KPIs or move them; perhaps none.

    Raises:
        AccessError: Nobody has added this person yet.
    """
    person = _require_known(actor, org)
    return [team for team in org.teams.values() if may_create_kpi(person, team.key, org.teams).allowed]


def editable(ctx: ActorContext, *, kpi_key: KpiKey) -> Kpi:
    """Return a KPI that a person may change.

    Raises:
        KpiGoneError: It is gone.
        AccessError: The person may not change it.
    """
    kpi = ctx.tx.kpis.get(kpi_key)
    if kpi is None:
        raise KpiGoneError(f"There is no KPI ‘{kpi_key}’ any more.")
    require(may_edit_kpi(_require_known(ctx.actor, ctx.org), kpi, ctx.org.teams))
    return kpi


def may_edit(kpi: Kpi, *, actor: PersonId, org: Organization) -> bool:
    """Tell whether a person may change a KPI; False for a stranger."""
    person = org.people.get(actor)
    return person is not None and may_edit_kpi(person, kpi, org.teams).allowed


def create(ctx: ActorContext, *, draft: KpiDraft, style: NumberStyle = ENGLISH, origin: str = "modal") -> Kpi:
    """Add a KPI to the dashboard.

    Raises:
        AccessError: The person may not add one to this team.
        KpiRefusedError: Some field is wrong; each is named.
    """
    require(may_create_kpi(_require_known(ctx.actor, ctx.org), draft.team, ctx.org.teams))
    known = ctx.tx.kpis.all()
    wrong = wrong_in(draft, known, None, ctx.org)
    taken = [kpi.key for kpi in known]
    key = key_from(draft.name, taken)
    if draft.key.strip():
        try:
            key = check_key(draft.key, taken)
        except KeyRefusedError as refused:
            wrong["key"] = str(refused)
    bare = Kpi(key=key, name=flat(draft.name), team=draft.team, owner=draft.owner)
    kpi = fill(bare, draft, wrong, style=style, today=team_day(ctx.org.teams.get(draft.team), ctx.now))
    ctx.tx.kpis.save(kpi)
    _note(ctx, None, kpi, at=ctx.now, action="kpi created", origin=origin)
    return kpi


def change(
    ctx: ActorContext, *, kpi_key: KpiKey, draft: KpiDraft, style: NumberStyle = ENGLISH, origin: str = "modal"
) -> Edited:
    """Change what a KPI is; its key, limits and later targets stay.

    Raises:
        KpiGoneError: It is gone.
        AccessError: The person may not change it, or not move it to that team.
        KpiRefusedError: Some field is wrong; each is named.
    """
    before = editable(ctx, kpi_key=kpi_key)
    if draft.team != before.team:
        require(may_create_kpi(_require_known(ctx.actor, ctx.org), draft.team, ctx.org.teams))
    wrong = wrong_in(draft, ctx.tx.kpis.all(), before, ctx.org)
    if draft.frequency is not before.frequency and ctx.tx.readings.newest_period(kpi_key) is not None:
        wrong["frequency"] = (
            f"{before.name} has {before.frequency.value} readings, so it stays {before.frequency.value}. "
            "For another frequency, add a new KPI."
        )
    today = team_day(ctx.org.teams.get(draft.team), ctx.now)
    if other_way := misfit(before, draft.direction, today=today):
        wrong["direction"] = other_way
    kpi = fill(before, draft, wrong, style=style, today=today)
    if ctx.tx.kpis.save(kpi):
        _note(ctx, before, kpi, at=ctx.now, action="kpi changed", origin=origin)
    return Edited(before=before, kpi=kpi)


def coach_lines(ctx: Context, kpi: Kpi) -> list[str]:
    """Return what the coach says of the dashboard on which a KPI stands, a sentence each; it never blocks."""
    team = ctx.org.teams.get(kpi.team)
    if team is None:
        return []
    findings = lint_dashboard(team.key, team.name, ctx.tx.kpis.of_teams([team.key]))
    dismissed = {
        (dismissal.subject, CoachRule(dismissal.rule))
        for dismissal in ctx.tx.dismissals.all()
        if dismissal.rule in set(CoachRule)
    }
    return [finding.why for finding in drop_dismissed(findings, dismissed)]


def preview_target(ctx: ActorContext, *, kpi_key: KpiKey, text: str, style: NumberStyle) -> TargetRead:
    """Return what a typed target would change, without storing anything (RULES 4.4).

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not change it.
        StartNotReadError, TargetNotReadError, LimitsError: Why the target cannot be; nothing is guessed.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    words, day = split_start(text, today=today)
    change = read_change(text, kpi.unit, kpi.direction, style, today=today)
    return TargetRead(before=kpi, after=apply_change(kpi, change, today=today), words=words, day=day)


def set_target(
    ctx: ActorContext, *, kpi_key: KpiKey, text: str, from_day: date | None, style: NumberStyle, origin: str = "button"
) -> Edited:
    """Set a KPI's target, from a day where one is given; `TBD` takes it away. The same again changes nothing.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not change it.
        TargetNotReadError, LimitsError: Why the target cannot be.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    today = team_day(ctx.org.teams.get(kpi.team), ctx.now)
    read = read_change(text, kpi.unit, kpi.direction, style, today=today)
    changed = apply_change(kpi, TargetChange(target=read.target, valid_from=from_day or read.valid_from), today=today)
    if ctx.tx.kpis.save(changed):
        _note(ctx, kpi, changed, at=ctx.now, action="target", origin=origin)
    return Edited(before=kpi, kpi=changed)


def _require_known(actor: PersonId, org: Organization) -> Person:
    person = org.people.get(actor)
    if person is None:
        raise AccessError(STRANGER)
    return person


def _note(ctx: ActorContext, before: Kpi | None, kpi: Kpi, *, at: datetime, action: str, origin: str) -> None:
    """Audit what changed: only the fields that differ, old and new."""
    names = [
        field.name for field in fields(kpi) if before is None or getattr(before, field.name) != getattr(kpi, field.name)
    ]
    old = None if before is None else {name: getattr(before, name) for name in names}
    new = {name: getattr(kpi, name) for name in names}
    ctx.tx.audit.add(actor=ctx.actor, action=action, subject=f"kpi:{kpi.key}", old=old, new=new, at=at, origin=origin)
