"""Rate limits, faults, hooks, reset, and a bot that is killed (SLACK_RULES 2.2 and 2.3)."""

import subprocess
import sys
from datetime import timedelta
from http.client import IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import (
    ADA,
    ELSEWHERE,
    GROWTH,
    client,
    refusal,
)


@pytest.fixture
def limited(still: LocalSlack) -> LocalSlack:
    """A local Slack whose clock stands still and whose limits are on."""
    still.limits.enabled = True
    return still


def test_a_channel_takes_two_messages_at_once_then_one_each_second(limited: LocalSlack) -> None:
    web = client(limited)
    web.chat_postMessage(channel=GROWTH, text="1")
    web.chat_postMessage(channel=GROWTH, text="2")
    answer = refusal(web.chat_postMessage, channel=GROWTH, text="3")
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert web.chat_postMessage(channel=ADA, text="elsewhere")["ok"]
    limited.clock.advance(timedelta(seconds=1))
    assert web.chat_postMessage(channel=GROWTH, text="3")["ok"]
    assert refusal(web.chat_postMessage, channel=GROWTH, text="4")["error"] == "ratelimited"
    assert limited.problems() == []


def test_a_person_and_their_dm_are_one_channel(limited: LocalSlack) -> None:
    web = client(limited)
    web.chat_postMessage(channel=ADA, text="1")
    web.chat_postMessage(channel=limited.dm_of(ADA), text="2")
    assert refusal(web.chat_postMessage, channel=ADA, text="3")["error"] == "ratelimited"


def test_the_workspace_takes_three_hundred_messages_a_minute(limited: LocalSlack) -> None:
    web = client(limited)
    for number in range(301):
        limited.add_person(id=f"U0{number:07}", name=f"P{number}")
    for number in range(300):
        web.chat_postMessage(channel=f"U0{number:07}", text="x")
    assert refusal(web.chat_postMessage, channel="U00000300", text="x")["error"] == "ratelimited"


def test_tiers_are_counted_for_each_method(limited: LocalSlack) -> None:
    web = client(limited)
    for _ in range(20):
        web.users_list()
    answer = refusal(web.users_list)
    assert answer.headers["Retry-After"] == "3"
    assert web.users_info(user=ADA)["ok"]
    limited.clock.advance(timedelta(seconds=3))
    assert web.users_list()["ok"]


def test_a_dropped_call_may_have_taken_effect(slack: LocalSlack, web: WebClient) -> None:
    slack.faults.add(method="chat.postMessage", kind="drop_after")
    slack.faults.add(method="chat.postMessage", kind="drop_before")
    for _ in range(2):
        with pytest.raises((RemoteDisconnected, ConnectionResetError, URLError)):
            web.chat_postMessage(channel=GROWTH, text="x")
    assert len(slack.messages()) == 1
    assert web.chat_postMessage(channel=GROWTH, text="y")["ok"]
    assert [entry.get("fault") for entry in slack.journal.entries] == ["drop_after", "drop_before", None]
    assert [entry["ok"] for entry in slack.journal.entries] == [True, False, True]


def test_the_sdks_own_retry_posts_twice(slack: LocalSlack) -> None:
    slack.faults.add(method="chat.postMessage", kind="drop_after")
    WebClient(slack.bot_token, base_url=slack.api_url).chat_postMessage(channel=GROWTH, text="x")
    assert len(slack.messages()) == 2


@pytest.mark.parametrize(
    ("kind", "more", "status", "error", "stored"),
    [
        ("error_500", {}, 500, None, 0),
        ("error_500", {"processed": True}, 500, None, 1),
        ("html", {}, 200, None, 1),
        ("ratelimited", {"retry_after": "30"}, 429, "ratelimited", 0),
        ("fatal_error", {}, 200, "fatal_error", 1),
        ("error", {"error": "token_revoked"}, 200, "token_revoked", 0),
    ],
)
def test_each_fault_spoils_the_answer_its_own_way(
    slack: LocalSlack, web: WebClient, kind: str, more: dict[str, Any], status: int, error: str | None, stored: int
) -> None:
    slack.faults.add(method="chat.postMessage", kind=kind, **more)
    with pytest.raises(SlackApiError) as caught:
        web.chat_postMessage(channel=GROWTH, text="x")
    answer = caught.value.response
    if isinstance(answer, dict):
        assert answer["status"] == status
    else:
        assert answer.status_code == status
        if error is not None:
            assert answer["error"] == error
            assert answer.headers.get("Retry-After") == more.get("retry_after")
    assert len(slack.messages()) == stored
    assert web.chat_postMessage(channel=GROWTH, text="y")["ok"]


