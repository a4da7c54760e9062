"""The scheduler: APScheduler rings, and what is due is decided elsewhere.

A missed, late or doubled ring changes nothing, since each occurrence runs once by its key; so there is no job store
and nothing to configure. One thread runs all jobs, one after the other.
"""

from collections.abc import Callable
from datetime import UTC, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


class Scheduler:
    """Calls functions every so often, in a thread of its own, until it is stopped."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(self, interval: timedelta, call: Callable[[], None], *, name: str) -> None:
        """Call a function at once and then every so often. It must not raise: nobody would see it."""
        self._scheduler.add_job(call, id=f"{name}: first")
        self._scheduler.add_job(call, "interval", seconds=interval.total_seconds(), id=name)

    def start(self) -> None:
        """Start ringing."""
        self._scheduler.start()

    def stop(self, *, wait: bool) -> None:
        """Ring no more; `wait` until the job that runs is done."""
        if self._scheduler.running:
            # Otherwise a job that falls due while it shuts down is handed to an executor that takes none any more.
            self._scheduler.remove_all_jobs()
            self._scheduler.shutdown(wait=wait)
