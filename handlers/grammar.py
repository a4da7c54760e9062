"""The grammar of the two commands: each word once, what it does, and how it is told.

Dispatch, "did you mean", `help`, and what may change anything are made from this table; the README's list and the
manifest's hint are checked against it. A command is a first word with what stands after it; what begins with none is
a question about a person, a team, a cycle, a KPI or a short id, which `usecases.company.query_parser` reads.

Example:
    >>> found = OKR.find("check-in KR-12 31 7")
    >>> found.word, found.kind.value
    ('checkin', 'writes')
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from rapidfuzz.distance import OSA

from handlers import ids

T = TypeVar("T")
_FEW_LETTERS = 4
_O, _K = ids.OKR, ids.KPI
_LIMITS = "its limits and what its history proposes, with the alerts they would have raised"


class Kind(StrEnum):
    """What a word does."""

    READS = "reads"
    WRITES = "writes"
    FORM = "form"
    """It opens a form where it stands in a command; in words it gets an answer with a button for that form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One word.

    Attributes:
        word: The first word, in lower case; empty for questions, which begin with none.
        kind: What it does.
        spelled: How else it may be written, as a pattern; empty for its own letters alone.
        help: The lines of `help` about it: examples between backticks, then what they do.
        hinted: It stands in the manifest's hint, which has room for a few.
        spoken: A sentence that begins with it means this command, in a DM or a mention.
        answered: Answered by a message; else by its form alone.
    """

    word: str
    kind: Kind = Kind.READS
    spelled: str = ""
    help: tuple[str, ...] = ()
    hinted: bool = False
    spoken: bool = False
    answered: bool = True

    def rest_of(self, text: str) -> str | None:
        """Return what stands after this word, or None where a text does not begin with it."""
        found = re.match(rf"(?:{self.spelled or re.escape(self.word)})(?!\S)\s*", text, re.IGNORECASE)
        return text[found.end() :].strip() if found is not None and self.word else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The words of one slash command."""

    family: str
    commands: tuple[Command, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All first words, in the order of the help."""
        return tuple(command.word for command in self.commands if command.word)

    @property
    def help_lines(self) -> list[str]:
        """The lines of `help`."""
        return [line for command in self.commands for line in command.help]

    def find(self, text: str) -> Command | None:
        """Return the command that a text begins with, or None where it begins with none."""
        return next((command for command in self.commands if command.rest_of(text) is not None), None)

    def writes(self, text: str) -> bool:
        """Tell whether a text changes anything, so that it needs a write transaction."""
        found = self.find(text)
        return found is not None and found.kind is Kind.WRITES

    def is_spoken(self, text: str) -> bool:
        """Tell whether a sentence begins with a word that means this command outside of a command as well."""
        found = self.find(text)
        return found is not None and found.spoken

    def answers(self, by_word: Mapping[str, T]) -> Mapping[str, T]:
        """Return what answers each word.

        Raises:
            ValueError: A word has no answer, or an answer no word.
        """
        wanted = {command.word for command in self.commands if command.word and command.answered}
        if wanted != by_word.keys():
            raise ValueError(
                f"{self.family}: {sorted(wanted ^ by_word.keys())} stand in the grammar or in the answers alone."
            )
        return MappingProxyType(dict(by_word))

    def near(self, text: str) -> tuple[str, ...]:
        """Return the text with its first word put right, the likest first; two letters may be wrong, of few one."""
        first, _, rest = text.partition(" ")
        slips = {word: OSA.distance(first.lower(), word) for word in self.words}
        near = [word for word in self.words if 0 < slips[word] <= (1 if len(word) <= _FEW_LETTERS else 2)]
        return tuple(f"{word} {rest}".strip() for word in sorted(near, key=slips.__getitem__))


OKR = Grammar(
    family=ids.OKR,
    commands=(
        Command(
            word="",
            help=(
                f"`{_O}`  yours, what is due first",
                f"`{_O} @ada`, `{_O} growth`, `{_O} company`  a person's, a team's, everybody's",
                f"`{_O} at risk`, `{_O} growth at risk`, `{_O} stale`  what needs a word",
                f"`{_O} KR-12`, `{_O} O-3`  one of them",
            ),
        ),
        Command(
            word="checkin",
            spelled=r"check[\s-]?in",
            kind=Kind.WRITES,
            help=(f'`{_O} checkin`  answer now; `{_O} checkin KR-12 3.1% 7 "mid-market moved"` in one line',),
            hinted=True,
            spoken=True,
        ),
        Command(word="why", help=(f"`{_O} why KR-12`  the whole sum behind its numbers",), hinted=True, spoken=True),
        Command(
            word="summary",
            help=(f"`{_O} 2026-Q3`, `{_O} summary 2026-Q3`  an earlier cycle, and how it went",),
            spoken=True,
        ),
        Command(
            word="new",
            kind=Kind.FORM,
            help=(f"`{_O} new`, `{_O} new objective`  write a key result, an objective: both open a form",),
            hinted=True,
        ),
        Command(
            word="edit",
            kind=Kind.FORM,
            help=(f"`{_O} edit KR-12`, `{_O} edit O-3`  change one; with a reason where its measure changes",),
        ),
        Command(
            word="cancel",
            kind=Kind.WRITES,
            help=(f"`{_O} cancel KR-12 why`, `{_O} restore KR-12`  leave it out, count it again",),
        ),
        Command(word="restore", kind=Kind.WRITES),
        Command(
            word="carry",
            kind=Kind.WRITES,
            help=(f"`{_O} carry`  what you decided to keep, into the next cycle",),
        ),
        Command(
            word="admin",
            kind=Kind.WRITES,
            help=(f"`{_O} admin`  for coordinators: the cycles, to draft, activate, close and reopen them",),
        ),
        Command(
            word="lint",
            help=(f"`{_O} lint`, `{_O} lint growth tasks`, `{_O} lint KR-12`  what could be sharper, and how",),
            hinted=True,
            spoken=True,
        ),
        Command(word="export", kind=Kind.WRITES),
        Command(
            word="score",
            kind=Kind.FORM,
            help=(f"`{_O} score`  the verdict, in a cycle's last days",),
            answered=False,
        ),
        Command(word="help", help=(f"`{_O} help`  this",), hinted=True),
    ),
)

KPI = Grammar(
    family=ids.KPI,
    commands=(
        Command(
            word="",
            help=(
                f"`{_K}`  all KPIs of your team, worst first",
                f"`{_K} churn`  one KPI with its chart",
                f"`{_K} growth`, `{_K} mine`, `{_K} company`  a team's, yours, everybody's",
            ),
        ),
        Command(
            word="set",
            kind=Kind.WRITES,
            help=(f"`{_K} set churn 3.1%`  log a reading; `{_K} set churn 3.1% week 46 a note` for an earlier period",),
            hinted=True,
            spoken=True,
        ),
        Command(
            word="why",
            help=(f"`{_K} why churn`  which rule gave it its state, from which readings",),
            hinted=True,
        ),
        Command(
            word="new",
            kind=Kind.FORM,
            help=(f"`{_K} new`, `{_K} edit churn`  add a KPI, change one",),
            hinted=True,
            answered=False,
        ),
        Command(word="edit", kind=Kind.FORM),
        Command(word="log", kind=Kind.FORM, answered=False),
        Command(
            word="target",
            help=(f"`{_K} target churn below 2%`, `{_K} target churn below 2% from Q1 2027`  its target, shown first",),
            hinted=True,
        ),
        Command(
            word="limits",
            help=(
                f"`{_K} limits churn`  {_LIMITS}",
                f"`{_K} limits churn warning 3% critical 4%`, `{_K} limits churn none`  yours, or none; shown first",
            ),
            hinted=True,
            spoken=True,
        ),
        Command(word="digest", help=(f"`{_K} digest`  your team's week, now",), spoken=True),
        Command(word="help", help=(f"`{_K} help`  this",), hinted=True),
    ),
)

GRAMMARS: Mapping[str, Grammar] = MappingProxyType({OKR.family: OKR, KPI.family: KPI})
"""Both, by the slash command."""
