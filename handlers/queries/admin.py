"""Answers `/okr admin`: the cycles, and what a coordinator does with them (RULES 2 and 9)."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from domain.company.teams import locale_of
from domain.okrs.cycles import Cycle, NewCycle, cycle_name, fiscal_start_of, next_cycle, parse_quarter
from domain.values.errors import TillerError
from domain.values.ids import CycleId
from handlers.context import ActorContext, Context
from handlers.notices import carry_over
from handlers.organization import Organization
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError, shorten, suggest_like
from handlers.usecases.lint import reports as lint_reports
from handlers.usecases.okrs import cycles
from handlers.usecases.okrs import scoring_pages as scoring_forms
from handlers.views.blocks.block_kit import Message
from handlers.views.lint import report as lint_views
from handlers.views.okrs import cycle as okr_cycle
from storage.store import Transaction

_SPAN = re.compile(
    r"(?P<first>\d{4}-\d{2}-\d{2})\s*(?:to|until|till|[-–:]|\.\.)\s*(?P<last>\d{4}-\d{2}-\d{2})", re.ASCII
)
_LONGEST = timedelta(days=400)
_A_DAY = timedelta(days=1)


class DaysNotReadError(TillerError):
    """The days of a cycle that is to be drafted cannot be read."""


def answer(query: Query) -> Message:
    """Show the cycles to a coordinator, or do what stands after `admin`.

    Raises:
        NotUnderstoodError: It is none of the things that can be done, or names no cycle.
        AccessError: The person is no coordinator.
        CycleError: The cycle cannot take this step.
    """
    cycles.require_coordinator(query.actor, org=query.org)
    word, _, rest = query.rest.partition(" ")
    if not word or word.lower() in ("cycles", "cycle"):
        return _overview(query)
    act = _ACTS.get(word.lower())
    if act is None:
        known = [f"admin {name}" for name in _ACTS]
        raise NotUnderstoodError(
            f"I don’t know ‘{shorten(word)}’ here.",
            near=suggest_like(word, {name: f"admin {name}" for name in _ACTS}),
            known=["admin", *known],
        )
    return act(query, rest.strip())


def _overview(query: Query) -> Message:
    found = [
        (cycle_overview.cycle, cycle_overview.objectives, cycle_overview.key_results)
        for cycle_overview in cycles.overview(query.tx)
    ]
    return okr_cycle.overview(found, today=_today(query.now, query.org), locale=query.locale)


def _activate(query: Query, rest: str) -> Message:
    cycle, _ = cycles.cycle_leading(query.tx, rest, command="admin activate")
    return activate(query, cycle.id, origin="command")


def activate(ctx: ActorContext, cycle: CycleId, *, origin: str) -> Message:
    """Activate a cycle, and say so with what the coach found in it.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: It is past that, or over already.
    """
    active, changed = cycles.activate(ctx, cycle=cycle, origin=origin)
    amount = cycles.amount_in(ctx.tx, active)
    today, locale = _today(ctx.now, ctx.org), locale_of(ctx.org.people.get(ctx.actor))
    message = okr_cycle.render_activated(
        active, amount.objectives, amount.key_results, changed=changed, today=today, locale=locale
    )
    return add_lint(ctx, message, active) if changed else message


def add_lint(ctx: Context, message: Message, cycle: Cycle) -> Message:
    """Return the word that a cycle is active, with what the lint found in it below; it never blocks (RULES 2.2)."""
    found = lint_reports.lint_cycle_of(ctx, cycle)
    root = ctx.org.root()
    return lint_views.add_lint_summary(
        message, found.report, where=root.name if root is not None else "Everybody", cycle=cycle.name
    )


def _close(query: Query, rest: str) -> Message:
    cycle, _ = cycles.cycle_leading(query.tx, rest, command="admin close")
    return close(query, cycle.id, origin="command")


def close(ctx: ActorContext, cycle: CycleId, *, origin: str) -> Message:
    """Close a cycle by hand, ask owners what shall be carried over, and say so.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: It is still a draft.
    """
    closed, changed = cycles.close_by_hand(ctx, cycle=cycle, origin=origin)
    if changed:
        carry_over.ask_owners(ctx, closed)
    return okr_cycle.render_closed(closed, changed=changed)


def _reopen(query: Query, rest: str) -> Message:
    cycle, reason = cycles.cycle_leading(query.tx, rest, command="admin reopen")
    return reopen(query, cycle.id, reason=reason, origin="command")


def reopen(ctx: ActorContext, cycle: CycleId, *, reason: str, origin: str) -> Message:
    """Reopen a closed cycle with a reason, and say how it is closed again.

    Raises:
        AccessError: The person is no coordinator.
        CycleError: There is no reason, or it was never closed.
    """
    opened, changed = cycles.reopen(ctx, cycle=cycle, reason=reason, origin=origin)
    by_hand = _today(ctx.now, ctx.org) >= scoring_forms.closes_on(opened, org=ctx.org)
    return okr_cycle.render_reopened(opened, changed=changed, by_hand=by_hand)


def _draft(query: Query, rest: str) -> Message:
    wanted = _parse_cycle(query.tx, rest)
    drafted = cycles.draft(query, wanted=wanted, origin="command")
    return okr_cycle.render_drafted(drafted, today=_today(query.now, query.org), locale=query.locale)


def _parse_cycle(tx: Transaction, text: str) -> NewCycle:
    """Return the cycle that somebody wants to draft: by its days, by the name of a quarter, or the next one."""
    known = tx.cycles.all()
    fiscal = next((month for cycle in reversed(known) if (month := fiscal_start_of(cycle)) is not None), None)
    span = _SPAN.search(text)
    if span is not None:
        first, last = _day(span["first"]), _day(span["last"])
        if last - first > _LONGEST:
            raise DaysNotReadError(f"From {first} to {last} is longer than a year. Most cycles are a quarter.")
        name = text[: span.start()].strip(" ,;:()")[:40]
        return NewCycle(
            name=name or cycle_name(first, last + _A_DAY, fiscal_start_month=fiscal), start=first, end=last + _A_DAY
        )
    if not text and known:
        return next_cycle(known[-1], fiscal_start_month=fiscal)
    quarter = parse_quarter(text, fiscal_start_month=fiscal)
    if quarter is None:
        said = f"I don’t know which days ‘{shorten(text)}’ has." if text else "Which one?"
        raise NotUnderstoodError(said, near=["admin draft 2027-Q1", "admin draft 2027-H1 2027-01-01 to 2027-06-30"])
    return quarter


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise DaysNotReadError(
            f"{text} is no day. Write the first and the last, 2027-01-01 to 2027-03-31."
        ) from problem


def _today(now: datetime, org: Organization) -> date:
    return cycles.company_day(now, org=org)


_ACTS: Mapping[str, Callable[[Query, str], Message]] = MappingProxyType(
    {"activate": _activate, "close": _close, "reopen": _reopen, "draft": _draft}
)
