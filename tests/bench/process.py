"""`run` as a process: how long until it is connected, and what it weighs when it is idle."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from bot.emulator.clock import EmulatorClock
from bot.emulator.server import LocalSlack
from tests.bench.live import workspace
from tests.bench.measuring import Lap, Row, by_turns
from tests.bench.size import Size
from tests.databases import database_url

ROOT = Path(__file__).resolve().parents[2]
_BARE = "import slack_bolt, sqlalchemy, sys; sys.stdout.write('ready\\n'); sys.stdout.flush(); sys.stdin.read()"
_PATIENCE = 30.0
_IDLE_SECONDS = 1.5


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure starts by turns, each with an empty, migrated database and a fresh Slack."""
    ours: list[float] = []
    bare: list[float] = []
    starts = by_turns(
        [_start_ours(folder, ours), _start_bare(bare)], rounds=size.starts, warm=1 if size.starts > 1 else 0
    )
    against = "an interpreter that imports slack_bolt and sqlalchemy"
    yield Row(
        name="cold start of run, until Slack's hello",
        ours=starts[0],
        bare=starts[1],
        against=against,
        unit="s",
        goal="≤ 2.5 s",
    )
    yield Row(
        name="resident memory of run, idle",
        ours=tuple(ours[-size.starts :]),
        bare=tuple(bare[-size.starts :]),
        against=against,
        unit="MB",
        goal="≤ 90 MB",
    )


def _start_ours(folder: Path, weights: list[float]) -> Lap:
    def lap() -> float:
        started = workspace(people=4, channels=1, clock=EmulatorClock())
        with started as slack, database_url("sqlite", folder) as database:
            begun = perf_counter()
            with _process([sys.executable, "-m", "bot", "run"], _environment(slack, database)) as process:
                assert slack.wait_for_bot(_PATIENCE)
                took = perf_counter() - begun
                threading.Event().wait(_IDLE_SECONDS)
                weights.append(resident_megabytes(process.pid))
            assert process.returncode == 0, process.returncode
        return took

    return lap


def _start_bare(weights: list[float]) -> Lap:
    def lap() -> float:
        begun = perf_counter()
        with _process([sys.executable, "-c", _BARE], dict(os.environ)) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            took = perf_counter() - begun
            weights.append(resident_megabytes(process.pid))
        return took

    return lap


def resident_megabytes(pid: int) -> float:
    """Return how much of a process lies in memory, as `ps` tells it."""
    told = subprocess.run(  # noqa: S603 - the number of a process that was started here
        ["ps", "-o", "rss=", "-p", str(pid)],  # noqa: S607 - ps, wherever it is
        capture_output=True,
        check=True,
    )
    return int(told.stdout) / 1024


def _environment(slack: LocalSlack, database: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SLACK_")},
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "DATABASE_URL": database,
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process, and see to it that it has ended in the end."""
    process = subprocess.Popen(  # noqa: S603 - our own command line
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield process
        process.terminate() if "-c" not in command else process.communicate(b"")
        process.wait(_PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
