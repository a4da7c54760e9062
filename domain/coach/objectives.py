"""What the coach says of objectives: their words, how many there are, and whom they serve (RULES 8)."""

import re
from collections.abc import Mapping, Sequence

from domain.coach.findings import CoachRule, Finding
from domain.coach.quantities import Kind, Quantity, quantities_of
from domain.coach.rewrites import quote
from domain.coach.tokens import tokens_of
from domain.coach.vocabulary import LEADS_UP, VAGUE_WORDS
from domain.company.teams import Team
from domain.okrs.model import KeyResult, Objective
from domain.values.ids import TeamKey, objective_name

MOST_OBJECTIVES = 5
MOST_KEY_RESULTS = 5
FEWEST_KEY_RESULTS = 2

_MEASURES = (Kind.SHARE, Kind.AMOUNT, Kind.COUNT, Kind.SPAN)
_DIGIT = re.compile(r"\d")
_SHORTEST = 2


def lint_objective_title(title: str, *, subject: str = "") -> tuple[Finding, ...]:
    """Return what the coach says of an objective's words: that they say nothing, or that they are a number."""
    title = title.strip()
    numbers = _numbers(title)
    if numbers:
        why = f"{quote(title)} has a number in it. Say it in words that move people; {numbers[0].text} is a key result."
        rewrite = _remove_number(title, numbers[0]) if len(numbers) == 1 else ""
        return (Finding(rule=CoachRule.NUMBER_IN_OBJECTIVE, subject=subject, about=title, why=why, rewrite=rewrite),)
    if _is_vague(title):
        why = f"{quote(title)} could stand over anything. What will be true at the end that is not true today?"
        return (Finding(rule=CoachRule.VAGUE_OBJECTIVE, subject=subject, about=title, why=why),)
    return ()


def _numbers(title: str) -> list[Quantity]:
    """Return the numbers that measure something. `Two teams, one product` is a phrase: only digits count."""
    found = quantities_of(title, tokens_of(title))
    return [quantity for quantity in found if quantity.kind in _MEASURES and _DIGIT.search(quantity.text)]


def _is_vague(title: str) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", title)]
    # A word alone is a theme such as `Growth` or `Hiring`: short, but about something.
    return len(words) >= _SHORTEST and all(word in VAGUE_WORDS for word in words)


def _remove_number(title: str, number: Quantity) -> str:
    """Return a title without its only number and what leads up to it, or empty where what is left says too little."""
    found = re.search(rf"(?<![\w.,]){re.escape(number.text)}(?!\w)", title)
    if found is None or number.after == "of":
        return ""
    words = title[: found.start()].split()
    while words and words[-1].lower() in LEADS_UP:
        words.pop()
    left = " ".join([*words, *title[found.end() :].split()]).strip(" ,;:–—")
    left = left[:1].upper() + left[1:]
    return left if len(left.split()) >= _SHORTEST and not _numbers(left) else ""


def lint_objective(
    objective: Objective, key_results: Sequence[KeyResult], *, teams: Mapping[TeamKey, Team]
) -> tuple[Finding, ...]:
    """Return what the coach says of an objective that stands: of its words, its key results and its parent.

    Cancelled key results do not count. Only the company's own objectives need no parent.
    """
    subject, about = objective_name(objective.id), objective.title.strip()
    found = list(lint_objective_title(objective.title, subject=subject))
    count = sum(not key_result.cancelled for key_result in key_results)
    if count < FEWEST_KEY_RESULTS:
        has = "one key result only" if count else "no key results"
        why = f"{quote(about)} has {has}. Which second number would show that the first was not bought dearly?"
        if not count:
            why = f"{quote(about)} has {has}. Which two to five numbers would show that you are there?"
        found.append(Finding(rule=CoachRule.TOO_FEW_KEY_RESULTS, subject=subject, about=about, why=why))
    if count > MOST_KEY_RESULTS:
        why = f"{quote(about)} has {count} key results. Which {MOST_KEY_RESULTS} at most would you keep?"
        found.append(Finding(rule=CoachRule.TOO_MANY_KEY_RESULTS, subject=subject, about=about, why=why))
    team = teams.get(objective.team)
    parentless = objective.parent_objective is None and objective.parent_key_result is None
    if parentless and team is not None and team.parent is not None:
        why = f"{quote(about)} serves no objective above it. Which one does it help, and if none, why now?"
        found.append(Finding(rule=CoachRule.ORPHAN, subject=subject, about=about, why=why))
    return tuple(found)


def lint_team(key: TeamKey, name: str, objectives: int) -> tuple[Finding, ...]:
    """Return what the coach says of how many objectives a team has in one cycle."""
    if objectives <= MOST_OBJECTIVES:
        return ()
    why = f"{name} has {objectives} objectives in this cycle. Which {MOST_OBJECTIVES} at most matter now?"
    return (Finding(rule=CoachRule.TOO_MANY_OBJECTIVES, subject=f"team:{key}", about=name, why=why),)
