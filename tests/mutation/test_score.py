"""How a sample is drawn and counted, and that the list of mutants that change nothing is up to date."""

import re
from pathlib import Path

import pytest

from tests.mutation.score import EQUIVALENT, Score, draw, entry_of, read_equivalents, score
from tests.mutation.workspace import ROOT, Change, MutationError, folders_of_tests, function_of

NAMES = [f"domain.kpis.alerts.x_decide__mutmut_{number}" for number in range(100)]
CHANGE = Change(function="domain.kpis.alerts.decide", before="if a < b:", after="if a <= b:")


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert draw(NAMES, size=10, seed=1) == draw(NAMES[::-1], size=10, seed=1)
    assert draw(NAMES, size=10, seed=1) != draw(NAMES, size=10, seed=2)
    assert len(set(draw(NAMES, size=10, seed=1))) == 10


@pytest.mark.parametrize("size", [100, 101])
def test_where_there_are_no_more_than_asked_all_are_taken(size: int) -> None:
    assert draw(NAMES, size=size, seed=1) == sorted(NAMES)


def test_mutants_that_are_the_same_program_do_not_count() -> None:
    killed = {"one": True, "two": True, "three": False, "four": False}
    other = Change(function=CHANGE.function, before=CHANGE.before, after="if a > b:")
    found = score(killed, {"three": CHANGE, "four": other}, [CHANGE])
    assert found == Score(killed=2, survived=1, equivalent=1)
    assert found.percent == pytest.approx(66.67, abs=0.01)
    assert Score(killed=0, survived=0, equivalent=3).percent == 100


def test_an_entry_is_read_back_with_its_reason() -> None:
    assert read_equivalents(f"# Title\n\n{entry_of(CHANGE)}never equal.\n{entry_of(CHANGE)}\n") == {
        CHANGE: "never equal."
    }


@pytest.mark.parametrize(
    ("mutant", "function"),
    [
        ("domain.kpis.alerts.x__decide_open__mutmut_12", "domain.kpis.alerts._decide_open"),
        ("bot.delivery.in_doubt.xǁDoubtsǁsee__mutmut_1", "bot.delivery.in_doubt.Doubts.see"),
        ("bot.delivery.calls.xǁSlackCallsǁ__init____mutmut_14", "bot.delivery.calls.SlackCalls.__init__"),
    ],
)
def test_a_mutant_is_called_after_its_function(mutant: str, function: str) -> None:
    assert function_of(mutant) == function
    with pytest.raises(MutationError, match="is not the name of a mutant"):
        function_of(function)


@pytest.mark.parametrize(
    ("files", "folders"),
    [
        (["domain/kpis/alerts.py"], ["tests/domain"]),
        (["bot/delivery/worker.py"], ["tests/bot/delivery"]),
        (["bot/delivery/worker.py", "bot/clock.py"], ["tests/bot"]),
        (["handlers/views/kpis/alert.py", "handlers/usecases/kpis/alerts.py"], ["tests/handlers"]),
        (["bot/emulator/state.py", "storage/kpis.py"], ["tests/emulator", "tests/storage"]),
    ],
)
def test_the_tests_of_the_innermost_room_know_a_module(files: list[str], folders: list[str]) -> None:
    assert folders_of_tests(files) == folders
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_each_listed_change_still_fits_the_code_and_has_a_reason() -> None:
    text = EQUIVALENT.read_text(encoding="utf-8")
    listed = read_equivalents(text)
    assert len(listed) == len(re.findall(r"^- ", text, re.MULTILINE)), "a line does not read like the others"
    gone = [change for change in listed if change.before not in _source_of(change.function)]
    assert gone == []


def _source_of(function: str) -> str:
    """Return the module in which a function stands, each run of white space as one space."""
    parts = function.split(".")
    paths = (Path(*parts[:end]).with_suffix(".py") for end in range(len(parts), 0, -1))
    found = next(ROOT / path for path in paths if (ROOT / path).is_file())
    return " ".join(found.read_text(encoding="utf-8").split())
