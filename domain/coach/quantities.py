"""Numbers in a title and what each of them is: an amount, a name, a deadline (SPEC 8).

A naive reader takes every digit for a measure and fails on `Q3`, `v2.0`, `SOC 2`, `24/7` and `by 30 June`; or takes
only digits, and fails on `two new markets`, `half` and `a third fewer`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.coach.vocabulary import (
    COMPARING_WORDS,
    DEADLINE_WORDS,
    IRREGULAR_PLURALS,
    MONTHS,
    NUMBER_WORDS,
    NUMBERED,
    SHORT_TIMES,
    SINGLE_WORDS,
    STANDARDS,
    STOPS,
    TIME_WORDS,
)

_NOUN_GROUP = 5

# Longest first. Whole pieces of text whose digits are no amounts: references, dates, fiscal periods, round the clock.
_NO_AMOUNTS = re.compile(
    r"""
    https?://\S+ | \S*[A-Za-z_-][#&!]\d+\S* | \#\d+
    | \b\d{4}-\d{2}-\d{2}\b | \b\d{4}[-/ ]?[QH][1-4]\b | \b[QH][1-4][-/ ]?(?:FY)?['’]?\d{2,4}\b | \b\d{1,2}/\d{1,2}/\d{2,4}\b
    | \b(?:FY|CY|EO)\S*\d\S*
    | \b24\s?[/x×]\s?7\b | \b\d+/\d+\b(?!\s*[%€$£])
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""
    (?P<number>(?<![\w.])[~≈+−-]?(?:[$€£¥₹]|USD|EUR|GBP)?\s?\d+(?:[.,'’]\d+)*)(?P<tail>\s?[%‰]|[^\W\d_]+\b|-[^\W\d_]\w*|\+|\s?[€£$¥]|)
    | (?P<word>[^\W_](?:[\w'’]|-(?=\w))*)
    | (?P<mark><=|>=|->|[<>=≤≥→@~:…])
    | (?P<stop>[.,;()!?/“”"‘|–—&]|-)
    """,
    re.VERBOSE,
)
_UNIT_TAILS = frozenset(
    "k m mn mio b bn x × pt pts pp bps ms s sec min mins h hr hrs d days day w weeks usd eur gbp mrr arr tb gb mb kb".split()
)
_SCALE_TAILS = frozenset("k m mn mio b bn".split())
_ORDINAL_TAILS = frozenset("st nd rd th".split())
_FIRST_YEAR, _LAST_YEAR = 2010, 2039
_FRACTION = re.compile(
    r"\b(?:a|one|by|two|three)[ -](?:third|quarter|fifth|tenth)s?\b(?=\s+(?:of|fewer|less|more|lower|higher|faster)|\s*$|[.,;])"
    r"|\b(?:by|in|cut|under|over|than|at least)\s+(?:a\s+)?half\b|(?<!first )(?<!second )(?<!other )\bhalf\s+(?:of|the|as|our)\b",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a number in a title is.

    SHARE and AMOUNT measure something; so does COUNT, a number of things. SINGLE (one of a thing), ATTRIBUTE
    (`12 day close`, `50K architecture`) and SPAN (of time) only do where nobody says that it is a deed. NAME and
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
        at: The index of its token; `before` the word or mark in front of it, lower case, or empty; `after` behind it.
    """

    kind: Kind
    text: str
    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, a number or a mark of a title.

    Attributes:
        text: As written; `lower` in lower case.
        number: The digits where it is a number, else empty; `tail` what hangs on them: `%`, `k`, `-day`.
    """

    text: str
    lower: str
    number: str = ""
    tail: str = ""
    is_stop: bool = False


def tokens_of(title: str) -> tuple[Token, ...]:
    """Return a title's words, numbers and marks in order; references, dates and fiscal periods are left out."""
    found = []
    for match in _TOKEN.finditer(_NO_AMOUNTS.sub(" , ", title)):
        text = match[0]
        found.append(
            Token(
                text=text.strip(),
                lower=text.strip().lower(),
                number=match["number"] or "",
                tail=(match["tail"] or "").strip().lower(),
                is_stop=match["stop"] is not None,
            )
        )
    return tuple(found)


def quantities_of(title: str, tokens: tuple[Token, ...]) -> tuple[Quantity, ...]:
    """Return the numbers of a title with what they are, in order; fractions such as `a third fewer` come last."""
    found = []
    for at, token in enumerate(tokens):
        kind = _kind_of(tokens, at)
        if kind is not None:
            found.append(_quantity(kind, token.text, tokens, at))
    fraction = _FRACTION.search(title)
    if fraction is not None:
        found.append(Quantity(kind=Kind.SHARE, text=fraction[0], at=len(tokens), before="by", after=""))
    return tuple(found)


def _quantity(kind: Kind, text: str, tokens: tuple[Token, ...], at: int) -> Quantity:
    return Quantity(kind=kind, text=text, at=at, before=_lower(tokens, at - 1), after=_lower(tokens, at + 1))


def _lower(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _kind_of(tokens: tuple[Token, ...], at: int) -> Kind | None:
    token = tokens[at]
    if token.lower == "…":
        return Kind.BLANK
    if token.number:
        return _kind_of_digits(tokens, at)
    if token.lower in SINGLE_WORDS:
        return _kind_of_single(tokens)
    if token.lower in NUMBER_WORDS:
        return _kind_of_count(tokens, at)
    if at == 0 and token.lower in ("all", "no", "every", "each"):
        return Kind.SHARE
    return None


def _kind_of_digits(tokens: tuple[Token, ...], at: int) -> Kind:
    token, before = tokens[at], _lower(tokens, at - 1)
    if token.tail in ("%", "‰") or _lower(tokens, at + 1) in ("percent", "pct"):
        return Kind.SHARE
    if token.number.strip("~≈+−- ")[:1] in tuple("$€£¥₹UEG") or token.tail in tuple("€£$¥"):
        return Kind.AMOUNT
    if token.tail.startswith("-"):
        return Kind.ATTRIBUTE
    if token.tail in _ORDINAL_TAILS or (token.tail not in ("", "+") and token.tail not in _UNIT_TAILS):
        return Kind.NAME
    if _is_day_of_month(tokens, at) or (_is_year(token) and before not in ("than", "least", "<", ">", "≥", "≤")):
        return Kind.NAME
    if before == "top":
        ranks = {"in", "into", "among", "reach", "enter"} & {_lower(tokens, at - 2), _lower(tokens, at - 3)}
        return Kind.ATTRIBUTE if ranks and not _counts_things(tokens, at) else Kind.NAME
    if before in NUMBERED or before in STANDARDS:
        return Kind.NAME
    if token.tail in _UNIT_TAILS - _SCALE_TAILS:
        return Kind.SPAN if token.tail in TIME_WORDS else Kind.AMOUNT
    if token.lower in SINGLE_WORDS and _lower(tokens, at + 1) not in TIME_WORDS:
        return _kind_of_single(tokens)
    return _kind_of_count(tokens, at)


def _is_year(token: Token) -> bool:
    return not token.tail and token.number.isdigit() and _FIRST_YEAR <= int(token.number) <= _LAST_YEAR


def _is_day_of_month(tokens: tuple[Token, ...], at: int) -> bool:
    # `May 30` in `we may 30 …` is no English; `in March 5 stores open` is rare enough.
    months = (_lower(tokens, at - 1), _lower(tokens, at + 1))
    return any(month in MONTHS for month in months)


def _kind_of_single(tokens: tuple[Token, ...]) -> Kind:
    # One in each of many is many.
    return Kind.COUNT if any(token.lower in ("each", "every", "per") for token in tokens) else Kind.SINGLE


def _kind_of_count(tokens: tuple[Token, ...], at: int) -> Kind:
    before, after = _lower(tokens, at - 1), _lower(tokens, at + 1)
    if after in TIME_WORDS:
        if before == "within" and after in SHORT_TIMES:
            return Kind.AMOUNT
        if before in ("than", "below", "under", "above") and _lower(tokens, at - 2) not in DEADLINE_WORDS - {"by"}:
            return Kind.AMOUNT
        return Kind.DEADLINE if before in DEADLINE_WORDS else Kind.SPAN
    if _counts_things(tokens, at):
        # `Acme 101 courses`: after a name, a number is most likely a part of it.
        named = at > 1 and tokens[at - 1].text[0].isupper() and before not in COMPARING_WORDS | STOPS
        return Kind.ATTRIBUTE if named and not tokens[at - 1].is_stop else Kind.COUNT
    standing = after in STOPS or at + 1 >= len(tokens) or tokens[at + 1].is_stop or not tokens[at + 1].text[0].isalpha()
    if before in COMPARING_WORDS and standing:
        return Kind.AMOUNT
    return Kind.ATTRIBUTE


def _counts_things(tokens: tuple[Token, ...], at: int) -> bool:
    first = at + 3 if [token.lower for token in tokens[at + 1 : at + 3]] == ["of", "the"] else at + 1
    for token in tokens[first : first + _NOUN_GROUP]:
        if token.is_stop or token.lower in STOPS or token.number:
            return False
        if token.lower in IRREGULAR_PLURALS or _is_plural(token.text):
            return True
    return False


def _is_plural(word: str) -> bool:
    return len(word) > len("is") and word.endswith("s") and not word.lower().endswith(("ss", "us", "is"))
