"""The command line as a whole."""

import typer

from bot.cli import database, importing, local, run, tick

app = typer.Typer(
    name="bot",
    help="Tiller: a company's KPIs and OKRs in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("migrate")(database.migrate)
app.command("import")(importing.import_file)
app.command("tick")(tick.tick)
app.command("simulate")(local.simulate)
app.command("emulator")(local.emulator)
app.command("demo")(local.demo)
