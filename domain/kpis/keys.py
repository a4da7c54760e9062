"""The key of a new KPI: what people type, made from its name: `Churn rate` becomes `churn_rate` (RULES 1)."""

import re
import unicodedata
from collections.abc import Collection

from domain.values.errors import TillerError
from domain.values.ids import KpiKey

RESERVED = frozenset(
    {
        "all", "company", "delete", "digest", "edit", "everybody", "everyone", "export", "follow", "help", "import",
        "limits", "lint", "log", "me", "mine", "my", "new", "set", "target", "why",
    }
)  # fmt: skip
"""Words that mean something else where a KPI's key is typed."""

_LONGEST = 60
_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_OTHER = re.compile(r"[^a-z0-9]+")
_NAMELESS = "kpi"


class KeyRefusedError(TillerError):
    """A key that no KPI can have."""


def key_from(name: str, taken: Collection[KpiKey]) -> KpiKey:
    """Make a key from a name; a number follows where it is taken or means something else, as in `churn_2`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _OTHER.sub("_", plain).strip("_")[:_LONGEST].rstrip("_") or _NAMELESS
    key, number = stem, 1
    while key in taken or key in RESERVED:
        number += 1
        key = f"{stem}_{number}"
    return KpiKey(key)


def check_key(text: str, taken: Collection[KpiKey]) -> KpiKey:
    """Return a key as it was typed, in small letters.

    Raises:
        KeyRefusedError: It has other characters in it, is too long, taken, or a word of the command's own.
    """
    key = text.strip().lower()
    if len(key) > _LONGEST or _KEY.fullmatch(key) is None:
        raise KeyRefusedError(
            f"‘{text.strip()[:80]}’ is not a key. Use up to {_LONGEST} letters, digits, - and _, such as churn_rate."
        )
    if key in RESERVED:
        raise KeyRefusedError(f"‘{key}’ means something else after /kpi. Choose another key, such as {key}_kpi.")
    if key in taken:
        raise KeyRefusedError(f"There is a KPI with the key ‘{key}’ already. Choose another one.")
    return KpiKey(key)
