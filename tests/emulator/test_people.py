"""People and a bolt app over Socket Mode: commands, Home, shortcuts, and what is told of them (SLACK_RULES 3.2)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import (
    ADA,
    ELSEWHERE,
    GRACE,
    GROWTH,
    Kept,
    client,
    line,
    modal,
    opens_form,
)

Payload = dict[str, Any]


def test_a_command_is_answered_by_its_acknowledgement(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack, body: ack(f"{body['channel_name']}: {body['text']}"))
    interaction = slack.actor(ADA).command("/probe", "one < two", channel=GROWTH)
    assert interaction.acked
    assert interaction.acked_after_ms is not None
    assert interaction.trouble is None
    assert interaction.reply is not None
    assert interaction.reply["text"] == "growth: one &lt; two"
    assert interaction.reply["is_ephemeral"]
    assert slack.actor(GRACE).sees == []


def test_an_answer_for_the_channel_is_seen_by_all(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack: ack(text="all", response_type="in_channel"))
    slack.actor(ADA).command("/probe", channel=GROWTH)
    assert [message["text"] for message in slack.actor(GRACE).sees] == ["all"]


@pytest.mark.parametrize(
    ("command", "typed", "sent"),
    [
        ("/probe", "@Ada, see #growth", f"<@{ADA}|ada>, see <#{GROWTH}|growth>"),
        ("/probe", "@grace hopper and @GRACE", f"<@{GRACE}|grace> and <@{GRACE}|grace>"),
        ("/probe", f"<@{ADA}> <@U0NOBODY1>", f"<@{ADA}|ada> &lt;@U0NOBODY1&gt;"),
        ("/probe", "mail ada@growth @adam #growth-hacks", "mail ada@growth @adam #growth-hacks"),
        (
            "/probe",
            "https://example.com/?a=1&b=2 & <!channel>",
            "<https://example.com/?a=1&amp;b=2> &amp; &lt;!channel&gt;",
        ),
        ("/raw", f"@ada <@{ADA}> & https://example.com", f"@ada &lt;@{ADA}&gt; &amp; https://example.com"),
    ],
)
def test_typed_text_is_sent_as_the_client_sends_it(
    slack: LocalSlack, app: App, command: str, typed: str, sent: str
) -> None:
    got = Kept()
    app.command(command)(lambda ack, body: (got.keep(body["text"]), ack()))
    slack.actor(ADA).command(command, typed)
    assert got == [sent]


def test_a_command_that_is_not_declared_does_not_reach_the_bot(slack: LocalSlack) -> None:
    with line(slack) as bot:
        trouble = slack.actor(ADA).command("/secret").trouble
        with pytest.raises(TimeoutError):
            bot.next(timeout_s=0.05)
    assert trouble is not None
    assert trouble.startswith("/secret is not a valid command.")


def test_a_command_is_typed_only_where_one_is(slack: LocalSlack) -> None:
    with pytest.raises(LookupError, match="Grace Hopper is in no conversation"):
        slack.actor(GRACE).command("/probe", channel=ELSEWHERE)


def test_a_bad_acknowledgement_is_trouble(slack: LocalSlack, app: App) -> None:
    app.command("/probe")(lambda ack: ack(text="x", blocks=[{"type": "nonsense"}]))
    interaction = slack.actor(ADA).command("/probe")
    assert interaction.trouble == '/probe failed with the error "invalid_blocks"'
    assert any("The acknowledgement of /probe was refused: invalid_blocks" in problem for problem in slack.problems())


def test_shortcuts_open_modals(slack: LocalSlack, app: App) -> None:
    def _open(ack: Ack, shortcut: Payload, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal(title=shortcut["type"]))

    app.shortcut("note")(_open)
    app.shortcut("keep")(_open)
    app.event("message")(lambda: None)
    ada = slack.actor(ADA)
    assert (globally := ada.shortcut("note").opened) is not None
    said = ada.say("keep this", channel=GROWTH).sent
    assert said is not None
    assert (on_message := ada.message_shortcut("keep", said).opened) is not None
    assert [view["title"]["text"] for view in (globally, on_message)] == ["shortcut", "message_action"]
    assert ada.shortcut("keep").trouble == "There is no shortcut keep."


def test_several_people_act_at_once(slack: LocalSlack, app: App) -> None:
    opens_form(app, modal())
    app.view("form")(lambda ack: ack())

    def _act(user: str) -> bool:
        actor = slack.actor(user)
        done = []
        for number in range(5):
            actor.command("/probe")
            actor.fill("value", str(number))
            done.append(actor.submit().closed)
        return all(done)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(_act, [ADA, GRACE])) == [True, True]
    assert slack.problems() == []


def test_the_transcript_tells_what_people_read(slack: LocalSlack, app: App) -> None:
    slack.clock.freeze()
    opens_form(app, modal())
    app.view("form")(lambda ack: ack(response_action="errors", errors={"value": "Too much."}))
    ada = slack.actor(ADA)
    ada.command("/probe", "hello", channel=GROWTH)
    ada.fill("value", "9")
    ada.submit()
    client(slack).chat_postMessage(channel=GROWTH, text=f"hi <@{ADA}>")
    assert slack.transcript().splitlines()[:5] == [
        "Mon 2026-03-02 09:00 #growth",
        "  Ada types: /probe hello",
        "",
        "Mon 2026-03-02 09:00 Ada",
        "  A modal opens:",
    ]
    assert "  The form says: value: Too much." in slack.transcript()
    assert slack.transcript().endswith("Mon 2026-03-02 09:00 #growth\n  Probe:\n    hi @Ada\n")
    assert slack.transcript(by_place=True).count("#growth") == 1


@pytest.mark.parametrize(
    "text", ["half \ud83d of one", "\x00\x1b[31m", "🎯" * 2000, "<<>>&&;{{}}", "@", "#", "`~\u202e"]
)
def test_no_text_breaks_anything(slack: LocalSlack, app: App, text: str) -> None:
    app.event("message")(lambda ack: ack())
    app.command("/probe")(lambda ack, body: ack(body["text"] or "nothing"))
    ada = slack.actor(ADA)
    assert ada.command("/probe", text).reply is not None
    assert ada.say(text).acked
    assert client(slack).chat_postMessage(
        channel=GROWTH, text=f"{text}.", metadata={"event_type": "k", "event_payload": {"t": text}}
    )["ok"]
    assert slack.transcript().encode()
