"""Teams, people, and where digests go."""

from collections.abc import Iterable
from dataclasses import replace

from domain.company.teams import Person, Team
from domain.loop.digests import Subscription
from domain.values.ids import PersonId, TeamKey
from storage.mapping import Repository, Shape
from storage.rows.people import PersonRow, SubscriptionRow, TeamRow

_TEAM = Shape(Team, TeamRow)
_PERSON = Shape(Person, PersonRow)
_SUBSCRIPTION = Shape(Subscription, SubscriptionRow)


class Teams(Repository):
    """The tree of teams."""

    def all(self) -> tuple[Team, ...]:
        """Return all teams, by key."""
        return self._all(_TEAM, order_by=[TeamRow.key])

    def get(self, key: TeamKey) -> Team | None:
        """Return a team, or None."""
        return self._one(_TEAM, TeamRow.key == key)

    def save(self, team: Team) -> bool:
        """Add or change a team; tell whether anything changed. Its parent may follow in the same transaction."""
        return self._save(_TEAM, team)


class People(Repository):
    """The people whom Tiller knows."""

    def all(self) -> tuple[Person, ...]:
        """Return all people, by id."""
        return self._all(_PERSON, order_by=[PersonRow.id])

    def get(self, person: PersonId) -> Person | None:
        """Return a person, or None."""
        return self._one(_PERSON, PersonRow.id == person)

    def by_ids(self, people: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Return those of the people who are known, by id."""
        return {person.id: person for person in self._among(_PERSON, PersonRow.id, people)}

    def save(self, person: Person) -> bool:
        """Add or change a person; tell whether anything changed. Their team may follow in the same transaction."""
        return self._save(_PERSON, person)


class Subscriptions(Repository):
    """Which team's digest goes where, and when."""

    def all(self) -> tuple[Subscription, ...]:
        """Return all subscriptions, by id."""
        return self._all(_SUBSCRIPTION, order_by=[SubscriptionRow.id])

    def get(self, subscription: int) -> Subscription | None:
        """Return a subscription, or None."""
        return self._one(_SUBSCRIPTION, SubscriptionRow.id == subscription)

    def add(self, *, team: TeamKey, to: str, weekday: int, hour: int, timezone: str) -> Subscription:
        """Add a subscription; the one that this team already has to this address is returned as it stands."""
        here = (SubscriptionRow.team == team, SubscriptionRow.to == to)
        stored = self._one(_SUBSCRIPTION, *here)
        if stored is not None:
            return stored
        new = Subscription(id=0, team=team, to=to, weekday=weekday, hour=hour, timezone=timezone)
        row = _SUBSCRIPTION.row(new)
        del row["id"]
        return replace(new, id=self._insert(_SUBSCRIPTION.table, row))

    def save(self, subscription: Subscription) -> bool:
        """Change a subscription; tell whether anything changed."""
        return self._save(_SUBSCRIPTION, subscription)
