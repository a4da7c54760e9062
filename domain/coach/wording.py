"""What a title says, read from its words alone (RULES 8).

The first verb tells what kind of sentence it is; the numbers tell whether it can be measured. No grammar is parsed: the
tables of `vocabulary` and the shape of a number are enough for sentences as short as titles.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.coach.leads import VERBS, Lead, lemma, singular
from domain.coach.measures import drop_multiples_of_a_plan, measuring, relative_change
from domain.coach.quantities import Kind, Quantity, quantities_of
from domain.coach.tokens import Token, tokens_of
from domain.coach.vocabulary import (
    ACTIVITY_VERBS,
    ADVERBS,
    ARTEFACT_NOUNS,
    CHANGE_VERBS,
    DEED_NOUNS,
    FINISHED_WORDS,
    IRREGULAR,
    MEASURE_NOUNS,
    NOUNS_TOO,
    OPENING_WORDS,
    PLAN_NOUNS,
    PRONOUNS,
    REACH_VERBS,
    SETTLING_VERBS,
    STAY_VERBS,
    STEADY_WORDS,
    STOPS,
    WINNING_VERBS,
)

_HEAD = 4
_Head = tuple[int, Lead, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A title, read.

    Attributes:
        verb: The first verb's lemma, or empty where none leads.
        rest: The title behind that verb; all of it where none leads.
        numbers: The numbers that measure something here, in order.
        relative: The number that is a change without saying from where, or None.
    """

    title: str
    lead: Lead
    verb: str
    rest: str
    numbers: tuple[Quantity, ...]
    relative: Quantity | None

    @property
    def is_task(self) -> bool:
        """Whether it is an activity without an outcome number."""
        return self.lead is Lead.ACTIVITY and not self.numbers

    @property
    def is_unmeasurable(self) -> bool:
        """Whether at the end nobody could say if it was reached, and it is no task either."""
        return not self.is_task and (not self.numbers or self.relative is not None)

    @property
    def is_to_stay(self) -> bool:
        """Whether something measured is to stay as it is."""
        return self.lead is Lead.STAY and bool(self.numbers)


def read_title(title: str) -> Wording:
    """Return what a title says."""
    tokens = tokens_of(title)
    at = _first_verb(tokens)
    lead, verb = _lead_of(tokens, at) if at < len(tokens) else (Lead.OTHER, "")
    every = drop_multiples_of_a_plan(quantities_of(title, tokens))
    if lead is Lead.OTHER and _names_a_deliverable(tokens, every):
        lead = Lead.ACTIVITY
    further = _further_heads(tokens, at)
    heads = [(at, lead, verb), *further] if lead is Lead.ACTIVITY else [(at, lead, verb)]
    numbers = tuple(
        quantity
        for quantity in every
        if any(measuring(quantity, *head) for head in _governing(quantity, heads, tokens))
    )
    if not numbers and _is_task_after_all(lead, verb, tokens, further):
        lead = Lead.ACTIVITY
    return Wording(
        title=title.strip(),
        lead=lead,
        verb=verb,
        rest=_behind(title, tokens[at].text) if verb else title.strip(),
        numbers=numbers,
        relative=relative_change(lead, verb, tokens, numbers),
    )


def _first_verb(tokens: Sequence[Token]) -> int:
    """Return the index of the word with which the sentence begins in earnest: behind adverbs and `For …, `."""
    at = _behind_adverbs(tokens, 0)
    if at < len(tokens) and tokens[at].lower in OPENING_WORDS:
        commas = (place for place, token in enumerate(tokens) if token.text == ",")
        at = _behind_adverbs(tokens, next(commas, at))
    return at


