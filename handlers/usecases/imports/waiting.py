"""People whose team is not imported yet: kept by name until teams.csv comes, so that either file may come first."""

import json
from collections.abc import Mapping

from domain.values.ids import PersonId, TeamKey
from handlers.usecases.imports.lookup import Teams, did_you_mean
from storage.store import Transaction

_NAME = "imports.people_waiting_for_team"


def people_waiting(tx: Transaction) -> dict[PersonId, str]:
    """Return who waits for which team, as it stood in people.csv."""
    stored = tx.meta.get(_NAME)
    return {} if stored is None else {PersonId(person): team for person, team in json.loads(stored).items()}


def keep_waiting(tx: Transaction, waiting: Mapping[PersonId, str]) -> None:
    """Store who waits for which team; an empty mapping means nobody."""
    if waiting or tx.meta.get(_NAME) is not None:
        tx.meta.set(_NAME, json.dumps(dict(sorted(waiting.items())), ensure_ascii=False))


def teams_of(waiting: Mapping[PersonId, str], teams: Teams) -> tuple[dict[PersonId, TeamKey], tuple[str, ...]]:
    """Return who of those that wait now has a team, and a sentence for each team that is still missing."""
    placed: dict[PersonId, TeamKey] = {}
    missing: dict[str, list[PersonId]] = {}
    for person, word in waiting.items():
        team = teams.find(word)
        if team is None:
            missing.setdefault(word, []).append(person)
        else:
            placed[person] = team.key
    names = [team.name for team in teams.by_key.values()]
    notes = (
        f"people.csv puts {', '.join(who)} in ‘{word}’, which is no team.{did_you_mean(word, names)} "
        "Correct people.csv and import it again."
        for word, who in missing.items()
    )
    return placed, tuple(notes)
