"""Words to things: a team by key or name, a person by id, address or name; what was meant when there is none."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process, utils

from domain.company.teams import Person, Team
from domain.kpis.model import Kpi
from domain.values.ids import KpiKey, PersonId, TeamKey

_LIKELY = 70


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, or None when none is near."""
    found = process.extractOne(
        word, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_LIKELY
    )
    return None if found is None else str(found[0])


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ` Did you mean …?` with its leading blank, or nothing when no known word is near."""
    guess = closest(word, known)
    return "" if guess is None else f" Did you mean {guess}?"


class Teams:
    """The teams that are known while a file is read."""

    def __init__(self, teams: Iterable[Team]) -> None:
        self.by_key: dict[TeamKey, Team] = {}
        self._words: dict[str, TeamKey] = {}
        for team in teams:
            self.add(team)

    def add(self, team: Team) -> None:
        """Make a team findable by its key and by its name, in any case; a key goes before a name."""
        self.by_key[team.key] = team
        self._words.setdefault(team.name.casefold(), team.key)
        self._words[team.key.casefold()] = team.key

    def find(self, word: str) -> Team | None:
        """Return the team with this key or name."""
        key = self._words.get(word.casefold())
        return None if key is None else self.by_key[key]

    def unknown(self, word: str) -> str:
        """Say that there is no such team, and which one was probably meant."""
        if not self.by_key:
            return "No team is known yet. Import teams.csv first."
        names = {word for team in self.by_key.values() for word in (team.key, team.name)}
        guess = closest(word, sorted(names))
        meant = None if guess is None else self.find(guess)
        return f"There is no team ‘{word}’." + ("" if meant is None else f" Did you mean {meant.name}?")


class People:
    """The people that are known while a file is read."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_id: dict[PersonId, Person] = {}
        self._by_email: dict[str, PersonId] = {}
        for person in people:
            self.add(person)

    def add(self, person: Person) -> None:
        """Make a person findable by id and address."""
        self.by_id[person.id] = person
        if person.email:
            self._by_email[person.email.casefold()] = person.id

    def find(self, word: str) -> Person | None:
        """Return the person with this Slack id or address."""
        direct = self.by_id.get(PersonId(word.upper()))
        if direct is not None:
            return direct
        known = self._by_email.get(word.casefold())
        return None if known is None else self.by_id[known]

    def unknown(self, word: str) -> str:
        """Say that nobody is known by this word, and who was probably meant."""
        if not self.by_id:
            return "No people are known yet. Import people.csv first."
        named = next((p for p in self.by_id.values() if p.name.casefold() == word.casefold()), None)
        if named is not None:
            return f"Write {named.name} as a Slack id: {named.id}."
        guess = did_you_mean(word, [*self.by_id, *self._by_email])
        return (
            f"Nobody is known as ‘{word}’.{guess or ' Write a Slack id such as U0ADA0001, or import people.csv first.'}"
        )


class Kpis:
    """The KPIs that are known while a file is read."""

    def __init__(self, kpis: Iterable[Kpi]) -> None:
        self.by_key: dict[KpiKey, Kpi] = {kpi.key: kpi for kpi in kpis}
        self._words = {kpi.name.casefold(): kpi.key for kpi in self.by_key.values()}
        self._words |= {key.casefold(): key for key in self.by_key}

    def find(self, word: str) -> Kpi | None:
        """Return the KPI with this key or name."""
        key = self._words.get(word.casefold())
        return None if key is None else self.by_key[key]

    def unknown(self, word: str) -> str:
        """Say that there is no such KPI, and which one was probably meant."""
        if not self.by_key:
            return "No KPI is known yet. Import kpis.csv first."
        guess = closest(word, sorted({word for kpi in self.by_key.values() for word in (kpi.key, kpi.name)}))
        meant = None if guess is None else self.find(guess)
        return f"There is no KPI ‘{word}’." + ("" if meant is None else f" Did you mean {meant.key}?")
