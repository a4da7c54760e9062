"""The app manifest: what the app may do, and what Slack sends it (SLACK_RULES 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

# The scope that a subscription needs (docs.slack.dev, each event's page); those left out need none.
EVENT_SCOPES: Mapping[str, str] = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "user_change": "users:read",
    "team_join": "users:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "reaction_added": "reactions:read",
    "channel_archive": "channels:read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a `manifest.yml` declares; an absent part is empty or off."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    commands: Mapping[str, Mapping[str, Any]]
    shortcuts: Mapping[str, Mapping[str, Any]]
    events: frozenset[str]
    interactivity: bool
    socket_mode: bool
    home_tab: bool
    messages_tab: bool

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest file, YAML or JSON."""
        return cls.of(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, declared: Mapping[str, Any]) -> Self:
        """Understand a manifest that has been parsed."""
        features = declared.get("features", {})
        settings = declared.get("settings", {})
        home = features.get("app_home", {})
        name = declared["display_information"]["name"]
        return cls(
            name=name,
            bot_name=features.get("bot_user", {}).get("display_name", name),
            scopes=frozenset(declared.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            commands={slash_command["command"]: slash_command for slash_command in features.get("slash_commands", [])},
            shortcuts={shortcut["callback_id"]: shortcut for shortcut in features.get("shortcuts", [])},
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            interactivity=bool(settings.get("interactivity", {}).get("is_enabled", False)),
            socket_mode=bool(settings.get("socket_mode_enabled", False)),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
        )

    def hears(self, event: str) -> bool:
        """Whether an event such as `message.im` reaches the app: it is declared, and its scope is too."""
        scope = EVENT_SCOPES.get(event)
        return event in self.events and (scope is None or scope in self.scopes)
