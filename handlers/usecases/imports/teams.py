"""teams.csv: the tree of teams, their leads, channels and zones (RULES 11)."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.calendar.cadence import Cadence
from domain.company.teams import Person, Team, TeamTreeError, check_tree
from domain.values.ids import PersonId, TeamKey
from handlers.usecases.imports import cells
from handlers.usecases.imports.lookup import People, Teams
from handlers.usecases.imports.people import is_placeholder
from handlers.usecases.imports.report import Change, ImportReport, count
from handlers.usecases.imports.table import Problems, Row, leans_on, read_table
from handlers.usecases.imports.trail import note_change
from handlers.usecases.imports.waiting import keep_waiting, people_waiting, teams_of
from storage.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTime:
    """When a new team's weekly digest is posted: 0 is Monday, the hour is in the team's zone."""

    weekday: int = 0
    hour: int = 9


MONDAY_AT_NINE = DigestTime()


def import_teams(
    tx: Transaction,
    content: bytes | str,
    *,
    now: datetime,
    timezone: str = "UTC",
    digest: DigestTime = MONDAY_AT_NINE,
    skip_bad: bool = False,
) -> ImportReport:
    """Import teams.csv: `key`, `name`, `parent`, `lead`, `channel`, `timezone`, and if wanted `cadence`, `holidays`.

    Parents may come in any order. A team with a channel gets its weekly digest. A lead whom people.csv has not named
    yet is kept by id. A team without a zone takes its parent's, a root `timezone`. An empty channel
    leaves the stored one, where the digest goes.

    Raises:
        ImportRefusedError: Any row is wrong; nothing was saved.
    """
    problems = Problems(skip_bad=skip_bad)
    reader = _Reader(tx, problems)
    optional = ("parent", "lead", "channel", "timezone", "cadence", "holidays")
    for row in read_table(content, required=("key", "name"), optional=optional, problems=problems):
        reader.read(row)
    found = reader.settle(timezone)
    problems.refuse_if_any()
    new_leads = reader.list_unknown_leads(found)
    for lead in new_leads:
        tx.people.save(Person(id=lead, name=lead))
    changes = []
    for team in found:
        before = reader.stored.by_key.get(team.key)
        changes.append(_change(before, team))
        if tx.teams.save(team):
            note_change(tx, f"team:{team.key}", before, team, at=now)
        _subscribe(tx, before, team, digest)
    notes = (*_place_those_who_wait(tx, now), *_notes(tx, named=len(new_leads)))
    return ImportReport(counts=(count("teams", changes),), notes=notes, skipped=problems.skipped())


class _Reader:
    """Reads row by row; parents and zones are settled when all rows are read."""

    def __init__(self, tx: Transaction, problems: Problems) -> None:
        self.stored = Teams(tx.teams.all())
        self._people = People(tx.people.all())
        self._problems = problems
        self._rows: dict[TeamKey, Row] = {}
        self._teams: dict[TeamKey, Team] = {}
        self._dropped: dict[str, int] = {}

    def read(self, row: Row) -> None:
        """Read one row; its parent is looked up later."""
        before = self._problems.number
        read = partial(self._problems.read, row)
        key = TeamKey(read("key", partial(cells.key, what="team"), instead=""))
        name = read("name", partial(cells.read_words, what="name"), instead="")
        channel = read("channel", cells.channel, instead=None)
        zone = read("timezone", _zone_or_empty, instead="")
        stored = self.stored.by_key.get(key) or Team(key=key, name=name)
        cadence = read("cadence", partial(cells.choice, kinds=Cadence, default=stored.cadence), instead=stored.cadence)
        calendar = read("holidays", _calendar, instead=None) if row.has("holidays") else stored.holidays
        lead = self._lead(row)
        if self._problems.number > before:
            self._drop(key, name, row.line)
            return
        if key in self._rows:
            self._problems.add(row.line, "key", f"The team ‘{key}’ stands in line {self._rows[key].line} already.")
            return
        self._rows[key] = row
        self._teams[key] = dataclasses.replace(
            stored,
            name=name,
            lead=lead,
            channel=channel or stored.channel,
            timezone=zone,
            cadence=cadence,
            holidays=calendar,
        )

    def settle(self, timezone: str) -> list[Team]:
        """Return the teams of the file, parents before children, with parent and zone; circles are problems.

        Where bad rows are skipped, those below a skipped one go too, until all that is left stands.
        """
        while True:
            before = self._problems.number
            every = Teams([*self.stored.by_key.values(), *self._teams.values()])
            for key, team in self._teams.items():
                every.by_key[key] = self._teams[key] = dataclasses.replace(team, parent=self._parent(key, every))
            self._check_circles(every)
            if self._problems.number == before or not self._problems.skip_bad:
                break
            self._drop_bad()
        return [] if self._problems.number and not self._problems.skip_bad else self._fill_zones(every, timezone)

    def list_unknown_leads(self, teams: Iterable[Team]) -> list[PersonId]:
        """Return the leads of some teams whom nobody has named yet, each once."""
        leads = dict.fromkeys(team.lead for team in teams if team.lead is not None)
        return [lead for lead in leads if lead not in self._people.by_id]

    def _drop(self, key: TeamKey, name: str, line: int) -> None:
        self._dropped |= {word.casefold(): line for word in (name, key) if word}

    def _drop_bad(self) -> None:
        for key, row in list(self._rows.items()):
            if self._problems.is_bad(row.line):
                self._drop(key, self._teams.pop(key).name, row.line)
                del self._rows[key]

    def _lead(self, row: Row) -> PersonId | None:
        word = row["lead"]
        if not word:
            return None
        known = self._people.find(word)
        if known is not None:
            return known.id
        if not cells.is_person_id(word):
            self._problems.add(row.line, "lead", self._people.unknown(word))
            return None
        return cells.person_id(word)

    def _parent(self, key: TeamKey, every: Teams) -> TeamKey | None:
        row = self._rows[key]
        word = row["parent"]
        if not word:
            return None
        parent = every.find(word)
        if parent is None and word.casefold() in self._dropped:
            self._problems.lean(row.line, "parent", leans_on(word, self._dropped[word.casefold()]))
        elif parent is None:
            self._problems.add(row.line, "parent", every.unknown(word))
        return None if parent is None else parent.key

    def _check_circles(self, every: Teams) -> None:
        for key, row in self._rows.items():
            chain = {team_key: every.by_key[team_key].parent for team_key in _upwards(key, every)}
            if key in chain.values():
                try:
                    check_tree(chain)
                except TeamTreeError as circle:
                    self._problems.add(row.line, "parent", str(circle))

    def _fill_zones(self, every: Teams, timezone: str) -> list[Team]:
        """Fill in each missing zone from the nearest team above that has one."""
        chains = {key: _upwards(key, every) for key in self._teams}
        settled = [
            dataclasses.replace(
                every.by_key[key],
                timezone=next(
                    (every.by_key[team_key].timezone for team_key in chain if every.by_key[team_key].timezone), timezone
                ),
            )
            for key, chain in chains.items()
        ]
        return sorted(settled, key=lambda team: len(chains[team.key]))


def _upwards(key: TeamKey, every: Teams) -> list[TeamKey]:
    """Return a team and those above it, nearest first; a circle is walked once."""
    chain: list[TeamKey] = []
    above: TeamKey | None = key
    while above is not None and above not in chain:
        chain.append(above)
        above = every.by_key[above].parent
    return chain


def _zone_or_empty(text: str) -> str:
    return cells.zone(text) if text else ""


def _calendar(text: str) -> str | None:
    """Read a holiday calendar: `DE`, or `US-CA` with a part of the country."""
    if not text:
        return None
    import holidays  # late: it is large, and most files name no calendar

    country, _, part = text.upper().partition("-")
    known = holidays.list_supported_countries()
    if country not in known or (part and part not in known[country]):
        raise cells.CellError(f"There is no holiday calendar ‘{text}’. They look like DE, or US-CA for a part of one.")
    return f"{country}-{part}" if part else country


def _change(before: Team | None, after: Team) -> Change:
    if before is None:
        return Change.NEW
    return Change.UNCHANGED if before == after else Change.CHANGED


def _subscribe(tx: Transaction, before: Team | None, team: Team, digest: DigestTime) -> None:
    """Give a team with a channel its digest; one that exists follows the team's new channel or zone."""
    if team.channel is None:
        return
    mine = [subscription for subscription in tx.subscriptions.all() if subscription.team == team.key]
    if not mine:
        tx.subscriptions.add(
            team=team.key, to=team.channel, weekday=digest.weekday, hour=digest.hour, timezone=team.timezone
        )
        return
    for subscription in mine:
        if before is not None and subscription.to == before.channel:
            zone = team.timezone if subscription.timezone == before.timezone else subscription.timezone
            tx.subscriptions.save(dataclasses.replace(subscription, to=team.channel, timezone=zone))


def _place_those_who_wait(tx: Transaction, now: datetime) -> tuple[str, ...]:
    """Put people in the teams that people.csv named before teams.csv came."""
    waiting = people_waiting(tx)
    placed, notes = teams_of(waiting, Teams(tx.teams.all()))
    stored = tx.people.by_ids(list(placed))
    for person_id, team in placed.items():
        before = stored[person_id]
        after = dataclasses.replace(before, team=team)
        if tx.people.save(after):
            note_change(tx, f"person:{person_id}", before, after, at=now)
    keep_waiting(tx, {person: word for person, word in waiting.items() if person not in placed})
    return notes


def _notes(tx: Transaction, *, named: int) -> tuple[str, ...]:
    unnamed = sum(1 for person in tx.people.all() if is_placeholder(person))
    return (f"Leads known by id only: {unnamed}. Import people.csv next.",) if unnamed and named else ()
