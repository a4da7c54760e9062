"""The parts of a domain value that lie in one column as JSON: steps, targets, limits, units, lists of ids."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from domain.kpis.model import Limits, Season, Target
from domain.okrs.model import Checkpoint, Milestone
from domain.values.ids import PersonId
from domain.values.units import Unit, UnitKind
from storage.types import canonical


class UnitText(TypeDecorator[Unit]):
    """A unit as `percent`, `currency:USD`, `duration:min`."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Unit | None, dialect: Dialect) -> str | None:
        """Write kind and code."""
        del dialect
        if value is None:
            return None
        return f"{value.kind.value}:{value.code}" if value.code else value.kind.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Unit | None:
        """Read kind and code."""
        del dialect
        if value is None:
            return None
        kind, _, code = value.partition(":")
        return Unit(kind=UnitKind(kind), code=code)


def plain(value: Any) -> Any:
    """Turn a value of the domain into what JSON holds: numbers as exact text, days and instants in ISO form.

    Raises:
        TypeError: The value is of a kind that nobody has said how to write.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    written = _write(value)
    if written is not None:
        return written
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no form in JSON.")


def _write(value: Any) -> str | None:
    match value:
        case str():
            return str(value)
        case Decimal():
            return canonical(value)
        case date():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return None


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def tuple_of(items: Iterable[Any]) -> tuple[Any, ...]:
    """Read a list of ids or indices back as a tuple."""
    return tuple(items)


def milestones(items: list[dict[str, Any]]) -> tuple[Milestone, ...]:
    """Read the steps of a milestone key result back, in their order."""
    return tuple(Milestone(title=item["title"], weight=Decimal(item["weight"])) for item in items)


def checkpoints(items: list[dict[str, Any]]) -> tuple[Checkpoint, ...]:
    """Read the checkpoints of a key result back, in their order."""
    return tuple(Checkpoint(day=date.fromisoformat(item["day"]), value=Decimal(item["value"])) for item in items)


def targets(items: list[dict[str, Any]]) -> tuple[Target, ...]:
    """Read the dated targets of a KPI back, in their order."""
    return tuple(
        Target(
            low=_number(item["low"]),
            high=_number(item["high"]),
            low_inclusive=item["low_inclusive"],
            high_inclusive=item["high_inclusive"],
            valid_from=_day(item["valid_from"]),
            text=item["text"],
        )
        for item in items
    )


def limits(item: dict[str, Any]) -> Limits:
    """Read the limits of a KPI back; those stored before there were clear-limits have none."""
    return Limits(
        warning_low=_number(item["warning_low"]),
        critical_low=_number(item["critical_low"]),
        warning_high=_number(item["warning_high"]),
        critical_high=_number(item["critical_high"]),
        clear_low=_number(item.get("clear_low")),
        clear_high=_number(item.get("clear_high")),
        season=Season(item["season"]),
        hold=item["hold"],
        clear=item["clear"],
        suggested=item["suggested"],
        set_by=None if item["set_by"] is None else PersonId(item["set_by"]),
        set_on=_day(item["set_on"]),
    )
