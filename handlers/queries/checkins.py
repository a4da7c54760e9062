"""Answers `/okr checkin KR-12 3.1% 7 "mid-market moved"`: a check-in in one line (RULES 6.10)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.okrs.model import KeyResult, Metric
from domain.values.ids import is_short_id, key_result_name, parse_key_result_name
from domain.values.numbers import plain
from handlers.notices import checkins
from handlers.queries.query import Query
from handlers.usecases.checkins import prompts
from handlers.usecases.checkins.record import Answer, CheckInRefusedError, record
from handlers.usecases.company.query_parser import NotUnderstoodError, shorten
from handlers.usecases.kpis.typed_values import leading_number
from handlers.usecases.okrs.lists import UnknownIdError
from handlers.views.blocks.block_kit import Message
from handlers.views.blocks.locales import style_of
from handlers.views.checkins import receipts
from storage.store import Transaction

_LONGEST_NOTE = 500
_DONE = ("done", "yes", "finished", "complete")
_NOT_YET = ("not yet", "no", "open", "not done")
_CONFIDENCE = re.compile(r"(?P<number>[+-]?\d+)(?:\s*/\s*10)?(?=\s|$|\")")
_LOOKS_LIKE_CONFIDENCE = re.compile(r"[+-]?[\d.,]+(?:/\d+)?(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What stands after the short id."""

    value: Decimal | None
    confidence: int | None
    note: str


def answer(query: Query) -> Message:
    """Store a check-in that was typed in one line, and say what it changed.

    Raises:
        NotUnderstoodError: Names the piece that was not understood, with an example.
        TillerError: It cannot be taken.
    """
    stored = query.tx.inbound.recall(query.key)
    if stored is not None:
        return Message(**stored)
    key_result, rest = _key_result(query.tx, query.text)
    line = _read(rest, key_result, query)
    given = Answer(key_result=key_result.id, value=line.value, confidence=line.confidence, note=line.note)
    prompt = prompts.waiting_for(query.tx, query.actor, key_result.id)
    try:
        recorded = record(query, answers=[given], submission=query.key, origin="command", prompt=prompt)
    except CheckInRefusedError as refused:
        raise NotUnderstoodError(f"{refused} Nothing was saved.", near=[_example(key_result)]) from refused
    checkins.receipt(query, recorded, because=query.key)
    message = receipts.render_saved(recorded.after, locale=query.locale)
    query.tx.inbound.remember(query.key, message.payload(), at=query.now)
    return message


def _key_result(tx: Transaction, text: str) -> tuple[KeyResult, str]:
    words = text.split()
    for count in (2, 1):
        name = " ".join(words[:count])
        if is_short_id(name):
            number = parse_key_result_name(name)
            found = tx.okrs.key_result(number)
            if found is None:
                raise UnknownIdError(f"There is no {key_result_name(number)}.")
            return found, " ".join(words[count:])
    first = shorten(words[0]) if words else ""
    raise NotUnderstoodError(
        f"‘{first}’ is not a key result. Key results look like KR-34.", near=['checkin KR-34 31 7 "what moved"']
    )


def _example(key_result: KeyResult) -> str:
    name = key_result_name(key_result.id)
    if key_result.metric is Metric.BINARY:
        return f'checkin {name} done 9 "signed on Tuesday"'
    ends = (key_result.target, key_result.low, key_result.high, Decimal(31))
    value = next(plain(end) for end in ends if end is not None)
    return f'checkin {name} {value} 7 "what moved"'


def _read(text: str, key_result: KeyResult, query: Query) -> _Line:
    name = key_result_name(key_result.id)
    if key_result.metric is Metric.MILESTONE:
        raise NotUnderstoodError(f"{name} is made of steps to tick, so it does not fit in a line.", near=["checkin"])
    if not text:
        raise NotUnderstoodError(f"What is the value of {name} now?", near=[_example(key_result)])
    if key_result.metric is Metric.BINARY:
        value, rest = _done_or_not(text, key_result)
    else:
        value, rest = leading_number(text, key_result.unit, style_of(query.locale))
    confidence, rest = _confidence(rest, key_result)
    return _Line(value=value, confidence=confidence, note=_note(rest))


def _done_or_not(text: str, key_result: KeyResult) -> tuple[Decimal, str]:
    for words, value in ((_NOT_YET, Decimal(0)), (_DONE, Decimal(1))):
        for word in words:
            found = re.match(rf"{word}\b", text, re.IGNORECASE)
            if found is not None:
                return value, text[found.end() :].strip()
    first = shorten(text.split(maxsplit=1)[0])
    name = key_result_name(key_result.id)
    raise NotUnderstoodError(f"{name} is done or not yet; I can’t read ‘{first}’.", near=[_example(key_result)])


def _confidence(text: str, key_result: KeyResult) -> tuple[int | None, str]:
    found = _CONFIDENCE.match(text)
    if found is not None and found["number"].isascii():
        return int(found["number"]), text[found.end() :].strip()
    odd = _LOOKS_LIKE_CONFIDENCE.match(text)
    if odd is not None:
        raise NotUnderstoodError(
            f"I can’t read ‘{shorten(odd[0])}’ as a confidence: it is a whole number from 0 to 10.",
            near=[_example(key_result)],
        )
    return None, text


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > 1 and note[0] == note[-1] and note[0] in "\"'":
        note = note[1:-1].strip()
    note = note.strip('"')
    if len(note) > _LONGEST_NOTE:
        raise NotUnderstoodError(f"The note is {len(note)} characters long; {_LONGEST_NOTE} fit.")
    return note
