"""A cell to a value; what cannot be read is refused with a sentence that shows what can."""

import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.calendar.local_time import zone_names
from domain.values.errors import TillerError
from domain.values.ids import PersonId
from handlers.usecases.imports.lookup import did_you_mean

Choice = TypeVar("Choice", bound=StrEnum)

MAX_NAME = 200
MAX_TITLE = 1_000
MAX_NOTE = 3_000
_PERSON = re.compile(r"[UW][A-Z0-9]{5,20}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{5,20}")
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class CellError(TillerError):
    """A cell that cannot be read."""


def is_person_id(text: str) -> bool:
    """Tell whether a text looks like a Slack user id, in any case."""
    return _PERSON.fullmatch(text.upper()) is not None


def person_id(text: str) -> PersonId:
    """Read a Slack user id.

    Raises:
        CellError: It does not look like one.
    """
    if not is_person_id(text):
        raise CellError(
            f"‘{text}’ is not a Slack user id. They look like U0ADA0001; in Slack: profile, ⋮, Copy member ID."
        )
    return PersonId(text.upper())


def email(text: str) -> str:
    """Read an address.

    Raises:
        CellError: It does not look like one.
    """
    if _EMAIL.fullmatch(text) is None:
        raise CellError(f"‘{text}’ is not an e-mail address, for example ada@example.com.")
    return text.lower()


def key(text: str, *, what: str) -> str:
    """Read a key: small letters, digits, `-`, `_` and `.`; capitals become small.

    Raises:
        CellError: It is empty, too long or has other characters in it.
    """
    lowered = text.lower()
    if not lowered:
        raise CellError(f"The {what} has no key. A key is a short word such as ‘growth’.")
    if _KEY.fullmatch(lowered) is None:
        raise CellError(f"‘{text}’ is not a key. Use up to 80 letters, digits, - and _, for example ‘new-logos’.")
    return lowered


def read_words(text: str, *, what: str, at_most: int = MAX_NAME) -> str:
    """Read a name or a title, on one line.

    Raises:
        CellError: It is empty or too long.
    """
    flat = " ".join(text.split())
    if not flat:
        raise CellError(f"The {what} is empty.")
    if len(flat) > at_most:
        raise CellError(f"The {what} has {len(flat):,} characters, {at_most:,} is the most.")
    return flat


def channel(text: str) -> str | None:
    """Read a channel's id; an empty cell is None.

    Raises:
        CellError: It is a channel's name, or no id.
    """
    if not text:
        return None
    if _CHANNEL.fullmatch(text) is None:
        raise CellError(
            f"‘{text}’ is not a channel id. They look like C0GROWTH1; in Slack: the channel's details, at the bottom."
        )
    return text


def zone(text: str) -> str:
    """Read an IANA time zone.

    Raises:
        CellError: There is no such zone.
    """
    if text not in zone_names():
        guess = did_you_mean(text, sorted(zone_names()))
        raise CellError(f"There is no time zone ‘{text}’.{guess or ' Zones look like Europe/Amsterdam.'}")
    return text


def note(text: str) -> str:
    """Read a note, which may be empty.

    Raises:
        CellError: It is too long.
    """
    if len(text) > MAX_NOTE:
        raise CellError(f"The note has {len(text):,} characters, {MAX_NOTE:,} is the most.")
    return text


def choice(text: str, kinds: type[Choice], *, default: Choice | None = None) -> Choice:
    """Read one of a few words, in any case; an empty cell is the default.

    Raises:
        CellError: It is none of them, or empty without a default.
    """
    if not text and default is not None:
        return default
    lowered = text.lower().replace(" ", "_")
    for kind in kinds:
        if kind.value == lowered:
            return kind
    known = [kind.value for kind in kinds]
    one_of = f"{', '.join(known[:-1])} or {known[-1]}"
    if not text:
        raise CellError(f"This is empty. Write {one_of}.")
    raise CellError(f"‘{text}’ is not known here.{did_you_mean(lowered, known)} Write {one_of}.")


def day(text: str) -> date:
    """Read a day, `2026-11-16`.

    Raises:
        CellError: It is written another way, or there is no such day.
    """
    if _DATE.fullmatch(text) is None:
        raise CellError(f"‘{text}’ is not a date. Write year, month, day, as in 2026-11-16.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellError(f"There is no day {text}.") from None
