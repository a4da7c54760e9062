"""Settings: what is read, and what is said about wrong and missing ones (RULES 12)."""

from pathlib import Path

import pytest

from bot.settings import LogFormat, Settings, SettingsError, check_for_slack, load_settings


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)


def refusal(env_file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings(env_file)
    return str(refused.value)


def test_without_any_setting_there_are_defaults() -> None:
    found = load_settings(None)
    assert (found.SLACK_API_URL, found.DATABASE_URL) == ("https://slack.com/api/", "sqlite:///tiller.db")
    assert (found.PORT, found.DIGEST_WEEKDAY, found.DIGEST_HOUR, found.CHECKIN_HOUR) == (None, 0, 9, 10)
    assert found.FISCAL_YEAR_START_MONTH is None
    assert not found.uses_socket_mode


def test_the_environment_goes_before_the_file_and_empty_means_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=8080\nDIGEST_WEEKDAY=Friday\nSLACK_APP_TOKEN=\nCOORDINATORS=U0ADA0001, U0OWEN002\n")
    monkeypatch.setenv("PORT", "9090")
    monkeypatch.setenv("LOG_FORMAT", "json")
    found = load_settings(file)
    assert (found.PORT, found.DIGEST_WEEKDAY, found.LOG_FORMAT) == (9090, 4, LogFormat.JSON)
    assert {"U0ADA0001", "U0OWEN002"} == found.COORDINATORS
    assert not found.uses_socket_mode


@pytest.mark.parametrize(("text", "number"), [("monday", 0), ("Wed", 2), ("6", 6), (" sunday ", 6)])
def test_a_weekday_is_read_in_any_usual_way(monkeypatch: pytest.MonkeyPatch, text: str, number: int) -> None:
    monkeypatch.setenv("DIGEST_WEEKDAY", text)
    assert number == load_settings(None).DIGEST_WEEKDAY


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PORT": "high",
        "LOG_LEVEL": "loud",
        "COMPANY_TIMEZONE": "Europe/Atlantis",
        "DIGEST_WEEKDAY": "caturday",
        "FISCAL_YEAR_START_MONTH": "13",
        "SLACK_BOT_TOKEN": "xapp-1-A1-secret",
        "SLACK_APP_TOKEN": "xoxb-1-secret",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    told = refusal()
    assert told.splitlines()[0] == "These settings are wrong:"
    assert "  LOG_LEVEL: Write DEBUG, INFO, WARNING or ERROR." in told
    assert "  COMPANY_TIMEZONE: There is no time zone ‘Europe/Atlantis’. Zones look like Europe/Oslo." in told
    assert "  DIGEST_WEEKDAY: Write a weekday, such as monday." in told
    assert "  SLACK_BOT_TOKEN: This is the app-level token (xapp-…); the bot's token starts with xoxb-." in told
    assert all(f"  {name}: " in told for name in wrong)
    assert "secret" not in told


def test_an_unknown_setting_in_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKN=xoxb-1\n")
    assert refusal(file) == (
        "These settings are wrong:\n  SLACK_BOT_TOKN: There is no such setting; .env.example shows all of them."
    )


def test_what_slack_needs_is_named_at_once_with_its_purpose_and_its_place() -> None:
    with pytest.raises(SettingsError) as refused:
        check_for_slack(load_settings(None))
    assert str(refused.value) == (
        "These settings are missing:\n"
        "  SLACK_BOT_TOKEN: The bot's token, xoxb-…. In Slack: api.slack.com/apps, your app, OAuth & Permissions.\n"
        "  SLACK_APP_TOKEN: The app-level token, xapp-…, for Socket Mode, which needs no public address. In Slack: "
        "your app, Basic Information, App-Level Tokens, with the scope connections:write.\n"
        "  SLACK_SIGNING_SECRET: Proves that a request comes from Slack; needed without Socket Mode. In Slack: your "
        "app, Basic Information, App Credentials.\n"
        "Of SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (signed HTTP) one is enough.\n"
        "Set them in the environment or in a file .env; .env.example shows all settings."
    )


@pytest.mark.parametrize("name", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_one_way_in_is_enough(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    with pytest.raises(SettingsError):
        check_for_slack(load_settings(None))
    check_for_slack(load_settings(None), inbound=False)
    monkeypatch.setenv(name, "xapp-1")
    check_for_slack(load_settings(None))
