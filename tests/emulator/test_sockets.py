"""Socket Mode, with bare connections (SLACK_RULES 3.7)."""

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.emulator.delivery.sockets import Connection
from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, Acting, client, line, local_slack, refusal


def test_a_ticket_is_good_for_one_connection(slack: LocalSlack) -> None:
    url = client(slack, slack.app_token).apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url, proxy=None) as socket:
        assert '"hello"' in str(socket.recv())
        with pytest.raises(InvalidStatus, match="403"):
            connect(url, proxy=None)
    with pytest.raises(InvalidStatus, match="403"):
        connect(url.partition("?")[0], proxy=None)


def test_hello_counts_the_connections(slack: LocalSlack) -> None:
    with line(slack) as item, line(slack) as two:
        assert item.hello["type"] == "hello"
        assert item.hello["num_connections"] == 1
        assert two.hello["num_connections"] == 2
        assert two.hello["connection_info"]["app_id"].startswith("A")


def test_the_eleventh_connection_is_one_too_many(slack: LocalSlack) -> None:
    with ExitStack() as open_lines:
        for _ in range(10):
            open_lines.enter_context(line(slack))
        eleventh = open_lines.enter_context(line(slack))
        assert eleventh.hello["type"] == "disconnect"
        assert eleventh.hello["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            eleventh.next()


def test_each_envelope_goes_to_one_connection_in_turn(slack: LocalSlack) -> None:
    with line(slack) as item, line(slack) as two:
        for socket in (item, two, item):
            person = Acting(lambda: slack.actor(ADA).command("/probe", "hi"))
            envelope = socket.next()
            assert envelope["type"] == "slash_commands"
            assert envelope["accepts_response_payload"] is True
            assert envelope["payload"]["text"] == "hi"
            socket.ack(envelope)
            assert person.came.acked


async def hung_up(_message: object) -> None:
    """Send to a bot that is gone."""
    raise ConnectionResetError


def test_an_event_on_a_line_that_was_hung_up_waits_for_the_next_one(slack: LocalSlack) -> None:
    sockets, dead = slack.core.dispatcher.sockets, Connection(hung_up)
    sockets.connections.append(dead)
    assert not Acting(lambda: slack.actor(ADA).say("hello")).came.acked
    assert dead not in sockets.connections
    with line(slack) as bot:
        event = bot.next()
        assert event["payload"]["event"]["text"] == "hello"
        bot.ack(event)
        slack.settle()
    assert sum("acked_after_ms" in entry for entry in slack.core.journal.entries) == 2


def test_events_take_no_payload_and_shortcuts_neither(slack: LocalSlack) -> None:
    with line(slack) as bot:
        person = Acting(lambda: slack.actor(ADA).say("hello"))
        event = bot.next()
        assert (event["type"], event["accepts_response_payload"], event["retry_attempt"]) == ("events_api", False, 0)
        assert event["payload"]["event"]["channel_type"] == "im"
        assert event["payload"]["authorizations"][0]["user_id"] == slack.bot_user_id
        bot.ack(event)
        assert person.came.acked
        person = Acting(lambda: slack.actor(ADA).shortcut("note"))
        envelope = bot.next()
        assert envelope["accepts_response_payload"] is False
        assert envelope["payload"]["callback_id"] == "note"
        assert not {"channel", "response_url"} & set(envelope["payload"])
        bot.ack(envelope)
        assert person.came.acked


def test_a_command_without_a_bot_fails_at_once(slack: LocalSlack) -> None:
    interaction = slack.actor(ADA).command("/probe")
    assert not interaction.acked
    assert interaction.trouble == '/probe failed with the error "dispatch_failed"'
    assert slack.problems() == ["slash_commands (/probe) was not acknowledged: connection_failed"]
    (entry,) = slack.journal.entries
    assert (entry["kind"], entry["acked_after_ms"], entry["ack"]) == ("delivery", None, None)


def test_a_bot_that_answers_nothing_is_given_three_seconds_of_the_emulated_clock(still: LocalSlack) -> None:
    with line(still) as bot:
        person = Acting(lambda: still.actor(ADA).command("/probe"))
        envelope = bot.next()
        still.clock.advance(timedelta(seconds=4))
        assert person.came.trouble == "/probe failed because the app did not respond."
        assert person.came.opened is person.came.reply is None
        bot.ack(envelope)
        assert still.wait_until(lambda: any("too late, after 4.0 s" in problem for problem in still.core.problems))
    (entry,) = [entry for entry in still.journal.entries if entry["kind"] == "delivery"]
    assert entry["acked_after_ms"] >= 4000


def test_three_real_seconds_are_enough_too(still: LocalSlack) -> None:
    with line(still):
        assert not still.actor(ADA).command("/probe").acked


def test_an_unacknowledged_event_comes_again_at_once_then_after_one_and_five_minutes(still: LocalSlack) -> None:
    with line(still) as bot:
        person = Acting(lambda: still.actor(ADA).say("hello"))
        first = bot.next()
        still.clock.advance(timedelta(seconds=4))
        assert not person.came.acked
        ids = [first["payload"]["event_id"]]
        for attempt, pause in ((1, 0), (2, 60), (3, 300)):
            still.clock.advance(timedelta(seconds=pause))
            again = bot.next()
            assert (again["retry_attempt"], again["retry_reason"]) == (attempt, "timeout")
            ids.append(again["payload"]["event_id"])
            still.clock.advance(timedelta(seconds=4))
        assert len(set(ids)) == 1
        assert still.wait_until(lambda: any("given up after 3 retries" in problem for problem in still.core.problems))


def test_an_acknowledged_event_does_not_come_again(still: LocalSlack) -> None:
    with line(still) as bot:
        person = Acting(lambda: still.actor(ADA).say("hello"))
        bot.ack(bot.next())
        assert person.came.acked
        still.clock.advance(timedelta(hours=1))
        with pytest.raises(TimeoutError):
            bot.next(timeout_s=0.1)
    assert still.problems() == []


def test_events_wait_for_a_bot_that_is_away(slack: LocalSlack) -> None:
    assert not slack.actor(ADA).say("one").acked
    assert not slack.actor(ADA).say("two").acked
    with line(slack) as bot:
        texts = []
        for _ in range(2):
            envelope = bot.next()
            texts.append(envelope["payload"]["event"]["text"])
            bot.ack(envelope)
    assert texts == ["one", "two"]


def test_a_bot_that_dies_with_an_event_in_hand_finds_it_again(slack: LocalSlack) -> None:
    with line(slack) as bot:
        person = Acting(lambda: slack.actor(ADA).say("precious"))
        lost = bot.next()
        bot.socket.socket.close()
        assert not person.came.acked
    with line(slack) as bot:
        again = bot.next()
        assert again["payload"]["event_id"] == lost["payload"]["event_id"]
        assert again["retry_attempt"] == 1
        bot.ack(again)
        assert slack.settle()


def test_a_bot_that_dies_with_a_command_in_hand_does_not_get_it_again(slack: LocalSlack) -> None:
    with line(slack) as bot:
        person = Acting(lambda: slack.actor(ADA).command("/probe"))
        bot.next()
        bot.socket.socket.close()
        assert person.came.trouble == '/probe failed with the error "dispatch_failed"'
    with line(slack) as bot, pytest.raises(TimeoutError):
        bot.next(timeout_s=0.1)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_after_a_refresh_everything_goes_to_the_new_connection(slack: LocalSlack, reason: str) -> None:
    with line(slack) as old:
        assert slack.disconnect(reason) == 1
        assert (asked := old.next())["type"] == "disconnect"
        assert asked["reason"] == reason
        person = Acting(lambda: slack.actor(ADA).command("/probe"))
        with line(slack) as new:
            new.ack(new.next())
            assert person.came.acked
        with pytest.raises(TimeoutError):
            old.next(timeout_s=0.1)


def test_an_acknowledgement_may_come_over_the_new_connection(slack: LocalSlack) -> None:
    with line(slack) as old:
        person = Acting(lambda: slack.actor(ADA).command("/probe"))
        envelope = old.next()
        slack.disconnect()
        with line(slack) as new:
            new.ack(envelope, {"text": "here"})
            assert (reply := person.came.reply) is not None
            assert reply["text"] == "here"


def test_a_disabled_link_is_ended_and_not_opened_again(slack: LocalSlack) -> None:
    with line(slack) as bot:
        slack.disconnect("link_disabled")
        assert bot.next()["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            bot.next()
    app = client(slack, slack.app_token)
    assert refusal(app.apps_connections_open, app_token=slack.app_token)["error"] == "forbidden_team"
    slack.reset()
    assert app.apps_connections_open(app_token=slack.app_token)["ok"]


def test_too_many_websockets_ends_the_connection(slack: LocalSlack) -> None:
    with line(slack) as bot:
        slack.disconnect("too_many_websockets")
        assert bot.next()["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            bot.next()


def test_connections_can_be_cut(slack: LocalSlack) -> None:
    with line(slack) as bot:
        slack.cut_connections()
        with pytest.raises(ConnectionClosed):
            bot.next()
        assert slack.wait_until(lambda: slack.connections == 0)


@pytest.mark.parametrize("text", ["nonsense", "{}", "[1]", '{"envelope_id": "unknown"}'])
def test_what_is_no_acknowledgement_is_told_as_a_problem(slack: LocalSlack, text: str) -> None:
    with line(slack) as bot:
        bot.socket.send(text)
        assert slack.wait_until(lambda: len(slack.core.problems) == 1)


def test_pings_are_answered(slack: LocalSlack) -> None:
    with line(slack) as bot:
        assert bot.socket.ping().wait(5)


def test_without_socket_mode_in_the_manifest_there_are_no_connections(tmp_path: Path) -> None:
    with local_slack(tmp_path, socket_mode=False) as slack:
        app = client(slack, slack.app_token)
        assert refusal(app.apps_connections_open, app_token=slack.app_token)["error"] == "forbidden_team"
