"""The command line, from outside: what it prints, and the code it ends with."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.app import compose
from bot.cli.main import app
from bot.cli.tick import InstantError, deliver_for, read_instant, show
from bot.clock import ShiftedClock
from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from bot.settings import Settings
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import skip
from handlers.jobs.runner import Ran
from storage.store import Store, open_store
from tests.bot.workspace import settings_for, workspace
from tests.handlers.imports.files import KPIS, OKRS, PEOPLE, TEAMS
from tests.people import NOW

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tiller.db")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with workspace(clock=EmulatorClock(NOW)) as local:
        yield local


def bot(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def file_of(folder: Path, name: str, content: str) -> str:
    path = folder / name
    path.write_text(content)
    return str(path)


def import_company(folder: Path) -> None:
    for name, content in (("teams", TEAMS), ("people", PEOPLE), ("kpis", KPIS)):
        assert bot("import", name, file_of(folder, f"{name}.csv", content)).exit_code == 0


def lead_to(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Set the environment so that it leads to a local Slack; return it for processes of their own."""
    settings = settings_for(slack)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        secret = getattr(settings, name)
        if secret is not None:
            monkeypatch.setenv(name, secret.get_secret_value())
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    return dict(os.environ)


def test_migrate_says_where_the_database_stands() -> None:
    first, second = bot("migrate"), bot("migrate")
    assert re.fullmatch(r"The database is now at version \d{4}\.\n", first.output)
    assert second.output == first.output.replace("now", "already")
    assert (first.exit_code, second.exit_code) == (0, 0)


def test_import_says_what_it_did_and_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    teams = file_of(tmp_path, "teams.csv", TEAMS)
    dry = bot("import", "teams", teams, "--dry-run")
    assert dry.output.startswith("2 teams: 2 new\n")
    assert dry.output.endswith("A dry run: nothing was changed.\n")
    assert bot("import", "teams", teams).output.startswith("2 teams: 2 new\n")
    assert bot("import", "teams", teams).output == "2 teams: 2 unchanged\n"


def test_import_uses_what_the_settings_say_of_the_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANY_TIMEZONE", "Asia/Tokyo")
    monkeypatch.setenv("FISCAL_YEAR_START_MONTH", "10")
    bot("import", "teams", file_of(tmp_path, "more.csv", "key,name\nops,Ops\n"))
    import_company(tmp_path)
    okrs = bot("import", "okrs", file_of(tmp_path, "okrs.csv", OKRS), "--cycle", "2026-10-01:2026-12-31")
    assert okrs.output == "1 objectives: 1 new\n3 key results: 3 new\n2 check-ins: 2 new\n"
    store = open_store(f"sqlite:///{tmp_path}/tiller.db")
    with store.reading() as tx:
        assert next(team.timezone for team in tx.teams.all() if team.key == "ops") == "Asia/Tokyo"
        assert [cycle.name for cycle in tx.cycles.all()] == ["FY27-Q1"]
    store.close()


def test_import_of_a_wrong_file_names_line_and_column(tmp_path: Path) -> None:
    import_company(tmp_path)
    wrong = file_of(tmp_path, "readings.csv", "kpi,date,value\nchrun,2026-11-09,3\nchurn,9.11.,3\n")
    result = bot("import", "readings", wrong)
    assert result.exit_code == 1
    assert result.stderr == (
        "Nothing was imported.\n"
        "line 2, kpi: There is no KPI ‘chrun’. Did you mean churn?\n"
        "line 3, date: ‘9.11.’ is not a date. Write year, month, day, as in 2026-11-16.\n"
    )


def test_import_of_okrs_needs_a_cycle_and_of_anything_a_file(tmp_path: Path) -> None:
    result = bot("import", "okrs", file_of(tmp_path, "okrs.csv", OKRS))
    assert result.exit_code == 1
    assert result.stderr.startswith("okrs.csv needs a cycle: --cycle 2026-10-01:2026-12-31")
    missing = bot("import", "teams", "teams.csv")
    assert (missing.exit_code, missing.stderr) == (1, "teams.csv cannot be read: No such file or directory.\n")
    assert bot("import", "cats", "cats.csv").exit_code == 2


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/at/all.db", "The database cannot be used: unable to open database file.\n"),
        ("mysql://root:hunter2@db/tiller", "Tiller keeps its memory in SQLite or PostgreSQL, not in ‘mysql’.\n"),
    ],
)
def test_a_database_that_cannot_be_used_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    result = bot("migrate")
    assert (result.exit_code, result.stderr) == (1, sentence)


