"""What a KPI is once it was added or changed, with what still is missing, said softly (RULES 4)."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.kpis.model import Kpi
from domain.values.ids import PersonId
from handlers import ids
from handlers.views.blocks import block_kit, numbers
from handlers.views.kpis.form import DIRECTIONS
from handlers.views.kpis.targets import read_as

_NAME = 60


def render_saved(
    before: Kpi | None,
    kpi: Kpi,
    *,
    names: Mapping[PersonId, str],
    today: date,
    has_readings: bool = False,
    coach: Sequence[str] = (),
    locale: str = "en",
) -> block_kit.Message:
    """Say what a KPI is now.

    Args:
        before: The KPI before the change, or None for a new one.
        kpi: The KPI now.
        names: What people are called.
        today: The day of its team.
        has_readings: Whether there are readings already.
        coach: What the coach says of its team's dashboard.
        locale: For numbers and days.
    """
    name, key = block_kit.typed_text(kpi.name, _NAME), block_kit.typed_text(kpi.key, 60)
    first = f"{name} is on the dashboard." if before is None else f"{name} is changed."
    if before == kpi:
        first = f"Nothing to change: {name} was so already."
    known = [f"owner {block_kit.name_of(kpi.owner, names)}", kpi.frequency.value, DIRECTIONS[kpi.direction].lower()]
    lines = [numbers.join_dotted(known), f"Target: {read_as(kpi, today=today, locale=locale)}."]
    notes = block_kit.context(*_notes(before, kpi, key, has_readings=has_readings))
    said = [block_kit.context(*(block_kit.typed_text(name, 500) for name in coach))] if coach else []
    return block_kit.message(
        first, [block_kit.section(first), block_kit.section(*lines), notes, *said], compared_with=1
    )


def _notes(before: Kpi | None, kpi: Kpi, key: str, *, has_readings: bool) -> list[str]:
    """Say what follows, and what a person may not have thought of."""
    notes = [f"`{ids.KPI} {key}` shows it, `{ids.KPI} set {key} …` logs a reading."]
    if has_readings and before is not None and before.unit != kpi.unit:
        notes.append(f"Its readings keep their numbers: what was counted in {before.unit} is now {kpi.unit}.")
    if not kpi.targets and kpi.limits is None:
        notes.append("Without a target and limits it is never green.")
    elif kpi.limits is None:
        notes.append(f"It has no limits, so it does not alert on its values: `{ids.KPI} limits {key}` proposes some.")
    return notes
