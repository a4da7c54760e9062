"""The control API, its documentation, and the local Slack as a program of its own."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, GRACE, GROWTH, bolt_app, button, client, connected, line, modal, text_input


@pytest.fixture
def control(slack: LocalSlack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=slack.control_url, trust_env=False, timeout=10) as made:
        yield made


def _post(control: httpx.Client, path: str, **body: Any) -> Any:
    answer = control.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_documentation_names_every_route_and_fetches_nothing(control: httpx.Client) -> None:
    page = control.get("/docs").text
    description = control.get("/openapi.json").json()
    assert len(description["paths"]) > 20
    for path, operations in description["paths"].items():
        assert path in page
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    assert control.get("").text == page


def test_a_form_is_opened_and_submitted_from_outside(slack: LocalSlack, control: httpx.Client) -> None:
    app = bolt_app(slack)

    def _open(ack: Any, body: Any, client: Any) -> None:
        ack("opening")
        client.views_open(trigger_id=body["trigger_id"], view=modal(text_input(), button("More", "more")))

    app.command("/probe")(_open)
    app.action("more")(lambda ack: ack())
    app.view("form")(lambda ack, view: ack(**_judged(view)))
    with connected(slack, app):
        opened = _post(control, f"/people/{ADA}/command", command="/probe")
        assert opened["acked"]
        assert opened["reply"]["text"] == "opening"
        assert control.get(f"/people/{ADA}/messages").json()[0]["text"] == "opening"
        clicked = _post(control, f"/people/{ADA}/click", action_id="more", wait_ms=0)
        assert clicked["acked"]
        assert clicked["modal"]["callback_id"] == "form"
        refused = _post(control, f"/people/{ADA}/submit", answers=[{"input": "Value", "answer": "bad"}])
        assert refused["errors"] == {"value": "No."}
        _post(control, f"/people/{ADA}/fill", answers=[{"input": "value", "answer": "good"}])
        assert len(control.get(f"/people/{ADA}/modals").json()) == 1
        saved = _post(control, f"/people/{ADA}/submit")
        assert saved["closed"]
        assert saved["modal"] is None


def _judged(view: Any) -> dict[str, Any]:
    bad = view["state"]["values"]["value"]["answer"]["value"] == "bad"
    return {"response_action": "errors", "errors": {"value": "No."}} if bad else {}


def test_messages_home_and_shortcuts_from_outside(slack: LocalSlack, control: httpx.Client) -> None:
    app = bolt_app(slack)
    home = {"type": "home", "blocks": [button()]}
    app.event("message")(lambda: None)
    app.event("app_home_opened")(lambda event, client: client.views_publish(user_id=event["user"], view=home))
    app.shortcut("note")(lambda ack: ack())
    app.shortcut("keep")(lambda ack: ack())
    app.action("go")(lambda ack: ack())
    with connected(slack, app):
        said = _post(control, f"/people/{ADA}/message", text="hello", channel=GROWTH)["sent"]
        assert control.get("/messages", params={"channel": GROWTH}).json()[0]["ts"] == said["ts"]
        assert control.get(f"/people/{ADA}/home").json() is None
        view = _post(control, f"/people/{ADA}/home")["opened"]
        assert control.get(f"/people/{ADA}/home").json()["id"] == view["id"]
        assert _post(control, f"/people/{ADA}/click", view_id=view["id"], label="Go", wait_ms=0)["acked"]
        assert _post(control, f"/people/{ADA}/shortcut", callback_id="note", wait_ms=0)["acked"]
        where = {"channel": GROWTH, "ts": said["ts"]}
        assert _post(control, f"/people/{ADA}/message_shortcut", callback_id="keep", wait_ms=0, **where)["acked"]
        assert control.get("/problems").json() == []
        assert "Ada:" in control.get("/transcript").text
        journal = control.get("/journal").json()
        assert control.get("/journal", params={"since": len(journal) - 1}).json() == journal[-1:]


def test_people_channels_and_triggers_are_made_from_outside(slack: LocalSlack, control: httpx.Client) -> None:
    lin = _post(control, "/people", name="Lin", tz="Asia/Tokyo")
    named = _post(control, "/people", name="Named", id="U0NAMED01")
    channel = _post(control, "/channels", name="new", members=[lin["id"]], is_private=True)
    assert {lin["id"], "U0NAMED01"} <= {person["id"] for person in control.get("/people").json()}
    assert named["handle"] == "named"
    assert channel["is_private"]
    assert channel["id"] in {item["id"] for item in control.get("/channels").json()}
    trigger = _post(control, f"/people/{lin['id']}/trigger")["trigger_id"]
    assert client(slack).views_open(trigger_id=trigger, view=modal())["ok"]
    closed = _post(control, f"/people/{lin['id']}/close")
    assert closed["closed"]
    assert control.post("/people", json={"name": "x", "tz": "Mars/Olympus"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/people/U0NOBODY1/command", {"command": "/probe"}, 404, "Nobody has the id"),
        (f"/people/{ADA}/click", {"action_id": "x"}, 404, "has no modal open"),
        (f"/people/{GRACE}/command", {"command": "/probe", "channel": "C0ELSE001"}, 404, "is in no conversation"),
        (f"/people/{ADA}/command", {"commando": "/probe"}, 422, "commando"),
        ("/people/U0GONE001/command", {"command": "/probe"}, 409, "user_disabled"),
    ],
)
def test_what_a_person_cannot_do_is_answered_with_a_sentence(
    control: httpx.Client, path: str, body: dict[str, Any], status: int, words: str
) -> None:
    answer = control.post(path, json=body)
    assert answer.status_code == status
    assert words in answer.text


def test_the_clock_is_moved_from_outside(slack: LocalSlack, control: httpx.Client) -> None:
    moved = _post(control, "/clock", frozen=True, move_to="2026-04-01T09:00:00Z", advance_seconds=60)
    assert moved == {"now": "2026-04-01T09:01:00+00:00", "frozen": True}
    assert slack.clock.now().isoformat() == control.get("/clock").json()["now"]
    assert not _post(control, "/clock", frozen=False)["frozen"]


def test_faults_and_limits_are_set_from_outside(slack: LocalSlack, control: httpx.Client) -> None:
    _post(control, "/faults", method="chat.postMessage", kind="error", error="fatal_error", times=2)
    assert client(slack).auth_test()["ok"]
    (fault,) = control.get("/faults").json()
    assert (fault["kind"], fault["left"]) == ("error", 2)
    assert control.delete("/faults").json() == {"ok": True}
    assert client(slack).chat_postMessage(channel=GROWTH, text="x")["ok"]
    assert control.put("/limits", json={"enabled": True}).json() == {"enabled": True}
    assert slack.limits.enabled
    _post(control, "/reset")
    assert slack.messages() == []


def test_connections_and_delivery_are_steered_from_outside(slack: LocalSlack, control: httpx.Client) -> None:
    with line(slack) as bot:
        assert control.get("/socket").json() == {"connections": 1, "via": "socket", "url": None}
        assert _post(control, "/socket/disconnect", reason="refresh_requested") == {"connections": 1}
        assert bot.next()["reason"] == "refresh_requested"
    with line(slack):
        assert _post(control, "/socket/disconnect", reason="cut") == {"connections": 1}
    delivery = control.put("/delivery", json={"url": "http://127.0.0.1:9/"}).json()
    assert delivery == {"via": "http", "url": "http://127.0.0.1:9/", "verified": False}
    assert control.put("/delivery", json={"url": None}).json()["via"] == "socket"


def test_alone_it_says_first_where_everything_is(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from bot.emulator.standalone import run; run(0, Path(sys.argv[1]))"
    manifest = Path(__file__).parents[2] / "manifest.yml"
    arguments = [sys.executable, "-W", "error", "-c", program, str(manifest)]
    with (tmp_path / "err").open("wb") as errors:
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors)  # noqa: S603 - our own program
    killer = threading.Timer(20, process.kill)
    killer.start()
    try:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert set(first) == {
            *("api_url", "control_url", "bot_token", "app_token"),
            *("signing_secret", "channel", "channel_without_bot", "user"),
        }
        assert httpx.get(f"{first['control_url']}/clock", trust_env=False).json()["frozen"] is False
        headers = {"authorization": f"Bearer {first['bot_token']}"}
        posted = {"channel": first["channel"], "text": "x"}
        assert httpx.post(f"{first['api_url']}chat.postMessage", json=posted, headers=headers, trust_env=False).json()[
            "ok"
        ]
        posted["channel"] = first["channel_without_bot"]
        refused = httpx.post(f"{first['api_url']}chat.postMessage", json=posted, headers=headers, trust_env=False)
        assert refused.json()["error"] == "not_in_channel"
    finally:
        killer.cancel()
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
    assert (tmp_path / "err").read_text() == ""
