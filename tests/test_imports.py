"""No module imports what imports it, not even for types alone; the contracts in pyproject.toml say the directions."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

ROOMS = ("bot", "domain", "handlers", "storage")


def circle_in(imports: dict[str, set[str]]) -> list[str]:
    """Return the modules of one circle, or nothing where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_modules_import_in_no_circle() -> None:
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=False, cache_dir=None)
    assert circle_in({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


@pytest.mark.parametrize(
    ("imports", "expected"),
    [({"a": {"b"}, "b": {"c"}, "c": set()}, []), ({"a": {"b"}, "b": {"a"}}, ["a", "b", "a"])],
)
def test_a_circle_is_found(imports: dict[str, set[str]], expected: list[str]) -> None:
    assert sorted(circle_in(imports)) == sorted(expected)
