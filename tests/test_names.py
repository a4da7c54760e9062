"""Names are the field's words: what was once called otherwise is not again, and package docstrings are true."""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(
    path for room in ("bot", "domain", "handlers", "storage", "tests") for path in (ROOT / room).rglob("*.py")
)
LINES_OF_A_SCREEN = 45

RETIRED = {
    "ritual": "job",
    "rituals": "jobs",
    "scene": "job context, or entry of a transcript",
    "ring": "tick",
    "rings": "ticks",
    "doorbell": "scheduler",
    "world": "organization",
    "worlds": "organization",
    "standing": "status",
    "standings": "statuses",
    "belief": "confidence",
    "believe": "confidence",
    "steering": "okr status",
    "health": "kpi status, or state",
    "breach": "key result from alert",
    "breaches": "key result from alert",
    "outgoing": "notices",
    "brake": "circuit breaker",
    "looking": "channel search",
    "courier": "dispatcher",
    "parcel": "attempt",
    "seat": "viewer session",
    "theatre": "demo session",
    "stage": "setup, or scenario",
    "told": "tell: functions are verbs",
    "one": "what it holds",
    "each": "what it holds",
}
"""The words of old and what is said for them now."""
VARIABLES_ONLY = {"told", "one", "each"}
"""These may be a part of a longer name, such as `check_in_one`."""
LIBRARIES = {"HealthCheck", "suppress_health_check", "healthz"}
"""Names that are not ours."""
SAY_LESS = {"views", "usecase", "usecases", "outgoing", "m", "forms", "messages", "answers", "words", "said", "written"}
"""Aliases under which nobody finds the module again."""


@cache
def names_in(path: Path) -> frozenset[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    return frozenset(token.string for token in tokens if token.type == tokenize.NAME) - LIBRARIES


def parts_of(name: str) -> set[str]:
    """Return the words that a name is made of: `KpiStatus` and `kpi_status` of `kpi` and `status`."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_"))


def is_retired(name: str) -> bool:
    """Say whether a name holds a word of old; a test's name is a sentence, and may."""
    if name.startswith("test_"):
        return False
    return not parts_of(name).isdisjoint(RETIRED.keys() - VARIABLES_ONLY)


def test_no_name_holds_a_word_of_old() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}" for path in FILES for name in sorted(names_in(path)) if is_retired(name)
    ]
    assert found == []


def test_no_module_has_a_name_of_old() -> None:
    assert [str(path.relative_to(ROOT)) for path in FILES if is_retired(path.stem.removeprefix("test_"))] == []


def bound_in(tree: ast.Module) -> set[str]:
    """Return what is bound as a variable, an argument or a function."""
    variables = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return variables | arguments


def functions_in(tree: ast.Module) -> set[str]:
    return {node.name.strip("_") for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_a_variable_has_the_name_of_what_it_holds() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
    assert [
        str(path.relative_to(ROOT)) for path, tree in trees.items() if not {"one", "each"}.isdisjoint(bound_in(tree))
    ] == []


def test_a_function_is_a_verb() -> None:
    ours = [path for path in FILES if path.relative_to(ROOT).parts[0] != "tests"]
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in ours
        for name in functions_in(ast.parse(path.read_text("utf-8"))) & {"told", "shown", "said", "kept", "known"}
    }
    assert found == set()


def test_no_alias_says_less_than_the_name() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {alias.name} as {alias.asname}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname in SAY_LESS
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "retired"),
    [
        ("KpiStanding", True),
        ("ring_every", True),
        ("_seat", True),
        ("strings", False),
        ("outstanding", False),
        ("HealthCheck", True),
    ],
)
def test_a_word_is_found_in_a_name_as_a_whole(name: str, retired: bool) -> None:  # noqa: FBT001
    assert is_retired(name) is retired


PACKAGES = [path for path in FILES if path.name == "__init__.py" and path.relative_to(ROOT).parts[0] != "tests"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_the_docstring_of_a_package_fits_a_screen_and_lists_what_there_is(package: Path) -> None:
    text = ast.get_docstring(ast.parse(package.read_text("utf-8")), clean=True) or ""
    assert len(text.splitlines()) <= LINES_OF_A_SCREEN
    there = {path.stem for path in package.parent.iterdir()}
    for block in re.findall(r"(?:^ {4}[a-z_ ]+ {2,}\S.*\n)+", text + "\n", re.MULTILINE):
        for line in block.splitlines():
            names = re.match(r"^ {4}([a-z_]+(?: [a-z_]+)?) {2,}", line)
            if names is not None:
                assert set(names[1].split()) <= there, line
