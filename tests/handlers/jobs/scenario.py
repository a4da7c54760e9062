"""A company with a quarter under way, a calendar to ring, and what was said because of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from domain.calendar.periods import Frequency
from domain.company.teams import Team
from domain.kpis.model import Direction, Kpi, Limits, Reading, Target
from domain.ledger.deliveries import Delivery
from domain.okrs.cycles import Cycle
from domain.okrs.model import Commitment, KeyResult, Metric
from domain.values.ids import KeyResultId, KpiKey, PersonId
from domain.values.units import PERCENT
from handlers import organization
from handlers.context import ActorContext
from handlers.deps import Deps
from handlers.jobs import runner
from handlers.jobs.runner import Ran
from handlers.organization import Organization
from handlers.usecases.checkins.record import Answer, record
from storage.store import Store, Transaction
from tests import people

START = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
"""Monday of the first round of 2026-Q4, before anybody's check-in hour."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A store with the fixture company in it, and the calendar over it."""

    store: Store
    cycle: Cycle
    key_results: tuple[KeyResult, ...]

    def deps(self, now: datetime) -> Deps:
        """Return what jobs and listeners are given at a moment."""
        return Deps(store=self.store, now=lambda: now)

    def tick(self, now: datetime) -> dict[str, str]:
        """Do all that is due, and return each occurrence's key with how it ended; nothing may fail."""
        ran = runner.tick(self.deps(now), now=now)
        for item in ran:
            if item.failure is not None:
                raise item.failure
        return {item.what: _ending(item) for item in ran}

    def said(self, *kinds: str) -> list[Delivery]:
        """Return what was laid in the outbox, in order."""
        with self.store.reading() as tx:
            return [delivery for delivery in tx.outbox.by_kind(*kinds) if delivery.kind in kinds]

    def texts(self, *kinds: str) -> list[tuple[str, str]]:
        """Return to whom, and the first line."""
        return [
            (delivery.to, str(delivery.payload.get("text", "")).partition("\n")[0]) for delivery in self.said(*kinds)
        ]

    def answer(
        self, key_result: KeyResultId, value: str, *, at: datetime, confidence: int = 7, note: str = "", by: str = ""
    ) -> None:
        """Let an owner say something, as the form would."""
        with self.store.transaction() as tx:
            org = organization.load(tx, calendars=self.deps(at).calendars)
            known = tx.okrs.key_result(key_result)
            actor = PersonId(by) if by or known is None else known.owner
            waiting = [prompt for prompt in tx.prompts.open_for(actor) if key_result in prompt.key_results]
            record(
                ActorContext(tx=tx, actor=actor, now=at, org=org),
                answers=[Answer(key_result=key_result, value=Decimal(value), confidence=confidence, note=note)],
                submission=f"test:{at}",
                origin="test",
                prompt=waiting[-1] if waiting else None,
            )

    def put(self, kpi: str, period: date, value: str, *, at: datetime) -> None:
        """Store a reading."""
        with self.store.transaction() as tx:
            tx.readings.put(Reading(kpi=KpiKey(kpi), period=period, value=Decimal(value), learnt_at=at, source="test"))

    def follow(self, *, team: Team = people.GROWTH, hour: int = 9) -> None:
        """Subscribe a team's channel to its digest, on Mondays."""
        with self.store.transaction() as tx:
            tx.subscriptions.add(team=team.key, to=str(team.channel), weekday=0, hour=hour, timezone=team.timezone)

    def org(self) -> Organization:
        """Return the company as it is stored."""
        with self.store.reading() as tx:
            return organization.load(tx, calendars=self.deps(START).calendars)


def _ending(ran: Ran) -> str:
    if ran.outcome is None:
        return "failed"
    return f"{ran.outcome.state}: {ran.outcome.reason}" if ran.outcome.reason else ran.outcome.state.value


def set_up(store: Store) -> Scenario:
    """Put the fixture company, a quarter, two objectives and three key results into a store."""
    with store.transaction() as tx:
        people.settle(tx)
        cycle = people.quarter(tx)
        key_results = _objectives(tx, cycle)
    return Scenario(store=store, cycle=cycle, key_results=key_results)


def _objectives(tx: Transaction, cycle: Cycle) -> tuple[KeyResult, ...]:
    objective = tx.okrs.add_objective(
        cycle=cycle.id,
        team=people.GROWTH.key,
        owner=people.OWNER.id,
        title="Become the obvious choice",
        commitment=Commitment.ASPIRATIONAL,
    )
    rates = [
        _key_result(tx, objective.id, owner=people.OWNER.id, title="Lift win rate"),
        _key_result(tx, objective.id, owner=people.MEMBER.id, title="Raise day-7 retention"),
    ]
    report = tx.okrs.add_key_result(
        objective=objective.id,
        owner=people.MEMBER.id,
        title="Pass the audit",
        metric=Metric.BINARY,
        unit=PERCENT,
        baseline=None,
        target=None,
        weight=Decimal(1),
        milestones=(),
    )
    return (*rates, report)


def _key_result(tx: Transaction, objective: int, *, owner: PersonId, title: str) -> KeyResult:
    return tx.okrs.add_key_result(
        objective=objective,  # type: ignore[arg-type]  # the id of the objective that was just added
        owner=owner,
        title=title,
        metric=Metric.INCREASE,
        unit=PERCENT,
        baseline=Decimal(28),
        target=Decimal(45),
        weight=Decimal(1),
        milestones=(),
    )


def add_churn(
    store: Store, *, limits: Limits | None, frequency: Frequency = Frequency.WEEK, owner: PersonId = people.MEMBER.id
) -> Kpi:
    """Put a KPI into the store: churn, lower is better."""
    kpi = Kpi(
        key=KpiKey("churn"),
        name="Churn",
        team=people.GROWTH.key,
        owner=owner,
        unit=PERCENT,
        direction=Direction.DOWN,
        frequency=frequency,
        targets=(Target(high=Decimal("2.5"), high_inclusive=False, text="< 2.5%"),),
        limits=limits,
    )
    with store.transaction() as tx:
        tx.kpis.save(kpi)
    return kpi


def weeks(first: date, values: list[str]) -> list[tuple[date, str]]:
    """Return successive weeks with their values."""
    return [(first + timedelta(weeks=number), value) for number, value in enumerate(values)]
