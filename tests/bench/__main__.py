"""`python -m tests.bench [--quick] [--json FILE]`: measure everything and print the table."""

import argparse
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.clock import SystemClock
from bot.logs import set_up_logs
from bot.settings import LogFormat
from tests.bench import answers, calendar, digest, judging, okr_status, process, weeks
from tests.bench.measuring import Row
from tests.bench.size import FULL, QUICK, Size
from tests.bench.table import as_json, show

PARTS: dict[str, Callable[[Size, Path], Iterator[Row]]] = {
    "answers": answers.rows,
    "digest": digest.rows,
    "judging": judging.rows,
    "okr status": okr_status.rows,
    "calendar": calendar.rows,
    "weeks": weeks.rows,
    "process": process.rows,
}


def main() -> None:
    """Measure all parts, or those that are named."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description="What things cost, as ratios.")
    options.add_argument("parts", nargs="*", help=f"only some of: {', '.join(PARTS)}")
    options.add_argument("--quick", action="store_true", help="tiny sizes: only to see that everything runs")
    options.add_argument("--json", type=Path, metavar="FILE", help="write every round of every row there")
    given = options.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        options.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    set_up_logs(level="ERROR", style=LogFormat.CONSOLE, clock=SystemClock())
    found = measure(given.parts or list(PARTS), QUICK if given.quick else FULL)
    show(found, Console())
    if given.json is not None:
        given.json.write_text(as_json(found), encoding="utf-8")


def measure(parts: list[str], size: Size) -> list[Row]:
    """Measure some parts, one after the other, each in a folder of its own."""
    found: list[Row] = []
    progress = Console(stderr=True)
    for part in track(parts, description="Measuring", console=progress, disable=not progress.is_terminal):
        with tempfile.TemporaryDirectory(prefix="tiller-bench-") as folder, warnings.catch_warnings():
            found += PARTS[part](size, Path(folder))
    return found


if __name__ == "__main__":
    main()
