"""What a coordinator reads about a delivery that is given up, and how often."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery.notices import notices
from bot.delivery.outcomes import Kind, Outcome
from domain.ledger.deliveries import Delivery, DeliveryState, Method, NewDelivery
from domain.values.ids import PersonId

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ADA, OWEN = PersonId("U0ADA0001"), PersonId("U0OWEN002")
GONE = Outcome(kind=Kind.BAD_DESTINATION, error="is_archived")
TOO_LONG = Outcome(kind=Kind.BAD_MESSAGE, error="msg_too_long")


def given_up(**changes: Any) -> Delivery:
    """Return a digest to a channel, with changes."""
    fields: dict[str, Any] = {
        "number": 1, "key": "digest:1", "kind": "digest", "to": "C0GROWTH1", "method": Method.POST, "payload": {},
        "state": DeliveryState.SENDING, "run_at": NOW, "created_at": NOW, "budget": timedelta(hours=36),
    }  # fmt: skip
    return Delivery(**(fields | changes))


def told(delivery: Delivery, outcome: Outcome = GONE, *, last_ts: str | None = None) -> list[NewDelivery]:
    return notices(delivery, outcome, coordinators=(ADA, OWEN), last_ts=last_ts, now=NOW)


def text_of(delivery: Delivery, error: str = "is_archived") -> str:
    return str(told(delivery, Outcome(kind=Kind.BAD_DESTINATION, error=error))[0].payload["text"])


def test_a_notice_says_what_was_for_whom_why_and_that_it_is_over() -> None:
    text = (
        "I could not deliver a digest to <#C0GROWTH1>: the channel is archived. Unarchive it, or give the team another "
        "channel. It is not tried again. (digest:1)"
    )
    payload = {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}
    key = "undelivered:C0GROWTH1:is_archived:never"
    assert told(given_up()) == [
        NewDelivery(key=f"{key}:{person}", kind="notice", to=person, payload=payload, budget=timedelta(days=14))
        for person in (ADA, OWEN)
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "digest"}, "a digest to <#C0GROWTH1>"),
        ({"kind": "alert"}, "an alert to <#C0GROWTH1>"),
        ({"kind": "import"}, "an import to <#C0GROWTH1>"),
        ({"method": Method.UPLOAD}, "a file to <#C0GROWTH1>"),
        ({"to": "U0MIA0003"}, "a digest to <@U0MIA0003>"),
        ({"to": "W0MIA0003"}, "a digest to <@W0MIA0003>"),
        ({"to": "G0GROUP01"}, "a digest to <#G0GROUP01>"),
    ],
)
def test_a_notice_names_the_thing_and_the_address(changes: dict[str, Any], said: str) -> None:
    assert text_of(given_up(**changes)).startswith(f"I could not deliver {said}: ")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("not_in_channel", "I am not in the channel. Invite me there with /invite"),
        (
            "channel_not_found",
            "I cannot see it: it is gone, or it is private and I am not in it. Invite me, or change it",
        ),
        ("user_disabled", "the account is deactivated. Give what they own to somebody else"),
        ("user_not_found", "there is no such person in this workspace. Give what they own to somebody else"),
        ("messages_tab_disabled", "the app’s Messages tab is switched off. Switch it on in the app’s settings"),
        ("missing_scope: files:write", "the app lacks a permission. Install it again from its manifest"),
        ("invalid_blocks: [ERROR] no", "Slack refused its form. This is a fault in Tiller; please report it"),
        ("msg_too_long", "Slack finds it too long. This is a fault in Tiller; please report it"),
        ("restricted_action", "posting there is restricted. Let the app post there, or change the channel"),
        ("restricted_action_thread", "posting there is restricted. Let the app post there, or change the channel"),
        ("odd: a < b > c & d", "Slack said ‘odd: a &lt; b &gt; c &amp; d’"),
    ],
)
def test_a_notice_gives_the_reason_and_the_way_out(error: str, why: str) -> None:
    assert text_of(given_up(), error).endswith(f": {why}. It is not tried again. (digest:1)")


def test_what_others_wrote_cannot_ring_anybody_from_a_notice() -> None:
    text = text_of(given_up(kind="<!here>&", key="<!channel>&:1"))
    assert "a &lt;!here&gt;&amp; to" in text
    assert text.endswith("(&lt;!channel&gt;&amp;:1)")


@pytest.mark.parametrize(
    ("outcome", "last_ts", "key"),
    [
        (GONE, None, "undelivered:C0GROWTH1:is_archived:never"),
        (GONE, "17.5", "undelivered:C0GROWTH1:is_archived:17.5"),
        (TOO_LONG, "17.5", "undelivered:digest:msg_too_long:2026-11-16"),
        (Outcome(kind=Kind.BAD_MESSAGE, error="no_text: x"), None, "undelivered:digest:no_text:2026-11-16"),
    ],
)
def test_an_address_is_told_of_once_until_it_comes_back_and_a_kind_of_message_once_a_day(
    outcome: Outcome, last_ts: str | None, key: str
) -> None:
    assert [notice.key for notice in told(given_up(), outcome, last_ts=last_ts)] == [f"{key}:{ADA}", f"{key}:{OWEN}"]


@pytest.mark.parametrize(
    ("changes", "outcome", "people"),
    [
        ({}, GONE, [ADA, OWEN]),
        ({"to": ADA}, GONE, [OWEN]),
        ({"kind": "notice"}, GONE, []),
        ({"method": Method.UPDATE}, TOO_LONG, []),
        ({"method": Method.UPDATE}, GONE, [ADA, OWEN]),
        ({}, TOO_LONG, [ADA, OWEN]),
    ],
)
def test_who_is_told_of_what_was_given_up(changes: dict[str, Any], outcome: Outcome, people: list[str]) -> None:
    assert [notice.to for notice in told(given_up(**changes), outcome)] == people
