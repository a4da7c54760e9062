"""Reads the field that takes a key result's value: a number, done or not, ticked steps; the same in both forms."""

from decimal import Decimal

from domain.okrs.model import KeyResult, Metric
from domain.values.numbers import read_number
from handlers import ids
from handlers.slack.payloads import Payload, field, read_choice, read_text, read_ticks, values_of
from handlers.views.blocks.locales import style_of


def value_in(view: Payload, key_result: KeyResult, *, locale: str) -> Decimal | None:
    """Return the value that stands in a form, 0 or 1 for binary; None for nothing, and for steps.

    Raises:
        NumberNotReadError: What was typed is no number of this kind.
    """
    if key_result.metric is Metric.BINARY:
        chosen = read_choice(field(view, ids.block(ids.DONE, key_result.id), ids.DONE))
        return None if not chosen else Decimal(chosen == ids.DONE_YES)
    if key_result.metric is Metric.MILESTONE:
        return None
    text = read_text(field(view, ids.block(ids.VALUE, key_result.id), ids.VALUE))
    return read_number(text, key_result.unit, style_of(locale)) if text.strip() else None


def steps_in(view: Payload, key_result: KeyResult) -> tuple[int, ...]:
    """Return the indices of the steps that are ticked in a form, ascending."""
    found = []
    for block_id, fields in values_of(view).items():
        if ids.block_of(block_id) == (ids.STEPS, key_result.id):
            found += [int(value) for value in read_ticks(fields.get(ids.STEPS, {}))]
    return tuple(sorted(found))


def value_block(key_result: KeyResult) -> str:
    """Return the block in which a key result's value is asked for: where a sentence about it stands."""
    if key_result.metric is Metric.BINARY:
        return ids.block(ids.DONE, key_result.id)
    if key_result.metric is Metric.MILESTONE:
        return ids.block(ids.STEPS, key_result.id, 0)
    return ids.block(ids.VALUE, key_result.id)
