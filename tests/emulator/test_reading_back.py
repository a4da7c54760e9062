"""Reading conversations, people and files back."""

from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, ELSEWHERE, GONE, GRACE, GROWTH, OLD, SECRET, client, local_slack, refusal

PICTURE = b"not really a picture"


def test_history_is_newest_first_and_comes_in_pages(web: WebClient) -> None:
    for number in range(5):
        web.chat_postMessage(channel=GROWTH, text=str(number))
    first = web.conversations_history(channel=GROWTH, limit=3)
    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    assert first["has_more"]
    second = web.conversations_history(channel=GROWTH, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [message["text"] for message in second["messages"]] == ["1", "0"]
    assert not second["has_more"]
    assert second["response_metadata"]["next_cursor"] == ""
    assert refusal(web.conversations_history, channel=GROWTH, cursor="x")["error"] == "invalid_cursor"


def test_history_keeps_to_its_bounds(web: WebClient) -> None:
    item, two, three = (web.chat_postMessage(channel=GROWTH, text=text)["ts"] for text in "abc")
    between = web.conversations_history(channel=GROWTH, oldest=item, latest=three)
    assert [message["ts"] for message in between["messages"]] == [two]
    whole = web.conversations_history(channel=GROWTH, oldest=item, latest=three, inclusive=True)
    assert [message["ts"] for message in whole["messages"]] == [three, two, item]
    assert refusal(web.conversations_history, channel=GROWTH, oldest="x")["error"] == "invalid_ts_oldest"


def test_metadata_is_returned_on_request(web: WebClient) -> None:
    metadata = {"event_type": "k", "event_payload": {"key": "1"}}
    posted = web.chat_postMessage(channel=GROWTH, text="x", metadata=metadata)["ts"]
    (silent,) = web.conversations_history(channel=GROWTH)["messages"]
    (full,) = web.conversations_history(channel=GROWTH, include_all_metadata=True)["messages"]
    (reply,) = web.conversations_replies(channel=GROWTH, ts=posted, include_all_metadata=True)["messages"]
    assert "metadata" not in silent
    assert full["metadata"] == reply["metadata"] == metadata


def test_replies_are_in_the_thread_and_not_in_the_history(web: WebClient) -> None:
    parent = web.chat_postMessage(channel=GROWTH, text="parent")["ts"]
    web.chat_postMessage(channel=GROWTH, text="reply", thread_ts=parent)
    web.chat_postMessage(channel=GROWTH, text="for all", thread_ts=parent, reply_broadcast=True)
    thread = web.conversations_replies(channel=GROWTH, ts=parent)["messages"]
    history = web.conversations_history(channel=GROWTH)["messages"]
    assert [message["text"] for message in thread] == ["parent", "reply", "for all"]
    assert [message["text"] for message in history] == ["for all", "parent"]
    assert refusal(web.conversations_replies, channel=GROWTH, ts="1.2")["error"] == "thread_not_found"


def test_the_history_of_other_channels_is_closed(web: WebClient) -> None:
    assert refusal(web.conversations_history, channel=ELSEWHERE)["error"] == "not_in_channel"
    assert refusal(web.conversations_history, channel=SECRET)["error"] == "channel_not_found"


def test_the_bot_lists_public_channels_and_those_it_is_in(web: WebClient) -> None:
    listed = {channel["id"]: channel for channel in web.conversations_list()["channels"]}
    assert set(listed) == {GROWTH, ELSEWHERE, OLD}
    assert listed[GROWTH]["is_member"]
    assert not listed[ELSEWHERE]["is_member"]
    active = {channel["id"] for channel in web.conversations_list(exclude_archived=True)["channels"]}
    assert active == {GROWTH, ELSEWHERE}
    assert web.conversations_list(types="private_channel")["channels"] == []
    assert refusal(web.conversations_list, types="club")["error"] == "invalid_types"
    mine = web.users_conversations(user=GRACE)["channels"]
    assert [channel["id"] for channel in mine] == [GROWTH]


def test_a_channel_tells_its_members(slack: LocalSlack, web: WebClient) -> None:
    assert web.conversations_info(channel=GROWTH)["channel"]["name"] == "growth"
    assert web.conversations_members(channel=GROWTH)["members"] == [ADA, GRACE, slack.bot_user_id]
    assert refusal(web.conversations_info, channel=SECRET)["error"] == "channel_not_found"


def test_a_dm_is_opened_once(slack: LocalSlack, web: WebClient) -> None:
    first = web.conversations_open(users=[ADA])
    again = web.conversations_open(users=[ADA], return_im=True)
    assert first["channel"] == {"id": slack.dm_of(ADA)}
    assert again["already_open"]
    assert again["channel"]["user"] == ADA
    assert web.conversations_info(channel=slack.dm_of(ADA))["channel"]["is_im"]


@pytest.mark.parametrize(
    ("users", "error"),
    [
        (GONE, "user_disabled"),
        ("U0NOBODY1", "user_not_found"),
        ("", "users_list_not_supplied"),
        (",".join(f"U0000000{n}" for n in range(9)), "too_many_users"),
        (f"{ADA},{GRACE}", "missing_scope"),
    ],
)
def test_a_dm_that_cannot_be_opened_says_why(web: WebClient, users: str, error: str) -> None:
    assert refusal(web.conversations_open, users=users)["error"] == error


def test_joining_needs_its_scope(tmp_path: Path, web: WebClient) -> None:
    assert refusal(web.conversations_join, channel=ELSEWHERE)["error"] == "missing_scope"
    with local_slack(tmp_path, scopes=["channels:join", "chat:write"]) as slack:
        joining = client(slack)
        assert joining.conversations_join(channel=ELSEWHERE)["channel"]["is_member"]
        assert joining.chat_postMessage(channel=ELSEWHERE, text="x")["ok"]


def test_people_come_with_their_zone_and_in_pages(web: WebClient) -> None:
    ada = web.users_info(user=ADA)["user"]
    assert (ada["tz"], ada["tz_offset"], ada["deleted"]) == ("Europe/Amsterdam", 3600, False)
    assert ada["profile"]["email"] == "ada@example.com"
    first = web.users_list(limit=2)
    rest = web.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])
    assert len(first["members"]) == 2
    assert {member["id"] for member in [*first["members"], *rest["members"]]} >= {ADA, GRACE, GONE}
    assert refusal(web.users_info, user="U0NOBODY1")["error"] == "user_not_found"


