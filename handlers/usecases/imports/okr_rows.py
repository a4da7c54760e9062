"""A row of okrs.csv as it reads, before it is known what its ids stand for."""

import dataclasses
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import partial

from domain.okrs.model import MAX_CONFIDENCE, Commitment, KeyResult, Metric, Milestone
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, ObjectiveId, PersonId, TeamKey
from domain.values.numbers import MACHINE, read_number
from domain.values.precision import check_value
from domain.values.units import NUMBER, Unit
from handlers.usecases.imports import cells
from handlers.usecases.imports.lookup import People, Teams
from handlers.usecases.imports.table import Problems, Row
from handlers.usecases.imports.target_cells import read_band

REQUIRED = ("kind", "id", "team", "owner", "title")
OPTIONAL = (
    "parent", "commitment", "metric", "baseline", "target", "unit", "weight", "current", "confidence", "score", "note",
)  # fmt: skip

_DONE = {"1": 1, "yes": 1, "done": 1, "true": 1, "100%": 1, "0": 0, "no": 0, "not yet": 0, "false": 0, "0%": 0}
_STEP = re.compile(r"(?P<title>.+?)\s*(?:\((?P<weight>\d+(?:\.\d+)?)\))?")
_BAR = re.compile(r"(?<!\\)\|")
_STEPS_BY_NUMBER = re.compile(r"#\d+(?:[ ,]+#\d+)*", re.ASCII)


