"""An emulated workspace with the people of the fixture company, and settings that lead to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from bot.settings import Settings
from tests.people import COORDINATOR, GROWTH, MEMBER, OWNER

MANIFEST = Path(__file__).resolve().parents[2] / "manifest.yml"


@contextmanager
def workspace(*, clock: EmulatorClock | None = None, manifest: Path = MANIFEST) -> Iterator[LocalSlack]:
    """Run a local Slack with three people and the channel of Growth."""
    people = [{"id": person.id, "name": person.name, "tz": person.timezone} for person in (COORDINATOR, OWNER, MEMBER)]
    channel = {"id": GROWTH.channel, "name": "growth", "members": [person["id"] for person in people]}
    with LocalSlack(manifest=manifest, clock=clock, people=people, channels=[channel]) as slack:
        yield slack


def settings_for(slack: LocalSlack, *, socket: bool = True, **more: Any) -> Settings:
    """Return settings that lead to a local Slack, by Socket Mode or by signed HTTP, on a free port."""
    given: dict[str, Any] = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token if socket else None,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "PORT": 0,
    }
    return Settings(_env_file=None, **given | more)