def test_an_address_is_known_only_with_its_scope(tmp_path: Path, web: WebClient) -> None:
    assert web.users_lookupByEmail(email="ADA@example.com")["user"]["id"] == ADA
    assert refusal(web.users_lookupByEmail, email="x@example.com")["error"] == "users_not_found"
    with local_slack(tmp_path, scopes=["users:read"]) as slack:
        assert "email" not in client(slack).users_info(user=ADA)["user"]["profile"]


def test_a_file_is_uploaded_shared_and_processed_a_little_later(still: LocalSlack) -> None:
    web = client(still)
    answer = web.files_upload_v2(content=PICTURE, filename="trend.png", channel=GROWTH, initial_comment="look")
    file_id = answer["files"][0]["id"]
    (shared,) = still.messages(GROWTH)
    assert shared["text"] == "look"
    assert shared["files"][0]["id"] == file_id
    assert web.files_info(file=file_id)["file"]["mimetype"] == ""
    image = {"type": "image", "alt_text": "trend", "slack_file": {"id": file_id}}
    early = refusal(web.chat_postMessage, channel=GROWTH, text="x", blocks=[image])
    assert early["error"] == "invalid_blocks"
    assert early["errors"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]
    still.clock.advance(timedelta(seconds=3))
    assert web.files_info(file=file_id)["file"]["mimetype"] == "image/png"
    assert web.chat_postMessage(channel=GROWTH, text="x", blocks=[image])["ok"]
    web.files_delete(file=file_id)
    assert refusal(web.files_info, file=file_id)["error"] == "file_not_found"


def test_a_file_is_not_completed_before_its_bytes_are_there(web: WebClient) -> None:
    asked = web.files_getUploadURLExternal(filename="a.png", length=5)
    early = refusal(web.files_completeUploadExternal, files=[{"id": asked["file_id"], "title": "a"}])
    assert early["error"] == "file_not_found"
    assert refusal(web.files_getUploadURLExternal, filename="a.png", length=0)["error"] == "invalid_arguments"


def test_a_file_is_not_shared_where_the_bot_may_not_post(web: WebClient) -> None:
    answer = refusal(web.files_upload_v2, content=PICTURE, filename="a.png", channel=ELSEWHERE)
    assert answer["error"] == "not_in_channel"
