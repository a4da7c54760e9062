"""The words of a target: how `at or above`, `≤`, `no more than`, a number and a range are told apart (RULES 4.4).

`split_text` turns a text into pieces, each with its kind; `targets` reads their order. Words that say nothing about the
target's ends (`The target for this metric is`, `MRs per month`) stay plain words.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.values.units import NUMBER, PERCENT, Unit, UnitKind, currencies_of, seconds_in

_CODES = {seconds_in(code): code for code in ("ms", "s", "min", "h", "d")}


class Kind(StrEnum):
    """What a piece of a target is; the four comparisons, numbers, and the words that join them."""

    AT_LEAST = "at_least"
    MORE = "more"
    AT_MOST = "at_most"
    LESS = "less"
    EXACTLY = "exactly"
    WITHIN = "within"
    BETWEEN = "between"
    PLUS_MINUS = "plus_minus"
    NUMBER = "number"
    TO = "to"
    AND = "and"
    OR = "or"
    CHANGE = "change"
    NEGATION = "negation"
    ABOUT = "about"
    WORD = "word"


COMPARISONS = frozenset({Kind.AT_LEAST, Kind.MORE, Kind.AT_MOST, Kind.LESS, Kind.EXACTLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a target's text, as it was written; `time` says that the word after a number is a duration."""

    kind: Kind
    text: str
    time: bool = False


class _Rule(NamedTuple):
    kind: Kind
    pattern: re.Pattern[str]


_NOT = (
    r"(?:no|not|never|cannot|can't|don't|mustn't|shouldn't|won't)\s+"
    r"(?:(?:be|go|get|fall|drop|dip|rise|climb|grow|to)\s+)*"
)
# `then` for `than` and `atleast` are common slips. The words of four neighbours stand beside the English ones: read as
# words without effect, `weniger als 5` would be taken for a number alone.
_MORE = (
    r"(?:(?:more|greater|higher|larger|bigger)\s+th[ae]n|above|over|exceed(?:s|ing)?|in\s+excess\s+of"
    r"|mehr\s+als|(?:ü|ue)ber|plus\s+d[e']|sup[ée]rieure?s?\s+à|m[áa]s\s+de|meer\s+dan|boven)"
)
_LESS = (
    r"(?:(?:less|fewer|lower|smaller)\s+th[ae]n|below|under|sub(?=\s*\d)"
    r"|weniger\s+als|unter|moins\s+d[e']|inf[ée]rieure?s?\s+à|menos\s+de|minder\s+dan|onder)"
)
_LEAST = r"(?:mindestens|minimal|ab|au\s+moins|al\s+menos|como\s+m[íi]nimo|minstens|ten\s+minste)"
_MOST = r"(?:h(?:ö|oe)chstens|maximal|bis(?:\s+zu)?|au\s+plus|jusqu'à|como\s+m[áa]ximo|hasta|hoogstens|ten\s+hoogste)"
_EQUAL = r"(?:\s+(?:or|and)\s+(?:equal(?:s)?(?:\s+to)?|at))"
_BIG = r"(?:(?:greater|more|higher|larger|above|over)(?:\s+than)?)"
_SMALL = r"(?:(?:less|fewer|lower|smaller|below|under)(?:\s+than)?)"
_REACH = r"(?:(?:increase|raise|grow|lift|improve)d?\s+(?:it\s+)?to)"
_SINK = r"(?:(?:reduce|decrease|lower|cut|shrink)d?\s+(?:it\s+)?to)"
# `increase 5%` says how much it shall change, and not where it shall be.
_CHANGED = r"(?:increase|raise|grow|lift|improve|reduce|decrease|lower|cut|shrink|drop)"
_DURATION_WORD = (
    r"(?:ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?"
    r"|months?|quarters?|years?)"
)
_MAGNITUDE = r"(?:k|mn|mio|m|bn|b|thousand|millions?|billions?)"
_CODE = (
    r"(?-i:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|BRL|MXN|ARS|CLP|COP|PEN|ZAR|NGN"
    r"|KES|EGP|SGD|HKD|TWD|KRW|THB|IDR|MYR|PHP|VND|PKR|TRY|ILS|AED|SAR|UAH|RUB)"
)
_MARK = rf"(?:%|percent|per\s+cent|pct|[$€£¥₹₩₽₺₪]|{_CODE}|x)"
_DIGITS = r"(?:\d+(?:[.,']\d+|[ \u00a0\u202f]\d{3}(?![\d.,]))*|[.,]\d+)"
_NUMBER = (
    rf"[-+]?\s?(?:(?-i:[A-Z]{{0,2}})[$€£¥₹₩₽₺₪]\s?|{_CODE}\s)?[-+]?{_DIGITS}(?::{_DIGITS})?"
    rf"(?:\s?{_MAGNITUDE}(?!\w))?(?:\s?{_MARK}(?!\w))?"
)

