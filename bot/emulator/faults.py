"""Trouble on demand: what the network and Slack do on a bad day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Trouble(StrEnum):
    """What happens to a call, or (`DUPLICATE`) to an event on its way to the bot."""

    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    ERROR_500 = "error_500"
    HTML = "html"
    TRUNCATED = "truncated"
    RATELIMITED = "ratelimited"
    SLOW = "slow"
    LATE = "late"
    FATAL_ERROR = "fatal_error"
    ERROR = "error"
    DUPLICATE = "duplicate"


# What each does when `processed` is left out: whether the call has taken effect before the trouble.
_PROCESSED = frozenset(
    {Trouble.DROP_AFTER, Trouble.HTML, Trouble.TRUNCATED, Trouble.SLOW, Trouble.LATE, Trouble.FATAL_ERROR}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of trouble for one method.

    Attributes:
        method: A Web API method; an event name such as `message.im` for `DUPLICATE`; `*` for any.
        times: How many calls it hits before it is over.
        where: Only calls with these arguments.
        processed: Whether the call takes effect; each kind has its own default.
        seconds: For `SLOW` (processed, then waits) and `LATE` (waits, then is processed), real seconds.
        retry_after: For `RATELIMITED`, the header's text, which may be nonsense; None leaves it out.
        error: For `ERROR`, the code that is answered.
        skip: How many calls pass unharmed first.
    """

    method: str
    kind: Trouble
    times: int = 1
    where: Mapping[str, Any] = field(default_factory=dict)
    processed: bool | None = None
    seconds: float = 31.0
    retry_after: str | None = "1"
    error: str = "internal_error"
    skip: int = 0

    @property
    def takes_effect(self) -> bool:
        """Whether the call is processed although its answer is spoilt."""
        return self.kind in _PROCESSED if self.processed is None else self.processed


class Faults:
    """The faults that still wait for a call."""

    def __init__(self) -> None:
        self._waiting: list[list[Any]] = []

    def add(self, *, method: str, kind: str, **how: Any) -> Fault:
        """Arrange trouble; the words are those of `Fault`.

        Raises:
            ValueError: There is no such kind.
        """
        fault = Fault(method=method, kind=Trouble(kind), **how)
        self._waiting.append([fault, fault.skip, fault.times])
        return fault

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def pending(self) -> list[tuple[Fault, int]]:
        """Each fault with the number of calls it will still hit."""
        return [(fault, times) for fault, _, times in self._waiting]

    def take(self, method: str, arguments: Mapping[str, Any], *, duplicate: bool = False) -> Fault | None:
        """The trouble that this call meets, used up by one."""
        for entry in self._waiting:
            fault: Fault = entry[0]
            if (fault.kind is Trouble.DUPLICATE) is not duplicate or fault.method not in {method, "*"}:
                continue
            if any(arguments.get(name) != value for name, value in fault.where.items()):
                continue
            if entry[1] > 0:
                entry[1] -= 1
                continue
            entry[2] -= 1
            if entry[2] <= 0:
                self._waiting.remove(entry)
            return fault
        return None
