"""The bench runs: every row is measured, in tiny; what it measured is nobody's business here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = (
    "/okr, from Enter to the answer",
    "/okr company, likewise",
    "/okr, within the bot",
    "a check-in, from submit to thanks",
    "digest of 12 KPIs × 52 and 8 key results: built, SQLite",
    "built and rendered, SQLite",
    "rendered, SQLite",
    "digest of 12 KPIs × 52 and 8 key results: built, PostgreSQL",
    "built and rendered, PostgreSQL",
    "rendered, PostgreSQL",
    "20 KPIs × 52 judged",
    "limits proposed and back-tested for 5 KPIs × 52",
    "a tick that judges 6 KPIs, SQLite",
    "a cycle of 40 key results told, scored and linted",
    "a tick with nothing due, 6 people, 20 key results, SQLite",
    "a tick with nothing due, 6 people, 20 key results, PostgreSQL",
    "one delivery, from its claim to its end",
    "likewise, waiting for no disk",
    "a simulated week of 8 people, bot and Slack",
    "cold start of run, until Slack's hello",
    "resident memory of run, idle",
)


@pytest.mark.thorough
@pytest.mark.timeout(400)  # it starts a dozen processes, beside whatever else the machine does
def test_the_bench_measures_every_row_as_a_ratio(tmp_path: Path) -> None:
    found = tmp_path / "bench.json"
    done = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "tests.bench", "--quick", "--json", found],
        cwd=ROOT,
        env=dict(os.environ) | {"COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(found.read_text(encoding="utf-8"))["rows"]
    assert tuple(row["name"] for row in rows) == ROWS
    for row in rows:
        assert row["median"] > 0, row
        assert row["against_median"] > 0, row
        assert row["n"] == len(row["rounds"]) >= 1, row
        assert row["against"], row
        assert row["name"][:40] in done.stdout, row


def test_a_part_that_is_not_there_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "soup"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "there is no part soup" in done.stderr
