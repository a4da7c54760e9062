"""What the other people of the sample company answer while a visitor is led through the quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo import company
from bot.demo.opening import newest_with
from bot.emulator.page.tour import TourError
from bot.emulator.people.actor import Actor
from bot.emulator.server import LocalSlack
from bot.simulate.forms import fields_of
from domain.okrs.scores import Cause, Decision
from handlers import ids

_LOOK_SECONDS = 2.0
_MOST_STEPS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says of a key result.

    Attributes:
        value: Its number; how many steps are done; for yes or no, 1 or 0; None to leave what stands there.
        note: One line, what was learnt when scores are given.
        cause: Why it was missed, when scores are given.
    """

    value: int | None
    confidence: int = 7
    note: str = ""
    cause: Cause | None = None


Answers = Mapping[int, Said]
_SECOND = {
    2: Said(value=1340, confidence=7),
    3: Said(value=0, confidence=4, note="Their board moved the meeting to January"),
    6: Said(value=7, confidence=8),
    8: Said(value=88, confidence=6, note="The new checkout goes live on Thursday"),
    9: Said(value=2, confidence=7),
    10: Said(value=0, confidence=7),
    12: Said(value=46, confidence=7),
    13: Said(value=62, confidence=8),
}
_THIRD = {
    2: Said(value=1385, confidence=7),
    3: Said(value=0, confidence=2, note="Not this year, by the look of it"),
    5: Said(value=37, confidence=6, note="Pricing is on the page now"),
    6: Said(value=7, confidence=7),
    8: Said(value=74, confidence=7),
    9: Said(value=3, confidence=8),
    10: Said(value=1, confidence=9),
    12: Said(value=48, confidence=7),
    13: Said(value=44, confidence=8),
}
_FOURTH = {
    2: Said(value=1412, confidence=7),
    3: Said(value=0, confidence=1, note="Their board meets in January"),
    5: Said(value=39, confidence=6),
    6: Said(value=8, confidence=6),
    8: Said(value=66, confidence=8),
    9: Said(value=4, confidence=9),
    12: Said(value=49, confidence=7),
    13: Said(value=43, confidence=7),
}
ROUNDS: tuple[Answers, ...] = (_SECOND, _THIRD, _FOURTH)
"""What is said on 16 November (by all but the visitor), on 30 November and on 14 December."""
SCORES: Answers = {
    2: Said(value=1420, note="Regions that could decide by themselves were twice as fast."),
    3: Said(value=0, note="Ask for the dates of their board before writing a target.", cause=Cause.DEPENDENCY),
    5: Said(value=39, note="A price on the page did more than any call.", cause=Cause.METHOD),
    6: Said(value=8, note="Groups decide in the quarter before the season."),
    8: Said(value=66, note="One page less was worth more than all tuning.", cause=Cause.CAPACITY),
    9: Said(value=4, note="Ten hotels first, then everyone: it held."),
    10: Said(value=1, note="An outsider's look in week two saved us a month."),
    12: Said(value=49, note="We wrote what people had asked, in their words."),
    13: Said(value=42, note="Somebody for the weekend queue was all it took."),
    15: Said(value=None, note="Calling each hotel that wanted to leave kept every second one."),
}


def answer(slack: LocalSlack, action_id: str, answers: Answers, *, but: str = "") -> None:
    """Let everyone who was asked fill in the form behind this button, but for one person.

    Raises:
        TourError: The form did not take what is told here.
    """
    for member in company.MEMBERS:
        actor = slack.actor(member.id)
        prompt = newest_with(slack, actor.dm, action_id)
        if member.id != but and prompt is not None and actor.click(prompt, action_id=action_id).opened is not None:
            _fill_in(slack, actor, answers)


def _fill_in(slack: LocalSlack, actor: Actor, answers: Answers) -> None:
    while (view := actor.modal) is not None and view.get("submit") is not None:
        for number, names in fields_of(view).items():
            for block_id, entered in _entries(names, answers.get(number)):
                _enter(slack, actor, block_id, entered)
        done = actor.submit()
        if done.errors or done.trouble:
            actor.close(everything=True)
            raise TourError(f"{actor.name} could not answer: {done.trouble or '; '.join(done.errors.values())}")
    if actor.modal is not None:
        actor.close(everything=True)


def _enter(slack: LocalSlack, actor: Actor, block_id: str, entered: Any) -> None:
    """Enter one answer; where the bot shows at once what it means, wait for that."""
    before = actor.modal
    if actor.fill(block_id, entered) is None or before is None:
        return
    screens, old = slack.core.screens, before["hash"]
    slack.wait_until(lambda: (top := screens.top(actor.id)) is None or top.hash != old, timeout_s=_LOOK_SECONDS)


def _entries(names: Mapping[str, list[str]], said: Said | None) -> list[tuple[str, Any]]:
    """What is entered into the fields of one key result; where nothing is known, what stands there is left."""
    found: dict[str, Any] = {}
    if said is not None:
        found |= {} if said.value is None else _valued(said.value)
        found[ids.NOTE] = found[ids.LEARNING] = said.note
        found[ids.CAUSE] = said.cause.value if said.cause else ""
    found[ids.CONFIDENCE] = str(said.confidence if said else 7)
    found[ids.DECISION] = Decision.KEEP.value if said and said.cause else Decision.DROP.value
    return [(blocks[0], found[name]) for name, blocks in names.items() if found.get(name)]


def _valued(value: int) -> dict[str, Any]:
    """A value as each kind of field takes it; a form has one kind for each key result."""
    is_done = ids.DONE_YES if value else ids.DONE_NOT_YET
    few = range(min(value, _MOST_STEPS))
    return {ids.VALUE: str(value), ids.DONE: is_done, ids.STEPS: [str(step) for step in few]}
