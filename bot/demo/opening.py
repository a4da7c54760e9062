"""The demo's first minutes: the Monday digests, an alert that opens, a check-in from the question to the receipt."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.demo import company, series
from bot.demo.clock import WalkingClock
from bot.demo.screen import Screen
from bot.demo.worker import Worker
from bot.emulator.server import LocalSlack
from domain.calendar.local_time import resolve
from handlers import ids

_PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Plays the first minutes; stops between any two steps once it is told to, or once somebody else leads.

    Attributes:
        led: Set once somebody else leads.
        pause: Seconds of rest between two steps, so that they can be read.
    """

    slack: LocalSlack
    clock: WalkingClock
    worker: Worker
    screen: Screen
    stopping: threading.Event
    led: threading.Event
    pause: float

    def play(self) -> None:
        """Play it from the start to the end."""
        steps = (self._digests, self._reading, self._acknowledge, self._prompts, self._check_in, self._receipt)
        for step in (*steps, self._key_result):
            if self.stopping.wait(self.pause) or self.led.is_set():
                return
            step()

    def _digests(self) -> None:
        self.slack.wait_until(lambda: self._find(company.CARE, ids.DIGEST_WHY) is not None, timeout_s=_PATIENCE_SECONDS)

    def _reading(self) -> None:
        self.screen.say("Mia has just closed the week's books. She types last week's churn:")
        self._walk(_at(9, 12))
        self.slack.actor(company.MIA).command(ids.KPI, "set churn 4.8%", channel=company.GROWTH)
        self.slack.wait_until(lambda: self._alert() is not None, timeout_s=_PATIENCE_SECONDS)

    def _acknowledge(self) -> None:
        alert = self._alert()
        if alert is not None:
            self._walk(_at(9, 15))
            self.slack.actor(company.MIA).click(alert, action_id=ids.ALERT_ACKNOWLEDGE)

    def _prompts(self) -> None:
        self.screen.say("At ten, everybody's own ten o'clock, the check-in starts: one message a person.")
        self._walk(_at(10, 0))

    def _check_in(self) -> None:
        prompt, mia = self._prompt(), self.slack.actor(company.MIA)
        if prompt is None:
            return
        # The form is shown once, as it is submitted.
        with self.screen.without("A modal opens:", "Mia Lindqvist clicks [33]"):
            if mia.click(prompt, action_id=ids.CHECK_IN).opened is None:
                return
            mia.fill(ids.block(ids.VALUE, 5), "33")
        mia.fill(ids.block(ids.CONFIDENCE, 5), "4")
        mia.fill(ids.block(ids.NOTE, 5), "Reference calls help; pricing questions stall the rest")
        mia.submit()

    def _receipt(self) -> None:
        self.slack.wait_until(lambda: self._prompt() is None, timeout_s=_PATIENCE_SECONDS)

    def _key_result(self) -> None:
        alert, mia = newest_with(self.slack, company.GROWTH, ids.ALERT_KEY_RESULT), self.slack.actor(company.MIA)
        if alert is None:
            return
        self.screen.say("Churn will not mend itself: Mia makes its alert a key result.")
        self._walk(_at(10, 20))
        with self.screen.without("A modal opens:"):
            opened = mia.click(alert, action_id=ids.ALERT_KEY_RESULT).opened
        if opened is not None:
            mia.submit()
            self.worker.wait_for_rest(_PATIENCE_SECONDS)

    def _walk(self, to: datetime) -> None:
        self.clock.move_to(to)
        self.worker.wait_for_rest(_PATIENCE_SECONDS)

    def _alert(self) -> Mapping[str, Any] | None:
        return self._find(company.GROWTH, ids.ALERT_ACKNOWLEDGE)

    def _prompt(self) -> Mapping[str, Any] | None:
        return self._find(self.slack.dm_of(company.MIA), ids.CHECK_IN)

    def _find(self, place: str, action_id: str) -> Mapping[str, Any] | None:
        return newest_with(self.slack, place, action_id)


def newest_with(slack: LocalSlack, place: str, action_id: str) -> Mapping[str, Any] | None:
    """Return the newest message of a place that has a certain button, or None."""
    return next((message for message in reversed(slack.messages(place)) if action_id in buttons(message)), None)


def buttons(message: Mapping[str, Any]) -> set[str]:
    """Return the action ids of a message's buttons and menus."""
    elements = [element for block in message.get("blocks", ()) for element in block.get("elements", ())]
    return {str(element["action_id"]) for element in elements if "action_id" in element}


def _at(hour: int, minute: int) -> datetime:
    return resolve(series.MONDAY, time(hour, minute), company.ZONE)
