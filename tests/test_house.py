"""The laws of the house, as tests: a rule that no tool checks is a wish."""

import ast
import functools
import importlib.metadata
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import App
from slack_sdk import WebClient
from typer.main import get_command

from bot.cli.main import app
from bot.emulator.webapi.methods import ALL
from bot.settings import Settings
from handlers.deps import Deps
from handlers.register import register
from storage.store import Store
from tests.people import NOW

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("bot", "handlers", "storage", "domain")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MIGRATIONS = ROOT / "storage" / "migrations"
CLOCKS = {Path("bot/clock.py"), Path("bot/emulator/clock.py")}
READS_THE_CLOCK = {
    *(f"datetime.{name}" for name in ("now", "utcnow", "today")),
    "date.today",
    *(
        f"time.{name}"
        for name in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "clock_gettime", "localtime")
    ),
}
WAITS = {"time.sleep"}
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "service", "data", "info", "misc"}
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_MODULE = 300
SHORTEST_DOCSTRING = 40
REASON = re.compile(r"#\s*long: \S.{10,}")
README = ROOT / "README.md"
SCOPE_OF_EVENT = {"app_mention": "app_mentions:read", "message.im": "im:history", "user_change": "users:read"}


def name_of(path: Path) -> Path:
    return path.relative_to(ROOT)


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def dotted(node: ast.expr) -> str:
    """Return the last two names of `a.b.c`, which is `b.c`, or nothing."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        above = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
        return f"{above}.{node.attr}"
    return ""


def tracked() -> list[Path]:
    """Return the files that git keeps, or all that are not hidden where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],  # noqa: S607 - git, wherever it is
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return [path for path in ROOT.rglob("*") if path.is_file() and not name_of(path).parts[0].startswith(".")]
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def section_of_readme(heading: str) -> str | None:
    """Return what stands under a heading of the README, or None while there is none."""
    if not README.exists():
        return None
    found = re.search(
        rf"^#+ {heading}\s*$(.*?)(?=^#+ |\Z)",
        README.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL | re.IGNORECASE,
    )
    return None if found is None else found[1]


def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    return read


def functions_in(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of the body, without the docstring; a list of arguments is read like a table."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_only_the_clock_reads_the_clock_and_nothing_sleeps() -> None:
    found = []
    for path in SOURCES:
        forbidden = WAITS if name_of(path) in CLOCKS else READS_THE_CLOCK | WAITS
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and dotted(node) in forbidden:
                found.append(f"{name_of(path)}:{node.lineno} {dotted(node)}")
            if isinstance(node, ast.ImportFrom) and node.module == "time" and name_of(path) not in CLOCKS:
                found.append(f"{name_of(path)}:{node.lineno} from time import …")
    assert found == []


def test_modules_are_short_or_say_why_not() -> None:
    found = []
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > MOST_LINES_OF_A_MODULE and not REASON.search("\n".join(lines[:10])):
            found.append(f"{name_of(path)}: {len(lines)} lines")
    assert found == []


def test_functions_are_short_or_say_why_not() -> None:
    found = []
    for path in SOURCES:
        if MIGRATIONS in path.parents:
            continue  # a table is one statement, however many columns it has
        lines = path.read_text(encoding="utf-8").splitlines()
        for function in functions_in(tree_of(path)):
            head = "\n".join(lines[max(0, function.lineno - 2) : function.body[0].end_lineno])
            if length_of(function) > MOST_LINES_OF_A_FUNCTION and not REASON.search(head):
                found.append(f"{name_of(path)}:{function.lineno} {function.name}: {length_of(function)} lines")
    assert found == []


def test_the_name_of_a_module_says_what_is_in_it() -> None:
    assert [name_of(path) for path in SOURCES if not NO_NAMES.isdisjoint(name_of(path.with_suffix("")).parts)] == []


def test_the_docstring_of_a_package_says_what_it_is_for() -> None:
    packages = [path for path in SOURCES if path.name == "__init__.py"]
    assert [
        name_of(path) for path in packages if len(ast.get_docstring(tree_of(path)) or "") < SHORTEST_DOCSTRING
    ] == []


def test_every_folder_of_ours_is_a_package() -> None:
    folders = {path.parent for path in SOURCES} - {MIGRATIONS, MIGRATIONS / "versions"}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_tests_fake_nothing_but_the_edge() -> None:
    found = [
        name_of(path)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.ImportFrom) and node.module in ("unittest.mock", "mock"))
        or (isinstance(node, ast.Import) and any(name.name in ("unittest.mock", "mock") for name in node.names))
    ]
    assert found == []


def test_no_bare_name_of_ours_is_installed_anywhere() -> None:
    installed = importlib.metadata.packages_distributions()
    assert {name: installed[name] for name in (*ROOMS, "tests") if name in installed} == {}


def test_every_setting_stands_in_the_example_with_what_it_is_for() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^([A-Z_]+)=", example, re.MULTILINE) == list(Settings.model_fields)
    flat = re.sub(r"\s*\n# ", " ", example)
    for name, field in Settings.model_fields.items():
        assert f"# {field.description}\n{name}=" in flat or f" {field.description}\n{name}=" in flat


