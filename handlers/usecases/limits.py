"""Limits: proposed from a KPI's own history, in force only once a person agrees (SPEC 4.6)."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.access import may_edit_kpi
from domain.errors import TillerError
from domain.ids import KpiKey, PersonId
from domain.kpis import Kpi, Limits
from domain.limits import BackTestEpisode, LimitProposal, NoProposal, back_test, propose
from handlers.usecases import standings
from handlers.usecases.world import World
from storage.store import Transaction


class LimitsGoneError(TillerError):
    """What was proposed does not fit any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Limits proposed for a KPI, with the dates on which they would have fired."""

    kpi: Kpi
    proposal: LimitProposal
    episodes: tuple[BackTestEpisode, ...]


def propose_for(tx: Transaction, *, kpi: Kpi, now: datetime, world: World) -> Proposed | NoProposal:
    """Propose limits from a KPI's last readings, with a back-test over the same readings."""
    today = standings.team_day(world.teams.get(kpi.team), now)
    readings = standings.read_readings(tx, [kpi], today=today, years=3).get(kpi.key, ())
    proposal = propose(kpi, readings, today=today)
    if isinstance(proposal, NoProposal):
        return proposal
    return Proposed(kpi=kpi, proposal=proposal, episodes=back_test(kpi, proposal.limits, readings))


def agree(tx: Transaction, *, kpi_key: KpiKey, actor: PersonId, now: datetime, world: World) -> tuple[Kpi, bool]:
    """Put the limits in force that Tiller proposes; a second click changes nothing.

    Returns:
        The KPI, and whether this click changed anything.

    Raises:
        LimitsGoneError: The KPI is gone, the person may not set its limits, or nothing can be proposed any more.
    """
    kpi = _theirs(tx, kpi_key, actor=actor, world=world)
    if kpi.limits is not None:
        return kpi, False
    proposed = propose_for(tx, kpi=kpi, now=now, world=world)
    if isinstance(proposed, NoProposal):
        raise LimitsGoneError(f"There is nothing to propose for {kpi.name} any more: {proposed.reason}")
    today = standings.team_day(world.teams.get(kpi.team), now)
    limits: Limits = replace(proposed.proposal.limits, suggested=True, set_by=actor, set_on=today)
    changed = replace(kpi, limits=limits)
    tx.kpis.save(changed)
    tx.audit.add(
        actor=actor, action="limits agreed", subject=kpi.key, old=None, new=repr(limits), at=now, origin="button"
    )
    return changed, True


def decline(tx: Transaction, *, kpi_key: KpiKey, actor: PersonId, now: datetime, world: World) -> Kpi:
    """Note that a person wants no limits for now; where some are in force, they stay.

    Raises:
        LimitsGoneError: The KPI is gone, or the person may not set its limits.
    """
    kpi = _theirs(tx, kpi_key, actor=actor, world=world)
    if kpi.limits is None:
        tx.audit.add(
            actor=actor, action="limits declined", subject=kpi.key, old=None, new=None, at=now, origin="button"
        )
    return kpi


def _theirs(tx: Transaction, kpi_key: KpiKey, *, actor: PersonId, world: World) -> Kpi:
    """Return a KPI whose limits a person may set."""
    kpi = tx.kpis.get(kpi_key)
    person = world.people.get(actor)
    if kpi is None:
        raise LimitsGoneError(f"There is no KPI ‘{kpi_key}’ any more.")
    if person is None:
        raise LimitsGoneError("I don't know you yet. Ask a coordinator to add you to a team.")
    allowed = may_edit_kpi(person, kpi, world.teams)
    if not allowed.allowed:
        raise LimitsGoneError(allowed.reason)
    return kpi
