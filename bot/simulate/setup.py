"""Sets up a fresh database with the company in it, and a workspace with its people and channels."""

from collections.abc import Mapping
from pathlib import Path

from bot.emulator.server import LocalSlack
from bot.settings import Settings
from bot.simulate.company import Company, FolderError
from domain.okrs.model import KeyResult
from domain.values.errors import TillerError
from handlers.usecases.imports.report import ImportRefusedError
from handlers.usecases.imports.run import Defaults, FileKind, run_import
from handlers.usecases.imports.teams import DigestTime
from storage.store import Store

# What decides about the company; the rest of the settings says how to reach Slack and the database.
_KEPT = ("CHECKIN_HOUR", "COMPANY_TIMEZONE", "DIGEST_HOUR", "DIGEST_WEEKDAY", "FISCAL_YEAR_START_MONTH")
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TZDIR", "PYTHONHASHSEED", "PYTHONPATH", "VIRTUAL_ENV")
_LONGEST_NAME = 80


class DatabaseUsedError(TillerError):
    """A database that something is in already."""


def fill_database(store: Store, company: Company, settings: Settings) -> None:
    """Import a company as an operator would.

    Raises:
        DatabaseUsedError: The database is not empty.
        FolderError: A file has wrong rows.
    """
    if store.revision() is not None:
        with store.reading() as tx:
            if tx.teams.all() or tx.people.all():
                raise DatabaseUsedError(
                    "This database holds a company already. A simulation needs a fresh one, since it would mix its "
                    "invented answers with yours."
                )
    store.migrate()
    defaults = Defaults(
        timezone=settings.COMPANY_TIMEZONE,
        digest=DigestTime(weekday=settings.DIGEST_WEEKDAY, hour=settings.DIGEST_HOUR),
        fiscal_start_month=settings.FISCAL_YEAR_START_MONTH,
    )
    last = company.quarter.end.fromordinal(company.quarter.end.toordinal() - 1)
    for kind in (FileKind.TEAMS, FileKind.PEOPLE, FileKind.KPIS, FileKind.READINGS, FileKind.OKRS):
        cycle = f"{company.quarter.start}:{last}" if kind is FileKind.OKRS else None
        try:
            run_import(store, kind, company.files[kind], now=company.start, cycle=cycle, defaults=defaults)
        except ImportRefusedError as refused:
            raise FolderError(f"{kind}.csv: {refused}") from None


def key_results_of(store: Store) -> tuple[dict[int, KeyResult], dict[int, str]]:
    """Return all key results by id, and the id that each has in the file."""
    found: dict[int, KeyResult] = {}
    named: dict[int, str] = {}
    with store.reading() as tx:
        for cycle in tx.cycles.all():
            found |= {int(key_result.id): key_result for key_result in tx.okrs.key_results(cycle.id)}
            for name, (kind, number) in tx.okrs.external_ids(cycle.id).items():
                if kind == "key_result":
                    named[number] = name
    return found, named


def fill_workspace(slack: LocalSlack, company: Company) -> None:
    """Let everyone in, and open the teams' channels with the bot in them."""
    by_team: dict[str, list[str]] = {}
    everyone = []
    for row in company.people:
        slack.add_person(id=row["slack_id"], name=row["name"], tz=company.zone(row["team"]), email=row.get("email"))
        by_team.setdefault(row["team"], []).append(row["slack_id"])
        everyone.append(row["slack_id"])
    known = frozenset(everyone)
    for team in company.teams:
        if not team.get("channel"):
            continue
        owners = [row["owner"] for row in company.kpis if row["team"] == team["key"]]
        members = [*by_team.get(team["key"], []), team.get("lead", ""), *owners] if team.get("parent") else everyone
        slack.add_channel(
            id=team["channel"],
            name=team["key"][:_LONGEST_NAME],
            members=[m for m in dict.fromkeys(members) if m in known],
        )


def settings_of_bot(
    slack: LocalSlack, settings: Settings, database: str, environment: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment of the bot's process: this Slack, this database, and the operator's choices."""
    kept = {name: environment[name] for name in _ENVIRONMENT if name in environment}
    chosen = {name: getattr(settings, name) for name in _KEPT}
    kept |= {name: str(value) for name, value in chosen.items() if value is not None}
    return kept | {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "DATABASE_URL": database,
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "WARNING",
        "COORDINATORS": ",".join(sorted(settings.COORDINATORS)),
    }


def manifest_path() -> Path:
    """Return the manifest of this checkout."""
    return Path(__file__).resolve().parents[2] / "manifest.yml"
