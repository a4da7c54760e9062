"""What a title says, read from its words alone (SPEC 8).

The first verb tells what kind of sentence it is; the numbers tell whether it can be measured. No grammar is parsed: the
tables of `vocabulary` and the shape of a number are enough for sentences as short as titles.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.coach.quantities import Kind, Quantity, Token, quantities_of, tokens_of
from domain.coach.vocabulary import (
    ACTIVITY_VERBS,
    ADVERBS,
    CHANGE_VERBS,
    DEED_NOUNS,
    FINISHED_WORDS,
    IRREGULAR,
    MEASURE_NOUNS,
    MORE_OR_LESS,
    MULTIPLIERS,
    NOUNS_TOO,
    REACH_VERBS,
    STAY_VERBS,
    STEADY_WORDS,
    VERSIONED_VERBS,
)

_VERBS = ACTIVITY_VERBS | CHANGE_VERBS | REACH_VERBS | STAY_VERBS
_DONE = frozenset({"100%", "100 %"})


class Lead(StrEnum):
    """What kind of sentence a title is, by its first verb."""

    ACTIVITY = "activity"
    CHANGE = "change"
    REACH = "reach"
    STAY = "stay"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A title, read.

    Attributes:
        verb: The first verb's lemma, or empty; `verb_text` as written, with what stands before it.
        rest: The title after it.
        numbers: The numbers that measure something here.
        relative: The number that is a change without saying from where, or None.
    """

    title: str
    lead: Lead
    verb: str
    rest: str
    numbers: tuple[Quantity, ...]
    relative: Quantity | None


def lemma(word: str) -> str:
    """Return the verb of the tables behind a form such as `launched`, `planning` or `written`; else the word itself."""
    word = word.lower()
    if word in _VERBS:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending in ("ing", "ied", "ed", "es", "s", "d"):
        if not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        tries = [stem, f"{stem}e", f"{stem}y"]
        if len(stem) > 1 and stem[-1] == stem[-2]:
            tries.append(stem[:-1])
        for form in tries:
            if form in _VERBS:
                return form
    return word


def read_title(title: str) -> Wording:
    """Return what a title says."""
    tokens = tokens_of(title)
    at = _first_word(tokens)
    lead, verb = _lead_of(tokens, at)
    numbers = tuple(one for one in quantities_of(title, tokens) if _measures(one, lead, verb, tokens))
    return Wording(
        title=title.strip(),
        lead=lead,
        verb=verb if lead is not Lead.OTHER else "",
        rest=_after(title, tokens[at].text) if lead is not Lead.OTHER and at < len(tokens) else title.strip(),
        numbers=numbers,
        relative=_relative(lead, verb, tokens, numbers),
    )


def _first_word(tokens: tuple[Token, ...]) -> int:
    at = 0
    while at < len(tokens) and (tokens[at].is_stop or tokens[at].lower in ADVERBS):
        at += 1
    return at


def _after(title: str, word: str) -> str:
    return title[title.find(word) + len(word) :].strip(" \t:,-–—")


def _lead_of(tokens: tuple[Token, ...], at: int) -> tuple[Lead, str]:
    if at >= len(tokens):
        return Lead.OTHER, ""
    verb = lemma(tokens[at].lower.replace("-", ""))
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if verb in NOUNS_TOO and following in MEASURE_NOUNS:
        return Lead.OTHER, ""
    if verb in STAY_VERBS or (verb in ("hold", "continue") and _steady(tokens, at)):
        return Lead.STAY, verb
    if verb in CHANGE_VERBS:
        return Lead.CHANGE, verb
    if verb in REACH_VERBS:
        return Lead.REACH, verb
    if verb in ACTIVITY_VERBS:
        return Lead.ACTIVITY, verb
    return (Lead.ACTIVITY, "") if _tells_of_a_deed(tokens) else (Lead.OTHER, "")


def _steady(tokens: tuple[Token, ...], at: int) -> bool:
    return any(token.lower in STEADY_WORDS for token in tokens[at + 1 :])


def _tells_of_a_deed(tokens: tuple[Token, ...]) -> bool:
    """Tell whether a sentence without a leading verb is about something done: `Matrix defined`, `Plan in place`."""
    words = [token.lower for token in tokens]
    if any(word == "in" and following == "place" for word, following in zip(words, words[1:], strict=False)):
        return True
    if any(word in DEED_NOUNS for word in words[:4]):
        return True
    participles = (word for word in words if word.endswith("ed") or word in IRREGULAR)
    return any(lemma(word) in ACTIVITY_VERBS for word in participles) or bool(words and words[-1] in FINISHED_WORDS)


def _measures(number: Quantity, lead: Lead, verb: str, tokens: tuple[Token, ...]) -> bool:
    if number.kind in (Kind.NAME, Kind.DEADLINE):
        return False
    if lead is not Lead.ACTIVITY:
        return True
    if number.kind is Kind.AMOUNT and verb in VERSIONED_VERBS:
        return False
    if number.text.replace(" ", "") == "100%" and number.after in ("complete", "completed", "completion", "done"):
        return False
    return number.kind in (Kind.SHARE, Kind.AMOUNT, Kind.COUNT, Kind.BLANK)


def _relative(lead: Lead, verb: str, tokens: tuple[Token, ...], numbers: tuple[Quantity, ...]) -> Quantity | None:
    """Return the number that says a change of which nobody knows the start."""
    if any(_stands_for_itself(one, tokens) for one in numbers):
        return None
    for one in numbers:
        changes = one.after in MORE_OR_LESS or lemma(one.before) in CHANGE_VERBS
        if changes or (one.before == "by" or _by_at_least(one, tokens)) and _speaks_of_change(lead, tokens):
            return one
    if verb in MULTIPLIERS:
        return Quantity(kind=Kind.SHARE, text=verb, at=0, before="", after="")
    return None


def _by_at_least(number: Quantity, tokens: tuple[Token, ...]) -> bool:
    words = [token.lower for token in tokens[max(0, number.at - 3) : number.at]]
    return "by" in words and not {"to", "from"} & set(words)


def _speaks_of_change(lead: Lead, tokens: tuple[Token, ...]) -> bool:
    return lead is Lead.CHANGE or any(
        lemma(token.lower) in CHANGE_VERBS or token.lower in MORE_OR_LESS for token in tokens
    )


def _stands_for_itself(number: Quantity, tokens: tuple[Token, ...]) -> bool:
    """Tell whether a number says where a value starts or ends: `from 74`, `to 10`, `under 1,000`, `now 3,315`."""
    words = [token.lower for token in tokens[max(0, number.at - 3) : number.at]]
    if "by" in words or number.after in MORE_OR_LESS:
        return False
    return number.at == 0 or bool(
        {
            "from",
            "to",
            "below",
            "under",
            "above",
            "→",
            "->",
            "<",
            ">",
            "≤",
            "≥",
            "now",
            "currently",
            "current",
            "baseline",
            "today",
            "is",
            "was",
            "target",
            "of",
            "at",
            "than",
        }
        & set(words)
    )
