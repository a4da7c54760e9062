"""Settings: the environment and `.env`, read once, wrong ones named all at once (RULES 12)."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.calendar.local_time import zone_names
from domain.values.errors import TillerError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SettingsError(TillerError):
    """Settings that are missing, wrong or unknown; the sentence names them all."""


class LogFormat(StrEnum):
    """How log lines look."""

    JSON = "json"
    CONSOLE = "console"


class Settings(BaseSettings):
    """Everything that an operator can set; each field's description is its documentation.

    `COORDINATORS` is a list with commas; an empty variable counts as not set.
    """

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="forbid", case_sensitive=True, frozen=True)

    SLACK_BOT_TOKEN: SecretStr | None = Field(
        default=None,
        description="The bot's token, xoxb-…. In Slack: api.slack.com/apps, your app, OAuth & Permissions.",
    )
    SLACK_APP_TOKEN: SecretStr | None = Field(
        default=None,
        description="The app-level token, xapp-…, for Socket Mode, which needs no public address. In Slack: your app, "
        "Basic Information, App-Level Tokens, with the scope connections:write.",
    )
    SLACK_SIGNING_SECRET: SecretStr | None = Field(
        default=None,
        description="Proves that a request comes from Slack; needed without Socket Mode. In Slack: your app, "
        "Basic Information, App Credentials.",
    )
    SLACK_API_URL: str = Field(
        default="https://slack.com/api/", description="The Web API to talk to: any server that speaks Slack's."
    )
    DATABASE_URL: str = Field(
        default="sqlite:///tiller.db", description="Where everything is kept: a SQLite file, or postgresql://…."
    )
    PORT: int | None = Field(
        default=None,
        ge=0,
        le=65535,
        description="The port for /healthz, /readyz and /metrics, and for Slack's requests without Socket Mode, "
        "where it is 3000 if unset. With Socket Mode and without PORT no port is opened.",
    )
    HOST: str = Field(default="127.0.0.1", description="The address that PORT listens on; 0.0.0.0 for all of them.")
    LOG_LEVEL: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    LOG_FORMAT: LogFormat = Field(default=LogFormat.CONSOLE, description="console for people, json for machines.")
    COMPANY_TIMEZONE: str = Field(default="UTC", description="The zone of teams that name none, such as Europe/Oslo.")
    FISCAL_YEAR_START_MONTH: int | None = Field(
        default=None, ge=1, le=12, description="The month in which the fiscal year starts, 1 to 12; names quarters."
    )
    CHECKIN_HOUR: int = Field(
        default=10, ge=0, le=23, description="The hour of check-in prompts, in each person's zone."
    )
    DIGEST_WEEKDAY: int = Field(default=0, ge=0, le=6, description="The day of new teams' weekly digests: monday, ….")
    DIGEST_HOUR: int = Field(default=9, ge=0, le=23, description="The hour of new teams' digests, in the team's zone.")
    COORDINATORS: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Slack ids of people who are coordinators whatever people.csv says, with commas.",
    )

    @field_validator("DIGEST_WEEKDAY", mode="before")
    @classmethod
    def _read_weekday(cls, value: Any) -> Any:
        text = str(value).strip().lower()
        found = [index for index, name in enumerate(WEEKDAYS) if text in (name, name[:3], str(index))]
        if not found:
            raise ValueError("Write a weekday, such as monday.")
        return found[0]

    @field_validator("COORDINATORS", mode="before")
    @classmethod
    def _read_list(cls, value: Any) -> Any:
        return frozenset(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("LOG_LEVEL")
    @classmethod
    def _check_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("Write DEBUG, INFO, WARNING or ERROR.")
        return value.upper()

    @field_validator("COMPANY_TIMEZONE")
    @classmethod
    def _check_zone(cls, value: str) -> str:
        if value not in zone_names():
            raise ValueError(f"There is no time zone ‘{value}’. Zones look like Europe/Oslo.")
        return value

    @field_validator("SLACK_BOT_TOKEN")
    @classmethod
    def _check_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith("xapp-"):
            raise ValueError("This is the app-level token (xapp-…); the bot's token starts with xoxb-.")
        return value

    @field_validator("SLACK_APP_TOKEN")
    @classmethod
    def _check_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith(("xoxb-", "xoxp-")):
            raise ValueError("This is a bot's or user's token; the app-level token starts with xapp-.")
        return value

    @property
    def uses_socket_mode(self) -> bool:
        """Whether Slack is reached over a websocket, so that no public address is needed."""
        return self.SLACK_APP_TOKEN is not None


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and, where it exists, `.env`; the environment goes first.

    Raises:
        SettingsError: Names every setting that is wrong, and every unknown one in `.env`.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as wrong:
        lines = [f"  {_name(error['loc'])}: {_sentence(error)}" for error in wrong.errors(include_url=False)]
        raise SettingsError("\n".join(["These settings are wrong:", *lines])) from None


def check_for_slack(settings: Settings, *, inbound: bool = True) -> None:
    """Check that there is all it takes to talk to Slack and, if `inbound`, to be talked to.

    Raises:
        SettingsError: Names everything that is missing, what it is for and where to find it.
    """
    missing = [] if settings.SLACK_BOT_TOKEN else ["SLACK_BOT_TOKEN"]
    if inbound and not settings.SLACK_APP_TOKEN and not settings.SLACK_SIGNING_SECRET:
        missing += ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]
    if not missing:
        return
    lines = [f"  {name}: {Settings.model_fields[name].description}" for name in missing]
    if "SLACK_APP_TOKEN" in missing:
        lines.append("Of SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (signed HTTP) one is enough.")
    lines.append("Set them in the environment or in a file .env; .env.example shows all settings.")
    raise SettingsError("\n".join(["These settings are missing:", *lines]))


def _name(location: tuple[int | str, ...]) -> str:
    return str(location[0]) if location else "?"


def _sentence(error: Any) -> str:
    """Say what is wrong without repeating the value: it may be a token."""
    if error["type"] == "extra_forbidden":
        return "There is no such setting; .env.example shows all of them."
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."
