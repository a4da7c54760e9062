"""Trigger ids: the right to open a modal, for three seconds and once (SLACK_RULES 3.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.emulator.clock import EmulatorClock
from bot.emulator.errors import SlackError

LIFETIME = timedelta(seconds=3)


@dataclass(slots=True, kw_only=True)
class Trigger:
    """One trigger id: whose click it came from, and from which modal if from one.

    `outcome` is what the person who clicked will see; an opened view is noted there.
    """

    id: str
    user_id: str
    at: datetime
    modal_id: str | None
    outcome: Any
    used: bool = False


class Triggers:
    """The trigger ids handed out so far."""

    def __init__(self, clock: EmulatorClock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}

    def mint(self, user_id: str, *, modal_id: str | None, outcome: Any) -> str:
        """A fresh id; it lives three seconds of the emulated clock."""
        number = len(self._triggers) + 1
        id_ = f"{1_000_000 + number}.1000001.{sha256(f'{number} {user_id}'.encode()).hexdigest()[:32]}"
        now = self._clock.now()
        self._triggers[id_] = Trigger(id=id_, user_id=user_id, at=now, modal_id=modal_id, outcome=outcome)
        return id_

    def look_up(self, id_: str) -> Trigger:
        """A trigger that may still be used; `used` is set by who uses it.

        Raises:
            SlackError: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        trigger = self._triggers.get(id_)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.at > LIFETIME:
            raise SlackError("expired_trigger_id")
        return trigger
