"""Calls of the Web API as such: tokens, scopes, bodies, unknown methods (SLACK_RULES 2.1 and 2.2)."""

from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, GROWTH, client, local_slack, refusal


def test_auth_test_says_who_the_bot_is(slack: LocalSlack, web: WebClient) -> None:
    answer = web.auth_test()
    assert answer["user_id"] == slack.bot_user_id
    assert answer["team_id"] == slack.team_id
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_a_wrong_token_is_refused(slack: LocalSlack) -> None:
    assert refusal(client(slack, "xoxb-wrong").auth_test)["error"] == "invalid_auth"


def test_a_missing_token_is_refused(slack: LocalSlack) -> None:
    answer = httpx.post(f"{slack.api_url}auth.test", trust_env=False)
    assert answer.json() == {"ok": False, "error": "not_authed"}


def test_a_token_in_the_form_is_taken(slack: LocalSlack) -> None:
    assert httpx.post(f"{slack.api_url}auth.test", data={"token": slack.bot_token}, trust_env=False).json()["ok"]


def test_a_bot_token_does_not_open_connections_and_an_app_token_does_not_post(slack: LocalSlack) -> None:
    wrong = client(slack).apps_connections_open
    assert refusal(wrong, app_token=slack.bot_token)["error"] == "not_allowed_token_type"
    assert refusal(client(slack, slack.app_token).auth_test)["error"] == "not_allowed_token_type"


def test_a_method_that_slack_does_not_have_is_unknown(web: WebClient) -> None:
    assert refusal(lambda: web.api_call("chat.shout"))["error"] == "unknown_method"


def test_a_missing_scope_is_named_with_what_there_is(tmp_path: Path) -> None:
    with local_slack(tmp_path, scopes=["commands"]) as slack:
        answer = refusal(client(slack).chat_postMessage, channel=GROWTH, text="x")
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "chat:write"
    assert answer["provided"] == "commands"


def test_each_kind_of_conversation_has_its_own_scope(tmp_path: Path) -> None:
    with local_slack(tmp_path, scopes=["chat:write", "im:history", "im:write", "users:read"]) as slack:
        web = client(slack)
        answer = refusal(web.conversations_history, channel=GROWTH)
        dm = web.conversations_open(users=ADA)["channel"]["id"]
        assert web.conversations_history(channel=dm)["messages"] == []
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "channels:history"


def test_a_json_body_is_read_only_where_slack_reads_one(web: WebClient) -> None:
    posted = web.api_call("chat.postMessage", json={"channel": GROWTH, "text": "by JSON"})
    assert posted["ok"]
    answer = refusal(lambda: web.api_call("users.info", json={"user": ADA}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


def test_a_form_body_is_read_everywhere(web: WebClient) -> None:
    blocks = '[{"type": "divider"}]'
    posted = web.api_call("chat.postMessage", params={"channel": GROWTH, "text": "x", "blocks": blocks})
    assert posted["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
def test_a_body_that_is_not_a_json_object_is_refused(slack: LocalSlack, body: bytes, error: str) -> None:
    headers = {"content-type": "application/json", "authorization": f"Bearer {slack.bot_token}"}
    answer = httpx.post(f"{slack.api_url}chat.postMessage", content=body, headers=headers, trust_env=False)
    assert answer.json()["error"] == error


def test_blocks_are_validated_without_a_token(slack: LocalSlack) -> None:
    nobody = client(slack, "")
    assert nobody.api_call("blocks.validate", json={"blocks": [{"type": "divider"}]})["ok"]
    answer = refusal(lambda: nobody.api_call("blocks.validate", json={"blocks": [{"type": "dividor"}]}))
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][0]["pointer"] == "/0/type"
    both = refusal(lambda: nobody.api_call("blocks.validate", json={"blocks": [], "view": {}}))
    assert both["error"] == "invalid_arguments"


def test_the_teams_and_the_bots_names_are_told(slack: LocalSlack, web: WebClient) -> None:
    assert web.team_info()["team"]["id"] == slack.team_id
    assert web.bots_info(bot=web.auth_test()["bot_id"])["bot"]["user_id"] == slack.bot_user_id
    assert refusal(web.bots_info, bot="B0OTHER01")["error"] == "bot_not_found"
