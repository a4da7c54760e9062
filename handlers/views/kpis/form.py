"""The form that adds or changes a KPI; how its target is read stands below it while it is typed (RULES 4.1 to 4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from domain.calendar.periods import Frequency
from domain.company.teams import Team
from domain.kpis.model import GRACE_DAYS, Direction, Indicator, Kpi
from domain.kpis.target_changes import target_text
from domain.values.ids import KpiKey
from domain.values.numbers import ENGLISH, NumberStyle
from handlers import ids
from handlers.metadata import KpiMetadata
from handlers.views.blocks import block_kit, form

DIRECTIONS: Mapping[Direction, str] = MappingProxyType(
    {
        Direction.UP: "Higher is better",
        Direction.DOWN: "Lower is better",
        Direction.BAND: "Between two ends is best",
        Direction.NEUTRAL: "No direction is better",
    }
)
_FREQUENCIES: Mapping[Frequency, str] = MappingProxyType(
    {
        Frequency.DAY: "Every day",
        Frequency.WEEK: "Every week",
        Frequency.MONTH: "Every month",
        Frequency.QUARTER: "Every quarter",
    }
)
_INDICATORS: Mapping[Indicator, str] = MappingProxyType(
    {Indicator.LEADING: "Leading: tells what will happen", Indicator.LAGGING: "Lagging: tells what has happened"}
)
_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "number": "Number",
        "percent": "Percent",
        "ratio": "Ratio (10:1)",
        "ms": "Milliseconds",
        "s": "Seconds",
        "min": "Minutes",
        "h": "Hours",
        "d": "Days",
    }
)
_CURRENCIES = (
    "USD", "EUR", "GBP", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "HUF", "ILS", "INR", "JPY", "KRW",
    "MXN", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "ZAR",
)  # fmt: skip
Choice = TypeVar("Choice", bound=StrEnum)
_NAME_LENGTH = 200
_KEY_LENGTH = 60
_TARGET_LENGTH = 500
_GRACE_LENGTH = 10
_KEY_HINT = "What you type after /kpi, such as churn_rate. Empty: made from the name."
_TARGET_HINT = "As you would write it: < 2%, at or above 95%, between 0.4 and 0.6, < 2% from Q1 2027, or TBD."


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What stands in the form, as it was typed or chosen; nothing is checked yet.

    Attributes:
        unit: A unit as `Unit.parse` reads it: `percent`, `USD`, `h`.
        grace: Days, as typed; empty for what the frequency allows.
    """

    name: str = ""
    key: str = ""
    team: str = ""
    owner: str = ""
    unit: str = "number"
    direction: str = Direction.UP.value
    target: str = ""
    frequency: str = Frequency.WEEK.value
    indicator: str = Indicator.LAGGING.value
    grace: str = ""


def read_written(kpi: Kpi, *, on: date, style: NumberStyle = ENGLISH) -> Written:
    """Return what stands in the form when a KPI is changed; the target is the one that counts on a day."""
    counts = kpi.target_on(on)
    return Written(
        name=kpi.name,
        team=kpi.team,
        owner=kpi.owner,
        unit=str(kpi.unit),
        direction=kpi.direction.value,
        target=target_text(counts, style) if counts is not None else "",
        frequency=kpi.frequency.value,
        indicator=kpi.indicator.value,
        grace="" if kpi.grace_days is None else str(kpi.grace_days),
    )


def modal(
    kpi: KpiKey | None,
    written: Written,
    *,
    teams: Sequence[Team],
    preview: str,
    shown: str = "",
    problem: str = "",
) -> block_kit.View:
    """Render the form.

    Args:
        kpi: The KPI that is changed, or None for a new one.
        written: What stands in the fields.
        teams: Those to choose from.
        preview: How the target is read, or why it cannot be.
        shown: The reading that the person has seen by now: what is saved is only what was shown.
        problem: A sentence above all.
    """
    new = kpi is None
    blocks = [
        *([block_kit.section(f"*{block_kit.typed_text(problem, 500)}*")] if problem else []),
        _line("Name", ids.KPI_NAME, written.name, _NAME_LENGTH),
        *([_line("Key", ids.KPI_KEY, written.key, _KEY_LENGTH, optional=True, hint=_KEY_HINT)] if new else []),
        form.field("Team", ids.KPI_TEAM, _teams(teams, written.team)),
        form.field("Owner", ids.KPI_OWNER, _owner(written.owner)),
        form.field("Unit", ids.KPI_UNIT, _units(written.unit), dispatch=True),
        _choice("What is good?", ids.KPI_DIRECTION, DIRECTIONS, written.direction, dispatch=True),
        _target(written.target),
        block_kit.context(block_kit.typed_text(preview, 900), block_id=ids.PREVIEW),
        _choice("How often is it read?", ids.KPI_FREQUENCY, _FREQUENCIES, written.frequency),
        _choice("Leading or lagging?", ids.KPI_INDICATOR, _INDICATORS, written.indicator),
        _line("Days until late", ids.KPI_GRACE, written.grace, _GRACE_LENGTH, optional=True, hint=_grace()),
    ]
    metadata = KpiMetadata(kpi=kpi or "", shown=shown)
    title = "New KPI" if new else "Edit KPI"
    return form.modal(
        title, blocks, callback_id=ids.KPI_FORM, submit="Save", close="Cancel", metadata=metadata.encode()
    )


def _line(
    label: str, block_id: str, text: str, limit: int, *, optional: bool = False, hint: str = ""
) -> block_kit.Block:
    element: block_kit.Block = {"type": "plain_text_input", "action_id": block_id, "max_length": limit}
    return form.field(label, block_id, form.filled_input(element, text, limit), optional=optional, hint=hint)


def _target(text: str) -> block_kit.Block:
    element: block_kit.Block = {
        "type": "plain_text_input",
        "action_id": ids.KPI_TARGET,
        "max_length": _TARGET_LENGTH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
    }
    filled = form.filled_input(element, text, _TARGET_LENGTH)
    return form.field("Target", ids.KPI_TARGET, filled, optional=True, dispatch=True, hint=_TARGET_HINT)


def _teams(teams: Sequence[Team], chosen: str) -> block_kit.Block:
    named = sorted(teams, key=lambda team: (team.key != chosen, block_kit.clean(team.name).lower()))
    return block_kit.menu("Which team?", ids.KPI_TEAM, [(team.name, str(team.key)) for team in named], chosen=chosen)


def _owner(chosen: str) -> block_kit.Block:
    element: block_kit.Block = {
        "type": "users_select",
        "action_id": ids.KPI_OWNER,
        "placeholder": block_kit.plain("Who?", 150),
    }
    return {**element, "initial_user": chosen} if chosen else element


def _units(chosen: str) -> block_kit.Block:
    entries = [(label, value) for value, label in _UNITS.items()] + [(code, code) for code in _CURRENCIES]
    if chosen not in {value for _, value in entries}:
        entries.append((chosen, chosen))
    return block_kit.menu("What does it count?", ids.KPI_UNIT, entries, chosen=chosen)


def _choice(
    label: str, name: str, words: Mapping[Choice, str], chosen: str, *, dispatch: bool = False
) -> block_kit.Block:
    menu = block_kit.menu("Choose", name, [(said, value.value) for value, said in words.items()], chosen=chosen)
    return form.field(label, name, menu, dispatch=dispatch)


def _grace() -> str:
    days = ", ".join(f"{days} ({frequency.value})" for frequency, days in GRACE_DAYS.items())
    return f"After the end of its period. Empty: {days}."
