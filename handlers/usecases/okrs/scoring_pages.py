"""What the scoring form asks next: which key results, three to a page (RULES 7.8)."""

from dataclasses import dataclass
from datetime import date

from domain.calendar.working_days import weekdays
from domain.okrs.cycles import Cycle, CycleState, require_open
from domain.okrs.model import KeyResult
from domain.okrs.rounds import scoring_window
from domain.okrs.scores import Score
from domain.okrs.status_model import KeyResultStatus
from domain.values.errors import TillerError
from domain.values.ids import CycleId, KeyResultId, PersonId
from handlers.context import ActorContext, Context
from handlers.organization import Organization
from handlers.usecases.checkins import prompts

PAGE_SIZE = 3


class NothingToScoreError(TillerError):
    """There is nothing to score, or not now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringPage:
    """One page of the scoring form: `number` of `of`, from 1."""

    cycle: Cycle
    number: int
    of: int
    statuses: tuple[KeyResultStatus, ...]
    scores: dict[KeyResultId, Score]


def closes_on(cycle: Cycle, *, org: Organization) -> date:
    """Return the day on which a cycle's scores become final, in the company's working days."""
    root = org.root()
    works = org.calendars(root.holidays) if root is not None else weekdays
    return scoring_window(cycle, works)[1]


def first_page(ctx: ActorContext, *, cycle: CycleId | None) -> ScoringPage:
    """Return the first page of what a person has not scored yet, or of all that they scored: then to change it.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        cycle: Which cycle, or None for the one that is being scored.

    Raises:
        NothingToScoreError: There is nothing to score, or the cycle is not being scored.
    """
    found = _require_scoring_cycle(ctx, cycle)
    asked = _list_asked(ctx, found)
    if not asked:
        raise NothingToScoreError(f"You own no key result in {found.name}, so there is nothing to score.")
    return _page(ctx, found, asked, 1, -(-len(asked) // PAGE_SIZE))


def next_page(ctx: ActorContext, *, done: ScoringPage) -> ScoringPage | None:
    """Return the page after one that was just saved, or None when that was the last."""
    if done.number >= done.of:
        return None
    last = max((key_result_status.key_result.id for key_result_status in done.statuses), default=KeyResultId(0))
    asked = _list_asked(ctx, done.cycle)
    left = [key_result for key_result in asked if key_result.id > last]
    return _page(ctx, done.cycle, left, done.number + 1, done.of) if left else None


def _require_scoring_cycle(ctx: Context, cycle: CycleId | None) -> Cycle:
    if cycle is None:
        running = [cycle for cycle in ctx.org.cycles if cycle.state is CycleState.SCORING]
        if not running:
            raise NothingToScoreError("No cycle is being scored now. Scores are asked for in a cycle’s last days.")
        return running[0]
    found = ctx.org.cycle(cycle)
    if found is None:
        known = ctx.tx.cycles.get(cycle)
        if known is not None:
            require_open(known, reopeners=[ctx.org.names[person] for person in ctx.org.coordinators()])
        raise NothingToScoreError("This cycle is not being scored yet.")
    if found.state is not CycleState.SCORING:
        raise NothingToScoreError(f"{found.name} is not being scored yet.")
    return found


def list_owners_scored_by(ctx: ActorContext, cycle: Cycle) -> list[PersonId]:
    """Return for whom a person scores: themselves, and whoever they stand in for while those are away or gone."""
    found = []
    for owner in prompts.owners(ctx, cycle.id):
        asked = prompts.find_respondent(owner, org=ctx.org, today=ctx.org.today(owner, ctx.now))
        if ctx.actor in (owner, asked.person):
            found.append(owner)
    return found


def _list_asked(ctx: ActorContext, cycle: Cycle) -> list[KeyResult]:
    owners = list_owners_scored_by(ctx, cycle)
    live = [kr for owner in owners for kr in ctx.tx.okrs.key_results_of(owner, [cycle.id]) if not kr.cancelled]
    scored = ctx.tx.scores.of([kr.id for kr in live])
    unscored = [kr for kr in live if kr.id not in scored]
    return sorted(unscored or live, key=lambda kr: kr.id)


def _page(ctx: Context, cycle: Cycle, asked: list[KeyResult], number: int, of: int) -> ScoringPage:
    ids = [key_result.id for key_result in asked[:PAGE_SIZE]]
    return ScoringPage(
        cycle=cycle,
        number=number,
        of=max(of, number),
        statuses=tuple(prompts.prompt_statuses(ctx, ids)),
        scores=ctx.tx.scores.of(ids),
    )