def _behind_adverbs(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (tokens[at].is_stop or tokens[at].lower in ADVERBS):
        at += 1
    return at


def _further_heads(tokens: Sequence[Token], first: int) -> list[_Head]:
    """Return the verbs in plain form behind `and` or a comma: `Build a suite and reach 50 %`."""
    found = []
    for at in range(first + 2, len(tokens)):
        joined = tokens[at - 1].is_stop or tokens[at - 1].lower in ("and", "or", "then")
        word = tokens[at].lower
        if joined and word in VERBS and word not in NOUNS_TOO:
            found.append((at, *_lead_of(tokens, at)))
    return found


def _is_task_after_all(lead: Lead, verb: str, tokens: Sequence[Token], further: Sequence[_Head]) -> bool:
    """Tell whether what reads like a result is, without any number, something to do: `Get the approval`."""
    if verb in SETTLING_VERBS or (lead is Lead.REACH and _tells_of_a_task(tokens)):
        return True
    return lead in (Lead.REACH, Lead.CHANGE) and any(pair[1] is Lead.ACTIVITY for pair in further)


def _governing(number: Quantity, heads: Sequence[_Head], tokens: Sequence[Token]) -> Iterator[tuple[Lead, str]]:
    """Yield the leads and verbs that a number belongs to: the nearest before it, and any later one of `… them`."""
    before = [head for head in heads if head[0] <= number.at]
    _, lead, verb = (before or heads)[-1 if before else 0]
    yield lead, verb
    for at, later_lead, later_verb in heads:
        if at > number.at and at + 1 < len(tokens) and tokens[at + 1].lower in PRONOUNS:
            yield later_lead, later_verb


def _behind(title: str, word: str) -> str:
    found = re.search(rf"(?<!\w){re.escape(word)}", title)
    return title[found.end() if found is not None else 0 :].strip(" \t:,-–—")


def _lead_of(tokens: Sequence[Token], at: int) -> tuple[Lead, str]:
    word = tokens[at].lower.replace("-", "")
    # A gerund at the beginning is a noun: `Hiring plan`, `Training developed`.
    verb = word if word.endswith("ing") and word not in VERBS else lemma(word)
    rest = {token.lower for token in tokens[at + 1 :]}
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if verb in NOUNS_TOO and following in MEASURE_NOUNS:
        return Lead.OTHER, ""
    if verb in STAY_VERBS or (verb in ("hold", "continue") and rest & STEADY_WORDS):
        return Lead.STAY, verb
    if verb in CHANGE_VERBS:
        return Lead.CHANGE, verb
    # To hire or to meet a plan is to reach it.
    if verb in REACH_VERBS or (verb in WINNING_VERBS | {"meet"} and rest & PLAN_NOUNS):
        return Lead.REACH, verb
    if verb in ACTIVITY_VERBS or _tells_of_a_task(tokens):
        return Lead.ACTIVITY, verb if verb in ACTIVITY_VERBS else ""
    return Lead.OTHER, ""


def _tells_of_a_task(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence without a leading verb is about something done: `Matrix defined`, `Plan in place`."""
    words = [token.lower for token in tokens]
    if ("in", "place") in itertools.pairwise(words) or any(word in DEED_NOUNS for word in words[:_HEAD]):
        return True
    return any(_is_predicate(tokens, at) for at in range(1, len(tokens))) or bool(words and words[-1] in FINISHED_WORDS)


def _is_predicate(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word says that something is done; `completed` in `a completed form` does not, nor does a name."""
    word = tokens[at]
    if not (word.lower.endswith("ed") or word.lower in IRREGULAR) or lemma(word.lower) not in ACTIVITY_VERBS:
        return False
    if word.text[0].isupper() and not tokens[at - 1].is_stop:
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = following is None or following.is_stop or following.lower in STOPS
    return ends or lemma(tokens[at - 1].lower) in ("be", "have")


def _names_a_deliverable(tokens: Sequence[Token], every: Sequence[Quantity]) -> bool:
    """Tell whether a sentence without a verb names something to hand over: `Plan for 2027`, `3 explainer videos`."""
    if any(quantity.kind in (Kind.SHARE, Kind.AMOUNT, Kind.SPAN) for quantity in every):
        return False
    head: list[str] = []
    for token in tokens:
        if head and (token.is_stop or token.lower in STOPS):
            break
        if token.text[0].isalpha():
            head.append(token.lower)
    counted = [word for quantity in every if quantity.kind is Kind.COUNT for word in quantity.group]
    return any(singular(word) in ARTEFACT_NOUNS for word in (*head[-1:], *counted))
