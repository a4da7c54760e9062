"""Which numbers of a title measure an outcome, and which one is a change from nobody knows where (RULES 8).

Of an activity a number only counts when it says what comes of it: `15 new markets`, not `3 guides`, nor `100 % of the
staff trained`, which is how much of the activity is done.
"""

from collections.abc import Sequence

from domain.coach.leads import Lead, lemma, singular
from domain.coach.quantities import Kind, Quantity
from domain.coach.tokens import Token
from domain.coach.vocabulary import (
    ARTEFACT_NOUNS,
    CASE_WORDS,
    CHANGE_VERBS,
    HAZY_NOUNS,
    MORE_OR_LESS,
    MULTIPLIERS,
    OUTCOME_NOUNS,
    PLAN_NOUNS,
    REACHING_OUT,
    VERSIONED_VERBS,
    WINNING_VERBS,
)

_WHOLE = frozenset({"100%", "100 %", "all", "each", "every", "no"})
_DONE = frozenset(["complete", "completed", "completion", "done", "finished"])
_LEVEL_WORDS = frozenset(
    [
        "→",
        "->",
        "<",
        ">",
        "≤",
        "≥",
        "<=",
        ">=",
        "from",
        "to",
        "below",
        "under",
        "above",
        "now",
        "currently",
        "current",
        "baseline",
        "today",
        "was",
        "target",
        "of",
        "at",
        "than",
    ]
)
_BACK = 3
_SUBJECT = 4


def measuring(number: Quantity, lead: Lead, verb: str) -> bool:
    """Tell whether a number measures something in a sentence of this kind."""
    if number.kind in (Kind.NAME, Kind.DEADLINE):
        return False
    if number.kind in (Kind.SHARE, Kind.AMOUNT) and _is_of_nothing(number):
        return False
    if lead is not Lead.ACTIVITY:
        return True
    if number.kind is Kind.SHARE:
        return _share_measures(number, verb)
    if number.kind is Kind.COUNT:
        return _count_measures(number, verb)
    return number.kind is Kind.BLANK or (number.kind is Kind.AMOUNT and verb not in VERSIONED_VERBS)


def drop_multiples_of_a_plan(numbers: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the numbers without multiples such as `2.2x`, if any of them is one of a plan: then all are."""
    multiples = [quantity for quantity in numbers if quantity.text.lower().endswith(("x", "×"))]
    if not any(map(_is_of_nothing, multiples)):
        return tuple(numbers)
    return tuple(quantity for quantity in numbers if quantity not in multiples)


def _is_of_nothing(number: Quantity) -> bool:
    """Tell whether a number is a share of a plan that is not here, or of something that has no percentages."""
    return any(word in PLAN_NOUNS or word in HAZY_NOUNS for word in number.group)


def _share_measures(number: Quantity, verb: str) -> bool:
    if verb in WINNING_VERBS:
        return True
    if CASE_WORDS.intersection(map(singular, number.group)):
        return True
    return number.text.lower() not in _WHOLE and number.after not in _DONE | {"of"}


def _count_measures(number: Quantity, verb: str) -> bool:
    nouns = {singular(word) for word in number.group}
    if verb in WINNING_VERBS:
        return not nouns & ARTEFACT_NOUNS
    # Without a verb, what is counted is the subject; further behind it is only where something is done.
    reaches = verb in REACHING_OUT if verb else number.at < _SUBJECT
    return reaches and bool(nouns & OUTCOME_NOUNS)


def relative_change(lead: Lead, verb: str, tokens: Sequence[Token], numbers: Sequence[Quantity]) -> Quantity | None:
    """Return the number that says a change of which nobody knows the start, or None."""
    if any(_is_a_level(quantity, tokens) for quantity in numbers):
        return None
    changing = lead is Lead.CHANGE or any(
        lemma(token.lower) in CHANGE_VERBS or token.lower in MORE_OR_LESS for token in tokens
    )
    for quantity in numbers:
        if (
            quantity.after in MORE_OR_LESS
            or lemma(quantity.before) in CHANGE_VERBS
            or (changing and _by(quantity, tokens))
        ):
            return quantity
    if verb in MULTIPLIERS:
        return Quantity(kind=Kind.SHARE, text=verb, at=0, before="", after="")
    return None


def _find_words_before(number: Quantity, tokens: Sequence[Token]) -> set[str]:
    found = set()
    for token in reversed(tokens[max(0, number.at - _BACK) : number.at]):
        if token.is_stop:
            break
        found.add(token.lower)
    return found


def _by(number: Quantity, tokens: Sequence[Token]) -> bool:
    return number.before == "by" or "by" in _find_words_before(number, tokens)


def _is_a_level(number: Quantity, tokens: Sequence[Token]) -> bool:
    """Tell whether a number says where a value starts or ends: `from 74`, `to 10`, `under 1,000`, `now 3,315`."""
    before = _find_words_before(number, tokens)
    if "by" in before or number.after in MORE_OR_LESS:
        return False
    return number.at == 0 or not before.isdisjoint(_LEVEL_WORDS)
