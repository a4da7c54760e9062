"""The form that adds or changes a KPI: how its target is read, and saving what was shown (RULES 4.1 to 4.4)."""

from datetime import date
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.calendar.periods import Frequency
from domain.company.teams import team_day
from domain.kpis.model import Direction, Indicator, Kpi
from domain.values.ids import KpiKey, PersonId, TeamKey
from domain.values.units import Unit
from handlers import ids
from handlers.context import ActorContext, Context
from handlers.deps import Deps
from handlers.metadata import KpiMetadata
from handlers.notices import kpi_form as kpi_editor
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.once import save_once
from handlers.slack.payloads import Payload, field, metadata_of, read_choice, read_text
from handlers.usecases.kpis import editing as kpi_editing
from handlers.usecases.kpis.drafts import MOST_GRACE, KpiDraft, KpiRefusedError
from handlers.views.blocks.block_kit import Message, View
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import reading_form as kpi_form
from handlers.views.kpis import receipts
from handlers.views.kpis.form import Written, read_written

_BLOCKS = {
    "name": ids.KPI_NAME,
    "key": ids.KPI_KEY,
    "team": ids.KPI_TEAM,
    "owner": ids.KPI_OWNER,
    "unit": ids.KPI_UNIT,
    "direction": ids.KPI_DIRECTION,
    "target": ids.KPI_TARGET,
    "frequency": ids.KPI_FREQUENCY,
    "grace": ids.KPI_GRACE,
}


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.KPI_FORM)(save_once(_save, deps))
    for action_id in (ids.KPI_TARGET, ids.KPI_UNIT, ids.KPI_DIRECTION):
        app.action(action_id)(listeners.click(partial(follow, deps=deps)))


def follow(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Show how the target is read as it stands, in the unit and direction that are chosen."""
    view = body["view"]
    metadata = metadata_of(view, KpiMetadata)
    with reading(deps, body) as ctx:
        shown = kpi_editor.render_form(ctx, _read_written(view), kpi_key=KpiKey(metadata.kpi) if metadata.kpi else None)
    errors.update_view(client, view, shown)


def _save(ctx: ActorContext, body: Payload) -> View:
    """Save the KPI once its target was shown as it was read, and say what is there now."""
    view = body["view"]
    metadata = metadata_of(view, KpiMetadata)
    written, locale = _read_written(view), ctx.locale
    key = KpiKey(metadata.kpi) if metadata.kpi else None
    before = kpi_editing.editable(ctx, kpi_key=key) if key else None
    today = team_day(ctx.org.teams.get(TeamKey(written.team)), ctx.now)
    _, read = kpi_editor.target_line(written, style=style_of(locale), today=today, locale=locale)
    if read and read != metadata.shown and not _is_untouched(before, written, today=today, locale=locale):
        problem = "This is how I read the target. Press Save again if it is what you mean."
        return kpi_editor.render_form(ctx, written, kpi_key=key, problem=problem)
    draft, style = _draft(written), style_of(locale)
    try:
        if key is None:
            kpi = kpi_editing.create(ctx, draft=draft, style=style)
        else:
            kpi = kpi_editing.change(ctx, kpi_key=key, draft=draft, style=style).kpi
    except KpiRefusedError as refused:
        raise listeners.FormError({_BLOCKS[name]: said for name, said in refused.fields.items()}) from refused
    return kpi_form.render_saved(_receipt(ctx, before, kpi, today=today, locale=locale))


def _receipt(ctx: Context, before: Kpi | None, kpi: Kpi, *, today: date, locale: str) -> Message:
    """Say what the KPI is now; the coach speaks where a team's dashboard has grown by one."""
    grown = before is None or before.team != kpi.team
    return receipts.render_saved(
        before,
        kpi,
        names=ctx.org.names,
        today=today,
        has_readings=ctx.tx.readings.newest_period(kpi.key) is not None,
        coach=kpi_editing.coach_lines(ctx, kpi) if grown else (),
        locale=locale,
    )


def _is_untouched(before: Kpi | None, written: Written, *, today: date, locale: str) -> bool:
    """Tell whether a target stands as it was stored, in the same unit and direction."""
    if before is None:
        return not written.target.strip()
    stored = read_written(before, on=today, style=style_of(locale))
    return (stored.target, stored.unit, stored.direction) == (written.target.strip(), written.unit, written.direction)


def _read_written(view: Payload) -> Written:
    def text(name: str) -> str:
        return read_text(field(view, name, name))

    def choice(name: str) -> str:
        return read_choice(field(view, name, name))

    return Written(
        name=text(ids.KPI_NAME),
        key=text(ids.KPI_KEY),
        team=choice(ids.KPI_TEAM),
        owner=str(field(view, ids.KPI_OWNER, ids.KPI_OWNER).get("selected_user") or ""),
        unit=choice(ids.KPI_UNIT) or "number",
        direction=choice(ids.KPI_DIRECTION) or Direction.UP.value,
        target=text(ids.KPI_TARGET),
        frequency=choice(ids.KPI_FREQUENCY) or Frequency.WEEK.value,
        indicator=choice(ids.KPI_INDICATOR) or Indicator.LAGGING.value,
        grace=text(ids.KPI_GRACE),
    )


def _draft(written: Written) -> KpiDraft:
    """Return what was written, read.

    Raises:
        FormError: The days until a reading is late are no number.
    """
    grace = written.grace.strip()
    if grace and not (grace.isascii() and grace.isdigit()):
        raise listeners.FormError({ids.KPI_GRACE: f"Write whole days from 0 to {MOST_GRACE}, or leave it empty."})
    return KpiDraft(
        name=written.name,
        key=written.key,
        team=TeamKey(written.team),
        owner=PersonId(written.owner),
        unit=Unit.parse(written.unit),
        direction=Direction(written.direction),
        target=written.target,
        frequency=Frequency(written.frequency),
        indicator=Indicator(written.indicator),
        grace_days=int(grace) if grace else None,
    )
