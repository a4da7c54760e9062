"""What is said on the way back to the dashboard: one question to the KPI's owner, and what became of it (RULES 5.7)."""

from datetime import date, datetime, timedelta

from domain.company.teams import locale_of
from domain.ledger.deliveries import Method, NewDelivery
from domain.values.ids import KeyResultId, PersonId
from handlers import button_values
from handlers.context import Context
from handlers.notices import alerts
from handlers.usecases.loop.return_to_dashboard import Proposal
from handlers.views.blocks.block_kit import Message
from handlers.views.loop import return_to_dashboard
from storage.store import Transaction

_BUDGET = timedelta(days=7)


def proposal_key(key_result: KeyResultId, until: date) -> str:
    """Return the key of the message that proposes, because of the readings up to a period, to give a KPI back."""
    return f"back:{key_result}:{until}"


def ask(ctx: Context, found: Proposal) -> None:
    """Ask the KPI's owner whether it goes back to the dashboard."""
    owner = found.kpi.owner
    message = return_to_dashboard.proposal(
        found.key_result,
        found.status,
        limits=found.limits,
        tried=found.tried,
        ok_periods=found.decision.ok_periods,
        value=button_values.return_value(found.key_result.id, found.until.isoformat()),
        locale=locale_of(ctx.org.people.get(owner)),
    )
    key = proposal_key(found.key_result.id, found.until)
    ctx.notify(NewDelivery(key=key, kind="loop", to=owner, payload=message.payload(), budget=_BUDGET))


def announce_return(ctx: Context, found: Proposal, *, until: date, by: PersonId) -> None:
    """Say that a KPI is back on the dashboard: where it was asked, in the team's channel, in the old alert's thread."""
    for evaluated in found.evaluated:
        alerts.announce(ctx, evaluated)
    message = return_to_dashboard.render_returned(
        found.key_result, found.kpi, ok_periods=found.decision.ok_periods, by=by, names=ctx.org.names
    )
    _settle(ctx.tx, found, message, until=until, now=ctx.now)
    channel = ctx.org.channel(found.kpi.team)
    if channel is not None:
        key = f"back:{found.key_result.id}:done"
        ctx.notify(NewDelivery(key=key, kind="loop", to=channel, payload=message.payload()))
    alert = ctx.tx.alerts.get(found.key_result.origin_alert) if found.key_result.origin_alert is not None else None
    if alert is not None:
        alerts.show_last_action(ctx, alert)


def announce_kept(ctx: Context, found: Proposal, *, until: date, by: PersonId) -> None:
    """Say, where it was asked, that the key result stays one."""
    message = return_to_dashboard.render_kept(found.key_result, found.kpi, by=by, names=ctx.org.names)
    _settle(ctx.tx, found, message, until=until, now=ctx.now)


def _settle(tx: Transaction, found: Proposal, message: Message, *, until: date, now: datetime) -> None:
    """Turn the question into its answer, once; nothing where nobody was asked."""
    key = proposal_key(found.key_result.id, until)
    asked = tx.outbox.get(key)
    if asked is None or tx.outbox.get(f"{key}:decided") is not None:
        return
    tx.outbox.add(
        NewDelivery(
            key=f"{key}:decided",
            kind="loop",
            to=asked.to,
            method=Method.UPDATE,
            payload=message.payload(),
            follows=key,
        ),
        now=now,
    )
