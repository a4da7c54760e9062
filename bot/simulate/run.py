"""`simulate`: the whole of it, from the folder to the report."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from bot.settings import load_settings
from bot.simulate.album import album
from bot.simulate.company import Company, read_company
from bot.simulate.desk import Desk
from bot.simulate.follower import Follower
from bot.simulate.mishaps import Mishaps
from bot.simulate.outcomes import Outcomes
from bot.simulate.people import People
from bot.simulate.play import Play
from bot.simulate.report import Report, report_on
from bot.simulate.setup import fill_database, fill_workspace, key_results_of, manifest_path, settings_of_bot
from domain.values.errors import TillerError
from storage.store import Store, open_store


class SimulationProblemsError(TillerError):
    """The run showed something that would have been wrong in a real workspace."""


def simulate(
    *,
    data: Path,
    first: date,
    last: date,
    database: str | None = None,
    seed: int = 1,
    transcript: Path | None = None,
    journal: Path | None = None,
    kills: int = 0,
    screenshots: Path | None = None,
) -> None:
    """Play a company's weeks, print the report, and write what everyone saw.

    Args:
        data: A folder with the five CSV files of RULES 11.
        first: The first day.
        last: The last day, included.
        database: An empty database; a temporary SQLite file when left out.
        seed: Decides who answers when, and what.
        transcript: Where to write what everyone saw, as text.
        journal: Where to write each call and each delivery, as JSON lines.
        kills: How often the bot is killed in the middle of its work and started again.
        screenshots: A folder for pictures of the key moments.

    Raises:
        CameraError: There is nothing to take pictures with.
        SimulationProblemsError: Something was refused, not acknowledged, lost or said twice.
    """
    report = played(
        data=data,
        first=first,
        last=last,
        database=database,
        seed=seed,
        transcript=transcript,
        journal=journal,
        kills=kills,
        screenshots=screenshots,
    )[0]
    console = Console(highlight=False, soft_wrap=True)
    report.show(console)
    if report.problems:
        raise SimulationProblemsError(f"{len(report.problems)} things would have gone wrong.")


def played(
    *,
    data: Path,
    first: date,
    last: date,
    database: str | None = None,
    seed: int = 1,
    transcript: Path | None = None,
    journal: Path | None = None,
    kills: int = 0,
    screenshots: Path | None = None,
) -> tuple[Report, list[dict[str, object]]]:
    """Play a company's weeks; return the report, and all messages as they stood in the end."""
    settings = load_settings()
    company = read_company(data, first=first, last=last, fiscal_start_month=settings.FISCAL_YEAR_START_MONTH)
    with tempfile.TemporaryDirectory(prefix="tiller-") as folder:
        url = database or f"sqlite:///{folder}/tiller.db"
        with _store(url) as store:
            fill_database(store, company, settings)
            key_results, named = key_results_of(store)
        ends = {number: company.outcomes[name] for number, name in named.items() if name in company.outcomes}
        clock = EmulatorClock(company.start, frozen=True)
        with LocalSlack(manifest=manifest_path(), clock=clock, journal=journal) as slack:
            fill_workspace(slack, company)
            environment = settings_of_bot(slack, settings, url, os.environ)
            follower = Follower(environment, Path(folder) / "errors.log")
            mishaps = Mishaps(follower, count=kills, start=company.start, end=company.end, seed=seed)
            desk = Desk(slack, follower, mishaps, start=company.start)
            directs = {slack.dm_of(row["slack_id"]): row["slack_id"] for row in company.people}
            people = People(company, directs, Outcomes(key_results, ends, seed), seed=seed)
            with album(slack, company, screenshots) as desk.album:
                _play(company, desk, people, follower, mishaps)
            with _store(url) as store:
                report = report_on(
                    slack, store, troubles=[*desk.troubles, *follower.complaints()], kills=follower.killed
                )
            if transcript is not None:
                transcript.write_text(slack.transcript(), encoding="utf-8")
            return report, list(slack.messages())


def _play(company: Company, desk: Desk, people: People, follower: Follower, mishaps: Mishaps) -> None:
    try:
        desk.open()
        desk.slack.on_call(mishaps.on_call)
        with _progress(company) as moved:
            Play(company, desk, people, moved=moved).run()
    finally:
        follower.stop()


@contextmanager
def _progress(company: Company) -> Iterator[Callable[[datetime], None]]:
    """Show a bar on a terminal; yield what moves it on."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"{company.start:%d %b %Y}", total=(company.end - company.start).total_seconds())
        yield lambda at: bar.update(task, description=f"{at:%d %b %Y}", completed=(at - company.start).total_seconds())


@contextmanager
def _store(url: str) -> Iterator[Store]:
    store = open_store(url, durable=False)
    try:
        yield store
    finally:
        store.close()
