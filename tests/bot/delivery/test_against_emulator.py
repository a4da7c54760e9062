"""Delivery against a Slack that judges like Slack: scopes, blocks, limits, membership."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient

from bot.delivery.worker import Deliverer
from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from domain.ledger.deliveries import DeliveryState, Method, NewDelivery
from storage.store import Store
from tests.bot.delivery.bench import INSTANCE
from tests.people import COORDINATOR, MEMBER, NOW, PEOPLE, settle

MANIFEST = Path(__file__).parents[3] / "manifest.yml"
CHANNEL = "C0GROWTH1"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Churn* 4.8 %  ▁▃▅▇"}}
CHART = {
    "type": "data_visualization",
    "title": "Churn",
    "chart": {
        "type": "line",
        "series": [{"name": "Churn", "data": [{"label": "W46", "value": 4.5}, {"label": "W47", "value": 4.8}]}],
        "axis_config": {"categories": ["W46", "W47"]},
    },
}


class EmulatedClock:
    """The emulator's clock as the worker's."""

    def __init__(self, clock: EmulatorClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def monotonic(self) -> float:
        return self._clock.timestamp()


class Company:
    """A store, an emulated Slack and a worker between them."""

    def __init__(self, store: Store, slack: LocalSlack) -> None:
        self.store = store
        self.slack = slack
        self.worker = self.restarted()

    def restarted(self) -> Deliverer:
        clock = EmulatedClock(self.slack.clock)
        client = WebClient(token=self.slack.bot_token, base_url=self.slack.api_url)
        owner = f"life at {clock.now()}"
        return Deliverer(store=self.store, client=client, clock=clock, owner=owner, instance_id=INSTANCE)

    def add(self, key: str, to: str = CHANNEL, **fields: object) -> str:
        payload = fields.pop("payload", {"text": f"text of {key}", "blocks": [SECTION]})
        new = NewDelivery(key=key, kind="digest", to=to, payload=payload, **fields)  # type: ignore[arg-type]
        with self.store.transaction() as tx:
            assert tx.outbox.add(new, now=self.slack.clock.now())
        return key

    def run(self) -> None:
        for _ in range(500):
            self.worker.deliver_due()
            due = self.worker.next_due()
            if due is None:
                return
            self.slack.clock.move_to(max(due, self.slack.clock.now()))
        raise AssertionError("It goes on for ever.")

    def state(self, key: str) -> DeliveryState | None:
        with self.store.reading() as tx:
            found = tx.outbox.get(key)
        return None if found is None else found.state

    def keys(self, channel: str = CHANNEL) -> list[str]:
        marked = [message for message in self.slack.messages(channel) if "metadata" in message]
        return [message["metadata"]["event_payload"]["key"] for message in marked]


def manifest_with(folder: Path, *scopes: str) -> Path:
    """Return our manifest with further scopes."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    asked = manifest["oauth_config"]["scopes"]["bot"]
    manifest["oauth_config"]["scopes"]["bot"] = sorted({*asked, *scopes})
    path = folder / "manifest.yml"
    path.write_text(yaml.safe_dump(manifest), encoding="utf-8")
    return path


def opened(store: Store, manifest: Path) -> Iterator[Company]:
    with store.transaction() as tx:
        settle(tx)
    people = [{"id": person.id, "name": person.name} for person in PEOPLE]
    clock = EmulatorClock(NOW, frozen=True)
    with LocalSlack(manifest=manifest, clock=clock, people=people) as slack:
        slack.add_channel(id=CHANNEL, name="growth", members=[person.id for person in PEOPLE])
        slack.add_channel(id="C0ARCHIVE", name="old", archived=True)
        yield Company(store, slack)


@pytest.fixture
def company(sqlite_store: Store, tmp_path: Path) -> Iterator[Company]:
    """A company where the bot may read its channels back."""
    yield from opened(sqlite_store, manifest_with(tmp_path, "channels:history"))


@pytest.fixture
def closed_company(sqlite_store: Store, tmp_path: Path) -> Iterator[Company]:
    """A company where the bot may read its DMs back, but no channel."""
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    manifest["oauth_config"]["scopes"]["bot"] = [scope for scope in scopes if scope != "channels:history"]
    path = tmp_path / "closed.yml"
    path.write_text(yaml.safe_dump(manifest), encoding="utf-8")
    yield from opened(sqlite_store, path)


