"""Answers `/okr summary`: how a quarter went, at any time (RULES 7.10)."""

from collections.abc import Sequence

from domain.company.teams import team_day
from domain.okrs.cycles import Cycle, CycleState
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError, shorten, suggest_like
from handlers.usecases.okrs import summaries
from handlers.views.blocks.block_kit import Message
from handlers.views.okrs import summary


def answer(query: Query) -> Message:
    """Show the company's summary of a cycle by its name, or of the last one that was scored.

    Raises:
        NotUnderstoodError: There is no such cycle, or none that was scored.
    """
    root = query.org.root()
    cycle = _cycle(query.tx.cycles.all(), query.rest)
    if root is None:
        raise NotUnderstoodError("There are no teams yet, so there is nothing to sum up.")
    found = summaries.summarise_all(query, cycle=cycle)
    own = next((item for item in found if item.team == root), None)
    if own is None or cycle.start > team_day(root, query.now):
        raise NotUnderstoodError(f"There is nothing to sum up in {cycle.name} yet.")
    return summary.message(own, threaded=False, locale=query.locale)


def _cycle(cycles: Sequence[Cycle], name: str) -> Cycle:
    known = [cycle.name for cycle in cycles]
    if name:
        found = next((cycle for cycle in cycles if cycle.name.casefold() == name.casefold()), None)
        if found is not None:
            return found
        near = [f"summary {text}" for text in suggest_like(name, {name: name for name in known})]
        raise NotUnderstoodError(f"There is no cycle ‘{shorten(name)}’.", near=near, known=known)
    scored = [cycle for cycle in cycles if cycle.state in (CycleState.SCORING, CycleState.CLOSED)]
    if not scored:
        raise NotUnderstoodError("No cycle was scored yet, so there is no summary.", known=known)
    return scored[-1]
