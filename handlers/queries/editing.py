"""Answers what writes in one line: `/okr cancel KR-12 why`, `/okr restore`, `/okr carry`; and offers the forms."""

import re
from dataclasses import dataclass

from domain.company.teams import locale_of
from domain.okrs.drafts import DraftRefusedError
from domain.values.ids import (
    CycleId,
    KeyResultId,
    ObjectiveId,
    is_short_id,
    key_result_name,
    objective_name,
    parse_key_result_name,
)
from handlers.context import ActorContext
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError, one_thing, shorten
from handlers.usecases.okrs import carry_over, cycles, key_results
from handlers.views.blocks.block_kit import Message
from handlers.views.okrs import carry_over as carry_views
from handlers.views.okrs import receipts

_NEW = re.compile(r"new\b\s*(?P<what>.*)", re.IGNORECASE)
_EDIT = re.compile(r"edit\b\s*(?P<what>.*)", re.IGNORECASE)
_AN_OBJECTIVE = re.compile(r"(?:an?\s+)?objectives?", re.IGNORECASE)
_A_KEY_RESULT = re.compile(r"(?:a\s+)?(?:key[\s-]*results?|krs?)?", re.IGNORECASE)
_UNDER = re.compile(r"(?:(?:a\s+)?(?:key[\s-]*result|kr)\s+)?(?:(?:for|under|of)\s+)?(?P<name>O-?\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWanted:
    """Which form was asked for: to edit one thing, or to write a new one.

    Attributes:
        new_objective: A new objective; else, where nothing else is set, a new key result.
        under: The objective of a new key result, or None.
    """

    key_result: KeyResultId | None = None
    objective: ObjectiveId | None = None
    new_objective: bool = False
    under: ObjectiveId | None = None

    @property
    def name(self) -> str:
        """The short id of what is edited; empty for something new."""
        if self.key_result is not None:
            return key_result_name(self.key_result)
        return objective_name(self.objective) if self.objective is not None else ""


def parse_form(text: str) -> FormWanted | None:
    """Read `new`, `new objective`, `new O-3`, `edit KR-12`; None where no form is asked for.

    Raises:
        NotUnderstoodError: It names nothing that has a form.
    """
    new, edit = _NEW.fullmatch(text), _EDIT.fullmatch(text)
    if new is not None:
        return _new(new["what"].strip())
    if edit is None:
        return None
    name = edit["what"].strip()
    if not is_short_id(name):
        said = f"‘{shorten(name)}’ is no short id." if name else "Edit what?"
        raise NotUnderstoodError(f"{said} Name a key result or an objective.", near=["edit KR-12", "edit O-3"])
    found = one_thing(name)
    return FormWanted(key_result=found.key_result, objective=found.objective)


def _new(what: str) -> FormWanted:
    if _AN_OBJECTIVE.fullmatch(what):
        return FormWanted(new_objective=True)
    if _A_KEY_RESULT.fullmatch(what):
        return FormWanted()
    under = _UNDER.fullmatch(what)
    if under is not None:
        return FormWanted(under=one_thing(under["name"]).objective)
    raise NotUnderstoodError(
        f"I can’t write a new ‘{shorten(what)}’.", near=["new objective", "new key result", "new O-3"]
    )


def offer(query: Query) -> Message:
    """Offer a button for the form that was asked for in words, where none can open by itself.

    Raises:
        NotUnderstoodError: It names nothing that has a form.
    """
    wanted = parse_form(query.text)
    return receipts.edit_something(wanted.name) if wanted is not None and wanted.name else receipts.write_something()


def cancel(query: Query) -> Message:
    """Cancel a key result.

    Raises:
        NotUnderstoodError: It names no key result, or the reason is missing.
        TillerError: The person may not, or its cycle is closed.
    """
    key_result, reason = _key_result(query, "cancel KR-12 the market is gone")
    try:
        changed, now = key_results.cancel(query, key_result=key_result, reason=reason.strip("\"' "), origin="command")
    except DraftRefusedError as refused:
        example = f"cancel {key_result_name(key_result)} the market is gone"
        raise NotUnderstoodError(str(refused), near=[example]) from refused
    return receipts.render_cancelled(changed, changed=now)


def restore(query: Query) -> Message:
    """Take a cancelled key result back.

    Raises:
        NotUnderstoodError: It names no key result.
        TillerError: The person may not, or its cycle is closed.
    """
    key_result, _ = _key_result(query, "restore KR-12")
    changed, now = key_results.restore(query, key_result=key_result, origin="command")
    return receipts.render_restored(changed, changed=now)


def _key_result(query: Query, example: str) -> tuple[KeyResultId, str]:
    words = query.rest.split()
    for count in (2, 1):
        name = " ".join(words[:count])
        if is_short_id(name) and name[:1] in "kK":
            return parse_key_result_name(name), " ".join(words[count:])
    said = f"‘{shorten(words[0])}’ is not a key result." if words else "Which key result?"
    raise NotUnderstoodError(f"{said} Key results look like KR-34.", near=[example])


def answer_carry_over(query: Query) -> Message:
    """Carry one's key results over, of the cycle that is named or of the last one that was scored.

    Raises:
        NotUnderstoodError: There is no such cycle.
        TillerError: There is nothing to carry over, or nowhere to.
    """
    cycle = (
        cycles.cycle_leading(query.tx, query.rest, command="carry")[0]
        if query.rest
        else carry_over.choose_cycle_to_carry_over(query.tx)
    )
    return carry_over_from(query, cycle.id)


def carry_over_from(ctx: ActorContext, cycle: CycleId) -> Message:
    """Carry a person's key results of a cycle over, and say what became of each.

    Raises:
        TillerError: There is nothing to carry over, or nowhere to.
    """
    found = ctx.tx.cycles.get(cycle)
    if found is None:
        raise carry_over.NothingToCarryOverError("This cycle is not there any more.")
    done = carry_over.carry_over(ctx, cycle=found)
    return carry_views.done(
        done.copies,
        into=done.into,
        to_change=done.to_change,
        waiting=done.waiting,
        left=done.left,
        already=done.already,
        locale=locale_of(ctx.org.people.get(ctx.actor)),
    )
