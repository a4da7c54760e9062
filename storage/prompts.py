"""Prompts: who was asked what in which round, and what came of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from domain.okrs.checkins import Prompt, PromptState
from domain.values.ids import CycleId, KeyResultId, PersonId
from storage.mapping import Repository, Shape
from storage.rows.okrs import PromptRow

_PROMPT = Shape(Prompt, PromptRow)


class Prompts(Repository):
    """The prompts of all rounds; teams of different cadence count their rounds apart, so the day tells them apart."""

    def add(
        self,
        *,
        cycle: CycleId,
        round: int,  # noqa: A002 - the word of the product; the built-in is not wanted here
        person: PersonId,
        owner: PersonId,
        key_results: tuple[KeyResultId, ...],
        due_on: date,
        sent_at: datetime,
    ) -> Prompt:
        """Add a prompt.

        Raises:
            sqlalchemy.exc.IntegrityError: This owner has one for this day already; ask `find` before.
        """
        prompt = Prompt(
            id=0,
            cycle=cycle,
            round=round,
            person=person,
            owner=owner,
            key_results=key_results,
            due_on=due_on,
            sent_at=sent_at,
        )
        row = _PROMPT.row(prompt)
        del row["id"]
        return replace(prompt, id=self._insert(_PROMPT.table, row))

    def get(self, prompt: int) -> Prompt | None:
        """Return a prompt, or None."""
        return self._one(_PROMPT, PromptRow.id == prompt)

    def by_ids(self, prompts: Iterable[int]) -> dict[int, Prompt]:
        """Return those of the prompts that exist, by id."""
        return {found.id: found for found in self._among(_PROMPT, PromptRow.id, prompts)}

    def save(self, prompt: Prompt) -> bool:
        """Change a prompt; tell whether anything changed."""
        return self._save(_PROMPT, prompt)

    def of_round(self, cycle: CycleId, round: int) -> tuple[Prompt, ...]:  # noqa: A002 - as above
        """Return a round's prompts, by id."""
        return self._all(_PROMPT, PromptRow.cycle == cycle, PromptRow.round == round, order_by=[PromptRow.id])

    def of_cycle(self, cycle: CycleId) -> tuple[Prompt, ...]:
        """Return all prompts of a cycle, by id."""
        return self._all(_PROMPT, PromptRow.cycle == cycle, order_by=[PromptRow.id])

    def open_for(self, person: PersonId) -> tuple[Prompt, ...]:
        """Return what a person was asked and has not answered whole, the earliest first."""
        waiting = PromptRow.state.in_([PromptState.OPEN, PromptState.PARTIAL])
        return self._all(_PROMPT, PromptRow.person == person, waiting, order_by=[PromptRow.id])

    def open_all(self) -> tuple[Prompt, ...]:
        """Return all prompts that have not been answered whole, by id."""
        waiting = PromptRow.state.in_([PromptState.OPEN, PromptState.PARTIAL])
        return self._all(_PROMPT, waiting, order_by=[PromptRow.id])

    def find(self, cycle: CycleId, owner: PersonId, due_on: date) -> Prompt | None:
        """Return the prompt that is due on a day for an owner, or None."""
        here = (PromptRow.cycle == cycle, PromptRow.owner == owner, PromptRow.due_on == due_on)
        return self._one(_PROMPT, *here)
