"""The local Slack alone, for other programs: `python -m bot emulator`."""

import json
import sys
import threading
from pathlib import Path
from typing import Any

from bot.emulator.server import LocalSlack

USER: dict[str, Any] = {"id": "U0ADA0001", "name": "Ada Lovelace", "handle": "ada", "tz": "Europe/London"}
OTHER: dict[str, Any] = {"id": "U0GRACE01", "name": "Grace Hopper", "handle": "grace", "tz": "America/New_York"}
CHANNEL: dict[str, Any] = {"id": "C0GENERAL", "name": "general", "members": [USER["id"], OTHER["id"]]}
CHANNEL_WITHOUT_BOT: dict[str, Any] = {
    "id": "C0NOBOT01",
    "name": "elsewhere",
    "members": [USER["id"]],
    "bot_is_member": False,
}


def first_line(slack: LocalSlack) -> str:
    """What another program needs to know, as one JSON object."""
    return json.dumps(
        {
            "api_url": slack.api_url,
            "control_url": slack.control_url,
            "bot_token": slack.bot_token,
            "app_token": slack.app_token,
            "signing_secret": slack.signing_secret,
            "channel": CHANNEL["id"],
            "channel_without_bot": CHANNEL_WITHOUT_BOT["id"],
            "user": USER["id"],
        }
    )


def run(port: int, manifest: Path) -> None:
    """Print the first line, then serve until interrupted; port 0 takes a free one."""
    channels = [CHANNEL, CHANNEL_WITHOUT_BOT]
    with LocalSlack(manifest=manifest, port=port, people=[USER, OTHER], channels=channels) as slack:
        sys.stdout.write(first_line(slack) + "\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return
