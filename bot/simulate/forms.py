"""How people fill in the forms that they are shown: the check-in, the scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.emulator.people.actor import Actor
from bot.simulate import phrases
from bot.simulate.desk import Desk
from bot.simulate.outcomes import Known, Outcomes
from domain.okrs.scores import Cause, Decision
from handlers import ids

_MOST_PAGES = 30
_SLIP, _SKIP, _WORDS, _BLOCKED, _OVERRIDE = 0.03, 0.04, 0.4, 0.08, 0.08
_BAD, _POOR = 3, 5
Fields = dict[int, dict[str, list[str]]]


@dataclass(slots=True, kw_only=True)
class Memory:
    """What one person remembers: the confidence that they gave for each key result."""

    confidence: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One person in front of a form.

    Attributes:
        share: How much of the cycle has passed, 0 to 1.
        chance: Decides about slips, words and moods.
    """

    desk: Desk
    actor: Actor
    outcomes: Outcomes
    memory: Memory
    share: float
    chance: Random

    def fill_in(self, fill: Callable[["Sitting", int, Mapping[str, list[str]]], None]) -> None:
        """Go through the pages of the form in front, and close what remains."""
        for _ in range(_MOST_PAGES):
            view = self.actor.modal
            if view is None or view.get("submit") is None:
                break
            fields = fields_of(view)
            for number, names in fields.items():
                fill(self, number, names)
            if self.desk.album is not None:
                self.desk.album.form("check-in" if fill is check_in else "scoring", self.actor)
            slipped = self._slip(fields)
            done = self.desk.act(self.actor.submit)
            if done.errors:
                self._mend(done.errors, slipped)
                done = self.desk.act(self.actor.submit)
            if done.errors or done.trouble:
                self.desk.troubles.append(f"{self.actor.name}: {done.trouble or done.errors}")
                break
        if self.actor.modal is not None:
            self.actor.close()

    def enter(self, block_id: str, answer: Any) -> None:
        """Enter one answer; where the bot shows at once what it means, wait for that, as a person looks up."""
        before = self.actor.modal
        is_told = self.desk.enter(lambda: self.actor.fill(block_id, answer))
        if is_told and before is not None:
            screens, old = self.desk.slack.core.screens, before["hash"]
            self.desk.slack.wait_until(
                lambda: (top := screens.top(self.actor.id)) is None or top.hash != old, timeout_s=2
            )

    def _slip(self, fields: Fields) -> dict[str, str]:
        """Now and then write a letter O for a zero; returns what should have stood there."""
        for number, names in fields.items():
            known = self.outcomes.choose(number, self.share)
            if ids.VALUE in names and known is not None and known.value is not None and self.chance.random() < _SLIP:
                block_id = names[ids.VALUE][0]
                self.enter(block_id, f"{known.value}O")
                return {block_id: str(known.value)}
        return {}

    def _mend(self, errors: Mapping[str, str], slipped: Mapping[str, str]) -> None:
        for block_id in errors:
            name, number = ids.block_of(block_id) or ("", 0)
            if block_id in slipped:
                self.enter(block_id, slipped[block_id])
            elif name == ids.VALUE:
                known = self.outcomes.choose(number, self.share)
                self.enter(block_id, str(known.value if known is not None and known.value is not None else 0))
            elif name in (ids.NOTE, ids.REASON, ids.LEARNING, ids.BLOCKER):
                self.enter(block_id, self.chance.choice(phrases.SLOWLY))
            elif name == ids.CAUSE:
                self.enter(block_id, self.chance.choice(tuple(Cause)).value)


def fields_of(view: Mapping[str, Any]) -> Fields:
    """Return the blocks of a form's fields: for each key result, by the field's name."""
    found: Fields = {}
    for block in view["blocks"]:
        named = ids.block_of(str(block.get("block_id", ""))) if block["type"] == "input" else None
        if named is not None:
            found.setdefault(named[1], {}).setdefault(named[0], []).append(block["block_id"])
    return found


def check_in(sitting: Sitting, number: int, names: Mapping[str, list[str]]) -> None:
    """Say how one key result stands."""
    known = sitting.outcomes.choose(number, sitting.share)
    if known is None or (ids.SKIP in names and sitting.chance.random() < _SKIP):
        _skip(sitting, names)
        return
    _value(sitting, known, names)
    confidence = _confidence(sitting, number, known)
    sitting.enter(names[ids.CONFIDENCE][0], str(confidence))
    before = sitting.memory.confidence.get(number, confidence)
    must = confidence <= _BAD or before - confidence >= _BAD
    if must or sitting.chance.random() < _WORDS:
        sitting.enter(names[ids.NOTE][0], sitting.chance.choice(_words(confidence)))
    if confidence <= _POOR and sitting.chance.random() < _BLOCKED:
        sitting.enter(names[ids.BLOCKER][0], sitting.chance.choice(phrases.IN_THE_WAY))
    sitting.memory.confidence[number] = confidence


def score(sitting: Sitting, number: int, names: Mapping[str, list[str]]) -> None:
    """Give one key result its final value, and say what was learnt."""
    known = sitting.outcomes.choose(number, 1.0)
    if known is None:
        _skip(sitting, names)
        return
    _value(sitting, known, names)
    chance = sitting.chance
    if chance.random() < _OVERRIDE and ids.SCORE_VALUE in names:
        sitting.enter(names[ids.SCORE_VALUE][0], chance.choice(("0.7", "0.8", "0.9")))
        sitting.enter(names[ids.REASON][0], chance.choice(phrases.REASONS))
    sitting.enter(names[ids.LEARNING][0], chance.choice(phrases.LEARNT))
    sitting.enter(names[ids.DECISION][0], chance.choice(tuple(Decision)).value)
    if known.mood < 0:
        sitting.enter(names[ids.CAUSE][0], chance.choice(tuple(Cause)).value)


def _value(sitting: Sitting, known: Known, names: Mapping[str, list[str]]) -> None:
    if ids.VALUE in names:
        sitting.enter(names[ids.VALUE][0], str(known.value))
    elif ids.DONE in names:
        sitting.enter(names[ids.DONE][0], ids.DONE_YES if known.done else ids.DONE_NOT_YET)
    elif ids.STEPS in names and known.steps:
        for part, block_id in enumerate(names[ids.STEPS]):
            ticked = [str(step) for step in known.steps if step // 10 == part]
            if ticked:
                sitting.enter(block_id, ticked)


def _skip(sitting: Sitting, names: Mapping[str, list[str]]) -> None:
    if ids.SKIP in names:
        sitting.enter(names[ids.SKIP][0], [ids.SKIPPED])


def _confidence(sitting: Sitting, number: int, known: Known) -> int:
    """Believe in it as far as it goes, and change one's mind slowly."""
    felt = 7.5 + 9 * known.mood + sitting.chance.uniform(-1.2, 1.2)
    before = sitting.memory.confidence.get(number)
    if before is not None:
        felt = 0.55 * felt + 0.45 * before
    return max(1, min(10, round(felt)))


def _words(confidence: int) -> tuple[str, ...]:
    if confidence <= _BAD:
        return phrases.BADLY
    return phrases.SLOWLY if confidence <= _POOR + 1 else phrases.GOING_WELL
