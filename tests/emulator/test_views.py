"""Opening, laying, updating and publishing views (SLACK_RULES 3.1 and 3.5)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.emulator.people.outcome import Outcome
from bot.emulator.server import LocalSlack
from tests.emulator.workspaces import ADA, GRACE, client, local_slack, modal, refusal, text_input


def trigger(slack: LocalSlack, *, from_modal: str | None = None) -> str:
    return slack.core.triggers.mint(ADA, modal_id=from_modal, outcome=Outcome())


def test_a_trigger_opens_one_modal(slack: LocalSlack, web: WebClient) -> None:
    once = trigger(slack)
    view = web.views_open(trigger_id=once, view=modal())["view"]
    assert view["id"].startswith("V")
    assert view["root_view_id"] == view["id"]
    assert view["state"]["values"] == {"value": {"answer": {"type": "plain_text_input", "value": None}}}
    assert slack.actor(ADA).modal == view
    assert slack.actor(GRACE).modal is None
    assert refusal(web.views_open, trigger_id=once, view=modal())["error"] == "exchanged_trigger_id"


def test_a_trigger_ends_after_three_seconds_of_the_emulated_clock(still: LocalSlack) -> None:
    web = client(still)
    first, second = trigger(still), trigger(still)
    still.clock.advance(timedelta(seconds=3))
    assert web.views_open(trigger_id=first, view=modal())["ok"]
    still.clock.advance(timedelta(milliseconds=1))
    assert refusal(web.views_open, trigger_id=second, view=modal())["error"] == "expired_trigger_id"
    assert refusal(web.views_open, trigger_id="1.2.x", view=modal())["error"] == "invalid_trigger_id"


def test_a_refused_view_leaves_the_trigger_unused(slack: LocalSlack, web: WebClient) -> None:
    once = trigger(slack)
    answer = refusal(web.views_open, trigger_id=once, view=modal(title="x" * 25))
    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in answer["response_metadata"]["messages"][0]
    assert web.views_open(trigger_id=once, view=modal())["ok"]


def test_a_stack_is_three_deep(slack: LocalSlack, web: WebClient) -> None:
    root = web.views_open(trigger_id=trigger(slack), view=modal())["view"]["id"]
    second = web.views_push(trigger_id=trigger(slack, from_modal=root), view=modal())["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root, root)
    third = web.views_push(trigger_id=trigger(slack, from_modal=second["id"]), view=modal())["view"]
    fourth = trigger(slack, from_modal=third["id"])
    assert refusal(web.views_push, trigger_id=fourth, view=modal())["error"] == "push_limit_reached"
    assert [view["id"] for view in slack.actor(ADA).modals] == [root, second["id"], third["id"]]


def test_a_view_is_laid_only_on_a_modal(slack: LocalSlack, web: WebClient) -> None:
    assert refusal(web.views_push, trigger_id=trigger(slack), view=modal())["error"] == "not_found"


def test_an_update_keeps_what_was_entered_where_ids_stay(slack: LocalSlack, web: WebClient) -> None:
    view = web.views_open(trigger_id=trigger(slack), view=modal(text_input("a"), text_input("b")))["view"]
    ada = slack.actor(ADA)
    ada.fill("a", "kept")
    ada.fill("b", "lost")
    new = modal(text_input("a", initial_value="ignored"), text_input("c", initial_value="fresh"))
    updated = web.views_update(view_id=view["id"], hash=view["hash"], view=new)["view"]
    values = updated["state"]["values"]
    assert {block: actions["answer"]["value"] for block, actions in values.items()} == {"a": "kept", "c": "fresh"}
    assert updated["id"] == view["id"]
    assert updated["hash"] != view["hash"]


def test_an_update_of_what_is_old_or_gone_is_refused(slack: LocalSlack, web: WebClient) -> None:
    view = web.views_open(trigger_id=trigger(slack), view=modal())["view"]
    web.views_update(view_id=view["id"], view=modal())
    old = refusal(web.views_update, view_id=view["id"], hash=view["hash"], view=modal())
    assert old["error"] == "hash_conflict"
    slack.actor(ADA).close()
    assert refusal(web.views_update, view_id=view["id"], view=modal())["error"] == "not_found"


@pytest.mark.parametrize("which", [{}, {"view_id": "V1", "external_id": "x"}])
def test_an_update_names_one_view(web: WebClient, which: dict[str, Any]) -> None:
    answer = refusal(lambda: web.api_call("views.update", json={"view": modal(), **which}))
    assert answer["error"] == "invalid_arguments"


def test_an_external_id_is_unique_while_its_view_is_open(slack: LocalSlack, web: WebClient) -> None:
    web.views_open(trigger_id=trigger(slack), view=modal(external_id="one"))
    again = trigger(slack)
    assert refusal(web.views_open, trigger_id=again, view=modal(external_id="one"))["error"] == "duplicate_external_id"
    assert web.views_update(external_id="one", view=modal(external_id="one", title="New"))["ok"]
    slack.actor(ADA).close()
    assert web.views_open(trigger_id=again, view=modal(external_id="one"))["ok"]


def test_a_home_is_published_for_a_person(slack: LocalSlack, web: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = web.views_publish(user_id=ADA, view=home)["view"]
    second = web.views_publish(user_id=ADA, view=home, hash=first["hash"])["view"]
    assert first["id"] == second["id"]
    assert slack.actor(ADA).home == second
    assert slack.actor(GRACE).home is None
    assert refusal(web.views_publish, user_id=ADA, view=home, hash=first["hash"])["error"] == "hash_conflict"
    assert refusal(web.views_publish, user_id="U0NOBODY1", view=home)["error"] == "invalid_arguments"
    assert refusal(web.views_publish, user_id=ADA, view=modal())["error"] == "invalid_arguments"


def test_there_is_no_home_without_the_tab(tmp_path: Path) -> None:
    with local_slack(tmp_path, home_tab=False) as slack:
        answer = refusal(
            client(slack).views_publish, user_id=ADA, view={"type": "home", "blocks": [{"type": "divider"}]}
        )
        with pytest.raises(LookupError, match="no Home tab"):
            slack.actor(ADA).open_home()
    assert answer["error"] == "not_enabled"
