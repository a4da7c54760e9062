"""Where everyone meets: the workspace, the bot's process, and the time that both are told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.emulator.people.actor import Interaction
from bot.emulator.server import LocalSlack
from bot.simulate.album import Album
from bot.simulate.follower import BotFailedError, Follower, FollowerDiedError
from bot.simulate.mishaps import Mishaps

_TRIES = 4


class Desk:
    """Moves both clocks, asks the bot, and lets people act; starts the bot again when it was killed.

    Attributes:
        now: The instant that both clocks show.
        album: Where pictures of key moments go, or None.
        troubles: What went wrong although nobody was killed, as sentences.
    """

    def __init__(self, slack: LocalSlack, follower: Follower, mishaps: Mishaps, *, start: datetime) -> None:
        self.slack = slack
        self.now = start
        self.album: Album | None = None
        self.troubles: list[str] = []
        self._follower = follower
        self._mishaps = mishaps

    def open(self) -> None:
        """Start the bot."""
        self._follower.start(self.now.isoformat())
        self.slack.wait_for_bot()

    def move_to(self, at: datetime) -> None:
        """Let time pass."""
        if at > self.now:
            self.slack.settle()
            self.now = at
            self.slack.clock.move_to(at)
        self._mishaps.look(at)

    def ask(self, **more: Any) -> datetime | None:
        """Let the bot do what is due now; return when there is something to do again."""
        request = {"at": self.now.isoformat(), **more}
        for _ in range(_TRIES):
            try:
                reply = self._follower.ask(request)
            except FollowerDiedError:
                self._again()
                continue
            self.troubles += [sentence for sentence in reply["failed"] if sentence not in self.troubles]
            return datetime.fromisoformat(reply["next"]) if reply["next"] else None
        raise BotFailedError("The bot was started again and again, and never came to an answer.")

    def act(self, act: Callable[[], Interaction], *, opens: bool = False) -> Interaction:
        """Let a person do something; who gets no answer because the bot was killed does it again.

        Args:
            act: What is done.
            opens: Whether a form must open.
        """
        for _ in range(_TRIES):
            with self._mishaps.answering():
                done = act()
                is_done = done.acked and (not opens or done.opened is not None)
            if self._follower.alive:
                return done
            self._again()
            if is_done:
                return done
        return done

    def enter(self, enter: Callable[[], Interaction | None]) -> bool:
        """Let a person enter something into a form; whether the bot is told of it at once."""
        for _ in range(_TRIES):
            with self._mishaps.answering():
                done = enter()
            if done is None or self._follower.alive:
                break
            self._again()
        return done is not None

    def _again(self) -> None:
        """Start the bot after its death, once Slack has noticed that the connection is gone."""
        self._follower.stop()
        self.slack.wait_until(lambda: self.slack.connections == 0)
        self.open()
        self._follower.ask({"at": self.now.isoformat()})
