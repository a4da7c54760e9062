"""people.csv: who there is, in which team, with which role (RULES 11)."""

import dataclasses
from datetime import datetime
from functools import partial

from domain.company.teams import Person, Role
from domain.values.ids import PersonId, TeamKey
from handlers.usecases.imports import cells
from handlers.usecases.imports.lookup import People, Teams
from handlers.usecases.imports.report import Change, ImportReport, count
from handlers.usecases.imports.table import Problems, Row, read_table
from handlers.usecases.imports.trail import note_change
from handlers.usecases.imports.waiting import keep_waiting, people_waiting
from storage.store import Transaction


def import_people(tx: Transaction, content: bytes | str, *, now: datetime, skip_bad: bool = False) -> ImportReport:
    """Import people.csv: `slack_id` or `email`, `name`, `team`, `role`.

    What Slack told of a person (name, zone, locale, whether the account is active) is left as Slack told it. While no
    team is known at all, people wait for theirs until teams.csv comes.

    Raises:
        ImportRefusedError: Any row is wrong; nothing was saved.
    """
    problems = Problems(skip_bad=skip_bad)
    reader = _Reader(tx, problems)
    columns = ("slack_id", "email", "team", "role")
    for row in read_table(content, required=("name",), optional=columns, problems=problems):
        reader.read(row)
    problems.refuse_if_any()
    changes = []
    for person in reader.found.values():
        before = reader.people.by_id.get(person.id)
        changes.append(change_of(before, person))
        if tx.people.save(person):
            note_change(tx, f"person:{person.id}", before, person, at=now)
    others = {who: team for who, team in people_waiting(tx).items() if who not in reader.found}
    keep_waiting(tx, others | reader.waiting)
    return ImportReport(counts=(count("people", changes),), notes=_notes(reader), skipped=problems.skipped())


def is_placeholder(person: Person) -> bool:
    """Tell whether a person is known by id alone, as a lead who was named before people.csv came."""
    return person.name == person.id and person.team is None and person.timezone is None


def change_of(before: Person | None, after: Person) -> Change:
    """Tell what saving a person does; completing a placeholder counts as new."""
    if before == after:
        return Change.UNCHANGED
    return Change.NEW if before is None or is_placeholder(before) else Change.CHANGED


class _Reader:
    """Reads row by row; knows which people and teams are stored."""

    def __init__(self, tx: Transaction, problems: Problems) -> None:
        self.people = People(tx.people.all())
        self.teams = Teams(tx.teams.all())
        self.found: dict[PersonId, Person] = {}
        self.waiting: dict[PersonId, str] = {}
        self._problems = problems
        self._lines: dict[PersonId, int] = {}

    def read(self, row: Row) -> None:
        """Read one row into `found`; what is wrong with it goes to the problems."""
        read = partial(self._problems.read, row)
        address = read("email", _email_or_none, instead=None)
        who = self._find_person(row, address)
        name = read("name", partial(cells.read_words, what="name"), instead="")
        role = read("role", partial(cells.choice, kinds=Role, default=Role.MEMBER), instead=Role.MEMBER)
        if who is None:
            return
        if who in self._lines:
            self._problems.add(row.line, "slack_id", f"{who} stands in line {self._lines[who]} already.")
            return
        self._lines[who] = row.line
        team = self._team(row, who)
        if self._problems.is_bad(row.line):
            self.waiting.pop(who, None)
            return
        stored = self.people.by_id.get(who) or Person(id=who, name=who)
        self.found[who] = dataclasses.replace(
            stored,
            name=name if stored.timezone is None else stored.name,
            team=team,
            role=role,
            email=address or stored.email,
        )

    def _find_person(self, row: Row, address: str | None) -> PersonId | None:
        if row["slack_id"]:
            return self._problems.read(row, "slack_id", _person_or_none, instead=None)
        known = None if address is None else self.people.find(address)
        if known is not None:
            return known.id
        if address is not None:
            sentence = f"Nobody is known by the address {address} yet. Add their slack_id: profile, ⋮, Copy member ID."
            self._problems.add(row.line, "email", sentence)
        elif not row["email"]:
            self._problems.add(row.line, "slack_id", "A person needs a slack_id, or an email that is known already.")
        return None

    def _team(self, row: Row, who: PersonId) -> TeamKey | None:
        """Return the person's team; with no team known at all, they wait for it."""
        if not row["team"]:
            return None
        team = self.teams.find(row["team"])
        if team is not None:
            return team.key
        if self.teams.by_key:
            self._problems.add(row.line, "team", self.teams.unknown(row["team"]))
        else:
            self.waiting[who] = row["team"]
        return None


def _email_or_none(text: str) -> str | None:
    return cells.email(text) if text else None


def _person_or_none(text: str) -> PersonId | None:
    return cells.person_id(text)


def _notes(reader: _Reader) -> tuple[str, ...]:
    notes = []
    if reader.waiting:
        teams = len({team.casefold() for team in reader.waiting.values()})
        notes.append(f"Teams not known yet: {teams}. Their people join them when you import teams.csv.")
    if not any(person.role is Role.COORDINATOR for person in (reader.people.by_id | reader.found).values()):
        notes.append("Nobody is a coordinator. Give at least one person the role coordinator.")
    return tuple(notes)
