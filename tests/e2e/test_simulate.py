"""A company's weeks, played by real processes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.emulator.blocks.reading import message_text
from bot.settings import Settings
from bot.simulate.company import FolderError
from bot.simulate.report import Report
from bot.simulate.run import played, simulate
from bot.simulate.setup import DatabaseUsedError
from tests.databases import ENGINES, database_url
from tests.e2e import company

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "company"


@dataclass(frozen=True, kw_only=True)
class Run:
    """What came of one run."""

    report: Report
    transcript: str
    said: dict[str, list[str]]


def run_once(folder: Path, engine: str, *, kills: int = 0) -> Run:
    """Play the tiny company once."""
    written = folder / "transcript.txt"
    with database_url(engine, folder) as url:
        report, messages = played(
            data=company.write(folder / "company"),
            first=company.FIRST,
            last=company.LAST,
            database=url,
            transcript=written,
            kills=kills,
        )
    return Run(report=report, transcript=written.read_text(encoding="utf-8"), said=said_in(messages))


def said_in(messages: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return what stands in each conversation in the end, in order: threads beneath their messages."""
    found: dict[str, list[str]] = {}
    for message in sorted(messages, key=lambda entry: (str(entry.get("thread_ts") or entry["ts"]), entry["ts"])):
        found.setdefault(message["channel"], []).append(f"{message['text']}\n{message_text(_bare(message), {})}")
    return found


def _bare(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name in ("text", "blocks", "files")}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One undisturbed run on SQLite, with which the others are compared."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("plain")
        for name in Settings.model_fields:
            patch.delenv(name, raising=False)
        patch.chdir(folder)
        yield run_once(folder, "sqlite")


def test_a_quarters_end_is_played_without_a_fault(plain: Run) -> None:
    assert plain.report.problems == ()
    assert plain.report.messages["summary"] == 3
    assert plain.report.messages["digest"] == 15
    assert [(alert.kpi, str(alert.opened_at.date())) for alert in plain.report.alerts] == [("visits", "2026-03-19")]
    assert plain.report.alerts[0].closed_at is not None


def test_the_bot_does_not_know_how_things_end_before_its_people_say_it(plain: Run) -> None:
    asked = plain.transcript.index("The new logo is out")
    assert "no check-in yet" in plain.transcript[asked : asked + 120]
    assert "310" not in plain.transcript[: plain.transcript.index("Bob submits")]


def test_postgresql_shows_the_same_transcript(plain: Run, tmp_path: Path) -> None:
    assert run_once(tmp_path, "postgresql").transcript == plain.transcript


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bot_that_is_killed_again_and_again_says_the_same(plain: Run, tmp_path: Path, engine: str) -> None:
    run = run_once(tmp_path, engine, kills=5)
    assert run.report.problems == ()
    assert run.report.kills == 5
    assert run.said == plain.said


def test_another_seed_is_another_story(plain: Run, tmp_path: Path) -> None:
    written = tmp_path / "transcript.txt"
    folder = company.write(tmp_path / "company")
    simulate(data=folder, first=company.FIRST, last=company.LAST, seed=2, transcript=written)
    assert written.read_text(encoding="utf-8") != plain.transcript


def test_a_database_with_a_company_in_it_is_refused(tmp_path: Path) -> None:
    folder, url = company.write(tmp_path / "company"), f"sqlite:///{tmp_path}/used.db"
    week = {"data": folder, "first": date(2026, 3, 9), "last": date(2026, 3, 9), "database": url}
    simulate(**week)  # type: ignore[arg-type]  # the words of one call, twice
    with pytest.raises(DatabaseUsedError, match="holds a company already"):
        simulate(**week)  # type: ignore[arg-type]


def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    (company.write(tmp_path / "company") / "okrs.csv").unlink()
    with pytest.raises(FolderError, match=r"okrs\.csv is missing"):
        simulate(data=tmp_path / "company", first=company.FIRST, last=company.LAST)


@pytest.mark.skipif(not REAL.exists(), reason="the real company lies beside the checkout")
def test_three_weeks_of_a_real_company_are_played_without_a_fault() -> None:
    report, messages = played(data=REAL, first=date(2020, 1, 27), last=date(2020, 2, 14))
    assert report.problems == ()
    assert report.messages["prompt"] > 100
    assert len(messages) > 200
