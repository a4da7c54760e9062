"""The three documents that docstrings cite: each rule that is cited is there, each that is there is cited and tested.

The golden tables in them are computed here through the functions that the product uses.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests import golden_delivery, golden_kpis, golden_okrs
from tests.golden_cells import Row

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = {
    "RULES": ROOT / "domain" / "RULES.md",
    "DESIGN": ROOT / "bot" / "delivery" / "DESIGN.md",
    "SLACK_RULES": ROOT / "bot" / "emulator" / "SLACK_RULES.md",
}
ROOMS = ("bot", "handlers", "storage", "domain")
NOT_TESTS = re.compile(r"test_rules|golden_\w+")
"""What speaks of rules without proving one."""

_NUMBER = r"D?\d+(?:\.\d+)?"
_HEADING = re.compile(rf"^##+ ({_NUMBER})(?:\.(?=\s)|(?=\s))", re.MULTILINE)
_CITATION = re.compile(rf"\b(SLACK_RULES|RULES|DESIGN)\s+({_NUMBER}(?:(?:,?\s+and|,|\s+to)\s+{_NUMBER})*)")
_RETIRED = re.compile(
    r"\b(?:SPEC|RELIABILITY|SLACK|LIMITS)(?:\.md)?\s+(?:section\s+)?\d"
    r"|\b(?:SPEC|RELIABILITY|SLACK|LIMITS|PEERS|MODELS|HOUSE|HOUSE_MOVES)\.md\b"
    r"|\((?:see )?(?:SPEC|RELIABILITY|PEERS|MODELS|HOUSE)(?:\.md)?[, ]"
)
_TABLE = re.compile(r"^<!-- golden: ([a-z-]+) -->\n((?:\|.*\n)+)", re.MULTILINE)

GOLDEN: Mapping[str, Callable[[Row], Row]] = {
    **golden_okrs.GOLDEN,
    **golden_kpis.GOLDEN,
    **golden_delivery.GOLDEN,
}


def numbers_in(document: str) -> list[str]:
    """Return the numbers of a document's rules, in its order."""
    return _HEADING.findall(document)


def leaves_of(numbers: Iterable[str]) -> set[str]:
    """Return the rules themselves: sections that have none below them."""
    known = set(numbers)
    return known - {number.partition(".")[0] for number in known if "." in number}


def expanded(numbers: str, known: list[str]) -> Iterator[str]:
    """Return each number that a citation such as `4.1 to 4.4, and 10` names."""
    parts = re.split(r"(,? and|,| to) ", " ".join(numbers.split()))
    yield parts[0]
    for before, joint, number in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        if joint == " to" and before in known and number in known:
            yield from known[known.index(before) + 1 : known.index(number)]
        yield number


def citations_in(text: str, known: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    """Return what a text cites, as pairs of document and number."""
    return {
        (document, number)
        for document, numbers in _CITATION.findall(text)
        for number in expanded(numbers, known[document])
    }


def texts(*folders: str) -> dict[Path, str]:
    """Return the text of each module in some folders."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in paths}


def rows_of(table: str) -> list[Row]:
    """Return the rows of a table, each by column."""
    head, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return [dict(zip(head, row, strict=True)) for row in body]


def tables_in(document: str) -> list[tuple[str, list[Row]]]:
    """Return the golden tables of a document, by name."""
    return [(name, rows_of(table)) for name, table in _TABLE.findall(document)]


WRITTEN = {name: path.read_text(encoding="utf-8") for name, path in DOCUMENTS.items()}
KNOWN = {name: numbers_in(text) for name, text in WRITTEN.items()}
CODE = texts(*ROOMS)
TESTS = {path: text for path, text in texts("tests").items() if not NOT_TESTS.fullmatch(path.stem)}
TABLES = [table for text in WRITTEN.values() for table in tables_in(text)]


def cited_in(modules: Mapping[Path, str]) -> set[tuple[str, str]]:
    return {cited for text in modules.values() for cited in citations_in(text, KNOWN)}


def rules() -> set[tuple[str, str]]:
    return {(name, number) for name, numbers in KNOWN.items() for number in leaves_of(numbers)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_number_stands_once_in_its_document(name: str) -> None:
    assert KNOWN[name]
    assert sorted(set(KNOWN[name])) == sorted(KNOWN[name])


def test_each_rule_that_is_cited_is_written_down() -> None:
    documents = {path.relative_to(ROOT): WRITTEN[name] for name, path in DOCUMENTS.items()}
    found = [
        f"{path}: {document} {number}"
        for path, text in {**CODE, **TESTS, **documents}.items()
        for document, number in sorted(citations_in(text, KNOWN))
        if number not in KNOWN[document]
    ]
    assert found == []


def test_each_rule_is_cited_where_it_is_kept() -> None:
    assert sorted(rules() - cited_in(CODE)) == []


def test_each_rule_is_cited_where_it_is_proved() -> None:
    assert sorted(rules() - cited_in(TESTS)) == []


def test_nothing_cites_a_document_that_a_reader_does_not_have() -> None:
    beside = [path for kind in ("*.md", "*.yml", "*.toml") for path in ROOT.glob(kind)]
    others = {path.relative_to(ROOT): path.read_text(encoding="utf-8") for path in (*beside, *DOCUMENTS.values())}
    modules = {**CODE, **texts("tests"), **others}
    assert [f"{path}: {found[0]}" for path, text in modules.items() for found in _RETIRED.finditer(text)] == []


def test_each_golden_table_is_computed_and_has_rows() -> None:
    names = [name for name, _ in TABLES]
    assert sorted(names) == sorted(GOLDEN)
    assert [name for name, rows in TABLES if not rows] == []


@pytest.mark.parametrize(
    ("name", "row"),
    [pytest.param(name, row, id=f"{name}-{at}") for name, rows in TABLES for at, row in enumerate(rows, start=1)],
)
def test_what_a_golden_table_says_is_what_comes_out(name: str, row: Row) -> None:
    computed = GOLDEN[name](row)
    assert computed
    assert {column: row[column] for column in computed} == computed


# What the checks above rest on, on texts that are wrong on purpose.


def test_a_list_and_a_span_of_numbers_are_read_across_lines() -> None:
    known = {"RULES": ["1", "4", "4.1", "4.2", "4.3", "10"], "DESIGN": ["D1", "D2"], "SLACK_RULES": ["4"]}
    text = "as in RULES 4.1\n    to 4.3, and 10; (DESIGN D2). Not SLACK_RULES 4.1: RULES of a coach."
    assert citations_in(text, known) == {
        ("RULES", "4.1"),
        ("RULES", "4.2"),
        ("RULES", "4.3"),
        ("RULES", "10"),
        ("DESIGN", "D2"),
        ("SLACK_RULES", "4.1"),
    }


def test_headings_are_rules_and_what_has_rules_below_it_is_none() -> None:
    numbers = numbers_in("# T\n\n## 1. Words\n\n## 4. KPIs\n### 4.1 Limits\n## D3 Intent\n## Fault by fault\n")
    assert numbers == ["1", "4", "4.1", "D3"]
    assert leaves_of(numbers) == {"1", "4.1", "D3"}


@pytest.mark.parametrize(
    "text", ["(SP" + "EC 7.9)", "SLA" + "CK.md", "RELIA" + "BILITY 2.7", "(HO" + "USE, law)", "SP" + "EC\n    4.6"]
)
def test_a_retired_citation_is_seen(text: str) -> None:
    assert _RETIRED.search(text)
