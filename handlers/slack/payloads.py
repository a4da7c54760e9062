"""What Slack sends, read once at the edge: plain functions over the payload's dicts, nothing guessed.

Slack's payloads are dicts of many shapes; a field that may be missing is None here, never a KeyError in a listener.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.values.errors import TillerError
from domain.values.ids import AlertId, CycleId, KeyResultId, ObjectiveId, PersonId
from handlers import ids

Payload = Mapping[str, Any]


class OldFormError(TillerError):
    """A form or a button that was made by an older Tiller, or by somebody else."""


class _Metadata(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    v: int


class CheckInMetadata(_Metadata):
    """What a page of the check-in form remembers."""

    prompt: int | None = None
    page: int = 1
    pages: int = 1
    key_results: list[KeyResultId] = []
    edit: bool = False


class ScoringMetadata(_Metadata):
    """What a page of the scoring form remembers."""

    cycle: CycleId
    page: int = 1
    pages: int = 1
    key_results: list[KeyResultId] = []


class AlertMetadata(_Metadata):
    """Which alert a form is about."""

    alert: AlertId


class KeyResultMetadata(_Metadata):
    """What the form that writes a key result is about; `kept` holds what was typed in fields that are hidden."""

    key_result: KeyResultId | None = None
    alert: AlertId | None = None
    cycle: CycleId | None = None
    predecessor: KeyResultId | None = None
    round: int = 0
    kept: dict[str, str] = {}


class ObjectiveMetadata(_Metadata):
    """Which objective a form changes, or None for a new one."""

    objective: ObjectiveId | None = None


class CycleMetadata(_Metadata):
    """Which cycle a form is about."""

    cycle: CycleId


class KpiMetadata(_Metadata):
    """Which KPI the form writes, nothing for a new one, and how its target was read when it was last shown."""

    kpi: str = ""
    shown: str = ""


class LimitsMetadata(_Metadata):
    """Whose limits the form sets, what was in force when it opened, and how its fields are to be read."""

    kpi: str
    was: str
    season: str = "none"
    version: int = 0
    asked: str = ""


class LintMetadata(_Metadata):
    """What the coach shall not say again, and of what."""

    subject: str
    rule: str


class PromptMetadata(_Metadata):
    """Which prompt a form came from, if any."""

    prompt: int | None = None


def metadata_of(view: Payload, model: type[Any]) -> Any:
    """Read the `private_metadata` of a view.

    Raises:
        OldFormError: It was written by another version, or is not ours.
    """
    try:
        found = model.model_validate_json(view.get("private_metadata") or "{}")
    except ValidationError as problem:
        raise OldFormError("This form is from an older version. Close it and open it again.") from problem
    if found.v != ids.METADATA_VERSION:
        raise OldFormError("This form is from an older version. Close it and open it again.")
    return found


def actor_of(body: Payload) -> PersonId:
    """Return who clicked, submitted, typed or did what an event tells of."""
    if "event" in body:
        return PersonId(str(body["event"]["user"]))
    user = body.get("user")
    if isinstance(user, Mapping):
        return PersonId(str(user["id"]))
    return PersonId(str(body.get("user_id") or user or ""))


def action_of(body: Payload) -> Payload:
    """Return the action that was clicked."""
    actions = body.get("actions") or [{}]
    first: Payload = actions[0]
    return first


def value_of(action: Payload) -> str:
    """Return the value of a button, or of the option that was chosen in a menu."""
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def number_of(action: Payload) -> int:
    """Return the number that a button carries.

    Raises:
        OldFormError: It carries none.
    """
    value = value_of(action)
    if not (value.isascii() and value.isdigit()):
        raise OldFormError("This button is from an older message. Ask again for a fresh one.")
    return int(value)


def values_of(view: Payload) -> Mapping[str, Mapping[str, Payload]]:
    """Return what stands in a form: `{block_id: {action_id: state}}`."""
    state = view.get("state") or {}
    return state.get("values") or {}


def field(view: Payload, block_id: str, action_id: str) -> Payload:
    """Return the state of one field, or an empty dict where the form has no such field."""
    return values_of(view).get(block_id, {}).get(action_id, {})


def read_text(state: Payload) -> str:
    """Return what was typed into a text field, or nothing."""
    return str(state.get("value") or "")


def read_choice(state: Payload) -> str:
    """Return the value of the option that was chosen, or nothing."""
    return str((state.get("selected_option") or {}).get("value") or "")


def read_ticks(state: Payload) -> list[str]:
    """Return the values of the options that were ticked."""
    return [str(option["value"]) for option in state.get("selected_options") or []]
