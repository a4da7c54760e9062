"""Being away: until when, and who answers meanwhile (RULES 6.8)."""

from datetime import date, datetime, timedelta

from domain.company.access import AccessError
from domain.company.teams import Role
from domain.values.errors import TillerError
from domain.values.ids import PersonId
from handlers.organization import Organization

_LONGEST = timedelta(days=366)


class AbsenceError(TillerError):
    """A pause that cannot be.

    Attributes:
        about_delegate: It is the delegate that is wrong, not the day.
    """

    def __init__(self, sentence: str, *, about_delegate: bool = False) -> None:
        super().__init__(sentence)
        self.about_delegate = about_delegate


def check_absence(
    *, person: PersonId, until: date | None, delegate: PersonId | None, now: datetime, org: Organization
) -> date:
    """Return the day on which a person is back.

    Raises:
        AbsenceError: There is no such day, or the delegate cannot answer.
        AccessError: Nobody has added this person yet.
    """
    if person not in org.people:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    today = org.today(person, now)
    if until is None or until <= today:
        raise AbsenceError("The day you are back lies after today.")
    if until > today + _LONGEST:
        raise AbsenceError("That is more than a year away. Choose an earlier day; you can always add to it.")
    if delegate == person:
        raise AbsenceError("You cannot stand in for yourself. Choose somebody else, or nobody.", about_delegate=True)
    stand_in = org.people.get(delegate) if delegate is not None else None
    if delegate is not None and (stand_in is None or not stand_in.active or stand_in.role is Role.VIEWER):
        raise AbsenceError("They cannot check in for you. Choose a member of a team, or nobody.", about_delegate=True)
    return until
