"""Who answers what, and when: most people on the day they are asked, some after the reminder, a few never."""

import heapq
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from bot.simulate import forms
from bot.simulate.company import Company
from bot.simulate.desk import Desk
from bot.simulate.hours import heard, work_later
from bot.simulate.outcomes import Outcomes
from handlers import ids

# For three kinds of people, in a hundred prompts: answered at once, after the reminder, the rest never.
_HABITS = {"prompt": (93, 6), "late": (40, 48), "rare": (12, 20)}
_KINDS = {"prompt": 76, "late": 18, "rare": 6}
_ALERT_SEEN = 0.8
_WORKING_DAY = 8 * 60
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_WATCHED = (ids.CHECK_IN, ids.SCORE, ids.ALERT_ACKNOWLEDGE, ids.LIMITS_USE)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Plan:
    """Something that a person is going to do."""

    at: datetime
    person: str
    number: int
    action: str = field(compare=False)
    message: Mapping[str, Any] = field(compare=False)


class People:
    """Everyone in the company.

    Args:
        company: Who they are.
        directs: Whose DM each conversation with the bot is.
        outcomes: What they know.
        seed: Decides about everything they do.
    """

    def __init__(self, company: Company, directs: Mapping[str, str], outcomes: Outcomes, *, seed: int) -> None:
        self._directs = directs
        self._zones = {row["slack_id"]: company.zone(row["team"]) for row in company.people}
        self._outcomes = outcomes
        self._first: date = company.quarter.start
        self._days = (company.quarter.end - company.quarter.start).days
        self._seed = seed
        self._memories = {person: forms.Memory() for person in self._zones}
        self._kinds = {person: self._kind_of(person) for person in self._zones}
        self._plans: list[Plan] = []
        self._numbers = itertools.count()
        self._asked: set[tuple[str, str, str]] = set()
        self._seen: dict[str, int] = {}

    @property
    def next(self) -> datetime | None:
        """When the next of them acts, or None."""
        return self._plans[0].at if self._plans else None

    def due(self, now: datetime) -> Iterator[Plan]:
        """Take the plans that are due, one by one."""
        while self._plans and self._plans[0].at <= now:
            yield heapq.heappop(self._plans)

    def look(self, desk: Desk, channels: set[str]) -> None:
        """Read what is new in some conversations, and plan what to do about it."""
        for channel in sorted(channels):
            messages = desk.slack.messages(channel)
            for message in messages[self._seen.get(channel, 0) :]:
                for action, value in _buttons(message):
                    self._hear(action, value, message, desk.now)
            self._seen[channel] = len(messages)

    def act(self, plan: Plan, desk: Desk) -> None:
        """Do what was planned."""
        actor = desk.slack.actor(plan.person)
        has_form = plan.action in (ids.CHECK_IN, ids.SCORE)
        if not any(action == plan.action for action, _ in _buttons(_current(desk, plan.message))):
            return  # somebody else was quicker, or it is over
        done = desk.act(lambda: actor.click(plan.message, action_id=plan.action), opens=has_form)
        if done.trouble:
            desk.troubles.append(f"{actor.name}: {done.trouble}")
        if has_form and done.opened is not None:
            sitting = forms.Sitting(
                desk=desk,
                actor=actor,
                outcomes=self._outcomes,
                memory=self._memories[plan.person],
                share=min(1.0, max(0.0, (desk.now.date() - self._first).days / self._days)),
                chance=self._chance(plan.person, plan.action, heard(plan.at).isoformat()),
            )
            sitting.fill_in(forms.check_in if plan.action == ids.CHECK_IN else forms.score)
            if desk.album is not None:
                desk.album.home(actor)
        elif has_form:
            desk.troubles.append(f"{actor.name} clicked, and no form opened.")

    def _hear(self, action: str, value: str, message: Mapping[str, Any], now: datetime) -> None:
        person = self._whose(message)
        if person is None:
            return
        key = (person, action, value)
        is_again = key in self._asked
        self._asked.add(key)
        chance = self._chance(person, action, heard(now).isoformat())
        minutes = chance.randint(5, _WORKING_DAY)
        if self._answers(action, person, value, is_again=is_again):
            at = work_later(heard(now), minutes, self._zones[person])
            heapq.heappush(
                self._plans,
                Plan(at=at, person=person, number=next(self._numbers), action=action, message=message),
            )

    def _answers(self, action: str, person: str, value: str, *, is_again: bool) -> bool:
        """Decide once for all that is said about one thing: at once, after the reminder, or never."""
        draw = self._chance(person, action, value).random() * 100
        if action in (ids.ALERT_ACKNOWLEDGE, ids.LIMITS_USE):
            return not is_again and (action == ids.LIMITS_USE or draw < _ALERT_SEEN * 100)
        at_once, late = _HABITS[self._kinds[person]]
        if action == ids.SCORE:
            at_once = max(at_once, 60)
        return at_once <= draw < at_once + late if is_again else draw < at_once

    def _whose(self, message: Mapping[str, Any]) -> str | None:
        """Return who is meant: the one in the DM, or the first who is mentioned in a channel."""
        if message["channel"] in self._directs:
            return self._directs[message["channel"]]
        found = _MENTION.search(str(message.get("text", "")))
        return found[1] if found is not None and found[1] in self._zones else None

    def _kind_of(self, person: str) -> str:
        kinds, weights = list(_KINDS), list(_KINDS.values())
        return self._chance(person, "kind", "").choices(kinds, weights)[0]

    def _chance(self, person: str, what: str, when: str) -> Random:
        return Random(f"{self._seed}:{person}:{what}:{when}")  # noqa: S311 - a story is seeded, not secret


def _buttons(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the buttons of a message that people react to, with their values."""
    return [
        (str(element["action_id"]), str(element.get("value", "")))
        for block in message.get("blocks", [])
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("type") == "button" and element.get("action_id") in _WATCHED
    ]


def _current(desk: Desk, message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a message as it is now."""
    return next((entry for entry in desk.slack.messages(message["channel"]) if entry["ts"] == message["ts"]), {})
