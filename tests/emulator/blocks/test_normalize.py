"""What Slack adds to blocks before it hands them back (SLACK_RULES 1.8)."""

from itertools import count

import pytest

from bot.emulator.blocks.normalize import escape_text, normalize_blocks
from tests.emulator.blocks.payloads import Payload, actions, asks, button, marked, option, plain, section, table


def _kept(*blocks: Payload) -> list[Payload]:
    ids = count(1)
    return normalize_blocks(blocks, lambda: f"id{next(ids)}")


def test_ids_left_out_are_made_up_in_the_order_of_the_payload() -> None:
    assert _kept(actions(button(), button(action_id="mine")), section(block_id="own", accessory=button())) == [
        {
            "type": "actions",
            "block_id": "id1",
            "elements": [
                {"type": "button", "text": {**plain("ok"), "emoji": True}, "action_id": "id2"},
                {"type": "button", "text": {**plain("ok"), "emoji": True}, "action_id": "mine"},
            ],
        },
        {
            "type": "section",
            "block_id": "own",
            "text": {**marked(), "verbatim": False},
            "accessory": {"type": "button", "text": {**plain("ok"), "emoji": True}, "action_id": "id3"},
        },
    ]


def test_blocks_within_a_container_get_ids_too() -> None:
    [container] = _kept({"type": "container", "title": plain(), "child_blocks": [asks({"type": "plain_text_input"})]})
    [child] = container["child_blocks"]
    assert (container["block_id"], child["block_id"], child["element"]["action_id"]) == ("id1", "id2", "id3")


def test_an_image_beside_a_text_gets_no_action() -> None:
    image = {"type": "image", "image_url": "https://x.y", "alt_text": "a"}
    assert _kept(section(accessory=image))[0]["accessory"] == image


def test_texts_keep_what_they_say_about_emoji_and_verbatim() -> None:
    [kept] = _kept({"type": "context", "elements": [{**plain(), "emoji": False}, {**marked(), "verbatim": True}]})
    assert kept["elements"] == [{**plain(), "emoji": False}, {**marked(), "verbatim": True}]


def test_the_texts_of_options_and_dialogs_are_completed() -> None:
    confirm = {name: plain() for name in ("title", "text", "confirm", "deny")}
    [kept] = _kept(actions({"type": "overflow", "options": [option("a")], "confirm": confirm}))
    [overflow] = kept["elements"]
    assert overflow["options"] == [{"text": {**plain("a"), "emoji": True}, "value": "a"}]
    assert all(text["emoji"] for text in overflow["confirm"].values())


def test_the_id_of_a_markdown_block_is_not_kept() -> None:
    assert _kept({"type": "markdown", "text": "x", "block_id": "mine"})[0]["block_id"] == "id1"


def test_what_was_given_stays_as_it_was() -> None:
    given = [actions(button()), table()]
    _kept(*given)
    assert given == [actions(button()), table()]


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ("R&D <3 > 2", "R&amp;D &lt;3 &gt; 2"),
        ("&amp; stays", "&amp; stays"),
        ("<@U0ADA0001> & <https://x.y?a=1&b=2|label>", "<@U0ADA0001> &amp; <https://x.y?a=1&b=2|label>"),
        ("<!here> <#C0GROWTH1>", "<!here> <#C0GROWTH1>"),
    ],
)
def test_the_text_of_a_message_comes_back_escaped_but_for_its_markup(sent: str, returned: str) -> None:
    assert escape_text(sent) == returned
    assert escape_text(returned) == returned
