"""The other side of each ratio: plain SQL on the driver, an empty bolt app, a plain loop."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import psycopg
from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy import make_url

from bot.emulator.server import LocalSlack
from domain.values.ids import KpiKey
from handlers import ids

DIGEST_SQL = (
    "SELECT * FROM teams",
    "SELECT * FROM people",
    "SELECT * FROM cycles",
    "SELECT * FROM kpis",
    "SELECT * FROM readings ORDER BY kpi, period",
    "SELECT * FROM objectives",
    "SELECT * FROM key_results",
    "SELECT * FROM checkins ORDER BY key_result, at",
    "SELECT * FROM scores",
    "SELECT * FROM prompts",
)
"""All that a digest is made of, in the fewest statements."""

CALENDAR_SQL = (
    "SELECT * FROM teams",
    "SELECT * FROM people",
    "SELECT * FROM cycles",
    "SELECT * FROM subscriptions",
    "SELECT * FROM kpis",
    "SELECT kpi, max(period) FROM readings GROUP BY kpi",
    "SELECT * FROM evaluations",
    "SELECT DISTINCT owner FROM key_results",
    "SELECT * FROM prompts WHERE state IN ('open', 'partial')",
    "SELECT * FROM alerts WHERE state = 'open'",
    "SELECT key FROM occurrences",
)
"""What must be known to tell that nothing is due."""


@contextmanager
def plain_connection(url: str) -> Iterator[Any]:
    """Open a connection of the driver itself, without SQLAlchemy, each statement a transaction of its own."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        connection: Any = sqlite3.connect(str(address.database), isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    else:
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg.connect(plain, autocommit=True)
    try:
        yield connection
    finally:
        connection.close()


def read_all(connection: Any, statements: Sequence[str]) -> int:
    """Fetch every row, and return how many there were."""
    return sum(len(connection.execute(statement).fetchall()) for statement in statements)


def touch_each(connection: sqlite3.Connection, kpis: Sequence[KpiKey]) -> None:
    """Read each KPI with its readings and mark it as judged, one transaction each, as ours does."""
    for kpi in kpis:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT * FROM kpis WHERE key = ?", [kpi]).fetchall()
        connection.execute("SELECT * FROM readings WHERE kpi = ? ORDER BY period", [kpi]).fetchall()
        connection.execute("UPDATE evaluations SET changed = 0 WHERE kpi = ?", [kpi])
        connection.execute("COMMIT")


def count_past(series: Sequence[Sequence[Decimal]], limit: Decimal) -> int:
    """Look at every value of every series once: the least that judging them could be."""
    past = 0
    for values in series:
        for value in values:
            if value > limit:
                past += 1
    return past


def empty_app(slack: LocalSlack, form: dict[str, Any] | None = None) -> App:
    """Return a bolt app whose listeners only acknowledge; `/okr checkin` opens a form that was made before."""
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    app = App(
        name="empty",
        client=client,
        signing_secret="",
        process_before_response=True,
        token_verification_enabled=False,
    )

    @app.command(ids.OKR)
    def _answer(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        if body.get("text") and form is not None:
            client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.view(ids.CHECK_IN_FORM)
    def _take(ack: Ack) -> None:
        ack()

    @app.action(ids.VALUE)
    def _look(ack: Ack) -> None:
        ack()

    return app
