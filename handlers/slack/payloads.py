"""What Slack sends, read once at the edge: plain functions over the payload's dicts, nothing guessed.

Slack's payloads are dicts of many shapes; a field that may be missing is None here, never a KeyError in a listener.
"""

from collections.abc import Mapping
from typing import Any

from domain.values.ids import PersonId
from handlers.metadata import M, OldFormError, decode

Payload = Mapping[str, Any]


def metadata_of(view: Payload, model: type[M]) -> M:
    """Read the `private_metadata` of a view.

    Raises:
        OldFormError: It was written by another version, or is not ours.
    """
    return decode(view.get("private_metadata") or "", model)


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
