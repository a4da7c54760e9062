"""Ids: what a thing is called in code, and its short id that people type (RULES 1)."""

import re
from typing import NewType

from domain.values.errors import TillerError

TeamKey = NewType("TeamKey", str)
"""A team's key, as in `teams.csv`: `growth`."""
PersonId = NewType("PersonId", str)
"""A Slack user id: `U0ADA0001`."""
KpiKey = NewType("KpiKey", str)
"""A KPI's key, as people type it: `churn`."""
CycleId = NewType("CycleId", int)
ObjectiveId = NewType("ObjectiveId", int)
KeyResultId = NewType("KeyResultId", int)
CheckInId = NewType("CheckInId", int)
AlertId = NewType("AlertId", int)

_SHORT_ID = re.compile(r"^\s*(?P<kind>KR|O)\s*-?\s*(?P<number>[1-9]\d{0,8})\s*$", re.IGNORECASE | re.ASCII)


class ShortIdError(TillerError):
    """A word that was meant as a short id is none."""


def key_result_name(key_result_id: KeyResultId) -> str:
    """Return the short id of a key result, such as `KR-34`."""
    return f"KR-{key_result_id}"


def objective_name(objective_id: ObjectiveId) -> str:
    """Return the short id of an objective, such as `O-12`."""
    return f"O-{objective_id}"


def is_short_id(text: str) -> bool:
    """Tell whether a word reads as a short id, in any case, with or without its dash."""
    return _SHORT_ID.match(text) is not None


def parse_key_result_name(text: str) -> KeyResultId:
    """Read `KR-34`, `kr 34` or `kr34`.

    Raises:
        ShortIdError: The text is not the short id of a key result.
    """
    found = _SHORT_ID.match(text)
    if found is None or found["kind"].upper() != "KR":
        raise ShortIdError(f"‘{text.strip()}’ is not a key result. Key results look like KR-34.")
    return KeyResultId(int(found["number"]))


def parse_objective_name(text: str) -> ObjectiveId:
    """Read `O-12`, `o 12` or `o12`.

    Raises:
        ShortIdError: The text is not the short id of an objective.
    """
    found = _SHORT_ID.match(text)
    if found is None or found["kind"].upper() != "O":
        raise ShortIdError(f"‘{text.strip()}’ is not an objective. Objectives look like O-12.")
    return ObjectiveId(int(found["number"]))
