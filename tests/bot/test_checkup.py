"""The check-up names what is missing and what it costs."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import slack_client
from bot.checkup import check_up
from bot.emulator.server import LocalSlack
from domain.ledger.deliveries import NewDelivery
from storage.store import Store, open_store
from tests.bot.workspace import MANIFEST, settings_for, workspace
from tests.people import GROWTH, NOW, settle


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with workspace() as local:
        yield local


def told(slack: LocalSlack, store: Store, **more: Any) -> list[str]:
    """Return what is not as it shall be."""
    settings = settings_for(slack, **more)
    return [finding.sentence for finding in check_up(settings, store, slack_client(settings)) if not finding.ok]


def test_a_company_that_is_set_up_has_no_problem(slack: LocalSlack, store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        tx.subscriptions.add(team=GROWTH.key, to="C0GROWTH1", weekday=0, hour=9, timezone="UTC")
    assert told(slack, store) == []
    assert told(slack, store, SLACK_APP_TOKEN=None) == []


def test_an_empty_database_is_all_there_is_to_say(slack: LocalSlack, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/empty.db")
    assert told(slack, store) == ["The database is empty. Run python -m bot migrate, then import."]
    store.close()


def test_a_company_without_teams_or_coordinator_is_told_so(slack: LocalSlack, sqlite_store: Store) -> None:
    assert told(slack, sqlite_store) == [
        "Teams: 0. People: 0.",
        "Nobody is a coordinator. Set COORDINATORS, or a role in people.csv.",
    ]
    assert told(slack, sqlite_store, COORDINATORS=frozenset({"U0ADA0001"})) == ["Teams: 0. People: 0."]


def test_tokens_that_slack_does_not_take_are_named(slack: LocalSlack, sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
    assert told(slack, sqlite_store, SLACK_BOT_TOKEN="xoxb-wrong") == [
        "Slack does not take SLACK_BOT_TOKEN: invalid_auth. Copy it again."
    ]
    assert told(slack, sqlite_store, SLACK_APP_TOKEN="xapp-wrong") == [
        "Slack does not take SLACK_APP_TOKEN: invalid_auth. It needs connections:write."
    ]
    (unreachable,) = told(slack, sqlite_store, SLACK_API_URL="http://127.0.0.1:9/api/")
    assert unreachable.startswith("Slack does not answer at http://127.0.0.1:9/api/: ")


def test_a_missing_scope_is_named_with_what_it_costs(sqlite_store: Store, tmp_path: Path) -> None:
    declared = yaml.safe_load(MANIFEST.read_text())
    declared["oauth_config"]["scopes"]["bot"].remove("files:write")
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(declared))
    with sqlite_store.transaction() as tx:
        settle(tx)
    with workspace(manifest=tmp_path / "manifest.yml") as slack:
        assert told(slack, sqlite_store) == [
            (
                "The scope files:write is missing: the summary comes without its CSV file. "
                "Reinstall the app from manifest.yml."
            )
        ]


def test_a_channel_that_the_bot_cannot_post_in_is_named(slack: LocalSlack, sqlite_store: Store) -> None:
    slack.add_channel(id="C0NOBOT01", name="elsewhere", members=[], bot_is_member=False)
    slack.add_channel(id="C0OLD0001", name="old", members=[], archived=True)
    with sqlite_store.transaction() as tx:
        settle(tx)
        for channel in ("C0NOBOT01", "C0OLD0001", "C0GONE001", "U0ADA0001"):
            tx.subscriptions.add(team=GROWTH.key, to=channel, weekday=0, hour=9, timezone="UTC")
    assert told(slack, sqlite_store) == [
        "The digest of Growth: C0NOBOT01 is #elsewhere, and the bot is not in it. Invite it.",
        "The digest of Growth: C0OLD0001 is archived. Give the team another channel.",
        (
            "The digest of Growth: C0GONE001 is not there for the bot: it is gone, or private without the bot in it. "
            "Invite the bot."
        ),
    ]


def test_messages_that_were_given_up_and_a_pause_are_named(slack: LocalSlack, sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
        delivery = NewDelivery(key="digest:1:2026-W47", kind="digest", to="C0GONE001", payload={"text": "Hello"})
        tx.outbox.add(delivery, now=NOW)
        claimed = tx.outbox.claim_next(now=NOW, owner="test", lease=timedelta(minutes=1))
        assert claimed is not None
        assert tx.outbox.dead(claimed, now=NOW, error="channel_not_found")
        tx.outbox.pause_workspace("token_revoked")
    assert told(slack, sqlite_store) == [
        "Messages waiting: 0. Given up: 1.",
        "Given up: digest:1:2026-W47 to C0GONE001: channel_not_found.",
        "Delivery is paused, since Slack refused the bot's token: token_revoked.",
    ]
