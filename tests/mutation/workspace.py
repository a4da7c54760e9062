"""The copy of the checkout in which mutants are made and tested."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKSPACE = ROOT / "build" / "mutation"
ROOMS = ("bot", "domain", "handlers", "storage")
TESTS_OF = {
    "bot": "tests/bot",
    "bot/delivery": "tests/bot/delivery",
    "bot/emulator": "tests/emulator",
    "domain": "tests/domain",
    "handlers": "tests/handlers",
    "handlers/views": "tests/handlers/views",
    "storage": "tests/storage",
}
"""The tests that know a room. Of these, each mutant meets only those that call its function."""
# Both databases get the same statements from the rooms above them; one of them is enough to notice a mutant.
_PYTEST = ["-p", "no:randomly", "-p", "no:cacheprovider", "-k", "not postgresql"]
_TIMES_THE_BASELINE = 3
_SECONDS_ON_TOP = 5
_NO_MUTANT = "there-is-no-mutant-of-this-name"
_FUNCTION_OF_MUTANT = re.compile(r"^(?P<module>.+)\.x(?:ǁ(?P<cls>\w+)ǁ|_)(?P<function>\w+)__mutmut_\d+$")
_KILLED = {1, 3, 24, 36, 152, 255, -24, -11, -9}  # a failed test, or one that no longer ends


class MutationError(Exception):
    """The mutants could not be made or tested; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a mutant changes: the lines of one function, before and after."""

    function: str
    before: str
    after: str


def mutable_files(paths: Sequence[str]) -> list[str]:
    """Return the tracked modules of our rooms at or below the paths, sorted."""
    listed = _git("ls-files", "--", *paths)
    return sorted(name for name in listed if name.endswith(".py") and name.split("/")[0] in ROOMS)


def changed_files(base: str) -> list[str]:
    """Return the modules that differ from where this branch left `base`, sorted."""
    changed = _git("diff", "--name-only", "--diff-filter=d", "--merge-base", base)
    return mutable_files(changed) if changed else []


def folders_of_tests(files: Sequence[str]) -> list[str]:
    """Return the folders of tests that know these modules: of each module, those of the innermost room."""
    found = {TESTS_OF[max((room for room in TESTS_OF if name.startswith(f"{room}/")), key=len)] for name in files}
    return sorted(folder for folder in found if not any(folder.startswith(f"{other}/") for other in found))


def make_mutants(files: Sequence[str]) -> list[str]:
    """Copy the checkout, make all mutants of the modules and record which tests call which function.

    Returns:
        The names of the mutants, sorted.

    Raises:
        MutationError: The tests fail as they are, or nothing of the modules can be mutated.
    """
    shutil.rmtree(WORKSPACE, ignore_errors=True)
    for name in _git("ls-files", "--cached", "--others", "--exclude-standard"):
        if (ROOT / name).is_file():
            target = WORKSPACE / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    with (WORKSPACE / "pyproject.toml").open("a", encoding="utf-8") as config:
        config.write(_settings(files))
    output = _mutmut("run", "--max-children", "1", _NO_MUTANT)
    names = sorted(results())
    if not names or not (WORKSPACE / "mutants" / "mutmut-stats.json").exists():
        raise MutationError(f"There is nothing to test; the end of what mutmut said:\n{output[-2000:]}")
    return names


def run_tests_on(names: Sequence[str]) -> dict[str, bool]:
    """Run the tests on each of these mutants, one after the other; return which were killed."""
    output = _mutmut("run", "--max-children", "1", *names)
    exit_codes = results()
    if any(exit_codes[name] is None for name in names):
        raise MutationError(f"Not all mutants were tested; the end of what mutmut said:\n{output[-2000:]}")
    return {name: exit_codes[name] in _KILLED for name in names}


def results() -> dict[str, int | None]:
    """Return all mutants, each with the exit code of its tests, or None while it has not been tested."""
    found: dict[str, int | None] = {}
    for path in (WORKSPACE / "mutants").rglob("*.py.meta"):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def change_of(name: str) -> Change:
    """Return what a mutant changes; lines that belong together are joined by a space."""
    lines = _mutmut("show", name).splitlines()
    before = [line[1:].strip() for line in lines if line.startswith("-") and not line.startswith("---")]
    after = [line[1:].strip() for line in lines if line.startswith("+") and not line.startswith("+++")]
    return Change(function=function_of(name), before=" ".join(before), after=" ".join(after))


def function_of(name: str) -> str:
    """Return the dotted name of the function that a mutant belongs to: `domain.kpis.alerts.decide`."""
    parts = _FUNCTION_OF_MUTANT.match(name)
    if parts is None:
        raise MutationError(f"“{name}” is not the name of a mutant.")
    return ".".join(filter(None, parts.group("module", "cls", "function")))


def _settings(files: Sequence[str]) -> str:
    top_level = sorted(path.name for path in WORKSPACE.iterdir() if path.is_file())
    values = {
        "source_paths": list(ROOMS),
        "only_mutate": list(files),
        "also_copy": ["tests", *top_level],
        "pytest_add_cli_args": _PYTEST,
        "pytest_add_cli_args_test_selection": folders_of_tests(files),
        "timeout_multiplier": _TIMES_THE_BASELINE,
        "timeout_constant": _SECONDS_ON_TOP,
        "use_git_change_detection": False,
        # from a process that has run no test yet: what a test left in a cache would hide a mutant
        "process_isolation": "forkserver",
    }
    return "\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def _mutmut(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=WORKSPACE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - git with our own arguments
        ["git", "-c", "core.quotePath=off", *arguments],  # noqa: S607 - git, wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise MutationError(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.splitlines()