def test_an_answer_can_break_off(slack: LocalSlack, web: WebClient) -> None:
    slack.faults.add(method="chat.postMessage", kind="truncated")
    with pytest.raises(IncompleteRead):
        web.chat_postMessage(channel=GROWTH, text="x")
    assert len(slack.messages()) == 1


@pytest.mark.parametrize(("kind", "at_once"), [("slow", 1), ("late", 0)])
def test_a_slow_call_is_processed_before_or_after_the_wait(slack: LocalSlack, kind: str, at_once: int) -> None:
    slack.faults.add(method="chat.postMessage", kind=kind, seconds=0.3)
    impatient = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    impatient.timeout = 0.1  # type: ignore[assignment]  # the library says int; sockets take fractions
    with pytest.raises((TimeoutError, URLError)):
        impatient.chat_postMessage(channel=GROWTH, text="x")
    assert len(slack.messages()) == at_once
    assert slack.wait_until(lambda: len(slack.core.stored_messages(None)) == 1)


def test_a_fault_hits_the_calls_it_is_meant_for(slack: LocalSlack, web: WebClient) -> None:
    slack.faults.add(method="*", kind="error", error="x", where={"channel": GROWTH}, skip=1, times=2)
    assert web.chat_postMessage(channel=ADA, text="x")["ok"]
    assert web.chat_postMessage(channel=GROWTH, text="x")["ok"]
    assert [left for _, left in slack.faults.pending()] == [2]
    assert refusal(web.chat_postMessage, channel=GROWTH, text="x")["error"] == "x"
    slack.faults.clear()
    assert web.chat_postMessage(channel=GROWTH, text="x")["ok"]
    with pytest.raises(ValueError, match="earthquake"):
        slack.faults.add(method="*", kind="earthquake")


def test_hooks_hear_of_each_call_before_and_after(slack: LocalSlack, web: WebClient) -> None:
    heard: list[tuple[str, str, int]] = []
    leave = slack.on_call(
        lambda method, args, moment: heard.append((method, moment, len(slack.messages(args["channel"]))))
    )
    web.chat_postMessage(channel=GROWTH, text="x")
    leave()
    web.auth_test()
    assert heard == [("chat.postMessage", "before", 0), ("chat.postMessage", "after", 1)]


def test_reset_forgets_what_happened_and_keeps_who_is_there(slack: LocalSlack, web: WebClient) -> None:
    slack.faults.add(method="*", kind="error", times=9, skip=1)
    web.chat_postMessage(channel=GROWTH, text="x")
    refusal(web.chat_postMessage, channel=ELSEWHERE, text="x")
    slack.reset()
    assert slack.messages() == []
    assert slack.journal.entries == []
    assert slack.problems() == []
    assert slack.transcript() == ""
    assert web.chat_postMessage(channel=GROWTH, text="y")["ok"]
    assert len(web.conversations_members(channel=GROWTH)["members"]) == 3


_BOT = """
import os, sys
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
app = App(client=WebClient(sys.argv[1], base_url=sys.argv[3], retry_handlers=[]), signing_secret="x")
@app.event("message")
def heard(event, client, ack):
    if event.get("bot_id") is None:
        client.chat_postMessage(channel=event["channel"], text="got " + event["text"])
SocketModeHandler(app, sys.argv[2]).start()
"""


def _start_bot(slack: LocalSlack) -> "subprocess.Popen[bytes]":
    arguments = [sys.executable, "-c", _BOT, slack.bot_token, slack.app_token, slack.api_url]
    return subprocess.Popen(arguments, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program


def test_a_bot_killed_in_the_middle_of_an_event_hears_of_it_again(slack: LocalSlack) -> None:
    bots = [_start_bot(slack)]
    assert slack.wait_for_bot()

    def _kill(method: str, _args: Any, moment: str) -> None:
        if (method, moment) == ("chat.postMessage", "before") and len(bots) == 1:
            bots[0].kill()
            bots.append(_start_bot(slack))

    slack.on_call(_kill)
    try:
        slack.actor(ADA).say("one")
        assert slack.wait_until(lambda: len(bots) == 2 and slack.connections == 1, timeout_s=20)
        slack.actor(ADA).say("two")

        def _both() -> bool:
            texts = [message["text"] for message in slack.core.stored_messages(None)]
            return "got one" in texts and "got two" in texts

        assert slack.wait_until(_both, timeout_s=20)
    finally:
        for bot in bots:
            bot.kill()
            bot.wait(10)
