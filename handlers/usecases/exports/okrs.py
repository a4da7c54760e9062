"""okrs.csv: one cycle's objectives and key results, with the value that was said last and the score (RULES 11)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from domain.okrs.cycles import Cycle
from domain.okrs.model import CheckIn, KeyResult, Metric, Milestone, Objective
from domain.okrs.scores import Score
from domain.values.ids import KeyResultId, ObjectiveId, PersonId, TeamKey, key_result_name, objective_name
from domain.values.numbers import plain
from handlers.usecases.exports.sheet import csv_text, number, one_line
from handlers.usecases.imports.target_cells import band_cell
from storage.store import Transaction

OKRS_COLUMNS = (
    "kind", "id", "parent", "team", "owner", "title", "commitment", "metric", "baseline", "target", "unit", "weight",
    "current", "confidence", "score", "note",
)  # fmt: skip
_LIKE_A_WEIGHT = re.compile(r"\(\d+(?:\.\d+)?\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleOkrs:
    """A cycle as it is written: what is in the file, and what the file cannot say.

    Attributes:
        key_results: Those that are not cancelled, by objective.
        cancelled: Those that are; a file could only bring them back to life.
    """

    cycle: Cycle
    objectives: tuple[Objective, ...]
    key_results: dict[ObjectiveId, tuple[KeyResult, ...]]
    cancelled: tuple[KeyResult, ...]
    said: dict[KeyResultId, CheckIn]
    scores: dict[KeyResultId, Score]
    external: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def owners(self) -> set[PersonId]:
        """Everyone whom the file names."""
        live = {key_result.owner for under in self.key_results.values() for key_result in under}
        return live | {objective.owner for objective in self.objectives}

    def list_without_parent(self) -> tuple[Objective, ...]:
        """Return the objectives that serve something outside the file."""
        names = self._names()
        return tuple(
            objective
            for objective in self.objectives
            if _parent(objective) is not None and _parent(objective) not in names
        )

    def rows(self) -> Iterator[list[str]]:
        """Yield the objectives by number, each with its key results behind it."""
        names = self._names()
        for objective in self.objectives:
            yield _objective_row(objective, names)
            for key_result in self.key_results.get(objective.id, ()):
                said, score = self.said.get(key_result.id), self.scores.get(key_result.id)
                yield [
                    "key_result",
                    names["key_result", key_result.id],
                    names["objective", objective.id],
                    objective.team,
                    key_result.owner,
                    one_line(key_result.title),
                    "",
                    *_measure(key_result),
                    _current(key_result, said),
                    "" if said is None or said.confidence is None else str(said.confidence),
                    "" if score is None else plain(score.given),
                    "" if said is None else said.note.strip(),
                ]

    def _names(self) -> dict[tuple[str, int], str]:
        """Name everything by its short id, which the importer gives back where it is free.

        Where an earlier file called something else of this cycle so, the id of that file names it: it goes first.
        """
        given = {thing: name for name, thing in self.external.items()}
        names: dict[tuple[str, int], str] = {}
        for kind, ids in (
            ("objective", [objective.id for objective in self.objectives]),
            ("key_result", [key_result.id for under in self.key_results.values() for key_result in under]),
        ):
            for item in ids:
                short = objective_name(ObjectiveId(item)) if kind == "objective" else key_result_name(KeyResultId(item))
                free = self.external.get(short, (kind, item)) == (kind, item)
                names[kind, item] = short if free else given.get((kind, item), f"{short} in Slack")
        return names


def read_cycle(tx: Transaction, cycle: Cycle, *, teams: Collection[TeamKey] | None = None) -> CycleOkrs:
    """Read a cycle to be written, of some teams only where they are named."""
    objectives = tuple(
        objective for objective in tx.okrs.objectives(cycle.id) if teams is None or objective.team in teams
    )
    kept = {objective.id for objective in objectives}
    under: dict[ObjectiveId, list[KeyResult]] = {}
    cancelled: list[KeyResult] = []
    for key_result in tx.okrs.key_results(cycle.id):
        if key_result.objective not in kept:
            continue
        if key_result.cancelled:
            cancelled.append(key_result)
        else:
            under.setdefault(key_result.objective, []).append(key_result)
    ids = [key_result.id for key_results in under.values() for key_result in key_results]
    return CycleOkrs(
        cycle=cycle,
        objectives=objectives,
        key_results={objective: tuple(key_results) for objective, key_results in under.items()},
        cancelled=tuple(cancelled),
        said={key_result: history[-1] for key_result, history in tx.checkins.of(ids).items() if history},
        scores=tx.scores.of(ids),
        external=dict(tx.okrs.external_ids(cycle.id)),
    )


def okrs_csv(tx: Transaction, cycle: Cycle, *, teams: Collection[TeamKey] | None = None) -> bytes:
    """Return okrs.csv of a cycle, of some teams only where they are named: those that the reader may see."""
    return "".join(csv_text(OKRS_COLUMNS, read_cycle(tx, cycle, teams=teams).rows())).encode()


def _parent(objective: Objective) -> tuple[str, int] | None:
    if objective.parent_key_result is not None:
        return "key_result", objective.parent_key_result
    return None if objective.parent_objective is None else ("objective", objective.parent_objective)


def _objective_row(objective: Objective, names: dict[tuple[str, int], str]) -> list[str]:
    parent = _parent(objective)
    first = [
        "objective",
        names["objective", objective.id],
        "" if parent is None else names.get(parent, ""),
        objective.team,
        objective.owner,
        one_line(objective.title),
        objective.commitment.value,
    ]
    return first + [""] * (len(OKRS_COLUMNS) - len(first))


def _measure(key_result: KeyResult) -> list[str]:
    """Write metric, baseline, target, unit and weight."""
    metric, unit = key_result.metric, str(key_result.unit)
    target = number(key_result.target)
    if metric is Metric.MILESTONE:
        target = " | ".join(_step(step) for step in key_result.milestones)
    if metric is Metric.MAINTAIN:
        target = band_cell(key_result.low, key_result.high)
    if metric in (Metric.MILESTONE, Metric.BINARY):
        unit = ""
    paced = metric in (Metric.INCREASE, Metric.DECREASE)
    baseline = number(key_result.baseline) if paced else ""
    said = target if paced or metric in (Metric.MILESTONE, Metric.MAINTAIN) else ""
    return [metric.value, baseline, said, unit, plain(key_result.weight)]


def _step(step: Milestone) -> str:
    title = one_line(step.title).replace("|", r"\|")
    return f"{title} ({plain(step.weight)})" if step.weight != 1 or _LIKE_A_WEIGHT.search(title) else title


def _current(key_result: KeyResult, said: CheckIn | None) -> str:
    """Write the value that was said last; for a milestone how many steps are done, or which, as in `#1 #3`."""
    if said is None:
        return ""
    if key_result.metric is not Metric.MILESTONE:
        return plain(said.value)
    done = said.done_steps
    if done == tuple(range(len(done))):
        return str(len(done))
    return " ".join(f"#{step + 1}" for step in done)
