"""Which events reach the bot, and what is in them."""

from pathlib import Path
from typing import Any

import pytest

from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, GROWTH, Acting, client, line, local_slack


def test_an_event_is_sent_only_if_the_manifest_asks_for_it(tmp_path: Path) -> None:
    with local_slack(tmp_path, events=["app_home_opened"]) as slack, line(slack) as bot:
        slack.actor(ADA).say("not heard")
        Acting(lambda: slack.actor(ADA).open_home())
        assert bot.next()["payload"]["event"]["type"] == "app_home_opened"


def test_an_event_is_not_sent_without_its_scope(tmp_path: Path) -> None:
    with local_slack(tmp_path, scopes=["chat:write"]) as slack, line(slack) as bot:
        slack.actor(ADA).say("not heard")
        with pytest.raises(TimeoutError):
            bot.next(timeout_s=0.1)


def _event(bot: Any) -> dict[str, Any]:
    envelope = bot.next()
    bot.ack(envelope)
    event = envelope["payload"]["event"]
    assert isinstance(event, dict)
    return event


def test_a_mention_in_a_channel_is_two_events(slack: LocalSlack) -> None:
    with line(slack) as bot:
        person = Acting(lambda: slack.actor(ADA).say("hey @Probe & co", channel=GROWTH))
        message, mention = _event(bot), _event(bot)
        assert person.came.acked
    assert (message["type"], message["channel_type"], mention["type"]) == ("message", "channel", "app_mention")
    assert mention["text"] == f"hey <@{slack.bot_user_id}> &amp; co"


def test_changes_and_deletions_are_heard(slack: LocalSlack) -> None:
    web = client(slack)
    with line(slack) as bot:
        posted = web.chat_postMessage(channel=ADA, text="one")
        assert _event(bot)["bot_id"]
        web.chat_update(channel=posted["channel"], ts=posted["ts"], text="two")
        changed = _event(bot)
        web.chat_delete(channel=posted["channel"], ts=posted["ts"])
        deleted = _event(bot)
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "two")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", posted["ts"])


def test_a_change_of_a_person_is_heard(slack: LocalSlack) -> None:
    with line(slack) as bot:
        slack.add_person(id=ADA, name="Ada", tz="Asia/Tokyo")
        changed = _event(bot)
        slack.add_person(id="U0LIN0001", name="Lin")
        joined = _event(bot)
    assert (changed["type"], changed["user"]["tz"]) == ("user_change", "Asia/Tokyo")
    assert joined["type"] == "team_join"


def test_an_event_can_be_made_to_come_twice(slack: LocalSlack) -> None:
    slack.faults.add(method="message.im", kind="duplicate")
    with line(slack) as bot:
        person = Acting(lambda: slack.actor(ADA).say("hello"))
        entry, two = bot.next(), bot.next()
        bot.ack(entry)
        bot.ack(two)
        assert person.came.acked
    assert entry["payload"] == two["payload"]
    assert (entry["retry_attempt"], two["retry_attempt"]) == (0, 1)
