"""The journal: each Web API call and each delivery to the bot, one JSON object a line."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO


class Journal:
    """Keeps entries in memory and, when a path is given, in a file that is flushed after each line.

    A delivery stands in `entries` from the moment it is sent; its line is written once its fate is known.
    """

    def __init__(self, path: Path | None, *, secrets: Iterable[str]) -> None:
        self.entries: list[dict[str, Any]] = []
        self._secrets = tuple(secrets)
        self._file: TextIO | None = path.open("w", encoding="utf-8") if path is not None else None
        self._unwritten: list[dict[str, Any]] = []

    def call(self, *, at: datetime, method: str, args: Any, response: Any, fault: str | None) -> None:
        """Record a call as it was answered; `fault` names a trouble that spoilt the answer on its way."""
        ok = bool(response.get("ok"))
        entry: dict[str, Any] = {"kind": "call", "at": at.isoformat(), "method": method, "args": args, "ok": ok}
        entry |= {"error": response.get("error"), "response": response}
        if fault is not None:
            entry["fault"] = fault
        entry = self._strip_secrets(entry)
        self.entries.append(entry)
        self._write(entry)

    def delivery(self, *, at: datetime, kind: str, body: Any, via: str) -> dict[str, Any]:
        """Record a payload that is on its way to the bot; `settle` ends the entry."""
        entry: dict[str, Any] = {"kind": "delivery", "at": at.isoformat(), "type": kind, "body": body, "via": via}
        entry = self._strip_secrets(entry | {"acked_after_ms": None, "ack": None})
        self.entries.append(entry)
        self._unwritten.append(entry)
        return entry

    def settle(self, entry: dict[str, Any]) -> None:
        """Write the line of a delivery that was acknowledged, or never will be."""
        if any(entry is waiting for waiting in self._unwritten):
            self._unwritten = [waiting for waiting in self._unwritten if waiting is not entry]
            self._write(entry)

    def forget(self) -> None:
        """Drop what is kept in memory; the file stays."""
        self.entries.clear()

    def close(self) -> None:
        """Write what is still open and close the file."""
        for entry in self._unwritten:
            self._write(entry)
        self._unwritten.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, entry: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")
            self._file.flush()

    def _strip_secrets(self, entry: dict[str, Any]) -> dict[str, Any]:
        line = json.dumps(entry, ensure_ascii=False, default=str)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        kept: dict[str, Any] = json.loads(line)
        return kept
