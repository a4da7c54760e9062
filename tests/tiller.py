"""A running Tiller over a local Slack: the fixture company in a store, real bolt, real Socket Mode, a told clock."""

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.app import Tiller, compose
from bot.clock import MovedClock
from bot.emulator.blocks.reading import message_text, view_text
from bot.emulator.blocks.state import initial_values
from bot.emulator.clock import EmulatorClock
from bot.emulator.people.actor import Actor, Interaction
from bot.emulator.server import LocalSlack
from bot.settings import Settings
from domain.calendar.periods import Frequency
from domain.calendar.working_days import weekdays
from domain.kpis.model import Direction, Kpi, Limits, Reading, Target
from domain.ledger.deliveries import NewDelivery
from domain.okrs.checkins import Prompt
from domain.okrs.cycles import CycleState
from domain.okrs.model import Commitment, KeyResult, Metric, Milestone, Objective
from domain.values.ids import CycleId, KeyResultId, KpiKey, ObjectiveId, PersonId
from domain.values.units import NUMBER, PERCENT, Unit
from handlers.context import Context
from handlers.notices.checkins import prompt_message, scoring_message
from handlers.organization import load
from handlers.usecases.checkins.prompts import prompt_statuses
from handlers.views.checkins import messages as checkin_views
from handlers.views.okrs import scoring as scoring_views
from storage.store import Store, Transaction
from tests.people import (
    COMPANY,
    COORDINATOR,
    GROWTH,
    MEMBER,
    NOW,
    OWNER,
    PEOPLE,
    PLATFORM,
    STRANGER,
    TODAY,
    quarter,
    settle,
)

_PATIENCE_SECONDS = 30  # a machine may be busy with other things
MANIFEST = Path(__file__).resolve().parents[1] / "manifest.yml"
ELSEWHERE = "C0ELSEWHR"
"""A channel in which Tiller is not."""
NEWCOMER = "U0NEW0005"
"""Somebody in Slack whom nobody has added to a team."""

CHURN = Kpi(
    key=KpiKey("churn"),
    name="Churn",
    team=GROWTH.key,
    owner=MEMBER.id,
    unit=PERCENT,
    direction=Direction.DOWN,
    targets=(Target(high=Decimal("2.5"), high_inclusive=False, text="< 2.5%"),),
    limits=Limits(warning_high=Decimal(3), critical_high=Decimal(4), set_by=MEMBER.id, set_on=date(2026, 9, 1)),
)
WIN_RATE_KPI = Kpi(
    key=KpiKey("win_rate"), name="Win rate", team=GROWTH.key, owner=OWNER.id, unit=PERCENT, direction=Direction.UP,
    targets=(Target(low=Decimal(30), text=">= 30%"),),
)  # fmt: skip
UPTIME = Kpi(key=KpiKey("uptime"), name="Uptime", team=PLATFORM.key, owner=STRANGER.id, unit=PERCENT)
NPS = Kpi(key=KpiKey("nps"), name="NPS", team=GROWTH.key, owner=OWNER.id, frequency=Frequency.MONTH)

