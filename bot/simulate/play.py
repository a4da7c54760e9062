"""The loop: the next thing that happens, whoever does it, until the last day."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.simulate.company import Arrival, Company
from bot.simulate.desk import Desk
from bot.simulate.people import People

_POSTS = frozenset({"chat.postMessage", "chat.update"})


class Play:
    """A company's days.

    Args:
        company: What happens by itself.
        desk: Where.
        people: Who acts.
        moved: Told each instant that the play comes to.
    """

    def __init__(self, company: Company, desk: Desk, people: People, *, moved: Callable[[datetime], None]) -> None:
        self._end = company.end
        self._arrivals: list[Arrival] = list(company.arrivals)
        self._desk = desk
        self._people = people
        self._moved = moved
        self._posted: set[str] = set()
        desk.slack.on_call(self._note_post)

    def run(self) -> None:
        """Play it to its end."""
        coming = self._desk.ask()
        self._read()
        while (at := self._next(coming)) is not None and at < self._end:
            self._desk.move_to(at)
            self._moved(at)
            coming = self._step()
        self._desk.move_to(self._end)

    def _next(self, coming: datetime | None) -> datetime | None:
        arrival = self._arrivals[0].at if self._arrivals else None
        return min((at for at in (coming, arrival, self._people.next) if at is not None), default=None)

    def _step(self) -> datetime | None:
        """Let happen what happens now: readings come, the bot does what is due, people act, the bot answers them."""
        desk = self._desk
        coming = None
        while self._arrivals and self._arrivals[0].at <= desk.now:
            coming = desk.ask(readings=self._arrivals.pop(0).readings)
        coming = coming or desk.ask()
        self._read()
        for plan in self._people.due(desk.now):
            self._people.act(plan, desk)
            coming = desk.ask(stirred=True)
            self._read()
        return coming

    def _read(self) -> None:
        posted, self._posted = self._posted, set()
        if self._desk.album is not None:
            self._desk.album.look(posted)
        self._people.look(self._desk, posted)

    def _note_post(self, method: str, arguments: Mapping[str, Any], setup: str) -> None:
        if setup == "after" and method in _POSTS:
            self._posted.add(
                self._desk.slack.dm_of(channel) if (channel := str(arguments["channel"]))[0] in "UW" else channel
            )
