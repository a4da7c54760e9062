"""What is composed: one client that never repeats itself, one name for the installation, one way to ring."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import compose
from bot.clock import MovedClock
from bot.delivery.policy import DeliveryPolicy
from bot.emulator.server import LocalSlack
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import Occurrence
from domain.values.ids import PersonId
from handlers.deps import Deps
from handlers.jobs import runner
from handlers.jobs.runner import Ran
from storage.store import Store
from tests.bot.workspace import settings_for, workspace
from tests.people import GROWTH, MEMBER, NOW, settle


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with workspace() as running:
        yield running


def say(store: Store, key: str, *, to: str = "C0GROWTH1") -> None:
    with store.transaction() as tx:
        payload = {"text": f"Hello from {key}", "blocks": []}
        tx.outbox.add(NewDelivery(key=key, kind="digest", to=to, payload=payload), now=NOW)


def test_composing_asks_slack_nothing(slack: LocalSlack, sqlite_store: Store) -> None:
    compose(settings_for(slack), clock=MovedClock(NOW), store=sqlite_store)
    assert slack.journal.entries == []


def test_what_is_in_the_outbox_is_delivered_once(slack: LocalSlack, store: Store) -> None:
    tiller = compose(settings_for(slack), clock=MovedClock(NOW), store=store)
    assert tiller.next_due() is None
    say(store, "digest:1:2026-W47")
    assert tiller.next_due() is not None
    assert tiller.deliver() == 1
    assert tiller.deliver() == 0
    assert [message["text"] for message in slack.messages(GROWTH.channel)] == ["Hello from digest:1:2026-W47"]


def test_a_connection_that_drops_after_slack_took_the_message_posts_it_once(
    slack: LocalSlack, sqlite_store: Store
) -> None:
    """DESIGN D5."""
    clock = MovedClock(NOW)
    tiny = DeliveryPolicy(
        http_timeout=timedelta(seconds=2), settle=timedelta(milliseconds=1), start_within=timedelta(seconds=1)
    )
    tiller = compose(settings_for(slack), clock=clock, store=sqlite_store, delivery=tiny)
    say(sqlite_store, "receipt:1:1", to=MEMBER.id)
    slack.faults.add(method="chat.postMessage", kind="drop_after")
    tiller.deliver()
    for _ in range(20):
        clock.advance(timedelta(seconds=10))
        tiller.deliver()
    assert len(slack.messages(slack.dm_of(MEMBER.id))) == 1
    assert tiller.next_due() is None


def test_an_installation_keeps_its_name(slack: LocalSlack, sqlite_store: Store) -> None:
    names = []
    for _ in range(2):
        compose(settings_for(slack), clock=MovedClock(NOW), store=sqlite_store)
        with sqlite_store.reading() as tx:
            names.append(tx.meta.get("instance"))
    assert names[0] is not None
    assert names[0] == names[1]


def test_variables_of_bolt_in_the_environment_do_not_turn_it_to_oauth(
    slack: LocalSlack, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "s")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another")
    tiller = compose(settings_for(slack), clock=MovedClock(NOW), store=sqlite_store)
    assert tiller.bolt.oauth_flow is None
    assert tiller.bolt.client.token == slack.bot_token


def test_the_operators_choices_reach_the_handlers(slack: LocalSlack, sqlite_store: Store) -> None:
    settings = settings_for(slack, CHECKIN_HOUR=8, COORDINATORS=frozenset({"U0MIA0003"}))
    tiller = compose(settings, clock=MovedClock(NOW), store=sqlite_store)
    assert tiller.deps.policy.checkin_hour == 8
    assert tiller.deps.policy.coordinators == {PersonId("U0MIA0003")}
    assert tiller.deps.now() == NOW
    assert not tiller.deps.calendars("DE")(NOW.date().replace(month=12, day=25))


def test_a_tick_wakes_the_delivery_and_a_quiet_one_does_not(slack: LocalSlack, sqlite_store: Store) -> None:
    tiller = compose(settings_for(slack), clock=MovedClock(NOW), store=sqlite_store)
    assert tiller.tick() == []
    assert not tiller.wake.is_set()
    with sqlite_store.transaction() as tx:
        settle(tx)
        assert GROWTH.channel is not None
        tx.subscriptions.add(team=GROWTH.key, to=GROWTH.channel, weekday=2, hour=9, timezone="Europe/Amsterdam")
    ran = tiller.tick()
    assert [item.failure for item in ran] == [None] * len(ran)
    assert any(item.what.startswith("digest:") for item in ran)
    assert tiller.wake.is_set()
    assert tiller.tick() == []


def test_what_failed_is_logged_with_its_name(
    slack: LocalSlack, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tick_and_look(_deps: Deps, *, now: object) -> tuple[list[Ran], list[Occurrence]]:
        assert now == NOW
        return [Ran(what="digest:1:2026-W47", outcome=None, failure=RuntimeError("broken"))], []

    monkeypatch.setattr(runner, "tick_and_look_ahead", tick_and_look)
    tiller = compose(settings_for(slack), clock=MovedClock(NOW), store=sqlite_store)
    with capture_logs() as logs:
        tiller.tick()
    assert [(entry["event"], entry["what"]) for entry in logs] == [("failed", "digest:1:2026-W47")]
