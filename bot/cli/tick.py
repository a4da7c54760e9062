"""`tick`: what is due as of an instant, once; for cron-like hosts, and to see what would happen."""

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.database import opened
from bot.cli.screen import REFUSED, out, sentences, settings
from bot.clock import ShiftedClock, aware
from bot.logs import set_up_logs
from bot.settings import check_for_slack
from domain.values.errors import TillerError
from storage.store import hold_file_lock

if TYPE_CHECKING:
    from bot.app import Tiller
    from handlers.jobs.runner import Ran

PATIENCE = timedelta(seconds=90)


class InstantError(TillerError):
    """Not an instant."""


def tick(
    at: Annotated[str, typer.Option(help="The instant, with its zone: 2020-02-10T17:00Z.")],
) -> None:
    """Run what is due as of an instant, once, and deliver it; exactly what the scheduler of `run` does."""
    chosen = settings()
    with sentences():
        start = read_instant(at)
        check_for_slack(chosen, inbound=False)
        clock = ShiftedClock(start)
        set_up_logs(level="WARNING", style=chosen.LOG_FORMAT, clock=clock)
        from bot.app import compose  # late, as in `run`

        with opened(chosen.DATABASE_URL) as store, hold_file_lock(store):
            tiller = compose(chosen, clock=clock, store=store)
            tiller.refresh_people()
            ran = tiller.tick(now=start)
            delivered = deliver_for(tiller, PATIENCE)
            with store.reading() as tx:
                waiting = tx.outbox.pending_count()
    show(start, ran, delivered=delivered, waiting=waiting)
    if any(item.failure is not None for item in ran):
        raise typer.Exit(REFUSED)


def read_instant(text: str) -> datetime:
    """Read an instant such as `2020-02-10T17:00Z`.

    Raises:
        InstantError: It is written another way, or names no zone.
    """
    try:
        return aware(datetime.fromisoformat(text))
    except ValueError:
        raise InstantError(f"‘{text}’ is not an instant with its zone. Write for example 2020-02-10T17:00Z.") from None


def deliver_for(tiller: "Tiller", patience: timedelta) -> int:
    """Deliver until nothing falls due within the patience left; return how many messages were sent."""
    pause = threading.Event()
    end = tiller.clock.now() + patience
    delivered = tiller.deliver()
    while (due := tiller.next_due()) is not None and due <= end and tiller.clock.now() < end:
        pause.wait(min(max((due - tiller.clock.now()).total_seconds(), 0.05), 1.0))
        delivered += tiller.deliver()
    return delivered


def show(at: datetime, ran: "list[Ran]", *, delivered: int, waiting: int) -> None:
    """Print what ran, what was skipped and why, what failed, and how many messages left."""
    table = Table("what", "state", "why", box=None, pad_edge=False)
    for item in ran:
        if item.outcome is None:
            table.add_row(escape(item.what), "failed", escape(f"{type(item.failure).__name__}: {item.failure}"))
        else:
            table.add_row(escape(item.what), str(item.outcome.state), escape(item.outcome.reason))
    if ran:
        out.print(table)
    done = f"As of {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {len(ran)} due, {delivered} messages sent"
    out.print(f"{done}, {waiting} still waiting." if waiting else f"{done}.")
