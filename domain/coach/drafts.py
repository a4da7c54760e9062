"""A key result as it is being typed or as it stands: all that the coach looks at (RULES 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from domain.kpis.status_model import KpiStatus
from domain.okrs.model import KeyResult, Metric
from domain.values.ids import key_result_name
from domain.values.units import NUMBER, PERCENT, Unit

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A key result, as far as it is known.

    Attributes:
        metric: None while only a title was typed; the numbers likewise.
        subject: Its stable name, or empty for one that is not saved.
        last: The newest value from before it began, or None. Of one that runs, what it has reached since does not
            count: that is its success.
        kpi: How the KPI stands that feeds it, or None.
        kpi_points: The KPI's days and values, oldest first; only those before `start` count.
        confidence: What was expected when it was drafted, 0 to 10, or None.
        committed: Whether it is a commitment, of which one is sure by right.
        guards: The names of the objectives that its KPI guards, `O-3`.
        start: The first day that counts, or None while no cycle is chosen: then every point counts.
        end: The last day, or None.
    """

    title: str
    metric: Metric | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Unit = NUMBER
    subject: str = ""
    last: Decimal | None = None
    kpi: KpiStatus | None = None
    kpi_points: Sequence[tuple[date, Decimal]] = ()
    confidence: int | None = None
    committed: bool = False
    guards: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None

    @classmethod
    def of(
        cls,
        key_result: KeyResult,
        *,
        kpi: KpiStatus | None = None,
        kpi_points: Sequence[tuple[date, Decimal]] = (),
        confidence: int | None = None,
        committed: bool = False,
        guards: tuple[str, ...] = (),
        start: date | None = None,
        end: date | None = None,
    ) -> Self:
        """Return a key result that stands as a draft; its own last day goes before the cycle's.

        One that was made from an alert began with the breach: its baseline is the newest value from before it, and
        how its KPI did until then says nothing of what is usual.
        """
        from_alert = key_result.origin_alert is not None
        return cls(
            title=key_result.title,
            metric=key_result.metric,
            baseline=key_result.baseline,
            target=key_result.target,
            low=key_result.low,
            high=key_result.high,
            unit=key_result.unit,
            subject=key_result_name(key_result.id),
            last=key_result.baseline if from_alert else None,
            kpi=kpi,
            kpi_points=() if from_alert else kpi_points,
            confidence=confidence,
            committed=committed,
            guards=guards,
            start=start,
            end=key_result.due or end,
        )

    @property
    def has_way(self) -> bool:
        """Whether its numbers say from where to where, or between what and what."""
        if self.metric in (Metric.MAINTAIN, Metric.MILESTONE, Metric.BASELINE):
            return True
        return self.baseline is not None and self.target is not None

    @property
    def counts_the_doing(self) -> bool:
        """Whether its numbers go from 0 to 100 percent: of an activity that is how much of it is done."""
        return self.unit == PERCENT and self.baseline == 0 and self.target == _HUNDRED

    @property
    def history(self) -> Sequence[tuple[date, Decimal]]:
        """The KPI's days and values from before it began."""
        start = self.start
        return self.kpi_points if start is None else [point for point in self.kpi_points if point[0] < start]

    @property
    def value_before(self) -> Decimal | None:
        """The newest value from before it began, or None."""
        if self.last is not None:
            return self.last
        return self.history[-1][1] if self.history else None

    @property
    def name(self) -> str:
        """What its number is called: its KPI's name, else its title."""
        return self.kpi.kpi.name if self.kpi is not None else self.title.strip()
