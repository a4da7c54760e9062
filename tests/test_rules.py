"""The rules that code cites are in the repository, cited by code and by tests, and their tables are true."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.kpis.model import Target
from domain.kpis.target_parser import unit_of_target
from domain.kpis.targets import read_target
from domain.okrs.confidence import state_of_confidence
from domain.okrs.model import Metric
from domain.okrs.pace import expected_progress
from domain.okrs.progress import progress_of
from domain.okrs.scoring import round_half_up
from domain.values.numbers import ENGLISH
from domain.values.units import NUMBER
from handlers.views.kpis.targets import target_sentence
from tests.domain.okr_company import key_result

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = {
    "RULES": ROOT / "domain" / "RULES.md",
    "DESIGN": ROOT / "bot" / "delivery" / "DESIGN.md",
    "SLACK_RULES": ROOT / "bot" / "emulator" / "SLACK_RULES.md",
}
_RULE = re.compile(r"^\*\*(\d+(?:\.\d+)?)\*\*", re.MULTILINE)
_CITED = re.compile(r"\b(RULES|DESIGN|SLACK_RULES) (\d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?)*)")
_OUTSIDE = re.compile(r"\b(?:SPEC|RELIABILITY|HOUSE|PEERS|MODELS)(?:\.md)? \d")


def rules_of(document: str) -> list[str]:
    """Return the numbers of a document's rules, in order."""
    return _RULE.findall(DOCUMENTS[document].read_text("utf-8"))


def python_files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (ROOT / room).rglob("*.py")


def cited(*rooms: str) -> set[tuple[str, str]]:
    """Return which rules the files of some rooms cite; `3.1 to 3.4` cites each between."""
    found: set[tuple[str, str]] = set()
    for path in python_files(*rooms):
        for document, numbers in _CITED.findall(path.read_text("utf-8")):
            for span in re.split(r", | and ", numbers):
                first, _, last = span.partition(" to ")
                order = rules_of(document)
                if last and first in order and last in order:
                    found |= {(document, number) for number in order[order.index(first) : order.index(last) + 1]}
                else:
                    found |= {(document, number) for number in (first, last) if number}
    return found


ALL = {(document, number) for document in DOCUMENTS for number in rules_of(document)}
CODE = cited("bot", "domain", "handlers", "storage")
TESTS = cited("tests")


def test_a_rule_that_is_cited_is_there() -> None:
    assert sorted((CODE | TESTS) - ALL) == []


def test_each_rule_is_cited_by_code() -> None:
    assert sorted(ALL - CODE) == []


def test_each_rule_is_cited_by_a_test() -> None:
    assert sorted(ALL - TESTS) == []


def test_no_number_stands_for_two_rules() -> None:
    for document in DOCUMENTS:
        assert len(rules_of(document)) == len(set(rules_of(document)))


def test_nothing_is_cited_that_a_reader_does_not_have() -> None:
    texts = [*python_files("bot", "domain", "handlers", "storage", "tests"), *ROOT.glob("*.md"), *DOCUMENTS.values()]
    assert [path.name for path in texts if _OUTSIDE.search(path.read_text("utf-8"))] == []


def golden(name: str) -> list[list[str]]:
    """Return the rows of a table of RULES.md that stands below its mark."""
    text = DOCUMENTS["RULES"].read_text("utf-8")
    found = re.search(rf"<!-- golden: {name} -->\n\n\|.*\n\|.*\n((?:\|.*\n)+)", text)
    assert found is not None, name
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in found[1].splitlines()]


def close(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001")).normalize()


@pytest.mark.parametrize(("metric", "baseline", "target", "value", "raw", "ratio"), golden("progress"))
def test_progress(metric: str, baseline: str, target: str, value: str, raw: str, ratio: str) -> None:
    measured = key_result(metric=Metric(metric), baseline=Decimal(baseline), target=Decimal(target), unit=NUMBER)
    found = progress_of(measured, Decimal(value))
    assert close(found.raw) == close(Decimal(raw))
    assert close(found.ratio) == close(Decimal(ratio))


@pytest.mark.parametrize(("first", "last", "today", "expected"), golden("expected"))
def test_expected_progress(first: str, last: str, today: str, expected: str) -> None:
    first_day, last_day, on = map(date.fromisoformat, (first, last, today))
    assert close(expected_progress(first_day=first_day, last_day=last_day, today=on)) == close(Decimal(expected))


@pytest.mark.parametrize(("confidence", "says"), golden("confidence"))
def test_confidence(confidence: str, says: str) -> None:
    assert state_of_confidence(int(confidence)).value == says


@pytest.mark.parametrize(("mean", "score"), golden("rounding"))
def test_rounding(mean: str, score: str) -> None:
    assert str(round_half_up(Decimal(mean))) == score


@pytest.mark.parametrize(("typed", "read"), golden("targets"))
def test_targets(typed: str, read: str) -> None:
    unit = unit_of_target(typed)
    target = read_target(typed, unit, None, ENGLISH)
    assert isinstance(target, Target)
    assert target_sentence(target, unit) == read
