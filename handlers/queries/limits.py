"""Answers to `/kpi limits`: those in force, the proposal beside them, those typed in one line, and none (RULES 4.6)."""

from domain.kpis.limits import NoProposal
from domain.kpis.model import Kpi
from domain.kpis.target_changes import refuse_disorder
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError
from handlers.usecases.kpis import editing as kpi_editing
from handlers.usecases.kpis import limits as limits_usecase
from handlers.usecases.kpis import readings
from handlers.usecases.kpis.typed_limits import read_limits
from handlers.views.blocks.block_kit import Message
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import limits

_NONE = ("none", "off", "remove", "delete", "no")


def answer(query: Query) -> Message:
    """Answer what stands after `/kpi limits`; nothing is stored before a button says so.

    Raises:
        NotUnderstoodError: It names no KPI.
        TillerError: The limits cannot be read, or are not the asker's to change.
    """
    kpi, rest = _kpi_and_rest(query)
    if not rest:
        return _show(query, kpi)
    if query.public:
        raise NotUnderstoodError(
            "Limits are set with the command, so that only you see what you try.", near=[query.text]
        )
    kpi_editing.editable(query, kpi_key=kpi.key)
    if rest.strip(" .!").lower() in _NONE:
        if kpi.limits is None:
            return limits.render_declined(kpi)
        return limits.take_away(kpi, kpi.limits, locale=query.locale)
    typed = read_limits(rest, kpi, style_of(query.locale))
    looked = limits_usecase.look(query, kpi=kpi)
    refuse_disorder(looked.with_limits(typed), today=looked.today)
    return limits.render_offer(kpi, typed, looked.tried(typed), status=looked.status, locale=query.locale)


def _kpi_and_rest(query: Query) -> tuple[Kpi, str]:
    known = query.tx.kpis.all()
    whole = readings.find_kpi(query.rest.strip(" ?!."), known) if query.rest else None
    if whole is not None:
        return whole, ""
    return readings.kpi_leading(query.rest, known, command="limits")


def _show(query: Query, kpi: Kpi) -> Message:
    looked = limits_usecase.look(query, kpi=kpi)
    buttons = not query.public and kpi_editing.may_edit(kpi, actor=query.actor, org=query.org)
    if kpi.limits is not None:
        return limits.render_in_force(
            kpi,
            kpi.limits,
            by=query.org.names.get(kpi.limits.set_by, "") if kpi.limits.set_by is not None else "",
            today=looked.today,
            tried=looked.tried(kpi.limits),
            status=looked.status,
            proposed=limits_usecase.propose_anew(looked),
            buttons=buttons,
            locale=query.locale,
        )
    proposal = looked.proposal
    if isinstance(proposal, NoProposal):
        return limits.no_proposal(kpi, proposal.reason, buttons=buttons)
    tried = looked.tried(proposal.limits)
    return limits.proposal(kpi, proposal, tried, status=looked.status, buttons=buttons, locale=query.locale)
