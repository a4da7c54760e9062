"""README.md and USING.md against the code: what they show is what is printed, what they name is what there is."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.cli.importing import import_file
from bot.cli.main import app
from bot.demo.pictures import OF_README
from bot.settings import WEEKDAYS, Settings
from handlers.usecases.imports.run import FileKind, run_import
from handlers.views.blocks.block_kit import Message
from handlers.views.kpis import lists
from handlers.views.okrs import lists as okr_lists
from storage.store import Store
from tests.documented_company import CYCLE, USING, WIDTH, documented, examples
from tests.documented_quarter import transcript
from tests.people import NOW

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = [README, USING, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]


def text() -> str:
    """Return the README, and what it leads to, as one."""
    return README.read_text(encoding="utf-8") + USING.read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return what stands under a heading of the second level."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text(), re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found[1]


def rows(table: str) -> list[list[str]]:
    """Return the cells of a table's rows that begin with something in backticks."""
    found = [line for line in table.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found]


def test_the_transcript_is_what_tiller_really_prints() -> None:
    # After a wanted change: python -m tests.documented_quarter --write
    assert transcript() == documented()


def test_the_transcript_fits_a_phone() -> None:
    assert {line for line in documented().splitlines() if len(line) > WIDTH} == set()


def test_the_csv_examples_are_imported_as_they_stand_and_twice_changes_nothing(sqlite_store: Store) -> None:
    assert list(examples()) == list(FileKind)
    for kind, content in examples().items():
        first = run_import(sqlite_store, kind, content, now=NOW, cycle=CYCLE)
        assert first.counts[0].new == content.count("\n") - 1 or kind is FileKind.OKRS
    for kind, content in examples().items():
        again = run_import(sqlite_store, kind, content, now=NOW, cycle=CYCLE)
        assert [(count.new, count.changed) for count in again.counts] == [(0, 0)] * len(again.counts), kind


def test_every_column_that_an_import_knows_is_named() -> None:
    told = re.findall(r"^([a-z]+): (.+?)\.$", str(inspect.getdoc(import_file)), re.DOTALL | re.MULTILINE)
    assert [kind for kind, _ in told] == [kind.value for kind in FileKind]
    columns = {word for _, names in told for word in re.split(r",\s+| or ", names)}
    named = set(re.findall(r"[a-z_]+", section("Importing and exporting")))
    assert columns - named == set()


def test_the_configuration_table_is_the_settings() -> None:
    documented_rows = [(name.strip("`"), default, meaning) for name, default, meaning in rows(section("Configuration"))]
    assert documented_rows == [
        (name, shown_default(name, field.default), field.description) for name, field in Settings.model_fields.items()
    ]


def shown_default(name: str, default: Any) -> str:
    if name == "DIGEST_WEEKDAY":
        return f"`{WEEKDAYS[default]}`"
    return "–" if default is None or default == frozenset() else f"`{default}`"


@pytest.mark.parametrize("helped", [okr_lists.help_text(), lists.help_text()], ids=["okr", "kpi"])
def test_what_help_tells_of_a_command_stands_in_the_readme(helped: Message) -> None:
    phrases = {
        phrase
        for block in helped.blocks
        for phrase in re.findall(r"`([^`]+)`", str(block.get("text", {}).get("text", "")))
    }
    assert len(phrases) > 7
    assert phrases - set(re.findall(r"`([^`]+)`", section("Commands"))) == set()


def test_the_command_line_is_named_and_its_options_exist() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]  # typer builds a group
    lines = re.findall(r"python -m bot ([a-z]+)([^`\n]*)", text())
    assert {name for name, _ in lines} == {name for name, command in commands.items() if not command.hidden}
    for name, rest in lines:
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) - known == set(), name


def test_the_scopes_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    table = section("Installing it into a workspace").partition("| scope |")[2]
    named = [row[0].strip("`") for row in rows(table)]
    assert sorted(named) == sorted(manifest["oauth_config"]["scopes"]["bot"])


def test_make_installs_as_the_plain_lines_do() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert f"$(INSTALL) -r {lock}" in makefile
        assert f"--require-hashes --no-deps -r {lock}" in section("Try it")
    assert re.search(r"^INSTALL := .*--require-hashes --no-deps$", makefile, re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """Return the places of a document to which a link may lead."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            path, _, anchor = target.partition("#")
            led_to = ROOT / path if path else document
            assert led_to.exists(), target
            assert not anchor or anchor in anchors(led_to), target


def test_the_first_screen_of_the_readme_is_a_sentence_the_pictures_and_how_to_try_it() -> None:
    first = README.read_text(encoding="utf-8").splitlines()[:20]
    assert [line for line in first if line.startswith("#")] == ["# Tiller", "## What it looks like", "## Try it"]
    assert "make demo" in first


def test_its_pictures_are_there_small_and_told_to_those_who_do_not_see_them() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", section("What it looks like"))
    assert sorted(Path(path).stem for _, path in pictures) == sorted(OF_README)
    for told, path in pictures:
        assert len(told) > 60, path
        assert (ROOT / path).stat().st_size < 200_000, path


def test_the_paths_that_contributors_are_sent_to_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:bot|domain|handlers|storage|tests)/[a-z_/]+(?:\.py|\.md)?)`", text))
    assert len(paths) > 30
    assert {path for path in paths if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("domain/kpis/alerts.py", "def decide("),
        ("handlers/usecases/checkins/record.py", "def record("),
        ("handlers/views/loop/digest.py", "def headline("),
        ("handlers/jobs/runner.py", "late_after"),
        ("handlers/queries/targets.py", "editing."),
        ("handlers/usecases/kpis/editing.py", "read_change("),
        ("domain/kpis/target_changes.py", "def read_change("),
    ],
)
def test_the_five_walks_end_where_they_say(path: str, name: str) -> None:
    assert name in (ROOT / path).read_text(encoding="utf-8")
