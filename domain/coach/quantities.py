"""Numbers in a title and what each of them is: an amount, a name, a deadline (RULES 8).

A naive reader takes every digit for a measure and fails on `Q3`, `v2.0`, `SOC 2`, `24/7` and `by 30 June`; or takes
only digits, and fails on `two new markets`, `half` and `a third fewer`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.coach.tokens import Token, tokens_of
from domain.coach.vocabulary import (
    COMPARING_WORDS,
    CURRENCIES,
    DEADLINE_WORDS,
    IRREGULAR_PLURALS,
    MONTHS,
    NUMBER_WORDS,
    NUMBERED,
    ORDINAL_TAILS,
    SCALE_TAILS,
    SHORT_TIMES,
    SINGLE_WORDS,
    STANDARDS,
    STEPPED_OVER,
    STOPS,
    TIME_WORDS,
    UNIT_TAILS,
    WHOLE_WORDS,
)

_NOUN_GROUP = 5
_SHORTEST_PLURAL = 3
_FIRST_YEAR, _LAST_YEAR = 2010, 2039
_PARTS = re.compile("third|quarter|fifth|tenth|half", re.IGNORECASE)
_FRACTION = re.compile(
    r"\b(?:a|one|by|two|three)[ -](?:third|quarter|fifth|tenth)s?\b"
    r"(?=\s+(?:of|fewer|less|more|lower|higher|faster)|\s*$|[.,;])"
    r"|\b(?:by|in|cut|under|over|than|at least)\s+(?:a\s+)?half\b"
    r"|(?<!first )(?<!second )(?<!other )\bhalf\s+(?:of|the|as|our)\b",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a number in a title is.

    SHARE and AMOUNT measure something; so does COUNT, a number of things. SINGLE (one of a thing), ATTRIBUTE
    (`9 day close`, `80k seat model`) and SPAN (of time) only do where nobody says that it is a deed. NAME and
    DEADLINE never do.
    """

    SHARE = "share"
    AMOUNT = "amount"
    COUNT = "count"
    SINGLE = "single"
    ATTRIBUTE = "attribute"
    SPAN = "span"
    NAME = "name"
    DEADLINE = "deadline"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a title.

    Attributes:
        text: As it was written, `30%`.
        at: The index of its token; past the last one for a fraction in words.
        before: The word or mark in front of it, lower case, or empty; `after` behind it.
        group: The words behind it that belong to it, lower case: `new enterprise customers`.
    """

    kind: Kind
    text: str
    at: int
    before: str
    after: str
    group: tuple[str, ...] = ()


def quantities_of(title: str, tokens: tuple[Token, ...]) -> tuple[Quantity, ...]:
    """Return the numbers of a title with what they are, in order; a fraction such as `a third fewer` comes last."""
    found = []
    # Most titles have none, and looking for one is the dearest part of reading them.
    fraction = _FRACTION.search(title) if _PARTS.search(title) else None
    in_fraction = fraction[0].lower().split() if fraction is not None else []
    for at, token in enumerate(tokens):
        kind = _kind_of(tokens, at)
        if kind is not None and token.lower not in in_fraction:
            before, after = _lower(tokens, at - 1), _lower(tokens, at + 1)
            group = tuple(pair.lower for pair in _group(tokens, at))
            found.append(Quantity(kind=kind, text=token.text, at=at, before=before, after=after, group=group))
    if fraction is not None:
        behind = tokens_of(title[fraction.end() :])
        after = behind[0].lower if behind else ""
        found.append(Quantity(kind=Kind.SHARE, text=fraction[0], at=len(tokens), before="by", after=after))
    return tuple(found)


def _lower(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _group(tokens: tuple[Token, ...], at: int) -> tuple[Token, ...]:
    """Return the nouns and adjectives behind a number, up to five; `of`, `of the` and the like are stepped over."""
    first = at + 1
    while first < len(tokens) and tokens[first].lower in STEPPED_OVER:
        first += 1
    found = []
    for token in tokens[first : first + _NOUN_GROUP]:
        if token.is_stop or token.lower in STOPS or token.number:
            break
        found.append(token)
    return tuple(found)


def _kind_of(tokens: tuple[Token, ...], at: int) -> Kind | None:
    token = tokens[at]
    if token.lower == "…":
        return Kind.BLANK
    if at == 0 and token.lower in WHOLE_WORDS:
        return Kind.SHARE
    if token.number:
        return _kind_by_signs(tokens, at) or _kind_by_neighbours(tokens, at) or _kind_by_group(tokens, at)
    if token.lower in SINGLE_WORDS:
        return _kind_of_single(tokens)
    return _kind_of_span(tokens, at) or _kind_by_group(tokens, at) if token.lower in NUMBER_WORDS else None


def _kind_by_signs(tokens: tuple[Token, ...], at: int) -> Kind | None:
    """Return the kind where the marks on the digits tell it: `30%`, `$2`, `1st`, `12-day`, `15ms`."""
    token = tokens[at]
    if token.tail in ("%", "‰") or _lower(tokens, at + 1) in ("percent", "pct"):
        return Kind.SHARE
    if token.number.lstrip("~≈+−- ").startswith(CURRENCIES) or token.tail in CURRENCIES:
        return Kind.AMOUNT
    if token.tail.startswith("-"):
        return Kind.ATTRIBUTE
    if token.tail in ("", "+") or token.tail in SCALE_TAILS:
        return None
    if token.tail in ORDINAL_TAILS or token.tail not in UNIT_TAILS:
        return Kind.NAME
    return _kind_of_span(tokens, at) or Kind.AMOUNT


def _kind_by_neighbours(tokens: tuple[Token, ...], at: int) -> Kind | None:
    """Return the kind where the words around bare digits tell it: `30 June`, `in 2027`, `SOC 2`, `4 hours`."""
    before, after = _lower(tokens, at - 1), _lower(tokens, at + 1)
    if before in MONTHS or after in MONTHS or (_is_year(tokens[at]) and before not in COMPARING_WORDS - {"of"}):
        return Kind.NAME
    if before == "top":
        ranks = {"in", "into", "among", "reach", "enter"} & {_lower(tokens, at - 2), _lower(tokens, at - 3)}
        return Kind.ATTRIBUTE if ranks and not _counts_things(tokens, at) else Kind.NAME
    if before in NUMBERED or before in STANDARDS:
        return Kind.NAME
    if tokens[at].lower in SINGLE_WORDS and after not in TIME_WORDS:
        return _kind_of_single(tokens)
    return _kind_of_span(tokens, at)


def _is_year(token: Token) -> bool:
    return not token.tail and token.number.isdigit() and _FIRST_YEAR <= int(token.number) <= _LAST_YEAR


def _kind_of_single(tokens: tuple[Token, ...]) -> Kind:
    # One in each of many is many.
    return Kind.COUNT if any(token.lower in ("each", "every", "per") for token in tokens) else Kind.SINGLE


def _kind_of_span(tokens: tuple[Token, ...], at: int) -> Kind | None:
    """Return the kind of a number of hours, weeks and so on: a level, a deadline, a length; else None."""
    step = tokens[at].tail or _lower(tokens, at + 1)
    if step not in TIME_WORDS:
        return None
    before = [_lower(tokens, at - 1), _lower(tokens, at - 2), _lower(tokens, at - 3)]
    compared = before[0] in ("than", "below", "under", "above")
    dated = before[0] in DEADLINE_WORDS or (compared and not DEADLINE_WORDS.isdisjoint(before))
    if step in SHORT_TIMES and (compared or before[0] in ("in", "within")):
        return Kind.AMOUNT
    if dated:
        return Kind.DEADLINE
    return Kind.AMOUNT if compared else Kind.SPAN


def _kind_by_group(tokens: tuple[Token, ...], at: int) -> Kind:
    """Return the kind of a number by what it counts, if anything: `15 new markets`; else by whether it is compared."""
    before, after = _lower(tokens, at - 1), _lower(tokens, at + 1)
    if after in ("out", "/"):
        return Kind.AMOUNT  # a rating: 4 out of 5
    if _counts_things(tokens, at):
        if tokens[at].tail in SCALE_TAILS:
            return Kind.AMOUNT  # nobody makes a million of anything by hand
        # `Acme 101 courses`: behind a name, a number is most likely a part of it.
        named = at > 1 and tokens[at - 1].text[0].isupper() and before not in COMPARING_WORDS | STOPS
        return Kind.ATTRIBUTE if named else Kind.COUNT
    stands_alone = not after or tokens[at + 1].is_stop or after in STOPS or not after[0].isalpha()
    return Kind.AMOUNT if before in COMPARING_WORDS and stands_alone else Kind.ATTRIBUTE


def _counts_things(tokens: tuple[Token, ...], at: int) -> bool:
    return any(token.lower in IRREGULAR_PLURALS or _is_plural(token.text) for token in _group(tokens, at))


def _is_plural(word: str) -> bool:
    return len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.lower().endswith(("ss", "us", "is"))
