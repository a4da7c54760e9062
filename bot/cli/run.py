"""`run`: Tiller itself."""

import os
import signal
from datetime import timedelta

import typer

from bot.cli.database import opened
from bot.cli.screen import sentences, settings
from bot.clock import SystemClock
from bot.logs import set_up_logs
from bot.settings import check_for_slack
from storage.store import hold_file_lock

WRITE_WAIT = timedelta(seconds=1.2)
"""Somebody waits for the answer, and Slack for three seconds: twice this wait must leave room for both."""


def run() -> None:
    """Run Tiller: over Socket Mode when SLACK_APP_TOKEN is set, else signed HTTP on PORT."""
    chosen = settings()
    with sentences():
        check_for_slack(chosen)
        clock = SystemClock()
        set_up_logs(level=chosen.LOG_LEVEL, style=chosen.LOG_FORMAT, clock=clock)
        # Late: a missing setting answers at once, without loading bolt and FastAPI.
        from bot.app import compose
        from bot.running import Running

        with opened(chosen.DATABASE_URL, write_wait=WRITE_WAIT) as store, hold_file_lock(store):
            running = Running(compose(chosen, clock=clock, store=store))
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: running.stop())
            code = running.run()
    if running.hanging:
        os._exit(code)  # a worker that hangs must not keep the process: whoever supervises it waits
    raise typer.Exit(code)
