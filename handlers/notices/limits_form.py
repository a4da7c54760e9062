"""The limits form as it is opened from a button or a command, and as it follows what is typed in it (RULES 4.6)."""

from domain.company.teams import locale_of
from domain.kpis.limit_codes import code_of
from domain.kpis.limits import LimitProposal
from domain.kpis.model import Limits
from domain.kpis.target_changes import refuse_disorder
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from handlers.context import ActorContext
from handlers.usecases.kpis import limits as kpi_limits
from handlers.usecases.kpis.editing import editable
from handlers.usecases.kpis.limits import Looked
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import limits_form
from handlers.views.kpis.limits_form import Filled, Origin


def open_form(ctx: ActorContext, *, kpi_key: KpiKey, offered: Limits | None = None, asked: str = "") -> View:
    """Return the form with the limits in force, or those that were offered, in its fields.

    Raises:
        KpiGoneError: The KPI is gone.
        AccessError: The person may not set its limits.
    """
    kpi = editable(ctx, kpi_key=kpi_key)
    looked = kpi_limits.look(ctx, kpi=kpi)
    locale = locale_of(ctx.org.people.get(ctx.actor))
    filled = limits_form.fill_form(offered or kpi.limits, style=style_of(locale))
    return render_form(
        looked, filled, offered or kpi.limits, origin=Origin(was=code_of(kpi.limits), asked=asked), locale=locale
    )


def render_form(
    looked: Looked, filled: Filled, limits: Limits | None, *, origin: Origin, problem: str = "", locale: str
) -> View:
    """Return the form with what stands in its fields.

    Args:
        looked: The KPI and what its history says.
        filled: What stands in the fields.
        limits: What the fields mean, or None while they mean nothing.
        origin: From where the form was opened.
        problem: Why the fields mean nothing; empty while they are empty.
        locale: The person's.
    """
    proposal = looked.proposal
    tried = looked.tried(proposal.limits) if isinstance(proposal, LimitProposal) else None
    preview = problem or _preview(looked, limits, locale=locale)
    return limits_form.modal(looked.status, proposal, tried, filled, origin=origin, preview=preview, locale=locale)


def _preview(looked: Looked, limits: Limits | None, *, locale: str) -> str:
    if limits is None:
        return ""
    usual = looked.usual(limits)
    said = limits_form.preview_line(looked.kpi, limits, looked.tried(limits), usual=usual, locale=locale)
    try:
        refuse_disorder(looked.with_limits(limits), today=looked.today)
    except TillerError as refused:
        return f"{said} {refused}"
    return said
