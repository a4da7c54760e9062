"""`export`, `import everything` and `--skip-bad`, from outside: what they print, and the code they end with."""

import json
import os
from pathlib import Path

import pytest

from storage.dump import REASONS
from storage.store import open_store
from tests.bot.test_cli import bot, file_of, import_company
from tests.databases import database_url
from tests.handlers.exports import company as exports_company
from tests.handlers.imports.files import OKRS

CYCLE = ("--cycle", "2026-10-01:2026-12-31")
FILES = ["kpis.csv", "okrs.csv", "people.csv", "readings.csv", "teams.csv"]
READINGS = "kpi,date,value,note\nchurn,2026-11-09,3.1,=1+1\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.isupper() and name.startswith(("SLACK_", "DATABASE_", "COMPANY_", "DIGEST_", "CHECKIN_", "FISCAL_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/tiller.db")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A database with a company in it."""
    import_company(tmp_path)
    assert bot("import", "readings", file_of(tmp_path, "readings.csv", READINGS)).exit_code == 0
    assert bot("import", "okrs", file_of(tmp_path, "okrs.csv", OKRS), *CYCLE).exit_code == 0
    return tmp_path


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_export_writes_the_files_that_import_reads(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = bot("export", "out")
    assert result.exit_code == 0, result.output
    assert result.stdout == "Written to out: people.csv, teams.csv, kpis.csv, readings.csv, okrs.csv.\n"
    assert "okrs.csv holds 2026-Q4. Into an empty database it goes with --cycle 2026-10-01:2026-12-31." in result.stderr
    assert "`export --json` carries everything." in result.stderr
    assert sorted(bytes_in(company / "out")) == FILES
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{company}/other.db")
    for kind in ("people", "teams", "kpis", "readings", "okrs"):
        done = bot("import", kind, f"out/{kind}.csv", *(CYCLE if kind == "okrs" else ()))
        assert done.exit_code == 0, done.output
    assert bot("export", "again", "--cycle", "2026-q4").exit_code == 0
    assert bytes_in(company / "again") == bytes_in(company / "out")


def test_export_writes_over_nothing(company: Path) -> None:
    (company / "out").mkdir()
    file_of(company / "out", "teams.csv", "mine")
    result = bot("export", "out")
    assert (result.exit_code, result.stderr) == (
        1,
        "out has teams.csv already. Name another folder, or move them away.\n",
    )
    assert bytes_in(company / "out") == {"teams.csv": b"mine"}
    blocked = bot("export", "out/teams.csv/below")
    assert blocked.exit_code == 1
    assert "cannot be written: Not a directory." in blocked.stderr


def test_everything_goes_to_another_database_and_back(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = bot("export", "--json", "all.json")
    assert result.exit_code == 0, result.output
    assert result.output.endswith(f" rows of {len(REASONS)} tables written to all.json.\n")
    assert not list(company.glob("*.part"))
    with database_url("postgresql", company) as other:
        monkeypatch.setenv("DATABASE_URL", other)
        dry = bot("import", "everything", "all.json", "--dry-run")
        assert dry.output.endswith(f" rows of {len(REASONS)} tables.\nA dry run: nothing was changed.\n")
        done = bot("import", "everything", "all.json")
        assert done.exit_code == 0, done.output
        assert done.output.splitlines()[0] == dry.output.splitlines()[0]
        assert "both would post" in done.output
        assert bot("export", "--json", "there.json").exit_code == 0
        again = bot("import", "everything", "all.json")
        assert again.exit_code == 1
        assert again.stderr.startswith("This database is not empty, it holds teams, people, subscriptions and more. ")
    assert (company / "there.json").read_bytes() == (company / "all.json").read_bytes()


def test_everything_can_be_read_from_the_screen(company: Path) -> None:
    result = bot("export", "--json", "-")
    assert json.loads(result.stdout)["tables"]["readings"][0]["note"] == "=1+1"
    assert bot("export", "--json", str(company / "all.json")).exit_code == 0
    assert (company / "all.json").read_text(encoding="utf-8") == result.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name a folder for CSV files, or --json and a file."),
        (("out", "--json", "all.json"), "Name a folder for CSV files, or --json and a file."),
        (("--json", "all.json", "--cycle", "2026-Q4"), "--json holds all cycles."),
    ],
)
def test_export_needs_one_place_to_write_to(words: tuple[str, ...], sentence: str) -> None:
    result = bot("export", *words)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_what_cannot_be_exported_or_imported_gets_a_sentence(tmp_path: Path) -> None:
    nothing = bot("export", "out")
    assert nothing.exit_code == 1
    assert nothing.stderr == "The database is empty: there is nothing to export. Is DATABASE_URL right?\n"
    missing = bot("import", "everything", "all.json")
    assert (missing.exit_code, missing.stderr) == (1, "all.json cannot be read: No such file or directory.\n")
    wrong = bot("import", "everything", file_of(tmp_path, "some.json", "{}"))
    assert wrong.exit_code == 1
    assert wrong.stderr == "Nothing was imported.\nline 1: This is no file that `export --json` wrote.\n"
    assert bot("import", "everything", "all.json", "--skip-bad").exit_code == 2
    assert bot("import", "everything", "all.json", "--reason", "the market grew").exit_code == 2
    bot("migrate")
    cycle = bot("export", "out", "--cycle", "2026-Q4")
    assert (cycle.exit_code, cycle.stderr) == (1, "There is no cycle ‘2026-Q4’. There is none yet.\n")


def test_skip_bad_takes_what_is_right_and_ends_with_three(company: Path) -> None:
    mixed = file_of(company, "mixed.csv", "kpi,date,value\nchurn,2026-11-02,3\nchurn,2.11.,3\nchrun,2026-11-02,3\n")
    assert bot("import", "readings", mixed).exit_code == 1
    dry = bot("import", "readings", mixed, "--skip-bad", "--dry-run")
    assert dry.exit_code == 3
    result = bot("import", "readings", mixed, "--skip-bad")
    assert result.exit_code == 3
    assert result.output == (
        "1 readings: 1 new\n"
        "2 rows skipped:\n"
        "line 3, date: ‘2.11.’ is not a date. Write year, month, day, as in 2026-11-16.\n"
        "line 4, kpi: There is no KPI ‘chrun’. Did you mean churn?\n"
    )
    fine = file_of(company, "fine.csv", "kpi,date,value\nchurn,2026-11-02,3\n")
    assert bot("import", "readings", fine, "--skip-bad").exit_code == 0


def test_a_file_is_there_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(f"sqlite:///{tmp_path}/tiller.db")
    store.migrate()
    with store.transaction() as tx:
        exports_company.furnish(tx)
    store.close()
    file_of(tmp_path, "all.json", "the last one")
    monkeypatch.setattr("bot.cli.exporting.write_everything", _disk_is_full)
    result = bot("export", "--json", "all.json")
    assert (result.exit_code, result.stderr) == (1, "all.json cannot be written: No space left on device.\n")
    assert (tmp_path / "all.json").read_text() == "the last one"
    assert not list(tmp_path.glob("*.part"))


def _disk_is_full(_store: object, _out: object) -> None:
    raise OSError(28, "No space left on device")
