"""What a form carries in its `private_metadata`: written by the view that renders it, read when it comes back.

Each form has one frozen model. A form may stay open over an update of Tiller, so a model only ever grows: a field that
is gone is ignored, a new one has a default, and `VERSION` is raised when neither will do. Slack takes 3,000 characters
(SLACK_RULES 1.1).

Example:
    >>> AlertMetadata(alert=AlertId(7)).encode()
    '{"v": 1, "alert": 7}'
    >>> decode('{"v": 1, "alert": 7}', AlertMetadata).alert
    7
"""

import json
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.values.errors import TillerError
from domain.values.ids import AlertId, CycleId, KeyResultId, ObjectiveId

VERSION = 1
MOST_CHARACTERS = 3_000


class OldFormError(TillerError):
    """A form or a button is from an older version, or what it was about is gone."""


class Metadata(BaseModel):
    """What all forms carry: the version of what they carry."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    v: int = VERSION

    def encode(self) -> str:
        """Return the text for Slack.

        Raises:
            ValueError: It is longer than Slack takes.
        """
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False)
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"{type(self).__name__} has {len(text)} characters; {MOST_CHARACTERS} fit.")
        return text


class CheckInMetadata(Metadata):
    """Which page of the check-in form it is, and what it asks about."""

    prompt: int | None = None
    page: int = 1
    pages: int = 1
    key_results: list[KeyResultId] = []
    edit: bool = False


class ScoringMetadata(Metadata):
    """Which page of the scoring form it is, and what it asks about."""

    cycle: CycleId
    page: int = 1
    pages: int = 1
    key_results: list[KeyResultId] = []


class AlertMetadata(Metadata):
    """Which alert a form is about."""

    alert: AlertId


class KeyResultMetadata(Metadata):
    """What the form that writes a key result is about; `kept` holds what was typed in fields that are hidden."""

    key_result: KeyResultId | None = None
    alert: AlertId | None = None
    cycle: CycleId | None = None
    predecessor: KeyResultId | None = None
    round: int = 0
    kept: dict[str, str] = {}

    def encode(self) -> str:
        """Return the text for Slack; what is kept goes where it is too long, for it can be typed again."""
        try:
            return super().encode()
        except ValueError:
            return self.model_copy(update={"kept": {}}).encode()


class ObjectiveMetadata(Metadata):
    """Which objective a form changes, or None for a new one."""

    objective: ObjectiveId | None = None


class CycleMetadata(Metadata):
    """Which cycle a form is about."""

    cycle: CycleId


class KpiMetadata(Metadata):
    """Which KPI the form writes, nothing for a new one, and how its target was read when it was last shown."""

    kpi: str = ""
    shown: str = ""


class LimitsMetadata(Metadata):
    """Whose limits the form sets, what was in force when it opened, and how its fields are to be read."""

    kpi: str
    was: str
    season: str = "none"
    version: int = 0
    asked: str = ""


class LintMetadata(Metadata):
    """What the coach shall not say again, and of what."""

    subject: str
    rule: str


class PromptMetadata(Metadata):
    """Which prompt a form came from, if any."""

    prompt: int | None = None


M = TypeVar("M", bound=Metadata)


def decode(text: str, model: type[M]) -> M:
    """Read what a form carries.

    Raises:
        OldFormError: It was written by another version, or is not ours.
    """
    try:
        found = model.model_validate_json(text or "{}")
    except ValidationError as problem:
        raise OldFormError("This form is from an older version. Close it and open it again.") from problem
    if "v" not in found.model_fields_set or found.v != VERSION:
        raise OldFormError("This form is from an older version. Close it and open it again.")
    return found