def test_everything_that_is_sent_is_taken_as_slack_takes_it(company: Company) -> None:
    company.add("digest:1", payload={"text": "Churn 4.8 %, up from 4.5 %", "blocks": [SECTION, CHART]})
    company.add("digest:1:details", follows="digest:1", in_thread=True)
    company.add("digest:1:again", method=Method.UPDATE, follows="digest:1")
    file = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\nKR-1,0.7\n"}
    company.add("digest:1:csv", method=Method.UPLOAD, follows="digest:1", in_thread=True, payload=file)
    company.add("prompt:mia", to=MEMBER.id)
    company.run()
    assert company.slack.problems() == []
    first, reply, shared = company.slack.messages(CHANNEL)
    assert (first["text"], "edited" in first) == ("text of digest:1:again", True)
    assert reply["thread_ts"] == shared["thread_ts"] == first["ts"]
    assert shared["files"][0]["title"] == "Scores"
    assert company.keys(company.slack.dm_of(MEMBER.id)) == ["prompt:mia"]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "error_500", "html", "truncated", "fatal_error"])
@pytest.mark.parametrize("to", [CHANNEL, MEMBER.id])
def test_trouble_on_the_way_repeats_nothing(company: Company, kind: str, to: str) -> None:
    company.slack.faults.add(method="chat.postMessage", kind=kind)
    key = company.add("digest:1", to=to)
    company.run()
    assert company.keys(CHANNEL if to == CHANNEL else company.slack.dm_of(to)) == [key]
    assert company.state(key) is DeliveryState.SENT


def test_trouble_with_a_file_shares_it_once(company: Company) -> None:
    company.slack.faults.add(method="files.completeUploadExternal", kind="drop_after")
    file = {"filename": "scores.csv", "title": "Scores", "content": "kr,score\nKR-1,0.7\n"}
    key = company.add("digest:1:csv", method=Method.UPLOAD, payload=file)
    company.run()
    assert [message["files"][0]["title"] for message in company.slack.messages(CHANNEL)] == ["Scores"]
    assert company.state(key) is DeliveryState.SENT


def test_a_channel_that_may_not_be_read_gets_the_message_again_with_a_mark(closed_company: Company) -> None:
    company = closed_company
    company.slack.faults.add(method="chat.postMessage", kind="drop_after")
    company.add("digest:1")
    company.run()
    assert [message["text"] for message in company.slack.messages(CHANNEL)] == [
        "text of digest:1",
        "text of digest:1 (may be a repeat)",
    ]
    assert [problem for problem in company.slack.problems() if "invalid" in problem] == []


def test_a_dm_is_read_back_with_the_scopes_of_our_manifest(closed_company: Company) -> None:
    company = closed_company
    company.slack.faults.add(method="chat.postMessage", kind="drop_after")
    key = company.add("prompt:mia", to=MEMBER.id)
    company.run()
    assert company.keys(company.slack.dm_of(MEMBER.id)) == [key]


def test_a_round_of_eighty_prompts_keeps_within_slacks_limits(company: Company) -> None:
    people = [f"U0PERSON{number:03d}" for number in range(80)]
    for person in people:
        company.slack.add_person(id=person, name=f"Person {person[-3:]}")
        company.add(f"prompt:{person}", to=person)
    start = company.slack.clock.now()
    company.run()
    assert {company.state(f"prompt:{person}") for person in people} == {DeliveryState.SENT}
    assert all(len(company.slack.messages(company.slack.dm_of(person))) == 1 for person in people)
    assert company.slack.clock.now() - start < timedelta(minutes=2)
    refused = [call for call in company.slack.journal.entries if call.get("error") == "ratelimited"]
    assert len(refused) < 10


def test_an_archived_channel_is_told_to_the_coordinator_in_slack(company: Company) -> None:
    company.add("digest:old", to="C0ARCHIVE")
    company.run()
    assert company.state("digest:old") is DeliveryState.DEAD
    (told,) = company.slack.messages(company.slack.dm_of(COORDINATOR.id))
    assert "the channel is archived" in told["text"]


def test_a_restart_in_the_middle_of_a_request_repeats_nothing(company: Company) -> None:
    key = company.add("digest:1")
    with company.store.transaction() as tx:
        claimed = tx.outbox.claim_next(now=company.slack.clock.now(), owner="the dead", lease=timedelta(minutes=1))
        assert claimed is not None
        tx.outbox.start_sending(claimed, now=company.slack.clock.now(), floor_ts=None)
    client = WebClient(token=company.slack.bot_token, base_url=company.slack.api_url)
    marks = {"event_type": "tiller_delivery", "event_payload": {"key": key, "instance": INSTANCE}}
    client.chat_postMessage(channel=CHANNEL, text="text", metadata=marks)
    company.worker = company.restarted()
    company.run()
    assert company.keys() == [key]
    assert company.state(key) is DeliveryState.SENT
