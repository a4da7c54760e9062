"""Posting, changing and deleting messages (SLACK_RULES 1.7)."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import (
    ADA,
    ELSEWHERE,
    GONE,
    GRACE,
    GROWTH,
    NOW,
    OLD,
    SECRET,
    client,
    local_slack,
    refusal,
)


def test_a_message_is_stored_as_slack_keeps_it(slack: LocalSlack, web: WebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}}
    answer = web.chat_postMessage(channel=GROWTH, text=f"a < b & <@{ADA}>", blocks=[section])
    (stored,) = slack.messages(GROWTH)
    assert stored["ts"] == answer["ts"]
    assert re.fullmatch(r"\d{10}\.\d{6}", stored["ts"])
    assert stored["text"] == f"a &lt; b &amp; <@{ADA}>"
    assert stored["user"] == slack.bot_user_id
    assert stored["blocks"][0]["text"] == {"type": "mrkdwn", "text": "*hi*", "verbatim": False}
    assert stored["blocks"][0]["block_id"]


def test_a_message_to_a_person_opens_the_dm(slack: LocalSlack, web: WebClient) -> None:
    answer = web.chat_postMessage(channel=ADA, text="hello")
    assert answer["channel"] == slack.dm_of(ADA)
    assert answer["channel"].startswith("D")
    assert [message["text"] for message in slack.actor(ADA).sees] == ["hello"]
    assert slack.actor(GRACE).sees == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        (ELSEWHERE, "not_in_channel"),
        (SECRET, "channel_not_found"),
        ("C0NOWHERE", "channel_not_found"),
        ("#growth", "channel_not_found"),
        ("U0NOBODY1", "channel_not_found"),
        (OLD, "is_archived"),
        (GONE, "user_disabled"),
    ],
)
def test_a_message_goes_only_where_the_bot_may_post(web: WebClient, channel: str, error: str) -> None:
    assert refusal(web.chat_postMessage, channel=channel, text="x")["error"] == error


def test_a_message_to_a_bot_is_refused(slack: LocalSlack, web: WebClient) -> None:
    assert refusal(web.chat_postMessage, channel=slack.bot_user_id, text="x")["error"] == "cannot_dm_bot"


def test_dms_are_refused_when_the_messages_tab_is_off(tmp_path: Path) -> None:
    with local_slack(tmp_path, messages_tab=False) as slack:
        answer = refusal(client(slack).chat_postMessage, channel=ADA, text="x")
    assert answer["error"] == "messages_tab_disabled"


def test_a_public_scope_posts_without_membership(tmp_path: Path) -> None:
    with local_slack(tmp_path, scopes=["chat:write", "chat:write.public"]) as slack:
        assert client(slack).chat_postMessage(channel=ELSEWHERE, text="x")["ok"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "   "}, "no_text"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "metadata": {"event_type": "k"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "k", "event_payload": {"a": {"b": {}}}}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "k", "event_payload": {"a": "x" * 9000}}}, "metadata_too_large"),
        ({"text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"text": "x", "thread_ts": "1700000000.000000"}, "thread_not_found"),
        ({"text": "x", "username": "Somebody else"}, "missing_scope"),
    ],
)
def test_a_message_that_slack_would_not_take_is_refused(web: WebClient, arguments: dict[str, Any], error: str) -> None:
    answer = refusal(lambda: web.api_call("chat.postMessage", json={"channel": GROWTH, **arguments}))
    assert answer["error"] == error


def test_refused_blocks_are_pointed_at(slack: LocalSlack, web: WebClient) -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    answer = refusal(web.chat_postMessage, channel=GROWTH, text="x", blocks=[{"type": "divider"}, long])
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {answer['errors'][0]}"]
    assert answer["errors"][0].endswith("[json-pointer:/blocks/1/text/text]")
    assert any("chat.postMessage was refused: invalid_blocks" in problem for problem in slack.problems())


def test_a_reply_counts_at_its_parent(slack: LocalSlack, web: WebClient) -> None:
    parent = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    reply = web.chat_postMessage(channel=GROWTH, text="reply", thread_ts=parent)["ts"]
    web.chat_postMessage(channel=GROWTH, text="to the reply", thread_ts=reply)
    first, second, third = slack.messages(GROWTH)
    assert first["reply_count"] == 2
    assert second["thread_ts"] == third["thread_ts"] == parent


def test_a_message_is_changed_and_the_rest_of_it_stays(slack: LocalSlack, web: WebClient) -> None:
    metadata = {"event_type": "k", "event_payload": {"key": "1"}}
    posted = web.chat_postMessage(channel=GROWTH, text="one", blocks=[{"type": "divider"}], metadata=metadata)
    web.chat_update(channel=GROWTH, ts=posted["ts"], text="two")
    (stored,) = slack.messages(GROWTH)
    assert stored["text"] == "two"
    assert stored["metadata"] == metadata
    assert [block["type"] for block in stored["blocks"]] == ["divider"]
    assert stored["edited"]["user"] == slack.bot_user_id
    web.chat_update(channel=GROWTH, ts=posted["ts"], text="three", blocks=[], metadata={})
    assert not {"blocks", "metadata"} & set(slack.messages(GROWTH)[0])


def test_only_ones_own_messages_are_changed_and_deleted(slack: LocalSlack, web: WebClient) -> None:
    said = slack.actor(ADA).say("mine", channel=GROWTH).sent
    assert said is not None
    assert refusal(web.chat_update, channel=GROWTH, ts=said["ts"], text="x")["error"] == "cant_update_message"
    assert refusal(web.chat_delete, channel=GROWTH, ts=said["ts"])["error"] == "cant_delete_message"


def test_a_change_needs_the_id_of_the_dm(slack: LocalSlack, web: WebClient) -> None:
    posted = web.chat_postMessage(channel=ADA, text="one")
    assert refusal(web.chat_update, channel=ADA, ts=posted["ts"], text="x")["error"] == "channel_not_found"
    assert web.chat_update(channel=slack.dm_of(ADA), ts=posted["ts"], text="two")["ok"]


def test_a_change_that_is_too_long_or_of_nothing_is_refused(web: WebClient) -> None:
    posted = web.chat_postMessage(channel=GROWTH, text="one")
    assert refusal(web.chat_update, channel=GROWTH, ts=posted["ts"], text="x" * 4001)["error"] == "msg_too_long"
    assert refusal(web.chat_update, channel=GROWTH, ts="1.2", text="x")["error"] == "message_not_found"


def test_a_deleted_message_is_gone(slack: LocalSlack, web: WebClient) -> None:
    posted = web.chat_postMessage(channel=GROWTH, text="one")
    web.chat_delete(channel=GROWTH, ts=posted["ts"])
    assert slack.messages() == []
    assert refusal(web.chat_delete, channel=GROWTH, ts=posted["ts"])["error"] == "message_not_found"


def test_an_ephemeral_message_is_seen_by_one_person_and_not_stored(slack: LocalSlack, web: WebClient) -> None:
    answer = web.chat_postEphemeral(channel=GROWTH, user=ADA, text="psst")
    assert [message["text"] for message in slack.actor(ADA).sees] == ["psst"]
    assert slack.actor(GRACE).sees == slack.messages() == []
    gone = refusal(web.chat_update, channel=GROWTH, ts=answer["message_ts"], text="x")
    assert gone["error"] == "message_not_found"
    stranger = refusal(web.chat_postEphemeral, channel=GROWTH, user=GONE, text="x")
    assert stranger["error"] == "user_not_in_channel"


def test_a_text_beyond_forty_thousand_characters_is_cut_with_a_warning(slack: LocalSlack, web: WebClient) -> None:
    answer = web.chat_postMessage(channel=GROWTH, text="x" * 40_001)
    assert answer["warning"] == "message_truncated"
    assert len(slack.messages(GROWTH)[0]["text"]) == 40_000


def test_permalinks_name_the_message_and_its_thread(web: WebClient) -> None:
    parent = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    reply = web.chat_postMessage(channel=GROWTH, text="reply", thread_ts=parent)["ts"]
    link = web.chat_getPermalink(channel=GROWTH, message_ts=parent)["permalink"]
    assert link == f"https://local.slack.com/archives/{GROWTH}/p{parent.replace('.', '')}"
    assert f"thread_ts={parent}" in web.chat_getPermalink(channel=GROWTH, message_ts=reply)["permalink"]
    assert refusal(web.chat_getPermalink, channel=GROWTH, message_ts="1.2")["error"] == "message_not_found"


def test_a_reaction_is_added_once(slack: LocalSlack, web: WebClient) -> None:
    posted = web.chat_postMessage(channel=GROWTH, text="one")["ts"]
    web.reactions_add(channel=GROWTH, timestamp=posted, name="tada")
    assert slack.messages(GROWTH)[0]["reactions"] == [{"name": "tada", "users": [slack.bot_user_id], "count": 1}]
    again = refusal(web.reactions_add, channel=GROWTH, timestamp=posted, name="tada")
    assert again["error"] == "already_reacted"
    assert refusal(web.reactions_add, channel=GROWTH, timestamp=posted, name="a b")["error"] == "invalid_name"
    assert refusal(web.reactions_add, channel=GROWTH, timestamp="1", name="tada")["error"] == "bad_timestamp"
    web.reactions_remove(channel=GROWTH, timestamp=posted, name="tada")
    assert slack.messages(GROWTH)[0]["reactions"] == []


def test_ids_of_messages_rise_even_when_the_clock_stands_or_goes_back(still: LocalSlack) -> None:
    web = client(still)
    web.chat_postMessage(channel=GROWTH, text="1")
    web.chat_postMessage(channel=GROWTH, text="2")
    still.clock.move_to(NOW - timedelta(days=1))
    web.chat_postMessage(channel=GROWTH, text="3")
    assert [message["text"] for message in still.messages(GROWTH)] == ["1", "2", "3"]
    assert [message["ts"] for message in still.messages(GROWTH)] == [
        f"{int(NOW.timestamp())}.00000{number}" for number in range(3)
    ]
