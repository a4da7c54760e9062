"""Words, numbers and marks of a title, as far as its meaning hangs on them."""

import re
from typing import NamedTuple

# Whole pieces of text whose digits are no amounts: references, dates, fiscal periods, round the clock.
_NO_AMOUNTS = re.compile(
    r"""
    https?://\S+ | (?<!\S)[^\s\#&!]*[\#&!]\d+\S*
    | \b\d{4}-\d{2}-\d{2}\b | \b\d{1,2}/\d{1,2}/\d{2,4}\b
    | \b\d{4}[-/ ]?[QH][1-4]\b | \b[QH][1-4][-/ ]?(?:FY)?['’]?\d{2,4}\b | \b(?:FY|CY|EO)\S*\d\S*
    | \b24\s?[/x×]\s?7\b
    | (?<![\d.,])\d+/(?!(?:5|10|100)\b)\d+\b(?!\s*[%€$£])  # 80/20, but not the rating 4/5
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(
    r"""
    (?P<number>(?<![\w.])[~≈+−-]?(?:[$€£¥₹]|USD|EUR|GBP)?\s?(?:\d+|[.,]\d+)(?:[.,'’]\d+)*)
        (?P<tail>\s?[%‰]|[^\W\d_]+\b|-[^\W\d_]\w*|\+|\s?[€£$¥]|)
    | (?P<word>[^\W_](?:[\w'’]|-(?=\w))*)
    | (?P<mark><=|>=|->|[<>=≤≥→@~:…])
    | (?P<stop>[.,;()!?/“”"‘|–—&]|-)
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word, a number or a mark of a title.

    Attributes:
        text: As written; `lower` in lower case.
        number: The digits with their sign and currency where it is a number, else empty; `tail` what hangs on them,
            lower case: `%`, `k`, `-day`.
        is_stop: Whether it is a mark at which a group of words ends.
    """

    text: str
    lower: str
    number: str = ""
    tail: str = ""
    is_stop: bool = False


def tokens_of(title: str) -> tuple[Token, ...]:
    """Return a title's words, numbers and marks in order; references, dates and fiscal periods become commas."""
    found = []
    for match in _TOKEN.finditer(_NO_AMOUNTS.sub(" , ", title) if _DIGIT.search(title) else title):
        text = match[0].strip()
        number, tail = match["number"] or "", (match["tail"] or "").strip().lower()
        found.append(Token(text=text, lower=text.lower(), number=number, tail=tail, is_stop=match["stop"] is not None))
    return tuple(found)
