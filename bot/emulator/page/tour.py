"""A guided tour on the page: a strip that tells one step after the other, each with the click that makes it happen.

Which steps there are is told from outside (`LocalSlack.guide`); the page knows nothing of what they are about. How far
one is, is kept here: it stays when one becomes somebody else or loads the page again.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from bot.emulator.page.templates import part


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a tour.

    Attributes:
        title: What it is about, in a few words.
        text: What happens, and why it matters: two sentences.
        button: What is pressed to come to it.
        user: As whom it is looked at.
        place: Where: a conversation's id, or `home`.
        act: Makes it happen, on a thread of its own, and may take its time; going there again does not do it again.
    """

    title: str
    text: str
    button: str
    user: str
    place: str
    act: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A tour.

    Attributes:
        title: What is said before its first step.
        text: The same, in two sentences.
        steps: In order; at least one.
        again: Brings everything back to where it was before the first step.
    """

    title: str
    text: str
    steps: tuple[Step, ...]
    again: Callable[[], None]


class TourError(Exception):
    """A step that cannot be made now; says why, in a sentence."""


class Guide:
    """Leads through a tour.

    Attributes:
        tour: The tour, or None where there is none.
        at: The step that is shown, from 1; 0 before the first.
        done: How many steps have happened.
        is_open: Whether the strip is shown; a button opens it again.
        is_busy: Whether a step is being made.
        is_stuck: Whether the last step could not be made.
    """

    def __init__(self) -> None:
        self.tour: Tour | None = None
        self.at = 0
        self.done = 0
        self.is_open = True
        self.is_busy = False
        self.is_stuck = False

    def take(self, tour: Tour | None) -> None:
        """Lead through this tour, from its start."""
        self.tour, self.at, self.done = tour, 0, 0

    @property
    def key(self) -> tuple[Any, ...]:
        """What the strip's markup depends on."""
        return (id(self.tour), self.at, self.done, self.is_open, self.is_busy, self.is_stuck)

    async def go(self, way: str) -> str | None:
        """Do what is pressed on the strip; return the address where its step is looked at, or None to stay.

        Raises:
            TourError: It cannot be done now.
        """
        ways: Mapping[str, Callable[[], Any]] = {"back": self._back, "close": self._close, "open": self._open}
        if self.tour is None:
            raise TourError("There is no tour here.")
        if way in ways:
            ways[way]()
        elif self.is_busy:
            raise TourError("The last step is still being made.")
        elif way == "next":
            await self._next(self.tour)
        elif way == "again":
            await self._make(self.tour.again)
            self.at = self.done = 0
        return self._address() if way in {"back", "next", "here"} else None

    def _address(self) -> str | None:
        if self.tour is None or not self.at:
            return None
        step = self.tour.steps[self.at - 1]
        return f"/as/{quote(step.user)}/{quote(step.place)}"

    async def _next(self, tour: Tour) -> None:
        if self.at == len(tour.steps):
            raise TourError("That was the last step.")
        if self.at == self.done:
            await self._make(tour.steps[self.at].act)
            self.done += 1
        self.at += 1

    async def _make(self, act: Callable[[], None]) -> None:
        self.is_busy, self.is_stuck = True, False
        try:
            await asyncio.to_thread(act)
        except TourError:
            self.is_stuck = True
            raise
        finally:
            self.is_busy = False

    def _back(self) -> None:
        self.at = max(self.at - 1, 0)

    def _close(self) -> None:
        self.is_open = False

    def _open(self) -> None:
        self.is_open = True


def strip(guide: Guide) -> Markup:
    """The strip as it stands; nothing where there is no tour."""
    return part("tour.html", "strip", guide)
