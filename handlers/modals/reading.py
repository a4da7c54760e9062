"""The form that logs a KPI's reading (RULES 4.5 and 9.3)."""

from datetime import date
from decimal import Decimal

from slack_bolt import App

from domain.calendar.period_parser import PeriodNotReadError
from domain.calendar.periods import period_name
from domain.kpis.model import Kpi
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from domain.values.numbers import read_number
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import PromptMetadata
from handlers.notices import alerts
from handlers.slack import listeners
from handlers.slack.once import save_once
from handlers.slack.payloads import Payload, field, metadata_of, read_choice, read_text
from handlers.usecases.kpis import readings
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import lists, reading_form
from storage.store import Transaction


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.READING_FORM)(save_once(_save, deps))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Store the reading, and say in the form what became of it."""
    view = body["view"]
    metadata_of(view, PromptMetadata)
    locale = ctx.locale
    kpi = _kpi(ctx.tx, view)
    chosen = field(view, ids.PERIOD, ids.PERIOD).get("selected_date")
    try:
        logged = readings.log_reading(
            ctx,
            kpi=kpi,
            value=_value(view, kpi, locale=locale),
            day=date.fromisoformat(str(chosen)) if chosen else None,
            note=read_text(field(view, ids.NOTE, ids.NOTE)).strip(),
        )
    except PeriodNotReadError as refused:
        raise listeners.FormError({ids.PERIOD: str(refused)}) from refused
    for found in logged.evaluated:
        alerts.announce(ctx, found)
    name = period_name(logged.period, kpi.frequency)
    message = lists.set_receipt(
        logged.status, value=logged.value, period=name, old=logged.old, fed=logged.fed, locale=locale
    )
    return reading_form.render_saved(message)


def _kpi(tx: Transaction, view: Payload) -> Kpi:
    kpi = tx.kpis.get(KpiKey(read_choice(field(view, ids.KPI_CHOICE, ids.KPI_CHOICE))))
    if kpi is None:
        raise listeners.FormError({ids.KPI_CHOICE: "This KPI is not there any more. Choose another one."})
    return kpi


def _value(view: Payload, kpi: Kpi, *, locale: str) -> Decimal:
    try:
        return read_number(read_text(field(view, ids.VALUE, ids.VALUE)), kpi.unit, style_of(locale))
    except TillerError as refused:
        raise listeners.FormError({ids.VALUE: str(refused)}) from refused