def test_a_database_that_does_not_answer_gets_a_sentence_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://tiller:hunter2@127.0.0.1:9/tiller")
    result = bot("migrate")
    assert result.exit_code == 1
    assert result.stderr.startswith("The database cannot be used: ")
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize("words", [("run",), ("tick", "--at", "2026-11-18T15:00Z")])
def test_missing_settings_are_named(words: tuple[str, ...]) -> None:
    result = bot(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("These settings are missing:\n  SLACK_BOT_TOKEN: ")


def test_wrong_settings_are_named_by_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHECKIN_HOUR", "25")
    for words in (("run",), ("migrate",), ("tick", "--at", "2026-11-18T15:00Z")):
        result = bot(*words)
        assert result.exit_code == 2
        assert "CHECKIN_HOUR: " in result.stderr


@pytest.mark.parametrize("text", ["yesterday", "2026-11-18", "2026-11-18T15:00", "2026-02-30T10:00Z", ""])
def test_an_instant_needs_its_zone(text: str) -> None:
    with pytest.raises(InstantError, match=r"is not an instant with its zone\. Write for example 2020-02-10T17:00Z\."):
        read_instant(text)


def test_an_instant_is_read_in_any_zone() -> None:
    assert read_instant("2026-11-18T16:00+01:00") == read_instant("2026-11-18T15:00Z") == NOW


def test_tick_runs_what_is_due_once_and_delivers_it(
    slack: LocalSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_to(slack, monkeypatch)
    slack.add_channel(id="C0COMPANY1", name="company", members=["U0ADA0001"])
    import_company(tmp_path)
    first = bot("tick", "--at", "2026-11-16T10:00+01:00")
    assert first.exit_code == 0, first.output + first.stderr
    assert re.search(r"digest:1:2026-W46\s+done", first.output)
    assert re.search(r"As of 2026-11-16 09:00 UTC: \d+ due, [1-9]\d* messages sent\.\n$", first.output)
    assert len(slack.messages("C0GROWTH1")) == 1
    second = bot("tick", "--at", "2026-11-16T10:00+01:00")
    assert second.output == "As of 2026-11-16 09:00 UTC: 0 due, 0 messages sent.\n"
    assert len(slack.messages("C0GROWTH1")) == 1


def test_tick_waits_for_messages_that_must_be_spaced(slack: LocalSlack, sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        for word in ("first", "second"):
            delivery = NewDelivery(key=word, kind="digest", to="C0GROWTH1", payload={"text": word, "blocks": []})
            tx.outbox.add(delivery, now=NOW)
    tiller = compose(settings_for(slack), clock=ShiftedClock(NOW), store=sqlite_store)
    assert deliver_for(tiller, timedelta(seconds=30)) == 2
    assert [message["text"] for message in slack.messages("C0GROWTH1")] == ["first", "second"]


def test_tick_tells_what_failed_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    ran = [
        Ran(what="digest:1:2026-W46", outcome=skip("late")),
        Ran(what="summary:1:growth", outcome=None, failure=RuntimeError("no [way]")),
    ]
    show(NOW, ran, delivered=0, waiting=3)
    told = capsys.readouterr().out
    assert re.search(r"digest:1:2026-W46\s+skipped\s+late", told)
    assert re.search(r"summary:1:growth\s+failed\s+RuntimeError: no \[way\]", told)
    assert told.endswith("As of 2026-11-18 15:00 UTC: 2 due, 0 messages sent, 3 still waiting.\n")


def test_run_ends_by_sigterm_and_only_one_runs_on_a_file(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = lead_to(slack, monkeypatch) | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        try:
            assert slack.wait_for_bot(30)
            second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - ourselves
            assert second.returncode == 1
            assert second.stderr == (
                "Another Tiller is running on tiller.db. SQLite allows one at a time: stop it first, "
                "or set DATABASE_URL=postgresql://… to run several.\n"
            )
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
        finally:
            process.kill()
    assert process.stderr is not None


def test_run_names_a_token_that_slack_does_not_take(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = lead_to(slack, monkeypatch) | {"PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": "xoxb-wrong"}
    command = [sys.executable, "-m", "bot", "run"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - ourselves
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == "Slack does not take SLACK_BOT_TOKEN: invalid_auth."


def test_doctor_says_what_to_do_and_ends_with_one(
    slack: LocalSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_to(slack, monkeypatch)
    empty = bot("doctor")
    assert (empty.exit_code, empty.output) == (
        1,
        "!!  The database is empty. Run python -m bot migrate, then import.\n",
    )
    slack.add_channel(id="C0COMPANY1", name="company", members=["U0ADA0001"])
    import_company(tmp_path)
    well = bot("doctor")
    assert well.exit_code == 0, well.output
    assert [line[:4] for line in well.output.splitlines()] == ["ok  "] * 7
