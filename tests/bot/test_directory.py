"""Names, zones, locales and deactivations, as Slack has them."""

import dataclasses
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.directory import refresh_people
from bot.emulator.server import LocalSlack
from handlers.usecases.company.people import apply_slack_account
from storage.store import Store
from tests.bot.workspace import MANIFEST, workspace
from tests.people import MEMBER, OWNER, settle


def client_of(slack: LocalSlack) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def test_people_take_over_what_slack_says_and_a_second_time_changes_nothing(store: Store) -> None:
    with store.transaction() as tx:
        settle(tx)
        tx.people.save(dataclasses.replace(MEMBER, name="U0MIA0003", timezone=None))
    with workspace() as slack:
        slack.add_person(id="U0NEW0009", name="Nobody of ours", tz="Asia/Tokyo")
        assert refresh_people(store, client_of(slack)) >= 1
        assert refresh_people(store, client_of(slack)) == 0
    with store.reading() as tx:
        mia = tx.people.get(MEMBER.id)
        assert [person.id for person in tx.people.all() if person.id == "U0NEW0009"] == []
    assert mia is not None
    assert (mia.name, mia.timezone, mia.team) == ("Mia", "Europe/London", MEMBER.team)


def test_a_deactivated_account_is_no_longer_active(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
    with workspace() as slack:
        slack.add_person(id="U0SAM0004", name="Sam", tz="America/New_York", deleted=True)
        refresh_people(sqlite_store, client_of(slack))
    with sqlite_store.reading() as tx:
        sam = tx.people.get(OWNER.id), [person for person in tx.people.all() if person.id == "U0SAM0004"]
    assert sam[0] is not None
    assert sam[0].active
    assert [person.active for person in sam[1]] == [False]


def test_more_people_than_fit_on_a_page_are_all_read(sqlite_store: Store) -> None:
    with sqlite_store.transaction() as tx:
        settle(tx)
        tx.people.save(dataclasses.replace(MEMBER, timezone=None))
    with workspace() as slack:
        for number in range(250):
            slack.add_person(id=f"U0{number:07d}", name=f"Person {number}", tz="UTC")
        refresh_people(sqlite_store, client_of(slack))
        calls = [entry for entry in slack.journal.entries if entry.get("method") == "users.list"]
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ({"profile": {"display_name": "Mia C", "real_name": "Mia Chen"}}, "Mia C"),
        ({"profile": {"display_name": "", "real_name": "Mia Chen"}}, "Mia Chen"),
        ({"real_name": "Mia Chen", "name": "mia"}, "Mia Chen"),
        ({"name": "mia"}, "mia"),
        ({}, "Mia"),
    ],
)
def test_the_name_is_the_one_that_people_see(member: dict[str, object], expected: str) -> None:
    assert apply_slack_account(MEMBER, member).name == expected


def test_what_slack_does_not_say_stays_and_a_bot_is_not_active() -> None:
    assert apply_slack_account(MEMBER, {"name": "Mia"}) == MEMBER
    assert not apply_slack_account(MEMBER, {"is_bot": True}).active
    assert apply_slack_account(MEMBER, {"tz": "Asia/Tokyo", "locale": "ja-JP"}).locale == "ja-JP"


def test_without_the_scope_everything_stays_and_the_log_says_why(sqlite_store: Store, tmp_path: Path) -> None:
    declared = yaml.safe_load(MANIFEST.read_text())
    declared["oauth_config"]["scopes"]["bot"].remove("users:read")
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(declared))
    with workspace(manifest=tmp_path / "manifest.yml") as slack, capture_logs() as logs:
        assert refresh_people(sqlite_store, client_of(slack)) == 0
    assert [(entry["event"], entry["error"]) for entry in logs] == [("people were not refreshed", "missing_scope")]


def test_a_slack_that_is_not_there_changes_nothing(sqlite_store: Store) -> None:
    nobody = WebClient("xoxb-1", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    with capture_logs() as logs:
        assert refresh_people(sqlite_store, nobody) == 0
    assert [entry["event"] for entry in logs] == ["people were not refreshed"]
