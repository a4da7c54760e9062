"""`simulate`, `emulator`, `demo`: Tiller with a local Slack."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.checkup import MANIFEST
from bot.cli.screen import sentences


def simulate(
    data: Annotated[Path, typer.Option(help="A folder with the five CSV files.", exists=True, file_okay=False)],
    first: Annotated[
        date, typer.Option("--from", parser=date.fromisoformat, metavar="DATE", help="The first day, 2020-01-27.")
    ],
    last: Annotated[
        date, typer.Option("--to", parser=date.fromisoformat, metavar="DATE", help="The last day, included.")
    ],
    database: Annotated[
        str | None, typer.Option(help="A fresh database to use; without it a temporary SQLite file.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides who answers late and who never.")] = 1,
    transcript: Annotated[Path | None, typer.Option(help="Where to write what everyone saw.")] = None,
    journal: Annotated[
        Path | None, typer.Option(help="Where to write each call and each delivery, as JSON lines.")
    ] = None,
    kills: Annotated[int, typer.Option(min=0, help="How often the bot is killed in its work and started again.")] = 0,
    screenshots: Annotated[
        Path | None, typer.Option(help="A folder for pictures of the key moments; needs `make browser`.")
    ] = None,
) -> None:
    """Play a company's quarter against a local Slack, and show what people would get."""
    from bot.simulate.run import simulate as run_simulate  # late: it loads the emulator

    with sentences():
        run_simulate(
            data=data,
            first=first,
            last=last,
            database=database,
            seed=seed,
            transcript=transcript,
            journal=journal,
            kills=kills,
            screenshots=screenshots,
        )


def follow(at: Annotated[str, typer.Option(help="The instant at which its clock starts.")]) -> None:
    """Do what a driver tells on standard input; `simulate` runs the bot so."""
    from bot.simulate.follow import start_following  # late: nothing else needs it

    with sentences():
        start_following(at)


def emulator(
    port: Annotated[int, typer.Option(help="The port on 127.0.0.1; 0 takes a free one.")] = 0,
    manifest: Annotated[Path, typer.Option(help="The app's manifest.", exists=True, dir_okay=False)] = MANIFEST,
) -> None:
    """Run the local Slack alone; its first line says where it is and with which tokens."""
    from bot.emulator.standalone import run  # late: nothing else needs it

    run(port, manifest)


def demo(
    exit_after: Annotated[
        float | None, typer.Option(min=0, help="End by itself, so many seconds after the opening.")
    ] = None,
    pause: Annotated[float, typer.Option(min=0, help="Seconds of rest between the steps of the opening.")] = 3.0,
    port: Annotated[int, typer.Option(min=0, help="The page's port on 127.0.0.1; 0 takes a free one.")] = 0,
    data: Annotated[
        Path | None,
        typer.Option(help="A folder with the five CSV files of your company.", exists=True, file_okay=False),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--from",
            parser=date.fromisoformat,
            metavar="DATE",
            help="The day on which to come to your company; without it, a Monday within its last quarter.",
        ),
    ] = None,
) -> None:
    """Show Tiller at work, in the browser and here: a company, a local Slack, and the messages as they come."""
    from bot.demo.run import demo as run_demo  # late: it loads the emulator

    with sentences():
        run_demo(exit_after=exit_after, pause=pause, port=port, data=data, day=day)
