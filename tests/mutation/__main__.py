"""Test the tests: `python -m tests.mutation [--sample N] [--seed N] [--base BRANCH] [path …]`."""

import argparse
import sys
from collections.abc import Sequence

from tests.mutation.score import EQUIVALENT, draw, entry_of, read_equivalents, score
from tests.mutation.workspace import (
    Change,
    MutationError,
    change_of,
    changed_files,
    make_mutants,
    mutable_files,
    run_tests_on,
)


def main(arguments: Sequence[str]) -> int:
    """Make mutants, test a sample and write the score; return 1 when one survived, 2 when it could not be done."""
    asked = _parser().parse_args(arguments)
    try:
        files = mutable_files(asked.paths) if asked.paths else changed_files(asked.base)
        if not files:
            _say(f"There is no module at {', '.join(asked.paths)}." if asked.paths else _nothing_differs(asked.base))
            return 0
        names = make_mutants(files)
        sample = draw(names, size=asked.sample, seed=asked.seed)
        _say(f"{len(names)} mutants in {len(files)} modules; testing {len(sample)} of them (seed {asked.seed}).")
        killed = run_tests_on(sample)
        survivors = {name: change_of(name) for name in sample if not killed[name]}
    except MutationError as problem:
        _say(str(problem))
        return 2
    return _report(killed, survivors)


def _report(killed: dict[str, bool], survivors: dict[str, Change]) -> int:
    equivalents = read_equivalents(EQUIVALENT.read_text(encoding="utf-8"))
    result = score(killed, survivors, equivalents)
    for name, change in survivors.items():
        if change not in equivalents:
            _say(f"{entry_of(change)}({name})")
    _say(
        f"Killed {result.killed}, survived {result.survived}, the same program {result.equivalent}: "
        f"{result.percent:.1f} %."
    )
    return 1 if result.survived else 0


def _nothing_differs(base: str) -> str:
    return f"No module differs from {base}; name paths to test others."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description="Test the tests with mutants.")
    parser.add_argument("paths", nargs="*", help="modules or packages; without: what differs from the base branch")
    parser.add_argument("--sample", type=int, default=600, help="how many mutants at most (600)")
    parser.add_argument("--seed", type=int, default=1, help="which sample (1)")
    parser.add_argument("--base", default="main", help="the branch that changes are counted from (main)")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
