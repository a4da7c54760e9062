"""Values at the edge of what can be stored: long, empty, dangerous, many.

Hypothesis picks the seed; what is made of it here costs microseconds, where drawing each field would cost minutes.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from domain.calendar.periods import Frequency
from domain.company.teams import Team
from domain.kpis.alerts import Alert, AlertKind, AlertNote, AlertState
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Reading, Season, Target
from domain.kpis.status_model import Change, KpiStatus, Rule, Verdict
from domain.loop.digests import Acting, Digest
from domain.loop.guardrails import Guard, Guardrail, Touched
from domain.okrs.model import (
    PACED,
    Adjustment,
    CheckIn,
    Checkpoint,
    Commitment,
    KeyResult,
    Metric,
    Milestone,
    Objective,
)
from domain.okrs.scores import Cause, Decision, Score
from domain.okrs.status_model import Disagreement, KeyResultStatus, ObjectiveStatus, OkrState, Pace, Progress
from domain.values.ids import AlertId, CheckInId, CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId, TeamKey
from domain.values.units import Unit, UnitKind
from tests.handlers.views.sample_company import CYCLE, NAMES, TODAY

NASTY = (
    "",
    "x",
    "<!channel> <@U0MIA0001> <https://example.com|click>",
    "&" * 3_000,
    "<" * 3_000,
    "word " * 600,
    "n" * 3_000,
    "👩‍👩‍👧‍👦" * 400,
    "\u202eevil\u202c \u200b\u200b\ufeff",
    "\u200b",
    "שלום " * 500,
    "*bold* _it_ ~no~ `code` ```block```",
    "one\ntwo\r\nthree\ttab\x00\x07",
    "=SUM(A1)",
    "e\u0301" * 1_500,
)
T = TypeVar("T")

UNITS = (
    *[Unit(kind=kind) for kind in (UnitKind.NUMBER, UnitKind.PERCENT, UnitKind.RATIO)],
    *[Unit(kind=UnitKind.CURRENCY, code=code) for code in ("USD", "EUR", "JPY", "QQQ")],
    *[Unit(kind=UnitKind.DURATION, code=code) for code in ("ms", "h", "d")],
)
VALUES = tuple(
    Decimal(item) for item in ("0", "-1", "4.8", "999999999999999", "-999999999999999", "1E-15", "0.00000001", "1E+3")
)
PEOPLE = (*NAMES, PersonId("W0STRANGE1"))
LOCALES = ("en", "de-DE", "ar", "ja-JP", "fr", "xx", "")


@dataclass(frozen=True, slots=True)
class Extremes:
    """Makes values from one seed."""

    dice: random.Random

    def pick(self, among: Sequence[T]) -> T:
        return self.dice.choice(among)

    def maybe(self, make: Callable[[], T]) -> T | None:
        return make() if self.dice.random() < 0.7 else None

    def some(self, make: Callable[[], T], most: int, least: int = 0) -> list[T]:
        return [make() for _ in range(self.dice.randint(least, most))]

    def flag(self) -> bool:
        return self.dice.random() < 0.5

    def number(self, low: int, high: int) -> int:
        return self.dice.randint(low, high)

    def text(self) -> str:
        if self.flag():
            return self.pick(NASTY)
        return "".join(
            chr(self.pick((self.number(32, 126), self.number(160, 0xD7FF), self.number(0x1F300, 0x1FAFF))))
            for _ in range(self.number(0, 90))
        )

    def value(self) -> Decimal:
        return self.pick(VALUES) if self.flag() else Decimal(self.number(-(10**12), 10**12)) / 100

    def ratio(self) -> Decimal:
        return Decimal(self.number(0, 1_000)) / 1_000

    def gap(self) -> Decimal:
        return Decimal(self.number(-1_000, 1_000)) / 1_000

    def confidence(self) -> int:
        return self.number(0, 10)

    def mean(self) -> Decimal:
        return Decimal(self.number(0, 100)) / 10

    def person(self) -> PersonId:
        return self.pick(PEOPLE)

    def names(self) -> dict[PersonId, str]:
        return {person: self.text() for person in NAMES}

    def locale(self) -> str:
        return self.pick(LOCALES)

    def day(self) -> date:
        return date(2019, 1, 1) + timedelta(days=self.number(0, 4_000))

    def instant(self) -> datetime:
        return datetime(2019, 1, 1, tzinfo=UTC) + timedelta(minutes=self.number(0, 5_000_000))

    def tenth(self) -> Decimal:
        return Decimal(self.number(0, 10)) / 10

    def target(self) -> Target:
        low, high = self.maybe(self.value), self.maybe(self.value)
        if low is None and high is None:
            low = Decimal(1)
        if low is not None and high is not None:
            low, high = min(low, high), max(low, high)
        return Target(low=low, high=high, low_inclusive=self.flag(), text=self.text())

    def kpi_status(self) -> KpiStatus:
        found = sorted(self.some(self.value, 4, 4))
        limits = Limits(
            critical_low=found[0],
            warning_low=found[1],
            warning_high=found[2],
            critical_high=found[3],
            season=self.pick(list(Season)),
            set_by=self.person(),
        )
        kpi = Kpi(
            key=KpiKey(self.pick(["churn", "k" * 60, "a&b<c>", "back`tick"])),
            name=self.text(),
            team=TeamKey("growth"),
            owner=self.person(),
            unit=self.pick(UNITS),
            direction=self.pick(list(Direction)),
            frequency=self.pick(list(Frequency)),
            limits=self.maybe(lambda: limits),
        )
        values = self.some(self.value, 20)
        first = self.day()
        step = self.pick([1, 7, 31, 371])
        readings = tuple(
            Reading(
                kpi=kpi.key,
                period=first + timedelta(days=step * index),
                value=value,
                learnt_at=datetime(2026, 1, 1, tzinfo=UTC),
                note=self.text(),
                source=self.text(),
            )
            for index, value in enumerate(values)
        )
        change = Change(
            from_value=Decimal(1),
            from_period=self.day(),
            difference=self.value(),
            ratio=self.maybe(self.value),
            verdict=self.pick(list(Verdict)),
        )
        return KpiStatus(
            kpi=kpi,
            on=self.day(),
            state=self.pick(list(KpiState)),
            rule=self.pick(list(Rule)),
            reading=readings[-1] if readings else None,
            recent=readings,
            target=self.maybe(self.target),
            limit=self.maybe(self.value),
            usual=self.maybe(self.value),
            against_previous=self.maybe(lambda: change),
            against_last_year=self.maybe(lambda: change),
            held=self.number(0, 400),
            days_late=self.number(0, 4_000),
        )

    def key_result(self) -> KeyResult:
        metric = self.pick(list(Metric))
        numeric = metric in (Metric.INCREASE, Metric.DECREASE)
        ends = sorted(self.dice.sample(VALUES, 2)) if numeric else [None, None]
        if metric is Metric.DECREASE:
            ends.reverse()
        steps = self.some(self.text, 23, 1) if metric is Metric.MILESTONE else []
        low, high = self.band() if metric is Metric.MAINTAIN else (None, None)
        return KeyResult(
            id=KeyResultId(self.number(1, 999_999_999)),
            objective=ObjectiveId(3),
            owner=self.person(),
            title=self.text(),
            metric=metric,
            unit=self.pick(UNITS),
            baseline=ends[0],
            target=ends[1],
            low=low,
            high=high,
            weight=self.pick([Decimal(0), Decimal(1), Decimal("2.5")]),
            milestones=tuple(Milestone(title=step) for step in steps),
            checkpoints=self.checkpoints(metric) if metric in PACED else (),
            due=self.maybe(self.day),
            kpi=KpiKey("churn"),
            cancelled=self.flag(),
        )

    def band(self) -> tuple[Decimal | None, Decimal | None]:
        low, high = sorted((self.value(), self.value()))
        return self.pick([(low, None), (None, high), (low, high)])

    def checkpoints(self, metric: Metric) -> tuple[Checkpoint, ...]:
        days = sorted(set(self.some(self.quarter_day, 6)))
        values = sorted(self.some(self.value, len(days), len(days)), reverse=metric is Metric.DECREASE)
        return tuple(Checkpoint(day=day, value=value) for day, value in zip(days, values, strict=True))

    def quarter_day(self) -> date:
        return CYCLE.start + timedelta(days=self.number(-5, 99))

    def adjustment(self, key_result: KeyResult) -> Adjustment:
        """Return a change of a key result: before it, it was of the same kind."""
        before = self.key_result()
        while before.metric is not key_result.metric:
            before = self.key_result()
        return Adjustment(
            key_result=key_result.id,
            by=self.person(),
            at=self.instant(),
            reason=f"{self.text()}x",
            baseline=before.baseline,
            target=before.target,
            low=before.low,
            high=before.high,
            due=before.due,
        )

    def checkin(self, key_result: KeyResult) -> CheckIn:
        value = self.value()
        if key_result.metric in (Metric.BINARY, Metric.MILESTONE):
            value = self.pick([Decimal(0), Decimal(1)])
        steps = len(key_result.milestones)
        return CheckIn(
            id=CheckInId(1),
            key_result=key_result.id,
            by=self.maybe(self.person),
            at=self.instant(),
            value=value,
            confidence=self.maybe(self.confidence),
            note=self.text(),
            blocker=self.text(),
            done_steps=tuple(index for index in range(steps) if self.flag()),
        )

    def key_result_status(self) -> KeyResultStatus:
        key_result = self.key_result()
        said = tuple(sorted(self.some(lambda: self.checkin(key_result), 9), key=lambda check_in: check_in.at))
        last = said[-1] if said else None
        raw, before = self.value(), self.value()
        confidence = self.maybe(self.confidence)
        return KeyResultStatus(
            key_result=key_result,
            on=TODAY,
            last=last,
            previous=said[-2] if len(said) > 1 else None,
            progress=Progress(raw=raw, ratio=max(Decimal(0), min(Decimal(1), raw))) if last is not None else None,
            expected=self.maybe(self.ratio),
            gap=self.maybe(self.gap),
            pace=self.pick(list(Pace)),
            state=self.pick(list(OkrState)),
            disagreement=self.pick(list(Disagreement)),
            confidence=confidence,
            previous_confidence=self.maybe(self.confidence),
            score=self.maybe(self.score),
            said=last,
            unmoved_since=last,
            history=said,
            last_day=self.maybe(lambda: self.pick([TODAY, CYCLE.last_day, date(2040, 1, 1)])),
            adjustments=tuple(self.some(lambda: self.adjustment(key_result), 3)),
            as_set=Progress(raw=before, ratio=max(Decimal(0), min(Decimal(1), before))) if self.flag() else None,
        )

    def objective_status(self, most: int = 5) -> ObjectiveStatus:
        found = tuple(self.some(self.key_result_status, most))
        return ObjectiveStatus(
            objective=Objective(
                id=ObjectiveId(self.number(1, 999)),
                cycle=CycleId(1),
                team=TeamKey("growth"),
                owner=self.person(),
                title=self.text(),
                commitment=self.pick(list(Commitment)),
            ),
            cycle=CYCLE,
            on=TODAY,
            key_results=found,
            progress_ratio=self.maybe(self.ratio),
            expected=self.maybe(self.ratio),
            gap=self.maybe(self.gap),
            pace=self.pick(list(Pace)),
            left_out=tuple(key_result_status.key_result for key_result_status in found),
            confidence=self.maybe(self.mean),
            previous_confidence=self.maybe(self.mean),
        )

    def alert(self) -> Alert:
        value = self.maybe(self.value)
        acted = self.maybe(self.person)
        return Alert(
            id=AlertId(self.number(1, 10**9)),
            kpi=KpiKey("churn"),
            kind=self.pick(list(AlertKind)),
            state=self.pick(list(AlertState)),
            state_shown=self.pick(list(KpiState)),
            since=self.day(),
            opened_at=self.instant(),
            worst=value,
            worst_period=self.maybe(self.day),
            last=self.maybe(self.value),
            last_period=self.maybe(self.day),
            closed_at=self.maybe(self.instant),
            acknowledged_by=acted,
            acknowledged_at=self.maybe(self.instant),
            assigned_to=self.maybe(self.person),
        )

    def touched(self) -> Touched | None:
        if self.number(0, 3) == 0:
            return None
        guards = self.some(lambda: self.objective_status(1).objective, 6)
        feeds = self.some(lambda: self.key_result_status().key_result, 6)
        return Touched(guards=tuple(guards), feeds=tuple(feeds))

    def alert_note(self) -> AlertNote:
        action = self.pick(["acknowledged", "snoozed", "assigned", "noted", "key_result", self.text()])
        return AlertNote(alert=AlertId(1), by=self.person(), at=self.instant(), action=action, text=self.text())

    def score(self) -> Score:
        return Score(
            key_result=KeyResultId(1),
            suggested=self.tenth(),
            given=self.tenth(),
            by=self.person(),
            at=self.instant(),
            reason=self.text(),
            as_set=self.maybe(self.tenth),
            learning=self.text(),
            decision=self.maybe(lambda: self.pick(list(Decision))),
            cause=self.maybe(lambda: self.pick(list(Cause))),
        )

    def team(self) -> Team:
        return Team(key=TeamKey("growth"), name=self.text())

    def guardrails(self, objective: ObjectiveStatus) -> tuple[Guardrail, ...]:
        rails = self.some(self.kpi_status, 3)
        return tuple(
            Guardrail(objective=objective, kpi=kpi_status, verdict=self.pick(list(Guard))) for kpi_status in rails
        )

    def digest(self) -> Digest:
        kpis = tuple(self.some(self.kpi_status, 6))
        objectives = tuple(self.some(lambda: self.objective_status(3), 5))
        return Digest(
            team=self.team(),
            week="2026-W47",
            first_day=date(2026, 11, 16),
            last_day=date(2026, 11, 22),
            on=TODAY,
            turned_red=kpis[:2],
            turned_amber=kpis[:1],
            recovered=kpis[1:3],
            exceptions=kpis * self.number(0, 4),
            no_target=kpis[:3],
            fine=kpis,
            guardrails=tuple(rail for objective_status in objectives for rail in self.guardrails(objective_status)),
            acting=tuple(
                Acting(kpi=kpi_status.kpi.key, person=self.person(), key_result=KeyResultId(9))
                for kpi_status in kpis[:1]
            ),
            objectives=objectives * self.number(0, 4),
            slipped=objectives,
            overdue=tuple((person, 3) for person in self.some(self.person, 30)),
            charted=kpis[:2],
        )

    def page(self) -> list[KeyResultStatus]:
        """One to five key results, each another one."""
        found = {
            key_result_status.key_result.id: key_result_status
            for key_result_status in self.some(self.key_result_status, 5, 1)
        }
        return list(found.values())
