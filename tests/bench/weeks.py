"""A simulated week of a small company: two simulations of different length, so that their starts cancel out."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from slack_sdk import WebClient

from handlers import ids
from tests.bench.bare import empty_app
from tests.bench.company import channel_id, person_id, write_company
from tests.bench.live import workspace
from tests.bench.measuring import Row
from tests.bench.size import Size
from tests.emulator.workspaces import connected

ROOT = Path(__file__).resolve().parents[2]
_MONDAY = date(2026, 10, 5)


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Measure what one more week costs."""
    company = write_company(folder, weeks=size.simulated)
    # A single week is measured with its start, since there is nothing to take off.
    short = _simulated(company, 1) if size.simulated > 1 else (0.0, Counter())
    long = _simulated(company, size.simulated)
    more = max(size.simulated - 1, 1)
    traffic = long[1] - short[1]
    yield Row(
        name="a simulated week of 8 people, bot and Slack",
        ours=((long[0] - short[0]) / more,),
        bare=(_on_the_wire(traffic) / more,),
        against="its calls and deliveries alone, with an empty bolt app",
        unit="s",
    )


def _simulated(company: Path, weeks: int) -> tuple[float, Counter[str]]:
    """Simulate some weeks, and return how many seconds that took and what went over the wire."""
    journal = company / "journal.jsonl"
    last = _MONDAY + timedelta(weeks=weeks, days=-1)
    begun = perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "bot", "simulate", "--data", company, "--from", str(_MONDAY), "--to", str(last),
         "--journal", journal],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("SLACK_")},
        capture_output=True,
        check=False,
        text=True,
    )  # fmt: skip
    took = perf_counter() - begun
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    with journal.open(encoding="utf-8") as lines:
        return took, Counter(json.loads(line)["kind"] for line in lines)


def _on_the_wire(traffic: Counter[str]) -> float:
    """Return how many seconds as many posts and as many commands take that nobody thinks about."""
    with workspace(people=8, channels=1) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        with connected(slack, empty_app(slack)):
            person = slack.actor(person_id(1))
            person.command(ids.OKR)
            begun = perf_counter()
            for number in range(traffic["call"]):
                client.chat_postMessage(channel=channel_id(0), text=f"Message {number}")
            for _ in range(traffic["delivery"]):
                person.command(ids.OKR)
            return perf_counter() - begun
