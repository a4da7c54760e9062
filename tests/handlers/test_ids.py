"""Names that Slack sends back are read as they were made."""

import pytest

from handlers import button_values, ids


def test_a_block_is_read_as_it_was_named() -> None:
    assert ids.block_of(ids.block(ids.VALUE, 34)) == (ids.VALUE, 34)
    assert ids.block_of(ids.block(ids.STEPS, 34, 1)) == (ids.STEPS, 34)


@pytest.mark.parametrize("block_id", ["", "value", "value:", "value:x", "value:-1", "value:١"])
def test_a_block_that_we_did_not_name_is_none(block_id: str) -> None:
    assert ids.block_of(block_id) is None


def test_a_snooze_is_read_as_it_was_offered() -> None:
    assert button_values.snooze_of(button_values.snooze_value(41, ids.SNOOZE_WEEK)) == (41, ids.SNOOZE_WEEK)
    assert [button_values.snooze_of(item) for item in ("", "41", "x:1d", "41:2d")] == [None] * 4


def test_a_digest_is_read_as_it_was_named() -> None:
    assert button_values.digest_of(button_values.digest_value("growth", "2026-W47")) == ("growth", "2026-W47")
    assert button_values.digest_of("growth") is None


def test_no_two_actions_share_a_name() -> None:
    names = [value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)]
    shared = {name for name in names if names.count(name) > 1}
    assert shared <= {"skip", "score", "kpi", "v", "prompt", "cycle", "page", "alert", "done"}
