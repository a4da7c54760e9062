"""Ids in Slack's shapes, the same ones for the same order of calls."""

import hashlib
from collections import Counter

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LENGTH = 10


def _base36(number: int, length: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        letters = _DIGITS[rest] + letters
    return letters.rjust(length, "0")[-length:]


class Ids:
    """Hands out ids; one series for each prefix."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        """The next id such as `V0000000001`."""
        self._counts[prefix] += 1
        return prefix + _base36(self._counts[prefix], _LENGTH)

    def short(self) -> str:
        """The next five characters for a `block_id` or `action_id` that was left out."""
        self._counts[""] += 1
        return digest_id("", f"short {self._counts['']}", length=5)


def digest_id(prefix: str, of: str, *, length: int = _LENGTH) -> str:
    """An id that depends on nothing but what it is the id of."""
    number = int.from_bytes(hashlib.sha256(of.encode()).digest()[:12], "big")
    return prefix + _base36(number, length)
