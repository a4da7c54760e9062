"""The arguments of a call, from a JSON or a form body."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.emulator.errors import SlackError, invalid_argument
from bot.emulator.wire import whole_characters

_TRUE = frozenset({"1", "true", "True"})


def parsed_body(content_type: str, body: bytes, query: str) -> tuple[dict[str, Any], bool]:
    """The fields of a request, and whether they came as JSON.

    Raises:
        SlackError: The body is not what its content type says.
    """
    fields: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if content_type.startswith("application/json"):
        try:
            document = json.loads(_whole(body) or b"{}")
        except ValueError as problem:
            raise SlackError("invalid_json") from problem
        if not isinstance(document, dict):
            raise SlackError("json_not_object")
        return fields | document, True
    try:
        return fields | dict(parse_qsl(body.decode(), keep_blank_values=True)), False
    except UnicodeDecodeError as problem:
        raise SlackError("invalid_form_data") from problem


def _whole(body: bytes) -> str | bytes:
    """The JSON with whole characters only; the detour is taken when an escaped surrogate is in it."""
    if b"\\ud" not in body.lower():
        return body
    return whole_characters(json.dumps(json.loads(body), ensure_ascii=False))


class Arguments:
    """Named arguments with the readings that the methods need."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields

    def __contains__(self, name: str) -> bool:
        return self.fields.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A text; numbers are taken as their digits.

        Raises:
            SlackError: `invalid_arguments`, it is something else.
        """
        value = self.fields.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise invalid_argument(f"must be a string [json-pointer:/{name}]")

    def required(self, name: str) -> str:
        """A text that must be there and not be empty.

        Raises:
            SlackError: `invalid_arguments`.
        """
        value = self.text(name)
        if not value:
            raise invalid_argument(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean, as JSON or as `1` and `true`."""
        value = self.fields.get(name)
        return default if value is None else value is True or str(value) in _TRUE

    def whole(self, name: str, default: int, *, low: int, high: int, error: str) -> int:
        """A whole number within bounds.

        Raises:
            SlackError: `error`.
        """
        try:
            number = int(self.text(name, str(default)))
        except ValueError as problem:
            raise SlackError(error) from problem
        if not low <= number <= high:
            raise SlackError(error)
        return number

    def structure(self, name: str, *, error: str = "invalid_arguments") -> Any:
        """A JSON value: as such in a JSON body, as text in a form; None when absent or empty.

        Raises:
            SlackError: `error`, the text is not JSON.
        """
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as problem:
            raise SlackError(error) from problem

    def listing(self, name: str) -> list[str]:
        """Texts separated by commas, or a JSON list of them."""
        value = self.fields.get(name)
        if isinstance(value, list):
            return [str(item) for item in value]
        return [item.strip() for item in self.text(name).split(",") if item.strip()]
