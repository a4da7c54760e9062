"""Answers to `/kpi target`: what it is, and how a new one is read before it is saved (RULES 4.3 and 4.4)."""

from domain.company.teams import team_day
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import NotUnderstoodError
from handlers.usecases.kpis import editing as kpi_editing
from handlers.usecases.kpis import readings
from handlers.views.blocks.block_kit import Message
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import targets


def answer(query: Query) -> Message:
    """Answer what stands after `/kpi target`; nothing is stored before a button says so.

    Raises:
        NotUnderstoodError: It names no KPI.
        TillerError: The target cannot be read, or is not the asker's to change.
    """
    known = query.tx.kpis.all()
    kpi = readings.find_kpi(query.rest.strip(" ?!."), known) if query.rest else None
    text = ""
    if kpi is None:
        kpi, text = readings.kpi_leading(query.rest, known, command="target")
    today = team_day(query.org.teams.get(kpi.team), query.now)
    if not text:
        mine = not query.public and kpi_editing.may_edit(kpi, actor=query.actor, org=query.org)
        return targets.render_targets(kpi, today=today, may_edit=mine, locale=query.locale)
    if query.public:
        raise NotUnderstoodError(
            "A target is set with the command, so that only you see what you try.", near=[query.text]
        )
    read = kpi_editing.preview_target(query, kpi_key=kpi.key, text=text, style=style_of(query.locale))
    return targets.render_offer(
        read.before, read.after, text=read.words, day=read.day, today=today, locale=query.locale
    )
