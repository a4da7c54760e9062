"""What a call carries, and by what a message is known again."""

from typing import Any

import pytest

from bot.delivery.requests import (
    add_note,
    drop_charts,
    file_mark,
    is_file_of,
    is_message_of,
    message_id,
    post_arguments,
    update_arguments,
)
from tests.bot.delivery.test_notices import given_up

CHART = {"type": "data_visualization"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Churn 4.8 %"}}
NOTE = "(may be a repeat: Slack did not say whether the first try arrived)"
REPEAT = {"type": "context", "elements": [{"type": "mrkdwn", "text": NOTE}]}
MARKS = {"event_type": "tiller_delivery", "event_payload": {"key": "digest:1", "instance": "one"}}


def said(payload: dict[str, Any], *, last_error: str = "") -> tuple[Any, Any]:
    delivery = given_up(payload=payload, last_error=last_error)
    arguments = post_arguments(delivery, channel="C1", thread_ts=None, instance_id="one")
    return arguments["text"], arguments["blocks"]


@pytest.mark.parametrize(
    ("last_error", "text", "blocks"),
    [
        ("", "hello", [SECTION]),
        ("timed out", "hello", [SECTION]),
        ("it may be a repeat", "hello", [SECTION]),
        ("may be a repeat; ratelimited", "hello (may be a repeat)", [SECTION, REPEAT]),
    ],
)
def test_only_what_nobody_could_look_for_says_that_it_may_be_a_repeat(last_error: str, text: str, blocks: Any) -> None:
    assert said({"text": "hello", "blocks": [SECTION]}, last_error=last_error) == (text, blocks)


@pytest.mark.parametrize(("count", "noted_count"), [(0, 0), (1, 2), (49, 50), (50, 50)])
def test_the_note_is_left_out_where_it_would_be_one_block_too_many(count: int, noted_count: int) -> None:
    _, blocks = said({"text": "hello", "blocks": [SECTION] * count}, last_error="may be a repeat")
    assert len(blocks or []) == noted_count


def test_a_payload_without_blocks_is_text_alone() -> None:
    assert said({"text": "hello"}) == ("hello", None)
    assert said({}) == ("", None)
    assert said({}, last_error="may be a repeat")[0] == " (may be a repeat)"
    assert update_arguments(given_up(), channel="C1", ts="1.0") == {
        "channel": "C1", "ts": "1.0", "text": "", "blocks": [],
    }  # fmt: skip


def test_a_repeat_stays_one_whatever_goes_wrong_next() -> None:
    assert add_note(given_up(), "ratelimited") == "ratelimited"
    repeat = given_up(last_error="may be a repeat: missing_scope when it was looked for")
    assert add_note(repeat, "ratelimited") == "may be a repeat; ratelimited"


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ({"blocks": [SECTION, CHART]}, {"blocks": [SECTION]}),
        ({"blocks": [CHART]}, {"blocks": None}),
        ({"blocks": [CHART], "ts": "1.0"}, {"blocks": [], "ts": "1.0"}),
        ({"blocks": [SECTION]}, None),
        ({"blocks": []}, None),
        ({"blocks": None}, None),
        ({}, None),
    ],
)
def test_charts_are_left_out_where_there_are_any(arguments: dict[str, Any], left: dict[str, Any] | None) -> None:
    assert drop_charts(arguments) == left


@pytest.mark.parametrize(
    ("message", "ours"),
    [
        ({"metadata": MARKS}, True),
        ({"client_msg_id": message_id("digest:1", "one")}, True),
        ({"client_msg_id": message_id("digest:1", "two")}, False),
        ({"client_msg_id": message_id("digest:2", "one"), "metadata": MARKS}, True),
        ({"metadata": MARKS | {"event_type": "deploys"}}, False),
        ({"metadata": MARKS | {"event_payload": {"key": "digest:1", "instance": "two"}}}, False),
        ({"metadata": MARKS | {"event_payload": {"key": "digest:2", "instance": "one"}}}, False),
        ({"metadata": MARKS | {"event_payload": "digest:1"}}, False),
        ({"metadata": "digest:1"}, False),
        ({}, False),
    ],
)
def test_a_message_is_ours_by_its_id_or_by_all_of_its_marks(message: dict[str, Any], *, ours: bool) -> None:
    assert is_message_of(message, given_up(), "one") is ours


def test_the_id_of_a_message_stays_the_same_from_version_to_version() -> None:
    assert message_id("digest:1", "one") == "d535fda6-d7c5-5004-b309-aa0f67109f8c"


@pytest.mark.parametrize(
    ("file", "ours"),
    [
        ({"alt_txt": "Scores (digest:1)", "name": "other.csv"}, True),
        ({"alt_txt": "Scores (digest:2)", "name": "scores.csv", "title": "Scores"}, False),
        ({"alt_txt": "", "name": "scores.csv", "title": "Scores"}, True),
        ({"name": "scores.csv", "title": "Budget"}, False),
        ({"name": "budget.csv", "title": "Scores"}, False),
    ],
)
def test_a_file_is_ours_by_its_mark_or_else_by_name_and_title(file: dict[str, Any], *, ours: bool) -> None:
    delivery = given_up(payload={"filename": "scores.csv", "title": "Scores", "content": ""})
    assert file_mark(delivery) == "Scores (digest:1)"
    assert is_file_of({"files": [{"name": "x"}, file]}, delivery) is ours
    assert not is_file_of({"files": None}, delivery)
    assert not is_file_of({}, delivery)
