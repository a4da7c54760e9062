"""What the commands print: results to stdout, everything about them to stderr, errors as sentences."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.settings import Settings, SettingsError, load_settings
from domain.values.errors import TillerError

REFUSED = 1
WRONG_SETTINGS = 2

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def sentences() -> Iterator[None]:
    """Print an error that a person can put right as its sentence, and end with its exit code."""
    try:
        yield
    except SettingsError as wrong:
        err.print(escape(str(wrong)))
        raise typer.Exit(WRONG_SETTINGS) from None
    except TillerError as refused:
        err.print(escape(str(refused)))
        raise typer.Exit(REFUSED) from None


def settings() -> Settings:
    """Read the settings, or end with what is wrong with them."""
    with sentences():
        return load_settings()


@contextmanager
def progress(what: str, *, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar while the block runs, on a terminal only; yield the function that moves it on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)
