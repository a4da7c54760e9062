"""The buttons of limits: use these, not now, keep them, edit them (RULES 4.6)."""

from collections.abc import Callable
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.company.teams import locale_of
from domain.kpis.limit_codes import limits_of
from domain.kpis.model import Limits
from domain.values.ids import KpiKey
from handlers import button_values, ids, organization
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.notices import alerts as alert_messages
from handlers.notices import limits as limit_notices
from handlers.notices import limits_form
from handlers.slack import errors, listeners
from handlers.slack.acting import reading, writing
from handlers.slack.payloads import Payload, action_of, actor_of, value_of
from handlers.usecases.kpis import limits as kpi_limits
from handlers.views.blocks.block_kit import Message
from handlers.views.kpis import limits as limit_views

Decide = Callable[[ActorContext, Payload], Message]
"""What a button does, and the message that tells it."""


def register(app: App, deps: Deps) -> None:
    """Answer the buttons."""
    for action_id, decide in (
        (ids.LIMITS_USE, _use),
        (ids.LIMITS_NOT_NOW, _not_now),
        (ids.LIMITS_KEEP, _keep),
    ):
        app.action(action_id)(listeners.click(partial(settle, deps=deps, decide=decide)))
    app.action(ids.LIMITS_EDIT)(listeners.click(partial(edit, deps=deps)))


def settle(*, body: Payload, client: WebClient, deps: Deps, decide: Decide) -> None:
    """Do what was decided; the message that offered it turns into that."""
    with writing(deps, body) as ctx:
        message = decide(ctx, body)
    deps.wake()
    # What the calendar asked is edited through the outbox; an answer is replaced where it stands.
    offer = _Offer(value_of(action_of(body)))
    if (body.get("container") or {}).get("is_ephemeral") or (offer.whole and not offer.asked):
        errors.reply(client, body, message, replace=True)


def edit(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Open the form, with what the button offers in its fields."""
    offer = _Offer(value_of(action_of(body)))
    with reading(deps, body) as ctx:
        view = limits_form.open_form(
            ctx, kpi_key=offer.kpi, offered=offer.limits if offer.whole else None, asked=offer.asked
        )
    late = errors.open_view(client, body, view, push=(body.get("view") or {}).get("type") == "modal")
    if late is not None:
        errors.tell(client, body, late)


class _Offer:
    """What a button offers; an older message's button carries the KPI alone."""

    def __init__(self, value: str) -> None:
        parts = button_values.limits_of(value)
        self.kpi = KpiKey(parts[0] if parts else value)
        self.was = parts[1] if parts else None
        self.asked = parts[3] if parts else ""
        self._code = parts[2] if parts else None

    @property
    def whole(self) -> bool:
        """Whether it says which limits are offered."""
        return self._code is not None

    @property
    def limits(self) -> Limits | None:
        """The limits that are offered, or None for taking them away."""
        return limits_of(self._code or "")


def _use(ctx: ActorContext, body: Payload) -> Message:
    """Put in force what the button offers; a second click changes nothing."""
    offer = _Offer(value_of(action_of(body)))
    if offer.whole:
        done = kpi_limits.set_limits(ctx, kpi_key=offer.kpi, limits=offer.limits, was=offer.was)
    else:
        done = kpi_limits.agree(ctx, kpi_key=offer.kpi)
    for found in done.evaluated:
        alert_messages.announce(ctx, found)
    set_by = done.kpi.limits.set_by if done.kpi.limits is not None else ctx.actor
    message = limit_views.render_decided(
        done.kpi, by=ctx.org.names.get(set_by or ctx.actor, "somebody"), over=done.over, locale=_locale(body, ctx.org)
    )
    limit_notices.settle(ctx.tx, done.kpi, message, now=ctx.now, asked=offer.asked)
    return message


def _not_now(ctx: ActorContext, body: Payload) -> Message:
    offer = _Offer(value_of(action_of(body)))
    kpi = kpi_limits.decline(ctx, kpi_key=offer.kpi)
    message = limit_views.render_declined(kpi, locale=_locale(body, ctx.org))
    if kpi.limits is None:
        limit_notices.settle(ctx.tx, kpi, message, now=ctx.now, asked=offer.asked)
    return message


def _keep(ctx: ActorContext, body: Payload) -> Message:
    """Let limits that are old count as set today."""
    offer = _Offer(value_of(action_of(body)))
    kpi, limits = kpi_limits.keep(ctx, kpi_key=offer.kpi)
    message = limit_views.render_kept(
        kpi, limits, by=ctx.org.names.get(ctx.actor, "somebody"), locale=_locale(body, ctx.org)
    )
    limit_notices.settle(ctx.tx, kpi, message, now=ctx.now, asked=offer.asked)
    return message


def _locale(body: Payload, org: organization.Organization) -> str:
    return locale_of(org.people.get(actor_of(body)))
