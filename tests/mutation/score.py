"""How many mutants of a sample were noticed, and which were not."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.workspace import Change

EQUIVALENT = Path(__file__).with_name("EQUIVALENT.md")
_ENTRY = re.compile(r"^- `(?P<function>[^`]+)`: `(?P<before>[^`]*)` → `(?P<after>[^`]*)`: (?P<why>\S.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The result of a sample; mutants that are the same program are counted apart."""

    killed: int
    survived: int
    equivalent: int

    @property
    def percent(self) -> float:
        """The share of the killed among those that could be killed; 100 when there were none."""
        counted = self.killed + self.survived
        return 100 * self.killed / counted if counted else 100.0


def draw(names: Sequence[str], *, size: int, seed: int) -> list[str]:
    """Draw a sample, the same for the same names and seed; all of them when there are no more than `size`."""
    if len(names) <= size:
        return sorted(names)
    return sorted(random.Random(seed).sample(sorted(names), size))  # noqa: S311 - a sample, not a secret


def read_equivalents(text: str) -> dict[Change, str]:
    """Read the list of mutants that are the same program: the change, and why."""
    return {
        Change(function=entry["function"], before=entry["before"], after=entry["after"]): entry["why"]
        for entry in _ENTRY.finditer(text)
    }


def score(killed: Mapping[str, bool], survivors: Mapping[str, Change], equivalents: Iterable[Change]) -> Score:
    """Count a sample: which mutants were killed, what each survivor changes, and which changes change nothing."""
    same = set(equivalents)
    equivalent = sum(change in same for change in survivors.values())
    return Score(killed=sum(killed.values()), survived=len(survivors) - equivalent, equivalent=equivalent)


def entry_of(change: Change) -> str:
    """Write a change as a line of the list, without its reason."""
    return f"- `{change.function}`: `{change.before}` → `{change.after}`: "
