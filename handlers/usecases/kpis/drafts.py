"""What a person wrote about a KPI, and what is wrong with it, field by field (RULES 4.1 to 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.calendar.effective_dates import StartNotReadError
from domain.calendar.periods import Frequency
from domain.company.teams import Role
from domain.kpis.model import Direction, Indicator, Kpi, LimitsError
from domain.kpis.target_changes import apply_change, read_change, target_text
from domain.kpis.targets import TargetNotReadError
from domain.values.errors import TillerError
from domain.values.ids import PersonId, TeamKey
from domain.values.numbers import NumberStyle
from domain.values.units import NUMBER, Unit
from handlers.organization import Organization

NAME_LENGTH = 200
MOST_GRACE = 365
_NOT_READ = (TargetNotReadError, StartNotReadError, LimitsError)


class KpiRefusedError(TillerError):
    """A KPI that cannot be as it was written; nothing was stored.

    Attributes:
        fields: The sentence for each field of the draft that is wrong, by its name.
    """

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__(next(iter(wrong.values()), ""))
        self.fields = wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiDraft:
    """What a person wrote about a KPI.

    Attributes:
        key: Only for a new one; empty for one that is made from the name.
        target: As it was typed, `< 2%` or `< 2% from Q1 2027`; empty or `TBD` for none.
        grace_days: How many days after a period's end its reading may take; None for what its frequency allows.
    """

    name: str
    team: TeamKey
    owner: PersonId
    unit: Unit = NUMBER
    direction: Direction = Direction.UP
    frequency: Frequency = Frequency.WEEK
    indicator: Indicator = Indicator.LAGGING
    target: str = ""
    grace_days: int | None = None
    key: str = ""


def flat(text: str) -> str:
    """Return a name on one line."""
    return " ".join(text.split())


def wrong_in(draft: KpiDraft, known: Sequence[Kpi], before: Kpi | None, org: Organization) -> dict[str, str]:
    """Return what is wrong with the fields that need no reading, by field; `before` is None for a new KPI."""
    wrong: dict[str, str] = {}
    name = flat(draft.name)
    if not any(letter.isalnum() for letter in name):
        wrong["name"] = "A KPI needs a name, for example Churn."
    elif len(name) > NAME_LENGTH:
        wrong["name"] = f"This name has {len(name)} characters, {NAME_LENGTH} is the most."
    same = next((kpi for kpi in known if kpi.name.casefold() == name.casefold()), None)
    if same is not None and (before is None or same.key != before.key):
        wrong["name"] = f"There is a KPI called {same.name} already ({same.key}). Give this one another name."
    owner = org.people.get(draft.owner)
    if owner is None:
        wrong["owner"] = "I don’t know this person yet. A coordinator can add them to a team."
    elif not owner.active or owner.role is Role.VIEWER:
        wrong["owner"] = f"{owner.name} cannot log readings. Choose somebody who can."
    if draft.grace_days is not None and not 0 <= draft.grace_days <= MOST_GRACE:
        wrong["grace"] = f"Write whole days from 0 to {MOST_GRACE}, or leave it empty."
    return wrong


def misfit(kpi: Kpi, direction: Direction, *, today: date) -> str:
    """Say which limits or later targets of a KPI make no sense in another direction; empty where all do."""
    if direction is kpi.direction or direction in (Direction.BAND, Direction.NEUTRAL):
        return ""
    limits, up = kpi.limits, direction is Direction.UP
    bounds = [] if limits is None else [limits.warning_high, limits.critical_high]
    if not up and limits is not None:
        bounds = [limits.warning_low, limits.critical_low]
    if any(bound is not None for bound in bounds):
        return f"Its limits are for the other direction. Change or remove them first: /kpi limits {kpi.key}."
    later = [target for target in kpi.targets if target.valid_from is not None and target.valid_from > today]
    other = next((target for target in later if (target.low if up else target.high) is None), None)
    if other is not None:
        return (
            f"Its target from {other.valid_from} is for the other direction. Take it away first: /kpi target {kpi.key}."
        )
    return ""


def fill(kpi: Kpi, draft: KpiDraft, wrong: dict[str, str], *, style: NumberStyle, today: date) -> Kpi:
    """Return a KPI with all that a draft says.

    Raises:
        KpiRefusedError: Something is wrong; what was found before counts too.
    """
    found = replace(
        kpi,
        name=flat(draft.name),
        team=draft.team,
        owner=draft.owner,
        unit=draft.unit,
        direction=draft.direction,
        frequency=draft.frequency,
        indicator=draft.indicator,
        grace_days=draft.grace_days,
    )
    try:
        found = _add_target(found, kpi, draft, style=style, today=today)
    except _NOT_READ as refused:
        wrong.setdefault("target", str(refused))
    if wrong:
        raise KpiRefusedError(wrong)
    return found


def _add_target(fresh: Kpi, before: Kpi, draft: KpiDraft, *, style: NumberStyle, today: date) -> Kpi:
    """Return a KPI with the target that a draft says; one that nobody touched is not read again."""
    counts = before.target_on(today)
    same_meaning = (fresh.unit, fresh.direction) == (before.unit, before.direction)
    if counts is not None and same_meaning and draft.target.strip() == target_text(counts, style):
        return fresh
    read = read_change(draft.target, draft.unit, draft.direction, style, today=today)
    if read.target is None and read.valid_from is None and counts is None:
        return fresh
    return apply_change(fresh, read, today=today)