class Kind(StrEnum):
    """What a row is about."""

    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveRow:
    """An objective as its row says it; `parent` is an id of the file or a short id, or empty."""

    row: Row
    name: str
    parent: str
    team: TeamKey
    owner: PersonId
    title: str
    commitment: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a key result is measured."""

    metric: Metric
    unit: Unit = NUMBER
    baseline: Decimal | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    weight: Decimal = Decimal(1)
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyResultRow:
    """A key result as its row says it, with what is known of its outcome."""

    row: Row
    name: str
    parent: str
    owner: PersonId
    title: str
    measure: Measure
    current: Decimal | None
    done_steps: tuple[int, ...]
    confidence: int | None
    score: Decimal | None
    note: str


class RowReader:
    """Reads rows of okrs.csv; what is wrong with a cell goes to the problems."""

    def __init__(self, teams: Teams, people: People, problems: Problems) -> None:
        self._teams = teams
        self._people = people
        self._problems = problems

    def objective(self, row: Row) -> ObjectiveRow:
        """Read an objective."""
        read = partial(self._problems.read, row)
        for column in ("metric", "baseline", "target", "current", "confidence", "score"):
            if row[column]:
                self._problems.add(row.line, column, "An objective has no numbers of its own; its key results have.")
        return ObjectiveRow(
            row=row,
            name=row["id"],
            parent=row["parent"],
            team=read("team", self._team, instead=TeamKey("")),
            owner=read("owner", self._owner, instead=PersonId("")),
            title=read("title", partial(cells.read_words, what="title", at_most=cells.MAX_TITLE), instead=""),
            commitment=read(
                "commitment",
                partial(cells.choice, kinds=Commitment, default=Commitment.ASPIRATIONAL),
                instead=Commitment.ASPIRATIONAL,
            ),
        )

    def key_result(self, row: Row) -> KeyResultRow:
        """Read a key result."""
        read = partial(self._problems.read, row)
        if row["team"]:
            read("team", self._team, instead=TeamKey(""))
        before = self._problems.number
        measure = self._measure(row)
        if self._problems.number == before:
            self._check_measure(row, measure)
        current: Decimal | None = None
        done_steps: tuple[int, ...] = ()
        if self._problems.number == before:
            current, done_steps = read("current", partial(_current, measure=measure), instead=(None, ()))
        return KeyResultRow(
            row=row,
            name=row["id"],
            parent=row["parent"],
            owner=read("owner", self._owner, instead=PersonId("")),
            title=read("title", partial(cells.read_words, what="title", at_most=cells.MAX_TITLE), instead=""),
            measure=measure,
            current=self._read_said(row, measure, current),
            done_steps=done_steps,
            confidence=read("confidence", _confidence, instead=None),
            score=read("score", _score, instead=None),
            note=read("note", cells.note, instead=""),
        )

    def _team(self, word: str) -> TeamKey:
        team = self._teams.find(word)
        if team is None:
            raise cells.CellError(self._teams.unknown(word) if word else "An objective needs a team.")
        return team.key

    def _owner(self, word: str) -> PersonId:
        person = self._people.find(word)
        if person is None:
            raise cells.CellError(self._people.unknown(word) if word else "Nobody owns this. Give it one owner.")
        return person.id

    def _measure(self, row: Row) -> Measure:
        read = partial(self._problems.read, row)
        metric = read("metric", partial(cells.choice, kinds=Metric), instead=Metric.BINARY)
        unit = read("unit", Unit.parse, instead=NUMBER)
        weight = read("weight", _weight, instead=Decimal(1))
        if metric is Metric.MILESTONE:
            return Measure(metric=metric, weight=weight, milestones=read("target", _milestones, instead=()))
        if metric is Metric.BINARY:
            return Measure(metric=metric, weight=weight)
        if metric in (Metric.MAINTAIN, Metric.BASELINE):
            return self._read_measure_without_baseline(row, Measure(metric=metric, unit=unit, weight=weight))
        number = partial(_number, unit=unit)
        return Measure(
            metric=metric,
            unit=unit,
            weight=weight,
            baseline=read("baseline", number, instead=None),
            target=read("target", number, instead=None),
        )

    def _read_measure_without_baseline(self, row: Row, measure: Measure) -> Measure:
        """Read what is to be kept up; a baseline key result finds its number, so it has none yet."""
        if row["baseline"]:
            sentence = f"A key result of the kind {measure.metric} starts from no number. Leave this empty."
            self._problems.add(row.line, "baseline", sentence)
        if measure.metric is Metric.MAINTAIN:
            reader = partial(read_band, unit=measure.unit)
            low, high = self._problems.read(row, "target", reader, instead=(Decimal(0), None))
            return dataclasses.replace(measure, low=low, high=high)
        if row["target"]:
            sentence = "A baseline key result is about finding a number; its target comes after. Leave this empty."
            self._problems.add(row.line, "target", sentence)
        return measure

    def _check_measure(self, row: Row, measure: Measure) -> None:
        """Build the key result once, so that the domain judges baseline, target and weight."""
        said = {field.name: getattr(measure, field.name) for field in dataclasses.fields(measure)}
        try:
            KeyResult(id=KeyResultId(1), objective=ObjectiveId(1), owner=PersonId(""), title="", **said)
        except TillerError as problem:
            self._problems.add(row.line, "weight" if measure.weight < 0 else "target", str(problem))

    def _read_said(self, row: Row, measure: Measure, current: Decimal | None) -> Decimal | None:
        """Return the value to record; a binary one with only a note is not done yet."""
        if current is not None or not (row["note"] or row["confidence"]):
            return current
        if measure.metric is Metric.BINARY:
            return Decimal(0)
        sentence = (
            "A note or a confidence needs a current value beside it. Nothing has moved? Then repeat the baseline."
        )
        self._problems.add(row.line, "current", sentence)
        return None


def _number(text: str, *, unit: Unit) -> Decimal | None:
    return check_value(read_number(text, unit, MACHINE)) if text else None


def _weight(text: str) -> Decimal:
    return check_value(read_number(text, NUMBER, MACHINE), what="The weight") if text else Decimal(1)


def _milestones(text: str) -> tuple[Milestone, ...]:
    r"""Read `Design | Build (2) | Launch`: steps, each with its weight in brackets where it is not 1.

    A bar that belongs to a title has a backslash before it: `\|`.
    """
    steps = []
    for part in (piece.strip().replace(r"\|", "|") for piece in _BAR.split(text)):
        found = _STEP.fullmatch(part)
        if found is None:
            raise cells.CellError("Write the steps of a milestone with bars between them: Design | Build (2) | Launch.")
        steps.append(Milestone(title=found["title"], weight=Decimal(found["weight"] or 1)))
    return tuple(steps)


def _current(text: str, *, measure: Measure) -> tuple[Decimal | None, tuple[int, ...]]:
    """Read the value now; for a milestone, which steps are done: how many from the first, or `#1 #3`."""
    if not text:
        return None, ()
    if measure.metric is Metric.BINARY:
        if text.lower() not in _DONE:
            raise cells.CellError(f"‘{text}’ is neither done nor open. Write 1 or 0.")
        return Decimal(_DONE[text.lower()]), ()
    if measure.metric is Metric.MILESTONE:
        done = _done_steps(text, len(measure.milestones))
        return sum((measure.milestones[step].weight for step in done), Decimal(0)), done
    return _number(text, unit=measure.unit), ()


def _done_steps(text: str, number: int) -> tuple[int, ...]:
    if _STEPS_BY_NUMBER.fullmatch(text):
        named = sorted({int(step) for step in re.findall(r"\d+", text)})
        if named[0] >= 1 and named[-1] <= number:
            return tuple(step - 1 for step in named)
    elif text.isdecimal() and int(text) <= number:
        return tuple(range(int(text)))
    raise cells.CellError(
        f"Write how many of the {number} steps are done, from the first: 0 to {number}. Or name them, as in #1 #3."
    )


def _confidence(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and int(text) <= MAX_CONFIDENCE):
        raise cells.CellError(f"‘{text}’ is no confidence. Write a whole number from 0 to 10.")
    return int(text)


def _score(text: str) -> Decimal | None:
    if not text:
        return None
    score = read_number(text, NUMBER, MACHINE)
    if not 0 <= score <= 1 or score != round(score, 1):
        raise cells.CellError(f"‘{text}’ is no score. Scores go from 0.0 to 1.0 in steps of 0.1.")
    return round(score, 1)


def kind_of(text: str) -> Kind:
    """Read what a row is about: `objective` or `key_result`, or `KR` and `O`."""
    short = {"o": Kind.OBJECTIVE, "kr": Kind.KEY_RESULT}
    return short.get(text.lower()) or cells.choice(text, Kind)
