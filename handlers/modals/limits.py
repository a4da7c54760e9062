"""The form that sets a KPI's limits: previews as one types, the proposal into the fields, and saving (RULES 4.6)."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from domain.kpis.limit_codes import code_of, limits_of
from domain.kpis.limits import LimitProposal
from domain.kpis.model import Kpi, Limits, LimitsError, Season
from domain.values.arithmetic import EXACT
from domain.values.errors import TillerError
from domain.values.ids import KpiKey
from domain.values.numbers import NumberStyle, read_number
from domain.values.units import PERCENT
from handlers import ids
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.metadata import LimitsMetadata
from handlers.notices import alerts as alert_messages
from handlers.notices import limits as limit_notices
from handlers.notices import limits_form
from handlers.slack import errors, listeners
from handlers.slack.acting import reading
from handlers.slack.once import save_once
from handlers.slack.payloads import Payload, action_of, field, metadata_of, read_choice, read_text, value_of
from handlers.usecases.kpis import limits as kpi_limits
from handlers.usecases.kpis.editing import editable
from handlers.usecases.kpis.typed_limits import limits_from
from handlers.views.blocks.block_kit import View
from handlers.views.blocks.locales import style_of
from handlers.views.kpis import limits as limit_views
from handlers.views.kpis import reading_form as kpi_form
from handlers.views.kpis.limits_form import CLEAR, HIGH, HOLD, LOW, Filled, Origin, fill_form


def register(app: App, deps: Deps) -> None:
    """Answer the form."""
    app.view(ids.LIMITS_FORM)(save_once(_save, deps))
    for action_id in (ids.LIMIT, ids.LIMITS_SEASON, ids.LIMITS_FILL):
        app.action(action_id)(listeners.click(partial(follow, deps=deps)))


def _save(ctx: ActorContext, body: Payload) -> View:
    """Put the limits in force, judge the KPI again, and say what holds now."""
    view = body["view"]
    metadata = metadata_of(view, LimitsMetadata)
    kpi = editable(ctx, kpi_key=KpiKey(metadata.kpi))
    locale = ctx.locale
    read = _Fields(view, metadata, kpi, style_of(locale))
    limits = _mark_proposed(read.limits(), kpi_limits.look(ctx, kpi=kpi))
    try:
        done = kpi_limits.set_limits(ctx, kpi_key=kpi.key, limits=limits, was=metadata.was, origin="modal")
    except LimitsError as refused:
        raise listeners.FormError({read.first: str(refused)}) from refused
    for found in done.evaluated:
        alert_messages.announce(ctx, found)
    message = limit_views.render_decided(
        done.kpi, by=ctx.org.names.get(ctx.actor, "somebody"), over=done.over, locale=locale
    )
    limit_notices.settle(ctx.tx, done.kpi, message, now=ctx.now, asked=metadata.asked)
    return kpi_form.render_saved(message)


def _mark_proposed(limits: Limits, looked: kpi_limits.Looked) -> Limits:
    """Return limits as suggested ones where they are exactly what is proposed."""
    proposal = looked.proposal
    as_suggested = replace(limits, suggested=True)
    same = isinstance(proposal, LimitProposal) and code_of(proposal.limits) == code_of(as_suggested)
    return as_suggested if same else limits


class _Fields:
    """Reads the fields of the form."""

    def __init__(self, view: Payload, metadata: LimitsMetadata, kpi: Kpi, style: NumberStyle) -> None:
        self._view, self._style, self._kpi = view, style, kpi
        self._refill = metadata.version
        self.season = Season(metadata.season)
        self.texts = {name: self._text(name) for name in (*LOW, *HIGH)}
        known = [name for name, text in self.texts.items() if text] or [
            name for name in self.texts if self._is_asked(name)
        ]
        self.first = ids.block(known[0], self._refill)

    def _is_asked(self, name: str) -> bool:
        return any(block.get("block_id") == ids.block(name, self._refill) for block in self._view["blocks"])

    def _text(self, name: str) -> str:
        return read_text(field(self._view, ids.block(name, self._refill), ids.LIMIT)).strip()

    def count(self, name: str) -> int:
        """Return how many readings were chosen."""
        chosen = read_choice(field(self._view, ids.block(name, self._refill), ids.LIMIT))
        return int(chosen) if chosen.isascii() and chosen.isdigit() else 1

    def read_filled(self) -> Filled:
        """Return what stands in the form, as it was typed."""
        bounds = {name: text for name, text in self.texts.items() if text}
        return Filled(
            season=self.season, bounds=bounds, hold=self.count(HOLD), clear=self.count(CLEAR), refill=self._refill
        )

    def limits(self) -> Limits:
        """Return the limits that stand in the form.

        Raises:
            FormError: Some field cannot be read, or they are in an order that cannot be; each is named.
        """
        bounds: dict[str, Decimal] = {}
        problems: dict[str, str] = {}
        for name, text in self.texts.items():
            try:
                if text:
                    bounds[name] = self._number(text)
            except TillerError as refused:
                problems[ids.block(name, self._refill)] = str(refused)
        if problems:
            raise listeners.FormError(problems)
        try:
            return limits_from(bounds, season=self.season, hold=self.count(HOLD), clear=self.count(CLEAR))
        except LimitsError as refused:
            raise listeners.FormError({self._place(str(refused)): str(refused)}) from refused

    def _number(self, text: str) -> Decimal:
        if self.season is Season.NONE:
            return read_number(text, self._kpi.unit, self._style)
        return EXACT.divide(read_number(text, PERCENT, self._style), Decimal(100))

    def _place(self, sentence: str) -> str:
        """Return the block of the field that a sentence is about."""
        clearing = [name for name in ("clear_low", "clear_high") if self.texts[name] and "clear-limit" in sentence]
        return ids.block(clearing[0], self._refill) if clearing else self.first


def follow(*, body: Payload, client: WebClient, deps: Deps) -> None:
    """Show what the limits in the fields would have done; put the proposal in, or other fields for another measure."""
    view = body["view"]
    metadata = metadata_of(view, LimitsMetadata)
    with reading(deps, body) as ctx:
        locale = ctx.locale
        kpi = editable(ctx, kpi_key=KpiKey(metadata.kpi))
        looked = kpi_limits.look(ctx, kpi=kpi)
    read = _Fields(view, metadata, kpi, style_of(locale))
    filled, limits, problem = _follow(read, action_of(body), looked, style_of(locale))
    origin = Origin(was=metadata.was, asked=metadata.asked)
    shown = limits_form.render_form(looked, filled, limits, origin=origin, problem=problem, locale=locale)
    errors.update_view(client, view, shown)


def _follow(
    read: _Fields, action: Payload, looked: kpi_limits.Looked, style: NumberStyle
) -> tuple[Filled, Limits | None, str]:
    """Return what stands in the form after an action, what it means, and why it means nothing."""
    refill = read.read_filled().refill + 1
    if action.get("action_id") == ids.LIMITS_FILL:
        offered = limits_of(value_of(action))
        return fill_form(offered, refill=refill, style=style), offered, ""
    if action.get("action_id") == ids.LIMITS_SEASON:
        season = Season(value_of(action))
        proposed = looked.proposal.limits if isinstance(looked.proposal, LimitProposal) else None
        same = [limits for limits in (looked.kpi.limits, proposed) if limits is not None and limits.season is season]
        filled = fill_form(same[0] if same else None, refill=refill, style=style)
        return replace(filled, season=season), same[0] if same else None, ""
    if not any(read.texts.values()):
        return read.read_filled(), None, ""
    try:
        return read.read_filled(), read.limits(), ""
    except listeners.FormError as refused:
        return read.read_filled(), None, str(refused)
