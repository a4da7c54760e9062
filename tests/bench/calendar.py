"""What goes on all the time: a tick with nothing due, and one delivery from its claim to its end."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from slack_sdk import WebClient

from bot.app import Tiller
from bot.emulator.server import LocalSlack
from domain.ledger.deliveries import NewDelivery
from handlers.deps import Deps
from handlers.jobs import runner
from storage.store import Store, open_store
from tests.bench.bare import CALENDAR_SQL, plain_connection, read_all
from tests.bench.company import NOW, aim, channel_id, follow, measure, settle
from tests.bench.live import compose_for, workspace
from tests.bench.measuring import Lap, Row, by_turns, timed
from tests.bench.size import Size
from tests.databases import ENGINES, database_url, migrated_store

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_MESSAGE: dict[str, Any] = {
    "text": "A message of some length",
    "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*Line {line}* of a digest, as long as most of them"}}
        for line in range(12)
    ],
}


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure the scheduler and the delivery worker."""
    for engine in ENGINES:
        with migrated_store(engine, folder) as store:
            yield _quiet_tick(store, _NAMES[engine], size)
    with workspace(people=1, channels=size.teams) as slack, database_url("sqlite", folder) as url:
        yield from _deliveries(slack, url, size)
        assert slack.problems() == [], slack.problems()


def _quiet_tick(store: Store, name: str, size: Size) -> Row:
    """Everybody was asked and nobody has answered yet: prompts wait, and nothing more is due."""
    teams = settle(store, people=size.people, teams=size.teams)
    follow(store, teams)
    measure(store, teams, kpis=4, weeks=size.weeks, people=size.people)
    aim(store, teams, key_results=size.owned, checkins=size.checkins, people=size.people)
    deps = Deps(store=store, now=lambda: NOW)
    assert all(ran.failure is None for ran in runner.tick(deps, now=NOW))
    assert runner.tick(deps, now=NOW) == []
    with plain_connection(store.url) as connection:
        laps = [timed(lambda: runner.tick(deps, now=NOW)), timed(lambda: read_all(connection, CALENDAR_SQL))]
        ours, bare = by_turns(laps, rounds=size.calendars, warm=2)
    return Row(
        name=f"a tick with nothing due, {size.people} people, {size.owned} key results, {name}",
        ours=ours,
        bare=bare,
        against="the same rows by bare SQL",
        goal="≤ 20 ms",
    )


def _deliveries(slack: LocalSlack, url: str, size: Size) -> Iterator[Row]:
    numbers = count(1)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    durable, careless = open_store(url), open_store(url, durable=False)
    laps: list[Lap] = [_delivered(compose_for(slack, store), numbers, size) for store in (durable, careless)]
    laps.append(timed(lambda: client.chat_postMessage(channel=channel_id(0), **_MESSAGE)))
    safe, unsafe, bare = by_turns(laps, rounds=size.calendars, warm=2)
    durable.close()
    careless.close()
    against = "a bare chat.postMessage"
    yield Row(name="one delivery, from its claim to its end", ours=safe, bare=bare, against=against)
    yield Row(
        name="likewise, waiting for no disk", ours=unsafe, bare=bare, against=against, goal="≤ 10 ms more than the post"
    )


def _delivered(tiller: Tiller, numbers: Iterator[int], size: Size) -> Lap:
    def lap() -> float:
        number = next(numbers)
        delivery = NewDelivery(
            key=f"bench:{number}", kind="digest", to=channel_id(number % size.teams), payload=_MESSAGE
        )
        with tiller.store.transaction() as tx:
            tx.outbox.add(delivery, now=NOW)
        sent: list[int] = []
        took = timed(lambda: sent.append(tiller.deliver()))()
        assert sent == [1], sent
        return took

    return lap
