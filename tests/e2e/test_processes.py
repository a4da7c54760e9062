"""The commands as an operator starts them: `run` over signed HTTP, `import` and `tick`."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from bot.settings import Settings
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import open_store
from tests.e2e import company

ROOT = Path(__file__).resolve().parents[2]
MONDAY = datetime(2026, 3, 16, 13, 30, tzinfo=UTC)
"""After the digests of that Monday in Amsterdam, Kolkata and New York."""


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """The tiny company's workspace."""
    people = ("U0TESTANN1", "Ann"), ("U0TESTBOB1", "Bob"), ("U0TESTCLA1", "Cla"), ("U0TESTDAN1", "Dan")
    channels = ("C0TESTALL1", "all"), ("C0TESTGRO1", "growth"), ("C0TESTPRO1", "product")
    with LocalSlack(
        manifest=ROOT / "manifest.yml",
        clock=EmulatorClock(MONDAY),
        people=[{"id": id_, "name": name} for id_, name in people],
        channels=[{"id": id_, "name": name, "members": [name for name, _ in people]} for id_, name in channels],
    ) as local:
        yield local


@pytest.fixture
def environment(tmp_path: Path, slack: LocalSlack) -> dict[str, str]:
    """The settings of a process that is led to the local Slack by signed HTTP."""
    kept = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path}/tiller.db",
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


def bot(environment: dict[str, str], folder: Path, *words: str) -> str:
    """Run a command to its end, and return what it printed."""
    done = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def import_company(environment: dict[str, str], folder: Path) -> None:
    """Import the five files as the README says."""
    data = company.write(folder / "company")
    for kind in ("teams", "people", "kpis", "readings"):
        bot(environment, folder, "import", kind, str(data / f"{kind}.csv"))
    bot(environment, folder, "import", "okrs", str(data / "okrs.csv"), "--cycle", "2026-01-01:2026-03-31")


def test_tick_posts_what_is_due_once(slack: LocalSlack, environment: dict[str, str], tmp_path: Path) -> None:
    import_company(environment, tmp_path)

    bot(environment, tmp_path, "tick", "--at", f"{MONDAY:%Y-%m-%dT%H:%M}Z")
    first = [(message["channel"], message["text"]) for message in slack.messages()]
    again = bot(environment, tmp_path, "tick", "--at", f"{MONDAY:%Y-%m-%dT%H:%M}Z")

    digests = [text for _, text in first if "week 11 (9–15 Mar" in text]
    assert [text.partition(" ·")[0] for text in sorted(digests)] == ["Growth", "Product", "Puddle"]
    assert [(message["channel"], message["text"]) for message in slack.messages()] == first
    assert "0 due, 0 messages sent" in again


def test_run_answers_over_signed_http(slack: LocalSlack, environment: dict[str, str], tmp_path: Path) -> None:
    bot(environment, tmp_path, "migrate")
    store = open_store(environment["DATABASE_URL"])
    for kind, rows in (
        (FileKind.TEAMS, company.TEAMS),
        (FileKind.PEOPLE, company.PEOPLE),
        (FileKind.OKRS, company.OKRS),
    ):
        run_import(store, kind, rows, now=MONDAY, cycle="2026-01-01:2026-03-31")
    store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "run"]
    environment |= {"PORT": str(port), "LOG_FORMAT": "json"}
    with subprocess.Popen(  # noqa: S603 - our own command line
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            assert any('"event": "running"' in line for line in process.stderr)
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            answer = slack.actor("U0TESTBOB1").command("/okr", "KR-2")
            assert answer.acked
            assert answer.reply is not None
            assert "Visits from newsletters" in str(answer.reply["text"])
            process.send_signal(signal.SIGTERM)
            process.stderr.read()
            assert process.wait(20) == 0
        finally:
            process.kill()
