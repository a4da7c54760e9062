"""A Tiller, and an empty bolt app, each connected by Socket Mode to a local Slack of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import Tiller, compose
from bot.clock import MovedClock
from bot.delivery.policy import DeliveryPolicy
from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from bot.settings import Settings
from storage.store import Store
from tests.bench.company import NOW, channel_id, person_id
from tests.emulator.workspaces import connected

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A Tiller and its Slack."""

    slack: LocalSlack
    tiller: Tiller


@contextmanager
def workspace(*, people: int, channels: int, clock: EmulatorClock | None = None) -> Iterator[LocalSlack]:
    """Run a local Slack in which nothing is limited and time stands still, unless it is given a clock."""
    everybody = [person_id(number) for number in range(people)]
    with LocalSlack(
        manifest=MANIFEST,
        clock=clock or EmulatorClock(NOW, frozen=True),
        people=[{"id": person, "name": f"Person {at}"} for at, person in enumerate(everybody)],
        channels=[
            {"id": channel_id(number), "name": f"team-{number}", "members": everybody} for number in range(channels)
        ],
    ) as slack:
        slack.limits.enabled = False
        slack.core.patience_s = 0.5
        yield slack


def settings_for(slack: LocalSlack) -> Settings:
    """Return settings that lead to a local Slack."""
    return Settings(
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_APP_TOKEN=slack.app_token,
        SLACK_API_URL=slack.api_url,
        _env_file=None,
    )


def compose_for(slack: LocalSlack, store: Store) -> Tiller:
    """Compose a Tiller as `run` does; it waits for nothing between two messages."""
    policy = DeliveryPolicy(spacing=timedelta(0))
    return compose(settings_for(slack), clock=MovedClock(NOW), store=store, delivery=policy)


@contextmanager
def live_tiller(store: Store, *, people: int, channels: int) -> Iterator[Live]:
    """Lend a connected Tiller over a store."""
    with workspace(people=people, channels=channels) as slack:
        tiller = compose_for(slack, store)
        with connected(slack, tiller.bolt):
            yield Live(slack=slack, tiller=tiller)


def command_body(slack: LocalSlack, text: str, *, user: str) -> dict[str, Any]:
    """Return the payload of `/okr` as Slack sends it."""
    return {
        "command": "/okr",
        "text": text,
        "user_id": user,
        "user_name": "person",
        "team_id": slack.team_id,
        "team_domain": "bench",
        "channel_id": channel_id(0),
        "channel_name": "team-0",
        "api_app_id": "A0BENCH0000",
        "response_url": f"{slack.api_url}nowhere",
        "trigger_id": "1.1.bench",
        "token": "none",
    }
