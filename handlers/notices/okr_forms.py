"""The forms that write objectives and key results, and the word to whoever owns them now."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.company.teams import locale_of
from domain.ledger.deliveries import NewDelivery
from domain.okrs.cycles import CycleState
from domain.okrs.draft_parser import prefill_of
from domain.okrs.drafts import Prefill
from domain.okrs.model import KeyResult, Objective
from domain.values.ids import KeyResultId, ObjectiveId, PersonId, key_result_name, objective_name
from domain.values.numbers import number_text
from handlers.context import ActorContext, Context
from handlers.usecases.loop import key_result_from_alert
from handlers.usecases.okrs import carry_over, cycles, key_results, objectives
from handlers.usecases.okrs import choices as okr_choices
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.okrs import key_result_form, objective_form, receipts
from handlers.views.okrs.key_result_form import NEW, About

T = TypeVar("T")

_MOST = 300
"""How many objectives and KPIs a form offers, the nearest first: a view must stay below 250 kB."""


def key_result_view(
    ctx: ActorContext, prefill: Prefill, *, about: About = NEW, coach: tuple[str, ...] = (), problem: str = ""
) -> View:
    """Render the key result form for a person, with what they may choose from.

    Raises:
        AccessError: Nobody has added the person yet.
        NowhereToWriteError: There is no objective that they may write under.
        TillerError: It is made from an alert that they may not act on.
    """
    own = ctx.tx.okrs.key_result(about.key_result) if about.key_result is not None else None
    if about.alert is not None and about.cycle is not None:
        choices = key_result_from_alert.choices(ctx, alert_id=about.alert, cycle_id=about.cycle)
    else:
        besides = own.objective if own is not None else None
        choices = okr_choices.objectives_for(ctx, besides=besides)
    running = False
    if own is not None:
        # A key result that is there moves within its cycle only.
        at = next(cycle for cycle, objective in choices if objective.id == own.objective)
        choices = [(cycle, objective) for cycle, objective in choices if cycle.id == at.id]
        running = at.state is not CycleState.DRAFT
    if prefill.objective is not None and all(objective.id != prefill.objective for _, objective in choices):
        prefill = replace(prefill, objective=None)
    return key_result_form.modal(
        prefill,
        objectives=_some(choices, lambda choice: choice[1].id == prefill.objective),
        kpis=_some(okr_choices.kpis_near(ctx), lambda kpi: kpi.key == prefill.kpi),
        about=about,
        running=running,
        coach=coach,
        problem=problem,
    )


def _some(things: Sequence[T], is_chosen: Callable[[T], bool]) -> list[T]:
    """Return as many as a form offers, the one that is chosen among them."""
    kept = list(things[:_MOST])
    return kept + [thing for thing in things[_MOST:] if is_chosen(thing)]


def new_key_result(ctx: ActorContext, *, objective: ObjectiveId | None) -> View:
    """Render the form for a new key result, of an objective where one is named.

    Raises:
        AccessError: Nobody has added the person yet.
        NowhereToWriteError: There is no objective that they may write under.
    """
    return key_result_view(ctx, Prefill(objective=objective, owner=ctx.actor))


def edit_key_result(ctx: ActorContext, key_result: KeyResultId) -> View:
    """Render the form for a key result as it is.

    Raises:
        AccessError: The person may not change it.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
    """
    known = key_results.editable(ctx, key_result)
    style = style_of(locale_of(ctx.org.people.get(ctx.actor)))
    about = About(key_result=known.id)
    return key_result_view(ctx, prefill_of(known, style=style), about=about)


def objective_view(ctx: ActorContext, *, objective: ObjectiveId | None) -> View:
    """Render the form for a new objective, or for one as it is.

    Raises:
        AccessError: The person may not change it, or nobody has added them yet.
        CycleClosedError: Its cycle is closed.
        GoneError: It is gone.
        NowhereToWriteError: There is no team or no cycle to write for.
    """
    teams = okr_choices.teams_for(actor=ctx.actor, org=ctx.org)
    kpis = okr_choices.kpis_near(ctx)
    if objective is None:
        within = okr_choices.cycles_for(ctx.tx)
        prefill = objective_form.ObjectivePrefill(cycle=within[0].id, team=teams[0].key, owner=ctx.actor)
    else:
        known = objectives.editable(ctx, objective)
        within = (cycles.writable(ctx, known.cycle),)
        prefill = objective_form.prefill_of(known)
        own = ctx.org.teams.get(known.team)
        teams = teams if own is None or own in teams else [own, *teams]
    return objective_form.modal(
        prefill,
        cycles=within,
        teams=teams,
        parents=okr_choices.parents_for(ctx.tx, within),
        kpis=kpis,
        objective=objective,
    )


def render_change(ctx: ActorContext, *, key_result: KeyResultId | None, objective: ObjectiveId | None) -> View:
    """Render the form that changes a key result, or else an objective.

    Raises:
        TillerError: The person may not change it, its cycle is closed, or it is gone.
    """
    if key_result is not None:
        return edit_key_result(ctx, key_result)
    return objective_view(ctx, objective=objective)


def render_carry_over(ctx: ActorContext, key_result: KeyResultId) -> View:
    """Render the form in which a person says where a key result of the last cycle goes from here.

    Raises:
        TillerError: The person may not change it, it was carried over already, or nothing of it is left.
    """
    known, found, objective = carry_over.prepare_target(ctx, key_result)
    style = style_of(locale_of(ctx.org.people.get(ctx.actor)))
    prefill = prefill_of(found if isinstance(found, KeyResult) else known, style=style)
    if not isinstance(found, KeyResult):
        prefill = replace(prefill, metric=found.metric, baseline=number_text(found.start, style), target="")
    prefill = replace(prefill, objective=objective.id, checkpoints="", due=None)
    about = About(predecessor=known.id)
    problem = "" if isinstance(found, KeyResult) else found.reason
    return key_result_view(ctx, prefill, about=about, problem=problem)


def tell_owner(ctx: Context, key_result: KeyResult, before: PersonId | None, *, by: PersonId) -> None:
    """Tell somebody that a key result is theirs now, unless they said so themselves or it was theirs before."""
    objective = ctx.tx.okrs.objective(key_result.objective)
    cycle = ctx.tx.cycles.get(objective.cycle) if objective is not None else None
    if key_result.owner in (before, by) or objective is None or cycle is None:
        return
    locale = locale_of(ctx.org.people.get(key_result.owner))
    message = receipts.yours_now(key_result, objective, cycle, by=by, names=ctx.org.names, locale=locale)
    key = f"owner:{key_result_name(key_result.id)}:{key_result.owner}:{ctx.now:%Y%m%dT%H%M%S}"
    ctx.notify(NewDelivery(key=key, kind="owner", to=key_result.owner, payload=message.payload()))


def tell_objective_owner(ctx: Context, objective: Objective, before: PersonId | None, *, by: PersonId) -> None:
    """Tell somebody that an objective is theirs now, unless they said so themselves or it was theirs before."""
    cycle = ctx.tx.cycles.get(objective.cycle)
    if objective.owner in (before, by) or cycle is None:
        return
    message = receipts.objective_yours_now(objective, cycle, by=by, names=ctx.org.names)
    key = f"owner:{objective_name(objective.id)}:{objective.owner}:{ctx.now:%Y%m%dT%H%M%S}"
    ctx.notify(NewDelivery(key=key, kind="owner", to=objective.owner, payload=message.payload()))
