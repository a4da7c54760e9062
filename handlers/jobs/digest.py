"""The weekly digest of each subscription: a channel or a person follows a team (RULES 7.1 to 7.7)."""

from datetime import date, time, timedelta

from domain.calendar.local_time import local_day, resolve
from domain.calendar.periods import monday
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import Job, Occurrence, OccurrenceState, Outcome, skip
from domain.loop.digests import Subscription, has_nothing, report_week
from handlers.jobs.context import JobContext, require
from handlers.usecases.loop import digests
from handlers.views.loop import digest as loop_digest
from handlers.views.loop import digest_details

_WEEKS_AROUND = (timedelta(days=-7), timedelta(0), timedelta(days=7))


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the last, this and the next week's digest of each subscription."""
    found = []
    for subscription in ctx.tx.subscriptions.all():
        this_week = monday(local_day(ctx.now, subscription.timezone))
        found += [_digest(subscription, this_week + shift, ctx) for shift in _WEEKS_AROUND]
    recent = ctx.now - timedelta(days=7)
    return [occurrence for occurrence in found if recent < occurrence.due_at <= ctx.until]


def _digest(subscription: Subscription, week: date, ctx: JobContext) -> Occurrence:
    day = week + timedelta(days=subscription.weekday)
    name = report_week(day)[0]
    return Occurrence(
        key=f"digest:{subscription.id}:{name}",
        job=Job.DIGEST,
        due_at=resolve(day, time(subscription.hour), subscription.timezone),
        late_after=ctx.policy.digest_late,
        team=subscription.team,
        subject=subscription.id,
        period=name,
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Post one team's week; what "Show all" shows is kept, so that it stays the same (RULES 7.6)."""
    subscription = ctx.tx.subscriptions.get(require(occurrence.subject))
    team = ctx.org.teams.get(require(occurrence.team))
    if subscription is None or team is None:
        return skip("nobody follows this team any more")
    digest = digests.compose_for(ctx, team=team)
    if has_nothing(digest):
        return skip("nothing to report: no KPI, and no objective in a running cycle")
    message = loop_digest.message(digest, names=ctx.org.names)
    ctx.notify(NewDelivery(key=occurrence.key, kind="digest", to=subscription.to, payload=message.payload()))
    shown = {
        "message": message.payload(),
        "all": digest_details.show_all(digest, names=ctx.org.names),
        "why": digest_details.explain_digest(digest),
    }
    return Outcome(state=OccurrenceState.DONE, snapshot=shown)