_ABOUT = re.compile(
    r"~|≈|(?<!\w)(?:about|around|approx(?:imately)?|circa|ca|roughly|nearly|almost)(?!\w)", re.IGNORECASE
)
_PLUS_MINUS = re.compile(r"±|\+\s?/\s?-|\+-")


def _compile_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


_RULES = (
    _Rule(
        Kind.AT_LEAST,
        re.compile(
            rf">\s*=|=>|≥|≧|(?<!\w)(?:at\s+or\s+{_BIG}|at\s*least|(?:a\s+)?minimum(?:\s+of)?|min\."
            rf"|min(?=\s*:?\s*[\d$€£¥])|(?:a\s+)?floor(?:\s+of)?|{_LEAST}|equal(?:\s+to)?\s+or\s+{_BIG}|{_MORE}{_EQUAL}|{_NOT}{_LESS}|{_REACH})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    _Rule(
        Kind.AT_MOST,
        re.compile(
            rf"<\s*=|=<|≤|≦|(?<!\w)(?:at\s+or\s+{_SMALL}|at\s*most|(?:a\s+)?max(?:imum|\.)?(?:\s+of)?|up\s+to"
            rf"|(?:a\s+)?(?:cap|ceiling)(?:\s+of)?|capped\s+at|{_MOST}|equal(?:\s+to)?\s+or\s+{_SMALL}|{_LESS}{_EQUAL}|{_NOT}{_MORE}|{_SINK})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    _Rule(Kind.MORE, re.compile(rf">|＞|(?<!\w){_MORE}(?!\w)", re.IGNORECASE)),
    _Rule(Kind.LESS, re.compile(rf"<|＜|(?<!\w){_LESS}(?!\w)", re.IGNORECASE)),
    _Rule(Kind.EXACTLY, re.compile(r"=|(?<!\w)(?:exactly|equals?(?:\s+to)?)(?!\w)", re.IGNORECASE)),
    _Rule(
        Kind.WITHIN, _compile_words(r"(?:at\s+or\s+)?(?:with)?in\s+the\s+range(?:\s+of)?|(?:at\s+or\s+)?within|inside")
    ),
    _Rule(Kind.BETWEEN, _compile_words(r"between|from|zwischen|entre|tussen")),
    _Rule(Kind.PLUS_MINUS, _PLUS_MINUS),
    _Rule(Kind.TO, re.compile(r"\.{2,3}|…|(?<!\w)to(?!\w)", re.IGNORECASE)),
    _Rule(Kind.AND, re.compile(r"[,;&]|(?<!\w)(?:and|but|und|et|y|en)(?!\w)", re.IGNORECASE)),
    _Rule(Kind.OR, _compile_words(r"or|else|unless|except")),
    _Rule(Kind.CHANGE, _compile_words(rf"by|minus|plus|{_CHANGED}(?=\s+[-+]?[\d$€£¥])")),
    _Rule(
        Kind.NEGATION,
        _compile_words(r"no|not|never|cannot|don't|can't|won't|without|\w+n't|nicht|keine?|pas|niet|geen"),
    ),
    _Rule(Kind.ABOUT, _ABOUT),
)
# `5 bis 10` and `5 plus`; without a number before them, `bis` is a comparison and `plus` a change.
_AFTER_A_NUMBER = (_Rule(Kind.TO, _compile_words(r"bis|à")), _Rule(Kind.AT_LEAST, _compile_words(r"plus(?!\s+\d)")))
_NUMBER_HERE = re.compile(_NUMBER, re.IGNORECASE)
_TIME_HERE = re.compile(rf"\s?{_DURATION_WORD}(?!\w)", re.IGNORECASE)
_MORE_TIME = re.compile(rf"\s?\d+(?:[.,]\d+)?\s?{_DURATION_WORD}(?!\w)", re.IGNORECASE)
# `90th`, `p95`, `Q3`, `FY21`: they name something and count nothing.
_CLINGING = re.compile(r"[\w%$€£¥][\w%$€£¥.,]*")
_ORDINAL_HERE = re.compile(r"\d+(?:st|nd|rd|th)(?!\w)", re.IGNORECASE)
_NAME_HERE = re.compile(r"[^\W\d_][\w'-]*(?:\.[\w-]+)*")
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "％": "%", "“": '"', "”": '"'})
_LINK = re.compile(r"<https?:[^<>|]*\|?([^<>]*)>|\[([^][]*)\]\(https?:[^()\s]*\)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# Slack escapes these three in what people type.
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_BRACKETS = re.compile(r"\([^()]*\)")


_NONE_YET = re.compile(
    r"\btb[dac]\b|to be (determined|defined|decided|confirmed)|unknown|undefined|undecided|confidential|pending"
    r"|\bnone\b|\bn\.?\s?/?\s?a\b\.?|\bnot? (set|yet|target|applicable|defined|known|available)"
    r"|no\b.*\btargets?\b|targets? .*\bnot?\b|see\b|in progress|against .*\bpolicy\b|without (a )?target|^[-–—?.…\s]*$",
    re.IGNORECASE,
)
# `TBD (last year 5 %)`: what begins so is no target, whatever follows.
_NONE_FIRST = re.compile(r"\W*(tb[dac]|unknown|confidential|n/?a|none|no target|not set|see)\b", re.IGNORECASE)
_NUMBER_NAMES = re.compile(
    r"\b(half|third|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|zero|double|triple|twice)\b",
    re.IGNORECASE,
)


def names_none(said: str) -> bool:
    """Tell whether a text says that there is no target: it begins with `TBD` and such, or has no number and says so."""
    if _NONE_FIRST.match(said):
        return True
    return not re.search(r"\d", said) and bool(_NONE_YET.search(said)) and not _NUMBER_NAMES.search(said)


def split_text(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a target's text in order; links and what stands in brackets after a number are left out."""
    for escaped, sign in _ESCAPED:
        text = text.replace(escaped, sign)
    text = _TAG.sub(" ", _LINK.sub(r"\1\2", text.translate(_DASHES)))
    outside = _BRACKETS.sub(" ", text)
    text = outside if re.search(r"\d", outside) else text
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        piece, at = _piece_at(text, at, pieces[-1].kind if pieces else None)
        pieces.append(piece)
    return tuple(pieces)


def _piece_at(text: str, at: int, before: Kind | None) -> tuple[Piece, int]:
    if before is Kind.NUMBER and text[at] in "-+" and not _PLUS_MINUS.match(text, at):
        # After a number a dash makes a range and a plus means "or more"; neither is a sign.
        return Piece(kind=Kind.TO if text[at] == "-" else Kind.AT_LEAST, text=text[at]), at + 1
    for kind, pattern in _AFTER_A_NUMBER if before is Kind.NUMBER else ():
        joined = pattern.match(text, at)
        if joined is not None:
            return Piece(kind=kind, text=joined[0]), joined.end()
    named = _ORDINAL_HERE.match(text, at)
    number = None if named else _NUMBER_HERE.match(text, at)
    if number is not None:
        return _number_at(text, at, number.end())
    for rule in _RULES:
        found = rule.pattern.match(text, at)
        if found is not None:
            return Piece(kind=rule.kind, text=found[0]), found.end()
    word = named or _NAME_HERE.match(text, at)
    end = word.end() if word else at + 1
    return Piece(kind=Kind.WORD, text=text[at:end]), end


def _number_at(text: str, at: int, end: int) -> tuple[Piece, int]:
    """Take a number with the durations that belong to it: `90 min`, `1h 30min`."""
    time = _TIME_HERE.match(text, end)
    if time is not None:
        end = time.end()
        while (more := _MORE_TIME.match(text, end)) is not None:
            end = more.end()
    # `9O%` and `1e999` are no 9 and no 1: what clings to a number belongs to it, and is refused with it.
    clinging = _CLINGING.match(text, end)
    end = clinging.end() if clinging else end
    return Piece(kind=Kind.NUMBER, text=text[at:end].strip(), time=time is not None), end


def unit_of_target(text: str) -> Unit:
    """Return the unit that a target's own words tell (`95%`, `2500ms`, `10:1`, `$5`), else a plain number."""
    pieces = split_text(text)
    kinds = [piece.kind for piece in pieces]
    at = kinds.index(Kind.NUMBER) if Kind.NUMBER in kinds else len(kinds)
    if kinds[at + 1 : at + 3] in ([Kind.TO, Kind.NUMBER], [Kind.AND, Kind.NUMBER]):
        # `5–10%`: the mark stands behind the second.
        at += 2
    number = pieces[at].text if at < len(pieces) else ""
    if re.search(r"%|percent|per\s+cent|pct", number, re.IGNORECASE):
        return PERCENT
    if ":" in number:
        return Unit(kind=UnitKind.RATIO)
    for word in re.findall(r"[^\W\d_]+|[$€£¥₹₩₽₺₪]", number):
        seconds = seconds_in(word)
        if seconds is not None and word.lower() != "m":
            return Unit(kind=UnitKind.DURATION, code=_CODES.get(seconds, "d"))
        codes = currencies_of(word)
        if codes:
            return Unit(kind=UnitKind.CURRENCY, code="USD" if "USD" in codes else min(codes))
    return NUMBER
