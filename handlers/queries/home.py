"""The Home tab of one person: what they owe now, their key results, their KPIs (RULES 9.2)."""

from domain.okrs.cycles import Cycle, CycleState
from domain.values.ids import PersonId
from handlers.context import ActorContext, Context
from handlers.usecases.checkins import prompts
from handlers.usecases.kpis import readings
from handlers.usecases.okrs import lists, scoring
from handlers.views.blocks.block_kit import View
from handlers.views.loop import home


def view(ctx: ActorContext) -> View:
    """Render the Home tab of who opens it, as of now; what is due stands first."""
    person = ctx.actor
    owed = lists.list_owed_by(ctx.tx, person)
    own = prompts.own_statuses(ctx, owner=person)
    return home.home(
        [prompt for prompt in ctx.tx.prompts.open_for(person) if prompts.is_waiting(prompt)],
        sorted(
            own,
            key=lambda key_result_status: (
                key_result_status.key_result.id not in owed,
                key_result_status.key_result.id,
            ),
        ),
        readings.statuses_of(ctx, ctx.tx.kpis.of_owner(person)),
        person=ctx.org.people.get(person),
        today=ctx.org.today(person, ctx.now),
        scoring=_to_score(ctx, person),
        locale=ctx.locale,
    )


def _to_score(ctx: Context, person: PersonId) -> list[Cycle]:
    scoring_ones = [cycle for cycle in ctx.org.cycles if cycle.state is CycleState.SCORING]
    return [cycle for cycle in scoring_ones if scoring.list_unscored(ctx.tx, cycle=cycle.id, owner=person)]
