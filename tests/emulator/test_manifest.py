"""The app's own manifest, against Slack's schema (SLACK_RULES 4), and how the emulator reads it."""

from pathlib import Path
from typing import Any

import yaml

from bot.emulator.manifest import EVENT_SCOPES, Manifest
from tests.emulator.workspaces import manifest

PATH = Path(__file__).parents[2] / "manifest.yml"


def _declared() -> dict[str, Any]:
    declared = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    assert isinstance(declared, dict)
    return declared


def test_the_manifest_keeps_to_slacks_lengths() -> None:
    declared = _declared()
    display = declared["display_information"]
    assert set(display) <= {"name", "description", "long_description", "background_color"}
    assert 1 <= len(display["name"]) <= 35
    assert 1 <= len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert 4 <= len(display["background_color"]) <= 7
    for command in declared["features"]["slash_commands"]:
        assert command["command"].startswith("/")
        assert set(command) <= {"command", "description", "usage_hint", "should_escape"}
        assert command["should_escape"] is True
        assert len(command["description"]) <= 2000
    for shortcut in declared["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_the_manifest_declares_what_the_bot_is() -> None:
    read = Manifest.read(PATH)
    assert set(read.commands) == {"/okr", "/kpi"}
    assert {"commands", "chat:write", "im:write", "users:read"} <= read.scopes
    assert read.shortcuts["log_kpi_reading"]["type"] == "global"
    assert (read.home_tab, read.messages_tab, read.interactivity, read.socket_mode) == (True, True, True, True)


def test_each_event_of_the_manifest_has_its_scope() -> None:
    read = Manifest.read(PATH)
    assert read.events
    assert [event for event in read.events if not read.hears(event)] == []


def test_an_event_without_its_scope_is_not_heard() -> None:
    read = Manifest.of(manifest(scopes=["chat:write"], events=["message.im", "app_home_opened"]))
    assert EVENT_SCOPES["message.im"] == "im:history"
    assert not read.hears("message.im")
    assert read.hears("app_home_opened")
    assert not read.hears("app_mention")


def test_what_a_manifest_leaves_out_is_off() -> None:
    read = Manifest.of({"display_information": {"name": "Bare"}})
    assert read.bot_name == "Bare"
    assert not read.scopes
    assert not read.commands
    assert (read.home_tab, read.messages_tab, read.interactivity, read.socket_mode) == (False, False, False, False)
