"""okrs.csv for somebody who asks for it in Slack (RULES 9 and 11)."""

from dataclasses import dataclass

from domain.company.access import AccessError
from domain.company.teams import Role
from domain.okrs.cycles import Cycle
from domain.values.errors import TillerError
from handlers.context import ActorContext
from handlers.usecases.exports.okrs import OKRS_COLUMNS, read_cycle
from handlers.usecases.exports.run import choose_cycle
from handlers.usecases.exports.sheet import csv_text


class NothingToExportError(TillerError):
    """There are no objectives that could be exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OkrsFile:
    """A file of one cycle, and how much is in it."""

    cycle: Cycle
    content: str
    objectives: int
    key_results: int


def okrs_for(ctx: ActorContext, *, cycle: str) -> OkrsFile:
    """Return what a person may see of a cycle; without a name, of the one that runs.

    Members see everything. Guests see only what was shared with them, which is no file of everybody's.

    Raises:
        AccessError: A guest, somebody whose account is deactivated, or somebody whom nobody has added to a team.
        CycleNotKnownError: There is no cycle of this name.
        NothingToExportError: The cycle has no objectives, or there is none at all.
    """
    person = ctx.org.people.get(ctx.actor)
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    if not person.active or person.role is Role.VIEWER:
        raise AccessError("Guests get no export: it holds what everybody works on. A coordinator can send you one.")
    chosen = choose_cycle(ctx.tx.cycles.all(), cycle or None)
    found = None if chosen is None else read_cycle(ctx.tx, chosen)
    if found is None or not found.objectives:
        raise NothingToExportError(f"There are no objectives {'yet' if chosen is None else f'in {chosen.name}'}.")
    return OkrsFile(
        cycle=found.cycle,
        content="".join(csv_text(OKRS_COLUMNS, found.rows())),
        objectives=len(found.objectives),
        key_results=sum(map(len, found.key_results.values())),
    )
