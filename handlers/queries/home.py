"""The Home tab of one person: what they owe now, their key results, their KPIs (SPEC 9.2)."""

from datetime import datetime

from domain.okrs.cycles import Cycle, CycleState
from domain.values.ids import PersonId
from handlers.organization import Organization
from handlers.usecases.checkins import prompts
from handlers.usecases.kpis import readings as kpis
from handlers.usecases.okrs import lists as okrs
from handlers.usecases.okrs import scoring
from handlers.views.blocks.locales import locale_of
from handlers.views.blocks.message import View
from handlers.views.loop import home as views
from storage.store import Transaction


def view(tx: Transaction, person: PersonId, *, now: datetime, org: Organization) -> View:
    """Render a person's Home tab as of now; what is due stands first."""
    owed = okrs.owed_by(tx, person)
    own = prompts.own_standings(tx, owner=person, now=now, org=org)
    return views.home(
        [prompt for prompt in tx.prompts.open_for(person) if prompts.is_waiting(prompt)],
        sorted(own, key=lambda one: (one.key_result.id not in owed, one.key_result.id)),
        kpis.standings_of(tx, tx.kpis.of_owner(person), now=now, org=org),
        person=org.people.get(person),
        today=org.today(person, now),
        scoring=_to_score(tx, person, org),
        locale=locale_of(org.people.get(person)),
    )


def _to_score(tx: Transaction, person: PersonId, org: Organization) -> list[Cycle]:
    scoring_ones = [cycle for cycle in org.cycles if cycle.state is CycleState.SCORING]
    return [cycle for cycle in scoring_ones if scoring.unscored(tx, cycle=cycle.id, owner=person)]
