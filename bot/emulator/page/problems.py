"""What went wrong between the app and Slack, for the strip at the top and for the page that tells all of it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_REFUSED = re.compile(r"^(?P<what>.+?) (?:was refused|refused an answer): (?P<code>\w+)(?P<rest>.*)$", re.DOTALL)
_MISSED = re.compile(r" was not acknowledged: (\w+)$")
_POINTER = re.compile(r"\[json-pointer:([^\]]*)\]")
_MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that was refused, or not acknowledged.

    Attributes:
        code: Slack's own word for it, such as `invalid_blocks`; empty where there is none.
        pointers: Where in the payload, as json-pointers.
    """

    said: str
    code: str
    pointers: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: a call or a delivery."""

    at: str
    name: str
    outcome: str
    is_bad: bool
    detail: str


def problem(sentence: str) -> Problem:
    """Take a sentence of the emulator apart."""
    pointers = list(dict.fromkeys(_POINTER.findall(sentence)))
    refused = _REFUSED.match(sentence)
    if refused is None:
        missed = _MISSED.search(sentence)
        return Problem(said=sentence, code=missed[1] if missed else "", pointers=pointers)
    details = _POINTER.sub("", refused["rest"]).replace("[ERROR]", "").strip(" ()")
    said = f"{refused['what']} was refused" + (f": {' '.join(details.split())}" if details else "")
    return Problem(said=said.replace(" ;", ";"), code=refused["code"], pointers=pointers)


@dataclass(slots=True)
class Strip:
    """How many problems people have read and put away; all who look at the page share it."""

    dismissed: int = 0

    def open(self, slack: "Emulator") -> list[Problem]:
        """Those that nobody has put away, newest first."""
        # A reset of the emulator forgets its problems, and with them how many were read.
        self.dismissed = min(self.dismissed, len(slack.problems))
        return [problem(sentence) for sentence in reversed(slack.problems[self.dismissed :])]

    def dismiss(self, slack: "Emulator") -> None:
        """Put all of them away."""
        self.dismissed = len(slack.problems)
        slack.changed.notify()


def entries(slack: "Emulator", *, only_bad: bool) -> list[Entry]:
    """The newest calls and deliveries first."""
    found: list[Entry] = []
    for item in reversed(slack.journal.entries):
        entry = _entry(item)
        if entry.is_bad or not only_bad:
            found.append(entry)
        if len(found) == _MOST_ENTRIES:
            break
    return found


def _entry(entry: Mapping[str, Any]) -> Entry:
    detail = json.dumps(entry, ensure_ascii=False, indent=2, default=str)
    at = f"{datetime.fromisoformat(entry['at']):%a %Y-%m-%d %H:%M:%S} UTC"
    if entry["kind"] == "call":
        outcome = "ok" if entry["ok"] else str(entry["error"])
        return Entry(at=at, name=entry["method"], outcome=outcome, is_bad=not entry["ok"], detail=detail)
    after = entry["acked_after_ms"]
    outcome = "not acknowledged" if after is None else f"acknowledged after {after} ms"
    return Entry(at=at, name=f"→ {entry['type']}", outcome=outcome, is_bad=after is None, detail=detail)