CHOICE = ObjectiveId(3)
ONBOARD = ObjectiveId(4)
WIN_RATE = KeyResultId(12)
LOGOS = KeyResultId(15)
REPORT = KeyResultId(16)
TOUR = KeyResultId(17)
THEIRS = KeyResultId(30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Tiller, its Slack, and what a test does with both."""

    slack: LocalSlack
    tiller: Tiller
    store: Store
    clock: MovedClock

    def actor(self, person: str) -> Actor:
        """Anybody."""
        return self.slack.actor(person)

    @property
    def ada(self) -> Actor:
        """The coordinator."""
        return self.actor(COORDINATOR.id)

    @property
    def owen(self) -> Actor:
        """The owner; leads Growth."""
        return self.actor(OWNER.id)

    @property
    def mia(self) -> Actor:
        """A member of Growth."""
        return self.actor(MEMBER.id)

    @property
    def sam(self) -> Actor:
        """Has no say in Growth."""
        return self.actor(STRANGER.id)

    def deliver(self) -> int:
        """Send all that was said; return how many messages were found to be sent."""
        return self.tiller.deliver()

    def move(self, by: timedelta) -> datetime:
        """Let time pass, in Slack and in Tiller, once no event is on its way: it would count as late."""
        self.slack.settle(_PATIENCE_SECONDS)
        now = self.clock.now() + by
        self.clock.move_to(now)
        self.slack.clock.move_to(now)
        return now

    def read(self, message: Mapping[str, Any] | None) -> str:
        """What a person reads in a message."""
        assert message is not None, "nobody said anything"
        return message_text(message, self.slack.names())

    def read_view(self, view: Mapping[str, Any] | None) -> str:
        """What a person reads in a form that was just opened."""
        assert view is not None, "nothing was opened"
        return view_text(view, initial_values(view["blocks"]), self.slack.names())

    def answer(self, done: Interaction) -> str:
        """What a command or a click was answered with."""
        assert done.trouble is None, done.trouble
        return self.read(done.reply)

    def again(self, kind: str) -> dict[str, Any]:
        """Hand the last delivery of a kind to the bot once more, as Slack does on a bad day; what it is answered."""
        return self.dispatch(self.sent(kind))

    def forgive(self) -> list[str]:
        """Forget what a test had refused on purpose; what that was."""
        refused = list(self.slack.problems())
        self.slack.core.problems.clear()
        return refused

    def sent(self, kind: str) -> dict[str, Any]:
        """The last payload of a kind that was delivered to the bot."""
        sent = [entry for entry in self.slack.journal.entries if entry["kind"] == "delivery" and entry["type"] == kind]
        found: dict[str, Any] = sent[-1]["body"]
        return found

    def dispatch(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Hand the bot a payload that no client would send, such as one of an older version; what it is answered."""
        answered = self.tiller.bolt.dispatch(BoltRequest(mode="socket_mode", body=dict(body)))
        assert answered.status == 200
        found: dict[str, Any] = json.loads(answered.body or "{}")
        return found

    def dispatch_elsewhere(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Hand the bot a payload on another thread, while this one holds the database."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self.dispatch, body).result()

    def submission(self, person: str, view: Mapping[str, Any]) -> dict[str, Any]:
        """A submit of a view as it stands in front of somebody."""
        user = {"id": person, "team_id": self.slack.team_id}
        return {"type": "view_submission", "user": user, "team": {"id": self.slack.team_id}, "view": dict(view)}

    def post(self, to: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Post something to a channel or a person, as an older Tiller may have; the message as it stands there."""
        place = to if to.startswith("C") else self.slack.dm_of(to)
        self.tiller.client.chat_postMessage(channel=to, **payload)
        return self.slack.messages(place)[-1]

    def dms(self, person: str) -> list[dict[str, Any]]:
        """The messages in somebody's DM with Tiller."""
        return self.slack.messages(self.slack.dm_of(person))

    def texts(self, place: str) -> list[str]:
        """What stands in a channel or a DM, each message as it is read."""
        return [self.read(message) for message in self.slack.messages(place)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A local Slack and a Socket Mode connection to it: lent to one test after the other, since closing takes long.

    Attributes:
        deaf: Answers between tests: it takes note of everything and does nothing.
    """

    slack: LocalSlack
    handler: SocketModeHandler
    deaf: App


T = TypeVar("T")


def known(found: T | None) -> T:
    """What must be there."""
    assert found is not None
    return found


@contextmanager
def connected() -> Iterator[Line]:
    """Lend a local Slack, at `NOW`, with a connection on which nobody answers yet."""
    with LocalSlack(manifest=MANIFEST, clock=EmulatorClock(NOW, frozen=True)) as slack:
        slack.core.patience_s = 0.5
        slack.limits.enabled = False
        deaf = App(client=_client(slack), token_verification_enabled=False)
        deaf.event(re.compile(""))(lambda ack: ack())
        handler = SocketModeHandler(deaf, slack.app_token)
        handler.connect()  # type: ignore[no-untyped-call]  # bolt has no types here
        try:
            assert slack.wait_for_bot()
            yield Line(slack=slack, handler=handler, deaf=deaf)
        finally:
            handler.close()  # type: ignore[no-untyped-call]  # bolt has no types here


def _client(slack: LocalSlack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@contextmanager
def running(store: Store, line: Line) -> Iterator[Running]:
    """Lend a Tiller that answers on a line, at `NOW`; it must not have had anything refused in the end."""
    slack, clock = line.slack, MovedClock(NOW)
    slack.clock.move_to(NOW)
    slack.reset()
    _people_and_channels(slack)
    slack.settle(_PATIENCE_SECONDS)
    tiller = compose(_settings(slack), clock=clock, store=store)
    line.handler.app = tiller.bolt
    try:
        yield Running(slack=slack, tiller=tiller, store=store, clock=clock)
        slack.settle(_PATIENCE_SECONDS)
    finally:
        line.handler.app = line.deaf
        # A listener goes on after its acknowledgement; the store must not close while it reads.
        tiller.bolt.listener_runner.listener_executor.shutdown()
    problems = list(map(str, slack.problems()))
    assert problems == [], problems


def _people_and_channels(slack: LocalSlack) -> None:
    for person in PEOPLE:
        slack.add_person(id=person.id, name=person.name, tz=person.timezone or "UTC")
    slack.add_person(id=NEWCOMER, name="Newt")
    everybody = [*(person.id for person in PEOPLE), NEWCOMER]
    for team in (COMPANY, GROWTH, PLATFORM):
        slack.add_channel(id=team.channel or "", name=team.key, members=everybody)
    slack.add_channel(id=ELSEWHERE, name="elsewhere", members=everybody, bot_is_member=False)


def _settings(slack: LocalSlack) -> Settings:
    return Settings(
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_APP_TOKEN=slack.app_token,
        SLACK_API_URL=slack.api_url,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        _env_file=None,
    )


def furnish(store: Store) -> None:
    """Put the fixture company into a store: its quarter, objectives, check-ins, KPIs and their readings."""
    with store.transaction() as tx:
        settle(tx)
        last_quarter(tx)
        cycle = quarter(tx)
        for kpi in (CHURN, WIN_RATE_KPI, UPTIME, NPS):
            tx.kpis.save(kpi)
        _objectives(tx, cycle.id)
        _said(tx)
        _readings(tx)


def last_quarter(tx: Transaction) -> None:
    """Put the quarter before into a store: closed, with nothing in it."""
    tx.cycles.add(name="2026-Q3", start=date(2026, 7, 1), end=date(2026, 10, 1), state=CycleState.CLOSED)


def _objectives(tx: Transaction, cycle: CycleId) -> None:
    choice = _objective(tx, cycle, CHOICE, OWNER.id, "Become the obvious choice for mid-market")
    onboard = _objective(tx, cycle, ONBOARD, MEMBER.id, "Onboard in a day", Commitment.COMMITTED)
    platform = tx.okrs.add_objective(
        cycle=cycle, team=PLATFORM.key, owner=STRANGER.id, title="Never be down", commitment=Commitment.ASPIRATIONAL,
        wanted_id=5,
    )  # fmt: skip
    _measured(tx, choice, WIN_RATE, OWNER.id, "Lift win rate", 28, 45, unit=PERCENT, kpi=WIN_RATE_KPI.key)
    _measured(tx, choice, LOGOS, OWNER.id, "Close 12 logos", 0, 12)
    _key_result(tx, onboard, REPORT, MEMBER.id, "SOC 2 report", Metric.BINARY)
    steps = tuple(Milestone(title=item) for item in ("Draft", "Test with five", "Roll out"))
    _key_result(tx, onboard, TOUR, MEMBER.id, "New tour", Metric.MILESTONE, milestones=steps)
    _measured(tx, platform, THEIRS, STRANGER.id, "Fewer pages a week", 20, 5, metric=Metric.DECREASE)


def _objective(
    tx: Transaction,
    cycle: CycleId,
    number: int,
    owner: PersonId,
    title: str,
    commitment: Commitment = Commitment.ASPIRATIONAL,
) -> Objective:
    return tx.okrs.add_objective(
        cycle=cycle, team=GROWTH.key, owner=owner, title=title, commitment=commitment, wanted_id=number
    )


def _measured(
    tx: Transaction,
    objective: Objective,
    number: int,
    owner: PersonId,
    title: str,
    baseline: int,
    target: int,
    *,
    unit: Unit = NUMBER,
    metric: Metric = Metric.INCREASE,
    kpi: KpiKey | None = None,
) -> KeyResult:
    return tx.okrs.add_key_result(
        objective=objective.id,
        owner=owner,
        title=title,
        metric=metric,
        unit=unit,
        baseline=Decimal(baseline),
        target=Decimal(target),
        weight=Decimal(1),
        milestones=(),
        kpi=kpi,
        wanted_id=number,
    )


def _key_result(
    tx: Transaction,
    objective: Objective,
    number: int,
    owner: PersonId,
    title: str,
    metric: Metric,
    *,
    milestones: tuple[Milestone, ...] = (),
) -> KeyResult:
    return tx.okrs.add_key_result(
        objective=objective.id,
        owner=owner,
        title=title,
        metric=metric,
        unit=NUMBER,
        baseline=None,
        target=None,
        weight=Decimal(1),
        milestones=milestones,
        wanted_id=number,
    )


def _said(tx: Transaction) -> None:
    """Two check-ins of the owner; nothing of the others."""
    for key_result, value, confidence in ((WIN_RATE, "31", 7), (LOGOS, "6", 8)):
        tx.checkins.add(
            key_result=key_result,
            by=OWNER.id,
            at=NOW - timedelta(days=9),
            value=Decimal(value),
            confidence=confidence,
            note="steady",
        )


def _readings(tx: Transaction) -> None:
    """Eight weeks of churn and win rate up to week 45: week 46 is the one that a reading is wanted for."""
    weeks = ("2.6", "2.4", "2.7", "2.5", "2.4", "2.6", "2.3", "2.4")
    first = date(2026, 11, 2) - timedelta(weeks=len(weeks) - 1)
    for at, value in enumerate(weeks):
        for kpi, shift in ((CHURN, 0), (WIN_RATE_KPI, 29)):
            reading = Reading(
                kpi=kpi.key, period=first + timedelta(weeks=at), value=Decimal(value) + shift,
                learnt_at=NOW - timedelta(days=10), source="csv",
            )  # fmt: skip
            tx.readings.put(reading)
    tx.alerts.set_evaluated(CHURN.key, date(2026, 11, 2), at=NOW)
    tx.alerts.set_evaluated(WIN_RATE_KPI.key, date(2026, 11, 2), at=NOW)


def open_alert(tiller: Running, value: str = "4.8") -> dict[str, Any]:
    """Let churn leave its limits, and return the alert's message in Growth's channel."""
    answered = tiller.mia.command("/kpi", f"set churn {value}", channel=GROWTH.channel)
    assert answered.trouble is None
    tiller.deliver()
    return tiller.slack.messages(GROWTH.channel)[-1]


def begin_scoring(tiller: Running) -> dict[str, Any]:
    """Bring the quarter into its last days, and return the message that asks the owner for scores."""
    now = tiller.move(datetime(2026, 12, 28, 12, tzinfo=UTC) - tiller.clock.now())
    with tiller.store.transaction() as tx:
        org = load(tx, calendars=lambda _: weekdays)
        cycle = next(cycle for cycle in org.cycles if cycle.name == "2026-Q4")
        tx.cycles.save(replace(cycle, state=CycleState.SCORING))
        waiting = prompt_statuses(Context(tx=tx, now=now, org=org), [WIN_RATE, LOGOS])
        message = scoring_views.prompt(
            cycle, waiting, owner=OWNER.id, person=OWNER.id, closes=date(2027, 1, 8), names=org.names
        )
        key = scoring_message(cycle.id, OWNER.id)
        tx.outbox.add(NewDelivery(key=key, kind="scoring", to=OWNER.id, payload=message.payload()), now=now)
    tiller.deliver()
    return tiller.dms(OWNER.id)[-1]


def ask(tiller: Running, *key_results: KeyResultId, person: PersonId = OWNER.id) -> Prompt:
    """Send somebody the check-in prompt of the running round, as the calendar would."""
    now = tiller.clock.now()
    with tiller.store.transaction() as tx:
        org = load(tx, calendars=lambda _: weekdays)
        cycle = org.cycles[0]
        prompt = tx.prompts.add(
            cycle=cycle.id, round=4, person=person, owner=person, key_results=key_results, due_on=TODAY, sent_at=now
        )
        message = checkin_views.prompt(
            prompt,
            prompt_statuses(Context(tx=tx, now=now, org=org), key_results),
            person=org.people[person],
            today=TODAY,
            names=org.names,
        )
        delivery = NewDelivery(key=prompt_message(prompt), kind="prompt", to=person, payload=message.payload())
        tx.outbox.add(delivery, now=now)
    tiller.deliver()
    return prompt