def test_every_setting_stands_in_the_readme_and_no_other() -> None:
    table = section_of_readme("Configuration")
    if table is None:
        pytest.skip("the README has no Configuration yet")
    assert sorted(re.findall(r"^\|\s*`([A-Z_]+)`", table, re.MULTILINE)) == sorted(Settings.model_fields)


def test_the_command_line_has_the_names_that_others_rely_on() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]  # typer builds a group
    names = {name for name, command in commands.items() if not command.hidden}
    assert names == {"run", "migrate", "import", "export", "tick", "doctor", "simulate", "emulator", "demo"}


def test_the_readme_tells_of_each_command_in_slack() -> None:
    table = section_of_readme("Commands")
    if table is None:
        pytest.skip("the README has no Commands yet")
    declared = {command["command"] for command in manifest()["features"]["slash_commands"]}
    assert set(re.findall(r"`(/[a-z]+)", table)) == declared


class Recorder(App):
    """A bolt app that remembers which names it was given listeners for."""

    def __init__(self) -> None:
        super().__init__(client=WebClient("xoxb-1"), signing_secret="s", token_verification_enabled=False)
        self.heard: dict[str, set[str]] = {"command": set(), "event": set(), "shortcut": set()}

    def command(self, command: Any, *rest: Any, **more: Any) -> Any:
        self.heard["command"] |= _words(command)
        return super().command(command, *rest, **more)

    def event(self, event: Any, *rest: Any, **more: Any) -> Any:
        self.heard["event"] |= _words(event)
        return super().event(event, *rest, **more)

    def message(self, keyword: Any = "", *rest: Any, **more: Any) -> Any:
        self.heard["event"].add("message")
        return super().message(keyword, *rest, **more)

    def global_shortcut(self, callback_id: Any, *rest: Any, **more: Any) -> Any:
        self.heard["shortcut"] |= _words(callback_id)
        return super().global_shortcut(callback_id, *rest, **more)

    def shortcut(self, constraints: Any, *rest: Any, **more: Any) -> Any:
        self.heard["shortcut"] |= _words(constraints)
        return super().shortcut(constraints, *rest, **more)


def _words(constraint: Any) -> set[str]:
    """Return the name that a listener is for; a pattern, as of a catch-all, is for no name of its own."""
    if isinstance(constraint, dict):
        return _words(constraint.get("type") or constraint.get("callback_id"))
    return {constraint} if isinstance(constraint, str) else set()


def test_what_is_listened_to_is_what_the_manifest_declares(sqlite_store: Store) -> None:
    if not any((ROOT / "handlers" / "commands").glob("[a-z]*.py")):
        pytest.skip("there are no commands yet")
    recorder = Recorder()
    register(recorder, Deps(store=sqlite_store, now=lambda: NOW))
    declared = manifest()
    events = declared["settings"]["event_subscriptions"]["bot_events"]
    assert recorder.heard == {
        "command": {command["command"] for command in declared["features"]["slash_commands"]},
        "event": {"message" if name.startswith("message.") else name for name in events},
        "shortcut": {shortcut["callback_id"] for shortcut in declared["features"]["shortcuts"]},
    }


def methods_called() -> set[str]:
    """Return the Web API methods that our own code calls, by the SDK's names or by Slack's."""
    by_sdk_name = {name.replace("_", "."): name for name in dir(WebClient) if not name.startswith("_")}
    called: set[str] = set()
    for path in SOURCES:
        if name_of(path).parts[:2] == ("bot", "emulator"):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ALL:
                called.add(node.value)
            if isinstance(node, ast.Attribute) and "client" in ast.dump(node.value).lower():
                called |= {slack for slack, sdk in by_sdk_name.items() if sdk == node.attr and slack in ALL}
    return called


def test_the_manifest_asks_for_each_scope_that_is_needed_and_for_no_other() -> None:
    declared = manifest()
    asked = set(declared["oauth_config"]["scopes"]["bot"])
    called = methods_called()
    assert "chat.postMessage" in called
    without = {name: ALL[name].scopes for name in called if ALL[name].scopes and asked.isdisjoint(ALL[name].scopes)}
    assert without == {}
    events = declared["settings"]["event_subscriptions"]["bot_events"]
    used = {scope for name in called for scope in ALL[name].scopes} | {
        SCOPE_OF_EVENT.get(event, "") for event in events
    }
    assert asked - used - {"commands"} == set()


def test_no_file_names_this_machine_or_a_package_index() -> None:
    # Written in pieces, so that this file is not found by itself.
    forbidden = re.compile(
        "|".join(("/wo" + "rk/", "/ro" + "ot/", "py" + r"pi\.org", "python" + "hosted", "npm" + r"js\."))
    )
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name_of(path)}: {match[0]}" for match in forbidden.finditer(text)]
    assert found == []


def test_make_has_the_targets_that_the_documents_name() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"setup", "demo", "test", "check", "bench"} <= targets
    texts = [path.read_text(encoding="utf-8") for path in (README, ROOT / "CONTRIBUTING.md") if path.exists()]
    assert {target for text in texts for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)} <= targets
