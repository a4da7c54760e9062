"""The journal, and answers through response URLs."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk import WebhookClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import (
    ADA,
    ELSEWHERE,
    GRACE,
    GROWTH,
    bolt_app,
    button,
    client,
    connected,
    line,
    local_slack,
    refusal,
)


def test_the_journal_has_one_line_for_each_call_and_delivery(tmp_path: Path) -> None:
    with local_slack(tmp_path) as slack:
        app = bolt_app(slack)
        app.command("/probe")(lambda ack: ack("fine"))
        with connected(slack, app):
            client(slack).chat_postMessage(channel=GROWTH, text=f"my token is {slack.bot_token}")
            refusal(client(slack).chat_postMessage, channel=ELSEWHERE, text="x")
            slack.actor(ADA).command("/probe")
        slack.actor(ADA).command("/probe")
        tokens = (slack.bot_token, slack.app_token, slack.signing_secret)
    text = (tmp_path / "journal.jsonl").read_text(encoding="utf-8")
    entries = [json.loads(splitline) for splitline in text.splitlines()]
    assert not [token for token in tokens if token in text]
    calls = [entry for entry in entries if entry["kind"] == "call" and entry["method"] == "chat.postMessage"]
    assert all(set(entry) == {"kind", "at", "method", "args", "ok", "error", "response"} for entry in calls)
    assert [(entry["ok"], entry["error"]) for entry in calls] == [(True, None), (False, "not_in_channel")]
    assert calls[0]["at"].startswith("2026-03-02T09:00:")
    assert calls[0]["args"] == {"channel": GROWTH, "text": "my token is [secret]"}
    answered, failed = (entry for entry in entries if entry.get("type") == "slash_commands")
    assert set(answered) == {"kind", "at", "type", "body", "via", "acked_after_ms", "ack"}
    assert (answered["type"], answered["via"], answered["ack"]) == ("slash_commands", "socket", {"text": "fine"})
    assert answered["acked_after_ms"] >= 0
    assert (failed["acked_after_ms"], failed["ack"]) == (None, None)


def test_the_line_of_a_delivery_is_written_when_it_is_settled(slack: LocalSlack, tmp_path: Path) -> None:
    import threading

    journal = tmp_path / "journal.jsonl"
    with line(slack) as bot:
        before = len(journal.read_text().splitlines())
        person = threading.Thread(target=lambda: slack.actor(ADA).command("/probe"))
        person.start()
        envelope = bot.next()
        assert len(journal.read_text().splitlines()) == before
        assert slack.journal.entries[-1]["kind"] == "delivery"
        bot.ack(envelope)
        person.join(5)
    assert len(journal.read_text().splitlines()) == before + 1


def _response_url(slack: LocalSlack) -> str:
    slack.actor(ADA).command("/probe", channel=GROWTH)
    return str(slack.journal.entries[-1]["body"]["response_url"])


def test_a_response_url_answers_five_times(slack: LocalSlack) -> None:
    """SLACK_RULES 3.1."""
    hook = WebhookClient(_response_url(slack), retry_handlers=[])
    assert hook.send(text="only you").body == '{"ok": true}'
    assert hook.send(text="everyone", response_type="in_channel").status_code == 200
    assert [hook.send(text=str(number)).status_code for number in range(4)] == [200, 200, 200, 404]
    assert hook.send(text="x").body == '{"ok": false, "error": "used_url"}'
    assert [message["text"] for message in slack.messages()] == ["everyone"]
    assert [message["text"] for message in slack.actor(GRACE).sees] == ["everyone"]
    assert len(slack.actor(ADA).sees) == 5


def test_a_response_url_ends_after_thirty_minutes(still: LocalSlack) -> None:
    hook = WebhookClient(_response_url(still), retry_handlers=[])
    still.clock.advance(timedelta(minutes=30))
    assert hook.send(text="x").status_code == 200
    still.clock.advance(timedelta(seconds=1))
    assert hook.send(text="x").body == '{"ok": false, "error": "expired_url"}'
    unknown = WebhookClient(f"{hook.url}x", retry_handlers=[])
    assert unknown.send(text="x").body == '{"ok": false, "error": "invalid_url"}'


def test_a_response_url_refuses_what_slack_would_refuse(slack: LocalSlack) -> None:
    hook = WebhookClient(_response_url(slack), retry_handlers=[])
    answer = hook.send(text="x", blocks=[{"type": "nonsense"}])
    assert answer.status_code == 400
    assert json.loads(answer.body)["error"] == "invalid_blocks"
    assert any("A response URL refused an answer: invalid_blocks" in problem for problem in slack.problems())


@pytest.mark.parametrize(("delete", "left"), [(True, []), (False, ["new"])])
def test_a_response_url_replaces_or_deletes_its_message(slack: LocalSlack, delete: bool, left: list[str]) -> None:  # noqa: FBT001 - a parameter of the test
    client(slack).chat_postMessage(channel=GROWTH, text="old", blocks=[button()])
    slack.actor(ADA).click(slack.messages()[0], action_id="go")
    hook = WebhookClient(slack.journal.entries[-1]["body"]["response_url"], retry_handlers=[])
    hook.send_dict({"delete_original": True} if delete else {"text": "new", "replace_original": True})
    assert [message["text"] for message in slack.messages()] == left
