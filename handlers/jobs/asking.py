"""A round in three steps, for check-ins and for scores alike: asked, reminded once, the lead told once (RULES 6.7).

What a round asks, of whom and until when is its own (`checkins`, `scoring`); how its three messages leave is here.
"""

from collections.abc import Callable, Mapping, Sequence

from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import DONE, Occurrence, Outcome, skip
from domain.okrs.checkins import Addressee
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import KeyResultId, PersonId
from handlers.jobs.context import JobContext, require
from handlers.usecases.checkins import prompts
from handlers.views.blocks.block_kit import Message

Waiting = dict[PersonId, list[KeyResultStatus]]


def respondent(ctx: JobContext, owner: PersonId) -> Addressee:
    """Tell who is asked for an owner on this day, and why (RULES 6.8)."""
    return prompts.find_respondent(owner, org=ctx.org, today=ctx.today(owner))


def remind(ctx: JobContext, occurrence: Occurrence, person: PersonId, message: Message) -> Outcome:
    """Remind a person, once."""
    ctx.notify(NewDelivery(key=occurrence.key, kind="reminder", to=person, payload=message.payload()))
    return DONE


def tell_lead(
    ctx: JobContext,
    occurrence: Occurrence,
    missing: Mapping[PersonId, Sequence[KeyResultId]],
    render: Callable[[Waiting], Message],
    *,
    nothing: str,
) -> Outcome:
    """Tell the lead whom an occurrence names what is missing of whom, once; `nothing` says why nobody is told."""
    statuses = {person: prompts.prompt_statuses(ctx, ids) for person, ids in missing.items() if ids}
    waiting = {person: found for person, found in statuses.items() if found}
    if not waiting:
        return skip(nothing)
    lead = require(occurrence.person)
    ctx.notify(NewDelivery(key=occurrence.key, kind="escalation", to=lead, payload=render(waiting).payload()))
    return DONE
