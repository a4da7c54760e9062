"""The driver's end of the bot's process."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from domain.values.errors import TillerError

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 20
_ERRORS = ("error", "critical")


class FollowerDiedError(Exception):
    """The bot's process ended instead of answering."""


class BotFailedError(TillerError):
    """The bot's process ended although nobody killed it."""


class Follower:
    """A bot in a process of its own, which answers one request at a time.

    Args:
        settings: The environment that it gets besides the driver's.
        errors: Where its standard error goes.
    """

    def __init__(self, settings: Mapping[str, str], errors: Path) -> None:
        self._settings = dict(settings)
        self._errors = errors
        self._process: subprocess.Popen[str] | None = None
        self._is_dying = False
        self.killed = 0

    def start(self, at: str) -> None:
        """Start it with its clock at an instant; returns once it is connected.

        Raises:
            BotFailedError: It ended at once.
        """
        with self._errors.open("a", encoding="utf-8") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, and an instant
                [sys.executable, "-m", "bot", "follow", "--at", at],
                cwd=_ROOT,
                env=self._settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self._is_dying = False
        try:
            self._read()
        except FollowerDiedError:
            raise BotFailedError(f"The bot did not start: {self._last_words()}") from None

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer.

        Raises:
            FollowerDiedError: The process was killed meanwhile.
            BotFailedError: It ended by itself.
        """
        process = self._running()
        try:
            stdin = process.stdin
            if stdin is not None:
                stdin.write(json.dumps(request) + "\n")
                stdin.flush()
        except OSError:
            self._ended()
            raise FollowerDiedError from None
        return self._read()

    def kill(self) -> None:
        """End it without any farewell; safe on any thread."""
        self.killed += 1
        self._is_dying = True
        self._running().kill()

    @property
    def alive(self) -> bool:
        """Whether it runs; a killed one does not, although the system may need a moment to end it."""
        return self._process is not None and not self._is_dying and self._process.poll() is None

    def stop(self) -> None:
        """Let it end."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            with suppress(OSError):  # what was not read by a dead process is lost anyway
                process.stdin.close()
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self._process = None

    def complaints(self) -> list[str]:
        """Return what it logged as an error, in all its lives, as sentences."""
        lines = self._errors.read_text(encoding="utf-8", errors="replace").splitlines() if self._errors.exists() else []
        found = []
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:  # no log line: something that Python itself has printed
                entry = {"level": "error", "event": line}
            if isinstance(entry, dict) and entry.get("level") in _ERRORS:
                last = str(entry.get("exception", "")).strip().splitlines()[-1:]
                found.append(f"The bot logged an error: {': '.join([str(entry.get('event')), *last])}")
        return found

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise RuntimeError("The bot was not started.")
        return self._process

    def _read(self) -> dict[str, Any]:
        stdout = self._running().stdout
        line = "" if stdout is None else stdout.readline()
        if not line.endswith("\n"):
            self._ended()
            raise FollowerDiedError
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ended(self) -> None:
        """Gather what is left of a process that ended.

        Raises:
            BotFailedError: Nobody killed it.
        """
        code = self._running().wait()
        if code >= 0:
            raise BotFailedError(f"The bot ended with code {code}: {self._last_words()}")

    def _last_words(self) -> str:
        lines = self._errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return " / ".join(lines[-3:]) or "it said nothing."
