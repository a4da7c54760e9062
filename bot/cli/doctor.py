"""`doctor`: whether everything is set up, and what to do where it is not."""

import typer
from rich.markup import escape

from bot.cli.database import reached
from bot.cli.screen import REFUSED, out, sentences, settings
from bot.settings import check_for_slack


def doctor() -> None:
    """Check the settings, the database, the tokens, the scopes and the channels; change nothing."""
    chosen = settings()
    with sentences():
        check_for_slack(chosen)
        # Late: a missing setting answers at once.
        from bot.app import slack_client
        from bot.checkup import check_up

        with reached(chosen.DATABASE_URL) as store:
            findings = list(check_up(chosen, store, slack_client(chosen)))
    for finding in findings:
        out.print(f"{'ok ' if finding.ok else '!! '} {escape(finding.sentence)}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(REFUSED)
