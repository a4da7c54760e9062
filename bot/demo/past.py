"""What happened before anybody looks: the numbers that came in, last weeks' alerts, the check-ins so far."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.app import Tiller
from bot.demo import checkins, company
from bot.demo.opening import buttons
from bot.demo.setup import Setup
from bot.emulator.server import LocalSlack
from domain.calendar.local_time import resolve
from domain.values.ids import KpiKey, PersonId, TeamKey
from handlers import ids
from handlers.context import ActorContext
from handlers.organization import load
from handlers.usecases.kpis import limits

_COMPANY_DIGEST_HOUR = 12
_SHORTEST_STEP = timedelta(seconds=1)
_LOADED = resolve(date(2026, 10, 26), time(8, 30), company.ZONE)
# The first of these opens an alert that the last one ends. Digests in between are too late by the next one: skipped.
_MORNINGS = (
    resolve(date(2026, 11, 2), time(8, 30), company.ZONE),
    resolve(date(2026, 11, 9), time(8, 30), company.ZONE),
    resolve(date(2026, 11, 16), time(8, 30), company.ZONE),
)


def live_through(setup: Setup) -> None:
    """Bring the company to the Monday of the demo; what the bot says on the way stands in its channels."""
    if not setup.script.is_sample:
        _wake_up(setup)
        return
    tiller = setup.tiller
    setup.step_to(_LOADED)
    setup.readings.bring_in(_LOADED)
    _set_up(tiller, _LOADED)
    tiller.tick(_LOADED)
    for morning in _MORNINGS:
        setup.step_to(morning)
        setup.readings.bring_in(morning)
        tiller.tick(morning)
        _deliver(setup)
        _acknowledge(setup.slack)
        _deliver(setup)
    setup.step_to(setup.script.starts_at)


def _wake_up(setup: Setup) -> None:
    """Bring a company of one's own through the first hours of its Monday: east of it, people are asked already."""
    while (now := setup.clock.now()) < setup.script.starts_at:
        setup.readings.bring_in(now)
        coming = setup.tiller.tick_and_look(now)[1]
        setup.tiller.deliver()
        waiting = (coming, setup.tiller.next_due(), setup.readings.next, setup.script.starts_at)
        soonest = min(at for at in waiting if at is not None)
        setup.step_to(min(max(soonest, now + _SHORTEST_STEP), setup.script.starts_at))


def _set_up(tiller: Tiller, now: datetime) -> None:
    """Agree to limits for the daily KPI, set a guardrail, move the company's digest, tell the check-ins."""
    with tiller.store.transaction() as tx:
        org = load(tx, calendars=tiller.deps.calendars)
        kpi = KpiKey("bookings")
        limits.agree(ActorContext(tx=tx, actor=PersonId(company.KWAME), now=now, org=org), kpi_key=kpi)
        guarded = next(
            objective for objective in tx.okrs.objectives(org.cycles[0].id) if objective.id == company.GUARDED
        )
        tx.okrs.save_objective(replace(guarded, guardrails=(KpiKey("churn"),)))
        for subscription in tx.subscriptions.all():
            if subscription.team == TeamKey("company"):
                tx.subscriptions.save(replace(subscription, hour=_COMPANY_DIGEST_HOUR))
        checkins.tell(tx, calendars=tiller.deps.calendars)


def _deliver(setup: Setup) -> None:
    setup.tiller.deliver()
    while (due := setup.tiller.next_due()) is not None:
        setup.step_to(max(due, setup.clock.now()))
        setup.tiller.deliver()


def _acknowledge(slack: LocalSlack) -> None:
    """Let the owner of each new alert take it up."""
    for message in slack.messages(company.GROWTH):
        if ids.ALERT_ACKNOWLEDGE in buttons(message):
            slack.actor(company.JONAS).click(message, action_id=ids.ALERT_ACKNOWLEDGE)
