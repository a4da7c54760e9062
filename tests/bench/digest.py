"""A large digest: built from the store, rendered, and both, on both databases."""

import json
from collections.abc import Iterator
from pathlib import Path

from domain.loop.digests import Digest
from handlers.context import Context
from handlers.deps import plain_calendars
from handlers.organization import load
from handlers.usecases.loop.digests import compose_for
from handlers.views.loop import digest as loop_digest
from handlers.views.loop import digest_details
from storage.store import Store
from tests.bench.bare import DIGEST_SQL, plain_connection, read_all
from tests.bench.company import NOW, ROOT, aim, measure, settle
from tests.bench.measuring import Row, by_turns, timed
from tests.bench.size import Size
from tests.databases import ENGINES, migrated_store

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure the digest of a company with many KPIs and key results."""
    for engine in ENGINES:
        with migrated_store(engine, folder) as store:
            teams = settle(store, people=size.people, teams=size.teams)
            measure(store, teams, kpis=size.kpis, weeks=size.weeks, people=size.people)
            aim(store, [ROOT], key_results=size.key_results, checkins=size.checkins, people=size.people)
            yield from _measured(store, _NAMES[engine], size)


def _measured(store: Store, name: str, size: Size) -> Iterator[Row]:
    what = f"{size.kpis:,} KPIs × {size.weeks} and {size.key_results} key results"
    built = build(store)
    assert len(built.exceptions) + len(built.fine) == size.kpis
    with plain_connection(store.url) as connection:
        laps = [
            timed(lambda: build(store)),
            timed(lambda: render(build(store))),
            timed(lambda: render(built)),
            timed(lambda: read_all(connection, DIGEST_SQL)),
        ]
        alone, both, rendering, bare = by_turns(laps, rounds=size.digests)
    sql = f"the same rows by bare SQL, {name}"
    yield Row(name=f"digest of {what}: built, {name}", ours=alone, bare=bare, against=sql, goal="≤ 500 ms")
    yield Row(name=f"built and rendered, {name}", ours=both, bare=bare, against=sql)
    yield Row(name=f"rendered, {name}", ours=rendering, bare=bare, against=sql)


def build(store: Store) -> Digest:
    """Build the company's digest, as its job does."""
    with store.reading() as tx:
        org = load(tx, calendars=plain_calendars)
        return compose_for(Context(tx=tx, now=NOW, org=org), team=ROOT)


def render(digest: Digest) -> str:
    """Render a digest with its two details, as JSON for the outbox."""
    message = loop_digest.message(digest, names={})
    return json.dumps(
        [message.payload(), digest_details.show_all(digest, names={}), digest_details.explain_digest(digest)],
        ensure_ascii=False,
    )
